"""Several answers as one, for figures over all of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from speech.delivery.words import Spoken, joined

STEP_SECONDS = 0.1
"""Between the last word of an answer and the first of the next: no pause of anybody's."""


def closed_up(answers: Sequence[Spoken]) -> Spoken:
    """Answers as if each began where the one before it ended, so that what lay between is no pause of the speaker's.

    Rates and averages of the result are right; its times tell nothing of the session.
    """
    closed: list[Spoken] = []
    at = 0.0
    for answer in answers:
        if not answer.words:
            continue
        closed.append(answer.moved(at - answer.words[0].start))
        at = closed[-1].words[-1].end + STEP_SECONDS
    return joined(closed)
