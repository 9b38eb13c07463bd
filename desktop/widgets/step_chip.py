"""What was asked in a case, as a chip: which question, about what, and whether it led to the cause. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.language import tr
from desktop.report.values import StepChip as Step
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.accessible import Painted, Role
from desktop.widgets.painting import smooth, width_of, words
from desktop.widgets.plain import plain_tip

HEIGHT, _PADDING, _GAP = 24, 10, 6


class StepChip(Painted):
    """One step of a case path. A signal has an edge and a word in the accent."""

    accessible_role = Role.ListItem

    def __init__(self, name: str, step: Step, parent: QWidget | None = None) -> None:
        said = tr("Question {n}: {title}", n=step.number, title=step.title)
        super().__init__(name, f"{said}, {step.word}" if step.word else said, parent)
        self._step = step
        quote = f"“{step.quote}”" if step.quote else ""
        self.setAccessibleDescription(quote)
        self.setToolTip(plain_tip("\n".join(filter(None, (self.accessibleName(), quote)))))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(2 * _PADDING + sum(self._widths())) + 2, look().size(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        number, _title, word = self._widths()
        return QSize(round(2 * _PADDING + number + word + look().size(48)), look().size(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = smooth(self)
        painter.setPen(QPen(look().colour("accent" if self._step.signal else "line"), 1))
        painter.setBrush(look().colour("surface"))
        radius = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        font = look().font(tokens.CAPTION)
        number, title, word = self._widths()
        room = min(title, self.width() - 2 * _PADDING - number - word)
        left, height = float(_PADDING), self.height()
        words(painter, QRectF(left, 0, number, height), str(self._step.number), font, "muted")
        shown = QFontMetricsF(font).elidedText(self._step.title, Qt.TextElideMode.ElideRight, room)
        words(painter, QRectF(left + number, 0, room + 1, height), shown, font, "text")
        tone = "accent" if self._step.signal else "muted"
        bold = look().font(tokens.CAPTION, bold=self._step.signal)
        words(painter, QRectF(left + number + room + _GAP, 0, word, height), self._step.word, bold, tone)

    def _widths(self) -> tuple[float, float, float]:
        font, bold = look().font(tokens.CAPTION), look().font(tokens.CAPTION, bold=True)
        number = width_of(str(self._step.number), font) + _GAP
        word = width_of(self._step.word, bold) + _GAP + 1 if self._step.word else 0.0
        return number, width_of(self._step.title, font) + 1, word
