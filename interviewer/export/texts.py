"""Goes through every text of a value, however deep: to take out what no file can hold, or what is secret. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

T = TypeVar("T")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""No XML or UTF-8 file can hold these, and no reader shows them."""


def with_texts(value: T, change: Callable[[str], str]) -> T:
    """The same value with every text changed; enumerations are no texts."""
    return cast(T, _changed(value, change))


def _changed(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_changed(item, change) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: _changed(getattr(value, field.name), change) for field in fields(value)}
        return replace(value, **changes)
    return value


def writable(text: str) -> str:
    """The text with `\ufffd` for what cannot be written, and every line end a newline."""
    return _UNWRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
