"""What a candidate's turn is: an answer, or something said about the conversation itself. Pure."""

from __future__ import annotations

from enum import StrEnum


class TurnKind(StrEnum):
    """Kinds of a turn outside a case; in one, `case_turns.Kind` says more."""

    ANSWER = "answer"
    CLARIFYING_QUESTION = "clarifying_question"
    ASKS_FOR_TIME = "asks_for_time"
    ASKS_TO_REPEAT = "asks_to_repeat"
    DIAGNOSIS = "diagnosis"
    """States what a moved metric comes from."""
    CLOSES = "closes"
    """Says thanks, or that there is nothing to add."""
