"""The sheet of all keys, shown by F1: the table of shortcuts as it holds now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.shortcuts import ACTIONS, Shortcuts, Where
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.focus import FocusRing
from desktop.widgets.frames import Scroll
from desktop.widgets.keys import native
from desktop.widgets.plain import PlainLabel


def where_title(where: Where) -> str:
    """The name of a part of the table."""
    return {
        Where.EVERYWHERE: tr("Everywhere"),
        Where.PRACTICE: tr("Practice"),
        Where.LIVE: tr("In an interview"),
        Where.REPLAY: tr("Replay"),
        Where.LIBRARY: tr("Library"),
        Where.AFTER: tr("After an interview"),
        Where.SET_UP: tr("Set-up"),
    }[where]


class KeysSheet(QDialog):
    """Keys and what they do, by page."""

    def __init__(self, parent: QWidget, shortcuts: Shortcuts) -> None:
        super().__init__(parent)
        self.setObjectName("keys_sheet")
        self.setWindowTitle(tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(look().size(520), look().size(600))
        scroll = Scroll(margin=24, spacing=8)
        for where in Where:
            scroll.body.addWidget(PlainLabel(where_title(where), size=tokens.SECTION, bold=True))
            grid = QGridLayout()
            grid.setHorizontalSpacing(16)
            grid.setVerticalSpacing(8)
            grid.setColumnStretch(1, 1)
            actions = [action for action in ACTIONS if action.where is where]
            for number, action in enumerate(actions):
                key = PlainLabel(native(shortcuts.key(action.id)) or tr("none"), size=tokens.CAPTION)
                key.setProperty("kind", "keycap")
                grid.addWidget(key, number, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(PlainLabel(shortcuts.title(action.id), wrap=True), number, 1)
            scroll.body.addLayout(grid)
            scroll.body.addSpacing(8)
        scroll.body.addStretch(1)
        close = Button(tr("Close"), "keys_close", kind="primary")
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.addWidget(scroll, 1)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignHCenter)
        self._ring = FocusRing(self)
