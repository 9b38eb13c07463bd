"""What a model replies is understood whatever stands around it, and nothing it writes can do harm."""

from __future__ import annotations

import pytest

from interviewer.minds.replies import Choice, choice_so_far, form_of, read_choice

ASKED = '{"aim": "b", "question": "Why ten days?"}'
CHOICES = {
    ASKED: Choice("b", "Why ten days?"),
    f"```json\n{ASKED}\n```": Choice("b", "Why ten days?"),
    f"Here you go: {ASKED} I hope that helps!": Choice("b", "Why ten days?"),
    f"<think is long</think>{ASKED}": Choice("b", "Why ten days?"),
    f"{{not json}} {ASKED}": Choice("b", "Why ten days?"),
    f'{{"reply": {ASKED}}}': Choice("b", "Why ten days?"),
    '{"question": "Why ten days?"}': Choice("a", "Why ten days?"),
    '{"aim": "z", "question": "Why?"}': Choice("a", "Why?"),
    '{"aim": ["b"], "question": "Why?"}': Choice("a", "Why?"),
    '{"question": "Why\nten?"}': Choice("a", "Why\nten?"),
    "Why ten days?": Choice("a", "Why ten days?"),
    "": Choice("a", ""),
    '{"aim": "b"}': Choice("a", ""),
    '{"question": 10}': Choice("a", ""),
    '{"aim": "b", "question": "Why': Choice("a", ""),
    "[" * 100_000: Choice("a", ""),
    '{"a":' * 100_000: Choice("a", ""),
}


@pytest.mark.parametrize("reply", CHOICES, ids=lambda reply: str(reply)[:30])
def test_a_choice_is_read(reply: str) -> None:
    assert read_choice(reply, ("a", "b")) == CHOICES[reply]


def test_the_form_is_strict() -> None:
    form = form_of(("a", "b"))
    assert form["required"] == ["aim", "question"]
    assert form["additionalProperties"] is False
    assert form["properties"] == {"aim": {"type": "string", "enum": ["a", "b"]}, "question": {"type": "string"}}


def test_the_question_is_read_while_it_is_written() -> None:
    whole = '{"aim": "b", "question": "You said \\"ten\\". W\\u0068y?"}'
    parts = [choice_so_far(whole[:end], ("a", "b")) for end in range(len(whole) + 1)]
    assert parts[-1] == Choice("b", 'You said "ten". Why?')
    assert all(parts[-1].question.startswith(part.question) for part in parts)
    assert all(part.aim == "b" for part in parts if part.question)
    assert choice_so_far("Sure, here it is. A question", ("a",)) == Choice("a", "")
