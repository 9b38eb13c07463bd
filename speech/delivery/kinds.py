"""Which words were fillers, broken off or said again. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from speech.delivery.words import Kind, is_cut_off, is_filled_pause, plain

LONGEST_REPEAT = 3
"""Words said again together: "I think I think"."""
EMPHATIC = frozenset(
    {
        "very",
        "really",
        "so",
        "no",
        "yes",
        "yeah",
        "okay",
        "far",
        "many",
        "much",
        "more",
        "never",
        "again",
        "had",
        "that",
    }
)
"""Said twice on purpose, or by grammar ("had had", "that that"): never counted."""


def kinds(texts: Sequence[str]) -> list[Kind]:
    """The kind of each written word in order; of words said twice, with or without a filler between, the first is the
    repeat."""
    found = [_alone(text) for text in texts]
    said = [place for place, kind in enumerate(found) if kind is not Kind.FILLER]
    words = [plain(texts[place]) for place in said]
    for length in range(LONGEST_REPEAT, 0, -1):
        for at in range(len(words) - 2 * length + 1):
            if _again(words, at, length) and not _ends_sentence(texts[said[at + length - 1]]):
                for place in said[at : at + length]:
                    if found[place] is Kind.WORD:
                        found[place] = Kind.REPEAT
    return found


def _alone(text: str) -> Kind:
    if is_filled_pause(text):
        return Kind.FILLER
    return Kind.CUTOFF if is_cut_off(text) else Kind.WORD


def _again(words: Sequence[str], at: int, length: int) -> bool:
    first = words[at : at + length]
    if first != words[at + length : at + 2 * length]:
        return False
    return not (length == 1 and (first[0] in EMPHATIC or first[0].isdigit()))


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’").endswith((".", "?", "!"))
