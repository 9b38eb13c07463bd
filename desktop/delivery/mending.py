"""Corrections of an answer put into its second hearing, which has more words than the text they were made in. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.records.corrections import Correction
from interviewer.records.mending import Placed, run_at
from interviewer.records.transcript import Answer
from speech.delivery.mending import Run, with_runs
from speech.delivery.words import Spoken


@dataclass(frozen=True, slots=True)
class MendedSpoken:
    """A hearing with what was corrected in it."""

    spoken: Spoken
    original: Spoken
    """As it was heard."""
    placed: tuple[Placed, ...]
    """By the verbatim words of `original`."""


def mended_spoken(spoken: Spoken, answer: Answer) -> MendedSpoken | None:
    """A hearing of an answer with its corrections; None where there are none in it.

    One that was made in the reading text is found by the verbatim words that text stands for, one that was made in the
    hearing by its own words.
    """
    if not answer.placed:
        return None
    runs = _without_overlaps([*_runs(spoken, answer)])
    if not runs:
        return None
    placed = tuple(Placed(correction, run.first, run.behind) for run, correction in runs)
    return MendedSpoken(with_runs(spoken, [run for run, _ in runs]), spoken, placed)


def reading_of(spoken: Spoken, first: int, behind: int) -> tuple[int, int]:
    """Places of the reading words that stand for some verbatim ones; an empty span where none do."""
    mine = [place for place, word in enumerate(spoken.reading) if any(first <= one < behind for one in word.ids)]
    if mine:
        return mine[0], mine[-1] + 1
    after = next((place for place, word in enumerate(spoken.reading) if word.ids and word.ids[0] >= behind), None)
    place = len(spoken.reading) if after is None else after
    return place, place


def _runs(spoken: Spoken, answer: Answer) -> Iterator[tuple[Run, Correction]]:
    texts, starts = [word.text for word in spoken.words], [word.start for word in spoken.words]
    for placed in answer.placed:
        correction = placed.correction
        wanted = correction.heard.split()
        first = run_at(texts, starts, wanted, correction.start)
        if first is not None:
            verbatim = (first, first + len(wanted))
        elif ids := _ids(spoken, placed):
            verbatim = (ids[0], ids[-1] + 1)
        else:
            continue
        yield Run(*verbatim, (placed.first, placed.behind), correction.words), correction


def _ids(spoken: Spoken, placed: Placed) -> list[int]:
    return sorted(one for word in spoken.reading[placed.first : placed.behind] for one in word.ids)


def _without_overlaps(runs: list[tuple[Run, Correction]]) -> list[tuple[Run, Correction]]:
    kept: list[tuple[Run, Correction]] = []
    for run, correction in sorted(runs, key=lambda one: (one[0].first, one[0].behind)):
        behind, read_behind = (kept[-1][0].behind, kept[-1][0].reading[1]) if kept else (0, 0)
        if run.first >= behind and run.reading[0] >= read_behind:
            kept.append((run, correction))
    return kept
