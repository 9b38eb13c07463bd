"""Which remarks are shown, how many there are of each kind, and which one is heard, before or next. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from interviewer.review.annotations import READ_SECONDS, Annotation, Kind
from interviewer.review.stances import Stance, Stances
from interviewer.review.values import Maker

AGAIN_SECONDS = 1.0
"""Previous goes on to the one before when it is pressed twice, though the sound has moved on meanwhile."""
_JUST_AFTER = 0.05
_LOOK_BACK = 12
"""So many remarks before the last one that has begun may still be heard."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody wants to see."""

    kinds: frozenset[Kind] = frozenset()
    """Empty: every kind."""
    title: str = ""
    """Of a dimension, item, slot or figure; empty: all, and own notes."""
    made_by: Maker | None = None
    """None: everybody, and own notes."""
    hidden: bool = False
    """Those alone that were hidden, else all others."""

    def toggled(self, kind: Kind) -> Filter:
        """With a kind more or less."""
        return replace(self, kinds=self.kinds ^ {kind})


@dataclass(frozen=True, slots=True)
class Shown:
    """The remarks of a session as they are filtered."""

    rows: tuple[Annotation, ...] = ()
    """In the order of the session."""
    counts: Mapping[Kind, int] = field(default_factory=dict)
    """How many of each kind there are, whatever kinds are wanted."""
    hidden: int = 0
    """How many were hidden."""
    titles: tuple[str, ...] = ()
    """Of all that are not hidden, by the alphabet."""
    makers: tuple[Maker, ...] = ()
    """Those of the delivery left out, which is a kind of its own."""


def shown(annotations: Sequence[Annotation], stances: Stances, wanted: Filter) -> Shown:
    """Filter remarks, which are in the order of the session."""
    away = {one.id for one in annotations if stances.of(one) is Stance.HIDDEN}
    there = [one for one in annotations if (one.id in away) == wanted.hidden]
    of_any_kind = [
        one
        for one in there
        if (not wanted.title or one.title == wanted.title) and (wanted.made_by in (None, one.made_by))
    ]
    rows = tuple(one for one in of_any_kind if not wanted.kinds or one.kind in wanted.kinds)
    counts = Counter(one.kind for one in of_any_kind)
    others = [one for one in annotations if one.kind is not Kind.NOTE]
    return Shown(
        rows=rows,
        counts={kind: counts[kind] for kind in Kind if counts[kind] or kind in wanted.kinds},
        hidden=len(away),
        titles=tuple(sorted({one.title for one in others if one.title and (one.id in away) == wanted.hidden})),
        makers=tuple(dict.fromkeys(one.made_by for one in others if one.kind is not Kind.DELIVERY)),
    )


class Track:
    """Rows along time, to be asked many times a second."""

    def __init__(self, rows: Sequence[Annotation] = ()) -> None:
        self.rows = rows
        self._starts = [one.start for one in rows]

    def heard(self, seconds: float) -> int:
        """The row that was begun last of those that are heard; -1 for none."""
        place = bisect_right(self._starts, seconds)
        return next((row for row in self._back(place) if seconds < _until(self.rows[row])), -1)

    def step(self, by: int, now: float, current: int) -> int:
        """The row after (1) or before (-1) a moment; -1 for none.

        `current`: the row that was gone to last, from which it goes on to its neighbour while the sound is still there.
        """
        if 0 <= current < len(self.rows) and -_JUST_AFTER <= now - self.rows[current].start <= AGAIN_SECONDS:
            row = current + by
            return row if 0 <= row < len(self.rows) else -1
        if by > 0:
            row = bisect_right(self._starts, now + _JUST_AFTER)
            return row if row < len(self.rows) else -1
        return bisect_left(self._starts, now - AGAIN_SECONDS) - 1

    def _back(self, place: int) -> Iterator[int]:
        return iter(range(place - 1, max(-1, place - 1 - _LOOK_BACK), -1))


def _until(one: Annotation) -> float:
    return max(one.end, one.start + READ_SECONDS)
