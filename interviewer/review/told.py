"""A transcript as a reviewer walks through it: all that was said in order, and quotes with their moment. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interviewer.content import cues
from interviewer.events import Role
from interviewer.listening.substance import Evidence, Said
from interviewer.records.transcript import Answer, Exchange

Told = Exchange | Answer
"""A line of the interviewer, or what the candidate said."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the candidate, as the transcript has them."""

    quote: str
    answer: int
    at: float
    """Session seconds; of a typed answer, those at which it began."""


def in_order(transcript: Iterable[Exchange]) -> tuple[Told, ...]:
    """Lines and answers as they followed each other."""
    told: list[Told] = []
    for exchange in transcript:
        told += [exchange, *exchange.answers] if exchange.line else exchange.answers
    return tuple(sorted(told, key=_place))


def _place(one: Told) -> tuple[float, int, int]:
    """An answer that began in the very moment of the line after it still belongs before that line."""
    return (one.start, one.line, one.number if isinstance(one, Answer) else 0)


def answers_in(told: Iterable[Told]) -> tuple[Answer, ...]:
    return tuple(one for one in told if isinstance(one, Answer))


def said(answer: Answer, asked: Role | None = None) -> Said:
    """An answer as listening takes it; `asked` is the role of the line it answers."""
    heard = Said.of(answer.number, answer.utterances)
    is_whole = heard.text and answer.text.startswith(heard.text)
    return Said(answer.number, answer.text, heard.marks if is_whole else (), asked)


def sentences(answer: Answer) -> Iterator[tuple[str, Quoted]]:
    """The sentences of an answer, each in plain form and as a quote."""
    spoken = said(answer)
    place = 0
    for clause in cues.clauses(answer.text):
        place = answer.text.index(clause, place)
        yield cues.plain_sentence(clause), _quoted(answer, spoken, place, clause.strip())
        place += len(clause)


def quote_of(answer: Answer, wanted: Sequence[tuple[str, ...]]) -> Quoted | None:
    """The first sentence with a cue of the first set that is heard at all; otherwise the last sentence.

    None when nothing was said.
    """
    found = list(sentences(answer))
    for cue_set in wanted:
        for plain, quoted in found:
            if cues.heard(cue_set, plain):
                return quoted
    return found[-1][1] if found else None


def question_in(answer: Answer) -> Quoted | None:
    """The last sentence that ends in a question mark; otherwise the last one."""
    found = [quoted for _, quoted in sentences(answer)]
    asked = [quoted for quoted in found if quoted.quote.endswith("?")]
    candidates = asked or found
    return candidates[-1] if candidates else None


def matched(evidence: Evidence, answers: Iterable[Answer]) -> Quoted | None:
    """Evidence as a quote with its moment; None when the transcript does not have these words there."""
    answer = next((one for one in answers if one.number == evidence.answer), None)
    words = evidence.quote.split()
    if answer is None or not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), answer.text)
    if found is None:
        return None
    if evidence.at is not None:
        return Quoted(found[0], answer.number, evidence.at)
    return _quoted(answer, said(answer), found.start(), found[0])


def _quoted(answer: Answer, spoken: Said, place: int, quote: str) -> Quoted:
    moment = spoken.moment(place)
    return Quoted(quote, answer.number, answer.start if moment is None else moment)
