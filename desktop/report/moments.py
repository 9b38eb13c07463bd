"""Which moments of a session can be played. Pure."""

from __future__ import annotations

from desktop.report.values import Moment
from interviewer.listening.substance import Evidence
from interviewer.records.library import Session
from interviewer.records.transcript import Answer
from interviewer.review.told import Quoted, matched


class Moments:
    """The answers of a session, asked when something was said in them."""

    def __init__(self, session: Session, *, has_sound: bool) -> None:
        """`has_sound`: the sound of its answers is there to be played."""
        self._answers = session.answers
        self._by_number = {answer.number: answer for answer in session.answers}
        self._has_sound = has_sound

    def of(self, quoted: Quoted) -> Moment:
        """A quote with its time, if it can be played."""
        return Moment(quoted.quote, self._playable(quoted.at, self._by_number.get(quoted.answer)))

    def at(self, seconds: float | None, quote: str = "") -> Moment:
        """The same for a moment of which only the time is known."""
        if seconds is None:
            return Moment(quote, None)
        inside = (one for one in self._answers if one.start <= seconds <= one.start + (one.seconds or 0.0))
        return Moment(quote, self._playable(seconds, next(inside, None)))

    def where_said(self, words: str) -> float | None:
        """When these words were first said in an answer that can be played."""
        for answer in self._answers:
            found = matched(Evidence(words, answer.number), self._answers)
            if found is not None:
                return self._playable(found.at, answer)
        return None

    def _playable(self, seconds: float, answer: Answer | None) -> float | None:
        typed = answer is not None and not answer.files
        return None if typed or not self._has_sound else seconds
