"""The card beside it: the microphone with a short test, and whether each engine is ready; each leads to its fix.

Signals of `Engines`: `wanted(str)`, a section of the settings; `tested(bool)`, the microphone test goes on or off.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.parts_ready import Ready
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Icon, Line
from desktop.widgets.meter import LevelMeter
from desktop.widgets.pill import EnginePill
from desktop.widgets.plain import ElidedLabel, PlainLabel

SILENT_DB = -120.0
HEARD_DB = -40.0
"""A peak above it is somebody speaking; `speech/recorder/health.py` calls less too quiet."""


class Engines(Card):
    """Microphone, speech to text, interviewer, voice, and where everything stays."""

    wanted = Signal(str)
    tested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, parent=parent)
        self.setObjectName("practice_engines")
        self._device = ElidedLabel(tr("Microphone"), name="practice_microphone")
        self._hears = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="practice_microphone_state")
        self.test = Button(tr("Test"), "practice_test", kind="quiet", checkable=True)
        self.test.toggled.connect(self._toggled)
        self.meter = LevelMeter("practice_meter")
        self.speech = EnginePill("practice_speech", tr("Speech to text"), "captions")
        self.interviewer = EnginePill("practice_interviewer", tr("Interviewer"), "message-square")
        self.voice = EnginePill("practice_voice", tr("Voice"), "volume-2")
        for pill, section in ((self.speech, "speech"), (self.interviewer, "interviewer"), (self.voice, "voice")):
            pill.clicked.connect(lambda _checked=False, section=section: self.wanted.emit(section))
        self._stays = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="practice_stays")
        self._microphone: Ready | None = None
        self._loudest = SILENT_DB
        self._lay_out()

    def _lay_out(self) -> None:
        microphone = QGridLayout()
        microphone.setContentsMargins(16, 16, 16, 16)
        microphone.setHorizontalSpacing(12)
        microphone.setVerticalSpacing(4)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._device)
        names.addWidget(self._hears)
        microphone.addWidget(Icon("mic"), 0, 0)
        microphone.addLayout(names, 0, 1)
        microphone.addWidget(self.test, 0, 2)
        microphone.addWidget(self.meter, 1, 1, 1, 2)
        microphone.setColumnStretch(1, 1)
        self.body.addLayout(microphone)
        for pill in (self.speech, self.interviewer, self.voice):
            self.body.addWidget(Line())
            self.body.addWidget(pill)
        self.body.addWidget(Line())
        stays = QHBoxLayout()
        stays.setContentsMargins(16, 16, 16, 16)
        stays.setSpacing(12)
        stays.addWidget(Icon("lock"))
        stays.addWidget(self._stays, 1)
        self.body.addLayout(stays)
        self.body.addStretch(1)

    def show_microphone(self, ready: Ready) -> None:
        """Which microphone is used, or what is wrong with it. What a test says of the same one stays."""
        good = ready.verdict == "ready"
        self._device.setText(ready.detail if good else tr("Microphone"))
        if ready != self._microphone:
            self._loudest = SILENT_DB
        self._microphone = ready
        if self.test.isChecked() or (good and self._loudest > HEARD_DB):
            return
        self._hears.setText(tr("Not tested yet") if good else ready.detail)
        self._hears.set_tone("muted" if good else "warn")

    def show_level(self, peak_db: float) -> None:
        """A tenth of a second of the test."""
        self.meter.show_level(peak_db)
        self._loudest = max(self._loudest, peak_db)
        heard = self._loudest > HEARD_DB
        self._hears.setText(tr("Hears you well") if heard else tr("Say something"))
        self._hears.set_tone("good" if heard else "muted")

    def show_trouble(self, sentence: str) -> None:
        """Why the test does not go on."""
        self._loudest = SILENT_DB
        self._hears.setText(sentence)
        self._hears.set_tone("warn")

    def end_test(self) -> None:
        """The microphone is closed."""
        self.test.setChecked(False)
        self.meter.clear()

    def show_stays(self, out: str, free_gb: float) -> None:
        """Where recordings stay; `out` says where words and sound go, empty for nowhere."""
        room = tr("Recordings stay in your data folder, {gb} GB free.", gb=f"{free_gb:.1f}")
        self._stays.setText(f"{out or tr('Everything runs on this computer.')}\n{room}")

    def _toggled(self, on: bool) -> None:
        if on:
            self._loudest = SILENT_DB
        self.test.set_label(tr("Stop") if on else tr("Test"))
        self.tested.emit(on)
