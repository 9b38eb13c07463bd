"""Which microphone, how loud it is, and whether a sentence can be heard. The microphone is open while this is shown."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.desk import Desk
from desktop.language import tr
from desktop.microphones import offered
from desktop.pages.panels.panel import Field, Panel, Remark, combo
from desktop.pages.panels.sentence import SentenceCard
from desktop.pages.panels.zones import Zones
from desktop.settings import Sound
from desktop.sound_check import SoundCheck
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import IconButton
from desktop.widgets.frames import Card, Icon
from desktop.widgets.keys import Keys, native
from desktop.widgets.meter import LevelMeter
from desktop.widgets.plain import PlainLabel
from speech.devices import microphones
from speech.errors import MicrophoneError
from speech.portaudio import Device as Listed
from speech.recorder.recorder import Device


class MicrophonePanel(Panel):
    """The microphone."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "microphone",
            title=tr("Microphone"),
            question=tr("Can you be heard?"),
            lead=tr("Pick a microphone and say one sentence. It takes ten seconds."),
        )
        self.devices = combo("microphone_device", tr("Microphone"), 30)
        self.devices.activated.connect(self._chosen)
        self.again = IconButton("refresh-cw", tr("Look for microphones again"), "microphone_refresh", kind="secondary")
        self.again.clicked.connect(self.look_again)
        self.meter = LevelMeter("microphone_meter", tall=True)
        self.zones = Zones()
        self.trouble = Remark("microphone_trouble")
        self.sentence = SentenceCard(desk)
        self.sentence.wanted.connect(self.record)
        self._check = SoundCheck(desk, self)
        self._check.opened.connect(self._opened)
        self._check.level.connect(self._level)
        self._check.trouble.connect(self._trouble)
        self._check.well.connect(self.trouble.clear)
        self._check.recorded.connect(self._recorded)
        self._keys: Keys | None = None
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(Field(tr("Microphone"), _Together(self.devices, self.again)), 3)
        row.addWidget(_HeadphonesHint(), 1)
        self.column.addLayout(row)
        card = Card(padding=24, spacing=8)
        card.body.addWidget(self.zones)
        card.body.addWidget(self.meter)
        card.body.addWidget(self.trouble)
        self.column.addWidget(card)
        self.column.addWidget(self.sentence)

    # -- it comes and goes

    @property
    def listens(self) -> bool:
        """Whether the microphone is open, or being opened."""
        return self._check.running

    def enter(self) -> None:
        self._offer(())
        self.look_again()

    def leave(self) -> None:
        self._check.stop()
        self.meter.clear()
        self.zones.show_level(None)
        self.sentence.reset()

    def bind(self, keys: Keys) -> None:
        self._keys = keys
        keys.bind("record", self.record)
        self._show_key()
        self.desk.settings_changed.connect(self._show_key)

    def _show_key(self) -> None:
        self.sentence.button.set_key(native(self.desk.shortcuts.key("record")))

    def look_again(self) -> None:
        """List the microphones anew and open the chosen one."""
        self._listen()
        self.again.setEnabled(False)
        self.desk.engine.run(microphones, self._offer_found, self._cannot_list, owner=self)

    # -- which there are

    def _offer_found(self, devices: tuple[Listed, ...]) -> None:
        self.again.setEnabled(True)
        self._offer(devices)
        if not devices and not self.trouble.text:
            self._trouble(tr("No microphone was found. Plug one in and look again; until then answers can be typed."))

    def _cannot_list(self, error: Exception) -> None:
        self.again.setEnabled(True)
        if isinstance(error, MicrophoneError):
            self._trouble(error.sentence)
        else:
            self.desk.engine.failed.emit(error)

    def _offer(self, devices: tuple[Listed, ...]) -> None:
        self.devices.clear()
        for text, device in offered(devices, self._set):
            self.devices.addItem(text, device)
            if device == self._set:
                self.devices.setCurrentIndex(self.devices.count() - 1)

    @property
    def _set(self) -> Device:
        """The one of the settings."""
        sound = self.desk.settings.sound
        return Device(sound.microphone or None, sound.host_api or None)

    def _chosen(self, place: int) -> None:
        device: Device = self.devices.itemData(place)
        self.desk.change(sound=Sound(microphone=device.name or "", host_api=device.host_api or ""))
        self._listen()

    # -- what is heard

    def _listen(self) -> None:
        self.trouble.clear()
        self.meter.clear()
        self.zones.show_level(None)
        self.sentence.reset()
        self._check.start(self._set)

    def _opened(self, _name: str) -> None:
        self.trouble.clear()
        self.sentence.reset(possible=True)

    def _level(self, peak_db: float) -> None:
        self.meter.show_level(peak_db)
        self.zones.show_level(self.meter.held_db)
        self.sentence.show_level(peak_db)

    def _trouble(self, sentence: str) -> None:
        self.trouble.say("warn", sentence)
        announce(self, sentence)

    def record(self) -> None:
        """Record a sentence, if the microphone is open and none is being recorded."""
        if self.isVisible() and self.sentence.button.isEnabled():
            self.sentence.begin()
            self._check.record()
            announce(self, tr("Speak now"))

    def _recorded(self, file: Path) -> None:
        self.sentence.end(file)


class _Together(QWidget):
    """A box and the button that fills it anew, side by side in any case: the box gives way."""

    def __init__(self, box: QWidget, button: QWidget) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(box, 1)
        row.addWidget(button)


class _HeadphonesHint(QWidget):
    """Why: a microphone hears the interviewer's voice from a loudspeaker."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon("headphones", "muted"))
        row.addWidget(PlainLabel(tr("Headphones are best"), size=tokens.CAPTION, tone="muted", wrap=True), 1)
        self.setToolTip(tr("Without them the microphone also hears the interviewer."))
