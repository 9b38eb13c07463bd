"""What a language model is told before it words the next line: a record of the interview, short and in order. Pure.

What stays the same from turn to turn stands first, the last answer after it, and what depends on the whole answer last:
so a server that remembers the beginning of what it read has little to read anew. Long interviews are condensed by
code, and what is left out is said to be.

Nothing of a case is in it but what the candidate was told: what a model was never sent it cannot give away.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.content.model import Case, Question, Round
from interviewer.events import ASKING, Role
from interviewer.minds.follow_ups import Aim
from interviewer.minds.ledger import Claim
from interviewer.ports import Exchange, Situation

LETTERS = "abc"
"""Names of the aims a model chooses from. Three: a model of one billion parameters still reads them all."""
LEFT_OUT = "(beginning left out)"
ANSWER = "last_answer"
"""The key of the last answer, the one value that grows while the candidate speaks."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a record is shown."""

    answer_words: int
    """Of the last answer, its end; a multiple of `block_words` is cut off."""
    claims: int
    """The most important ones, newer ones before older ones."""
    asked: int
    """The last lines asked."""
    block_words: int = 150
    """An answer that grows past its room loses so many words at once, so that its beginning seldom changes."""


ROOMS = (Room(450, 14, 12), Room(300, 8, 8), Room(150, 4, 4, 75), Room(75, 0, 2, 25))
"""From the widest to the closest: three minutes of an answer down to half a minute."""


def briefing(
    situation: Situation, claims: Sequence[Claim], aims: Sequence[Aim], covered: frozenset[str], room: Room = ROOMS[0]
) -> dict[str, object]:
    """The whole record. `claims` and `covered`, ids of items that were done, are those of earlier answers: the last one
    stands there itself, and what it did is left out of the aims."""
    return {
        **opening(situation, claims, covered, room),
        "phase": situation.phase.title,
        "minutes_left": max(0, round(situation.seconds_left / 60)),
        "aims": {letter: aim.line.text for letter, aim in zip(LETTERS, aims, strict=False)},
    }


def opening(
    situation: Situation, claims: Sequence[Claim], covered: frozenset[str], room: Room = ROOMS[0]
) -> dict[str, object]:
    """The record as far as the last answer: all that is known before the answer is complete."""
    plan, question = situation.plan, situation.question
    answered = last_answered(situation)
    asked = [one.asked for one in situation.about_question if one.role in ASKING and one.item != question.id]
    phases = (phase for phase in plan.phases if phase.question == situation.phase.question)
    return {
        "interview_question": question.spoken,
        "mode": plan.mode.value,
        "plan_minutes": {phase.title: round(phase.seconds / 60) for phase in phases},
        "facts_told": list(facts_told(situation)),
        "already_asked": asked[-room.asked :],
        "covered": [item.label or item.title for item in plan.round.items if item.id in covered],
        "claims": [_claim(claim) for claim in _weightiest(claims, room.claims)],
        "last_question": answered.asked if answered else "",
        ANSWER: _end_of(answered.answered if answered else "", room),
    }


def last_answered(situation: Situation) -> Exchange | None:
    """The line that has the last answer, whatever the interviewer has put in since."""
    return next((one for one in reversed(situation.exchanges) if one.answered), None)


def before_last_answer(situation: Situation) -> tuple[Exchange, ...]:
    """What was said about this main question before the line that has the last answer."""
    last = last_answered(situation)
    return tuple(one for one in situation.about_question if last is None or one.line < last.line)


def facts_told(situation: Situation) -> Iterator[str]:
    """What the interviewer has given away so far, from briefs and case sheets: the facts a line may build on."""
    facts = [*_brief_facts(situation), *(fact.fact for case in cases_of(situation) for fact in case.facts)]
    told = [one.asked for one in situation.exchanges if one.role is Role.CLARIFICATION]
    return (fact for fact in dict.fromkeys(facts) if any(fact in line for line in told))


def secrets(situation: Situation) -> Iterator[str]:
    """What nobody may say: facts of cases and briefs that were not told, causes, fitting actions, and hints."""
    told = frozenset(facts_told(situation))
    for case in cases_of(situation):
        yield from (text for text in (case.cause, case.action, *(fact.fact for fact in case.facts)) if text not in told)
    yield from (fact for fact in _brief_facts(situation) if fact not in told)
    given = {one.asked for one in situation.exchanges if one.role is Role.HINT}
    for question in situation.plan.questions:
        yield from (hint for hint in question.hints.graded if hint not in given)


def cases_of(situation: Situation) -> Iterator[Case]:
    """The cases of all main questions and of the round."""
    sources: list[Question | Round] = [*situation.plan.questions, situation.plan.round]
    for source in sources:
        yield from (follow_up.case for follow_up in source.follow_ups if follow_up.case is not None)


def _brief_facts(situation: Situation) -> list[str]:
    return [fact.fact for question in situation.plan.questions for fact in question.brief.facts]


def _weightiest(claims: Sequence[Claim], most: int) -> list[Claim]:
    """The most important claims, later ones rather than earlier ones, in the order in which they were said."""
    order = sorted(range(len(claims)), key=lambda number: (claims[number].importance, number), reverse=True)
    return [claims[number] for number in sorted(order[:most])]


def _claim(claim: Claim) -> str:
    if claim.at is None:
        return f"{claim.what}: {claim.words}"
    minutes, seconds = divmod(round(claim.at), 60)
    return f"{minutes}:{seconds:02d} {claim.what}: {claim.words}"


def _end_of(answer: str, room: Room) -> str:
    """The end of an answer, as much as there is room for."""
    words = answer.split()
    over = len(words) - room.answer_words
    if over <= 0:
        return " ".join(words)
    cut = -(-over // room.block_words) * room.block_words
    return " ".join([LEFT_OUT, *words[cut:]])
