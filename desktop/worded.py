"""Says in a sentence what became of the lines a language model was asked to word. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.language import trn
from interviewer.events import Event
from interviewer.minds.tally import tally


def worded(events: Iterable[Event]) -> str:
    """One or two sentences about one interview; empty when no line was given to a model."""
    counted = tally(events)
    if not counted.given:
        return ""
    told = trn(
        "The language model was given {n} question to word, and {said} was asked in its words.",
        "The language model was given {n} questions to word, and {said} were asked in its words.",
        counted.given,
        said=counted.said,
    )
    refused = sum(counted.refused.values())
    if not refused:
        return told
    percent = round(100 * refused / (refused + counted.said))
    replies = trn(
        "{n} of its replies was refused ({percent}%): it {why}.",
        "{n} of its replies were refused ({percent}%): it {why}.",
        refused,
        percent=percent,
        why=", ".join(counted.reasons),
    )
    return f"{told} {replies}"
