"""JSON from strangers: what `json` lets through but our own files never have is refused. Pure.

Refused are doubled keys, numbers that are none or out of all proportion, values nested too deeply, bytes that are not
UTF-8, and texts that could not be written as such: an escape can stand for half of a surrogate pair.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from typing import Any

DEEPEST = 24
"""Levels; a review has 8."""
LARGEST_NUMBER = 2.0**48
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)


def parse(data: bytes, *, halves: bool = False) -> Any:
    """The value some bytes stand for. `halves`: of surrogate pairs are let through, for the caller to replace.

    Raises: ValueError, with words for the user as in "it repeats a key".
    """
    if _depth(data) > DEEPEST:
        raise ValueError("it is nested too deeply")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8 text") from None
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError:
        raise ValueError("it is not JSON") from None
    if "\\u" in text and not halves:
        _check_texts(value)
    return value


def digest(data: bytes) -> str:
    """The sha256 of some bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def _check_texts(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("it holds text that cannot be written") from None


def _depth(data: bytes) -> int:
    deepest = depth = 0
    for token in _TOKENS.finditer(data):
        if token[0] in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif token[0] in b"]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("it repeats a key")
    return found


def _no_number(_text: str) -> float:
    raise ValueError("it holds a number that is none")


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise ValueError("it holds a number out of all proportion")
    return value


def _int(text: str) -> int:
    if len(text) > 16:
        raise ValueError("it holds a number out of all proportion")
    return int(text)
