"""Everything remarked on a session, by anybody, for an export. Pure.

What the program said of its own faults is worded anew: the sentences that were shown name devices and folders of this
computer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from desktop.language import tr
from desktop.replay.annotated import Annotated, maker_words, of_note, why_words
from desktop.report.values import Report
from interviewer.events import Event, Fault, Gap, LineSaid, Part, Role
from interviewer.export.values import Remark
from interviewer.records.notes import Note
from interviewer.review.annotations import Annotation, Mark
from interviewer.review.stances import Stance
from interviewer.review.values import Reviewer
from speech.words import SAMPLE_RATE


def remarks_of(
    report: Report,
    remarked: Annotated,
    delivery: Iterable[Annotation],
    notes: Sequence[Note],
    events: Sequence[Event],
) -> list[Remark]:
    """By their times, those without one last; what the candidate has hidden is left out."""
    annotations = [*remarked.annotations, *delivery]
    found = [_remark(one, remarked.stances.of(one)) for one in annotations]
    found += [_remark(of_note(note), None) for note in notes]
    shown = [one for one in found if one is not None]
    shown += [*_without_a_moment(report, {one.text for one in shown}), *_of_record(events)]
    return sorted(shown, key=lambda one: (one.start is None, one.start or 0.0))


def _remark(one: Annotation, stance: Stance | None) -> Remark | None:
    if stance is Stance.HIDDEN:
        return None
    estimate = one.made_by.kind is Reviewer.MODEL
    thought = {Stance.AGREE: tr("agreed"), Stance.DISAGREE: tr("disagreed")}
    return Remark(
        kind=Mark(one.kind.value),
        start=one.start,
        end=one.end if one.end > one.start else None,
        text=why_words(one),
        quote=one.quote,
        about=one.title,
        better=one.better,
        drill=one.drill,
        by=_maker(one),
        estimate=estimate,
        thought=thought.get(stance, "") if stance is not None else "",
        case=bool(one.better),
    )


def _maker(one: Annotation) -> str:
    if one.made_by.kind is Reviewer.MODEL:
        return one.made_by.name
    return tr("Candidate") if one.made_by.kind is Reviewer.SELF else maker_words(one.made_by)


def _without_a_moment(report: Report, told: set[str]) -> Iterator[Remark]:
    """What was missing everywhere, and so was remarked on nowhere."""
    for card in report.improvements:
        if card.missing not in told:
            yield Remark(
                Mark.GAP,
                card.moment.at,
                text=card.missing,
                quote=card.moment.quote,
                about=card.title,
                better=card.better,
                source=card.source,
                drill=card.drill,
                by=next((rater.label for rater in report.raters if rater.name == report.rater), ""),
                estimate=report.verdict is not None and report.verdict.estimate,
                case=True,
            )


def _of_record(events: Sequence[Event]) -> Iterator[Remark]:
    for event in events:
        match event:
            case LineSaid(role=Role.HINT):
                yield Remark(Mark.HINT, event.t, text=event.text)
            case Fault():
                yield Remark(Mark.TROUBLE, event.t, text=_trouble(event.part))
            case Gap():
                at = event.frame / SAMPLE_RATE if event.frame is not None else event.t
                lost = f"{event.frames / SAMPLE_RATE:.1f}"
                text = tr("{seconds} s of sound never arrived.", seconds=lost)
                yield Remark(Mark.LOST, at, at + event.frames / SAMPLE_RATE, text=text)


def _trouble(part: Part) -> str:
    return {
        Part.MICROPHONE: tr("There was trouble with the microphone."),
        Part.TRANSCRIBER: tr("There was trouble with speech recognition."),
        Part.VOICE: tr("There was trouble with the interviewer’s voice."),
        Part.MIND: tr("There was trouble with the language model."),
        Part.DISK: tr("There was trouble with the disk."),
        Part.RECORD: tr("There was trouble with keeping the record."),
    }[part]
