"""A label track for Audacity: phases, turns and remarks. Pure.

A label is a line: start, end and text, separated by tabs; equal times are a point
(https://manual.audacityteam.org/man/importing_and_exporting_labels.html).
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.export.values import Exported
from interviewer.export.wording import KINDS, NOTHING_SAID, SPEAKERS, in_short, one_line


def labels(exported: Exported) -> str:
    """All labels by their beginnings."""
    lines = sorted(_labels(exported), key=lambda label: label[:2])
    return "".join(f"{start:.6f}\t{end:.6f}\t{one_line(text)}\n" for start, end, text in lines)


def _labels(exported: Exported) -> Iterator[tuple[float, float, str]]:
    for phase in exported.phases:
        yield phase.start, max(phase.start, phase.end), f"Phase: {phase.title}"
    for turn in exported.turns:
        yield turn.start, max(turn.start, turn.end), f"{SPEAKERS[turn.speaker]}: {turn.text or NOTHING_SAID}"
    for remark in exported.remarks:
        if remark.start is not None:
            end = max(remark.start, remark.end if remark.end is not None else remark.start)
            yield remark.start, end, f"{KINDS[remark.kind]}: {in_short(remark)}"
