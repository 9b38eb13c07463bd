"""Has sessions reviewed by the language model of the settings, in the background; goes on when the page is left.

GUI thread. Signals of `Judging`: `ended(Path, str, str)`: which session, the name of its review, and a sentence when it
went wrong, else empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import AtSettings, Desk
from desktop.engine import Job
from desktop.hosts import chosen_model
from desktop.judging import chat_of, judge_session, progress_words
from desktop.language import tr
from desktop.pages.after_parts.report_view import ReportView
from interviewer.errors import InterviewerError
from interviewer.review.judge.judging import Progress, made_by
from interviewer.review.judge.kept import Begun, review_name
from interviewer.review.values import Review


@dataclass(slots=True)
class _AtWork:
    """One session that is being reviewed."""

    name: str
    """Who reviews it."""
    job: Job | None = None
    progress: Progress | None = None


class Judging(QObject):
    """Reviews by a language model, each session once at a time. What was said before a cancel is kept."""

    ended = Signal(object, str, str)

    def __init__(self, desk: Desk, view: ReportView, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._view = desk, view
        self._at_work: dict[Path, _AtWork] = {}
        self._shown = Path()
        self._begun: tuple[Begun, ...] = ()
        self._raters = frozenset[str]()
        self._open = False
        view.judge.connect(lambda: self.start(self._shown))
        view.card.other_model_wanted.connect(lambda: desk.go(AtSettings("interviewer")))
        desk.settings_changed.connect(lambda _settings: self._show())

    @property
    def idle(self) -> bool:
        """Whether nothing is being reviewed."""
        return not self._at_work

    def running(self, session: Path) -> bool:
        return session in self._at_work

    def show_session(self, session: Path, begun: tuple[Begun, ...], raters: frozenset[str], *, can: bool) -> None:
        """Show how far this session is, and what can be had. `can`: it has ended and its round is known."""
        self._shown, self._begun, self._raters, self._open = session, begun, raters, can
        self._show()

    def start(self, session: Path) -> None:
        """Have a session reviewed, or go on with it; does nothing while that is done, or when there is no model."""
        server = chosen_model(self._desk.settings)
        if session in self._at_work or server is None:
            return
        work = self._at_work[session] = _AtWork(made_by(server).name)
        settings, secrets, paths, engine = self._desk.settings, self._desk.secrets, self._desk.paths, self._desk.engine

        def tell(progress: Progress) -> None:
            engine.post(lambda: self._progressed(session, progress), owner=self)

        work.job = engine.run(
            lambda: judge_session(session, paths, lambda: chat_of(settings, secrets), tell),
            lambda done: self._finish(session, done),
            lambda error: self._failed(session, error),
            owner=self,
        )
        self._show()

    def cancel(self, session: Path) -> None:
        """Stop asking."""
        work = self._at_work.pop(session, None)
        if work is not None and work.job is not None:
            work.job.cancel()
            done = work.progress.steps_done if work.progress is not None else 0
            if done and work.progress is not None and session == self._shown:
                self._begun = (Begun(review_name(work.name), work.name, done, work.progress.steps),)
        self._show()

    def _progressed(self, session: Path, progress: Progress) -> None:
        if (work := self._at_work.get(session)) is not None:
            work.progress = progress
            self._show()

    def _finish(self, session: Path, done: tuple[str, Review]) -> None:
        self._at_work.pop(session, None)
        self.ended.emit(session, done[0], "")

    def _failed(self, session: Path, error: Exception) -> None:
        work = self._at_work.pop(session, None)
        if not isinstance(error, InterviewerError):
            raise error
        self.ended.emit(session, review_name(work.name) if work is not None else "", error.sentence)

    # -- what is shown

    def _show(self) -> None:
        """Progress with a way to stop; else what was begun with a way to go on; and the button for a new review."""
        server = chosen_model(self._desk.settings)
        banner, work = self._view.judging, self._at_work.get(self._shown)
        own = next((one for one in self._begun if server and one.made_by == made_by(server).name), None)
        if work is not None:
            far = progress_words(work.progress) if work.progress is not None else tr("it is being asked")
            text = tr("{name} reviews it: {far}. You can go on meanwhile.", name=work.name, far=far)
            banner.say("info", text, (tr("Cancel"), "after_cancel_judging", lambda: self.cancel(self._shown)))
        elif own is not None and self._open:
            text = tr("{name} has begun a review: {done} of {all} parts.", name=own.made_by, done=own.done, all=own.all)
            banner.say("info", text, (tr("Go on"), "after_go_on_judging", lambda: self.start(self._shown)))
        else:
            banner.clear()
        if server is None or work is not None or own is not None or not self._open:
            self._view.card.offer_judge("")
        elif review_name(made_by(server).name) in self._raters:
            self._view.card.offer_judge(tr("Review again by {model}", model=_short(server.model)), again=True)
        else:
            self._view.card.offer_judge(tr("Review by {model}", model=_short(server.model)))


MODEL_CHARACTERS = 20
"""Of a model's name on a button."""


def _short(model: str) -> str:
    return model if len(model) <= MODEL_CHARACTERS else f"{model[: MODEL_CHARACTERS - 1]}…"
