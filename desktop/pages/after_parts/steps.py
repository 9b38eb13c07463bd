"""A choice of a few steps that goes on in the next line where there is no room. Arrow keys move. GUI thread.

Signals of `Steps`: `chosen(object)`, the value a person chose; None: they took their choice back.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow

_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class Steps(QWidget):
    """One of them, or none; choosing the chosen one again takes it back."""

    chosen = Signal(object)

    def __init__(
        self, label: str, name: str, choices: Sequence[tuple[str, object]], parent: QWidget | None = None
    ) -> None:
        """`choices`: text and value of each step, in order."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._values = [value for _, value in choices]
        self.buttons: list[Button] = []
        flow = Flow(self)
        for number, (text, _) in enumerate(choices, 1):
            button = Button(text, f"{name}_{number}", checkable=True)
            button.setAccessibleName(f"{label}: {text}")
            button.installEventFilter(self)
            button.clicked.connect(lambda _checked=False, number=number: self._clicked(number - 1))
            flow.addWidget(button)
            self.buttons.append(button)

    @property
    def value(self) -> object:
        """What is chosen; None: nothing."""
        return next((self._values[n] for n, button in enumerate(self.buttons) if button.isChecked()), None)

    def choose(self, value: object) -> None:
        """Set the choice without telling anybody; a value that is not offered clears it."""
        for button, own in zip(self.buttons, self._values, strict=True):
            button.setChecked(value is not None and own == value)
        self._one_stop()

    def pick(self, value: object) -> None:
        """Choose as a person does."""
        self.choose(value)
        self.chosen.emit(self.value)

    def _clicked(self, number: int) -> None:
        checked = self.buttons[number].isChecked()
        self.pick(self._values[number] if checked else None)

    def _one_stop(self) -> None:
        """Tab stops once: at the chosen step, else at the first."""
        there = next((n for n, button in enumerate(self.buttons) if button.isChecked()), 0)
        for number, button in enumerate(self.buttons):
            stops = Qt.FocusPolicy.StrongFocus if number == there else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stops)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys go to the next step and choose it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self.buttons:
            step = _MOVES.get(Qt.Key(event.key()))
            if step is not None:
                number = self.buttons.index(watched) + step
                number = max(0, min(len(self.buttons) - 1, number))
                self.pick(self._values[number])
                self.buttons[number].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)
