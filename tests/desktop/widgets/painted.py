"""What tests of painted widgets ask of them: the colours on a line of pixels, and what a screen reader is told."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtWidgets import QWidget

from desktop.theme.look import look


def share_of(widget: QWidget, token: str, y: int, *, start: int = 0, end: int | None = None) -> float:
    """How much of a line of pixels has exactly a token's colour."""
    image = widget.grab().toImage()
    wanted = look().colour(token).rgb()
    places = range(start, image.width() if end is None else end)
    return sum(QColor(image.pixel(x, y)).rgb() == wanted for x in places) / len(places)


def has_colour(widget: QWidget, token: str) -> bool:
    """Whether a token's colour is seen anywhere."""
    return any(share_of(widget, token, y) > 0 for y in range(widget.height()))


def told(widget: QWidget) -> QAccessibleInterface:
    """What Qt hands to a screen reader."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return interface


def told_value(widget: QWidget) -> str:
    return told(widget).text(QAccessible.Text.Value)


def told_name(widget: QWidget) -> str:
    return told(widget).text(QAccessible.Text.Name)
