"""`hotseat sessions`: what a stranger wrote into a session that was taken in commands no terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from desktop.paths import find
from desktop.terminal.parser import make_parser
from desktop.terminal.sessions import run
from desktop.terminal.setting import Exit
from interviewer.bundles.taking_in import take_in
from interviewer.bundles.writing import Choices, write_bundle
from interviewer.records.folder import MANIFEST
from tests.support import replayed

TITLE = "Evil\x1b]0;owned\x07\x9b31m\u202etitle"
SHOWN = "Evil ]0;owned  31m title"


def test_a_strangers_title_steers_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    theirs = replayed.short(tmp_path / "theirs")
    manifest = json.loads((theirs / MANIFEST).read_text(encoding="utf-8"))
    (theirs / MANIFEST).write_text(json.dumps({**manifest, "title": TITLE}), encoding="utf-8")
    write_bundle(theirs, tmp_path / "a.hotseat", Choices())
    paths = find(tmp_path / "data")
    paths.make()
    take_in(tmp_path / "a.hotseat", paths.sessions, lambda _value: None)
    for command in (("list",), ("show", "last")):
        args = make_parser().parse_args(["sessions", *command, "--data-dir", str(tmp_path / "data")])
        assert run(args) == Exit.DONE
        said = capsys.readouterr().out
        assert SHOWN in said
        assert all(line.isprintable() for line in said.splitlines())
