"""Takes the thoughts of a reasoning model out of its reply while it streams. Pure.

Models that think aloud put it between `<think>` and `</think>` at the beginning of the content. A tag may come in any
number of pieces, so text that could become one is held back.
"""

from __future__ import annotations

import re

_OPENING = ("<think>", "<thinking>")
_CLOSING = ("</think>", "</thinking>")
_CLOSED = re.compile(r"</think(?:ing)?>", re.IGNORECASE)


class ThoughtFilter:
    """Passes on what is meant to be said."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def feed(self, delta: str) -> str:
        """The part of the text so far that can be passed on now; empty while the model thinks."""
        self._held += delta
        passed = ""
        while True:
            before, tag, after = _at_first(self._held, _CLOSING if self._thinking else _OPENING)
            passed += "" if self._thinking else before
            self._held = after
            if not tag:
                return passed
            self._thinking = not self._thinking

    def end(self) -> str:
        """What was held back and turned out to be no tag. Thoughts that were never closed stay thoughts."""
        held, self._held = self._held, ""
        return "" if self._thinking else held


def after_thoughts(text: str) -> str:
    """What follows the last closing tag that was never opened.

    Some chat templates open the thought in the prompt, so that only its end is in the reply: what came before it has
    passed the filter by then.
    """
    ends = [closing.end() for closing in _CLOSED.finditer(text)]
    return text[ends[-1] :] if ends else text


def _at_first(text: str, tags: tuple[str, ...]) -> tuple[str, str, str]:
    """The text before the first of the tags, that tag, and the rest.

    Without a tag the rest is the end of the text that could be the beginning of one.
    """
    lower = text.lower()
    found = [(lower.find(tag), tag) for tag in tags if tag in lower]
    if found:
        start, tag = min(found)
        return text[:start], tag, text[start + len(tag) :]
    longest = max(map(len, tags)) - 1
    for start in range(max(0, len(text) - longest), len(text)):
        if any(tag.startswith(lower[start:]) for tag in tags):
            return text[:start], "", text[start:]
    return text, "", ""
