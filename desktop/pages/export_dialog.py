"""The window that writes a session as a file: in which format, with what in it, where to. GUI thread.

Reading, making the sound small and writing go through the engine; nothing is left behind when it is cancelled.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.engine import Job
from desktop.export.formats import Format, formats
from desktop.export.sound import page_bytes
from desktop.export.writing import Prepared, Wanted, Written, place_of, prepare, write_to
from desktop.language import tr
from desktop.pages.panels.panel import Actions, Choice, Field, Remark
from desktop.session_words import size_text
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button
from desktop.widgets.combo import Combo
from desktop.widgets.focus import FocusRing
from desktop.widgets.frames import Snug
from desktop.widgets.marks import Check
from desktop.widgets.plain import PlainLabel
from interviewer.errors import InterviewerError
from interviewer.export.redaction import Redaction, words_in
from interviewer.review.storage import COACH
from speech.errors import SpeechError

WIDTH, MARGIN = 560, 24
_STEPS = 1000
_TOLD_SECONDS = 0.1
"""Progress is shown ten times a second."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is exported."""

    session: Path
    seconds: float
    has_sound: bool
    rater: str = COACH
    """Whose review."""


class ExportDialog(QDialog):
    """One session. `open` shows it; it deletes itself when it is closed."""

    def __init__(self, desk: Desk, subject: Subject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("export_dialog")
        self.setWindowTitle(tr("Export"))
        self.setMinimumWidth(WIDTH)
        self._desk, self._subject = desk, subject
        self._formats = {one.id: one for one in formats()}
        self._job: Job | None = None
        self._given_up = False
        self.written: Written | None = None
        """The file, once it is there."""
        self.format = Combo("export_format", tr("Format"))
        for one in self._formats.values():
            self.format.addItem(one.title, one.id)
        self.about = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="export_about")
        self.sound, self.sound_about = _choice("sound", tr("With the sound"), _sound_about(subject))
        self.notes, notes = _choice("notes", tr("With my notes"), tr("Also what I wrote during the interview."))
        self.case, case = _choice(
            "case",
            tr("With the hidden case and the model answers"),
            tr("Leave them out for somebody who may be asked the same."),
        )
        self.partner, self.for_partner = _choice(
            "for_partner",
            tr("With a part for a partner"),
            tr("Anybody writes notes and rates it in their browser, and saves a file that Import takes in."),
        )
        self.partner.setChecked(False)
        self.words = QLineEdit()
        self.words.setObjectName("export_words")
        self.words.setAccessibleName(tr("Names to replace"))
        self.words.setPlaceholderText(tr("as in: Anna, Bell Corp"))
        self.heard = Remark("export_heard")
        self.all_the_same, self.keep = _choice("keep_sound", tr("Keep the sound all the same"), "")
        self.all_the_same.setChecked(False)
        self.bar = QProgressBar()
        self.state = Remark("export_state")
        self.export = Button(tr("Export…"), "export_start", kind="primary", symbol="upload")
        self.cancel = Button(tr("Close"), "export_cancel")
        self.show_folder = Button(tr("Open folder"), "export_folder", symbol="folder-open")
        self._asked = (notes, case, self.words)
        self._naming = PlainLabel(
            tr("Names to replace everywhere, with commas between"), wrap=True, name="export_naming"
        )
        self._taken_out = (case, self._naming, self.words)
        self._lay_out()
        self._connect()
        self._judge()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(12)
        column.addWidget(PlainLabel(tr("Export this session"), size=tokens.TITLE, bold=True, wrap=True))
        choices = Snug("export_choices", width=WIDTH - 2 * MARGIN)
        notes, case, words = self._asked
        field = Field(tr("Format"), self.format)
        chosen = (field, self.about, self.for_partner, self.sound_about, notes, case, self._naming, words)
        for widget in chosen:
            choices.body.addWidget(widget)
        choices.body.addStretch(1)
        column.addWidget(choices, 1)
        column.addWidget(self.heard)
        column.addWidget(self.keep)
        self.bar.setObjectName("export_bar")
        self.bar.setAccessibleName(tr("Progress of the export"))
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.hide()
        self.show_folder.hide()
        column.addWidget(self.bar)
        column.addWidget(self.state)
        column.addWidget(Actions(self.export, self.show_folder, self.cancel))
        self.export.setDefault(True)
        self._ring = FocusRing(self)

    def _connect(self) -> None:
        self.format.currentIndexChanged.connect(self._judge)
        self.words.textChanged.connect(self._judge)
        for button in (self.sound, self.case, self.all_the_same):
            button.toggled.connect(self._judge)
        self.export.clicked.connect(self.begin)
        self.cancel.clicked.connect(self._cancel)
        self.show_folder.clicked.connect(self._open_folder)

    # -- what is wanted

    @property
    def chosen(self) -> Format:
        """The format."""
        return self._formats[str(self.format.currentData())]

    @property
    def redaction(self) -> Redaction:
        """What may go into the file; a bundle holds the session as it is."""
        whole = self.chosen.render is None
        return Redaction(
            sound=self.sound.isChecked(),
            notes=self.notes.isChecked(),
            case=self.case.isChecked() or whole,
            words=() if whole else words_in(self.words.text()),
            sound_all_the_same=self.all_the_same.isChecked(),
        )

    def _judge(self) -> None:
        """Show what the choices mean."""
        self.about.setText(self.chosen.about)
        self.for_partner.setVisible(self.chosen.for_partner)
        whole = self.chosen.render is None
        for widget in self._taken_out:
            widget.setVisible(not whole)
        sounds = self.chosen.sound and self._subject.has_sound
        self.sound_about.setVisible(sounds)
        heard = sounds and self.redaction.sound and self.redaction.hides_what_is_heard
        self.keep.setVisible(heard)
        if heard and not self.redaction.with_sound:
            why = tr("The sound is left out: what is taken out of the text can still be heard in it.")
        elif heard:
            why = tr("What is taken out of the text will still be heard in the sound.")
        else:
            why = ""
        self.heard.say("warn", why)

    # -- doing it

    def begin(self) -> None:
        """Read the session, ask where to, write."""
        self._given_up = False
        self.written = None
        self.show_folder.hide()
        self._show_busy(tr("Reading the session."))
        session, paths = self._subject.session, self._desk.paths
        wanted = Wanted(self.chosen, self.redaction, self._subject.rater, for_partner=self.partner.isChecked())
        self._call(lambda: prepare(session, paths, wanted), self._ask)

    def _ask(self, prepared: Prepared) -> None:
        start = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        kinds = tr("{format} (*{tail})", format=prepared.format.title, tail=Path(prepared.name).suffix)
        target = self._desk.dialogs.choose_save(tr("Export"), start / prepared.name, kinds)
        if target is None:
            self._show_idle("muted", "")
            return
        self._show_busy(tr("Writing {name}.", name=target.name))
        paths, go_on = self._desk.paths, self._telling()

        def work() -> Written | None:
            file = place_of(prepared, target, over=True)  # the window that asked for the name has asked about that
            return write_to(prepared, paths, file, go_on)

        self._call(work, self._done)

    def _telling(self) -> Callable[[float], bool]:
        """Shows progress, from the worker; False once it was given up."""
        told = [time.monotonic()]

        def go_on(share: float) -> bool:
            if not self._given_up and time.monotonic() - told[0] >= _TOLD_SECONDS:
                told[0] = time.monotonic()
                self._desk.engine.post(lambda: self._show_share(share), owner=self)
            return not self._given_up

        return go_on

    def _call(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self._job = self._desk.engine.call(work, done, self._failed, owner=self)

    def _done(self, written: Written | None) -> None:
        self.written = written
        if written is None:
            self._show_idle("muted", tr("Nothing was written."))
            return
        size = size_text(written.bytes)
        self._show_idle("good", tr("{file} is written, {size}.", file=written.file, size=size))
        self.show_folder.show()
        self.show_folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _failed(self, error: Exception) -> None:
        self._show_idle("bad", str(error) if isinstance(error, InterviewerError | SpeechError) else tr("It failed."))
        if not isinstance(error, InterviewerError | SpeechError):
            raise error

    def _cancel(self) -> None:
        """While it works: give it up. Else close."""
        if self._busy:
            self._given_up = True
            self.state.say("muted", tr("Stopping."))
        else:
            self.reject()

    def _open_folder(self) -> None:
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written.file.parent)))

    def done(self, result: int) -> None:
        """Esc, Close and the window's own button: nobody wants the file any more, if it is not there yet."""
        self._given_up = True
        if self._job is not None:
            self._job.cancel()
        super().done(result)

    # -- what it looks like

    @property
    def _busy(self) -> bool:
        return not self.bar.isHidden()

    def _show_busy(self, text: str) -> None:
        self.bar.setValue(0)
        self.bar.show()
        self.state.say("muted", text)
        self.export.setEnabled(False)
        self.cancel.set_label(tr("Cancel"))
        for widget in (self.format, self.for_partner, self.sound_about, self.keep, *self._asked):
            widget.setEnabled(False)

    def _show_idle(self, tone: str, text: str) -> None:
        self._job = None
        self.bar.hide()
        self.state.say(tone, text)
        self.export.setEnabled(True)
        self.cancel.set_label(tr("Close"))
        for widget in (self.format, self.for_partner, self.sound_about, self.keep, *self._asked):
            widget.setEnabled(True)
        if text:
            announce(self, text)

    def _show_share(self, share: float) -> None:
        if self._busy:
            self.bar.setValue(round(_STEPS * share))


def _choice(name: str, text: str, about: str) -> tuple[Check, Choice]:
    check = Check(text, f"export_{name}")
    check.setChecked(True)
    return check, Choice(check, about)


def _sound_about(subject: Subject) -> str:
    size = size_text(page_bytes(subject.seconds))
    return tr("Adds about {size}. Whoever has the file hears your voice.", size=size)
