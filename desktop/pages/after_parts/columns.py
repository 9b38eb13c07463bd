"""Two columns where there is room, else one. GUI thread.

Blocks are added in the order they are read. In two columns each stands in its own; in one they follow each other.
"""

from __future__ import annotations

from typing import Literal

from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from desktop.pages.after_parts.texts import wrapped
from desktop.theme import tokens
from desktop.theme.look import look

Side = Literal["left", "right"]
SHARES = (588, 408)
_APART, _BELOW = 32, 24


class Columns(QWidget):
    """Blocks in one column or two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wide = True
        self._blocks: list[tuple[QWidget, Side]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_APART)
        self._sides = {"left": QWidget(), "right": QWidget()}
        self._columns: dict[str, QVBoxLayout] = {}
        for (name, side), share in zip(self._sides.items(), SHARES, strict=True):
            column = self._columns[name] = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(_BELOW)
            row.addWidget(side, share)

    def show_blocks(self, blocks: list[tuple[QWidget, Side]], *, keep: tuple[QWidget, ...] = ()) -> None:
        """Show other blocks; those there were are deleted, but for `keep`."""
        before, self._blocks = self._blocks, blocks
        for block, _ in before:
            self._take(block)
            block.hide()
            if block not in keep:
                block.deleteLater()
        self._arrange()
        for block, _ in blocks:
            block.show()  # not before it stands in a column: it would be a window of its own

    def set_wide(self, wide: bool) -> None:
        """Two columns, or one."""
        if wide != self.wide:
            self.wide = wide
            self._arrange()

    def _take(self, block: QWidget) -> None:
        """By `removeWidget`: a widget's second layout item is not told of changes while the first one is alive."""
        for column in self._columns.values():
            column.removeWidget(block)

    def _arrange(self) -> None:
        for block, _ in self._blocks:
            self._take(block)
        for column in self._columns.values():
            empty(column)
        for block, side in self._blocks:
            self._columns[side if self.wide else "left"].addWidget(block)
        for name, column in self._columns.items():
            filled = column.count() > 0
            column.addStretch(1)
            self._sides[name].setVisible(filled)


def empty(layout: QLayout) -> None:
    """Delete what a layout holds."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)


class SectionHeading(QWidget):
    """A title that wraps, with something at its right end. All are equally high, so that those of two columns align."""

    def __init__(self, title: str, *right: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumHeight(look().size(tokens.CONTROL_HEIGHT))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self.title = wrapped(title, size=tokens.SECTION, bold=True)
        row.addWidget(self.title, 1)
        for widget in right:
            row.addWidget(widget)
