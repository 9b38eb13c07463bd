"""What a screen reader is told of widgets painted by hand: role, name, value. GUI thread.

`Painted` is the base of those widgets, `Group` of those that hold what belongs together. One factory, installed with
the first of them, hands Qt an interface for each; Qt owns the interfaces and asks them when an assistive program asks
Qt.
"""

from __future__ import annotations

import time
import weakref
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from PySide6.QtCore import QObject
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QAccessibleValueChangeEvent,
    QAccessibleValueInterface,
)
from PySide6.QtWidgets import QAccessibleWidget, QFrame, QWidget
from shiboken6 import Shiboken

from desktop.theme.look import look

Role = QAccessible.Role
EVENT_GAP_SECONDS = 1.0
"""A value that changes all the time is told of no more often; whoever asks gets the latest in any case."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The value of a widget, in words and as a number between two others."""

    text: str
    current: float
    least: float = 0.0
    most: float = 1.0
    step: float = 0.0
    """Least change that matters; 0: any."""


class Painted(QWidget):
    """A widget that paints itself, repaints when the look changes, and can be a value to a screen reader.

    Its name is the accessible name. Whoever shows another value calls `tell`.
    """

    accessible_role: ClassVar[Role] = Role.Graphic

    def __init__(self, name: str, title: str = "", parent: QWidget | None = None) -> None:
        """`name`: object name; `title`: what a screen reader calls it."""
        super().__init__(parent)
        _install()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._told = Reading("", 0.0)
        self._told_at = 0.0
        look().changed.connect(self.look_changed)

    def look_changed(self) -> None:
        """Take on another theme or text size."""
        self.updateGeometry()
        self.update()

    def reading(self) -> Reading | None:
        """What it shows; None: it is no value."""
        return None

    def accessible_text(self) -> str:
        """What it is called."""
        return self.accessibleName()

    def take_value(self, value: float) -> None:
        """An assistive program sets the value; only sliders do something."""

    def tell(self) -> None:
        """Tell assistive programs of another value, unless one was told of a moment ago."""
        if not QAccessible.isActive():
            return
        reading, now = self.reading(), time.monotonic()
        if reading is None or reading == self._told or now - self._told_at < EVENT_GAP_SECONDS:
            return
        self._told, self._told_at = reading, now
        send(QAccessibleValueChangeEvent(self, reading.current))


class Group(QFrame):
    """A frame around controls that are one choice, told as a group of that name."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        """`name`: object name; `title`: what a screen reader calls it."""
        super().__init__(parent)
        _install()
        self.setObjectName(name)
        self.setAccessibleName(title)


def announce(widget: QWidget, text: str, urgent: bool = False) -> None:
    """Have a screen reader say something now; `urgent`: it may break off what it is saying."""
    if not text or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    politeness = QAccessible.AnnouncementPoliteness
    event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
    send(event)


def send(event: QAccessibleEvent) -> None:
    """Hand an event to the assistive programs that listen."""
    QAccessible.updateAccessibility(event)


class _Value(QAccessibleValueInterface):
    """The number."""

    def __init__(self, widget: Painted) -> None:
        super().__init__()
        self._widget = weakref.ref(widget)

    def currentValue(self) -> Any:
        return self._reading().current

    def minimumValue(self) -> Any:
        return self._reading().least

    def maximumValue(self) -> Any:
        return self._reading().most

    def minimumStepSize(self) -> Any:
        return self._reading().step

    def setCurrentValue(self, value: Any) -> None:
        widget = self._widget()
        if widget is not None:
            widget.take_value(float(value))

    def _reading(self) -> Reading:
        widget = self._widget()
        return (widget.reading() if widget is not None else None) or Reading("", 0.0)


class _Interface(QAccessibleWidget):
    """Role, name and value text; the widget is held weakly, since Qt keeps this until the widget is gone."""

    def __init__(self, widget: Painted) -> None:
        super().__init__(widget, widget.accessible_role, "")
        self._widget = weakref.ref(widget)
        self._value = _Value(widget)

    def text(self, kind: QAccessible.Text) -> str:
        widget = self._widget()
        if widget is None:
            return ""
        if kind is QAccessible.Text.Name:
            return widget.accessible_text()
        words = super().text(kind)
        if kind is QAccessible.Text.Value or (kind is QAccessible.Text.Description and not words):
            # On Linux a value is a number alone, so the words are the description as well.
            reading = widget.reading()
            return reading.text if reading is not None else ""
        return words

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        widget = self._widget()
        if kind is QAccessible.InterfaceType.ValueInterface and widget is not None and widget.reading() is not None:
            return _address(Shiboken.getCppPointer(self._value)[0])
        return super().interface_cast(kind) or _address(0)


def _address(value: int) -> int:
    """An address as PySide 6.11 hands it to Qt: a number, or None for no interface, ends the process."""
    return Shiboken.VoidPtr(value)  # type: ignore[return-value]


def _make(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    """Qt's factory of interfaces: none for what is neither `Painted` nor a `Group`.

    PySide holds a reference to what it returns, and Qt deletes its own half with the widget: nothing to keep here.
    """
    if isinstance(thing, Group):
        return QAccessibleWidget(thing, Role.Grouping)
    return _Interface(thing) if isinstance(thing, Painted) else None


@cache
def _install() -> None:
    QAccessible.installFactory(_make)
