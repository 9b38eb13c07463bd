"""Finds the line on which a key of a TOML file stands. Pure, any thread.

`tomllib` gives values without their places; a pack author needs the line. The text is one `tomllib` has accepted, so
this reads just enough of the grammar to follow it: headers, keys, strings, arrays and inline tables.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

from interviewer.errors import Problem

Path = tuple[str | int, ...]
"""Keys and array positions from the top of the file, as pydantic's `loc`."""

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}\n#]+")


@dataclass(frozen=True, slots=True)
class Source:
    """A file of a pack, with what is needed to name its lines."""

    file: str
    """Path inside the pack."""
    lines: Lines

    def problem(self, path: Path, sentence: str) -> Problem:
        return Problem(self.file, self.lines.of(path), sentence)


class Lines:
    """The lines of a TOML text by path. Reads the text when first asked: most files are never asked about."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}

    def of(self, path: Path) -> int:
        """The line (from 1) of a path, or of the nearest thing around it that stands in the file."""
        if not self._lines:
            self._lines[()] = 1
            self._read()
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines[path]

    def _read(self) -> None:
        table: Path = ()
        while self._skip_space():
            if self._peek("[["):
                table = self._array_table()
            elif self._peek("["):
                self._at += 1
                table = self._resolve(self._note_key(()))
                self._at = self._text.index("]", self._at) + 1
            else:
                self._pair(table)

    def _array_table(self) -> Path:
        self._at += 2
        keys = self._keys()
        path = self._resolve(keys[:-1]) + keys[-1:]
        number = self._counts.get(path, 0)
        self._counts[path] = number + 1
        self._note(path)
        self._note((*path, number))
        self._at = self._text.index("]]", self._at) + 2
        return (*path, number)

    def _resolve(self, keys: Path) -> Path:
        """A header's keys, with the latest position in each array of tables on the way."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        self._note(path)
        return path

    def _pair(self, table: Path) -> None:
        path = self._note_key(table)
        self._skip_space()
        self._at += 1  # the equals sign
        self._value(path)

    def _note_key(self, table: Path) -> Path:
        keys = self._keys()
        for end in range(1, len(keys) + 1):
            self._note(table + keys[:end])
        return table + keys

    def _keys(self) -> Path:
        keys: list[str] = []
        while True:
            self._skip_space()
            match = _KEY.match(self._text, self._at)
            if match is None:
                return tuple(keys)
            keys.append(_unquoted(match[0]))
            self._at = match.end()
            self._skip_space()
            if not self._peek("."):
                return tuple(keys)
            self._at += 1

    def _value(self, path: Path) -> None:
        self._skip_space()
        self._note(path)
        if self._peek("["):
            self._items(path, "]")
        elif self._peek("{"):
            self._items(path, "}")
        else:
            match = _STRING.match(self._text, self._at) or _SCALAR.match(self._text, self._at)
            self._at = match.end() if match else len(self._text)

    def _items(self, path: Path, closing: str) -> None:
        self._at += 1
        number = 0
        while self._skip_space() and not self._peek(closing):
            if self._peek(","):
                self._at += 1
            elif closing == "}":
                self._pair(path)
            else:
                self._value((*path, number))
                number += 1
        self._at += 1

    def _skip_space(self) -> bool:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at < len(self._text)

    def _peek(self, mark: str) -> bool:
        return self._text.startswith(mark, self._at)

    def _note(self, path: Path) -> None:
        self._lines.setdefault(path, self._text.count("\n", 0, self._at) + 1)


def _unquoted(key: str) -> str:
    return next(iter(tomllib.loads(f"{key} = 0"))) if key[0] in "\"'" else key
