"""The page's time line: phases, who spoke when, and marks, as a picture and again as a table. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.export.markup import NOTHING, SHAPES, Markup, joined, mark, table, tag, text, time_button
from interviewer.export.values import Exported, Remark, Speaker
from interviewer.export.wording import KINDS, SPEAKERS, clock, in_short
from interviewer.review.annotations import Mark

HEIGHT = 96
"""Pixels. Across, everything is in percent of the width there is, so that marks keep their shape on a phone."""
HAPPENED = (Mark.HINT, Mark.TROUBLE, Mark.LOST)
"""What is marked that nobody thought."""
_LANES = {Speaker.INTERVIEWER: 26, Speaker.CANDIDATE: 48}
_LANE_HEIGHT, _TITLES_AT, _MARKS_AT, _LEAST = 16, 16, 74, 0.15


def timeline_part(exported: Exported) -> Markup:
    """Nothing for a session that took no time."""
    if exported.seconds <= 0:
        return NOTHING
    shapes = [*_bands(exported), *_spoken(exported), *_marks(exported)]
    shapes.append(tag("rect", class_="now", x="0", y="0", width="2", height=str(HEIGHT)))
    about = (
        f"Time line of {clock(exported.seconds)}: phases, who spoke when, and remarks. The table below says the same."
    )
    picture = tag("svg", *shapes, role="img", aria_label=about)
    return tag("div", picture, _twin(exported), class_="timeline", data_seconds=float(exported.seconds))


def _bands(exported: Exported) -> Iterator[Markup]:
    """Each with its title, which is cut where the phase ends."""
    for place, phase in enumerate(exported.phases):
        title = tag("title", text(f"{phase.title}, {clock(phase.start)} to {clock(phase.end)}"))
        yield _rect(exported, phase.start, phase.end, 0, HEIGHT, "one" if place % 2 else "other", title)
        words = tag("text", text(phase.title), x="6", y=str(_TITLES_AT), class_="phase")
        wide = _percent(exported, max(0.0, phase.end - phase.start))
        yield tag("svg", words, x=_percent(exported, phase.start), y="0", width=wide, height="22", aria_hidden="true")


def _spoken(exported: Exported) -> Iterator[Markup]:
    for turn in exported.turns:
        yield _rect(exported, turn.start, turn.end, _LANES[turn.speaker], _LANE_HEIGHT, turn.speaker.value)


def _rect(
    exported: Exported, start: float, end: float, top: int, height: int, class_: str, title: Markup = NOTHING
) -> Markup:
    width = max(_LEAST, 100 * (end - start) / exported.seconds)
    left, wide = _percent(exported, start), f"{width:.3f}%"
    return tag("rect", title, class_=class_, x=left, y=str(top), width=wide, height=str(height))


def _percent(exported: Exported, seconds: float) -> str:
    return f"{100 * seconds / exported.seconds:.3f}%"


def _marks(exported: Exported) -> Iterator[Markup]:
    """Of every remark; for a partner, who has yet to judge, of what happened only."""
    for remark in exported.remarks:
        if remark.start is not None and (exported.partner is None or remark.kind in HAPPENED):
            tone, outline = SHAPES[remark.kind]
            title = tag("title", text(_named(remark)))
            path = tag("path", title, class_=tone, d=outline, fill_rule="evenodd", transform="translate(-7 0)")
            box = {"x": _percent(exported, remark.start), "y": str(_MARKS_AT), "width": "14", "height": "14"}
            yield tag("svg", path, **box, overflow="visible", data_t=remark.start, data_kind=remark.kind.value)


def _named(remark: Remark) -> str:
    said = in_short(remark)
    return f"{KINDS[remark.kind]}, {clock(remark.start or 0.0)}" + (f": {said}" if said else "")


def _twin(exported: Exported) -> Markup:
    """The same in words, folded away; printed in full."""
    phases = table(
        ("Phase", "From", "To"),
        ((text(one.title), time_button(one.start, one.title), text(clock(one.end))) for one in exported.phases),
    )
    timed = [(one.start, one) for one in exported.remarks if one.start is not None]
    marks = table(
        ("Remark", "At", ""),
        (
            (
                tag("span", mark(one.kind), text(KINDS[one.kind])),
                time_button(at, KINDS[one.kind]),
                text(in_short(one)),
            )
            for at, one in timed
        ),
    )
    spoken = {
        speaker: sum(max(0.0, t.end - t.start) for t in exported.turns if t.speaker is speaker) for speaker in Speaker
    }
    shares = tag("p", text(", ".join(f"{SPEAKERS[speaker]} {clock(spoken[speaker])}" for speaker in Speaker) + "."))
    return tag("details", tag("summary", text("The time line in words")), joined((shares, phases, marks)))
