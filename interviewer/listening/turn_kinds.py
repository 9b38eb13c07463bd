"""What a candidate's turn is: an answer, or something said about the conversation itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from interviewer.content import cues
from interviewer.content.model import Round


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


def asks_back(entry: Round, clauses: Sequence[str]) -> bool:
    """Whether a turn, in clauses, is a question to the interviewer: short, with a question at its end that wants an
    answer. In a longer one people ask themselves."""
    if not clauses or sum(len(clause.split()) for clause in clauses) > entry.conduct.question_words:
        return False
    last = clauses[-1]
    return last.rstrip().endswith("?") and not cues.heard(entry.listening.checks, cues.plain_sentence(last))
