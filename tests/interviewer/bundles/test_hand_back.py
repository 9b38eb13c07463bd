"""What a partner saved in an exported page: merged as one more reviewer, its later files in place of the earlier; from
strangers who mean harm it is refused with a sentence, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assets import resource
from interviewer.bundles.hand_back import LARGEST_BYTES, MOST_NOTES, SCHEMA, HandBack, Rubric
from interviewer.bundles.handed import KEY
from interviewer.bundles.taking_back import take_back
from interviewer.bundles.taking_in import Outcome, TakenIn
from interviewer.content.loader import load_packs
from interviewer.errors import ImportRefused, SessionMissing, SessionTooNew
from interviewer.records.folder import SessionFolder
from interviewer.records.manifest import read_manifest
from interviewer.records.notes import Notes, read_notes, write_notes
from interviewer.review.call import Call
from interviewer.review.storage import read_review, write_review
from interviewer.review.values import Review, Reviewer
from tests.interviewer.bundles.support import everything, review, session
from tests.support.schema import faults

File = dict[str, Any]
UNKNOWN = Rubric("execution")
NOTE: File = {"id": "a1", "at": 0.5, "until": 1.25, "quote": "more members", "kind": "gap", "text": "no number"}


@pytest.fixture(scope="module", name="rubric")
def _rubric() -> Rubric:
    packs = load_packs(resource("packs"), None, round_id="execution").packs
    return Rubric("execution", next(one for pack in packs for one in pack.rounds if one.id == "execution").dimensions)


@pytest.fixture(name="mine")
def _mine(tmp_path: Path) -> Path:
    return session(tmp_path / "mine")


def rating(call: str = "hire", score: int | None = 3, comment: str = "Clear.") -> File:
    row = {"dimension": "goals", "title": "Goals", "score": score, "comment": comment}
    return {"call": call, "comment": "All in all.", "level": "pm", "dimensions": [row]}


def saved(mine: Path, **changes: Any) -> File:
    """A file as the page saves it."""
    return {
        "kind": "hotseat-hand-back",
        "format": 1,
        "session": mine.name,
        "started": read_manifest(SessionFolder(mine)).started.isoformat(),
        "partner": "0123456789abcdef",
        "saved": "2026-11-27T15:00:00.000Z",
        "by": "Alex Müller",
        "notes": [NOTE],
        "rating": rating(),
        **changes,
    }


def take(mine: Path, value: object, rubric: Rubric = UNKNOWN) -> TakenIn:
    file = mine.parent.parent / "back.json"
    file.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
    return take_back(file, mine.parent, lambda _path: rubric)


def reviews(mine: Path) -> dict[str, Review]:
    folder = SessionFolder(mine)
    return {file.stem: read_review(folder, file.stem) for file in folder.reviews.glob("partner*.json")}


def texts(mine: Path) -> set[str]:
    return {note.text for note in read_notes(mine).notes}


# --- merged as another reviewer ---------------------------------------------------------------------------------------


def test_it_is_merged_as_another_reviewer_and_nothing_else_changes(mine: Path, rubric: Rubric) -> None:
    before, own = everything(mine), read_notes(mine)
    value = saved(mine)
    assert faults(value, json.loads(resource(SCHEMA).read_text(encoding="utf-8"))) == []
    taken = take(mine, value, rubric)
    assert (taken.outcome, taken.by, taken.merged.notes) == (Outcome.MERGED, "Alex Müller", 1)
    changed = {name for name, data in everything(mine).items() if data != before.get(name, b"")}
    assert changed == {"notes.json", "reviews/partner-alex-muller.json"}
    (theirs,) = set(read_notes(mine).notes) - set(own.notes)
    assert set(own.notes) < set(read_notes(mine).notes)
    assert (theirs.at, theirs.until, theirs.quote, theirs.kind) == (0.5, 1.25, "more members", "gap")
    assert (theirs.text, theirs.by) == ("Alex Müller: no number", "Alex Müller")
    (made,) = reviews(mine).values()
    assert (made.made_by.kind, made.call, made.call_reason) == (
        Reviewer.PARTNER,
        Call.HIRE,
        "Hire, by a partner. All in all.",
    )
    (goals,) = [one for one in made.dimensions if one.score is not None]
    of = next(one for one in rubric.dimensions if one.id == "goals")
    assert (goals.title, goals.why, goals.anchor) == (of.title, "Clear.", of.anchors.at("pm")[2])
    assert [one.dimension for one in made.dimensions] == [one.id for one in rubric.dimensions]


def test_the_same_once_more_changes_nothing(mine: Path, rubric: Rubric) -> None:
    take(mine, saved(mine), rubric)
    before = everything(mine)
    assert take(mine, saved(mine), rubric).outcome is Outcome.NOTHING_NEW
    assert everything(mine) == before


def test_a_later_file_of_a_partner_takes_the_place_of_the_earlier_and_of_nothing_else(mine: Path) -> None:
    other = {**NOTE, "id": "b", "text": "another"}
    take(mine, saved(mine, notes=[NOTE, other]))
    take(mine, saved(mine, partner="ffff", notes=[NOTE], by="Alex Müller", rating=rating("no hire")))
    write_review(SessionFolder(mine), review(Reviewer.PARTNER, "Bo", Call.HIRE), "partner-bo")
    mended = {**NOTE, "text": "a number, but late"}
    later = saved(mine, saved="2026-11-27T15:00:01Z", by="Alexandra", notes=[mended], rating=rating("lean hire", 2))
    taken = take(mine, later)
    assert (taken.outcome, taken.merged.replaced) == (Outcome.MERGED, True)
    assert texts(mine) == {"said it well", "Alex Müller: no number", "Alexandra: a number, but late"}
    calls = {name: one.call for name, one in reviews(mine).items()}
    assert calls == {
        "partner-alex-muller": Call.LEAN_HIRE, "partner-alex-muller-2": Call.NO_HIRE, "partner-bo": Call.HIRE
    }  # fmt: skip
    before = everything(mine)
    taken = take(mine, saved(mine, notes=[NOTE, other]))
    assert (taken.outcome, taken.merged.older) == (Outcome.NOTHING_NEW, True)
    assert everything(mine) == before


def test_two_partners_of_one_name_who_say_the_same_stay_two(mine: Path) -> None:
    for partner in ("one", "two"):
        take(mine, saved(mine, partner=partner))
    assert reviews(mine).keys() == {"partner-alex-muller", "partner-alex-muller-2"}
    take(mine, saved(mine, partner="two", saved="2026-11-28T00:00:00Z", rating=None))
    assert reviews(mine).keys() == {"partner-alex-muller"}
    assert "Alex Müller: no number" in texts(mine)


def test_a_rating_that_was_taken_back_goes_and_comes_again(mine: Path) -> None:
    take(mine, saved(mine))
    take(mine, saved(mine, saved="2026-11-28T00:00:00Z", rating=None))
    assert reviews(mine) == {}
    take(mine, saved(mine, saved="2026-11-29T00:00:00Z", notes=[]))
    assert reviews(mine).keys() == {"partner-alex-muller"}
    assert texts(mine) == {"said it well"}


def test_a_dimension_of_another_rubric_keeps_its_title(mine: Path, rubric: Rubric) -> None:
    row = {"dimension": "charm", "title": "Charm", "score": 4, "comment": ""}
    take(mine, saved(mine, rating={**rating(), "dimensions": [row]}), rubric)
    (made,) = reviews(mine).values()
    (charm,) = [one for one in made.dimensions if one.score is not None]
    assert (charm.title, charm.anchor, charm.core) == ("Charm", "", False)


def test_it_needs_its_session(mine: Path) -> None:
    with pytest.raises(SessionMissing, match="not here"):
        take(mine, saved(mine, session="another"))
    with pytest.raises(ImportRefused, match="another session"):
        take(mine, saved(mine, started="2020-01-01T00:00:00Z"))
    with pytest.raises(SessionTooNew):
        take(mine, saved(mine, format=2))


# --- strangers --------------------------------------------------------------------------------------------------------


def note(**changes: Any) -> Callable[[File], object]:
    return lambda value: {**value, "notes": [{**NOTE, **changes}]}


def rated(**changes: Any) -> Callable[[File], object]:
    return lambda value: {**value, "rating": {**rating(), **changes}}


def scored(**changes: Any) -> Callable[[File], object]:
    return rated(dimensions=[{**rating()["dimensions"][0], **changes}])


def field(**changes: Any) -> Callable[[File], object]:
    return lambda value: {**value, **changes}


def raw(change: Callable[[bytes], bytes]) -> Callable[[File], object]:
    return lambda value: change(json.dumps(value).encode())


EVIL: dict[str, Callable[[File], object]] = {
    "nothing": lambda _value: b"",
    "no object": lambda value: [value],
    "another kind": field(kind="hotseat-session"),
    "half of it": raw(lambda data: data[: len(data) // 2]),
    "no UTF-8": raw(lambda data: data.replace(b"number", b"\xff\xfe")),
    "more behind it": raw(lambda data: data + b"{}"),
    "a doubled key": raw(lambda data: data.replace(b'"notes"', b'"by": "Bo", "notes"')),
    "a number that is none": raw(lambda data: data.replace(b"0.5", b"NaN")),
    "an endless number": raw(lambda data: data.replace(b"0.5", b"1e999")),
    "digits without end": raw(lambda data: data.replace(b"0.5", b"9" * 5000)),
    "nested without end": raw(lambda data: data.replace(b'"no number"', b"[" * 20_000 + b"]" * 20_000)),
    "too large": raw(lambda data: data + b" " * LARGEST_BYTES),
    "a way out": field(session="../mine"),
    "an absolute way out": field(session="/etc"),
    "a device": field(session="con"),
    "no session": field(session=""),
    "no name": field(by=" \u202e\x00 "),
    "a name too long": field(by="x" * 61),
    "a name that is none": field(by=["Alex"]),
    "a partner who is a path": field(partner="../../coach"),
    "a partner too long": field(partner="x" * 41),
    "saved at no time": field(saved="later"),
    "saved in no zone": field(saved="2026-11-27T15:00:00"),
    "begun at no time": field(started=0),
    "nothing in it": field(notes=[], rating=None),
    "notes that are none": field(notes="many"),
    "too many notes": field(notes=[{**NOTE, "id": f"n{number}"} for number in range(MOST_NOTES + 1)]),
    "a note twice": field(notes=[NOTE, NOTE]),
    "a note without a time": note(at=None),
    "a note before the session": note(at=-1),
    "a note after all sessions": note(at=1e9),
    "a time in words": note(at="0.5"),
    "a note that ends before it begins": note(until=0.1),
    "a note with a way out": note(id="../../x"),
    "a note of another kind": note(kind="case"),
    "a note too long": note(text="x" * 5001),
    "a quote too long": note(quote="x" * 1001),
    "a note that is no text": note(text={"html": "<b>"}),
    "a call there is not": rated(call="strong yes"),
    "a level there is not": rated(level="intern"),
    "a rating that is none": field(rating=[]),
    "five of four": scored(score=5),
    "none of four": scored(score=0),
    "half a score": scored(score=2.5),
    "true as a score": scored(score=True),
    "a comment too long": scored(comment="x" * 5001),
    "a title too long": scored(title="x" * 201),
    "a dimension with a way out": scored(dimension="../goals"),
    "a dimension twice": rated(dimensions=rating()["dimensions"] * 2),
    "too many dimensions": rated(dimensions=[{"dimension": f"d{number}"} for number in range(51)]),
}


@pytest.mark.parametrize("name", EVIL)
def test_a_file_that_means_harm_is_refused_and_nothing_is_written(mine: Path, name: str) -> None:
    value = EVIL[name](saved(mine))
    before = everything(mine.parent)
    with pytest.raises(ImportRefused) as refused:
        take(mine, value)
    assert everything(mine.parent) == before
    assert str(refused.value).endswith(".")
    assert "xxx" not in str(refused.value)


def test_what_cannot_be_shown_or_written_is_taken_out_and_markup_is_text(mine: Path) -> None:
    bad = "<b>\x1b[31m\ud800\x00</b>\r\n\u202e"
    taken = take(mine, saved(mine, by="Al\x1b[2J\nex\u202e", notes=[{**NOTE, "text": bad}], rating=rating(comment=bad)))
    assert taken.by == "Al [2J ex"
    (theirs,) = [one for one in read_notes(mine).notes if one.by]
    assert theirs.text == "Al [2J ex: <b>\ufffd[31m\ufffd\ufffd</b>\n\u202e"


def test_a_bundle_cannot_have_a_partners_file_take_the_place_of_what_is_no_partners(mine: Path) -> None:
    """What says whose notes are whose may itself have come from a stranger."""
    own = read_notes(mine)
    names = [one.id for one in own.notes]
    entry = {"saved": "2020-01-01T00:00:00+00:00", "review": "coach", "notes": names}
    tries: tuple[Any, ...] = (
        entry,
        {**entry, "review": "../reviews/coach"},
        [],
        {"saved": 3},
        {**entry, "notes": 5},
        "no",
    )
    for told in tries:
        write_notes(mine, Notes(own.pad, own.notes, others={KEY: {"0123456789abcdef": told}}))
        take(mine, saved(mine))
        assert set(own.notes) <= set(read_notes(mine).notes)
        assert read_review(SessionFolder(mine), "coach").made_by.kind is Reviewer.RULES


def test_the_schema_says_what_is_read() -> None:
    schema = json.loads(resource(SCHEMA).read_text(encoding="utf-8"))
    assert schema["properties"].keys() == HandBack.model_fields.keys()
    model = HandBack.model_json_schema()["$defs"]
    for name, cls in (("Note", "PartnersNote"), ("Score", "PartnersScore"), ("Rating", "PartnersRating")):
        assert schema["$defs"][name]["properties"].keys() == model[cls]["properties"].keys()
    assert schema["$defs"]["Rating"]["properties"]["call"]["enum"] == [call.value for call in Call]
    assert schema["$defs"]["Note"]["properties"]["kind"]["enum"] == model["PartnersNote"]["properties"]["kind"]["enum"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), value=st.integers(0, 255), count=st.integers(1, 4))
def test_whatever_byte_is_changed_it_is_taken_whole_or_not_at_all(
    mine: Path, at: float, value: int, count: int
) -> None:
    data = bytearray(json.dumps(saved(mine)).encode())
    place = int(at * len(data))
    data[place : place + count] = bytes([value]) * len(data[place : place + count])
    before = everything(mine.parent)
    try:
        taken = take(mine, bytes(data))
    except (ImportRefused, SessionMissing, SessionTooNew):
        assert everything(mine.parent) == before
    else:
        assert taken.outcome in (Outcome.MERGED, Outcome.NOTHING_NEW)
        changed = {name for name, data in before.items() if everything(mine.parent).get(name) != data}
        assert all(name.endswith("/notes.json") or "/reviews/partner" in name for name in changed)
