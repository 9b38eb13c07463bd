"""The After page: what a session was worth. First your own rating, then the review, its evidence, and what to do next.

GUI thread. Reading, reviewing and transcribing go through the engine; they go on when the page is left, and what they
make is kept with the session.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.desk import AtAfter, AtLibrary, AtPractice, AtReplay, AtSettings, Desk, Place
from desktop.engine import Job
from desktop.language import tr, trn
from desktop.library_work import put_in_order
from desktop.pages.after_parts.failure import FailureView
from desktop.pages.after_parts.hearing import Hearing
from desktop.pages.after_parts.judging import Judging
from desktop.pages.after_parts.redoing import Redoing
from desktop.pages.after_parts.report_view import ReportView
from desktop.pages.after_parts.reviewing import Reviewing
from desktop.pages.after_parts.self_rating import SelfRatingView
from desktop.pages.export_dialog import ExportDialog, Subject
from desktop.pages.page import Page
from desktop.pages.transcribing import Outcome, Transcribing
from desktop.report.opening import Opened, keep_own, open_report
from desktop.widgets.accessible import announce
from desktop.widgets.scores import CALLS
from interviewer.content.model import Level
from interviewer.errors import InterviewerError
from interviewer.review.self_rating import SelfRating
from interviewer.review.storage import COACH

_NOTHING, _RATING, _REPORT, _FAILED = range(4)


class AfterPage(Page):
    """One session at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "after", tr("Review"), parent)
        self._path = Path()
        self._rater = COACH
        self._opened: Opened | None = None
        self._loading: Job | None = None
        self._fresh = self._revealing = False
        self._transcribed: Path | None = None
        self._waits = False
        """The session that is shown is to be transcribed after another one."""
        self._declined: set[Path] = set()
        self.reviewing = Reviewing(desk, self)
        self.transcribing = Transcribing(desk, self)
        self.rating = SelfRatingView()
        self.view = ReportView()
        self.failure = FailureView()
        self.hearing = Hearing(desk, self.view, self)
        self.judging = Judging(desk, self.view, self)
        self.redoing = Redoing(desk, self.view, self)
        self._pages = QStackedWidget()
        for page in (QWidget(), self.rating, self.view, self.failure):
            self._pages.addWidget(page)
        self.column.addWidget(self._pages)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.back.connect(lambda: self.desk.go(AtLibrary()))
        self.failure.back.connect(lambda: self.desk.go(AtLibrary()))
        self.failure.mend.connect(self._mend)
        view.replay.connect(lambda: self._replay(0.0))
        for header in (view.header, view.compact):
            header.export.connect(self._export)
        view.play.connect(self._replay)
        view.practise.connect(self._practise)
        view.rate.connect(lambda: self._ask(before=False))
        view.rater_chosen.connect(self._choose_rater)
        view.level_chosen.connect(lambda level: self._review(cast(Level, level)))
        self.rating.rated.connect(self._keep)
        self.rating.skipped.connect(self._show_report)
        self.reviewing.ended.connect(self._reviewed)
        self.judging.ended.connect(self._judged)
        self.hearing.ended.connect(self._heard)
        self.transcribing.progress.connect(self._show_transcribing)
        self.transcribing.ended.connect(self._transcribed_all)
        for number, call in enumerate(CALLS, 1):
            self.keys.bind(f"rate_{number}", partial(self._while_asking, partial(self.rating.pick_call, call)))
        self.keys.bind("show_review", partial(self._while_asking, self.rating.finish))
        self.keys.bind("skip_rating", partial(self._while_asking, self._show_report))
        self.keys.show("show_review", self.rating.show_review.set_key)
        self.keys.show("skip_rating", self.rating.skip.set_key)
        self.keys.bind("to_replay", self._replay_by_key)

    def _while_asking(self, act: Callable[[], None]) -> None:
        if self._asking:
            act()

    def _replay_by_key(self) -> None:
        if not self._asking:
            self._replay(0.0)

    # -- coming and going

    def enter(self, place: Place) -> None:
        assert isinstance(place, AtAfter)
        if place.session != self._path or self._opened is None:
            self._wait_no_longer()
            self._opened = None
            self._rater = COACH
            self._pages.setCurrentIndex(_NOTHING)
            self.view.problem.clear()
        self._path, self._fresh = place.session, place.fresh
        self._load()

    def leave(self) -> None:
        self._wait_no_longer()
        if self._loading is not None:
            self._loading.cancel()
            self._loading = None

    def _wait_no_longer(self) -> None:
        """What waits for another session waits no longer than its page is shown."""
        self._waits = False
        self.hearing.wait_no_longer()

    @property
    def opened(self) -> Opened | None:
        """The session that is shown; None while there is none."""
        return self._opened

    def _load(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
        path, rater, paths = self._path, self._rater, self.desk.paths
        hides = self.desk.settings.appearance.hide_disfluencies
        self._loading = self.desk.engine.call(
            lambda: open_report(path, paths, rater, hide_disfluencies=hides),
            self._show,
            self._show_failure,
            owner=self,
        )

    # -- what is shown

    def _show(self, opened: Opened) -> None:
        self._loading, self._opened = None, opened
        self.view.show_report(opened.report)
        self.redoing.show_session(opened)
        if opened.of_another:
            self.view.card.rate.set_label(
                tr("Rate it as a partner") if opened.own is None else tr("Change your rating")
            )
        if opened.problems:
            self.view.problem.say("warn", " ".join(opened.problems))
        raters = frozenset(rater.name for rater in opened.report.raters)
        self.judging.show_session(self._path, opened.begun, raters, can=opened.judgeable)
        fresh, self._fresh = self._fresh, False
        if fresh and opened.waiting:
            self._transcribe()
        elif opened.wants_review and self._path not in self._declined:
            self.reviewing.start(self._path)
        self.hearing.show_session(self._path, fresh=fresh, ready=bool(opened.unheard) and not opened.waiting)
        self._show_work()
        if fresh and opened.own is None and opened.report.takes is None:
            self._ask(before=True)
        elif not self._asking or self._revealing:
            self._show_report()
        self._revealing = False

    @property
    def _asking(self) -> bool:
        return self._pages.currentIndex() == _RATING

    def _show_report(self) -> None:
        first = self._pages.currentIndex() != _REPORT
        self._pages.setCurrentIndex(_REPORT)
        if first:
            self.view.to_top()
            self.view.header.replay_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._say_call()

    def _say_call(self) -> None:
        takes = self._opened.report.takes if self._opened is not None else None
        if takes is not None:
            announce(self.view.takes, f"{takes.title}. {takes.change}")
        verdict = self._opened.report.verdict if self._opened is not None else None
        if verdict is not None:
            announce(self.view.card, f"{verdict.words}. {verdict.compared}")

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self._loading = self._opened = None
        focus = self.failure.show_error(error)
        self._pages.setCurrentIndex(_FAILED)
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _mend(self) -> None:
        """Recover the session, then try again."""
        path = self._path
        self.desk.engine.call(lambda: put_in_order(path), self._mended, self._show_failure, owner=self)

    def _mended(self, note: str) -> None:
        self.desk.sessions_changed.emit()
        self.view.problem.say("info", note)
        self._load()

    # -- work in the background

    def _show_work(self) -> None:
        """What is being done for this session, or could be."""
        opened, view = self._opened, self.view
        running = self.reviewing.running(self._path)
        view.set_changeable(not running and opened is not None and self._rater == COACH)
        if running:
            cancel = (tr("Cancel"), "after_cancel", self._cancel_review)
            view.work.say("info", tr("The coach is reading your answers. You can go on meanwhile."), cancel)
        elif self._waits:
            text = tr("Another session is transcribed first. This one follows, as long as you stay here.")
            view.work.say("info", text, (tr("Cancel"), "after_cancel_transcribing", self._give_up_turn))
        elif not self._transcribing_this:
            view.work.clear()
        view.waiting.clear()
        if opened is not None and not running and not self._transcribing_this and not self._waits:
            self._offer(opened)

    def _offer(self, opened: Opened) -> None:
        if opened.waiting and not opened.session.live:
            text = trn(
                "{n} answer has no careful transcript yet. The review goes by what was heard live.",
                "{n} answers have no careful transcript yet. The review goes by what was heard live.",
                opened.waiting,
            )
            self.view.waiting.say("warn", text, (tr("Transcribe now"), "after_transcribe", self._transcribe))
        elif opened.wants_review:
            text = tr("There is no review of this session that fits its answers.")
            self.view.waiting.say("info", text, (tr("Review it"), "after_review", lambda: self._review(None)))

    def _review(self, level: Level | None) -> None:
        self._declined.discard(self._path)
        self.view.problem.clear()
        self.reviewing.start(self._path, level)
        self._show_work()

    def _cancel_review(self) -> None:
        self.reviewing.cancel(self._path)
        self._declined.add(self._path)
        self._load()

    def _reviewed(self, session: Path, fault: str) -> None:
        self.desk.sessions_changed.emit()
        if session != self._path:
            return
        if fault:
            self.view.problem.say("bad", fault, (tr("Try again"), "after_again_review", lambda: self._review(None)))
            self._declined.add(session)
            self._show_work()
        else:
            self._load()

    @property
    def _transcribing_this(self) -> bool:
        return self.transcribing.running and self._transcribed == self._path

    def _transcribe(self) -> None:
        self.view.problem.clear()
        if self.transcribing.running:
            self._waits = not self._transcribing_this
            self._show_work()
            return
        self._waits = False
        self._transcribed = self._path
        self.view.waiting.clear()
        self.transcribing.start([self._path])

    def _give_up_turn(self) -> None:
        self._waits = False
        self._show_work()

    def _show_transcribing(self, text: str) -> None:
        if self._transcribing_this or not self.transcribing.running:
            cancel = (tr("Cancel"), "after_cancel_transcribing", self.transcribing.cancel)
            self.view.work.say("info", text, cancel)

    def _transcribed_all(self, outcome: Outcome) -> None:
        self.desk.sessions_changed.emit()
        if self._transcribed != self._path:
            if self._waits:
                self._transcribe()
            return
        self.view.work.clear()
        if outcome.needs_model:
            fix = (tr("Speech to text"), "after_speech", lambda: self.desk.go(AtSettings("speech")))
            self.view.problem.say("warn", outcome.sentence, fix)
        elif outcome.fault:
            self.view.problem.say("bad", outcome.sentence)
        self._load()

    def _heard(self, session: Path, fault: str) -> None:
        self.desk.sessions_changed.emit()
        if session != self._path:
            return
        if fault:
            self.view.problem.say("warn", fault)
        self._load()

    def _judged(self, session: Path, name: str, fault: str) -> None:
        """A language model has reviewed a session: its review is shown, or why there is none."""
        self.desk.sessions_changed.emit()
        if session != self._path:
            return
        if fault:
            again = (tr("Try again"), "after_again_judging", lambda: self.judging.start(session))
            self.view.problem.say("bad", fault, again)
        else:
            self._rater = name
            self.view.problem.clear()
        self._load()

    def _choose_rater(self, name: str) -> None:
        self._rater = name
        self._load()

    # -- your own rating

    def _ask(self, *, before: bool) -> None:
        if self._opened is None:
            return
        opened = self._opened
        self.rating.ask(opened.rateable, opened.own, before=before, partner=opened.of_another)
        self._pages.setCurrentIndex(_RATING)
        self.rating.first_focus().setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, rating: SelfRating) -> None:
        """Keep it; the review is shown once both are read."""
        opened = self._opened
        if opened is not None:
            work = partial(keep_own, opened, rating)
            self.desk.engine.call(work, lambda _none: self._kept(), self._not_kept, owner=self)

    def _kept(self) -> None:
        self.desk.sessions_changed.emit()
        self._revealing = True
        self._load()

    def _not_kept(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.view.problem.say("bad", error.sentence)
        self._show_report()

    # -- elsewhere

    def _replay(self, seconds: float) -> None:
        if self._opened is not None:
            self.desk.go(AtReplay(self._path, seconds))

    def _export(self) -> None:
        if self._opened is not None:
            seconds, sounds = self._opened.session.manifest.seconds, self._opened.report.has_sound
            ExportDialog(self.desk, Subject(self._path, seconds or 0.0, sounds, self._rater), self.window()).open()

    def _practise(self) -> None:
        if self._opened is not None:
            self.desk.go(AtPractice(self._opened.report.question))
