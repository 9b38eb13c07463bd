"""A button that shows a key and takes another one: press it, then press the new keys. GUI thread.

Signals of `KeyButton`: `pressed_key(str)`, the keys as Qt writes them, "" to take the key away.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.widgets.buttons import Button
from desktop.widgets.keys import native

_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_LEFT_ALONE = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_unknown)
"""Tab moves the focus, always."""


class KeyButton(Button):
    """One key."""

    pressed_key = Signal(str)
    _waits = False

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        """`title`: what the key does."""
        super().__init__("", name, parent=parent)
        self._title, self._key = title, ""
        self.clicked.connect(self._wait)
        self.show_key("")

    @property
    def waits(self) -> bool:
        """Whether the next keys are taken."""
        return self._waits

    def show_key(self, key: str) -> None:
        """Show which key holds, as Qt writes it; empty: none."""
        self._key, self._waits = key, False
        self.set_kind("secondary")
        self.set_label(native(key) or tr("none"))
        self.setAccessibleName(tr("{title}: {key}", title=self._title, key=native(key) or tr("none")))
        self.setToolTip(tr("Press to choose another key."))

    def _wait(self) -> None:
        self._waits = True
        self.set_kind("checked")
        self.set_label(tr("Press the new keys"))
        self.setToolTip(tr("Esc leaves it as it is, Backspace takes the key away."))

    def event(self, event: QEvent) -> bool:
        """While it waits, no shortcut of the window is meant."""
        if self._waits and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if self._waits and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._take(event)
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._waits:
            self.show_key(self._key)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MODIFIERS:
            return
        if key in _LEFT_ALONE:
            self.focusNextPrevChild(key is not Qt.Key.Key_Backtab)
            return
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        self.show_key(self._key)
        if key is Qt.Key.Key_Escape and bare:
            return
        self.pressed_key.emit("" if key is Qt.Key.Key_Backspace and bare else _written(event))


def _written(event: QKeyEvent) -> str:
    """A key press as the table of shortcuts has it. A shifted sign, such as "?", is told by the sign alone."""
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    sign = event.text()
    if modifiers == Qt.KeyboardModifier.ShiftModifier and sign.isprintable() and sign and not sign.isalpha():
        modifiers = Qt.KeyboardModifier.NoModifier
    return QKeySequence(QKeyCombination(modifiers, key)).toString(QKeySequence.SequenceFormat.PortableText)
