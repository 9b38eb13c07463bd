"""What became of a model's wordings is said in a sentence, and not at all where no model was asked."""

from __future__ import annotations

from desktop.worded import worded
from interviewer.events import LineWorded, Ticked


def told(line: int, *refused: str, said: bool = True) -> LineWorded:
    return LineWorded(t=1.0, line=line, refused=refused, said=said)


def test_nothing_is_said_of_an_interview_without_a_model() -> None:
    assert worded([Ticked(t=1.0)]) == ""


def test_lines_and_refusals_are_counted() -> None:
    assert worded([told(2)]) == "The language model was given 1 question to word, and 1 was asked in its words."
    events = [told(2), told(4, "praise"), told(6, "praise", "two_questions", said=False), told(8, "of_tomorrow")]
    assert worded(events) == (
        "The language model was given 4 questions to word, and 3 were asked in its words. "
        "4 of its replies were refused (57%): it praised or judged the answer, asked more than one question at once."
    )
