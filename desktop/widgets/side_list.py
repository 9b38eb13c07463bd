"""Entries at the left of a page, of which one is shown: sections, or numbered steps. Arrow keys move, Tab leaves.

Signals of `SideList`: `chosen(int)`, the number of the entry a person chose.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.icons import paint_icon
from desktop.theme.look import look
from desktop.widgets.plain import plain_tip

RING = 4
"""Room for the focus ring round the entries."""
HEIGHT, DISC, ICON, PADDING, GAP = 40, 24, 20, 12, 12


class _Entry(QPushButton):
    """A mark and a text; the mark is an icon, or a number in a disc that becomes a check when it is done."""

    def __init__(self, text: str, name: str, symbol: str, number: int) -> None:
        super().__init__(text)
        self._symbol, self._number, self._done = symbol, number, False
        self.setObjectName(name)
        self.setProperty("kind", "rail")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self.updateGeometry)
        self.mark_done(False)

    def mark_done(self, done: bool) -> None:
        self._done = done
        name = self.text()
        if self._number:
            name = tr("Step {n}: {title}", n=self._number, title=name)
        self.setAccessibleName(tr("{name}, done", name=name) if done else name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(look().size(200), look().size(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().size(96), look().size(HEIGHT))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys are the list's; a button would move the focus alone."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look().size(DISC if self._number else ICON)
        rect = QRectF(PADDING, (self.height() - side) / 2, side, side)
        tone = "accent" if self.isChecked() else "muted"
        if self._number:
            self._paint_disc(painter, rect)
        else:
            paint_icon(painter, self._symbol, rect, getattr(look().tokens, tone))
        font = look().font(bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(look().colour("accent" if self.isChecked() else "muted" if self._number else "text"))
        left = rect.right() + GAP
        room = QRectF(left, 0, self.width() - left - PADDING, self.height())
        shown = QFontMetrics(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, int(room.width()))
        self.setToolTip(plain_tip(self.text()) if shown != self.text() else "")
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_disc(self, painter: QPainter, rect: QRectF) -> None:
        here = self.isChecked()
        painter.setPen(Qt.PenStyle.NoPen if here else look().colour("border"))
        painter.setBrush(look().colour("accent") if here else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
        if self._done and not here:
            inset = rect.width() / 6
            paint_icon(painter, "check", rect.adjusted(inset, inset, -inset, -inset), look().tokens.muted)
            return
        painter.setFont(look().font(tokens.CAPTION, bold=True))
        painter.setPen(look().colour("on_accent" if here else "muted"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(self._number))


class SideList(QWidget):
    """An exclusive choice, one above the other."""

    chosen = Signal(int)

    def __init__(
        self,
        name: str,
        title: str,
        entries: Sequence[tuple[str, str, str]],
        *,
        numbered: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`entries`: name, text and icon of each; `numbered`: steps, whose numbers stand in place of icons."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(RING, RING, RING, RING)
        column.setSpacing(4)
        self._entries: list[_Entry] = []
        for number, (entry, text, symbol) in enumerate(entries):
            button = _Entry(text, f"{name}_{entry}", symbol, number + 1 if numbered else 0)
            button.clicked.connect(lambda _checked=False, number=number: self._clicked(number))
            self._entries.append(button)
            column.addWidget(button)
        self.choose(0)

    def choose(self, number: int) -> None:
        """Mark an entry as the one that is shown; nobody is told."""
        for each, entry in enumerate(self._entries):
            entry.setChecked(each == number)
            entry.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each == number else Qt.FocusPolicy.ClickFocus)

    def mark_done(self, number: int, done: bool = True) -> None:
        """Whether a step was gone through."""
        self._entries[number].mark_done(done)

    def entry(self, number: int) -> QPushButton:
        """The button of an entry."""
        return self._entries[number]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move the choice and the focus."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        now = next(number for number, entry in enumerate(self._entries) if entry.isChecked())
        target = max(0, min(len(self._entries) - 1, now + step))
        if target != now:
            self._clicked(target)
            self._entries[target].setFocus(Qt.FocusReason.TabFocusReason)

    def _clicked(self, number: int) -> None:
        self.choose(number)
        self.chosen.emit(number)
