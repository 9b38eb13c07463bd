"""A model file that Hotseat runs itself: which one, how large, and a test that says how fast it is here. Qt thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.pages.panels.panel import Field, Remark
from desktop.servers import TONES, Tried
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Heading
from desktop.widgets.plain import PlainLabel


class FileForm(Card):
    """A model by its file."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, spacing=12, parent=parent)
        self.setObjectName("file_form")
        self._desk = desk
        self._job: Job | None = None
        self.path = QLineEdit()
        self.path.setObjectName("model_file")
        self.path.setAccessibleName(tr("Model file"))
        self.path.setPlaceholderText(tr("a file that ends in .gguf"))
        self.path.setMinimumWidth(280)
        self.path.editingFinished.connect(self._entered)
        self.choose = Button(tr("Choose a file"), "model_file_choose", symbol="folder-open")
        self.choose.clicked.connect(self._choose)
        self.test = Button(tr("Test"), "model_file_test", symbol="clock")
        self.test.clicked.connect(self.run_test)
        self.remark = Remark("model_file_remark")
        self.body.addWidget(Heading(tr("A model in the GGUF format"), size=tokens.BODY))
        self.body.addWidget(Field(tr("File"), self.path, self.choose, self.test))
        about = tr(
            "A model takes memory for all of its file, and up to half as much again. Files of 2 to 5 GB are usual on a "
            "laptop; larger ones word better follow-ups and take longer. Speech recognition has the processor first."
        )
        self.body.addWidget(PlainLabel(about, size=tokens.CAPTION, tone="muted", wrap=True))
        self.body.addWidget(self.remark)

    def show_settings(self) -> None:
        """Show what holds."""
        self.path.setText(self._desk.settings.interviewer.file)
        self.remark.clear()

    def leave(self) -> None:
        """Nobody looks any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._allow(True)

    def run_test(self) -> None:
        """Load the model, ask it something, and say in a sentence how it went."""
        self._entered()
        name = self.path.text().strip()
        if not name:
            self._say("bad", tr("Choose a model file first."))
            return
        self._allow(False)
        self.remark.say("muted", tr("Loading {name}", name=Path(name).name))
        self._job = self._desk.engine.run(lambda: _tried(Path(name)), self._show, owner=self)

    def _entered(self) -> None:
        chosen, name = self._desk.settings.interviewer, self.path.text().strip()
        if name != chosen.file:
            self._desk.change(interviewer=chosen.model_copy(update={"file": name}))
            self.remark.clear()

    def _choose(self) -> None:
        current = Path(self.path.text().strip())
        start = current.parent if current.name and current.parent.is_dir() else Path.home()
        files = self._desk.dialogs.choose_files(tr("A language model"), start, tr("Models (*.gguf)"))
        if files:
            self.path.setText(str(files[0]))
            self.run_test()

    def _show(self, tried: Tried) -> None:
        self._say(TONES[tried.verdict], tried.sentence)

    def _say(self, tone: str, sentence: str) -> None:
        self._job = None
        self._allow(True)
        self.remark.say(tone, sentence)
        announce(self, sentence)

    def _allow(self, allowed: bool) -> None:
        for button in (self.test, self.choose):
            button.setEnabled(allowed)
            button.setToolTip("" if allowed else tr("The model is being tried."))


async def _tried(file: Path) -> Tried:
    from desktop.embedded.trial import try_file  # what asks a model is not loaded before somebody does

    return await try_file(file)
