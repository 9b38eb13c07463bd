"""The forms of what a reviewer replies: the JSON schema it is asked to keep to, and what is read of its reply. Pure.

Evidence stands before the score in each of them: a model writes in order, and one that has to quote first scores what
it quoted. Replies are read leniently, since many servers do not keep to a schema; what cannot be read is None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from interviewer.minds.replies import objects_in
from interviewer.minds.thoughts import after_thoughts
from interviewer.review.values import MOST_IMPROVEMENTS

MOST_QUOTES = 3
"""Of one dimension."""
MOST_CHARACTERS = 1_500
"""Of one text; a longer one is cut there, with a mark."""
CUT = " …"


def _text(value: object) -> object:
    if not isinstance(value, str):
        return value
    clean = " ".join("".join(mark if mark.isprintable() else " " for mark in value).split())
    return clean if len(clean) <= MOST_CHARACTERS else clean[:MOST_CHARACTERS] + CUT


def _quotes(value: object) -> object:
    """One quote or several; as texts, or as objects that have one somewhere."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list):
        return value
    texts = [next(iter(one.values()), "") if isinstance(one, dict) else one for one in value]
    return [one.strip().strip("\"“”'") for one in texts if isinstance(one, str) and one.strip()]


def _score(value: object) -> object:
    """A number, also as text; "3 of 4" is 3."""
    if isinstance(value, bool):
        return "no number"
    if isinstance(value, str) and value.strip()[:1].isdigit():
        return int(value.strip()[0])
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _word(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_text)]
Quotes = Annotated[tuple[str, ...], BeforeValidator(_quotes)]


class Reply(BaseModel):
    """What a reviewer said to one step."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class DimensionReply(Reply):
    evidence: Quotes
    lacks: Text = ""
    why: Text
    score: Annotated[int, BeforeValidator(_score), Field(ge=0, le=4)]
    """0: nothing was said about it."""


class AspectReply(Reply):
    evidence: Quotes
    remark: Text
    better: Text = ""
    rating: Annotated[Literal["strong", "mixed", "weak", "none"], BeforeValidator(_word)]


class OneImprovement(Reply):
    dimension: Annotated[str, BeforeValidator(_word)]
    quote: Text
    missing: Text
    better: Text
    drill: Text = ""


class ImprovementsReply(Reply):
    improvements: tuple[OneImprovement, ...]


class PartReply(Reply):
    said: Quotes
    missing: Text = ""
    answer: Text


R = TypeVar("R", bound=Reply)


def read(reply: str, kind: type[R]) -> R | None:
    """The first object in a reply that can be read as such; None: there is none."""
    for found in objects_in(after_thoughts(reply)):
        try:
            return kind.model_validate(found)
        except ValidationError:
            continue
    return None


def _object(**fields: object) -> dict[str, object]:
    """Strict, as OpenAI defines it: every field required and no other allowed."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


_TEXT: Mapping[str, object] = {"type": "string"}
_QUOTES: Mapping[str, object] = {"type": "array", "items": {"type": "string"}}

DIMENSION = _object(evidence=_QUOTES, lacks=_TEXT, why=_TEXT, score={"type": "integer", "enum": [0, 1, 2, 3, 4]})
ASPECT = _object(
    evidence=_QUOTES, remark=_TEXT, better=_TEXT, rating={"type": "string", "enum": ["none", "weak", "mixed", "strong"]}
)
PART = _object(said=_QUOTES, missing=_TEXT, answer=_TEXT)


def improvements_form(dimensions: Sequence[str]) -> dict[str, object]:
    """At most three, each about one of these dimensions."""
    one = _object(
        dimension={"type": "string", "enum": list(dimensions)}, quote=_TEXT, missing=_TEXT, better=_TEXT, drill=_TEXT
    )
    return _object(improvements={"type": "array", "items": one, "maxItems": MOST_IMPROVEMENTS})
