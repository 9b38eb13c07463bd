"""`hotseat coverage`: what an answer in a file has done, in words and as JSON of the agreed shape."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import desktop.terminal.coverage as coverage_command
from desktop.__main__ import main
from interviewer.listening.substance import Flag
from tests.desktop.terminal.program import objects
from tests.interviewer.content.support import shipped
from tests.support.loaded_once import load_once
from tests.support.scripted_reader import ITEMS

ANSWER = (
    "I assume we only look at one country. My north star metric is the number of holds collected per week. "
    "First they search, then they place a hold, then they wait and then they collect the book."
)
Printed = tuple[int, str, str]
Typed = Callable[..., Printed]
TITLES = {item.id: item.title for entry in shipped().rounds if entry.id == "execution" for item in entry.items}


@pytest.fixture(name="coverage")
def _coverage(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Typed]:
    """Types a command; its exit code, output and errors."""
    before = os.umask(0o077)  # as the program sets it for itself
    load_once(coverage_command, monkeypatch)

    def typed(*words: str | Path, stdin: bytes = b"") -> Printed:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main(["coverage", *map(str, words), "--data-dir", str(tmp_path / "data")])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    yield typed
    os.umask(before)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "answer.txt"
    file.write_text(ANSWER, encoding="utf-8")
    return file


def one(printed: Printed) -> dict[str, Any]:
    code, out, err = printed
    assert (code, err) == (0, "")
    (line,) = objects(out)
    return line


# --- shape ------------------------------------------------------------------------------------------------------------


def test_the_object_has_the_agreed_shape(coverage: Typed, file: Path) -> None:
    line = one(coverage(file, "--json"))
    assert list(line) == ["coverage", "metrics", "named_without_doing"]
    assert tuple(line["coverage"]) == ITEMS
    for item in line["coverage"].values():
        assert {"done", "quote"} <= set(item)
        assert isinstance(item["done"], bool)
        assert isinstance(item["quote"], str)
        assert bool(item["quote"]) is item["done"]
        assert item["quote"] in ANSWER
    metrics = line["metrics"]
    assert list(metrics) == ["north_star", "secondary", "guardrails", "objectives", "flags"]
    assert all(isinstance(metrics[name], list) for name in ("secondary", "guardrails", "objectives", "flags"))
    assert set(metrics["flags"]) <= {flag.value for flag in Flag}
    assert line["named_without_doing"] is False


def test_what_was_done_is_found_with_its_words(coverage: Typed, file: Path) -> None:
    line = one(coverage(file, "--json"))
    assert line["coverage"]["assumptions"]["quote"] == "I assume we only look at one country."
    assert line["coverage"]["north_star"]["done"]
    assert "holds collected" in line["metrics"]["north_star"]
    assert not line["coverage"]["mission"]["done"]


def test_a_recital_is_named_as_one(coverage: Typed, tmp_path: Path) -> None:
    (tmp_path / "recital.txt").write_text(
        "I'll cover the mission, then segments, then the journey, then objectives, then the north star metric, then "
        "secondary metrics, and last I'll talk about guardrails."
    )
    line = one(coverage(tmp_path / "recital.txt", "--json"))
    assert line["named_without_doing"] is True
    assert not any(item["done"] for item in line["coverage"].values())


def test_it_reads_as_a_list_with_quotes(coverage: Typed, file: Path) -> None:
    code, out, err = coverage(file)
    assert (code, err) == (0, "")
    assert f"done   {TITLES['assumptions']}\n       “I assume we only look at one country.”" in out
    assert f"open   {TITLES['mission']}" in out
    assert all(TITLES[item] in out for item in ITEMS)
    assert "guardrails  none" in out
    assert "no guardrail" in out


# --- what is read -----------------------------------------------------------------------------------------------------


def test_standard_input_is_read_for_a_dash(coverage: Typed, file: Path) -> None:
    assert one(coverage("-", "--json", stdin=ANSWER.encode())) == one(coverage(file, "--json"))


def test_a_byte_order_mark_and_windows_lines_do_not_matter(coverage: Typed, file: Path, tmp_path: Path) -> None:
    other = tmp_path / "windows.txt"
    other.write_bytes(b"\xef\xbb\xbf" + ANSWER.replace(". ", ".\r\n").encode())
    assert one(coverage(other, "--json")) == one(coverage(file, "--json"))


@pytest.mark.parametrize("text", ["", "  \n\n", "...", "🤷"], ids=["empty", "space", "dots", "shrug"])
def test_an_empty_answer_has_done_nothing(coverage: Typed, text: str) -> None:
    line = one(coverage("-", "--json", stdin=text.encode()))
    assert not any(item["done"] for item in line["coverage"].values())
    assert line["metrics"] | {"flags": []} == {
        "north_star": None, "secondary": [], "guardrails": [], "objectives": [], "flags": [],
    }  # fmt: skip
    assert line["named_without_doing"] is False


def test_a_very_long_answer_and_one_in_another_language_are_read(coverage: Typed) -> None:
    for text in ("and we look at the number of people " * 250, "我们的北极星指标是每周借书次数。", "x" * 30_000):
        assert all(
            item["quote"] in text for item in one(coverage("-", "--json", stdin=text.encode()))["coverage"].values()
        )


def test_a_file_that_is_not_there_is_told(coverage: Typed, tmp_path: Path) -> None:
    code, out, err = coverage(tmp_path / "nothing.txt", "--json")
    assert (code, out) == (1, "")
    assert err == f"{tmp_path / 'nothing.txt'} cannot be read: No such file or directory.\n"


def test_a_folder_is_no_answer(coverage: Typed, tmp_path: Path) -> None:
    code, _, err = coverage(tmp_path)
    assert code == 1
    assert "cannot be read" in err


def test_text_in_another_encoding_is_told(coverage: Typed, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Größe zählt".encode("latin-1"))
    for name in (str(tmp_path / "latin.txt"), "-"):
        code, out, err = coverage(name, stdin="Größe zählt".encode("latin-1"))
        assert (code, out) == (1, "")
        assert "is not UTF-8 text" in err


# --- of what ----------------------------------------------------------------------------------------------------------


def test_a_question_stands_for_its_round(coverage: Typed, file: Path) -> None:
    assert one(coverage(file, "--question", "execution/library-holds", "--json")) == one(coverage(file, "--json"))


def test_rounds_without_a_reader_are_read_by_their_cues(coverage: Typed, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_text(
        "Two years ago I worked at a school. I decided to drop the weekend courses. Complaints fell by half."
    )
    for entry in shipped().rounds:
        if entry.id != "execution":
            line = one(coverage(story, "--round", entry.id, "--json"))
            assert line["coverage"]
            assert set(line["coverage"]) <= {item.id for item in entry.items}
            if entry.id == "behavioural":
                assert any(item["done"] for item in line["coverage"].values())
                assert line["metrics"]["flags"] == []


def test_a_round_or_question_that_is_unknown_is_told(coverage: Typed, file: Path) -> None:
    code, _, err = coverage(file, "--round", "poetry")
    assert code == 3
    assert "“poetry”" in err
    assert "execution" in err
    code, out, _ = coverage(file, "--question", "execution/poetry", "--json")
    assert (code, objects(out)[0]["error"]) == (3, "plan_impossible")


def test_a_round_and_a_question_at_once_are_refused(coverage: Typed, file: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        coverage(file, "--round", "strategy", "--question", "execution/library-holds")
    assert ended.value.code == 2
