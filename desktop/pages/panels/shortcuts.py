"""The whole table of keys, each to be changed. A key that another action has already is refused. Qt thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.panels.panel import Actions, Panel, Remark
from desktop.shortcuts import ACTIONS, Action, Where
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.frames import Card
from desktop.widgets.key_button import KeyButton
from desktop.widgets.keys import native
from desktop.widgets.keys_sheet import where_title
from desktop.widgets.plain import PlainLabel


class ShortcutsPanel(Panel):
    """Every action and its key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "shortcuts",
            title=tr("Shortcuts"),
            lead=tr("Press a key’s button, then the new keys. Single letters are off while you type."),
        )
        self.buttons: dict[str, KeyButton] = {}
        self._resets: dict[str, IconButton] = {}
        self.remark = Remark("shortcuts_remark")
        self.reset_all = Button(tr("Reset all"), "shortcuts_reset_all", symbol="rotate-ccw")
        self.reset_all.clicked.connect(self._reset_all)
        self.column.addWidget(Actions(self.reset_all))
        self.column.addWidget(self.remark)
        for where in Where:
            if actions := [action for action in ACTIONS if action.where is where]:
                self.column.addWidget(self._part(where, actions))

    def _part(self, where: Where, actions: list[Action]) -> Card:
        card = Card(padding=24, spacing=12)
        card.body.addWidget(PlainLabel(where_title(where), size=tokens.SECTION, bold=True, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for number, action in enumerate(actions):
            title = self.desk.shortcuts.title(action.id)
            key = KeyButton(f"key_{action.id}", title)
            key.pressed_key.connect(lambda keys, action=action: self._pressed(action, keys))
            reset = IconButton("rotate-ccw", tr("Reset {title}", title=title), f"reset_{action.id}")
            reset.clicked.connect(lambda _checked=False, action=action: self._reset(action))
            grid.addWidget(PlainLabel(title, wrap=True), number, 0)
            grid.addWidget(key, number, 1, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(reset, number, 2)
            self.buttons[action.id], self._resets[action.id] = key, reset
        card.body.addLayout(grid)
        return card

    def enter(self) -> None:
        self.remark.clear()
        self._show()

    def _show(self) -> None:
        own = self.desk.settings.shortcuts
        for action in ACTIONS:
            self.buttons[action.id].show_key(self.desk.shortcuts.key(action.id))
            reset = self._resets[action.id]
            reset.setEnabled(action.id in own)
            usual = native(action.key) if action.key else tr("none")
            tip = tr("Back to {key}", key=usual) if action.id in own else tr("It is the usual key already.")
            reset.setToolTip(tip)
        self.reset_all.setEnabled(bool(own))
        self.reset_all.setToolTip("" if own else tr("All keys are the usual ones."))

    def _pressed(self, action: Action, keys: str) -> None:
        self.remark.clear()
        if keys.lower() != self.desk.shortcuts.key(action.id).lower() and self._free(action, keys):
            own = dict(self.desk.settings.shortcuts)
            own[action.id] = keys
            if keys.lower() == action.key.lower():
                del own[action.id]
            self._keep(own)

    def _free(self, action: Action, keys: str) -> bool:
        """Whether no other action has these keys where both could be meant; if one has, it is named."""
        other = self.desk.shortcuts.clash(action.id, keys)
        if other is not None:
            fields = {
                "key": native(keys),
                "other": self.desk.shortcuts.title(other.id),
                "where": where_title(other.where),
            }
            sentence = tr(
                "{key} is taken by “{other}” ({where}). Change that one first, or press other keys.", **fields
            )
            self.remark.say("warn", sentence)
            announce(self, sentence)
        return other is None

    def _reset(self, action: Action) -> None:
        self.remark.clear()
        if self._free(action, action.key):
            self._keep({name: keys for name, keys in self.desk.settings.shortcuts.items() if name != action.id})

    def _reset_all(self) -> None:
        self.remark.clear()
        self._keep({})

    def _keep(self, own: dict[str, str]) -> None:
        self.desk.shortcuts.use(own)
        self.desk.change(shortcuts=own)
        self._show()
