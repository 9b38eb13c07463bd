"""What the README says of commands, keys, pages, exit codes and systems is so."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from desktop.terminal.keys import KEYS
from desktop.terminal.parser import COMMANDS, make_parser
from desktop.terminal.setting import Exit

REPOSITORY = Path(__file__).resolve().parent.parent
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, its head first."""
    _, found, rest = README.partition(f"## {heading}\n")
    assert found, heading
    begun = itertools.dropwhile(lambda line: not line.startswith("|"), rest.splitlines())
    lines = itertools.takewhile(lambda line: line.startswith("|"), begun)
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [rows[0], *rows[2:]]


def test_every_cell_of_what_works_where_says_how_it_is_known() -> None:
    head, *rows = table("What works where")
    assert [cell.split(" (")[0] for cell in head[1:]] == ["Linux", "macOS", "Windows"]
    for row in rows:
        assert len(row) == len(head), row
        for cell in row[1:]:
            assert re.match(r"tried|reasoned, not tried$|only that", cell), row


def test_what_the_table_names_is_there_and_what_is_not_is_said_to_be_missing() -> None:
    """Modules that would make a row of the table wrong by coming or going."""
    assert (REPOSITORY / "speech" / "voices" / "neural.py").is_file()
    assert (REPOSITORY / "desktop" / "awake.py").is_file()
    inside = (REPOSITORY / "desktop" / "embedded" / "child.py").exists()
    assert inside == ("For a language model inside Hotseat, without a server" in README)


def test_every_page_of_the_window_is_described() -> None:
    from desktop.window import PAGES

    described = {row[0].lower() for row in table("The window")[1:]}
    assert described == {known.name for known in PAGES.values()} - {"set_up"}


@pytest.mark.parametrize("line", sorted(set(re.findall(r"`hotseat ([a-z]+(?: [a-z]+)?)", README))))
def test_commands_that_are_named_exist(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, *action = line.split()
    assert command in {name for name, *_ in COMMANDS}
    with pytest.raises(SystemExit) as ended:
        make_parser().parse_args([command, *action, "--help"])
    assert ended.value.code == 0
    assert f"hotseat {line}" in capsys.readouterr().out


def test_keys_of_the_terminal_are_described() -> None:
    described = {row[0] for row in table("While you rehearse in the terminal")[1:]}
    letters = {key for key in KEYS if key.isalpha()}
    assert described == {"Enter", "Esc", "w", "q", *letters}


def test_exit_codes_are_described() -> None:
    assert [int(row[0]) for row in table("Exit codes")[1:]] == sorted(int(code) for code in Exit)
