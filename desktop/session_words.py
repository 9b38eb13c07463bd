"""A session in words, as lists show and say it: when, what, how long, what it was called. Pure; no Qt."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from desktop.language import tr, trn
from interviewer.records.origins import Origin
from interviewer.records.states import State
from interviewer.review.call import Call

if TYPE_CHECKING:
    from interviewer.records.listed import Listed

Mark = Literal["hire", "lean", "no", "none", "damaged"]
"""The glyph before the verdict: filled check, outlined check, bar, nothing, warning."""


def today_here() -> date:
    """The local day."""
    return datetime.now().astimezone().date()


def when_of(started: str, today: date) -> str:
    """A day as in "Yesterday", "Wed 18 Nov" or, of another year, "18 Nov 2025"; empty for no date."""
    day = _day(started)
    if day is None:
        return ""
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    fields = {"weekday": _weekday(day), "day": day.day, "month": _month(day), "year": day.year}
    if day.year == today.year:
        return tr("{weekday} {day} {month}", **fields)
    return tr("{day} {month} {year}", **fields)


def time_of(started: str) -> str:
    """The time of day it began, as in "20:47"; empty for no date."""
    moment = _moment(started)
    return f"{moment:%H:%M}" if moment is not None else ""


def title_of(listed: Listed) -> str:
    """What it was about; the name of its folder where nothing says so."""
    return listed.title or listed.id


def round_title(round_id: str, title: str = "") -> str:
    """A round in words: the shipped ones by name, others by the title their pack gives, else by their id."""
    shipped = {
        "execution": tr("Execution"),
        "product_sense": tr("Product sense"),
        "behavioural": tr("Behavioural"),
        "strategy": tr("Strategy"),
        "estimation": tr("Estimation"),
    }
    return shipped.get(round_id) or title or round_id.replace("_", " ").replace("-", " ").capitalize()


def level_title(level: str) -> str:
    """A level in words."""
    known = {"apm": tr("APM"), "pm": tr("PM"), "senior": tr("Senior PM"), "group": tr("Group PM")}
    return known.get(level, level)


def mode_word(mode: str) -> str:
    """The mode in a word."""
    return {"practice": tr("Practice"), "exam": tr("Exam")}.get(mode, mode.capitalize())


def length_of(listed: Listed) -> str:
    """How long it lasted, in minutes; empty where that is not known."""
    if listed.seconds is None:
        return ""
    minutes = round(listed.seconds / 60)
    return tr("{minutes} min", minutes=minutes) if minutes else tr("< 1 min")


def call_words(call: str) -> str:
    """A call as it stands in a list; empty for none."""
    return {
        Call.STRONG_HIRE.value: tr("Strong hire"),
        Call.HIRE.value: tr("Hire"),
        Call.LEAN_HIRE.value: tr("Lean hire"),
        Call.LEAN_NO_HIRE.value: tr("Lean no hire"),
        Call.NO_HIRE.value: tr("No hire"),
        Call.STRONG_NO_HIRE.value: tr("Strong no hire"),
    }.get(call, "")


def score_word(score: int | None) -> str:
    """A score from 1 to 4 in a word."""
    named = {4: tr("Strong"), 3: tr("Solid"), 2: tr("Developing"), 1: tr("Missing")}
    return named.get(score or 0, tr("Not assessed"))


def verdict_of(listed: Listed) -> str:
    """What stands where the call stands: the call, or why there is none."""
    if listed.problem:
        return tr("Damaged")
    if listed.state == State.RECORDING.value:
        return tr("Still open")
    return call_words(listed.call) or (tr("Not transcribed") if listed.unkept else tr("No call"))


def verdicts() -> tuple[str, ...]:
    """Everything `verdict_of` can say, for measuring."""
    return (*map(call_words, Call), tr("Damaged"), tr("Still open"), tr("Not transcribed"), tr("No call"))


def mark_of(listed: Listed) -> Mark:
    """The glyph before the verdict."""
    if listed.problem:
        return "damaged"
    if listed.call in (Call.STRONG_HIRE.value, Call.HIRE.value):
        return "hire"
    if listed.call == Call.LEAN_HIRE.value:
        return "lean"
    return "no" if call_words(listed.call) else "none"


def badge_of(listed: Listed) -> str:
    """A word beside the title, where something is to be known of the session."""
    if listed.problem:
        return ""
    if listed.origin == Origin.BUNDLE:
        return tr("Shared")
    if listed.origin == Origin.SAMPLE:
        return tr("Sample")
    if listed.redo_of:
        return tr("Redo")
    if listed.state == State.RECOVERED.value:
        return tr("Recovered")
    return tr("Interrupted") if listed.ended == "interrupted" else ""


def size_text(size: int) -> str:
    """Bytes as people read them, in powers of ten: 640 kB, 23 MB, 1.2 GB."""
    if size < 1_000_000:
        return tr("{n} kB", n=max(1, round(size / 1000)) if size else 0)
    if size < 1_000_000_000:
        return tr("{n} MB", n=f"{size / 1e6:.1f}" if size < 10_000_000 else round(size / 1e6))
    return tr("{n} GB", n=f"{size / 1e9:.1f}")


def in_words(listed: Listed, today: date, snippet: str = "") -> str:
    """The whole row as a screen reader says it."""
    unkept = trn("{n} answer not transcribed", "{n} answers not transcribed", listed.unkept) if listed.unkept else ""
    parts = (
        title_of(listed),
        badge_of(listed),
        when_of(listed.started, today),
        round_title(listed.round) if listed.round else "",
        mode_word(listed.mode),
        length_of(listed),
        verdict_of(listed),
        unkept,
        listed.problem,
        snippet,
    )
    return ", ".join(part for part in parts if part)


def _moment(started: str) -> datetime | None:
    try:
        return datetime.fromisoformat(started)
    except ValueError:
        return None


def _day(started: str) -> date | None:
    """The local day of the interview, wherever it is read."""
    moment = _moment(started)
    return moment.date() if moment is not None else None


def _weekday(day: date) -> str:
    names = (tr("Mon"), tr("Tue"), tr("Wed"), tr("Thu"), tr("Fri"), tr("Sat"), tr("Sun"))
    return names[day.weekday()]


def _month(day: date) -> str:
    names = (
        *(tr("Jan"), tr("Feb"), tr("Mar"), tr("Apr"), tr("May"), tr("Jun")),
        *(tr("Jul"), tr("Aug"), tr("Sep"), tr("Oct"), tr("Nov"), tr("Dec")),
    )
    return names[day.month - 1]
