"""What every command does where its log cannot be written: it goes on, and says so once."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from desktop.__main__ import main
from desktop.paths import FolderUnusable, Paths, find
from desktop.terminal.parser import make_parser
from desktop.terminal.setting import Defect, setting
from tests.desktop.terminal.program import hotseat
from tests.support.guards import ExpectedLog
from tests.support.reviewed import interview, keep

UNLOGGED = "There is no log of this: "


@pytest.fixture(name="data")
def _data(tmp_path: Path) -> Path:
    """A data folder whose log is a folder, which not even root can write to."""
    paths = find(tmp_path / "data")
    paths.make()
    (paths.logs / "hotseat.jsonl").mkdir()
    return paths.data


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("sessions", "list"), "Holds at a city library"),
        (("sessions", "show", "last"), "Interviewer"),
        (("export", "last", "--format", "md", "--out", "-"), "# Holds at a city library"),
        (("progress",), "Readiness"),
        (("case", "list"), "execution/library-holds"),
    ],
)
def test_a_command_reads_without_a_log(
    data: Path, command: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(find(data).sessions, interview())
    assert main([*command, "--data-dir", str(data)]) == 0
    shown = capsys.readouterr()
    assert says in shown.out
    (line,) = shown.err.splitlines()
    assert line.startswith(f"{UNLOGGED}{data / 'logs' / 'hotseat.jsonl'} cannot be written (")


def test_the_program_shows_nobody_what_it_would_have_logged(data: Path) -> None:
    """A damaged list is logged, and mended."""
    find(data).index.write_bytes(b"no list")
    done = hotseat("sessions", "list", "--data-dir", data)
    assert done.returncode == 0
    assert [line[: len(UNLOGGED)] for line in done.stderr.splitlines()] == [UNLOGGED]


def test_a_defect_names_no_log_that_is_not_there(
    data: Path, expected_log: ExpectedLog, capsys: pytest.CaptureFixture[str]
) -> None:
    expected_log("a defect")
    args = make_parser().parse_args(["progress", "--data-dir", str(data)])
    with pytest.raises(Defect, match=r"There is no log that says where it happened; please report it\."), setting(args):
        raise ValueError
    assert capsys.readouterr().err.count("\n") == 1
    assert not any(isinstance(handler, logging.NullHandler) for handler in logging.getLogger("hotseat").handlers)


def test_a_folder_that_takes_nothing_is_named(data: Path, expected_log: ExpectedLog) -> None:
    expected_log("a defect")
    args = make_parser().parse_args(["progress", "--data-dir", str(data)])
    with pytest.raises(FolderUnusable, match="Choose another one with --data-dir"), setting(args) as paths:
        _write_where_all_is_gone(paths)


def _write_where_all_is_gone(paths: Paths) -> None:
    shutil.rmtree(paths.data)
    (paths.data / "new").touch()
