"""What is compared over time of a session: how it was called and by whom, scores, help taken, time used, delivery.

Read from the session's folder by `measured_of`; `index` keeps it, so that thousands of sessions are compared at once.
What reviewers wrote is taken as it stands in their files, unchecked. Blocking file access, any thread.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerTyped,
    Event,
    LineBegan,
    LineSaid,
    Paused,
    PhaseBegan,
    Resumed,
    Role,
    SessionEnded,
    ThinkingBegan,
)
from interviewer.records.delivered import Delivered, read_delivered
from interviewer.records.folder import SessionFolder
from interviewer.records.library import Session

COACH, SELF = "coach", "self"
"""Names of the rule-based coach's review and of the candidate's own; a partner's or a model's may have any other."""
RULES, MODEL, PARTNER = "rules", "model", "partner"
"""Kinds of reviewers, as `interviewer.review.values.Reviewer` has them, in rising order of what counts: a person who
was there before a model, a model that judges before rules that count."""
LARGEST_REVIEW_BYTES = 4_000_000

_RANKS = {RULES: 1, MODEL: 2, PARTNER: 3}
NO_HINT = "/hint/none"
"""How the item of a line ends that says there is no further hint."""

_CONVERSATION = (
    LineBegan | LineSaid | AnswerBegan | AnswerEnded | AnswerTyped | PhaseBegan | ThinkingBegan | Paused | Resumed
)


class Scored(NamedTuple):
    """A dimension that was scored."""

    dimension: str
    title: str
    score: int
    """1 strong no, 2 no, 3 yes, 4 strong yes."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the reviews of a session say, as far as it is compared."""

    call: str = ""
    """Of the review that counts, in the words of `interviewer.review.call.Call`; empty: none."""
    called_by: str = ""
    """What kind of reviewer made it: `RULES`, `MODEL` or `PARTNER`; empty without a review."""
    level: str = ""
    """Whose standards that review is by; empty: it does not say."""
    self_call: str = ""
    coach_call: str = ""
    """Of the rule-based coach, whoever's counts; empty: it made none."""
    scores: tuple[Scored, ...] = ()
    """Of the review that counts; dimensions that were not assessed are left out."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One session as it is compared with others."""

    id: str
    started: str
    """ISO 8601 with offset, local time of the interview."""
    round: str
    mode: str
    level: str
    """Whose standards it was reviewed by, else held for; may be empty."""
    ended: str | None
    """Reason of `SessionEnded`."""
    call: str = ""
    called_by: str = ""
    self_call: str = ""
    coach_call: str = ""
    """What the rule-based coach called it, whoever's call counts."""
    hints: int = 0
    """How many were given."""
    used: float | None = None
    """Share of the planned time that was used, pauses left out; None: nothing was planned."""
    scores: tuple[Scored, ...] = ()
    delivered: Delivered | None = None


@dataclass(frozen=True, slots=True)
class Extra:
    """What `Measured` has beyond `listed.Listed`; the columns of the index that only comparisons read."""

    called_by: str = ""
    coach_call: str = ""
    hints: int = 0
    used: float | None = None
    scores: tuple[Scored, ...] = field(default=())
    delivered: Delivered | None = None

    def row(self) -> tuple[object, ...]:
        """The values of `COLUMNS`."""
        figures = self.delivered
        spoken: tuple[float | None, ...] = (None, None, None, None)
        if figures is not None:
            spoken = (
                figures.speaking_seconds,
                figures.words_a_minute,
                figures.fillers_a_minute,
                figures.longest_pause,
            )
        scores = json.dumps(self.scores, ensure_ascii=False)
        return (self.called_by, self.coach_call, self.hints, self.used, scores, *spoken)


COLUMNS = (
    "called_by TEXT NOT NULL, coach_call TEXT NOT NULL, hints INTEGER NOT NULL, used REAL, scores TEXT NOT NULL, "
    "speaking_seconds REAL, words_a_minute REAL, fillers_a_minute REAL, longest_pause REAL"
)
"""Of an `Extra`, as a table declares them."""
SELECTED = (
    "id, started, round, mode, level, ended, call, called_by, self_call, coach_call, hints, used, scores, "
    "speaking_seconds, words_a_minute, fillers_a_minute, longest_pause"
)
"""Columns from which `of_row` makes a `Measured`."""


def of_row(row: tuple[Any, ...]) -> Measured:
    """The session of a row of `SELECTED`."""
    *_, scores, speaking, pace, fillers, pause = row
    delivered = Delivered(speaking, pace, fillers, pause) if speaking is not None else None
    facts: Any = (*row[:-5], tuple(Scored(*one) for one in json.loads(scores)), delivered)
    return Measured(*facts)


def extra_of(session: Session, told: Told) -> Extra:
    """What is compared of a session beyond what a list shows of it."""
    return Extra(
        called_by=told.called_by,
        coach_call=told.coach_call,
        hints=hints_in(session.events),
        used=share_used(session.events, session.manifest.plan.minutes * 60),
        scores=told.scores,
        delivered=read_delivered(session.folder),
    )


def hints_in(events: Iterable[Event]) -> int:
    """How many hints were given; being told that there are no more is none."""
    return sum(
        isinstance(event, LineSaid) and event.role is Role.HINT and not event.item.endswith(NO_HINT) for event in events
    )


def share_used(events: Iterable[Event], planned: float) -> float | None:
    """Time from the end of the question to the end of the interview, without pauses, over `planned` seconds."""
    if planned <= 0:
        return None
    told = tuple(events)
    began = paused_at = None
    held = 0.0
    for event in told:
        match event:
            case LineSaid(role=Role.QUESTION) if began is None:
                began = event.t
            case Paused():
                paused_at = event.t
            case Resumed() if paused_at is not None:
                held, paused_at = held + event.t - paused_at, None
            case SessionEnded():
                break
    if began is None:
        return 0.0
    until = seconds_held(told) if paused_at is None else paused_at
    return max(0.0, (until - began - held) / planned)


def seconds_held(events: Iterable[Event]) -> float:
    """Session clock of the last thing that was part of the conversation.

    `SessionEnded` is later: before it, the answers are transcribed carefully, which can take minutes.
    """
    last = 0.0
    for event in events:
        if isinstance(event, SessionEnded):
            break
        if isinstance(event, _CONVERSATION):
            last = event.t
    return last


def told_of(folder: SessionFolder) -> Told:
    """What the reviews in a folder say. Of several, a call before none, a partner before a model before rules, and
    the newest of one kind."""
    counts: tuple[bool, int, int] = (False, 0, 0)
    chosen: Mapping[str, Any] = {}
    called_by = self_call = coach_call = ""
    for file in _files(folder.reviews):
        review = _read(file)
        kind = _kind(review, file.stem)
        if kind == SELF:
            self_call = _text(review, "call")
        elif kind in _RANKS:
            if kind == RULES:
                coach_call = _text(review, "call")
            weight = (bool(_text(review, "call")), _RANKS[kind], _changed(file))
            if weight > counts:
                counts, chosen, called_by = weight, review, kind
    call, level = _text(chosen, "call"), _text(chosen, "level")
    return Told(call, called_by, level, self_call, coach_call, tuple(_scores(chosen)))


def _files(reviews: Path) -> list[Path]:
    try:
        return sorted(reviews.glob("*.json"))
    except OSError:
        return []


def _changed(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _read(file: Path) -> Mapping[str, Any]:
    """The fields of a review; none of one that is not there or does not read."""
    try:
        if file.stat().st_size > LARGEST_REVIEW_BYTES:
            return {}
        review = json.loads(file.read_bytes())["review"]
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return {}
    return review if isinstance(review, dict) else {}


def _kind(review: Mapping[str, Any], name: str) -> str:
    """What kind of reviewer made it; by its file's name where it does not say."""
    if not review:
        return ""
    maker = review.get("made_by")
    kind = maker.get("kind") if isinstance(maker, dict) else None
    return kind if isinstance(kind, str) else {COACH: RULES, SELF: SELF}.get(name, "")


def _text(review: Mapping[str, Any], name: str) -> str:
    value = review.get(name)
    return value if isinstance(value, str) else ""


def _scores(review: Mapping[str, Any]) -> Iterable[Scored]:
    dimensions = review.get("dimensions")
    for one in dimensions if isinstance(dimensions, list) else ():
        if not isinstance(one, dict):
            continue
        score, dimension = one.get("score"), _text(one, "dimension")
        if dimension and isinstance(score, int) and not isinstance(score, bool) and 1 <= score <= 4:
            yield Scored(dimension, _text(one, "title") or dimension, score)
