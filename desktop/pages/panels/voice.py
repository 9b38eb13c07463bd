"""The voice of the interviewer: who speaks, how fast, and how that sounds. Text alone is a choice. Qt thread."""

from __future__ import annotations

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.pages.panels.panel import Actions, Field, Panel, Remark, combo
from desktop.settings import Voice
from desktop.theme import tokens
from desktop.voices import RATES, SENTENCE, Voices, say, voices_of
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card
from desktop.widgets.plain import PlainLabel
from desktop.widgets.segmented import Segmented
from speech.errors import VoiceUnavailable
from speech.voices.values import Engine, VoiceNotice


class VoicePanel(Panel):
    """Engine, voice, pace, preview."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "voice",
            title=tr("Voice"),
            question=tr("How should it sound?"),
            lead=tr("Every line is also shown as text, so a voice is never needed."),
        )
        self._listing: Job | None = None
        self._speaking: Job | None = None
        choices = ((tr("System"), "system"), (tr("Neural"), "neural"), (tr("Text only"), "none"))
        self.engine = Segmented(tr("Who speaks"), "voice_engine", choices)
        self.engine.chosen.connect(self._engine_chosen)
        self._about = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="voice_about")
        self.voices = combo("voice_name", tr("Voice"), 30)
        self.voices.activated.connect(lambda _place: self._keep(name=self.voices.currentData()))
        self.rate = combo("voice_rate", tr("Speed"), 12)
        self.rate.activated.connect(lambda _place: self._keep(rate=self.rate.currentData()))
        self.preview = Button(tr("Preview"), "voice_preview", symbol="play")
        self.preview.clicked.connect(self._preview)
        self.remark = Remark("voice_remark")
        self._said = PlainLabel(f"“{SENTENCE}”", tone="muted", wrap=True, name="voice_sentence")
        self._lay_out()

    def _lay_out(self) -> None:
        self.column.addWidget(Field(tr("Who speaks"), self.engine))
        self.column.addWidget(self._about)
        self._card = card = Card(padding=24, spacing=16)
        card.body.addWidget(Field(tr("Voice"), self.voices))
        card.body.addWidget(Field(tr("Speed"), self.rate))
        card.body.addWidget(self._said)
        card.body.addWidget(Actions(self.preview))
        self.column.addWidget(card)
        self.column.addWidget(self.remark)

    def enter(self) -> None:
        self._show()
        self._list()

    def leave(self) -> None:
        if self._listing is not None:
            self._listing.cancel()
            self._listing = None
        self._hush()
        self.remark.clear()

    # -- what is chosen

    def _show(self) -> None:
        chosen = self.desk.settings.voice
        self.engine.choose(chosen.engine)
        self._about.setText(
            {
                "system": tr("The voices that come with this system. They start at once."),
                "neural": tr("A more natural voice, made on this computer. It takes about a second more to begin."),
                "none": tr("Lines are shown and nothing is spoken."),
            }[chosen.engine]
        )
        self._card.setVisible(chosen.engine != "none")
        self.rate.clear()
        for rate in sorted({*RATES, chosen.rate}):
            self.rate.addItem(tr("{n}× (normal)", n="1") if rate == 1.0 else tr("{n}×", n=f"{rate:g}"), rate)
        self.rate.setCurrentIndex(self.rate.findData(chosen.rate))

    def _engine_chosen(self, engine: object) -> None:
        self._hush()
        self.remark.clear()
        self.desk.change(voice=Voice(engine=engine, rate=self.desk.settings.voice.rate))  # type: ignore[arg-type]  # one of ours
        self._show()
        self._list()

    def _keep(self, **fields: object) -> None:
        self.desk.change(voice=self.desk.settings.voice.model_copy(update=fields))
        self._hush()
        self.remark.clear()

    # -- which there are

    def _list(self) -> None:
        chosen = self.desk.settings.voice
        if self._listing is not None:
            self._listing.cancel()
        if chosen.engine == "none":
            return
        self._wait(tr("Looking for voices"))
        engine: Engine = chosen.engine
        paths = self.desk.paths
        self._listing = self.desk.engine.run(lambda: voices_of(engine, paths), self._listed, self._unlisted, owner=self)

    def _wait(self, text: str) -> None:
        self.voices.clear()
        self.voices.addItem(text, self.desk.settings.voice.name)
        self._allow(False, text)

    def _allow(self, allowed: bool, why_not: str = "") -> None:
        for widget in (self.voices, self.rate, self.preview):
            widget.setEnabled(allowed)
            widget.setToolTip("" if allowed else why_not)

    def _listed(self, voices: Voices) -> None:
        self._listing = None
        chosen = self.desk.settings.voice.name
        self.voices.clear()
        self.voices.addItem(tr("{name} (usual)", name=voices.usual), "")
        for choice in voices.choices:
            self.voices.addItem(_title(choice.name, choice.languages, voices), choice.id)
        place = self.voices.findData(chosen)
        if place < 0:
            self.voices.addItem(tr("{name} (not installed)", name=chosen), chosen)
            place = self.voices.count() - 1
        self.voices.setCurrentIndex(place)
        self._allow(True)

    def _unlisted(self, error: Exception) -> None:
        self._listing = None
        self._wait(tr("No voices"))
        if isinstance(error, VoiceUnavailable):
            more = tr("Until then the system’s voice speaks, or lines are shown as text.")
            self.remark.say("warn", f"{error.sentence} {more}")
        else:
            self.desk.engine.failed.emit(error)

    # -- how it sounds

    def _preview(self) -> None:
        if self._speaking is not None:
            self._hush()
            return
        self.remark.clear()
        self.preview.set_label(tr("Stop"), "square")
        chosen, desk = self.desk.settings.voice, self.desk

        def notify(notice: VoiceNotice) -> None:
            desk.engine.post(lambda: self._notice(notice))

        self._speaking = desk.engine.run(
            lambda: say(chosen, desk.paths, notify), lambda _: self._silent(), self._cannot_speak, owner=self
        )

    def _notice(self, notice: VoiceNotice) -> None:
        if self._speaking is not None:
            self.remark.say("warn", notice.sentence)

    def _hush(self) -> None:
        if self._speaking is not None:
            self._speaking.cancel()
        self._silent()

    def _silent(self) -> None:
        self._speaking = None
        self.preview.set_label(tr("Preview"), "play")

    def _cannot_speak(self, error: Exception) -> None:
        self._silent()
        if isinstance(error, VoiceUnavailable):
            self.remark.say("bad", error.sentence)
        else:
            self.desk.engine.failed.emit(error)


def _title(name: str, languages: tuple[str, ...], voices: Voices) -> str:
    """A voice by its name; with its language where two have the same name."""
    same = sum(choice.name == name for choice in voices.choices) > 1
    return f"{name} ({languages[0]})" if same and languages else name
