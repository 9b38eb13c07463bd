"""A question a person brought along: as much of a question as a line of text can be. Pure.

It has no brief, no case and no model answer; the round's own follow-ups, lines and framework hold for it.
"""

from __future__ import annotations

import hashlib
import re

from interviewer.content.model import Brief, Hints, Level, Question, Round
from interviewer.errors import PlanError
from interviewer.plan import LONGEST_OWN, SHORTEST_OWN

TITLE_CHARACTERS = 60
OWN = "own-"
"""How the second half of such a question's id begins."""

_HINTS = Hints(
    nudge="Look at your notes: which part of your structure have you not touched yet?",
    pointer="Say who this is for and what they want to achieve, before you go on.",
    partial="Choose one thing over the others, and say what made you choose it.",
)


def own_question(entry: Round, text: str, level: Level) -> Question:
    """A question of a round from the text of a person.

    The same text has the same id, so that its sessions belong together.

    Raises: PlanError when the text is too short or too long.
    """
    spoken = " ".join(text.encode(errors="replace").decode().split())
    if not SHORTEST_OWN <= len(spoken) <= LONGEST_OWN:
        raise PlanError(
            f"A question of your own has {SHORTEST_OWN} to {LONGEST_OWN} characters; this one has {len(spoken)}.",
            code="question_impossible",
        )
    digest = hashlib.sha256(spoken.casefold().encode()).hexdigest()[:8]
    return Question(
        id=f"{entry.id}/{OWN}{digest}",
        round=entry.id,
        title=_title(spoken),
        industry="own",
        level=level,
        difficulty="medium",
        spoken=spoken,
        brief=Brief(facts=()),
        follow_ups=(),
        hints=_HINTS,
        strong=(),
        model_answer=(),
    )


def _title(spoken: str) -> str:
    """The question itself, cut between words."""
    if len(spoken) <= TITLE_CHARACTERS:
        return spoken.rstrip(".?! ")
    cut = re.sub(r"\W*\s\S*$", "", spoken[:TITLE_CHARACTERS])
    return f"{cut} …"
