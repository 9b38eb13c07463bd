"""A row that goes on in the next line where there is no room. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from desktop.theme.look import look


class Flow(QLayout):
    """Widgets from left to right at their wanted size; each line as high as its highest. Hidden ones take no room."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem:
        return self._items.pop(index)

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        around = self.contentsMargins()
        inner = QRect(0, 0, width - around.left() - around.right(), 0)
        return self._place(inner, move=False) + around.top() + around.bottom()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        """All in one line."""
        hints = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(hint.width() for hint in hints) + self._gap * max(0, len(hints) - 1)
        return QSize(width, max((hint.height() for hint in hints), default=look().size(32)))

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay the items out in a rectangle's width; the height that takes."""
        line: list[QLayoutItem] = []
        top, left = rect.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            width = self._size(item, rect.width()).width()
            if line and left + width > rect.width():
                top += self._line(line, rect, top, move=move) + self._gap
                line, left = [], 0
            line.append(item)
            left += width + self._gap
        return top + self._line(line, rect, top, move=move) - rect.top()

    def _line(self, items: list[QLayoutItem], rect: QRect, top: int, *, move: bool) -> int:
        """Lay one line out, each item in its middle; its height."""
        sizes = [self._size(item, rect.width()) for item in items]
        height = max((size.height() for size in sizes), default=0)
        left = rect.left()
        for item, size in zip(items, sizes, strict=True):
            if move:
                item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
            left += size.width() + self._gap
        return height

    def _size(self, item: QLayoutItem, room: int) -> QSize:
        """What an item wants, but no wider than there is room."""
        hint = item.sizeHint()
        width = min(hint.width(), room)
        height = item.heightForWidth(width) if item.hasHeightForWidth() and width < hint.width() else hint.height()
        return QSize(width, height)
