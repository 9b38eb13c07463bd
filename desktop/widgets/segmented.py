"""A choice of a few, all of them seen. Arrow keys move, Tab leaves. A group of radio buttons to a screen reader.

Signals of `Segmented`: `chosen(object)`, the value of the segment a person chose.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.theme.look import look
from desktop.widgets.accessible import Group
from desktop.widgets.plain import plain_tip

Value = str | float | int
_LEAST = 48
_BESIDE, _BESIDE_AT_LEAST = 13, 5
"""Pixels on each side of the text, border included; what is left of them before the text is cut."""


class _Segment(QPushButton):
    """Keeps the width of its bold text, or the row would jump on every choice."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self._label = text
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)  # what tells a screen reader of a radio button instead of a check box
        self.setAutoDefault(False)
        self.setProperty("kind", "segment")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self._take_font)
        look().changed.connect(self._take_font)
        self._take_font()

    def sizeHint(self) -> QSize:
        width = QFontMetrics(look().font(bold=True)).horizontalAdvance(self._label)
        return QSize(width + 2 * _BESIDE, look().size(28))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, look().size(28))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room the text is cut; whole it stands in the tooltip."""
        super().resizeEvent(event)
        metrics = QFontMetrics(look().font(bold=True))
        shown = metrics.elidedText(self._label, Qt.TextElideMode.ElideRight, self.width() - 2 * _BESIDE_AT_LEAST)
        self.setText(shown)
        self.setToolTip(plain_tip(self._label) if shown != self._label else "")

    def _take_font(self) -> None:
        self.setFont(look().font(bold=self.isChecked()))
        self.updateGeometry()


class Segmented(Group):
    """An exclusive choice in one groove."""

    chosen = Signal(object)

    def __init__(
        self, label: str, name: str, choices: Sequence[tuple[str, Value]], parent: QWidget | None = None
    ) -> None:
        """`choices`: text and value of each segment, in order; `label` is the accessible name of the whole."""
        super().__init__(name, label, parent)
        self.setProperty("kind", "groove")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._toggled)
        self._choosing = False
        self._choices: list[tuple[str, Value]] = []
        self._values: list[Value] = []
        self._buttons: list[_Segment] = []
        self.set_choices(choices)

    @property
    def value(self) -> Value | None:
        """The chosen value; None when nothing is."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_choices(self, choices: Sequence[tuple[str, Value]]) -> None:
        """Other segments; the choice stays where its value is still there, and the keyboard where it was."""
        if list(choices) == self._choices:
            return
        before, old = self.value, self._buttons
        for button in old:
            self._group.removeButton(button)
        self._choices = list(choices)
        self._values = [value for _, value in choices]
        self._buttons = []
        for number, (text, value) in enumerate(choices):
            number_or_word = f"{value:g}" if isinstance(value, float) else value
            button = _Segment(text, f"{self.objectName()}_{number_or_word}")
            self._group.addButton(button, number)
            self._row.addWidget(button)
            if self.isVisible():
                button.show()  # now, not when the layout comes to it: what is hidden takes no focus
            self._buttons.append(button)
        for one, other in pairwise([*old[-1:], *self._buttons]):
            self.setTabOrder(one, other)
        self.choose(before)
        for button in old:
            self._row.removeWidget(button)
            button.hide()  # if it has the focus, that goes on to the next stop of Tab: the one of the new segments
            button.deleteLater()

    def choose(self, value: object) -> None:
        """Set the choice without telling anybody; one that is not offered leaves it as it is."""
        if value in self._values:
            self._choosing = True
            self._buttons[self._values.index(value)].setChecked(True)
            self._choosing = False
        self._one_stop()

    def _toggled(self, number: int, on: bool) -> None:
        """A click, an arrow key, or a screen reader, which toggles and does not click."""
        if on and not self._choosing:
            self._one_stop()
            self.chosen.emit(self._values[number])

    def _one_stop(self) -> None:
        """Tab stops once: at the chosen segment, else at the first."""
        for button in self._buttons:
            reached = button.isChecked() or (self.value is None and button is self._buttons[0])
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if reached else Qt.FocusPolicy.ClickFocus)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the choice and the focus."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}.get(
            Qt.Key(event.key())
        )
        if step is None or not self._buttons:
            super().keyPressEvent(event)
            return
        number = max(0, min(len(self._buttons) - 1, self._group.checkedId() + step))
        if number != self._group.checkedId():
            self._buttons[number].setFocus(Qt.FocusReason.TabFocusReason)
            self._buttons[number].setChecked(True)
