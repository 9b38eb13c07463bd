"""A window to show a widget under test in, of a size that the widget cannot change: offscreen, Qt warns of that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QWidget


@contextmanager
def staged(widget: QWidget, width: int, height: int) -> Iterator[QWidget]:
    """The widget, shown in a window of that size; the window and it are deleted at the end."""
    window = QWidget()
    window.setObjectName("stage")
    window.resize(width, height)
    widget.setParent(window)
    widget.setGeometry(0, 0, width, height)
    window.show()
    widget.show()
    window.activateWindow()
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
