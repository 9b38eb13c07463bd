"""What a partner thinks of remarks is handed back beside one's own; corrections go with a session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.bundles.returns import write_return
from interviewer.bundles.taking_in import Outcome, TakenIn, take_in
from interviewer.bundles.writing import Choices
from interviewer.errors import ImportRefused, RecordError
from interviewer.records.corrections import Corrections, new_correction, write_corrections
from interviewer.records.folder import SessionFolder
from interviewer.records.library import open_session
from interviewer.review.annotations import Annotation, Kind
from interviewer.review.stances import Stance, Stances, partners_stances, put_stances, read_stances, write_stances
from interviewer.review.values import Maker, Reviewer
from tests.interviewer.bundles.support import bundle, contents_in, everything, files_in, pack, session, told_of

COACH = Maker(Reviewer.RULES, "rule-based coach")


def remark(name: str) -> Annotation:
    return Annotation(name, Kind.GAP, 1.0, 2.0, 1, None, "goals", "Goals", "more members", "Because.", COACH)


GOALS, METRICS = remark("gap-1"), remark("gap-2")


def thinks(folder: Path, stance: Stance, *more: tuple[Annotation, Stance], as_partner: bool = True) -> None:
    stances = Stances().taken(GOALS, stance)
    for one, other in more:
        stances = stances.taken(one, other)
    write_stances(SessionFolder(folder), stances, as_partner=as_partner)


def take(path: Path, sessions: Path) -> TakenIn:
    sessions.mkdir(exist_ok=True)
    return take_in(path, sessions, lambda _value: None)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """My session, of whose remarks I think something."""
    made = session(tmp_path / "mine")
    thinks(made, Stance.AGREE, as_partner=False)
    return made


@pytest.fixture
def partners(mine: Path, tmp_path: Path) -> Path:
    """The same on a partner's computer."""
    taken = take(bundle(mine, tmp_path / "out.hotseat", Choices(by="Jo")), tmp_path / "theirs")
    assert taken.folder is not None
    return taken.folder


def back(partners: Path, mine: Path, tmp_path: Path, by: str = "Alex", name: str = "back") -> TakenIn:
    out = tmp_path / f"{name}.hotseat"
    assert write_return(partners, out, by) is not None
    return take(out, mine.parent)


def thought(mine: Path) -> dict[str, tuple[Stance | None, Stance | None]]:
    return {one.by: (one.stances.of(GOALS), one.stances.of(METRICS)) for one in partners_stances(SessionFolder(mine))}


def test_a_partners_stances_come_back_beside_ones_own(mine: Path, partners: Path, tmp_path: Path) -> None:
    thinks(partners, Stance.DISAGREE, (METRICS, Stance.HIDDEN))
    before = everything(mine)
    taken = back(partners, mine, tmp_path)
    assert (taken.outcome, taken.stances) == (Outcome.MERGED, 2)
    assert thought(mine) == {"Alex": (Stance.DISAGREE, Stance.HIDDEN)}
    assert read_stances(SessionFolder(mine)).of(GOALS) is Stance.AGREE
    after = everything(mine)
    assert set(after) - set(before) == {"stances", "stances/partner-alex.json"}
    assert {name: after[name] for name in before} == before


def test_the_candidates_own_stay_theirs_on_the_partners_computer(partners: Path) -> None:
    theirs = (partners / "annotations.json").read_bytes()
    thinks(partners, Stance.DISAGREE)
    folder = SessionFolder(partners)
    assert read_stances(folder).of(GOALS) is Stance.AGREE
    assert read_stances(folder, as_partner=True).of(GOALS) is Stance.DISAGREE
    assert (partners / "annotations.json").read_bytes() == theirs
    assert partners_stances(folder) == ()


def test_the_same_once_more_changes_nothing_and_something_else_stands_beside(
    mine: Path, partners: Path, tmp_path: Path
) -> None:
    thinks(partners, Stance.DISAGREE, (METRICS, Stance.HIDDEN))
    back(partners, mine, tmp_path)
    before = everything(mine)
    assert back(partners, mine, tmp_path, name="again").outcome is Outcome.NOTHING_NEW
    assert everything(mine) == before
    thinks(partners, Stance.AGREE)
    assert back(partners, mine, tmp_path, name="later").stances == 1
    assert sorted(file.name for file in (mine / "stances").iterdir()) == ["partner-alex-2.json", "partner-alex.json"]
    assert thought(mine) == {"Alex": (Stance.AGREE, Stance.HIDDEN)}
    thinks(partners, Stance.DISAGREE, (METRICS, Stance.HIDDEN))
    assert back(partners, mine, tmp_path, name="as at first").stances == 2
    assert thought(mine) == {"Alex": (Stance.DISAGREE, Stance.HIDDEN)}
    assert back(partners, mine, tmp_path, name="and again").outcome is Outcome.NOTHING_NEW
    thinks(partners, Stance.AGREE)
    back(partners, mine, tmp_path, by="Sam", name="sam")
    assert thought(mine)["Sam"] == (Stance.AGREE, None)


def test_who_only_agrees_has_something_to_hand_back(partners: Path, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="agree with a remark"):
        write_return(partners, tmp_path / "no.hotseat", "Alex")
    thinks(partners, Stance.AGREE)
    assert write_return(partners, tmp_path / "yes.hotseat", "Alex") is not None
    assert list(files_in(tmp_path / "yes.hotseat")) == ["stances/partner.json"]


def test_what_partners_think_goes_with_the_session_unless_reviews_are_left_out(mine: Path, tmp_path: Path) -> None:
    put_stances(mine / "stances" / "partner-sam.json", Stances().taken(GOALS, Stance.DISAGREE))
    thinks(mine, Stance.HIDDEN)
    assert "stances/partner-sam.json" in files_in(bundle(mine, tmp_path / "a.hotseat"))
    assert "stances/own.json" not in files_in(tmp_path / "a.hotseat")
    bare = files_in(bundle(mine, tmp_path / "b.hotseat", Choices(reviews=False)))
    assert not any(name.startswith("stances/") for name in bare)


def test_corrections_go_with_a_session_and_are_read_on_the_other_side(mine: Path, tmp_path: Path) -> None:
    heard = open_session(mine).answers[0].heard_tokens[1]
    one = new_correction(1, heard.start, heard.end, heard=heard.text, read=heard.text, text="neighbours")
    write_corrections(SessionFolder(mine), Corrections((one,)))
    out = bundle(mine, tmp_path / "a.hotseat")
    assert (contents_in(out)["format"], contents_in(out)["min_reader"]) == (2, 2)
    taken = take(out, tmp_path / "theirs")
    assert taken.folder is not None
    assert open_session(taken.folder).answers[0].text == "more neighbours and more time"


def test_a_bundle_without_them_still_opens_in_earlier_versions(mine: Path, tmp_path: Path) -> None:
    told = contents_in(bundle(mine, tmp_path / "a.hotseat"))
    assert (told["format"], told["min_reader"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("stances/partner.json", {"format": 1, "stances": {"a": {"stance": "love"}}}),
        ("stances/partner.json", {"format": 1, "stances": []}),
        ("stances/partner.json", {"format": 1, "by": "x" * 100, "stances": {}}),
        ("stances/own.json", {"format": 1, "stances": {}}),
        ("stances/../annotations.json", {"format": 1, "stances": {}}),
        ("annotations.json", {"format": 1, "stances": {}}),
        ("corrections.json", {"format": 1, "corrections": []}),
    ],
)
def test_what_is_handed_back_holds_nothing_else(
    mine: Path, partners: Path, tmp_path: Path, name: str, value: object
) -> None:
    thinks(partners, Stance.AGREE)
    write_return(partners, tmp_path / "good.hotseat", "Alex")
    files = {**files_in(tmp_path / "good.hotseat"), name: json.dumps(value).encode()}
    before = everything(mine)
    bad = pack(tmp_path / "bad.hotseat", files, told_of(files, contents_in(tmp_path / "good.hotseat")))
    with pytest.raises(ImportRefused):
        take(bad, mine.parent)
    assert everything(mine) == before


@pytest.mark.parametrize(
    "value", [{"format": 1, "corrections": [{"id": "x"}]}, {"format": 1, "corrections": [1]}, {"corrections": []}]
)
def test_corrections_that_do_not_read_are_refused(mine: Path, tmp_path: Path, value: object) -> None:
    out = bundle(mine, tmp_path / "a.hotseat")
    files = {**files_in(out), "corrections.json": json.dumps(value).encode()}
    bad = pack(tmp_path / "bad.hotseat", files, told_of(files, contents_in(out)))
    with pytest.raises(ImportRefused):
        take(bad, tmp_path / "theirs")
    assert not any((tmp_path / "theirs").iterdir())
