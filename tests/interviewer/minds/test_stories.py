"""A round of several main questions: each has its own time, probes and hints, and leads on to the next."""

from __future__ import annotations

import pytest

from interviewer.content.model import FollowUp, Item, Question
from interviewer.events import Key, Role
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Mode, make_plan
from interviewer.ports import Trigger
from interviewer.turns import TELLING_SECONDS
from tests.interviewer.minds.rehearsal import LINE_SECONDS, Act, Rehearsal
from tests.interviewer.minds.support import PACK, PEOPLE, ROUNDS, Talk, opened, plan_for

FIRST, SECOND = PEOPLE["behavioural"]
STORIES = [each for each in PACK.questions if each.round == "behavioural"]
each_story = pytest.mark.parametrize("asked", STORIES[:4], ids=lambda asked: asked.id)


def mains(talk: Talk) -> list[str]:
    return [exchange.item for exchange in talk.exchanges if exchange.role is Role.QUESTION]


@each_story
@pytest.mark.parametrize(("minutes", "stories"), [(10, 1), (20, 2), (35, 3), (45, 3)])
def test_a_longer_interview_has_more_stories(asked: Question, minutes: int, stories: int) -> None:
    talk = opened(asked, minutes)
    talk.until(Role.CLOSING, FIRST, seconds=minutes * 60 / 14)
    assert mains(talk) == [each.id for each in talk.plan.questions]
    assert len(mains(talk)) == stories


@each_story
def test_the_next_story_is_asked_for_in_so_many_words(asked: Question) -> None:
    talk = opened(asked)
    line = talk.until(Role.QUESTION, FIRST)
    lead = line.text.removesuffix(f" {talk.plan.questions[1].spoken}")
    assert lead in ROUNDS["behavioural"].lines.next_question


def test_two_moves_to_another_story_are_worded_differently() -> None:
    talk = opened(STORIES[0])
    second, third = talk.until(Role.QUESTION, FIRST), talk.until(Role.QUESTION, SECOND)
    leads = [line.text.removesuffix(next_.spoken) for line, next_ in zip((second, third), talk.plan.more, strict=True)]
    assert leads[0] != leads[1]


@each_story
def test_probes_are_counted_for_each_story(asked: Question) -> None:
    talk = opened(asked)
    talk.until(Role.CLOSING, FIRST, seconds=100)
    for number, main in enumerate(talk.plan.questions):
        roles = [one.role for one in talk.exchanges if one.item.startswith(f"{main.id}/")]
        assert 2 <= roles.count(Role.PROBE) <= 3, (number, roles)
        assert roles.count(Role.CHALLENGE) == 1


@each_story
def test_nothing_is_asked_in_the_same_words_about_two_stories(asked: Question) -> None:
    talk = opened(asked)
    talk.until(Role.CLOSING, FIRST, seconds=100)
    said = [one.asked for one in talk.exchanges]
    assert len(said) == len(set(said))


def test_a_shared_probe_waits_behind_those_not_asked_yet() -> None:
    talk = opened(STORIES[0])
    talk.until(Role.CLOSING, "I told them.", seconds=60)
    ids = [one.item.rsplit("/", 1)[1] for one in talk.exchanges if one.role is Role.PROBE]
    assert len(ids) == len(set(ids))


def test_the_clock_moves_on_to_the_next_story() -> None:
    talk = opened(STORIES[0])
    line = talk.answer(FIRST, 13 * 60)
    assert (line.role, line.item) == (Role.QUESTION, talk.plan.questions[1].id)


def test_a_story_whose_time_is_over_is_passed_over() -> None:
    talk = opened(STORIES[0])
    line = talk.answer(FIRST, 25 * 60)
    assert (line.role, line.item) == (Role.QUESTION, talk.plan.questions[2].id)


def test_no_story_is_begun_that_cannot_be_told() -> None:
    talk = opened(STORIES[0])
    assert talk.answer(FIRST, 32 * 60).role is Role.PROBE
    roles = [talk.answer("I told them so.", 20).role for _ in range(8)]
    assert Role.QUESTION not in roles
    assert Role.CLOSING in roles


def test_what_was_said_about_one_story_counts_for_that_one_only() -> None:
    talk = opened(STORIES[0])
    talk.answer(FIRST, 60)
    talk.seconds = 12.5 * 60
    assert talk.answer(FIRST, 10).role is Role.QUESTION
    line = talk.answer("It was a while back.", 30)
    assert line.item.startswith(f"{talk.plan.questions[1].id}/")
    assert "weekend courses" not in line.text


def test_a_story_is_not_broken_into_by_a_word_on_time() -> None:
    rehearsal = Rehearsal(plan_for(STORIES[0]), ScriptedMind())
    told = [Act(Key.DONE, FIRST, 12.5 * 60), Act(Key.DONE, SECOND, 12 * 60), Act(Key.DONE, "", 4 * 60)]
    said = rehearsal.hold(told)
    third = next(one for one in said if one.line.item == rehearsal.state.plan.questions[2].id)
    call = next(one for one in said if one.line.role is Role.TIME_CALL)
    assert third.at < rehearsal.state.plan.seconds - 600 < third.at + 60, "the call falls into the telling"
    assert TELLING_SECONDS <= call.at - third.at - LINE_SECONDS < TELLING_SECONDS + 10


def test_elsewhere_the_word_on_time_comes_in_the_first_pause() -> None:
    asked = next(each for each in PACK.questions if each.round == "execution")
    rehearsal = Rehearsal(plan_for(asked), ScriptedMind())
    call = next(one for one in rehearsal.hold([]) if one.line.role is Role.TIME_CALL)
    assert call.at == pytest.approx(rehearsal.state.plan.seconds - 600 + LINE_SECONDS, abs=5)


def test_hints_are_those_of_the_story_and_begin_anew() -> None:
    talk = opened(STORIES[0])
    assert talk.say(Trigger.HINT).text == STORIES[0].hints.nudge
    assert talk.say(Trigger.HINT).text == STORIES[0].hints.pointer
    talk.answer(FIRST, 13 * 60)
    assert talk.say(Trigger.HINT).text == talk.plan.questions[1].hints.nudge


def test_the_story_that_is_being_told_is_repeated() -> None:
    talk = opened(STORIES[0])
    talk.answer(FIRST, 13 * 60)
    second = talk.plan.questions[1]
    assert talk.say(Trigger.REPEAT).text == second.spoken
    assert talk.answer("Sorry, could you repeat the question?", 4).text == second.spoken


def test_the_brief_of_the_story_answers() -> None:
    talk = opened(STORIES[0])
    talk.answer(FIRST, 13 * 60)
    second = talk.plan.questions[1]
    line = talk.answer("What colour should the sky have in it?", 5, Trigger.ASK)
    assert (line.role, line.text) == (Role.CLARIFICATION, second.brief.default)


# --- items of no phase in a round of several phases ------------------------------------------------------------------


def with_an_item_of_no_phase() -> Talk:
    """An execution interview in which clear wording is wanted in every phase."""
    entry = ROUNDS["execution"]
    clear = Item(id="clear", title="Speaks clearly", phase="", importance=10, cues=("plainly",))
    probe = FollowUp(id="say-it", kind="probe", spoken="Say it plainly?", probes="It.", item="clear", aim="gap")
    asked = next(each for each in PACK.questions if each.round == "execution")
    asked = asked.model_copy(update={"follow_ups": (probe, *asked.follow_ups)})
    talk = Talk(asked)
    talk.mind = ScriptedMind()
    talk.plan = make_plan(entry.model_copy(update={"items": (*entry.items, clear)}), asked, 35, Mode.PRACTICE)
    talk.say(Trigger.OPENING)
    return talk


def test_an_item_of_no_phase_waits_for_a_phase_with_probes() -> None:
    assert with_an_item_of_no_phase().answer("Hm, well.", 10).role is Role.NUDGE
    assert with_an_item_of_no_phase().answer("Hm, well.", 4 * 60).item.endswith("/say-it")


def test_an_item_of_no_phase_does_not_move_the_interview_on() -> None:
    line = with_an_item_of_no_phase().answer("I speak plainly.", 10)
    assert line.item == "execution/nudge/rationale"


def test_an_item_of_no_phase_is_probed_once() -> None:
    talk = with_an_item_of_no_phase()
    items = [talk.answer("Hm, well.", 4 * 60).item for _ in range(8)]
    assert sum(item.endswith("/say-it") for item in items) == 1
