"""The Progress page: what to practise next, readiness with its reason, what has changed, the companies ahead."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from desktop.desk import AtPractice, Desk, Place
from desktop.engine import Job
from desktop.language import tr, trn
from desktop.pages.page import Page
from desktop.pages.progress_parts.companies_view import CompaniesView
from desktop.pages.progress_parts.dimensions_view import DimensionsView
from desktop.pages.progress_parts.figures_view import FiguresView
from desktop.pages.progress_parts.next_line import NextLine
from desktop.pages.progress_parts.readiness_view import ReadinessView
from desktop.progress.figures import delivery, self_rating
from desktop.progress.picture import PERIODS_DAYS, USUAL_DAYS, Kept, Picture, picture_of, read_progress
from desktop.session_words import level_title, today_here
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.combo import Combo
from desktop.widgets.frames import Banner, EmptyState, Heading, Scroll
from desktop.widgets.plain import PlainLabel
from interviewer.content.levels import LEVELS
from interviewer.errors import InterviewerError

ROOMY, MOST = 1000, 16_777_215
SIDE_WIDTH, APART = 320, 32


class ProgressPage(Page):
    """How practising goes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "progress", tr("Progress"), parent)
        self.kept: Kept | None = None
        self.picture: Picture | None = None
        self.reading: Job | None = None
        """The latest look at the disk."""
        self._round = ""
        self.level = Combo("progress_level", tr("Level"))
        for level in LEVELS:
            self.level.addItem(tr("{level} level", level=level_title(level)), level)
        self.level.choose(desk.settings.practice.level)
        self.period = Combo("progress_period", tr("Period of what has changed"))
        for days in PERIODS_DAYS:
            self.period.addItem(trn("Last {n} day", "Last {n} days", days) if days else tr("All sessions"), days)
        self.period.choose(USUAL_DAYS)
        for box in (self.level, self.period):
            box.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToContents)
        self.scrolled = Scroll()
        self.banner = Banner("progress_banner")
        self.waiting = PlainLabel(tr("Reading the sessions"), tone="muted", name="progress_reading")
        self.next = NextLine()
        self.readiness = ReadinessView()
        self.dimensions = DimensionsView()
        self.companies = CompaniesView(desk)
        self.delivery = FiguresView("delivery", tr("Delivery"), tr("delivery"))
        self.rating = FiguresView("rating", tr("Self-rating"), tr("self-rating"))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        scroll = self.scrolled
        self.column.addWidget(scroll)
        scroll.body.addWidget(Heading(tr("Progress"), self.level, self.period, size=tokens.PAGE_TITLE))
        for widget in (self.banner, self.waiting, self.next):
            scroll.body.addWidget(widget)
        start = Button(tr("Start practising"), "progress_start", kind="primary")
        start.clicked.connect(lambda: self.desk.go(AtPractice()))
        what, why = (
            tr("No session yet"),
            tr("How ready you are, and what to practise next, is read from the sessions you hold."),
        )
        self.nothing = EmptyState("chart-line", what, why, start)
        self._main = QWidget()
        self._left, self._right = (
            _column(self.nothing, self.readiness, self.dimensions),
            _column(self.companies, self.delivery, self.rating),
        )
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._main)
        self._sides.setContentsMargins(0, 0, 0, 0)
        self._sides.setSpacing(APART)
        self._sides.addWidget(self._left, 1)
        self._sides.addWidget(self._right)
        scroll.body.addWidget(self._main)
        scroll.body.addStretch(1)
        self._main.hide()
        self.next.hide()
        self.nothing.hide()

    def _connect(self) -> None:
        self.level.activated.connect(lambda _index: self._show())
        self.period.activated.connect(lambda _index: self._show())
        self.dimensions.round_chosen.connect(self._choose_round)
        self.companies.changed.connect(self.read)
        self.next.wanted.connect(self._set_up)
        self.desk.sessions_changed.connect(lambda: self.read() if self.isVisible() else None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two columns where there is room, else one."""
        super().resizeEvent(event)
        beside = self.width() >= ROOMY
        direction = QBoxLayout.Direction
        self._sides.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self._right.setMaximumWidth(SIDE_WIDTH if beside else MOST)
        self._right.setMinimumWidth(SIDE_WIDTH if beside else 0)

    # -- the page comes and goes

    def enter(self, place: Place) -> None:
        """Read what there is."""
        self.read()

    def leave(self) -> None:
        self.companies.leave()

    def first_focus(self) -> QWidget:
        return self.next.go if not self.next.isHidden() else self.level

    # -- what there is

    def read(self) -> None:
        """Look at the disk again."""
        if self.reading is not None:
            self.reading.cancel()
        paths, engine = self.desk.paths, self.desk.engine

        def told(read: int, of: int) -> None:
            engine.post(lambda: self._tell(read, of), owner=self)

        self.reading = engine.call(lambda: read_progress(paths, told), self._take, self._cannot, owner=self)

    def _tell(self, read: int, of: int) -> None:
        self.waiting.setText(tr("Reading session {read} of {of}", read=read + 1, of=of))

    def _take(self, kept: Kept) -> None:
        is_first, self.kept = self.kept is None, kept
        self.banner.clear()
        if kept.problem:
            self.banner.say("warn", kept.problem)
        self._show()
        if is_first and self.level.hasFocus():  # nobody has gone further yet
            self.first_focus().setFocus()

    def _cannot(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.waiting.hide()
        self.banner.say("bad", error.sentence)

    def _choose_round(self, name: str) -> None:
        self._round = name
        self._show()

    def _show(self) -> None:
        """Show what was read at the level and over the period that are chosen."""
        if self.kept is None:
            return
        level, days = str(self.level.currentData()), int(self.period.currentData())
        picture = self.picture = picture_of(self.kept, level, days, today_here(), self._round)
        some = picture.held > 0
        self.waiting.hide()
        self.nothing.setVisible(not some)
        for widget in (self.readiness, self.dimensions, self.delivery, self.rating):
            widget.setVisible(some)
        self.next.show_advice(picture.advice if some or picture.board.companies else None, picture.today)
        self.readiness.show_picture(picture)
        self.dimensions.show_picture(picture)
        self.companies.show_picture(picture)
        figures = delivery(picture.trends)
        shown = max((len(one.trend.points) for one in figures if one.trend.enough), default=0)
        title = trn("Delivery, last {n} session", "Delivery, last {n} sessions", shown) if shown else tr("Delivery")
        self.delivery.show_figures(title, figures, picture.today)
        self.rating.show_figures(tr("Self-rating"), [self_rating(picture.trends)], picture.today)
        self._main.show()

    def _set_up(self) -> None:
        if self.picture is not None and (advice := self.picture.advice) is not None:
            company = advice.company.id if advice.company is not None else ""
            level = self.picture.level
            self.desk.go(AtPractice(round=advice.round, mode=advice.mode.value, level=level, company=company))


def _column(*widgets: QWidget) -> QWidget:
    side = QWidget()
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(24)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return side
