"""What may be handed to a speech engine. Pure."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 2000
"""A sentence beyond this is cut at a word: engines get slow and odd with more, and nobody listens to two minutes."""

# Double brackets are commands to the engines of macOS (`[[rate 300]]`) and to Piper (raw phonemes).
_COMMANDS = re.compile(r"\[\[|\]\]")
_SPACE = re.compile(r"\s+")


def speakable(text: str) -> str:
    """The text as plain words for an engine; empty when there is nothing in it to say.

    Numbers, per cent and currency are left alone: engines read them well. Angle brackets become words, because SAPI
    takes a text that begins with one for XML.
    """
    plain = "".join(" " if unicodedata.category(character).startswith("C") else character for character in text)
    plain = _COMMANDS.sub(" ", plain).replace("<", " less than ").replace(">", " greater than ")
    plain = _SPACE.sub(" ", plain).strip()
    if len(plain) > MOST_CHARACTERS:
        plain = plain[:MOST_CHARACTERS].rsplit(" ", 1)[0]
    return plain if any(character.isalnum() for character in plain) else ""
