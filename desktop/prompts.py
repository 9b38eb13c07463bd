"""The prompts that are shipped, by name. Blocking."""

from __future__ import annotations

from assets import resource
from interviewer.minds.prompts import Prompt, parse_prompt

PROMPTS = "prompts"
QUESTION = "question"
"""How a line is given to be worded."""
CASE_SLOT = "case_slot"
"""How it is asked which of a few things an unclear question of a case is about."""


def shipped_prompt(name: str) -> Prompt:
    """A prompt.

    Raises: AssetMissing, ValueError: there is none of that name; MindUnavailable: it is damaged.
    """
    return parse_prompt(resource(PROMPTS, f"{name}.toml").read_text(encoding="utf-8"))
