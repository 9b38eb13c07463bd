"""Asks for the id of a new pack, in the page. GUI thread.

Signals of `IdForm`: `given(str)`, an id that can be used; `closed()`.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Card
from desktop.widgets.plain import PlainLabel
from interviewer.content.copies import check_id
from interviewer.errors import PackError


class IdForm(Card):
    """A field, what is wrong with it, and a button that says what is made."""

    given = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, spacing=8, parent=parent)
        self.setObjectName("pack_form")
        self._taken: Collection[str] = ()
        self.title = PlainLabel(bold=True, wrap=True, name="pack_form_title")
        self.field = QLineEdit()
        self.field.setObjectName("pack_form_id")
        self.field.setAccessibleName(tr("Id of the new pack"))
        self.make = Button(tr("Make it"), "pack_form_make", kind="primary")
        cancel = Button(tr("Cancel"), "pack_form_cancel")
        self.fault = PlainLabel(size=tokens.CAPTION, tone="bad", wrap=True, name="pack_form_fault")
        hint = tr("The id is the name of its folder: small letters, digits and hyphens.")
        flow = Flow()
        for widget in (self.field, self.make, cancel):
            flow.addWidget(widget)
        self.body.addWidget(self.title)
        self.body.addLayout(flow)
        self.body.addWidget(self.fault)
        self.body.addWidget(PlainLabel(hint, size=tokens.CAPTION, tone="muted", wrap=True))
        self.field.textChanged.connect(self._judge)
        self.field.returnPressed.connect(self._give)
        self.make.clicked.connect(self._give)
        cancel.clicked.connect(self.close_form)
        look().changed.connect(self._take_size)
        self._take_size()
        self.hide()

    def ask(self, title: str, proposal: str, taken: Collection[str]) -> None:
        """Show the form with a proposal; ids in `taken` are refused."""
        self._taken = taken
        self.title.setText(title)
        number = 2
        proposed = proposal
        while proposed in taken:
            proposed = f"{proposal}-{number}"
            number += 1
        self.field.setText(proposed)
        self._judge()
        self.show()
        self.field.setFocus()
        self.field.selectAll()

    def close_form(self) -> None:
        """Put it away."""
        self.hide()
        self.closed.emit()

    def refuse(self, sentence: str) -> None:
        """What is wrong after all."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.make.setEnabled(not sentence)
        self.make.setToolTip(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _judge(self) -> None:
        text = self.field.text().strip()
        try:
            check_id(text)
        except PackError as error:
            self.refuse(error.sentence if text else tr("Give it an id, as in my-pack."))
            return
        self.refuse(tr("There is a pack “{id}” already.", id=text) if text in self._taken else "")

    def _give(self) -> None:
        self._judge()
        if self.make.isEnabled():
            self.given.emit(self.field.text().strip())

    def _take_size(self) -> None:
        self.field.setMinimumWidth(look().size(240))
