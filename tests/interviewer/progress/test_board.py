"""The board of companies: what is kept, in which order, and what becomes of a file that is not one."""

from __future__ import annotations

import json
import stat
from datetime import date
from pathlib import Path

import pytest

from interviewer.errors import RecordError, RecordNotWritten
from interviewer.progress.board import LONGEST_NAME, Board, Company, change_board, new_company, read_board

FERNGATE = Company(id="f", name="Ferngate", tier=2, day=date(2026, 12, 3), rounds=("strategy",))
PEBBLEWORK = Company(id="p", name="Pebblework", tier=3, day=None, rounds=("execution", "strategy"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "companies.json"


def keep(file: Path, *companies: Company) -> Board:
    board = Board()
    for company in companies:
        board = change_board(file, lambda board, company=company: board.with_company(company))  # type: ignore[misc]
    return board


def test_without_a_file_there_is_no_company(file: Path) -> None:
    assert read_board(file) == Board()


def test_what_is_kept_is_read_again_for_its_owner_only(file: Path) -> None:
    kept = keep(file, FERNGATE, PEBBLEWORK)
    assert read_board(file) == kept
    assert kept.companies == (PEBBLEWORK, FERNGATE)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["companies.json"]


def test_the_bottom_tier_comes_first_then_the_nearest_date() -> None:
    board = Board()
    for name, tier, day in (("d", 1, 1), ("b", 3, None), ("a", 3, 9), ("c", 2, 1), ("A", 3, 4)):
        when = date(2026, 12, day) if day is not None else None
        board = board.with_company(Company(id=name, name=name, tier=tier, day=when))  # type: ignore[arg-type]
    assert [one.name for one in board.companies] == ["A", "a", "b", "c", "d"]


def test_a_removed_company_can_be_brought_back(file: Path) -> None:
    before = keep(file, FERNGATE, PEBBLEWORK)
    removed = before.company("f")
    assert removed is not None
    assert change_board(file, lambda board: board.without("f")).companies == (PEBBLEWORK,)
    assert change_board(file, lambda board: board.with_company(removed)) == before == read_board(file)


def test_a_company_is_ready_when_every_round_it_uses_is() -> None:
    assert PEBBLEWORK.is_ready({"execution", "strategy", "estimation"})
    assert not PEBBLEWORK.is_ready({"execution"})
    assert not Company(id="n", name="None").is_ready({"execution"})


def test_names_are_made_plain() -> None:
    company = new_company("  Nettle \n &  Vane " + "x" * 200, 1, None, ["execution"])
    assert company.name.startswith("Nettle & Vane")
    assert len(company.name) == LONGEST_NAME
    assert company.id != new_company("b", 1, None, []).id


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "3", '{"companies": []}', '{"format": "1"}', "[" * 100_000, '"' + "x" * 1_100_000]
)
def test_a_damaged_file_is_said_and_put_aside_never_lost(file: Path, text: str) -> None:
    file.parent.mkdir()
    for number in range(2):
        file.write_text(text)
        with pytest.raises(RecordError, match=r"companies\.json do not read") as raised:
            read_board(file)
        assert raised.value.code == "board_damaged"
        assert keep(file, PEBBLEWORK).companies == (PEBBLEWORK,)
        aside = file.with_name("companies.json.damaged" + ("-2" if number else ""))
        assert aside.read_text() == text


def test_bytes_that_are_no_text_are_damage_too(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RecordError):
        read_board(file)


def test_that_of_a_later_version_is_left_as_it_is(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('{"format": 2, "boards": []}')
    with pytest.raises(RecordError, match="Update it") as raised:
        read_board(file)
    assert raised.value.code == "board_too_new"
    with pytest.raises(RecordError, match="Update it"):
        keep(file, PEBBLEWORK)
    assert file.read_text() == '{"format": 2, "boards": []}'


def test_entries_that_do_not_read_and_fields_of_later_versions_are_carried_along(file: Path) -> None:
    file.parent.mkdir()
    good = {"id": "p", "name": "Pebblework", "tier": 3, "day": None, "rounds": [], "colour": "blue"}
    bad = [{"id": "x", "name": "Tier four", "tier": 4}, "nonsense", {"id": "d", "name": "D", "day": "some day"}]
    file.write_text(json.dumps({"format": 1, "companies": [*bad, good], "sorted": "by hand"}))

    board = keep(file, FERNGATE)

    assert [one.id for one in board.companies] == ["p", "f"]
    kept = json.loads(file.read_text())
    assert kept["sorted"] == "by hand"
    assert kept["companies"][0]["colour"] == "blue"
    assert kept["companies"][2:] == bad


def test_a_board_that_cannot_be_written_says_why_and_stays(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the way")
    with pytest.raises(RecordNotWritten, match="list of companies could not be written"):
        keep(tmp_path / "data" / "companies.json", PEBBLEWORK)
