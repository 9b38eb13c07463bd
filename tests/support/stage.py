"""A window of a size that a widget under test cannot change (offscreen, Qt warns of that), and what one does in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget


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


def click(button: QPushButton) -> None:
    """Press a button that can be pressed."""
    assert button.isVisible()
    assert button.isEnabled(), button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def enter(field: QLineEdit, text: str) -> None:
    """Write into a field in place of what is there, and leave it."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)
