"""The rule-based coach counts what was done, proves it with quotes, and stays cautious."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from interviewer.content.model import Level, Round
from interviewer.events import Role
from interviewer.listening.coverage import read_substance
from interviewer.listening.substance import Evidence, Flag, MetricTable, Said, Substance
from interviewer.records.manifest import PhaseSummary, PlanSummary
from interviewer.review.call import Call
from interviewer.review.coach import RULE_COACH, ReadSubstance, review_session
from interviewer.review.values import Review, Reviewer
from tests.interviewer.review.support import (
    LIBRARY,
    MEDIUM,
    PACK,
    RECITED,
    ROUND,
    SHRUG,
    SOLVED,
    STRONG,
    WEAK,
    Candidate,
    every_sentence,
    held,
    reviewed,
)
from tests.interviewer.review.talk import Talk

PADDING = " That is how it looks to me, and it is how it has always looked to me, in one way or in another." * 60
EVERYTHING = {item.id: "It is a mature product." for item in ROUND.items}
PLAN = PlanSummary(round="execution", question=LIBRARY.id, question_title=LIBRARY.title)


def scores(review: Review) -> dict[str, int | None]:
    return {one.dimension: one.score for one in review.dimensions}


def points(review: Review) -> int:
    return sum(one.score or 0 for one in review.dimensions if one.core)


async def review_of(main: str, *case: str) -> Review:
    return reviewed(await held(Candidate(main, case)))


def by_hand(answer: str, read: ReadSubstance = read_substance, *, level: Level | None = None) -> Review:
    talk = Talk().line(Role.QUESTION, LIBRARY.id, answer)
    return review_session(talk.exchanges, ROUND, [LIBRARY], read, plan=PLAN, level=level)


def finds(quotes: Mapping[str, str], table: MetricTable | None = None, *, recited: bool = False) -> ReadSubstance:
    """A reader that finds these sentences for these items, wherever they are."""

    def read(_of: Round, answers: Sequence[Said]) -> Substance:
        number = answers[0].answer if answers else 1
        return Substance(
            {item: Evidence(quote, number) for item, quote in quotes.items()}, table or MetricTable(), recited
        )

    return read


# --- scores -----------------------------------------------------------------------------------------------------------


async def test_weak_medium_and_strong_are_told_apart_whatever_their_length() -> None:
    weak, medium = await review_of(WEAK + PADDING), await review_of(MEDIUM + PADDING)
    strong = await review_of(STRONG, *SOLVED)
    assert weak.words > medium.words > strong.words * 2
    assert points(weak) < points(medium) < points(strong)
    assert (weak.call, medium.call, strong.call) == (None, Call.LEAN_NO_HIRE, Call.LEAN_HIRE)


async def test_length_does_not_raise_a_score() -> None:
    short = await review_of(STRONG, *SOLVED)
    for longer in (STRONG + PADDING, f"{STRONG} {STRONG} {STRONG}"):
        again = await review_of(longer, *SOLVED)
        assert again.words > short.words
        assert scores(again) == scores(short)
        assert again.call is short.call


async def test_a_recited_framework_is_worth_less_than_a_short_answer_that_does_something() -> None:
    recited = await review_of(RECITED * 5)
    assert points(recited) < points(await review_of(MEDIUM + PADDING))
    assert recited.call is not Call.LEAN_HIRE


async def test_it_never_gives_a_four_and_never_goes_further_than_a_lean() -> None:
    for main in (WEAK, RECITED * 5, MEDIUM + PADDING, STRONG):
        review = await review_of(main, *SOLVED)
        assert {one.score for one in review.dimensions} <= {None, 1, 2, 3}
        assert review.call in (None, Call.LEAN_HIRE, Call.LEAN_NO_HIRE)
        assert review.made_by == RULE_COACH
        assert review.made_by.kind is Reviewer.RULES
        assert "rule-based coach" in review.call_reason


async def test_every_score_has_a_quote_that_was_said_then() -> None:
    session = await held(Candidate(STRONG, SOLVED))
    review, said = reviewed(session), every_sentence(session)
    answers = {answer.number: answer for exchange in session.transcript for answer in exchange.answers}
    for one in review.dimensions:
        assert (one.score is None) == (not one.evidence) == (not one.anchor)
        for quoted in one.evidence:
            answer = answers[quoted.answer]
            assert quoted.quote in said
            assert quoted.quote in answer.text
            assert answer.start <= quoted.at <= answer.start + (answer.seconds or 0) + 0.01
    assert sum(one.score is not None for one in review.dimensions) >= 4


def test_a_quote_that_was_not_said_gives_no_score() -> None:
    true = by_hand(STRONG, finds({"mission": "The mission of the library is reading for everybody."}))
    false = by_hand(STRONG, finds({"mission": "The mission of the museum is reading for everybody."}))
    assert scores(true)["product_rationale"] == 1
    assert scores(false)["product_rationale"] is None
    assert all(item.evidence is None for item in false.questions[0].items)


def test_a_quote_is_found_again_across_a_line_break_and_is_given_as_it_was_said() -> None:
    review = by_hand("My north star\nis holds per week.", finds({"north_star": "north star is holds per week."}))
    (quoted,) = next(one.evidence for one in review.dimensions if one.dimension == "metrics")
    assert quoted.quote == "north star\nis holds per week."
    assert quoted.at == 2.0, "a typed answer counts from its beginning"


def test_nothing_heard_is_not_assessed() -> None:
    review = by_hand(SHRUG * 20, finds({}))
    assert set(scores(review).values()) == {None}
    assert review.call is None
    assert review.call_reason.startswith("Not enough was said")


def test_too_few_words_make_no_call_however_good() -> None:
    words = "Mission, need, threat, stage, goal, order, groups, star, more, guard, cons."
    everything = {item.id: words for item in ROUND.items}
    assert by_hand(words, finds(everything)).call is None
    assert by_hand(words + PADDING, finds(everything)).call is Call.LEAN_HIRE


def test_a_flaw_of_the_metrics_makes_an_item_half_done() -> None:
    star = "The north star is holds collected within fourteen days."
    found = dict.fromkeys(("north_star", "secondary_metrics", "guardrails"), star)
    whole = by_hand(STRONG, finds(found))
    flawed = by_hand(STRONG, finds(found, MetricTable(flags=(Flag.NOT_MEASURABLE, Flag.NORTH_STAR_REPEATED))))
    assert (scores(whole)["metrics"], scores(flawed)["metrics"]) == (3, 2)
    assert [item.item for item in flawed.questions[0].items if item.done == 0.5] == ["north_star", "secondary_metrics"]


async def test_the_case_is_scored_by_how_far_it_was_solved() -> None:
    async def diagnosis(*case: str) -> int | None:
        return scores(await review_of(STRONG, *case))["problem_diagnosis"]

    assert await diagnosis(*SOLVED) == 3
    assert await diagnosis("When did it start?", "I think the Android release broke it.", "I would wait and see.") == 2
    assert await diagnosis("When did it start?", "I think it is the weather.", "I would wait.") == 1
    assert await diagnosis("I think the Android release broke the notices.", "I would wait.") == 1
    assert scores(by_hand(STRONG))["problem_diagnosis"] is None


async def test_what_is_asked_in_a_case_does_no_item_of_the_framework() -> None:
    asked = ("Which segments, new users or existing ones?", "Is it early stage, mature, or did a competitor launch?")
    review = await review_of(WEAK, *asked)
    done = {item.item for item in review.questions[0].items if item.done}
    assert done == {"diagnosis"}


def test_outside_the_core_nothing_counts_twice() -> None:
    review = by_hand(STRONG)
    assert scores(review)["launch_and_post_launch"] is None
    assert scores(review)["data_and_metrics"] is None
    assert scores(review)["attention_to_detail"] is not None
    attention = next(one for one in review.dimensions if one.dimension == "attention_to_detail")
    assert {quoted.quote[:20] for quoted in attention.evidence} == {"I assume one city an", "First they search, t"}


@pytest.mark.parametrize("level", ["apm", "pm", "senior", "group"])
def test_anchors_are_those_of_the_level(level: Level) -> None:
    review = by_hand(STRONG, level=level)
    rationale = next(one for one in ROUND.dimensions if one.id == "product_rationale")
    assert review.level == level
    assert review.dimensions[0].anchor == rationale.anchors.at(level)[2]


def test_the_level_is_the_questions_unless_another_is_wanted() -> None:
    assert by_hand(STRONG).level == LIBRARY.level


# --- what could be better ---------------------------------------------------------------------------------------------


async def test_at_most_three_improvements_each_about_something_else() -> None:
    for main in (WEAK, RECITED * 5, MEDIUM, STRONG):
        review = await review_of(main, "I think it is the weather.", "I would wait.")
        assert 1 <= len(review.improvements) <= 3
        for field in ("about", "better", "missing"):
            assert len({getattr(one, field) for one in review.improvements}) == len(review.improvements)
        parts = [one.source for one in review.improvements if one.source.startswith("model answer")]
        assert len(parts) == len(set(parts))
        for one in review.improvements:
            assert one.at is not None
            assert one.missing
            assert one.better
            assert one.drill


async def test_a_missing_guardrail_comes_with_what_was_asked_and_the_model_answer() -> None:
    without = STRONG.replace("As a guardrail I would watch staff minutes per hold. ", "")
    session = await held(Candidate(without, SOLVED))
    review = reviewed(session)
    probe = next(line for line in session.transcript if line.item.endswith("/what-could-break"))
    first = review.improvements[0]
    assert first.about == "guardrails"
    assert probe.asked in first.missing
    assert (first.quote, first.source) == (SHRUG, "model answer, Guardrails")
    assert first.better.startswith("Staff minutes for each hold")
    assert first.at == probe.answers[0].utterances[0].start
    assert "90 seconds" in first.drill


@pytest.mark.parametrize(
    "first",
    ["Let me think about that for a moment.", "Could you repeat the question, please?", "For the staff, or for whom?"],
)
def test_what_was_asked_is_answered_by_the_answer_and_not_by_what_was_said_before_it(first: str) -> None:
    talk = Talk().line(Role.QUESTION, LIBRARY.id, STRONG).line(Role.PROBE, f"{LIBRARY.id}/what-could-break", first)
    talk.line(Role.CLARIFICATION, "execution/thinking", "Good.", "People would not be glad.")
    talk.line(Role.TIME_CALL, "execution/time/300", "I am done.")
    talk.line(Role.PROBE, f"{LIBRARY.id}/another", f"{SHRUG} And this is no answer to what was asked before it.")
    without = {item: quote for item, quote in EVERYTHING.items() if item != "guardrails"}
    review = review_session(talk.exchanges, ROUND, [LIBRARY], finds(without), plan=PLAN)
    (only,) = review.improvements
    assert (only.about, only.quote) == ("guardrails", "People would not be glad.")
    assert only.at == talk.exchanges[2].answers[1].start


def test_what_is_answered_after_a_minute_to_think_was_asked_by_the_question_before_it() -> None:
    asked: list[Role | None] = []

    def read(_of: Round, answers: Sequence[Said]) -> Substance:
        asked.extend(answer.asked for answer in answers)
        return read_substance(ROUND, answers)

    talk = Talk().line(Role.QUESTION, LIBRARY.id, STRONG)
    talk.line(Role.TRADE_OFF, f"{LIBRARY.id}/trade", "Let me think about that for a moment.")
    talk.line(Role.CLARIFICATION, "execution/thinking", "I would ship it, because holds matter more than minutes.")
    review_session(talk.exchanges, ROUND, [LIBRARY], read, plan=PLAN)
    assert asked == [Role.QUESTION, Role.TRADE_OFF, Role.TRADE_OFF]


def test_where_only_time_was_asked_for_that_is_quoted() -> None:
    asked = "Let me think about that for a moment."
    talk = Talk().line(Role.QUESTION, LIBRARY.id, STRONG).line(Role.PROBE, f"{LIBRARY.id}/what-could-break", asked)
    without = {item: quote for item, quote in EVERYTHING.items() if item != "guardrails"}
    (only,) = review_session(talk.exchanges, ROUND, [LIBRARY], finds(without), plan=PLAN).improvements
    assert only.quote == asked


async def test_a_premature_conclusion_is_told_with_its_moment() -> None:
    review = await review_of(STRONG, "I think the Android release broke the notifications.", "I would roll it back.")
    first = review.improvements[0]
    assert first.about == "case:diagnosis"
    assert first.quote == "I think the Android release broke the notifications."
    assert "before you had asked" in first.missing
    assert "It began three weeks ago" in first.better


async def test_a_solved_case_leaves_nothing_to_say_about_it() -> None:
    review = await review_of(STRONG, *SOLVED)
    assert [one.about for one in review.improvements] == ["trade_off_judgement", "objects"]


async def test_a_case_in_which_nothing_was_asked_is_told() -> None:
    review = await review_of(STRONG, "Hm, I see.", "That is a lot.", "Well.")
    assert review.improvements[0].missing == "You were given a case and asked nothing about it."


def test_a_recited_framework_is_told_first() -> None:
    review = by_hand(RECITED, finds({}, recited=True))
    assert review.improvements[0].about == "structure"
    assert review.improvements[0].quote == "I'll cover the mission, then segments, then journeys."
    assert review.questions[0].named_without_doing


def test_objectives_without_a_metric_are_told_at_the_objective() -> None:
    goal = "My second goal is to have fewer idle books."
    everything = {**EVERYTHING, "objectives": goal}
    review = by_hand(STRONG, finds(everything, MetricTable(flags=(Flag.OBJECTIVE_WITHOUT_METRIC,))))
    (only,) = review.improvements
    assert (only.about, only.quote) == ("objectives", goal)


def test_nothing_missing_needs_no_improvement() -> None:
    review = by_hand(STRONG, finds(EVERYTHING))
    assert review.improvements == ()


# --- sessions of every kind -------------------------------------------------------------------------------------------


def test_a_session_of_an_unknown_round_still_tells_its_plan() -> None:
    plan = PlanSummary(round="gone", question="gone/one", phases=(PhaseSummary(id="a", title="A", seconds=60),))
    talk = Talk().line(Role.QUESTION, "gone/one", STRONG)
    review = review_session(talk.exchanges, None, (), read_substance, plan=plan)
    assert review.call is None
    assert "“gone” is in no pack" in review.call_reason
    assert [(phase.title, phase.planned, phase.spent) for phase in review.phases] == [("A", 60, None)]
    assert (review.words, review.dimensions) == (len(STRONG.split()), ())


def test_a_question_that_is_gone_is_still_scored_by_its_round() -> None:
    talk = Talk().line(Role.QUESTION, "execution/gone", STRONG)
    plan = PlanSummary(round="execution", question="execution/gone", question_title="Gone")
    review = review_session(talk.exchanges, ROUND, (), read_substance, plan=plan)
    assert scores(review) == scores(by_hand(STRONG))
    assert review.questions[0].title == "Gone"
    assert review.level == "pm"


def test_a_session_in_which_nothing_was_said() -> None:
    for transcript in ([], Talk().line(Role.QUESTION, LIBRARY.id).exchanges):
        review = review_session(transcript, ROUND, [LIBRARY], read_substance, plan=PLAN)
        assert (review.call, review.words) == (None, 0)
        assert set(scores(review).values()) == {None}


def test_a_round_without_a_rubric_makes_no_call() -> None:
    bare = ROUND.model_copy(update={"dimensions": ()})
    talk = Talk().line(Role.QUESTION, LIBRARY.id, STRONG)
    review = review_session(talk.exchanges, bare, [LIBRARY], read_substance, plan=PLAN)
    assert (review.call, "no rubric" in review.call_reason) == (None, True)


def test_answers_that_are_not_transcribed_yet_are_named() -> None:
    talk = Talk().line(Role.QUESTION, LIBRARY.id, STRONG).line(Role.PROBE, "x", "My", pending=True)
    review = review_session(talk.exchanges, ROUND, [LIBRARY], read_substance, plan=PLAN)
    assert review.untranscribed == (2,)


def test_each_main_question_is_read_by_itself() -> None:
    stories = next(entry for entry in PACK.rounds if entry.id == "behavioural")
    first, second = [each for each in PACK.questions if each.round == "behavioural"][:2]
    told = "I was the product manager. I called the team and I wrote a plan. In the end sales rose by ten percent."
    talk = Talk().line(Role.QUESTION, first.id, told).line(Role.QUESTION, second.id, SHRUG)
    plan = PlanSummary(round="behavioural", question=first.id)
    review = review_session(talk.exchanges, stories, [first, second], read_substance, plan=plan)
    one, other = review.questions
    assert (one.title, other.title) == (first.title, second.title)
    assert any(item.done for item in one.items)
    assert not any(item.done for item in other.items)
    twice = talk.line(Role.QUESTION, second.id, told)
    both = review_session(twice.exchanges, stories, [first, second], read_substance, plan=plan)
    assert sum(value or 0 for value in scores(both).values()) >= sum(value or 0 for value in scores(review).values())


def test_every_question_of_the_pack_can_be_reviewed_and_offers_a_better_version() -> None:
    for question in PACK.questions:
        talk = Talk().line(Role.QUESTION, question.id, SHRUG)
        plan = PlanSummary(round=question.round, question=question.id)
        review = review_session(talk.exchanges, PACK.round_of(question), [question], read_substance, plan=plan)
        assert len(review.improvements) == 3, question.id
        for one in review.improvements:
            assert one.better != next((i.title for i in PACK.round_of(question).items if i.id == one.about), "")
