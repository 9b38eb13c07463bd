"""What a partner wrote in an exported page, as the file that page saves: `assets/schemas/hand-back-1.json`. Pure.

A stranger's file: sizes, ids, times and texts are bounded before anything is made of them, and what is not text is
refused. Fields of later versions are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, Strict, ValidationError

from interviewer.bundles import strict_json
from interviewer.bundles.checking import LONGEST_SECONDS
from interviewer.bundles.layout import LONGEST_BY, shown_name
from interviewer.content.model import Dimension, Level
from interviewer.errors import ImportRefused, SessionTooNew
from interviewer.export.texts import writable
from interviewer.records.notes import Note
from interviewer.review.annotations import Mark
from interviewer.review.call import Call
from interviewer.review.partner_rating import partner_review
from interviewer.review.self_rating import Rateable, SelfRating
from interviewer.review.values import DimensionReview, Review

FORMAT = 1
KIND = "hotseat-hand-back"
SUFFIX = ".json"
SCHEMA = "schemas/hand-back-1.json"
"""In the assets."""

LARGEST_BYTES = 2_000_000
"""As much as a session takes in of a partner's notes."""
MOST_NOTES = 1000
MOST_DIMENSIONS = 50
LONGEST_TEXT = 5000
"""Characters of a note or of a comment."""
LONGEST_QUOTE = 1000
LONGEST_TITLE = 200
REMARKS = (Mark.MOMENT, Mark.STRENGTH, Mark.GAP, Mark.DELIVERY)
"""What a partner's note can be."""

_Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
_Seconds = Annotated[float, Field(ge=0.0, le=LONGEST_SECONDS, allow_inf_nan=False)]
_Words = Annotated[str, Field(max_length=LONGEST_TEXT)]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class PartnersNote(_Read):
    """A remark on a moment or a stretch."""

    id: _Id
    at: _Seconds
    until: _Seconds | None = None
    """None: a moment."""
    quote: Annotated[str, Field(max_length=LONGEST_QUOTE)] = ""
    kind: Literal["moment", "strength", "gap", "delivery"] = "moment"
    text: _Words


class PartnersScore(_Read):
    """What a partner gave in one dimension."""

    dimension: _Id
    title: Annotated[str, Field(max_length=LONGEST_TITLE)] = ""
    score: Annotated[int, Field(ge=1, le=4)] | None = None
    comment: _Words = ""


class PartnersRating(_Read):
    """A call, and what it stands on."""

    call: Annotated[Call, Strict(False)]
    comment: _Words = ""
    level: Level
    """Whose anchors the partner had before them."""
    dimensions: Annotated[tuple[PartnersScore, ...], Strict(False), Field(max_length=MOST_DIMENSIONS)] = ()


class HandBack(_Read):
    """The file."""

    format: Annotated[int, Field(ge=1)]
    kind: Literal["hotseat-hand-back"]
    session: Annotated[str, Field(max_length=100)]
    started: Annotated[AwareDatetime, Strict(False)]
    """When that session was held; tells sessions apart that have one name."""
    partner: _Id
    """The same in every file of one partner, however they call themselves."""
    saved: Annotated[AwareDatetime, Strict(False)]
    """Of two files of one partner the later one counts."""
    by: Annotated[str, Field(max_length=LONGEST_BY)]
    notes: Annotated[tuple[PartnersNote, ...], Strict(False), Field(max_length=MOST_NOTES)] = ()
    rating: PartnersRating | None = None


@dataclass(frozen=True, slots=True)
class Rubric:
    """By what a session is rated here."""

    round: str
    dimensions: Sequence[Dimension] = ()
    """Empty: it is not known any more."""


def read_hand_back(data: bytes) -> HandBack:
    """The file as a value, its texts such as can be shown.

    Raises: ImportRefused; SessionTooNew: a later version made the page.
    """
    if len(data) > LARGEST_BYTES:
        raise _refused("it is larger than any partner’s notes")
    try:
        value = strict_json.parse(data, halves=True)
    except ValueError as error:
        raise _refused(str(error)) from error
    if not isinstance(value, dict) or value.get("kind") != KIND:
        raise ImportRefused("This is not a partner’s file from an exported page. Ask for it again.")
    version = value.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise SessionTooNew("The page this was written in is of a later version of Hotseat. Update it, then try again.")
    try:
        found = HandBack.model_validate(_cleaned(value))
    except ValidationError as error:
        raise _refused(f"its field {_place(error)} has a wrong form") from None
    return _checked(found)


def notes_in(found: HandBack) -> tuple[Note, ...]:
    """The partner's notes; they get a name and an id of their own where they are merged."""
    return tuple(
        Note(id=one.id, at=one.at, until=one.until, quote=one.quote or None, kind=one.kind, text=one.text)
        for one in found.notes
    )


def review_in(found: HandBack, rubric: Rubric) -> Review | None:
    """The partner's rating as a review by the rubric of this computer; None: they gave none.

    A dimension that rubric does not have keeps the title the page had for it.
    """
    rating = found.rating
    if rating is None:
        return None
    known = {one.id: one for one in rubric.dimensions}
    told = {one.dimension: one for one in rating.dimensions}
    others = [Rateable(one.dimension, one.title or one.dimension, 1, core=False) for one in rating.dimensions]
    rateable = [
        *(Rateable(one.id, one.title, one.weight, one.core) for one in rubric.dimensions),
        *(one for one in others if one.id not in known),
    ]
    scores = {name: one.score for name, one in told.items() if one.score is not None}
    review = partner_review(SelfRating(rating.call, scores), rubric.round, rating.level, rateable, found.by)
    rows = tuple(
        _row(row, told.get(row.dimension), known.get(row.dimension), rating.level) for row in review.dimensions
    )
    return replace(review, call_reason=f"{review.call_reason} {rating.comment}".strip(), dimensions=rows)


def _row(row: DimensionReview, told: PartnersScore | None, of: Dimension | None, level: Level) -> DimensionReview:
    why = told.comment if told is not None and told.comment else row.why
    anchor = of.anchors.at(level)[row.score - 1] if of is not None and row.score is not None else ""
    return replace(row, why=why, anchor=anchor)


def _checked(found: HandBack) -> HandBack:
    """What no field can say by itself."""
    by = shown_name(found.by)
    if not by:
        raise _refused("it does not say who it is from")
    if not found.notes and found.rating is None:
        raise _refused("there is nothing in it")
    if len({one.id for one in found.notes}) != len(found.notes):
        raise _refused("it holds a note twice")
    if any(one.until is not None and one.until < one.at for one in found.notes):
        raise _refused("it holds a note that ends before it begins")
    scores = found.rating.dimensions if found.rating is not None else ()
    if len({one.dimension for one in scores}) != len(scores):
        raise _refused("it rates a dimension twice")
    return found.model_copy(update={"by": by})


def _cleaned(value: Any) -> Any:
    """Texts without what no file can hold."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return {name: _cleaned(one) for name, one in value.items()} if isinstance(value, dict) else value


def _place(error: ValidationError) -> str:
    """Names of our own fields, and nothing of the stranger's."""
    return ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"]) or "format"


def _refused(why: str) -> ImportRefused:
    return ImportRefused(f"The partner’s file is refused: {why}. Nothing of it was taken in.")
