"""The microphones there are, to choose one of while an interview runs. Qt thread.

Signals of `MicrophoneMenu`: `chosen(Device)`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.language import tr
from desktop.microphones import offered
from speech.portaudio import Device as Listed
from speech.recorder.recorder import Device


class MicrophoneMenu(QMenu):
    """Opens below a button; arrows and Enter choose, Esc closes."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("live_microphones")
        self.setAccessibleName(tr("Microphones"))
        self._only = QActionGroup(self)
        """One of them, which tells a screen reader of a radio button instead of a check box."""

    def open_below(self, widget: QWidget, devices: Sequence[Listed], current: Device) -> None:
        """Offer `devices` beside the system's default; `current` has a mark and the keyboard."""
        self.clear()
        for text, device in offered(devices, current):
            action = self.addAction(text)
            action.setCheckable(True)
            self._only.addAction(action)
            action.triggered.connect(lambda _checked=False, device=device: self.chosen.emit(device))
            action.setChecked(device == current)
        self.popup(widget.mapToGlobal(QPoint(widget.width() - self.sizeHint().width(), widget.height())))
        self.setActiveAction(next((action for action in self.actions() if action.isChecked()), self.actions()[0]))
