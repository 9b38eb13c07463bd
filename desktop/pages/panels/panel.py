"""What all panels have in common, and the few things they are put together from. Qt thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Icon
from desktop.widgets.keys import Keys
from desktop.widgets.marks import Check, Radio, indent
from desktop.widgets.plain import PlainLabel

_SYMBOLS = {"good": "circle-check", "warn": "triangle-alert", "bad": "circle-x", "muted": "info"}
_LABEL_WIDTH, _LEAST_COMBO = 80, 96


class Panel(QWidget):
    """A subject of the settings. `column` is its layout."""

    def __init__(self, desk: Desk, name: str, *, title: str, question: str = "", lead: str = "") -> None:
        """`question`: its title in the set-up; `lead`: the line under either."""
        super().__init__()
        self.desk = desk
        self.setObjectName(f"panel_{name}")
        self.setAccessibleName(title)
        self.title, self.question, self.lead = title, question or title, lead
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def enter(self) -> None:
        """It is shown from now on."""

    def leave(self) -> None:
        """It is not shown any more: stop what sounds, listens or moves."""

    def bind(self, keys: Keys) -> None:
        """Take the keys of the page it stands on."""


class Remark(QWidget):
    """A sentence with a symbol before it, perhaps its first words in bold. Hidden until `say`."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._icon = Icon("info", "muted", 24)
        self._word = PlainLabel(bold=True, name=f"{name}_word")
        self._text = PlainLabel(wrap=True, name=f"{name}_text")
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._texts = QHBoxLayout()
        self._texts.setSpacing(4)
        self._texts.setContentsMargins(0, 2, 0, 2)
        self._texts.addWidget(self._word, 0, Qt.AlignmentFlag.AlignTop)
        self._texts.addWidget(self._text, 1, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._texts, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while hidden."""
        return "" if self.isHidden() else " ".join(part for part in (self._word.text(), self._text.text()) if part)

    def say(self, tone: str, text: str, word: str = "") -> None:
        """Show a sentence; `tone`: good, warn, bad or muted. An empty one hides it."""
        self._icon.show_symbol(_SYMBOLS[tone], tone)
        self._word.setText(word)
        self._word.setVisible(bool(word))
        self._text.setText(text)
        self.setAccessibleName(" ".join(part for part in (word, text) if part))
        self._turn()
        self.setVisible(bool(text or word))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _turn(self) -> None:
        """The bold words stand before the others where all fit in one line, else above them."""
        word = QFontMetrics(self._word.font()).horizontalAdvance(self._word.text())
        text = QFontMetrics(self._text.font()).horizontalAdvance(self._text.text())
        beside = self._icon.sizeHint().width() + 24 + word + text <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._texts.direction() is not direction:
            self._texts.setDirection(direction)

    def clear(self) -> None:
        """Hide it."""
        self.say("muted", "")


class Field(QWidget):
    """A label and what it names in one row, which goes on in the next line where there is no room."""

    def __init__(self, label: str, *controls: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Flow(self, spacing=12)
        self._label = PlainLabel(label, tone="muted")
        row.addWidget(self._label)
        for control in controls:
            row.addWidget(control)
        _grows_in_height(self)
        look().changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        self._label.setMinimumWidth(look().size(_LABEL_WIDTH))


class Actions(QWidget):
    """Buttons in a row, which goes on in the next line where there is no room."""

    def __init__(self, *buttons: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = Flow(self, spacing=12)
        for button in buttons:
            row.addWidget(button)
        _grows_in_height(self)


class Choice(QWidget):
    """A radio button or a check box with a line that explains it."""

    def __init__(self, button: Radio | Check, about: str = "") -> None:
        super().__init__()
        self.button = button
        button.setAccessibleDescription(about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._about = PlainLabel(about, size=tokens.CAPTION, tone="muted", wrap=True)
        column.addWidget(self._about)
        self._about.setVisible(bool(about))
        look().changed.connect(self._take_size)
        self._take_size()

    def _take_size(self) -> None:
        self._about.setContentsMargins(indent(), 0, 0, 0)


class _Combo(QComboBox):
    """Gives way where there is no room: its entry is cut, and whole in the list that opens."""

    def minimumSizeHint(self) -> QSize:
        return QSize(look().size(_LEAST_COMBO), super().minimumSizeHint().height())


def combo(name: str, title: str, characters: int = 32) -> QComboBox:
    """A combo box at most so wide, whatever its entries are."""
    box = _Combo()
    box.setObjectName(name)
    box.setAccessibleName(title)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(characters)
    return box


def _grows_in_height(widget: QWidget) -> None:
    policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
