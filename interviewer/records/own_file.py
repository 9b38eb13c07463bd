"""Small JSON files of a person's own words: read up to a size, replaced whole, put aside when they do not read.

A file is an object with a `format`. One that a later version wrote in another format stays as it is. Blocking, any
thread; one writer at a time, which the page sees to.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.errors import SessionDamaged, SessionTooNew
from interviewer.records.durable import not_written, put_aside, replace_file


@dataclass(frozen=True, slots=True)
class OwnFile:
    """What is the same of every file of one kind."""

    what: str
    """As a sentence begins with it, as in "The corrections"."""
    format: int
    """The latest that is read."""
    largest_bytes: int

    def read(self, file: Path) -> dict[str, Any] | None:
        """The object in it; None where there is no such file.

        Raises:
            SessionDamaged: it cannot be read, or is something else.
            SessionTooNew: a later version wrote it in another format.
        """
        try:
            if file.stat().st_size > self.largest_bytes:
                raise ValueError("too large")
            value = json.loads(file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            raise self.damaged(file) from error
        return self.checked(value, file)

    def checked(self, value: Any, file: Path) -> dict[str, Any]:
        """A value of a format that is known; `file` is named in errors. Raises: SessionDamaged, SessionTooNew."""
        version = value.get("format") if isinstance(value, dict) else None
        if not isinstance(version, int) or isinstance(version, bool):
            raise self.damaged(file)
        if version > self.format:
            sentence = f"{file} has format {version}; this Hotseat reads up to {self.format}. Update it."
            raise SessionTooNew(sentence)
        assert isinstance(value, dict)
        return value

    def write(self, file: Path, fields: dict[str, Any]) -> None:
        """Put an object in place of what was there; what does not read is put aside first.

        Raises:
            RecordNotWritten: naming the cause; what was there still stands.
            SessionTooNew: a later version wrote what is there; it stays.
        """
        data = json.dumps({**fields, "format": self.format}, ensure_ascii=False, indent=1)
        try:
            try:
                self.read(file)
            except SessionDamaged:
                put_aside(file)
            replace_file(file, data.encode("utf-8", "replace") + b"\n")
        except OSError as error:
            raise not_written(error, self.what) from error

    def damaged(self, file: Path) -> SessionDamaged:
        return SessionDamaged(f"{self.what} cannot be shown: {file} does not read. The next one puts that file aside.")
