"""`hotseat progress` as it is typed: for a person and for a program, and what it says of a board that does not read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.paths import find
from desktop.session_words import today_here
from tests.support.progress_history import make_history


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    before = os.umask(0o077)  # as the program sets it for itself
    paths = find(tmp_path / "data")
    paths.make()
    make_history(paths, "mock-up", today_here())
    yield paths.data
    os.umask(before)


def test_readiness_what_is_next_and_companies_are_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["progress", "--data-dir", str(data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "  Execution      One more  2 of the last 4 are a hire; the next one decides." in lines
    assert any(line.startswith("Next: an exam in execution, before Pebblework") for line in lines)
    assert "Tier 1 · last" in lines
    assert "  Nettle & Vane, no date yet: 1 of 5 rounds ready" in lines

    assert main(["progress", "--level", "senior", "--data-dir", str(data)]) == 0
    assert "No exams yet; 3 needed." in capsys.readouterr().out


def test_a_program_reads_it_in_one_object(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "companies.json").rename(data / "kept")
    assert main(["progress", "--json", "--data-dir", str(data)]) == 0
    assert json.loads(capsys.readouterr().out)["companies"] == []

    (data / "kept").rename(data / "companies.json")
    assert main(["progress", "--json", "--data-dir", str(data)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["level"], found["sessions"]) == ("pm", 27)
    execution = found["rounds"][0]
    assert (execution["round"], execution["state"], execution["causes"]) == ("execution", "one_more", ["hires"])
    assert [exam["call"] for exam in execution["exams"]] == ["lean hire", "hire", "lean hire", "hire"]
    wanted = {"round": "execution", "mode": "exam", "why": "company", "company": "pebblework", "dimension": "metrics"}
    assert {**found["next"], **wanted} == found["next"]
    ferngate = next(one for one in found["companies"] if one["name"] == "Ferngate")
    assert (ferngate["tier"], ferngate["ready"], ferngate["ready_rounds"]) == (3, True, ["product_sense"])


def test_a_board_that_does_not_read_is_said_beside_the_rest(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "companies.json").write_text("{")
    assert main(["progress", "--data-dir", str(data)]) == 0
    printed = capsys.readouterr()
    assert "do not read" in printed.err
    assert "Readiness at level PM" in printed.out
    assert (data / "companies.json").read_text() == "{"
