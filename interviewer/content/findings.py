"""What a check of a pack finds, and the checks that every part of a pack shares. Pure, any thread."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from interviewer.content.locate import Path

PLACEHOLDER = re.compile(r"\{(\w*)\}")
"""Where a line quotes the candidate, or says a time."""
_STUMBLE = re.compile(r"[^\w\s.,?!'’:;-]|_|\b(?:e\.g|i\.e|etc|vs)\b\.?")
"""Marks and abbreviations that voices read out, swallow or spell."""

Finding = tuple[Path, str]
"""Where something is wrong, and the sentence that says what."""


def spoken_line(path: Path, text: str, most_words: int) -> Iterator[Finding]:
    """What keeps a line from being said well; nothing for an empty one."""
    spoken = PLACEHOLDER.sub("something", text)
    count = len(spoken.split())
    if count > most_words:
        yield path, f"This line has {count} words; at most {most_words} can be followed by ear."
    if spoken.count("?") > 1:
        yield path, "This line asks more than one question. Ask one at a time."
    if mark := _STUMBLE.search(spoken):
        yield path, f"A voice stumbles over “{mark[0]}”. Write it out in words."


def unique(part: str, ids: list[str]) -> Iterator[Finding]:
    """Ids that are used again."""
    for number, entry_id in enumerate(ids):
        if entry_id in ids[:number]:
            yield (part, number, "id"), f"The id “{entry_id}” is used twice in {part}."


def known(path: Path, what: str, names: Iterable[str], there_are: Iterable[str]) -> Iterator[Finding]:
    """Names that name nothing."""
    there_are = list(there_are)
    for name in names:
        if name not in there_are:
            yield path, f"There is no {what} “{name}”. There is: {', '.join(there_are) or 'none'}."
