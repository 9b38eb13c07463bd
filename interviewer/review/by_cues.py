"""What is heard by the cues of a round alone, as the scripted interviewer hears it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from interviewer.content import cues
from interviewer.content.model import Round
from interviewer.listening.substance import Evidence, MetricTable, Said, Substance
from interviewer.minds.listening import Listener


def read_by_cues(of: Round, answers: Sequence[Said]) -> Substance:
    """The first sentence with a cue of each item. Of the metric table only what can be quoted; no flags are raised."""
    listener = Listener(of)
    coverage: dict[str, Evidence] = {}
    quotes: dict[str, str] = {}
    for said in answers:
        place = 0
        for clause in cues.clauses(said.text):
            place = said.text.index(clause, place)
            heard = listener.hear([clause])
            quotes |= heard.quotes
            for item in heard.items:
                coverage.setdefault(item, Evidence(clause.strip(), said.answer, said.moment(place)))
            place += len(clause)
    table = MetricTable(
        north_star=quotes.get("north_star"),
        guardrails=tuple(filter(None, [quotes.get("guardrail")])),
        objectives=tuple(filter(None, [quotes.get("objective")])),
    )
    return Substance(MappingProxyType(coverage), table)
