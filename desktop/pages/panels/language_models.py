"""Language models that can be downloaded: what each needs, its download, and its use as interviewer. Qt thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.disk_use import megabytes
from desktop.language import tr
from desktop.language_table import LanguageLine, language_lines
from desktop.model_downloads import language_downloads_of
from desktop.pages.panels.downloading import DownloadCard
from desktop.pages.panels.model_list import ModelList
from desktop.pages.panels.model_work import ModelWork, allow
from desktop.pages.panels.panel import Actions, Remark
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Heading, Line
from desktop.widgets.plain import PlainLabel


class LanguageModelsCard(Card):
    """The table, what can be done with its current line, and the download that is under way."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, spacing=12, parent=parent)
        self.setObjectName("language_models_card")
        self.desk = desk
        self.downloads = language_downloads_of(desk)
        columns = (tr("Model"), tr("Size"), tr("Memory"), tr("Context"), tr("State"))
        self.models = ModelList("language_models", tr("Language models"), columns)
        self.name = PlainLabel(size=tokens.SECTION, bold=True, wrap=True, name="language_name")
        self.about = PlainLabel(tone="muted", wrap=True, name="language_about")
        self.remark = Remark("language_remark")
        self.work = ModelWork(desk, self.downloads, self.models, self.remark, self)
        self.work.read_from(self._look, desk.paths.data)
        self.work.changed.connect(self._show_current)
        self.use = Button(tr("Use this model"), "language_use", kind="primary")
        self.use.clicked.connect(self._use)
        self.get = Button(tr("Download"), "language_download", kind="primary", symbol="download")
        self.get.clicked.connect(self._download)
        self.drop = Button(tr("Cancel the download"), "language_drop", symbol="x")
        self.drop.clicked.connect(self._drop)
        self.check = Button(tr("Check the file"), "language_check", symbol="shield-check")
        self.check.clicked.connect(self._check)
        self.remove = Button(tr("Remove"), "language_remove", symbol="trash-2")
        self.remove.clicked.connect(self._remove)
        self.body.addWidget(Heading(tr("Models to download"), size=tokens.BODY))
        self.body.addWidget(self.models)
        self.body.addWidget(Line())
        for widget in (self.name, self.about, self.remark):
            self.body.addWidget(widget)
        self.body.addWidget(Actions(self.use, self.get, self.drop, self.check, self.remove))
        self.body.addWidget(DownloadCard(self.downloads, "language_transfer"))
        self.downloads.finished.connect(self._downloaded)

    def refresh(self) -> None:
        """Look again at what is on this machine."""
        self.work.refresh()

    def _look(self, arriving: str) -> Callable[[], Sequence[LanguageLine]]:
        store, chosen = self.desk.language_models(), self.desk.settings.interviewer
        used = chosen.file if chosen.kind == "file" else ""
        return lambda: language_lines(store.list(), used, arriving)

    @property
    def current(self) -> LanguageLine | None:
        """The line that is chosen."""
        line = self.models.current
        return line if isinstance(line, LanguageLine) else None

    def _show_current(self) -> None:
        line = self.current
        if line is None:
            return
        self.name.setText(line.title)
        self.about.setText(f"{line.about()}\n{line.needs(self.work.free)}")
        if not self.work.doing and not self.remark.text:
            self.remark.say("warn", line.warning())
        here, held = line.info.installed, self.work.is_on_the_card(line.name)
        for button, shown in (
            (self.use, here and not line.used),
            (self.get, not here),
            (self.drop, line.paused and not held),
            (self.check, here),
            (self.remove, here),
        ):
            button.setVisible(shown)
            allow(button, self.work.doing)
        self._label_download(line, again=line.paused and not held)
        allow(self.get, self.work.doing or self._no_download(line))

    def _label_download(self, line: LanguageLine, *, again: bool) -> None:
        if line.in_packages:
            self.get.set_label(tr("Put together from its packages"), "layers")
        elif again:
            self.get.set_label(tr("Resume"), "play")
        else:
            self.get.set_label(tr("Download {size}", size=megabytes(line.info.download_bytes)), "download")

    def _no_download(self, line: LanguageLine) -> str:
        """Why this model cannot be downloaded now; empty when it can."""
        if self.desk.settings.privacy.offline_only and not line.in_packages:
            return tr("Offline only is on. Switch it off in Privacy, or choose a file from another computer.")
        return self.work.no_download(line.info.disk_need_bytes)

    # -- what is done

    def _use(self) -> None:
        if (line := self.current) is not None:
            self.remark.clear()
            chosen = {"kind": "file", "file": str(line.info.file)}
            self.desk.change(interviewer=self.desk.settings.interviewer.model_copy(update=chosen))

    def _download(self) -> None:
        if (line := self.current) is not None:
            self.remark.clear()
            self.downloads.begin(line.name)

    def _downloaded(self, name: str) -> None:
        from desktop.embedded.serving import can_run_files, missing_extra

        self.models.choose(name)
        if can_run_files():
            self.remark.say(
                "good", tr("{name} is here and checked. Test says how fast it is on this computer.", name=name)
            )
        else:
            self.remark.say("warn", tr("{name} is here and checked.", name=name) + f" {missing_extra().sentence}")
        self.refresh()

    def _drop(self) -> None:
        """Delete what an interrupted download has left."""
        if (line := self.current) is None:
            return
        store, name = self.desk.language_models(), line.name
        self.work.remove(lambda: store.drop(name), tr("What had arrived of {name} was deleted.", name=name))

    def _check(self) -> None:
        if (line := self.current) is None:
            return
        store, name = self.desk.language_models(), line.name
        sentence = tr("Checking every byte of {name}", name=name)
        self.work.in_thread(sentence, lambda: store.verify(name), lambda found: self.work.end("good", found))

    def _remove(self) -> None:
        if (line := self.current) is None:
            return
        title = tr("Remove {name}?", name=line.name)
        text = tr("{size} are freed. The model can be downloaded again.", size=line.size)
        if line.used:
            text += " " + tr("The scripted interviewer asks from then on.")
        if not self.desk.dialogs.confirm(title, text, tr("Remove"), tr("Keep it"), danger=True):
            return
        if line.used:
            chosen = {"kind": "scripted", "file": ""}
            self.desk.change(interviewer=self.desk.settings.interviewer.model_copy(update=chosen))
        store, name = self.desk.language_models(), line.name
        self.work.remove(lambda: store.remove(name), tr("{name} was removed.", name=name))
