"""`hotseat export`: every format, where it goes, what is left out, and its faults in a sentence."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assets import resource
from desktop.__main__ import main
from desktop.export.formats import formats
from desktop.paths import find
from tests.desktop.terminal.program import hotseat, objects
from tests.interviewer.export.strict import read_srt
from tests.support import replayed

Printed = tuple[int, str, str]
Typed = Callable[..., Printed]


@pytest.fixture(name="export")
def _export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Typed]:
    """Types a command; its exit code, output and errors."""
    before = os.umask(0o077)  # as the program sets it for itself

    def typed(*words: str | Path) -> Printed:
        code = main(["export", *map(str, words), "--data-dir", str(tmp_path / "data")])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    yield typed
    os.umask(before)


@pytest.fixture(name="out")
def _out(tmp_path: Path) -> Path:
    """A folder to export into, beside a session."""
    paths = find(tmp_path / "data")
    paths.make()
    replayed.short(paths.sessions)
    made = tmp_path / "out"
    made.mkdir()
    return made


def test_a_bundle_is_the_session_and_comes_in_again_elsewhere(export: Typed, out: Path, tmp_path: Path) -> None:
    code, _, errors = export("last", "--format", "bundle", "--out", out / "x.hotseat")
    assert (code, errors) == (0, "")
    done = hotseat("import", out / "x.hotseat", "--mine", "--data-dir", tmp_path / "another")
    assert done.returncode == 0, done.stderr
    (one,) = objects(hotseat("sessions", "list", "--json", "--data-dir", tmp_path / "data").stdout)
    (other,) = objects(hotseat("sessions", "list", "--json", "--data-dir", tmp_path / "another").stdout)
    assert (one["id"], one["answers"]) == (other["id"], other["answers"])


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--redact", "Anna"), "as it is"), (("--no-case",), "as it is"), (("--out", "-"), "--out FILE")],
)
def test_what_a_bundle_cannot_be_is_said(export: Typed, out: Path, words: tuple[str, ...], says: str) -> None:
    code, printed, errors = export("last", "--format", "bundle", *words)
    assert code != 0
    assert says in printed + errors
    assert list(out.iterdir()) == []


def test_every_format_is_offered_and_written(export: Typed, out: Path) -> None:
    wanted = [word for one in formats() for word in ("--format", one.id)]
    code, printed, errors = export("last", *wanted, "--out", out, "--json")
    told = objects(printed)
    assert (code, errors) == (0, "")
    assert [one["format"] for one in told] == [one.id for one in formats()]
    for one in told:
        assert Path(one["file"]).stat().st_size == one["bytes"] > 0
        assert Path(one["file"]).parent == out


def test_it_says_what_is_left_out(export: Typed, out: Path) -> None:
    code, printed, _ = export("last", "--redact", "loans", "--out", out / "page.html")
    assert code == 0
    assert f"{out / 'page.html'}" in printed
    assert "heard" in printed
    page = (out / "page.html").read_text(encoding="utf-8")
    assert "audio/mpeg" not in page
    assert "loans" not in page
    export("last", "--redact", "loans", "--keep-sound", "--out", out / "page.html", "--force")
    assert "audio/mpeg" in (out / "page.html").read_text(encoding="utf-8")


def test_a_file_that_is_there_stays(export: Typed, out: Path) -> None:
    (out / "x.srt").write_text("mine", encoding="utf-8")
    code, _, errors = export("last", "--format", "srt", "--out", out / "x.srt")
    assert code == 1
    assert "already" in errors
    assert "--force" in errors
    assert (out / "x.srt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "Name a session"),
        (("nobody",), 3, "No session is called"),
        (("last", "--format", "srt", "--format", "vtt", "--out", "nowhere"), 2, "need a folder"),
    ],
)
def test_faults_are_sentences(export: Typed, out: Path, words: tuple[str, ...], code: int, said: str) -> None:
    assert out.is_dir()
    got, printed, errors = export(*words)
    assert (got, printed) == (code, "")
    assert said in errors


def test_the_schema_is_printed(export: Typed) -> None:
    code, printed, _ = export("--schema")
    schema: Any = json.loads(printed)
    assert code == 0
    assert schema == json.loads(resource("schemas/session-export-1.json").read_text(encoding="utf-8"))


def test_the_real_program_writes_to_its_output(out: Path) -> None:
    done = hotseat("export", "last", "--format", "srt", "--out", "-", "--data-dir", out.parent / "data")
    assert (done.returncode, done.stderr) == (0, "")
    assert "completed" in " ".join(cue.text for cue in read_srt(done.stdout))


def test_a_page_for_a_partner_is_a_page_and_nothing_else_is(export: Typed, out: Path) -> None:
    code, _, errors = export("last", "--for-partner", "--no-sound", "--out", out / "x.html")
    assert (code, errors) == (0, "")
    assert 'id="partner-save"' in (out / "x.html").read_text(encoding="utf-8")
    code, _, errors = export("last", "--for-partner", "--format", "md", "--out", out)
    assert (code, "--format html" in errors) == (2, True)
    code, _, errors = export("last", "--for-partner", "--redact", "spanner", "--out", out / "y.html")
    assert (code, "names the session by its id" in errors, (out / "y.html").exists()) == (1, True, False)
