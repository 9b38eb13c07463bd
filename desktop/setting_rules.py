"""What a value of the settings may be, and why one is not. Pure, and light to import: a window waits for its settings.

The kind of a value is its annotation, `Annotated` with a `Rule` where there is more to say.
"""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")
_KINDS = {str: "it is no text", bool: "it is neither true nor false", dict: "it is no table"}


class Unfit(Exception):
    """A value that cannot be used; `place` is where it stands, `str(error)` why, as half a sentence."""

    def __init__(self, why: str, *place: str) -> None:
        super().__init__(why)
        self.place = place


@dataclass(frozen=True)
class Rule:
    """What there is to say of a setting beyond its kind."""

    help: str
    least: float = -math.inf
    most: float = math.inf


def read(kind: type[T], raw: object) -> T:
    """A dataclass of settings from what a file says; what it does not say is usual.

    Raises: Unfit, for the first value that cannot be used.
    """
    hints = get_type_hints(kind, include_extras=True)
    values = {}
    for name, value in _of_kind(dict, raw).items():
        if name not in hints:
            raise Unfit("there is none of that name", name)
        values[name] = _within(name, hints[name], value)
    return kind(**values)


def plain(value: Any) -> Any:
    """Settings as nested dicts of text, numbers and truth values, as a file keeps them."""
    if dataclasses.is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return value.value if isinstance(value, StrEnum) else value


def _within(name: str, hint: Any, value: object) -> Any:
    """One value; what is unfit in it is named from here."""
    try:
        return _read_one(hint, value)
    except Unfit as fault:
        raise Unfit(str(fault), name, *fault.place) from None


def _read_one(hint: Any, value: object) -> Any:
    rule = Rule("")
    if get_origin(hint) is Annotated:
        hint, rule = get_args(hint)
    if get_origin(hint) is Literal:
        return _one_of(get_args(hint), value)
    if get_origin(hint) is dict:
        return {name: _within(name, get_args(hint)[1], each) for name, each in _of_kind(dict, value).items()}
    if dataclasses.is_dataclass(hint):
        return read(hint, value)  # type: ignore[arg-type]  # an annotation is a class, never one of its values
    if issubclass(hint, StrEnum):
        return hint(_one_of(tuple(each.value for each in hint), value))
    return _of_kind(hint, value) if hint in _KINDS else hint(_number(hint, rule, value))


def _of_kind(kind: type[T], value: object) -> T:
    if not isinstance(value, kind):
        raise Unfit(_KINDS[kind])
    return value


def _one_of(choices: tuple[str, ...], value: object) -> str:
    if value not in choices:
        raise Unfit(f"it is none of {', '.join(choices)}")
    return str(value)


def _number(kind: type, rule: Rule, value: object) -> float:
    whole = kind is int
    if isinstance(value, bool) or not isinstance(value, int | float) or (whole and not float(value).is_integer()):
        raise Unfit(f"it is no {'whole ' if whole else ''}number")
    if not rule.least <= value <= rule.most:
        raise Unfit(f"it is not from {rule.least:g} to {rule.most:g}")
    return value
