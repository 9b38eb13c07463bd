"""Has words corrected and the session analysed again, one after the other; goes on when the page is left. GUI thread.

Signals of `Correcting`: `corrected(Opened)`, the text is another one; `analysed(Again)`, and what depends on it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import AtAfter, Desk
from desktop.language import tr, trn
from desktop.pages.replay_parts.correct_bar import CorrectBar
from desktop.replay.again import Again, analyse_again
from desktop.replay.correcting import Corrected, Passage, forget, keep_correction, passage_in, put_back, why_not
from desktop.replay.opening import Opened, open_replay
from desktop.widgets.frames import Banner
from desktop.widgets.transcript import Transcript
from interviewer.errors import InterviewerError
from interviewer.records.corrections import Corrections
from interviewer.review.storage import older_than_corrections


class Correcting(QObject):
    """Corrections of the session that is shown. What was taken back cannot be taken back in turn: correct it again."""

    corrected = Signal(object)
    analysed = Signal(object)

    def __init__(self, desk: Desk, transcript: Transcript, bar: CorrectBar, banner: Banner, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._transcript, self._bar, self._banner = desk, transcript, bar, banner
        self._opened: Opened | None = None
        self._before: list[Corrections] = []
        self._waiting: list[tuple[Path, Callable[[], object]]] = []
        self._writing = False
        self._at_work: set[Path] = set()
        self._once_more: set[Path] = set()
        self._stopped: set[Path] = set()
        bar.kept.connect(self._keep)

    # -- from the page

    def show_session(self, opened: Opened) -> None:
        """Another session; one whose analysis is older than its corrections is analysed again."""
        self._opened, self._before = opened, []
        self._bar.close_bar()
        self._banner.clear()
        self._tell_stale()
        if older_than_corrections(opened.session.folder) and not opened.session.live:
            self._analyse()

    def leave(self) -> None:
        """None is shown any more."""
        self._opened = None

    @property
    def idle(self) -> bool:
        """Whether nothing is being written or analysed."""
        return not (self._writing or self._at_work)

    def begin(self) -> None:
        """Open the bar for the words that are chosen, or say why they cannot be corrected."""
        if self._opened is None:
            return
        why = why_not(self._opened.session)
        found = why or passage_in(self._opened.script, self._transcript.chosen)
        if isinstance(found, Passage):
            self._banner.clear()
            self._transcript.bring_chosen()
            self._bar.open_for(found, playable=bool(self._opened.timeline.clips))
        else:
            self._banner.say("info", found, (tr("OK"), "correct_why_ok", self._banner.clear))

    def undo(self) -> None:
        """Take the last correction back."""
        if self._opened is not None and self._before:
            path, before = self._path, self._before.pop()
            self._bar.close_bar()
            self._write(lambda: put_back(path, before))

    # -- writing

    @property
    def _path(self) -> Path:
        assert self._opened is not None
        return self._opened.session.folder.path

    @property
    def _hides(self) -> bool:
        return self._desk.settings.appearance.hide_disfluencies

    def _keep(self, text: str) -> None:
        passage = self._bar.passage
        if passage is not None and self._opened is not None:
            path = self._path
            self._write(lambda: keep_correction(path, passage, text))

    def _write(self, change: Callable[[], object]) -> None:
        self._waiting.append((self._path, change))
        if not self._writing:
            self._write_next()

    def _write_next(self) -> None:
        """Also when the page was left meanwhile."""
        if not self._waiting:
            return
        (path, change), hides = self._waiting.pop(0), self._hides
        self._writing = True
        self._desk.engine.call(
            lambda: (change(), open_replay(path, hide_disfluencies=hides)),
            lambda done: self._wrote(path, *done),
            self._refused,
            owner=self,
        )

    def _wrote(self, path: Path, change: object, opened: Opened) -> None:
        self._writing = False
        if self._opened is not None and path == self._path:
            if isinstance(change, Corrected):
                self._before.append(change.before)
            self._opened = opened
            self.corrected.emit(opened)
            self._analyse()
        self._desk.sessions_changed.emit()
        self._write_next()

    def _refused(self, error: Exception) -> None:
        self._writing = False
        self._write_next()
        if not isinstance(error, InterviewerError):
            raise error
        self._banner.say("bad", error.sentence, (tr("OK"), "correct_failed_ok", self._banner.clear))

    # -- analysing again

    def _analyse(self) -> None:
        path, hides, paths, engine = self._path, self._hides, self._desk.paths, self._desk.engine
        self._stopped.discard(path)
        self._tell_step(path, "")
        if path in self._at_work:
            self._once_more.add(path)
            return
        self._at_work.add(path)

        def tell(step: str) -> bool:
            engine.post(lambda: self._tell_step(path, step), owner=self)
            return path not in self._stopped

        engine.call(
            lambda: analyse_again(path, paths, tell, hide_disfluencies=hides),
            lambda again: self._analysed(path, again),
            lambda error: self._not_analysed(path, error),
            owner=self,
        )

    def _analysed(self, path: Path, again: Again) -> None:
        self._at_work.discard(path)
        if path in self._once_more:
            self._once_more.discard(path)
            if self._opened is not None and path == self._path:
                self._analyse()
            return
        self._desk.sessions_changed.emit()
        if self._opened is not None and path == self._path:
            self._opened = again.opened
            self.analysed.emit(again)
            if path not in self._stopped and self._bar.passage is None:
                self._tell_done(again)

    def _not_analysed(self, path: Path, error: Exception) -> None:
        self._at_work.discard(path)
        self._once_more.discard(path)
        if not isinstance(error, InterviewerError):
            raise error
        if self._opened is not None and path == self._path:
            sentence = tr("The correction is kept, but the session was not analysed again. {why}", why=error.sentence)
            self._banner.say("bad", sentence, (tr("Try again"), "correct_again", self._analyse))

    def _stop(self) -> None:
        self._stopped.add(self._path)
        sentence = tr("The correction is kept. The remarks are those from before it.")
        self._banner.say("info", sentence, (tr("Analyse again"), "correct_again", self._analyse))

    # -- what it says

    def _tell_step(self, path: Path, step: str) -> None:
        if self._opened is None or path != self._path or path in self._stopped:
            return
        if self._bar.passage is not None:
            return
        sentence = tr("Analysed again: {step} …", step=step) if step else tr("Corrected, and analysed again …")
        self._banner.say("info", sentence, *self._undo_button(), (tr("Stop"), "correct_stop", self._stop))

    def _tell_done(self, again: Again) -> None:
        if again.older:
            sentence = tr("Corrected. The review by {name} is of the text before.", name=", ".join(again.older))
            path = self._path
            review = (tr("Review"), "correct_review", lambda: self._desk.go(AtAfter(path)))
            self._banner.say("info", sentence, *self._undo_button(), review)
        elif self._before:
            self._banner.say("info", tr("Corrected, and analysed again."), *self._undo_button())
        else:
            self._banner.clear()
            self._tell_stale()

    def _undo_button(self) -> tuple[tuple[str, str, Callable[[], None]], ...]:
        return ((tr("Undo"), "correct_undo", self.undo),) if self._before else ()

    def _tell_stale(self) -> None:
        """Corrections of words that a later transcription does not have."""
        assert self._opened is not None
        session = self._opened.session
        stale = session.stale_corrections
        if session.corrections_problem:
            self._banner.say("warn", session.corrections_problem)
        elif stale:
            texts = "; ".join(tr("“{heard}” to “{text}”", heard=one.heard, text=one.text) for one in stale[:3])
            sentence = trn(
                "A correction is not shown, since its words are gone from the transcript: {texts}.",
                "{n} corrections are not shown, since their words are gone from the transcript: {texts}.",
                len(stale),
                texts=texts + (" …" if len(stale) > 3 else ""),
            )
            path = self._path
            drop = (tr("Forget"), "correct_forget", lambda: self._write(lambda: forget(path, stale)))
            self._banner.say("warn", sentence, drop, (tr("OK"), "correct_stale_ok", self._banner.clear))
