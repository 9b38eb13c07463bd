"""`Spoken` as JSON and back, between the transcriber child and its parent. Pure."""

from __future__ import annotations

import dataclasses
from typing import Any

from speech.delivery.words import Kind, ReadingWord, Spoken, SpokenWord, Timing, Voice


def to_plain(spoken: Spoken) -> dict[str, Any]:
    """As JSON; `end` is where its last word ends, for progress."""
    plain = dataclasses.asdict(spoken)
    plain["end"] = spoken.words[-1].end if spoken.words else 0.0
    for word in plain["words"]:
        if word["voice"] is not None:
            word["voice"] = {name: round(value, 3) for name, value in word["voice"].items()}
    return plain


def from_plain(plain: dict[str, Any]) -> Spoken:
    """Back from JSON."""
    return Spoken(
        words=tuple(_word(word) for word in plain["words"]),
        reading=tuple(ReadingWord(word["text"], tuple(word["ids"])) for word in plain["reading"]),
        seconds=plain["seconds"],
        noise=plain["noise"],
    )


def _word(plain: dict[str, Any]) -> SpokenWord:
    voice = None if plain["voice"] is None else Voice(**plain["voice"])
    return SpokenWord(**{**plain, "kind": Kind(plain["kind"]), "timing": Timing(plain["timing"]), "voice": voice})
