"""What a model may say, and what it may not."""

from __future__ import annotations

import pytest

from interviewer.errors import MindReplyUnfit
from interviewer.minds.reply_rules import fit_sentences, is_too_long

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
    "": "empty",
    " \n…": "empty",
    "What would it miss? And who would notice?": "more than one question",
    "Great. What would it miss?": "praised",
    "That's a really good point. What would it miss?": "praised",
    "That is right. What would it miss?": "praised",
    "I like how you put members first. What would it miss?": "praised",
    "Interesting, and what would it miss?": "praised",
    "You gave a solid answer, so what is next?": "praised",
    "The candidate named a metric. What would it miss?": "thought aloud",
    "Okay, I need to ask about metrics. What would it miss?": "thought aloud",
    "Let me think about what planned_question says.": "thought aloud",
    "As an AI I cannot ask that.": "thought aloud",
    "- What would it miss?": "cannot be spoken",
    "See https://example.com for it. Why?": "cannot be spoken",
    "Why {words}?": "cannot be spoken",
    "What is b0und for?": "instructions",
    "word " * 61: "too long",
}


@pytest.mark.parametrize("reply", FIT)
def test_one_plain_question_is_fit(reply: str) -> None:
    assert fit_sentences(reply, model="m", boundary="b0und") == FIT[reply]


@pytest.mark.parametrize("reply", UNFIT)
def test_what_breaks_a_rule_is_refused_by_name(reply: str) -> None:
    with pytest.raises(MindReplyUnfit, match=f"^small-chat .*{UNFIT[reply]}") as refused:
        fit_sentences(reply, model="small-chat", boundary="b0und")
    assert refused.value.code == "mind_reply_unfit"


def test_a_reply_that_will_be_refused_need_not_be_read_to_its_end() -> None:
    assert is_too_long("word " * 81)
    assert is_too_long("w" * 4001)
    assert not is_too_long("word " * 80)
    assert not is_too_long("thought " * 500 + "</think> Why?")
