"""What a model may say, and what it may not."""

from __future__ import annotations

import pytest

from interviewer.minds.grounds import Grounds
from interviewer.minds.reply_rules import Rule, broken_rule, is_too_long, sentences_of
from tests.interviewer.minds.support import PACK, ROUNDS

FIT = {
    "You named holds per week. What would it miss?": ("You named holds per week.", "What would it miss?"),
    '"What would that miss?"': ("What would that miss?",),
    "**Interviewer:** What would that miss?\n": ("What would that miss?",),
    "Question: What exactly would the user notice first?": ("What exactly would the user notice first?",),
    "We have the members who wait.\nWho else is there?": ("We have the members who wait.", "Who else is there?"),
    "Walk me through the last step of a hold.": ("Walk me through the last step of a hold.",),
    "<think is long</think>Why ten days?": ("Why ten days?",),
    "What would you say a good year looks like?": ("What would you say a good year looks like?",),
    "Which goal is right for a small branch?": ("Which goal is right for a small branch?",),
}
UNFIT = {
    "": Rule.EMPTY,
    " \n…": Rule.EMPTY,
    "What would it miss? And who would notice?": Rule.TWO_QUESTIONS,
    "Great. What would it miss?": Rule.PRAISE,
    "That's a really good point. What would it miss?": Rule.PRAISE,
    "That is right. What would it miss?": Rule.PRAISE,
    "I like how you put members first. What would it miss?": Rule.PRAISE,
    "Interesting, and what would it miss?": Rule.PRAISE,
    "You gave a solid answer, so what is next?": Rule.PRAISE,
    "The candidate named a metric. What would it miss?": Rule.THOUGHTS,
    "Okay, I need to ask about metrics. What would it miss?": Rule.THOUGHTS,
    "Let me think about what planned_question says.": Rule.THOUGHTS,
    "As an AI I cannot ask that.": Rule.THOUGHTS,
    "Sure, here it is: What would it miss?": Rule.THOUGHTS,
    "Here's a question. What would it miss?": Rule.THOUGHTS,
    "- What would it miss?": Rule.MARKUP,
    "See https://example.com for it. Why?": Rule.MARKUP,
    "Why {words}?": Rule.MARKUP,
    "What is b0und for?": Rule.INSTRUCTIONS,
    "word " * 61: Rule.TOO_LONG,
    "What would it miss, and how would you notice?": Rule.TWO_QUESTIONS,
    "You named holds per week.": Rule.NO_QUESTION,
    "¿Qué es lo que más importa a los lectores de la biblioteca?": Rule.LANGUAGE,
    "Что важно для читателей?": Rule.LANGUAGE,
    "您为什么选择这个指标?": Rule.LANGUAGE,
    "Was ist der wichtigste Grund für die lange Wartezeit der Leser?": Rule.LANGUAGE,
    "You missed the librarians. Why?": Rule.VERDICT,
    "I'm not convinced. Why ten days?": Rule.VERDICT,
    "That is too vague. Which readers?": Rule.VERDICT,
    "This would be a lean hire so far. Why ten days?": Rule.VERDICT,
    "To summarise, you want holds and speed. Why?": Rule.SUMMARY,
    "So far you have readers, librarians and a goal. Why ten days?": Rule.SUMMARY,
    "You have " + "readers and librarians " * 10 + "in it. Why?": Rule.SUMMARY,
}


GROUNDS = Grounds(
    said=(
        "The north star is holds picked up within ten days, each week. I see two groups, readers who wait and "
        "librarians who move the copies. I would shorten the wait. Late returns are my guardrail."
    ),
    known="What goals would you set for the holds feature? There are sixty thousand members. What could get worse?",
    planned="What would that number fail to tell you?",
    asked=("What goals would you set for the holds feature?", "How would you know that the wait really got shorter?"),
    secrets=("Android sends the reminder twice since the release in March.", "The reminder job fails on weekends."),
    exam=True,
)
GROUNDED = (
    "You named holds picked up within ten days. What would that number fail to tell you?",
    "What would holds picked up in 10 days not show?",
    "You said the wait should be shorter. Whose wait?",
    "With sixty thousand members, which readers wait longest?",
    "You mentioned late returns. Who would see them first?",
    "What would that number fail to tell you?",
    "Suppose librarians stopped moving copies. What would your number show?",
    "You have not mentioned costs. What do holds cost?",
)
UNFOUNDED = {
    "How could you tell whether the wait has really become shorter?": Rule.REPEAT,
    "What goals would you set for the holds feature?": Rule.REPEAT,
    "You said that revenue per user matters most. What would holds miss?": Rule.MISQUOTE,
    "What do you mean by “delightful onboarding” for readers?": Rule.MISQUOTE,
    "Holds rose by 35 percent last year. Why?": Rule.FIGURE,
    "Why would readers wait more than fourteen days?": Rule.FIGURE,
    "A competitor launched free delivery to every home. What happens to holds?": Rule.INVENTED,
    "Given that budgets were slashed by headquarters, what would you do about holds?": Rule.INVENTED,
    "How would you hold readers against Audible?": Rule.INVENTED,
    "Could the reminder sent twice on Android explain the holds?": Rule.GIVEN_AWAY,
    "What if the reminder job fails on weekends for readers?": Rule.GIVEN_AWAY,
    "Have you considered branches where readers wait?": Rule.HINT,
    "You could look at holds by branch. What would they show?": Rule.HINT,
    "Which costs would you watch, for example late returns?": Rule.HINT,
    "Which engineering effort does that take?": Rule.NOT_TAKEN_UP,
}


@pytest.mark.parametrize("reply", FIT)
def test_one_plain_question_is_fit(reply: str) -> None:
    assert broken_rule(reply, boundary="b0und") is None
    assert sentences_of(reply) == FIT[reply]


@pytest.mark.parametrize("reply", UNFIT)
def test_what_breaks_a_rule_is_refused_by_name(reply: str) -> None:
    assert broken_rule(reply, boundary="b0und") is UNFIT[reply]


@pytest.mark.parametrize("reply", GROUNDED)
def test_what_was_said_may_be_built_on(reply: str) -> None:
    assert broken_rule(reply, boundary="b0und", grounds=GROUNDS) is None


@pytest.mark.parametrize("reply", UNFOUNDED)
def test_what_nobody_said_may_not(reply: str) -> None:
    assert broken_rule(reply, boundary="b0und", grounds=GROUNDS) is UNFOUNDED[reply]


def test_help_is_a_matter_of_the_mode() -> None:
    practice = Grounds(said=GROUNDS.said)
    assert broken_rule("Have you considered branches where readers wait?", boundary="b0und", grounds=practice) is None


def test_a_line_of_the_pack_may_be_said_as_it_stands() -> None:
    joined = "Who are they, and what are they trying to do?"
    assert broken_rule(joined, boundary="b0und") is Rule.TWO_QUESTIONS
    assert broken_rule(joined, boundary="b0und", grounds=Grounds(said=GROUNDS.said, planned=joined)) is None
    reworded = "Who are these readers, and what are they trying to do?"
    assert broken_rule(reworded, boundary="b0und", grounds=Grounds(said=GROUNDS.said, planned=joined)) is None


def test_the_beginning_of_a_reply_need_not_ask_yet() -> None:
    assert broken_rule("You named holds.", boundary="b0und", grounds=GROUNDS, whole=False) is None
    assert broken_rule("You named revenue.", boundary="b0und", grounds=GROUNDS, whole=False) is Rule.MISQUOTE


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_says_what_was_broken(rule: Rule) -> None:
    assert rule.broken


def test_the_rules_let_through_what_people_wrote_for_the_packs() -> None:
    """A thousand lines of interviewers, none of them written with the rules at hand: the manners refuse few of them."""
    lines = {
        follow_up.spoken
        for question in PACK.questions
        for follow_up in (*question.follow_ups, *ROUNDS[question.round].follow_ups)
        if follow_up.case is None
    }
    refused = [line for line in lines if broken_rule(line, boundary="b0und", grounds=Grounds(planned=f"{line} Now"))]
    manners = [line for line in refused if broken_rule(line, boundary="b0und", grounds=None)]
    assert len(lines) > 1000
    assert len(manners) <= 0.15 * len(lines), "134 join two questions, which a wording of another line must not"
    by_manner = [broken_rule(line, boundary="b0und", grounds=Grounds(planned=f"{line} Now")) for line in lines]
    known = {Rule.MISQUOTE, None}
    assert sum(rule not in known for rule in by_manner) <= 0.02 * len(lines)


def test_a_reply_that_will_be_refused_need_not_be_read_to_its_end() -> None:
    assert is_too_long("word " * 81)
    assert is_too_long("w" * 4001)
    assert not is_too_long("word " * 80)
    assert not is_too_long("thought " * 500 + "</think> Why?")
