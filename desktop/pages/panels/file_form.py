"""A model file that Hotseat runs itself: which one, how large, and a test that says how fast it is here. Qt thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.panels.asking import AskingForm, line
from desktop.pages.panels.panel import Field
from desktop.servers import Tried
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Heading
from desktop.widgets.plain import PlainLabel


class FileForm(AskingForm):
    """A model by its file."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "file", tr("The model is being tried."), parent)
        self.path = line("model_file", tr("Model file"), tr("a file that ends in .gguf"))
        self.path.editingFinished.connect(self._entered)
        self.choose = Button(tr("Choose a file"), "model_file_choose", symbol="folder-open")
        self.choose.clicked.connect(self._choose)
        self.test = Button(tr("Test"), "model_file_test", symbol="clock")
        self.test.clicked.connect(self.run_test)
        self.askers = (self.test, self.choose)
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
        self.path.setText(self.desk.settings.interviewer.file)
        self.remark.clear()

    def run_test(self) -> None:
        """Load the model, ask it something, and say in a sentence how it went."""
        self._entered()
        name = self.path.text().strip()
        if not name:
            self.say("bad", tr("Choose a model file first."))
            return
        self.allow(False)
        self.remark.say("muted", tr("Loading {name}", name=Path(name).name))
        self.job = self.desk.engine.run(lambda: _tried(Path(name)), self.show_tried, owner=self)

    def _entered(self) -> None:
        chosen, name = self.desk.settings.interviewer, self.path.text().strip()
        if name != chosen.file:
            self.desk.change(interviewer=chosen.model_copy(update={"file": name}))
            self.remark.clear()

    def _choose(self) -> None:
        current = Path(self.path.text().strip())
        start = current.parent if current.name and current.parent.is_dir() else Path.home()
        files = self.desk.dialogs.choose_files(tr("A language model"), start, tr("Models (*.gguf)"))
        if files:
            self.path.setText(str(files[0]))
            self.run_test()


async def _tried(file: Path) -> Tried:
    from desktop.embedded.trial import try_file  # what asks a model is not loaded before somebody does

    return await try_file(file)
