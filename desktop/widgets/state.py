"""What the interview is doing, in an icon and in words. GUI thread."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.accessible import Painted
from desktop.widgets.painting import smooth
from desktop.widgets.plain import ElidedLabel, PlainLabel

DISC, ICON, _DETAIL = 44, 20, 128


@dataclass(frozen=True, slots=True)
class _Sign:
    symbol: str
    ground: str = "sunken"
    tone: str = "text"


_SIGNS = {
    "opening": _Sign("ellipsis"),
    "listening": _Sign("mic", "atint", "accent"),
    "thinking": _Sign("ellipsis"),
    "speaking": _Sign("volume-2"),
    "paused": _Sign("pause"),
    "ended": _Sign("check"),
}
"""By the values of `view_state.Doing`."""


class StateDisc(Painted):
    """A disc with an icon. Silent to a screen reader unless it is given a name: the word stands beside it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, "", parent)
        self._kind = "opening"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def kind(self) -> str:
        """The state shown."""
        return self._kind

    def show_kind(self, kind: str) -> None:
        """Show a state by its name: listening, thinking, speaking, paused, opening, ended."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(DISC, DISC)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, sign = smooth(self), _SIGNS[self._kind]
        side = min(self.width(), self.height())
        rect = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour(sign.ground))
        painter.drawEllipse(rect)
        inset = (side - ICON) / 2
        paint_icon(painter, sign.symbol, rect.adjusted(inset, inset, -inset, -inset), getattr(look().tokens, sign.tone))


class StateWord(QWidget):
    """Disc, word and a line of detail, which never move when the state changes."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.disc = StateDisc(f"{name}_disc")
        self.word = PlainLabel(size=tokens.SECTION, bold=True, name=f"{name}_word")
        self.detail = ElidedLabel(size=tokens.CAPTION, tone="muted", name=f"{name}_detail", least=96)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(self.word)
        column.addWidget(self.detail)
        column.addStretch(1)
        row.addWidget(self.disc)
        row.addLayout(column, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for a usual line of detail, whatever is shown: what stands beside it never moves."""
        return QSize(DISC + 16 + max(look().size(_DETAIL), self.word.sizeHint().width()), super().sizeHint().height())

    def show_state(self, kind: str, word: str, detail: str = "") -> None:
        """Show a state by its name, its word ("Listening") and a line ("0:48 in this answer")."""
        self.disc.show_kind(kind)
        self.disc.setAccessibleName(word)
        if self.word.text() != word:
            self.word.setText(word)
        if self.detail.text() != detail:
            self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        whole = f"{word}, {detail}" if detail else word
        if self.accessibleName() != whole:
            self.setAccessibleName(whole)
