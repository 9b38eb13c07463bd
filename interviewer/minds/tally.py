"""What became of the lines that were given to a language model in one interview. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interviewer.events import Event, LineWorded
from interviewer.minds.reply_rules import Rule


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over one interview."""

    given: int
    """Lines the model was asked to word."""
    said: int
    """Lines of which its wording was said."""
    refused: Mapping[str, int]
    """Replies that were not said, by the word of the rule they broke, the most frequent first."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why replies were refused, as rests of sentences; rules of a later version are left out."""
        known = {rule.value: rule for rule in Rule}
        return tuple(known[word].broken for word in self.refused if word in known)


def tally(events: Iterable[Event]) -> Tally:
    """Count what the events of an interview tell."""
    worded = [event for event in events if isinstance(event, LineWorded)]
    refused = Counter(word for event in worded for word in event.refused)
    return Tally(len(worded), sum(event.said for event in worded), dict(refused.most_common()))
