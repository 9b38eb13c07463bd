"""What a `.hotseat` bundle holds: a zip with `bundle.json` and files of a session under their own names. Pure.

`bundle.json` names every other file with its size and hash. A bundle of kind `session` is a whole session; one of kind
`return` holds what a partner wrote about it, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from interviewer.records.folder import (
    CORRECTIONS,
    DELIVERY,
    EVENTS,
    MANIFEST,
    NOTES,
    PARTNERS_STANCES,
    REVIEWS,
    STANCES,
)

FORMAT = 2
SECOND = 2
"""Since this format there are corrections and what partners think; bundles without them say that they are of the
first one, which earlier versions read."""
SUFFIX = ".hotseat"
CONTENTS = "bundle.json"

MOST_FILES = 1000
"""A 90-minute interview has some 200."""
MOST_BYTES = 2_000_000_000
"""Unpacked; six hours of both voices take 1.4 GB."""
LONGEST_NAME = 80
LONGEST_BY = 60
"""Characters of a person's name."""

_MB = 1_000_000
_SHAPES: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(shape), most)
    for shape, most in (
        (re.escape(CONTENTS), _MB),
        (re.escape(MANIFEST), _MB),
        (re.escape(EVENTS), 64 * _MB),
        (re.escape(NOTES), 4 * _MB),
        (re.escape(STANCES), 4 * _MB),
        (re.escape(CORRECTIONS), 4 * _MB),
        (rf"{PARTNERS_STANCES}/partner(?:-[a-z0-9][a-z0-9-]{{0,55}})?\.json", 4 * _MB),
        (r"audio/[0-9]{4,6}-candidate(?:-[0-9]{2,4})?\.wav", 400 * _MB),
        (r"audio/q[0-9]{4,6}\.wav", 100 * _MB),
        (rf"{REVIEWS}/[a-z0-9][a-z0-9_-]{{0,63}}\.json", 4 * _MB),
        (rf"{DELIVERY}/(?:[0-9]{{4,6}}|figures)\.json", 16 * _MB),
    )
)
_JOINERS = "\u200c\u200d"
"""Not shown by themselves, but part of many names."""
_UNKNOWN = "\ufffd"
"""What stands for letters that could not be read."""
_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
"""Names Windows keeps for devices, whatever follows the dot."""


class Kind(StrEnum):
    SESSION = "session"
    RETURN = "return"


class Packed(BaseModel):
    """A file in the bundle."""

    model_config = ConfigDict(frozen=True, strict=True)

    name: str
    bytes: Annotated[int, Field(ge=0, le=MOST_BYTES)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Contents(BaseModel):
    """`bundle.json`. Fields of later versions are passed over."""

    model_config = ConfigDict(frozen=True)

    format: Annotated[int, Field(ge=1)] = FORMAT
    min_reader: Annotated[int, Field(ge=1)] = 1
    """The oldest format version whose reader can make sense of it."""
    app: Annotated[str, Field(max_length=100)] = ""
    kind: Kind
    session: Annotated[str, Field(max_length=100)]
    """Id of the session it is, or is about."""
    started: AwareDatetime
    """When that was held; tells sessions apart that have one name."""
    by: Annotated[str, Field(max_length=LONGEST_BY)] = ""
    """Who made the bundle, as they want to be called."""
    left_out: tuple[Annotated[str, Field(max_length=40)], ...] = ()
    files: Annotated[tuple[Packed, ...], Field(max_length=MOST_FILES)]


def shown_name(by: str) -> str:
    """A stranger's name in one line, without what steers a terminal or turns a line round; empty: nothing is left."""
    name = " ".join("".join(letter if _is_shown(letter) else " " for letter in by).split())
    return name if name.strip(_JOINERS) else ""


def _is_shown(letter: str) -> bool:
    return letter in _JOINERS or (letter.isprintable() and letter != _UNKNOWN)


def largest(name: str) -> int | None:
    """Most bytes a file of that name may have; None for a name that no bundle has."""
    if len(name) > LONGEST_NAME or any(_DEVICES.fullmatch(part) for part in name.split("/")):
        return None
    return next((most for shape, most in _SHAPES if shape.fullmatch(name)), None)


def format_of(names: Iterable[str]) -> int:
    """The first format in which a bundle has files of all these names."""
    newer = any(name == CORRECTIONS or name.startswith(f"{PARTNERS_STANCES}/") for name in names)
    return SECOND if newer else 1


def is_sound(name: str) -> bool:
    return name.endswith(".wav")


def is_session_id(name: str) -> bool:
    """Whether it can be the name of a session's folder on every system."""
    return _SESSION_ID.fullmatch(name) is not None and _DEVICES.fullmatch(name) is None
