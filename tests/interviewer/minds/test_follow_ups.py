"""What is asked next hangs on what was said, on the clock and, between equals, on the seed."""

from __future__ import annotations

import dataclasses
import re

import pytest

from interviewer.content.model import FollowUp, Question, Round
from interviewer.events import Role
from interviewer.minds.follow_ups import quote_ids
from interviewer.minds.line import Line
from interviewer.ports import Trigger
from tests.interviewer.minds.support import (
    EXECUTION_METRICS,
    EXECUTION_PURPOSE,
    PACK,
    PEOPLE,
    ROUNDS,
    Talk,
    first_of_each,
    opened,
    question,
    some_of_each,
    some_questions,
)

BLAND = "That is how I see it."
SPOKEN_EARLY = {
    "product_sense": "I'd focus on newcomers with little money.",
    "strategy": "The market grows, and our largest competitor holds half of it.",
    "estimation": "I assume one country and one year.",
}
SPOKEN_LATE = {name: people[1] for name, people in PEOPLE.items()}
METRIC = "completed visits per week"
TRADE_OFF_BEGINS = 26 * 60
"""Of 35 minutes of the execution round."""


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z']+", text.lower()))


def alike(first: str, second: str) -> float:
    """Share of common words of all words of two texts."""
    one, other = words(first), words(second)
    return len(one & other) / len(one | other)


def lines_after(asked: Question, answer: str, count: int, seconds: float = 240, seed: int = 0) -> list[Line]:
    talk = opened(asked, seed=seed)
    return [talk.answer(answer, seconds), *(talk.answer(BLAND, 60) for _ in range(count - 1))]


@pytest.mark.parametrize("people", PEOPLE.values(), ids=PEOPLE)
def test_the_written_answers_have_little_in_common(people: tuple[str, str]) -> None:
    assert alike(*people) < 0.2


@some_of_each
def test_two_different_answers_get_visibly_different_follow_ups(asked: Question) -> None:
    first, second = (lines_after(asked, answer, 3) for answer in PEOPLE[asked.round])
    assert alike(first[0].text, second[0].text) < 0.5, (first[0], second[0])
    assert len({line.text for line in first} - {line.text for line in second}) >= 2, (first, second)


@some_of_each
def test_a_round_ends_by_itself_after_all_it_has_to_ask(asked: Question) -> None:
    talk = opened(asked)
    roles: list[Role] = []
    while not roles or roles[-1] is not Role.CLOSING:
        roles.append(talk.answer(PEOPLE[asked.round][len(roles) % 2], 70).role)
        assert len(roles) < 30
    kinds = PACK.round_of(asked).kinds
    assert {Role(kind.role) for kind in kinds} <= set(roles)
    for kind in kinds:
        follow_ups = {each.id for each in (*asked.follow_ups, *PACK.round_of(asked).follow_ups) if each.kind == kind.id}
        for main in talk.plan.questions:
            count = sum(exchange.item in {f"{main.id}/{each}" for each in follow_ups} for exchange in talk.exchanges)
            assert count <= kind.most


# --- what is still missing, and what was said ------------------------------------------------------------------------


def test_the_least_covered_important_item_is_asked_for_first() -> None:
    library = question("library-holds")
    assert opened(library).answer(EXECUTION_METRICS, 1300).item == f"{library.id}/what-could-break"
    assert opened(library).answer(EXECUTION_PURPOSE, 1300).item == f"{library.id}/single-number"


def test_what_was_covered_meanwhile_is_no_longer_asked_for() -> None:
    library = question("library-holds")
    talk = opened(library)
    talk.answer(EXECUTION_METRICS, 700)
    line = talk.answer("A guardrail would be staff minutes per hold. It must not get worse.", 600)
    assert line.role is Role.PROBE
    assert line.item != f"{library.id}/what-could-break"


@first_of_each
def test_no_item_is_probed_twice(asked: Question) -> None:
    items = {f"{asked.id}/{each.id}": each.item for each in (*asked.follow_ups, *PACK.round_of(asked).follow_ups)}
    talk = opened(asked, 10)
    probes = [line for line in (talk.answer(BLAND, 5) for _ in range(12)) if line.role is Role.PROBE]
    probed = [items[line.item] for line in probes if line.item in items]
    assert len(probed) >= 2
    assert len(probed) == len(set(probed))


# --- between follow-ups made up for it -------------------------------------------------------------------------------


def probe(item: str, quoting: str = "", kind: str = "probe") -> FollowUp:
    return FollowUp(id=f"on-{item}", kind=kind, spoken=f"What of {item}?", quoting=quoting, probes="It.", item=item)


def talk_of(round_id: str, *own: FollowUp, shared: tuple[FollowUp, ...] = (), seed: int = 0) -> Talk:
    """An interview in which nothing else can be asked."""
    asked = next(each for each in PACK.questions if each.round == round_id)
    talk = Talk(asked, seed=seed)
    entry = talk.plan.round.model_copy(update={"follow_ups": shared})
    first, *more = (each.model_copy(update={"follow_ups": own}) for each in talk.plan.questions)
    talk.plan = dataclasses.replace(talk.plan, round=entry, question=first, more=tuple(more))
    talk.say(Trigger.OPENING)
    return talk


def test_the_same_words_are_not_quoted_in_line_after_line() -> None:
    items = ("why_exists", "segments", "objectives", "guardrails")
    talk = talk_of("execution", *(probe(item, f"With {{north_star}}, what of {item}?") for item in items))
    lines = [talk.answer("The north star would be completed visits per week.", 10).text]
    lines += [talk.answer(BLAND, 10).text for _ in range(3)]
    assert [METRIC in line for line in lines] == [True, True, False, False], lines


def test_what_belongs_to_the_phase_the_clock_is_in_comes_first_among_equals() -> None:
    for seed in range(8):
        talk = talk_of("execution", probe("journeys"), probe("objectives_prioritised"), seed=seed)
        assert talk.answer(BLAND, 13 * 60).item.endswith("/on-objectives_prioritised")


def test_what_was_asked_about_another_story_waits() -> None:
    shared = (probe("own_actions", "You decided to {decision}. What did you do?"),)
    talk = talk_of("behavioural", probe("result"), shared=shared)
    assert talk.answer("I decided to drop the weekend courses.", 100).item.endswith("/on-own_actions")
    talk.seconds = 12 * 60
    assert talk.answer("So it was.", 10).role is Role.QUESTION
    lines = [talk.answer("I decided to sell the old bakery.", 60), talk.answer(BLAND, 60)]
    assert [line.item.rsplit("/", 1)[1] for line in lines] == ["on-result", "on-own_actions"]


# --- trade-offs ------------------------------------------------------------------------------------------------------


def trade_off(asked: Question, answer: str, seed: int = 0) -> Line:
    line = opened(asked, seed=seed).answer(answer, TRADE_OFF_BEGINS)
    assert line.role is Role.TRADE_OFF
    return line


def own_trade_offs(asked: Question) -> list[FollowUp]:
    return [each for each in asked.follow_ups if each.kind == "trade_off"]


def execution_questions() -> list[Question]:
    return [each for each in PACK.questions if each.round == "execution"]


def test_a_trade_off_is_built_on_the_candidates_metric() -> None:
    for asked in execution_questions():
        assert METRIC in trade_off(asked, EXECUTION_METRICS).text.lower(), asked.id


def test_a_trade_off_written_for_the_question_comes_before_one_that_quotes_as_well() -> None:
    for asked in execution_questions():
        quoting = [f"{asked.id}/{each.id}" for each in own_trade_offs(asked) if quote_ids(each) == ["north_star"]]
        if quoting:
            assert trade_off(asked, EXECUTION_METRICS).item in quoting


def test_one_that_quotes_a_metric_comes_before_one_of_the_question_that_quotes_nothing() -> None:
    asked = execution_questions()[0]
    mute = tuple(each.model_copy(update={"quoting": ""}) for each in asked.follow_ups)
    line = trade_off(asked.model_copy(update={"follow_ups": mute}), EXECUTION_METRICS)
    assert METRIC in line.text.lower()
    assert line.item.removeprefix(f"{asked.id}/") in {each.id for each in ROUNDS["execution"].follow_ups}


def test_without_anything_to_quote_it_is_one_of_the_question() -> None:
    for asked in execution_questions():
        ids = {f"{asked.id}/{each.id}" for each in own_trade_offs(asked) if not each.when}
        if ids:
            assert trade_off(asked, "It hangs on many things.").item in ids


def test_sessions_on_one_question_do_not_always_share_a_trade_off() -> None:
    asked = execution_questions()[0]
    bare = asked.model_copy(update={"follow_ups": tuple(each for each in asked.follow_ups if each.kind == "probe")})
    drawn = [trade_off(bare, EXECUTION_METRICS, seed).item for seed in range(8)]
    assert len(set(drawn)) >= 3
    assert drawn == [trade_off(bare, EXECUTION_METRICS, seed).item for seed in range(8)]


# --- challenges, the case and what was skipped -----------------------------------------------------------------------


CHALLENGED = [each for each in some_questions(2) if any(k.role == "challenge" for k in PACK.round_of(each).kinds)]


@pytest.mark.parametrize("asked", CHALLENGED, ids=lambda asked: asked.id)
def test_nothing_is_challenged_before_anything_was_said(asked: Question) -> None:
    talk = opened(asked)
    roles = [talk.answer("Hm, well.", 100).role for _ in range(20)]
    assert Role.CHALLENGE not in roles
    assert roles[-1] is Role.CLOSING


def probes_only(asked: Question) -> Talk:
    """An interview in which all probes are used up at the beginning, by somebody who spoke of the beginning only."""
    talk = opened(asked)
    talk.plan = dataclasses.replace(talk.plan, round=without_probes(talk.plan.round))
    return talk


def without_probes(entry: Round) -> Round:
    kinds = tuple(each.model_copy(update={"most": 0}) if each.role == "probe" else each for each in entry.kinds)
    return entry.model_copy(update={"kinds": kinds})


PHASED = [each for each in CHALLENGED if any(item.phase for item in PACK.round_of(each).items)]


@pytest.mark.parametrize("asked", PHASED, ids=lambda asked: asked.id)
def test_a_challenge_does_not_come_before_its_phase(asked: Question) -> None:
    entry = PACK.round_of(asked)
    challenges = {kind.id for kind in entry.kinds if kind.role == "challenge"}
    first = next(number for number, phase in enumerate(entry.phases) if challenges & set(phase.kinds))
    begins = sum(phase.minutes for phase in entry.phases[:first]) * 60
    assert probes_only(asked).answer(SPOKEN_EARLY[asked.round], begins - 60).role is not Role.CHALLENGE
    assert probes_only(asked).answer(SPOKEN_LATE[asked.round], begins - 60).role is Role.CHALLENGE
    assert probes_only(asked).answer(SPOKEN_LATE[asked.round], begins + 60).role is Role.CHALLENGE


@pytest.mark.parametrize(("minute", "role"), [(26, Role.NUDGE), (31, Role.CHALLENGE)])
def test_what_was_said_before_its_phase_is_challenged_once_that_is_over(minute: int, role: Role) -> None:
    talk = talk_of("product_sense", probe("challenge_handled", kind="constraint"))
    assert talk.answer("I have two ideas, one idea is a card, another idea is a menu.", minute * 60).role is role


def test_one_item_of_a_story_is_too_little_to_challenge() -> None:
    what_if = probe("what_if", kind="what_if")
    assert talk_of("behavioural", what_if).answer("It was last year.", 60).role is Role.QUESTION
    more = "It was last year. I was responsible for the calendar."
    assert talk_of("behavioural", what_if).answer(more, 60).role is Role.CHALLENGE


def test_the_case_opens_in_its_phase_or_when_nothing_is_left() -> None:
    library = question("library-holds")
    assert opened(library).answer(EXECUTION_METRICS, 30 * 60).role is Role.TROUBLESHOOTING
    early = opened(library)
    assert early.until(Role.TROUBLESHOOTING).item == f"{library.id}/fewer-collected"
    asked = [exchange.role for exchange in early.exchanges]
    assert asked.count(Role.PROBE) == 4
    assert asked.count(Role.TRADE_OFF) == 2
    assert early.seconds < 10 * 60


def after_the_case(talk: Talk, seconds: float) -> Line:
    assert talk.answer(EXECUTION_METRICS, 29.5 * 60).role is Role.TROUBLESHOOTING
    assert talk.answer("I think it was caused by a bug.", 10).role is Role.TROUBLESHOOTING
    return talk.answer("I would roll it back.", seconds)


def test_what_a_long_answer_skipped_is_asked_when_there_is_time() -> None:
    assert after_the_case(opened(question("library-holds")), 10).role is Role.TRADE_OFF


def test_what_was_skipped_stays_so_when_there_is_little_time() -> None:
    assert after_the_case(opened(question("library-holds")), 220).role is Role.CLOSING


def test_a_nudge_moves_on_and_is_not_repeated() -> None:
    talk = opened(question("library-holds"))
    nudges = [line.item for line in (talk.answer("Hm, well.", 10) for _ in range(12)) if line.role is Role.NUDGE]
    assert nudges[0] == "execution/nudge/rationale"
    assert len(nudges) == len(set(nudges)) >= 3
