"""A sentence in a row that flows: in one line where there is room, in more where there is not. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics

from desktop.widgets.plain import PlainLabel


class Sentence(PlainLabel):
    """A label that wraps, but wants one line: Qt would ask for one about as high as wide."""

    def sizeHint(self) -> QSize:
        width = QFontMetrics(self.font()).horizontalAdvance(self.text()) + 4
        return QSize(width, self.heightForWidth(width))
