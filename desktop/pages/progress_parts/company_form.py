"""Adds or changes a company, in the page. GUI thread.

Signals of `CompanyForm`: `given(object)`, a `Company` to be kept; `removed(str)`, the id of one to be taken off the
board; `closed()`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.language import tr
from desktop.session_words import round_title, when_of
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Card
from desktop.widgets.marks import Check
from desktop.widgets.plain import PlainLabel
from desktop.widgets.segmented import Segmented
from interviewer.progress.board import LONGEST_NAME, TIERS, Company, Tier, new_company

ISO = "YYYY-MM-DD"


class CompanyForm(Card):
    """Name, tier, date and rounds."""

    given = Signal(object)
    removed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(padding=16, spacing=8, parent=parent)
        self.setObjectName("company_form")
        self._company: Company | None = None
        self._today = date.min
        self._heading = PlainLabel(bold=True, wrap=True, name="company_form_title")
        self.name = QLineEdit()
        self.name.setObjectName("company_name")
        self.name.setAccessibleName(tr("Name of the company"))
        self.name.setMaxLength(LONGEST_NAME)
        self.name.setPlaceholderText(tr("Company"))
        tiers = tuple((str(tier), tier) for tier in TIERS)
        self.tier = Segmented(tr("Tier: 3 is interviewed with first, 1 last"), "company_tier", tiers)
        self.day = QLineEdit()
        self.day.setObjectName("company_day")
        self.day.setAccessibleName(tr("Date of the interview, as year, month and day; may be empty"))
        self.day.setPlaceholderText(ISO)
        self.day_words = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="company_day_words")
        self._rounds = QWidget()
        self._flow = Flow(self._rounds, spacing=4)
        self.rounds: dict[str, Check] = {}
        self.fault = PlainLabel(size=tokens.CAPTION, tone="bad", wrap=True, name="company_fault")
        self.save = Button(tr("Save"), "company_save", kind="primary")
        cancel = Button(tr("Cancel"), "company_cancel")
        self.remove = Button(tr("Remove"), "company_remove", kind="danger", symbol="trash-2")
        tier_row = Flow()
        for widget in (PlainLabel(tr("Tier"), tone="muted"), self.tier):
            tier_row.addWidget(widget)
        buttons = Flow()
        for button in (self.save, cancel, self.remove):
            buttons.addWidget(button)
        self.body.addWidget(self._heading)
        self.body.addWidget(self.name)
        self.body.addLayout(tier_row)
        self.body.addWidget(
            PlainLabel(
                tr("3: you could do without it, practise there first. 1: the one you want most."),
                size=tokens.CAPTION,
                tone="muted",
                wrap=True,
            )
        )
        self.body.addWidget(PlainLabel(tr("Date of the interview"), tone="muted", wrap=True))
        self.body.addWidget(self.day)
        self.body.addWidget(self.day_words)
        self.body.addWidget(PlainLabel(tr("Rounds it uses"), tone="muted", wrap=True))
        self.body.addWidget(self._rounds)
        self.body.addWidget(self.fault)
        self.body.addLayout(buttons)
        self.name.textChanged.connect(self._judge)
        self.day.textChanged.connect(self._judge)
        for field in (self.name, self.day):
            field.returnPressed.connect(self._give)
        self.save.clicked.connect(self._give)
        self.remove.clicked.connect(lambda: self.removed.emit(self.company_id))
        cancel.clicked.connect(self.close_form)
        self.hide()

    @property
    def company_id(self) -> str:
        """The company that is being changed; empty: a new one."""
        return self._company.id if self._company is not None else ""

    def ask(self, company: Company | None, rounds: Sequence[str], today: date) -> None:
        """Show the form for a company, or for a new one. `rounds`: those that can be chosen."""
        self._company, self._today = company, today
        self._offer(rounds)
        self._heading.setText(tr("Change the company") if company is not None else tr("Add a company"))
        self.name.setText(company.name if company is not None else "")
        self.tier.choose(company.tier if company is not None else TIERS[0])
        self.day.setText(company.day.isoformat() if company is not None and company.day is not None else "")
        for name, check in self.rounds.items():
            check.setChecked(company is not None and name in company.rounds)
        self.remove.setVisible(company is not None)
        self._judge()
        self.show()
        self.name.setFocus()

    def close_form(self) -> None:
        """Put it away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _offer(self, rounds: Sequence[str]) -> None:
        if list(self.rounds) == list(rounds):
            return
        for check in self.rounds.values():
            self._flow.removeWidget(check)
            check.hide()
            check.deleteLater()
        self.rounds = {}
        for name in rounds:
            check = Check(round_title(name), f"company_round_{name}")
            check.toggled.connect(self._judge)
            self._flow.addWidget(check)
            self.rounds[name] = check

    @property
    def _wanted(self) -> tuple[str, ...]:
        return tuple(name for name, check in self.rounds.items() if check.isChecked())

    def _judge(self) -> None:
        fault, day = "", self._day()
        if not self.name.text().strip():
            fault = tr("Give it a name.")
        elif isinstance(day, str):
            fault = day
        elif not self._wanted:
            fault = tr("Choose the rounds it uses; it is ready when all of them are.")
        self.day_words.setText(when_of(day.isoformat(), self._today) if isinstance(day, date) else "")
        self.day_words.setVisible(isinstance(day, date))
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))
        self.save.setEnabled(not fault)

    def _day(self) -> date | str | None:
        """The date; None: none was given; a sentence about one that is none."""
        text = self.day.text().strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return tr("Write the date as year, month and day, as in {example}.", example=self._today.isoformat())

    def _give(self) -> None:
        self._judge()
        day = self._day()
        if not self.save.isEnabled() or isinstance(day, str):
            return
        tier = cast(Tier, self.tier.value)
        made = new_company(self.name.text(), tier, day, self._wanted)
        if self._company is not None:
            changes = {"name": made.name, "tier": made.tier, "day": made.day, "rounds": made.rounds}
            made = self._company.model_copy(update=changes)
        self.given.emit(made)
