"""The figures of a session for an export. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from desktop.delivery.others import own_seconds
from desktop.delivery.values import SessionDelivery
from desktop.language import tr
from desktop.replay.marks import hints_of
from desktop.report.values import Report
from interviewer.export.values import Figure, Speaker, Turn
from interviewer.records.library import Session
from speech.delivery.figure import Figure as Measured
from speech.delivery.figure import Sure, enough

SECONDS = "s"


def figures_of(
    session: Session, report: Report, turns: Sequence[Turn], seconds: float, delivery: SessionDelivery | None
) -> Iterator[Figure]:
    """Of the whole, of its delivery, of each answer, of time against plan, of the scores."""
    yield from _whole(session, turns, seconds)
    if delivery is not None:
        yield from _delivery(delivery)
    yield from _answers(session)
    for phase in report.phases:
        yield Figure(tr("Time planned"), phase.title, round(phase.planned, 1), SECONDS)
        spent = None if phase.spent is None else round(phase.spent, 1)
        yield Figure(tr("Time spent"), phase.title, spent, SECONDS)
    for row in report.dimensions:
        yield Figure(tr("Scores"), row.title, row.score, tr("of 4"), row.why)


def _whole(session: Session, turns: Sequence[Turn], seconds: float) -> Iterator[Figure]:
    group = tr("Session")
    yield Figure(group, tr("Length"), round(seconds, 1), SECONDS)
    for speaker, name in (
        (Speaker.INTERVIEWER, tr("The interviewer’s turns last")),
        (Speaker.CANDIDATE, tr("The candidate’s turns last")),
    ):
        lasts = sum(turn.end - turn.start for turn in turns if turn.speaker is speaker)
        yield Figure(group, name, round(lasts, 1), SECONDS)
    words = sum(len(answer.text.split()) for answer in session.answers)
    yield Figure(group, tr("Answers"), len(session.answers), "")
    yield Figure(group, tr("The candidate’s words"), words, "")
    yield Figure(group, tr("Hints"), hints_of(session.events), "")


def _delivery(found: SessionDelivery) -> Iterator[Figure]:
    whole, group, pause = found.whole, tr("Delivery"), found.longest_pause
    named = (
        (tr("Pace"), whole.pace.words_a_minute),
        (tr("Fillers"), found.fillers_a_minute),
        (tr("Pauses"), whole.pauses_a_minute),
        (tr("A pause lasts"), whole.pause_seconds),
        (tr("Hedges"), whole.hedges_in_100),
        (tr("Said again, broken off"), whole.repeats),
        (tr("A sentence has"), whole.sentence_words),
        (tr("Loudness varies by"), whole.voice.loudness_variation),
        (tr("Pitch varies by"), whole.voice.pitch_variation),
    )
    for name, figure in named:
        if figure is not None:
            yield Figure(group, name, figure.value, figure.unit, _how(figure))
    if pause is not None:
        yield Figure(group, tr("Longest pause"), round(pause.seconds, 1), SECONDS, at=pause.start)
    if found.talk_share is not None:
        yield Figure(group, tr("The candidate’s share of the talk"), round(100 * found.talk_share), "%")


def _how(figure: Measured) -> str:
    least = tr("At least: some may have been missed. ") if figure.at_least else ""
    sure = {Sure.GOOD: tr("Sure."), Sure.FAIR: tr("Fairly sure."), Sure.LOW: tr("Not sure.")}[figure.sure]
    return f"{least}{figure.how[:1].upper()}{figure.how[1:]}. {sure}"


def _answers(session: Session) -> Iterator[Figure]:
    for answer in session.answers:
        group = tr("Answer {n}", n=answer.number)
        words, seconds = len(answer.text.split()), own_seconds(session, answer)
        yield Figure(group, tr("Words"), words, "", at=answer.start)
        if seconds and not answer.typed:
            yield Figure(group, tr("Length"), round(seconds, 1), SECONDS, at=answer.start)
            if enough(words, seconds):
                note = tr("Words over the whole time of the answer, silences too.")
                yield Figure(group, tr("Pace"), round(60 * words / seconds), tr("words a minute"), note, answer.start)
