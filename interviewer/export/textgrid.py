"""A TextGrid for Praat, in its long text format. Pure.

Tiers of intervals follow each other without a hole, "" where nothing is; points have times of their own; quotes are
doubled (https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interviewer.export.values import Exported, Speaker
from interviewer.export.wording import KINDS, NOTHING_SAID, in_short, one_line

SHORTEST = 0.001
"""Seconds of an interval that would take no time, or a negative one."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of a tier."""

    start: float
    end: float
    text: str


def textgrid(exported: Exported) -> str:
    """Who said what, the candidate's words, the phases, and the remarks."""
    turns, candidate = exported.turns, Speaker.CANDIDATE
    said = {
        speaker: [Interval(one.start, one.end, one.text or NOTHING_SAID) for one in turns if one.speaker is speaker]
        for speaker in Speaker
    }
    words = [
        Interval(one.start, one.end, one.text) for turn in turns if turn.speaker is candidate for one in turn.words
    ]
    phases = [Interval(phase.start, phase.end, phase.title) for phase in exported.phases]
    tiers = [
        ("interviewer", _apart(said[Speaker.INTERVIEWER])),
        ("candidate", _apart(said[candidate])),
        ("candidate words", _apart(words)),
        ("phases", _apart(phases)),
    ]
    points = _points(exported)
    ends = [one.end for _, intervals in tiers for one in intervals]
    end = max([exported.seconds, SHORTEST, *ends, *(at for at, _ in points)])
    lines = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {_time(end)}"]
    lines += ["tiers? <exists>", f"size = {len(tiers) + 1}", "item []:"]
    for number, (name, intervals) in enumerate(tiers, start=1):
        lines += _interval_tier(number, name, _filled(intervals, end), end)
    lines += _point_tier(len(tiers) + 1, "remarks", points, end)
    return "\n".join(lines) + "\n"


def _interval_tier(number: int, name: str, intervals: Sequence[Interval], end: float) -> Iterator[str]:
    yield from _head(number, "IntervalTier", name, end)
    yield f"        intervals: size = {len(intervals)}"
    for at, interval in enumerate(intervals, start=1):
        yield f"        intervals [{at}]:"
        yield f"            xmin = {_time(interval.start)}"
        yield f"            xmax = {_time(interval.end)}"
        yield f"            text = {_quoted(interval.text)}"


def _point_tier(number: int, name: str, points: Sequence[tuple[float, str]], end: float) -> Iterator[str]:
    yield from _head(number, "TextTier", name, end)
    yield f"        points: size = {len(points)}"
    for at, (time, text) in enumerate(points, start=1):
        yield f"        points [{at}]:"
        yield f"            number = {_time(time)}"
        yield f"            mark = {_quoted(text)}"


def _head(number: int, kind: str, name: str, end: float) -> Iterator[str]:
    yield f"    item [{number}]:"
    yield f'        class = "{kind}"'
    yield f"        name = {_quoted(name)}"
    yield "        xmin = 0"
    yield f"        xmax = {_time(end)}"


def _apart(intervals: Iterable[Interval]) -> list[Interval]:
    """In order; one begins where the one before ends at the earliest, and each takes some time."""
    told: list[Interval] = []
    behind = 0.0
    for one in sorted(intervals, key=lambda interval: (interval.start, interval.end)):
        start = round(max(behind, one.start, 0.0), 6)
        behind = round(max(one.end, start + SHORTEST), 6)
        told.append(Interval(start, behind, one.text))
    return told


def _filled(intervals: Iterable[Interval], end: float) -> list[Interval]:
    """With empty intervals wherever nothing is."""
    told: list[Interval] = []
    behind = 0.0
    for one in intervals:
        if one.start > behind:
            told.append(Interval(behind, one.start, ""))
        told.append(one)
        behind = one.end
    if behind < end:
        told.append(Interval(behind, end, ""))
    return told


def _points(exported: Exported) -> list[tuple[float, str]]:
    """No two at one time: Praat knows none such."""
    told: list[tuple[float, str]] = []
    timed = [(one.start, one) for one in exported.remarks if one.start is not None]
    for start, remark in sorted(timed, key=lambda pair: pair[0]):
        at = round(max(0.0, start), 6)
        if told and at < told[-1][0] + SHORTEST:
            at = round(told[-1][0] + SHORTEST, 6)
        told.append((at, f"{KINDS[remark.kind]}: {in_short(remark)}"))
    return told


def _time(seconds: float) -> str:
    return f"{seconds:.6f}".rstrip("0").rstrip(".") or "0"


def _quoted(text: str) -> str:
    return '"' + one_line(text).replace('"', '""') + '"'
