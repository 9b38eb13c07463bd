"""The context menu of a transcript: the usual one, and to correct the words it is about. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu, QTextEdit

from desktop.language import tr


def show_menu(view: QTextEdit, event: QContextMenuEvent, key: str, correct: Callable[[], None] | None) -> None:
    """Show it; by the mouse it is about the word under it, unless some are selected.

    Args:
        key: does the same as the entry that corrects.
        correct: begins that; None: nothing can be corrected there.
    """
    if event.reason() is QContextMenuEvent.Reason.Mouse and not view.textCursor().hasSelection():
        view.setTextCursor(view.cursorForPosition(event.pos()))
    menu = view.createStandardContextMenu(event.pos())
    menu.setObjectName("transcript_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if correct is not None:
        _offer(view, menu, key, correct)
    menu.popup(event.globalPos())


def _offer(view: QTextEdit, menu: QMenu, key: str, correct: Callable[[], None]) -> None:
    def begin() -> None:
        view.setFocus()
        correct()

    entry = QAction(tr("Correct…") + (f"\t{key}" if key else ""), menu)
    entry.setObjectName("transcript_correct")
    entry.triggered.connect(lambda _checked=False: begin())
    others = menu.actions()
    menu.insertAction(others[0] if others else None, entry)  # type: ignore[arg-type]
