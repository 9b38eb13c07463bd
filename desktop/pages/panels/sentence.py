"""Say a sentence: three seconds are recorded, played back, shown as text, and judged. Qt thread.

Signals of `SentenceCard`: `wanted()`, somebody wants to record.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.microphone_check import BARS, Sample, judge, measure
from desktop.pages.panels.panel import Remark
from desktop.sound_check import SENTENCE_SECONDS
from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.frames import Card, Heading, Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.sound_bars import SoundBars
from speech.errors import ModelError, SpeechError
from speech.whisper.models import ModelStore
from speech.whisper.transcriber import Transcriber

if TYPE_CHECKING:
    from desktop.player import Player

_TONES = {"dead": "bad", "silent": "bad", "quiet": "warn", "clipping": "warn", "noisy": "warn", "fine": "good"}

_LEAST_FULL = 0.2
"""A peak of -14 dBFS fills the picture, if none is higher."""


class _PlayButton(IconButton):
    """Round, as play buttons are."""

    def __init__(self, name: str) -> None:
        super().__init__("play", tr("Play what was recorded"), name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look().colour("border" if self.isEnabled() else "line"))
        painter.setBrush(look().colour("sunken" if self.underMouse() and self.isEnabled() else "surface"))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        side = look().size(16)
        left, top = (self.width() - side) / 2, (self.height() - side) / 2
        tone = look().tokens.accent if self.isEnabled() else look().tokens.muted
        paint_icon(painter, self._symbol, QRectF(left, top, side, side), tone)


class SentenceCard(Card):
    """The test of a microphone."""

    wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(padding=24, spacing=12, parent=parent)
        self.setObjectName("sentence")
        self._desk = desk
        self._player: Player | None = None
        self._file: Path | None = None
        self._seconds = 0.0
        self._levels: list[float] | None = None
        """Peaks of the sentence that is being recorded, 0 to 1."""
        self._job: Job | None = None
        self.button = Button(tr("Record"), "sentence_record", symbol="mic")
        self.button.clicked.connect(self.wanted)
        self._prompt = PlainLabel(tone="muted", wrap=True, name="sentence_prompt")
        self.play = _PlayButton("sentence_play")
        self.play.clicked.connect(self._toggle)
        self.bars = SoundBars("sentence_bars", title=tr("What was recorded"), tone="data")
        self._length = PlainLabel(tone="muted", name="sentence_length")
        self._caption = PlainLabel(tr("Recognised"), size=tokens.CAPTION, tone="muted", bold=True)
        self._text = PlainLabel(size=tokens.TITLE, wrap=True, name="sentence_text")
        self.verdict = Remark("sentence_verdict")
        self._line = Line()
        self._lay_out()
        self.reset()

    def _lay_out(self) -> None:
        self.body.addWidget(Heading(tr("Say a sentence"), self.button))
        self.body.addWidget(self._prompt)
        self._sound = QWidget()
        row = QHBoxLayout(self._sound)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.play)
        row.addWidget(self.bars, 1)
        row.addWidget(self._length)
        self.body.addWidget(self._sound)
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 4, 0, 4)
        words.setSpacing(4)
        words.addWidget(self._caption)
        words.addWidget(self._text)
        self.body.addWidget(self._words)
        self.body.addWidget(self._line)
        self.body.addWidget(self.verdict)

    # -- what it shows

    def reset(self, *, possible: bool = False) -> None:
        """Nothing is recorded. `possible`: the microphone delivers sound."""
        self._stop()
        self._file, self._levels = None, None
        self._prompt.setText(tr("Press Record and say: “I would like to start with who this product is for.”"))
        for widget in (self._sound, self._words, self._line):
            widget.hide()
        self._prompt.show()
        self.verdict.clear()
        self._offer(possible)

    def _offer(self, possible: bool) -> None:
        """Whether something can be recorded now."""
        again = self._file is not None
        self.button.set_label(tr("Record again") if again else tr("Record"), "mic")
        self.button.setEnabled(possible)
        self.button.setToolTip("" if possible else tr("The microphone delivers no sound yet."))

    def begin(self) -> None:
        """Three seconds from now on are being recorded."""
        self._stop()
        self._levels = []
        self.button.setEnabled(False)
        self.button.set_label(tr("Recording"), "mic")
        self.button.setToolTip(tr("Three seconds are recorded."))
        self._prompt.hide()
        self._words.hide()
        self._line.hide()
        self.verdict.clear()
        self._sound.show()
        self.play.setEnabled(False)
        self.play.setToolTip(tr("Nothing is recorded yet."))
        self._length.setText(tr("Speak now"))
        self.bars.clear()
        self.bars.show_played(1.0)

    @property
    def recording(self) -> bool:
        """Whether a sentence is being recorded."""
        return self._levels is not None

    @property
    def recognised(self) -> str:
        """What is said of the words in it; empty while nothing is."""
        return "" if self._words.isHidden() else self._text.text()

    def show_level(self, peak_db: float) -> None:
        """A tenth of a second while it is recorded."""
        if self._levels is None:
            return
        self._levels.append(10 ** (min(0.0, peak_db) / 20))
        there = round(SENTENCE_SECONDS * 10)
        self.bars.show_peaks(_drawn([*self._levels, *[0.0] * (there - len(self._levels))][:there]))

    def end(self, file: Path) -> None:
        """It was recorded."""
        self._levels = None
        self._desk.engine.call(lambda: measure(file), self._measured, owner=self)

    def _measured(self, sample: Sample) -> None:
        self._file, self._seconds = sample.path, sample.seconds
        self.bars.show_peaks(_drawn(sample.peaks or [0.0] * BARS))
        self.bars.show_played(1.0)
        self._length.setText(tr("{s} s", s=f"{sample.seconds:.1f}"))
        self.play.setEnabled(bool(sample.blocks))
        self.play.setToolTip("" if sample.blocks else tr("There is nothing to be heard."))
        verdict = judge(sample.blocks)
        self._line.show()
        self.verdict.say(_TONES[verdict.code], verdict.sentence, verdict.word)
        self._offer(True)
        if verdict.code not in ("dead", "silent"):
            self._recognise(sample.path)

    # -- its text

    def _recognise(self, file: Path) -> None:
        self._words.show()
        self._show_text(tr("One moment"), plain=True)
        store, model = self._desk.models(), self._desk.settings.speech.model or None
        self._job = self._desk.engine.run(
            lambda: recognise(store, model, file), self._recognised, self._not_recognised, owner=self
        )

    def _recognised(self, text: str) -> None:
        if text:
            self._show_text(f"“{text}”")
        else:
            self._show_text(tr("No words were recognised. Speak a little longer and more clearly."), plain=True)

    def _not_recognised(self, error: Exception) -> None:
        if isinstance(error, ModelError):
            text = tr(
                "No speech model is ready yet, so this was not turned into text. The sound itself is judged below."
            )
        elif isinstance(error, SpeechError):
            text = error.sentence
        else:
            self._desk.engine.failed.emit(error)
            return
        self._show_text(text, plain=True)

    def _show_text(self, text: str, *, plain: bool = False) -> None:
        """`plain`: it is not what was said."""
        self._caption.setVisible(not plain)
        self._text.set_size(tokens.BODY if plain else tokens.TITLE)
        self._text.set_tone("muted" if plain else "")
        self._text.setText(text)

    # -- its sound

    def _toggle(self) -> None:
        if self._file is None:
            return
        if self._player is None:
            from desktop.player import Player  # Qt's multimedia takes a moment to load

            self._player = Player(self)
            self._player.moved.connect(self._moved)
            self._player.playing_changed.connect(self._playing_changed)
            self._player.failed.connect(lambda _why: self.verdict.say("warn", tr("The recording cannot be played.")))
        if self._player.playing:
            self._player.pause()
            return
        if not self._player.loaded:
            self._player.begin(self._seconds, 0.0)
            self._player.load(self._file)
        if not self._player.audible:
            self.play.setToolTip(tr("There is no loudspeaker."))
        self._player.play()

    def _moved(self, seconds: float) -> None:
        if self._seconds and self._player is not None and self._player.playing:
            self.bars.show_played(seconds / self._seconds)

    def _playing_changed(self, playing: bool) -> None:
        if playing:
            self.play.set_meaning("pause", tr("Pause"))
        else:
            self.play.set_meaning("play", tr("Play what was recorded"))
            self.bars.show_played(1.0)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._player is not None:
            self._player.close()


def _drawn(peaks: Sequence[float]) -> list[float]:
    """Peaks as high as there is room; noise alone stays low."""
    highest = max(*peaks, _LEAST_FULL)
    return [peak / highest for peak in peaks]


async def recognise(store: ModelStore, model: str | None, file: Path) -> str:
    """The words in a sound file, by the model that an interview would use. Asyncio thread.

    Raises: SpeechError.
    """
    files = await asyncio.to_thread(store.resolve, model)
    transcriber = Transcriber(files.folder, model=files.name, notify=lambda _: None)
    try:
        await transcriber.open()
        utterances = await transcriber.careful_file(file)
    finally:
        await transcriber.close()
    return " ".join(utterance.text.strip() for utterance in utterances).strip()
