"""Prompts: TOML files with named blanks, rendered into the messages a language model is sent. Pure.

A prompt has three texts. `system` is the same at every call but for settings. `user` holds `{data}`: what was said and
what packs say, as one line of JSON between two lines of a boundary nobody could guess, so that no spoken or imported
text can pass for an instruction of ours. `repair` follows a reply that broke a rule, and names the rule.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from interviewer.errors import MindUnavailable

_BLANK = re.compile(r"\{(\w+)\}")
_SETTINGS = frozenset({"words"})
_BLANKS = {"system": _SETTINGS, "user": _SETTINGS | {"boundary", "data"}, "repair": frozenset({"fault"})}
"""Blanks each text may have: untrusted data never gets into the system text."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat."""

    role: str
    """`system`, `user` or `assistant`."""
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with its blanks."""

    system: str
    user: str
    repair: str

    def messages(self, data: Mapping[str, object], *, boundary: str, words: int) -> tuple[Message, Message]:
        """What is sent. `boundary` must be random; `data` must be JSON-able, what changes most at its end."""
        values = {"words": str(words), "boundary": boundary, "data": _record(data)}
        return Message("system", _filled(self.system, values)), Message("user", _filled(self.user, values))

    def beginning(self, data: Mapping[str, object], *, boundary: str, words: int) -> tuple[Message, Message]:
        """What a later `messages` begins with, whose `data` begins with these entries and goes on in the last value.

        The last value is a text. The second message breaks off at its end.
        """
        before = self.user.partition("{data}")[0]
        values = {"words": str(words), "boundary": boundary}
        open_end = _record(data).removesuffix('"}')
        return Message("system", _filled(self.system, values)), Message("user", _filled(before, values) + open_end)

    def again(self, reply: str, fault: str) -> tuple[Message, Message]:
        """What follows a reply that broke a rule; `fault` is the rest of a sentence, in our own words."""
        return Message("assistant", reply), Message("user", _filled(self.repair, {"fault": fault}))


def parse_prompt(text: str) -> Prompt:
    """The prompt a file holds.

    Raises:
        MindUnavailable: a text or a blank is missing or unknown.
    """
    try:
        entries = tomllib.loads(text)
        texts = {name: str(entries[name]).strip() for name in _BLANKS}
    except (tomllib.TOMLDecodeError, KeyError) as fault:
        raise _damaged() from fault
    blanks = {name: frozenset(_BLANK.findall(text)) for name, text in texts.items()}
    if any(not blanks[name] <= allowed for name, allowed in _BLANKS.items()) or "data" not in blanks["user"]:
        raise _damaged()
    return Prompt(texts["system"], texts["user"], texts["repair"])


def _record(data: Mapping[str, object]) -> str:
    """One line of JSON; what was no text to begin with is sent as question marks."""
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def _filled(text: str, values: Mapping[str, str]) -> str:
    """All blanks at once: what stands in a value is never taken for a blank."""
    return _BLANK.sub(lambda blank: values[blank[1]], text)


def _damaged() -> MindUnavailable:
    return MindUnavailable("A prompt for the language model is damaged. Install Hotseat again.", code="prompt_invalid")
