"""Two takes of one part as the After page shows them, and the redos of a session. Values and their words; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from desktop.language import tr
from desktop.report.substance import mending
from desktop.report.values import Kind, Moment
from desktop.session_words import time_of, today_here, when_of
from interviewer.records.delivered import Delivered
from interviewer.review.takes import TakeHeard


@dataclass(frozen=True, slots=True)
class Take:
    """One of the two."""

    moments: tuple[Moment, ...]
    word: str
    """What the rules heard of it; empty where they cannot tell."""
    kind: Kind
    note: str = ""
    """What the words shown are, where they are not an answer to it; may be empty."""
    metrics: str = ""
    """The metrics or goals heard, and what is to mend; may be empty."""
    delivery: str = ""
    """How it was spoken; empty where nobody listened."""


@dataclass(frozen=True, slots=True)
class Takes:
    """A redo beside its first take."""

    title: str
    """The part."""
    change: str
    """What is different, in a few words; empty where the rules cannot tell."""
    missing: str
    better: str
    source: str
    before: Take | None
    """None: the first take is not there any more."""
    now: Take
    first: str
    """Id of the first take's session; empty when it is gone."""
    remark: str = ""
    """Why there is no comparison; may be empty."""
    again: bool = False
    """Whether the part can be taken up once more."""


@dataclass(frozen=True, slots=True)
class RedoRow:
    """A redo in the list of its first take."""

    session: str
    title: str
    """The part, and when it was redone."""
    change: str


def word_of(heard: TakeHeard | None) -> str:
    """What was heard of a part, in a word or two; empty where nobody can tell."""
    if heard is None or not heard.of:
        return ""
    if heard.of > 1:
        return tr("{done} of {all} done", done=heard.done, all=heard.of)
    return tr("done") if heard.done else tr("in part") if heard.partly else tr("not heard")


def kind_of(heard: TakeHeard | None) -> Kind:
    if heard is None or not heard.worth:
        return "open"
    return "done" if heard.whole else "named"


def change_of(before: TakeHeard | None, now: TakeHeard | None) -> str:
    """The two beside each other."""
    was, is_now = word_of(before), word_of(now)
    if not is_now:
        return ""
    if not was:
        return tr("Now: {now}", now=is_now)
    if was == is_now:
        return tr("Both times: {now}", now=is_now)
    return tr("Before: {before}. Now: {now}.", before=was, now=is_now)


def metrics_of(heard: TakeHeard | None) -> str:
    """The metrics or goals of a part, and what is to mend of them."""
    if heard is None:
        return ""
    said = tr("Heard: {metrics}.", metrics="; ".join(heard.metrics)) if heard.metrics else ""
    return f"{said} {mending(heard.flags)}".strip()


def delivery_of(figures: Delivered | None) -> str:
    """How a take was spoken, in one line."""
    if figures is None:
        return ""
    pace, fillers, pause = figures.words_a_minute, figures.fillers_a_minute, figures.longest_pause
    parts = (
        tr("{n} words a minute", n=round(pace)) if pace is not None else "",
        tr("{n} fillers a minute", n=f"{fillers:.1f}") if fillers is not None else "",
        tr("longest pause {n} s", n=f"{pause:.1f}") if pause is not None else "",
    )
    return " · ".join(filter(None, parts))


def row_title(title: str, started: str) -> str:
    """A redo as the list has it, as in "Guardrails · Today, 20:47"."""
    return f"{title} · {tr('{day}, {time}', day=when_of(started, today_here()), time=time_of(started))}"


def joined(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """Those that have words."""
    return tuple(moment for moment in moments if moment.quote)
