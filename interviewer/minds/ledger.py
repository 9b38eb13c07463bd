"""The claim ledger: what a candidate has committed to so far, in their own words, with the time. Pure.

A claim is a metric, a goal, a group of users, an assumption, or whatever else of the round's framework was done. Only
answers make claims: what was asked back, or asked in a case, commits nobody to anything. A claim that was replaced
later stays, so that an interviewer sees both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from interviewer.content.model import Round
from interviewer.events import ASKING, Role
from interviewer.listening.substance import Substance
from interviewer.listening.turn_kinds import TurnKind
from interviewer.minds.listening import Listener
from interviewer.ports import Exchange

CLAIM_WORDS = 18
"""A claim is cut to so many words: enough to be quoted, and a dozen claims still fit a small model."""
ROLES = MappingProxyType(
    {
        "north_star": "north star",
        "secondary_metrics": "success metric",
        "guardrails": "guardrail",
        "objectives": "objective",
    }
)
"""Items of a framework whose claims are the entries of the metric table, with what such an entry is called."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a candidate has committed to."""

    what: str
    """As a person reads it: north star, guardrail, or the short name of an item."""
    words: str
    """As they were heard."""
    at: float | None
    """Session seconds at which they were said, by the share of the answer before them; None where nobody knows."""
    importance: int = 10
    """Of the item, from 1 to 10; what is in the metric table counts most."""


def claims_in(exchanges: Sequence[Exchange], entry: Round, listener: Listener) -> tuple[Claim, ...]:
    """What was committed to in some exchanges, in the order it was said, nothing twice in the same words."""
    claims: dict[tuple[str, str], Claim] = {}
    for exchange in _answers(exchanges, listener):
        for claim in _claims(exchange, entry, listener.substance(exchange.answered)):
            claims.setdefault((claim.what, claim.words.lower()), claim)
    return tuple(claims.values())


def _answers(exchanges: Sequence[Exchange], listener: Listener) -> Iterator[Exchange]:
    """Those in which something was answered, outside cases."""
    asking: Role | None = None
    for exchange in exchanges:
        asking = exchange.role if exchange.role in ASKING else asking
        said = exchange.answered.strip()
        if said and asking is not Role.TROUBLESHOOTING and listener.turn_kind(said) is TurnKind.ANSWER:
            yield exchange


def _claims(exchange: Exchange, entry: Round, substance: Substance) -> list[Claim]:
    """Those of one answer, as they were said."""
    metrics = substance.metrics
    table = {
        "north_star": (metrics.north_star,) if metrics.north_star else (),
        "secondary_metrics": metrics.secondary,
        "guardrails": metrics.guardrails,
        "objectives": metrics.objectives,
    }
    found = [(_place(exchange, words), ROLES[item], words, 10) for item, named in table.items() for words in named]
    for item in entry.items:
        if item.id in substance.coverage and not table.get(item.id):
            quote = substance.coverage[item.id].quote
            found.append((_place(exchange, quote), item.label or item.title, quote, item.importance))
    found.sort(key=lambda each: each[0])
    return [Claim(what, _cut(words), _at(exchange, place), worth) for place, what, words, worth in found]


def _place(exchange: Exchange, words: str) -> int:
    """Where in the answer something was said; its beginning where the words were put in another form."""
    return max(0, exchange.answered.lower().find(words.lower()))


def _at(exchange: Exchange, place: int) -> float | None:
    if exchange.began is None:
        return None
    return exchange.began + exchange.seconds * place / max(1, len(exchange.answered))


def _cut(words: str) -> str:
    kept = words.split()
    return " ".join(kept[:CLAIM_WORDS]) + (" …" if len(kept) > CLAIM_WORDS else "")
