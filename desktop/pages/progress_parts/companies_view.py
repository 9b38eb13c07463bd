"""The companies ahead, in three tiers: who, when, how many of its rounds are ready. GUI thread.

Signals of `CompaniesView`: `changed()`, the board was written anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.progress_parts.company_form import CompanyForm
from desktop.pages.progress_parts.company_row import CompanyRow
from desktop.pages.progress_parts.section import Section, empty
from desktop.progress import words
from desktop.progress.picture import Picture
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Banner, Line
from desktop.widgets.plain import PlainLabel
from interviewer.errors import InterviewerError
from interviewer.progress.board import TIERS, Board, Company, change_board


class CompaniesView(Section):
    """Tiers from the bottom up."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.add = Button(tr("Add"), "company_add", kind="quiet", symbol="plus")
        self.add.setAccessibleName(tr("Add a company"))
        super().__init__("progress_companies", tr("Companies"), self.add, parent=parent)
        self._desk = desk
        self._picture: Picture | None = None
        self._removed: Company | None = None
        self._focus = ""
        """The company whose row has the keyboard next."""
        self.banner = Banner("company_banner")
        self.form = CompanyForm()
        self.empty = PlainLabel(
            tr(
                "No company yet. Add those you will interview with: what to practise next follows from their dates "
                "and rounds."
            ),
            tone="muted",
            wrap=True,
            name="companies_empty",
        )
        self.rows: dict[str, CompanyRow] = {}
        self._list = QWidget()
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.body.addSpacing(8)
        self.body.setSpacing(8)
        for widget in (self.banner, self.form, self.empty, self._list):
            self.body.addWidget(widget)
        self.add.clicked.connect(lambda: self._ask(None))
        self.form.given.connect(self._keep)
        self.form.removed.connect(self._remove)
        self.form.closed.connect(self._closed)
        look().changed.connect(self._align)

    def show_picture(self, picture: Picture) -> None:
        """Show the board and how ready each company is."""
        self._picture = picture
        self.empty.setVisible(not picture.board.companies)
        empty(self._column)
        self.rows = {}
        for tier in TIERS:
            companies = picture.board.of_tier(tier)
            if companies:
                first = not self.rows
                self._column.addWidget(_TierHead(words.tier_title(tier), first=first))
            for company in companies:
                self._column.addWidget(self._row(company, picture))
        self._align()
        if self._focus:
            (self.rows.get(self._focus) or self.add).setFocus()
            self._focus = ""

    def leave(self) -> None:
        """The page is left: what was removed stays removed."""
        self._forget()
        if not self.form.isHidden():
            self.form.hide()

    def _row(self, company: Company, picture: Picture) -> CompanyRow:
        ready, all_rounds = picture.ready_rounds(company), len(company.rounds)
        day = words.day_of(company, picture.today)
        row = self.rows[company.id] = CompanyRow(company.id)
        count = tr("{ready} of {all}", ready=ready, all=all_rounds)
        row.show_company(
            company.name,
            day,
            count,
            ready=company.is_ready(picture.ready),
            said=tr(
                "{name}, {tier}, {day}, {count} rounds ready",
                name=company.name,
                tier=words.tier_title(company.tier),
                day=day,
                count=count,
            ),
        )
        row.clicked.connect(lambda: self._ask(company))
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def _align(self) -> None:
        """Dates begin at one place: where the longest of them ends with its count at the right."""
        room = self.width() - max((row.day_width() for row in self.rows.values()), default=0.0)
        for row in self.rows.values():
            row.align(room)

    # -- what is done with them

    def _ask(self, company: Company | None) -> None:
        if self._picture is not None:
            self._forget()
            self.form.ask(company, self._picture.rounds, self._picture.today)

    def _closed(self) -> None:
        (self.rows.get(self.form.company_id) or self.add).setFocus()

    def _keep(self, company: Company) -> None:
        self._change(lambda board: board.with_company(company), partial(self._kept, company))

    def _kept(self, company: Company, _board: Board) -> None:
        self.form.hide()
        self._focus = company.id
        self.changed.emit()

    def _remove(self, company_id: str) -> None:
        company = self._picture.board.company(company_id) if self._picture is not None else None
        if company is not None:
            self._change(lambda board: board.without(company_id), partial(self._taken_off, company))

    def _taken_off(self, company: Company, _board: Board) -> None:
        self.form.hide()
        self._removed = company
        told = tr("{company} is off the board.", company=company.name)
        self.banner.say("info", told, (tr("Undo"), "company_undo", self._bring_back))
        self.changed.emit()
        undo = self.banner.findChild(Button, "company_undo")
        if undo is not None:
            undo.setFocus()

    def _bring_back(self) -> None:
        company = self._removed
        if company is not None:
            self._forget()
            self._keep(company)

    def _forget(self) -> None:
        self._removed = None
        self.banner.clear()

    def _change(self, change: Callable[[Board], Board], done: Callable[[Board], None]) -> None:
        """Write the board anew; one change at a time."""
        file = self._desk.paths.companies
        self._hold(True)
        self._desk.engine.call(
            lambda: change_board(file, change), partial(self._changed, done), self._cannot, owner=self
        )

    def _changed(self, done: Callable[[Board], None], board: Board) -> None:
        self._hold(False)
        done(board)

    def _cannot(self, error: Exception) -> None:
        self._hold(False)
        if not isinstance(error, InterviewerError):
            raise error
        self.banner.say("bad", error.sentence)

    def _hold(self, held: bool) -> None:
        self.form.setEnabled(not held)
        self.add.setEnabled(not held)
        self._list.setEnabled(not held)


class _TierHead(QWidget):
    """A tier and its place in the order, over its companies."""

    def __init__(self, title: str, *, first: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0 if first else 4, 0, 0)
        column.setSpacing(4)
        if not first:
            column.addWidget(Line())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(PlainLabel(title, size=tokens.CAPTION, tone="muted", wrap=True), 1)
        if first:
            row.addWidget(PlainLabel(tr("rounds ready"), size=tokens.CAPTION, tone="muted"))
        column.addLayout(row)
