"""Which model turns speech into text: what there is, what each needs, and how to come by one. Qt thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.desk import Desk
from desktop.language import tr
from desktop.model_downloads import downloads_of
from desktop.model_speed import Speeds, key, measure
from desktop.model_table import ModelLine, model_lines, removable, size_order
from desktop.pages.panels.downloading import DownloadCard
from desktop.pages.panels.listening import ListeningChoice
from desktop.pages.panels.model_list import ModelList
from desktop.pages.panels.model_work import ModelWork, allow
from desktop.pages.panels.panel import Actions, Choice, Panel, Remark
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Line
from desktop.widgets.marks import Check
from desktop.widgets.plain import PlainLabel
from speech.whisper.models import ModelFiles, Verdict
from speech.whisper.sources import name_of


class SpeechPanel(Panel):
    """Models, and the silence that ends an answer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "speech",
            title=tr("Speech to text"),
            question=tr("What turns speech into text?"),
            lead=tr("A model on this computer. Until there is one, answers can be typed."),
        )
        self._speeds = Speeds(desk.paths.cache)
        self.downloads = downloads_of(desk)
        columns = (tr("Model"), tr("Size"), tr("Memory"), tr("Speed here"), tr("State"))
        self.models = ModelList("models", tr("Speech models"), columns)
        self.name = PlainLabel(size=tokens.SECTION, bold=True, wrap=True, name="model_name")
        self.about = PlainLabel(tone="muted", wrap=True, name="model_about")
        self.remark = Remark("model_remark")
        self.work = ModelWork(desk, self.downloads, self.models, self.remark, self)
        self.work.read_from(self._look, desk.paths.models)
        self.work.changed.connect(self._show_current)
        self.use = Button(tr("Use this model"), "model_use", kind="primary")
        self.use.clicked.connect(self._use)
        self.get = Button(tr("Download"), "model_download", kind="primary", symbol="download")
        self.get.clicked.connect(self._download)
        self.drop = Button(tr("Cancel the download"), "model_drop", symbol="x")
        self.drop.clicked.connect(self._drop)
        self.time = Button(tr("Measure speed"), "model_measure", symbol="clock")
        self.time.clicked.connect(self._measure)
        self.check = Button(tr("Check files"), "model_check", symbol="shield-check")
        self.check.clicked.connect(self._check)
        self.remove = Button(tr("Remove"), "model_remove", symbol="trash-2")
        self.remove.clicked.connect(self._remove)
        self.bring = Button(tr("Import from a folder"), "model_import", symbol="folder-open")
        self.bring.clicked.connect(self._import)
        self.auto_end = Check(tr("Silence ends an answer"), "speech_auto_end")
        self.auto_end.clicked.connect(self._auto_end)
        self.listening = ListeningChoice(desk)
        self._lay_out()
        self.downloads.finished.connect(self._downloaded)

    def _lay_out(self) -> None:
        card = Card(padding=16, spacing=12)
        card.body.addWidget(self.models)
        card.body.addWidget(Line())
        for widget in (self.name, self.about, self.remark):
            card.body.addWidget(widget)
        card.body.addWidget(Actions(self.use, self.get, self.drop, self.time, self.check, self.remove, self.bring))
        self.column.addWidget(card)
        self.column.addWidget(DownloadCard(self.downloads, "download"))
        self.column.addWidget(self.listening)
        about = tr("After six seconds of silence a countdown begins; speaking stops it. Never in a case.")
        self.column.addWidget(Choice(self.auto_end, about))

    def enter(self) -> None:
        self.auto_end.setChecked(self.desk.settings.speech.auto_end)
        self.listening.enter()
        self.refresh()

    def leave(self) -> None:
        self.listening.leave()

    # -- what there is

    def refresh(self) -> None:
        """Look again at what is on this machine."""
        self.work.refresh()

    def _look(self, arriving: str) -> Callable[[], Sequence[ModelLine]]:
        store, speeds, chosen = self.desk.models(), self._speeds, self.desk.settings.speech.model
        return lambda: model_lines(size_order(store.list()), chosen, speeds.all(), arriving)

    @property
    def current(self) -> ModelLine | None:
        """The line that is chosen."""
        line = self.models.current
        return line if isinstance(line, ModelLine) else None

    def _show_current(self) -> None:
        line = self.current
        if line is None:
            return
        self.name.setText(line.title)
        self.about.setText(f"{line.about()}\n{line.needs(self.work.free)}")
        if not self.work.doing and not self.remark.text:
            self.remark.say("warn", line.slow())
        here = line.info.installed
        for button, shown in (
            (self.use, here and not line.used),
            (self.get, not here),
            (self.drop, line.paused and not self.work.is_on_the_card(line.name)),
            (self.time, here),
            (self.check, here),
            (self.remove, removable(line.info)),
        ):
            button.setVisible(shown)
            allow(button, self.work.doing)
        allow(self.bring, self.work.doing)
        again = line.paused and not self.work.is_on_the_card(line.name)
        self.get.set_label(
            tr("Resume") if again else tr("Download {size}", size=line.size), "play" if again else "download"
        )
        allow(self.get, self.work.doing or self._no_download(line))

    def _no_download(self, line: ModelLine) -> str:
        """Why this model cannot be downloaded now; empty when it can."""
        if self.desk.settings.privacy.offline_only:
            return tr("Offline only is on. Switch it off in Privacy, or import a folder from another computer.")
        return self.work.no_download(line.info.disk_need_bytes)

    # -- what is done

    def _use(self) -> None:
        if (line := self.current) is not None:
            self.remark.clear()
            self.desk.change(speech=self.desk.settings.speech.model_copy(update={"model": line.name}))

    def _download(self) -> None:
        if (line := self.current) is not None:
            self.remark.clear()
            self.downloads.begin(line.name)

    def _drop(self) -> None:
        """Delete what an interrupted download has left."""
        if (line := self.current) is None:
            return
        store, name = self.desk.models(), line.name
        done = tr("What had arrived of {name} was deleted.", name=name)
        self.work.remove(lambda: store.drop(name), done)

    def _downloaded(self, name: str) -> None:
        self.models.choose(name)
        self.remark.say("good", tr("{name} is here, checked, and ready.", name=name))
        self.refresh()

    def _measure(self) -> None:
        if (line := self.current) is None:
            return
        store, info = self.desk.models(), line.info

        async def timed() -> float:
            return await measure(store, info.name)

        def told(speed: float) -> None:
            self._speeds.keep(key(info.name, info.bytes), speed)
            words = tr("{name} transcribes {n} s of speech in a second here.", name=info.name, n=f"{speed:.1f}")
            self.work.end("good", words)

        self.work.begin(tr("Transcribing a known sentence twice"), timed, told)

    def _check(self) -> None:
        if (line := self.current) is None:
            return
        store, name = self.desk.models(), line.name

        def told(verdicts: tuple[Verdict, ...]) -> None:
            self.work.end("good" if verdicts[0].sound else "bad", verdicts[0].sentence)

        self.work.in_thread(tr("Checking every byte of {name}", name=name), lambda: store.verify(name), told)

    def _remove(self) -> None:
        if (line := self.current) is None:
            return
        store, name = self.desk.models(), line.name
        text = tr("{size} are freed. The model can be downloaded again.", size=line.size)
        title = tr("Remove {name}?", name=name)
        if self.desk.dialogs.confirm(title, text, tr("Remove"), tr("Keep it"), danger=True):
            done = tr("{name} was removed.", name=name)
            self.work.remove(lambda: store.remove(name), done)

    def _import(self) -> None:
        folder = self.desk.dialogs.choose_folder(tr("A folder with a speech model"), Path.home())
        if folder is None:
            return
        store = self.desk.models()

        def told(files: ModelFiles) -> None:
            self.models.choose(files.name)
            self.downloads.came(files.name)
            self.work.end("good", tr("{name} was imported.", name=files.name))

        sentence = tr("Copying and checking {name}", name=name_of(folder))
        self.work.in_thread(sentence, lambda: store.import_folder(folder), told)

    def _auto_end(self, on: bool) -> None:
        self.desk.change(speech=self.desk.settings.speech.model_copy(update={"auto_end": on}))
