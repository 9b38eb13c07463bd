"""The context menu of a transcript: the usual one, and to correct the words it is about. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QTextEdit

from desktop.language import tr


def show_menu(view: QTextEdit, event: QContextMenuEvent, key: str, correct: Callable[[], None]) -> None:
    """Show it; by the mouse it is about the word under it, unless some are selected.

    Args:
        key: does the same as the entry that corrects.
    """
    if event.reason() is QContextMenuEvent.Reason.Mouse and not view.textCursor().hasSelection():
        view.setTextCursor(view.cursorForPosition(event.pos()))
    menu = view.createStandardContextMenu(event.pos())
    menu.setObjectName("transcript_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    entry = QAction(tr("Correct…") + (f"\t{key}" if key else ""), menu)
    entry.setObjectName("transcript_correct")
    entry.triggered.connect(lambda _checked=False: (view.setFocus(), correct()))
    others = menu.actions()
    menu.insertAction(others[0] if others else None, entry)  # type: ignore[arg-type]
    menu.popup(event.globalPos())
