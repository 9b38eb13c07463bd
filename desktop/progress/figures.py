"""The figures drawn over the last sessions, each with its words; what is missing where there are too few. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from desktop.language import tr, trn
from desktop.session_words import when_of
from interviewer.progress.trends import Trend, Trends
from speech.delivery.pace import TYPICAL_WORDS

AS_REVIEWED = 0.5
"""Steps of the call: less of a gap is none."""
NONE = "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure over time."""

    id: str
    title: str
    trend: Trend
    value: str
    """The latest, or their mean; empty where there are too few."""
    caption: str
    """Its unit and what it was."""
    missing: str
    """What is missing before a line is drawn; empty when there is enough."""
    band: tuple[float, float] | None = None
    """From and to: where most people are, or where nothing is to be said."""
    band_words: str = ""
    text: Callable[[float], str] = str
    """A value as a table has it."""

    @property
    def said(self) -> str:
        """All of it, as a screen reader says it."""
        if self.missing:
            return self.missing
        told = ", ".join(self.text(point.value) for point in self.trend.points)
        return tr("{value} {caption}; oldest first: {told}", value=self.value, caption=self.caption, told=told)


def delivery(found: Trends) -> tuple[Figure, ...]:
    """Pace, fillers and the longest pause."""
    least, most = TYPICAL_WORDS
    return (
        _figure(
            "pace",
            tr("Pace"),
            found.pace,
            _whole,
            lambda was: tr("a minute, was {was}", was=was),
            band=TYPICAL_WORDS,
            band_words=tr("{least} to {most}", least=round(least), most=round(most)),
        ),
        _figure("fillers", tr("Fillers"), found.fillers, _tenth, lambda was: tr("a minute, was {was}", was=was)),
        _figure("pause", tr("Longest pause"), found.pause, _seconds, lambda was: tr("was {was}", was=was)),
    )


def self_rating(found: Trends) -> Figure:
    """By how much the candidate's own calls differ from the review's."""
    title, mean = tr("Against the review"), found.gap.mean
    if mean is None or not found.gap.enough:
        return Figure("gap", title, found.gap, "", "", _missing(found.gap, rated=True), text=_steps)
    if abs(mean) < AS_REVIEWED:
        caption = tr("steps on average: as the review")
    elif mean > 0:
        caption = tr("steps on average: higher than the review")
    else:
        caption = tr("steps on average: lower than the review")
    band = (-AS_REVIEWED, AS_REVIEWED)
    return Figure("gap", title, found.gap, _steps(mean), caption, "", band, tr("as the review"), _steps)


def delivery_rows(figures: Sequence[Figure], today: date) -> list[tuple[str, ...]]:
    """The same figures as a table, newest first: day, then a cell a figure."""
    days = {point.session: point.day for one in figures for point in one.trend.points}
    values = [{point.session: one.text(point.value) for point in one.trend.points} for one in figures]
    newest_first = sorted(days, key=lambda session: (days[session], session), reverse=True)
    return [
        (when_of(days[session].isoformat(), today), *(column.get(session, NONE) for column in values))
        for session in newest_first
    ]


def _figure(
    name: str,
    title: str,
    trend: Trend,
    text: Callable[[float], str],
    caption: Callable[[str], str],
    band: tuple[float, float] | None = None,
    band_words: str = "",
) -> Figure:
    if trend.now is None or trend.first is None or not trend.enough:
        return Figure(name, title, trend, "", "", _missing(trend), text=text)
    return Figure(name, title, trend, text(trend.now), caption(text(trend.first)), "", band, band_words, text)


def _missing(trend: Trend, *, rated: bool = False) -> str:
    held = len(trend.points)
    if not held and rated:
        return tr("Not enough yet: {n} sessions with your own rating and a call are needed.", n=trend.missing)
    if not held:
        return tr("Not enough yet: {n} sessions that were spoken are needed.", n=trend.missing)
    if rated:
        return trn(
            "Not enough yet: {n} session with your own rating and a call, {more} more needed.",
            "Not enough yet: {n} sessions with your own rating and a call, {more} more needed.",
            held,
            more=trend.missing,
        )
    return trn(
        "Not enough yet: measured in {n} session, {more} more needed.",
        "Not enough yet: measured in {n} sessions, {more} more needed.",
        held,
        more=trend.missing,
    )


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _tenth(value: float) -> str:
    return f"{value:.1f}"


def _seconds(value: float) -> str:
    return tr("{n} s", n=f"{value:.0f}" if value >= 1 else f"{value:.1f}")


def _steps(value: float) -> str:
    """With its sign, as in "+1.5", and a true minus."""
    shown = f"{value:+.1f}".removesuffix(".0")
    return "0" if shown in ("+0", "-0") else shown.replace("-", "−")
