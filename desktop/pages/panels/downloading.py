"""The download that is under way, with what can be done about it; hidden while there is none. Qt thread."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.disk_use import megabytes
from desktop.language import tr
from desktop.model_downloads import Download, Downloads
from desktop.pages.panels.panel import Remark
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Heading
from desktop.widgets.plain import PlainLabel

_STEPS = 1000


class DownloadCard(Card):
    """Progress, pause, resume, cancel, and why it stopped."""

    def __init__(self, downloads: Downloads, name: str, parent: QWidget | None = None) -> None:
        """`name`: of the card, which those of its parts begin with."""
        super().__init__(padding=16, spacing=8, parent=parent)
        self.setObjectName(name)
        self._downloads = downloads
        self._told = ""
        self.pause = Button(tr("Pause"), f"{name}_pause", symbol="pause")
        self.pause.clicked.connect(self._pause_or_resume)
        self.cancel = Button(tr("Cancel"), f"{name}_cancel", kind="quiet")
        self.cancel.clicked.connect(downloads.cancel)
        self._heading = Heading("", self.pause, self.cancel, size=tokens.BODY)
        self.bar = QProgressBar()
        self.bar.setObjectName(f"{name}_bar")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self._state = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name=f"{name}_state")
        self.trouble = Remark(f"{name}_trouble")
        for widget in (self._heading, self.bar, self._state, self.trouble):
            self.body.addWidget(widget)
        downloads.changed.connect(self.refresh)
        self.refresh()

    @property
    def state_text(self) -> str:
        """How far it is, in words."""
        return self._state.text()

    def refresh(self) -> None:
        """Show how far it is."""
        download = self._downloads.current
        self.setVisible(download is not None)
        if download is None:
            self._told = ""
            return
        self._heading.title.setText(tr("Downloading {name}", name=download.name))
        self.bar.setAccessibleName(tr("Download of {name}", name=download.name))
        self.bar.setValue(round(_STEPS * download.bytes / download.total) if download.total else 0)
        self._state.setText(words_for(download))
        going = download.state in ("running", "checking")
        again = tr("Try again") if download.state == "failed" else tr("Resume")
        self.pause.set_label(tr("Pause") if going else again, "pause" if going else "play")
        self.trouble.say("bad" if download.state == "failed" else "warn", download.sentence)
        if download.state != self._told:
            self._told = download.state
            announce(self, download.sentence or words_for(download))

    def _pause_or_resume(self) -> None:
        current = self._downloads.current
        if current is None:
            return
        if self._downloads.busy:
            self._downloads.pause()
        else:
            self._downloads.begin(current.name)


def words_for(download: Download) -> str:
    """How far a download is, as in "34 MB of 148 MB · 5 MB a second · 23 s left"."""
    if download.state == "checking":
        return tr("All is here. Checking that every byte is right (SHA-256).")
    if not download.total:
        return tr("Connecting") if download.state == "running" else ""
    parts = [tr("{done} of {total}", done=megabytes(download.bytes), total=megabytes(download.total))]
    if download.state == "paused":
        parts.append(tr("paused, what has arrived is kept"))
    elif download.state == "failed":
        parts.append(tr("stopped, what has arrived is kept"))
    else:
        if download.bytes_per_second > 0:
            parts.append(tr("{rate} a second", rate=megabytes(round(download.bytes_per_second))))
        if download.seconds_left is not None:
            parts.append(_left(download.seconds_left))
    return " · ".join(parts)


def _left(seconds: float) -> str:
    if seconds < 90:
        return tr("{n} s left", n=round(seconds))
    return tr("{n} min left", n=round(seconds / 60))
