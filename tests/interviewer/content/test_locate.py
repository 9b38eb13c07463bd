"""The line of every key of a TOML file, also behind strings and tables that could mislead."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.locate import Lines, Path
from tests.interviewer.content.support import PM

TEXT = '''# a comment with [brackets] and "quotes
title = "one # not a comment"
text = """
first = [not a table]
[neither]
"""
list = [
  "a", # here ]
  "b",
  { x = 1, y = "}" },
]

[brief]
default = 'it''s'
"odd key".sub = 1

[[follow_ups]]
id = "one"
[follow_ups.case]
cause = "c"
[[follow_ups.case.facts]]
slot = "a"
[[follow_ups.case.facts]]
slot = "b"

[[follow_ups]]
id = "two"
'''.replace("'it''s'", "'its'")


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("title",), 2),
        (("text",), 3),
        (("list",), 7),
        (("list", 0), 8),
        (("list", 1), 9),
        (("list", 2, "y"), 10),
        (("brief", "default"), 14),
        (("brief", "odd key", "sub"), 15),
        (("follow_ups", 0, "id"), 18),
        (("follow_ups", 0, "case", "cause"), 20),
        (("follow_ups", 0, "case", "facts", 0, "slot"), 22),
        (("follow_ups", 0, "case", "facts", 1, "slot"), 24),
        (("follow_ups", 1, "id"), 27),
        (("follow_ups", 1, "spoken"), 26),
        (("brief", "facts", 3), 13),
        (("nothing",), 1),
    ],
)
def test_a_path_has_its_line(path: Path, line: int) -> None:
    tomllib.loads(TEXT)
    assert Lines(TEXT).of(path) == line


def leaves(value: Any, path: Path = ()) -> list[tuple[Path, str]]:
    """Every one-line string of a TOML document with its path."""
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in leaves(part, (*path, key))]
    if isinstance(value, list):
        return [leaf for number, part in enumerate(value) for leaf in leaves(part, (*path, number))]
    return [(path, value)] if isinstance(value, str) and "\n" not in value else []


@pytest.mark.parametrize("file", sorted(PM.rglob("*.toml")), ids=lambda file: file.name)
def test_every_string_of_the_shipped_pack_stands_on_its_line(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    lines, found = Lines(text), text.split("\n")
    strings = leaves(tomllib.loads(text))
    assert len(strings) > 4
    for path, value in strings:
        line = found[lines.of(path) - 1]
        assert value in line or line.endswith('"""')


@given(st.text(max_size=60))
def test_whatever_toml_accepts_can_be_followed(text: str) -> None:
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert 1 <= Lines(text).of(("a", 0, "b")) <= text.count("\n") + 1
