"""What of a round's framework an answer has done, with the sentence that did it, and the metrics it named. Pure.

Naming a framework is not doing it: sentences that only announce count for nothing, and a question back does only what
asking does. Where a round has a trained reader it estimates each sentence and this module decides; where it has none,
the cues of its items do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from interviewer.content import cues
from interviewer.content.model import Item, Round
from interviewer.listening.claim import METRIC_ROLES, Claim
from interviewer.listening.goals import goals
from interviewer.listening.metric_table import Mention, is_countable, table
from interviewer.listening.naming import claims
from interviewer.listening.reader import Reads, Sentence
from interviewer.listening.sentences import Heard, sentences
from interviewer.listening.spoken import Spoken
from interviewer.listening.substance import Evidence, Said, Substance
from interviewer.listening.turn_kinds import asks_back

DONE = 0.4
"""An item estimated at least so high was done in a sentence."""
DOUBTED = 0.15
"""A lower estimate is not believed whatever cue there is."""
ANNOUNCED = 0.7
"""From here on a sentence only says what is to come."""
RECITED_ITEMS = 5
RECITED_SHARE = 0.5
"""Who names so many items of the framework and does at most this share of them has recited it."""

WISHES = frozenset({"assumptions"})
"""What can be done by saying what one would build; a feature is no outcome, no threat and no metric."""

QUOTED = frozenset({"north_star", "guardrail", "objective"})
"""Quotes of a round that are roles of its metric table."""

DOES = MappingProxyType({**METRIC_ROLES, "objective": "objectives"})
"""Roles of the table, with the item that filling one does."""


@dataclass(frozen=True, slots=True)
class _Found:
    """One item in one sentence."""

    item: str
    chance: float
    evidence: Evidence


def framework(entry: Round) -> tuple[Item, ...]:
    """Items an answer to the question itself can cover; the others are answers to what is asked later."""
    return tuple(item for item in entry.items if item.cues and "probe" in _asked_by(item, entry))


def _asked_by(item: Item, entry: Round) -> frozenset[str]:
    """Roles of the lines that ask for an item, by the kinds of its phase."""
    roles = {kind.id: kind.role for kind in entry.kinds}
    phases = [phase for phase in entry.phases if item.phase in (phase.id, "")]
    return frozenset(roles[kind] for phase in phases for kind in phase.kinds)


def _may_be_done(item: Item, entry: Round, said: Said) -> bool:
    """Whether an answer can do an item: what only a later line asks for is done in answers to such lines."""
    by = _asked_by(item, entry)
    return "probe" in by or said.asked in by


def read_substance(entry: Round, answers: Sequence[Said], reader: Reads | None = None) -> Substance:
    """What all the answers together have in them."""
    found: list[_Found] = []
    mentions: list[Mention] = []
    known = {item.id for item in entry.items}
    for said in answers:
        heard = sentences(said.text)
        asked = _asked_back(entry, heard)
        estimates = _estimates(entry, heard, reader, asked) if reader else []
        by_reader = frozenset(estimates[0].items) if estimates else frozenset()
        found += _by_cues(entry, said, heard, by_reader)
        if not reader:
            mentions += _quoted(entry, heard)
            continue
        claimed, refused = _claimed(entry, heard, estimates, asked)
        found += _by_reader(entry, said, heard, estimates, refused)
        for claim, words in claimed:
            mentions.append(Mention(claim.role, words, (said.answer, claim.sentence)))
            seems = claim.cued or estimates[claim.sentence].items.get(DOES[claim.role], 0.0) >= DOUBTED
            counts = claim.role == "objective" or is_countable(words, entry.metrics)
            if DOES[claim.role] in known and seems and counts:
                found.append(_Found(DOES[claim.role], claim.chance, _evidence(said, heard[claim.sentence])))
    best: dict[str, _Found] = {}
    for each in found:
        if each.item not in best or each.chance > best[each.item].chance:
            best[each.item] = each
    coverage = {item.id: best[item.id].evidence for item in entry.items if item.id in best}
    metrics = table(mentions, entry.metrics, guarded="guardrails" in coverage)
    return Substance(MappingProxyType(coverage), metrics, _recited(entry, answers, set(coverage)))


def _asks(sentence: Heard) -> bool:
    return sentence.text.rstrip().endswith("?")


def _asked_back(entry: Round, heard: list[Heard]) -> frozenset[int]:
    """The sentences put to the interviewer: those that ask, in an answer that asks back."""
    if not asks_back(entry, [sentence.text for sentence in heard]):
        return frozenset()
    return frozenset(number for number, sentence in enumerate(heard) if _asks(sentence))


def _estimates(entry: Round, heard: list[Heard], reader: Reads, asked: frozenset[int]) -> list[Sentence]:
    befores = ["", *(sentence.text for sentence in heard)]
    estimates = [reader.sentence(sentence.text, before) for sentence, before in zip(heard, befores, strict=False)]
    return [_when_asked(entry, one) if number in asked else one for number, one in enumerate(estimates)]


def _when_asked(entry: Round, estimate: Sentence) -> Sentence:
    """What is left of an estimate where asking is not as good as stating."""
    counts = {item.id for item in entry.items if item.asked_counts}
    items = {item: chance if item in counts else 0.0 for item, chance in estimate.items.items()}
    return replace(estimate, items=items, named=())


def _claimed(
    entry: Round, heard: list[Heard], estimates: list[Sentence], asked: frozenset[int]
) -> tuple[list[tuple[Claim, str]], set[int]]:
    """Metrics and objectives with their words as heard, and the sentences that only turn metrics down."""
    spoken = [Spoken.of(sentence.text) for sentence in heard]
    named, refused = claims(spoken, estimates, entry.metrics)
    aims = goals(spoken, estimates, named, entry.metrics)
    every = [claim for claim in named if claim.role != "objective"] + aims
    stated = (claim for claim in every if claim.sentence not in asked)
    return [(claim, spoken[claim.sentence].said(claim.first, claim.last)) for claim in stated], refused


def _by_reader(
    entry: Round, said: Said, heard: list[Heard], estimates: list[Sentence], refused: set[int]
) -> Iterator[_Found]:
    known = {item.id: item for item in entry.items}
    for number, (sentence, estimate) in enumerate(zip(heard, estimates, strict=False)):
        if estimate.announces >= ANNOUNCED:
            continue
        plain = cues.plain_sentence(sentence.text)
        for item, chance in estimate.items.items():
            if number in refused and item in METRIC_ROLES.values():
                continue
            if item not in WISHES and cues.heard(entry.metrics.wished, plain):
                continue
            # A cue alone is not enough, and where there is one less certainty is.
            if item in known and (chance >= DONE or (chance >= DOUBTED and cues.heard(known[item].cues, plain))):
                yield _Found(item, chance, _evidence(said, sentence))


def _by_cues(entry: Round, said: Said, heard: list[Heard], but: frozenset[str]) -> Iterator[_Found]:
    """Items with a cue in a sentence that does more than announce; a question counts only where asking does."""
    stated, asked = _lines(entry, heard)
    for item in (item for item in entry.items if _may_be_done(item, entry, said)):
        lines = stated + asked if item.asked_counts else stated
        # Looked for in all lines at once: most cues are in none of them.
        if item.id in but or not cues.heard(item.cues, "\n".join(plain for plain, _ in lines)):
            continue
        first = next(sentence for plain, sentence in lines if cues.heard(item.cues, plain))
        yield _Found(item.id, 1.0, _evidence(said, first))


def _lines(entry: Round, heard: list[Heard]) -> tuple[list[tuple[str, Heard]], list[tuple[str, Heard]]]:
    """Sentences that state something and sentences that ask, each with its plain form; announcements are neither."""
    stated, asked = [], []
    for sentence in heard:
        plain = cues.plain_sentence(sentence.text)
        if _asks(sentence):
            asked.append((plain, sentence))
        elif not cues.heard(entry.listening.announces, plain):
            stated.append((plain, sentence))
    return stated, asked


def _evidence(said: Said, sentence: Heard) -> Evidence:
    return Evidence(sentence.text, said.answer, said.moment(sentence.at))


def _quoted(entry: Round, heard: list[Heard]) -> Iterator[Mention]:
    """Without a reader only what can be quoted is known of the metrics."""
    plain = "\n".join(line for line, _ in _lines(entry, heard)[0])
    trimming = entry.listening.trimming
    for quote in entry.quotes:
        words = cues.last_quote(quote.cues, plain, trimming) if quote.id in QUOTED else ""
        if words:
            yield Mention(quote.id, words)


def _recited(entry: Round, answers: Sequence[Said], done: set[str]) -> bool:
    """Whether the framework's words were said and most of them not done."""
    plain = cues.plain("\n".join(said.text for said in answers))
    named = {item.id for item in entry.items if cues.heard(item.named, plain)}
    return len(named) >= RECITED_ITEMS and len(named & done) <= RECITED_SHARE * len(named)
