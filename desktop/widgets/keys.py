"""Keys of a page, from the table of shortcuts. Single letters and Enter are off while somebody types."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from desktop.language import tr
from desktop.shortcuts import ENTER, Shortcuts, is_typed

TYPED = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


class Keys(QObject):
    """The keys that hold while `widget` or something in it is shown and in front."""

    def __init__(self, widget: QWidget, shortcuts: Shortcuts) -> None:
        super().__init__(widget)
        self._widget, self._shortcuts = widget, shortcuts
        self._bound: list[tuple[str, QShortcut]] = []
        self._shown: list[tuple[str, Callable[[str], Any]]] = []
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def bind(self, action: str, act: Callable[[], None], *, everywhere: bool = False) -> None:
        """Have the key of an action do something; `everywhere`: on every page of the window."""
        context = Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        shortcut = QShortcut(QKeySequence(self._shortcuts.key(action)), self._widget)
        shortcut.setContext(context)
        shortcut.activated.connect(act)
        self._bound.append((action, shortcut))

    def show(self, action: str, tell: Callable[[str], Any]) -> None:
        """Tell which key an action has, as `native` writes it, now and whenever it has become another one."""
        tell(native(self._shortcuts.key(action)))
        self._shown.append((action, tell))

    def refresh(self) -> None:
        """Take on what the table says now."""
        for action, shortcut in self._bound:
            shortcut.setKey(QKeySequence(self._shortcuts.key(action)))
        for action, tell in self._shown:
            tell(native(self._shortcuts.key(action)))

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        typing = isinstance(new, TYPED) and not (isinstance(new, (QPlainTextEdit, QTextEdit)) and new.isReadOnly())
        for action, shortcut in self._bound:
            key = self._shortcuts.key(action)
            opens = isinstance(new, QComboBox) and key in ENTER
            presses = isinstance(new, (QAbstractButton, QComboBox)) and key == "Space"
            theirs = (typing and is_typed(key)) or opens or presses
            shortcut.setEnabled(not theirs)


def native(key: str) -> str:
    """A key as this system writes it; "Enter", as on every button; empty for none."""
    if key == "Return":
        return tr("Enter")
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
