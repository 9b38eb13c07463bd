"""Reads one pack folder and collects what is wrong with it. Blocking file access."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError

from interviewer.content.locate import Lines, Source
from interviewer.content.model import FORMAT, Common, Entry, Pack, Question, Round, Rubric, SharedFollowUps
from interviewer.errors import Problem

LARGEST_FILE_BYTES = 1_000_000
"""Nobody writes a question this long; a file of this size is not one."""

_ROUND_OF_ID = re.compile(r"""^id[ \t]*=[ \t]*["']([^"'/\n]+)/""", re.MULTILINE)
"""The round in a question's id. Keys of a file's top come first in TOML, and ids further down have no slash."""

E = TypeVar("E", bound=Entry)
Wanted = Callable[[str], bool]
"""Whether a file of this text is to be read."""


def _always(_text: str) -> bool:
    return True


class Reader:
    """Reads one pack.

    Args:
        round_id: read the questions of this round only; None: all of them.
    """

    def __init__(self, folder: Path, round_id: str | None = None) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: dict[str, Source] = {}
        """By `pack`, `common`, `round:<id>`, `rubric:<id>`, `follow_ups:<id>` and `question:<id>`."""
        self._round_id = round_id
        self._common: Common | None = None

    @property
    def framed(self) -> bool:
        """Whether everything but questions read well, so that questions can be checked against it."""
        return all(problem.file.startswith("questions/") for problem in self.problems)

    def pack(self) -> Pack | None:
        """The pack without what did not read; None when there is none."""
        rounds = self._rounds()
        questions = self._entries("questions", "question", Question, wanted=self._wanted)
        loaded = self._toml(self.folder / "pack.toml")
        if loaded is None:
            return None
        values, source = loaded
        self.sources["pack"] = source
        if isinstance(version := values.get("format"), int) and version > FORMAT:
            sentence = f"The pack has format {version}; this version of Hotseat reads up to {FORMAT}. Update Hotseat."
            self.problems.append(source.problem(("format",), sentence))
            return None
        return self._valid(Pack, {**values, "common": self._common, "rounds": rounds, "questions": questions}, source)

    def _wanted(self, text: str) -> bool:
        """Whether a question is of the wanted round; one that does not say so is read to find out what it is."""
        found = _ROUND_OF_ID.search(text)
        return self._round_id is None or found is None or found[1] == self._round_id

    # --- rounds and their parts -------------------------------------------------------------------------------------

    def _rounds(self) -> tuple[Round, ...]:
        """Every round with the parts of it that have files of their own."""
        rounds = {entry.id: entry for entry in self._entries("rounds", "round", Round, self._read_common())}
        for rubric in self._entries("rubrics", "rubric", Rubric):
            self._complete(rounds, "rubric", rubric.id, {"dimensions": rubric.dimensions})
        for shared in self._entries("follow_ups", "follow_ups", SharedFollowUps):
            self._complete(rounds, "follow_ups", shared.id, {"follow_ups": shared.follow_ups})
        return tuple(rounds.values())

    def _complete(self, rounds: dict[str, Round], kind: str, round_id: str, part: dict[str, Any]) -> None:
        source, (name,) = self.sources[f"{kind}:{round_id}"], part
        if round_id in rounds:
            if getattr(rounds[round_id], name):
                file = self.sources[f"round:{round_id}"].file
                self.problems.append(source.problem((name,), f"{file} has {name} of its own. Keep them in one place."))
            rounds[round_id] = rounds[round_id].model_copy(update=part)
            return
        if any(problem.file.startswith(("rounds/", "common.toml")) for problem in self.problems):
            return  # a round that does not read is told once
        sentence = f"There is no round “{round_id}” in this pack. There is: {', '.join(rounds) or 'none'}."
        self.problems.append(source.problem(("id",), sentence))

    def _read_common(self) -> dict[str, Any]:
        """The tables of `common.toml`; none when it is missing or is not TOML."""
        file = self.folder / "common.toml"
        loaded = self._toml(file) if file.exists() else None
        if loaded is None:
            return {}
        self.sources["common"] = loaded[1]
        self._common = self._valid(Common, *loaded)
        return {name: table for name, table in loaded[0].items() if isinstance(table, dict)}

    # --- entries ----------------------------------------------------------------------------------------------------

    def _entries(
        self,
        folder: str,
        kind: str,
        shape: type[E],
        common: Mapping[str, dict[str, Any]] = MappingProxyType({}),
        *,
        wanted: Wanted = _always,
    ) -> tuple[E, ...]:
        """The entries of a folder, each with the keys of `common`'s tables that its own tables leave out."""
        found = []
        for file in sorted((self.folder / folder).glob("*.toml")):
            loaded = self._toml(file, wanted)
            if loaded is None:
                continue
            values, source = loaded
            entry = self._valid(shape, _joined(values, common), source, values)
            if entry is not None and self._note(f"{kind}:{values['id']}", source):
                found.append(entry)
        return tuple(found)

    def _note(self, key: str, source: Source) -> bool:
        """Remember where an entry came from; whether it is the first of its id."""
        if key in self.sources:
            sentence = f"This id is already used in {self.sources[key].file}. Give each its own."
            self.problems.append(source.problem(("id",), sentence))
            return False
        self.sources[key] = source
        return True

    def _valid(
        self, shape: type[E], values: dict[str, Any], source: Source, own: dict[str, Any] | None = None
    ) -> E | None:
        """Values as an entry; `own` are those that stand in its file, if others were added."""
        try:
            return shape.model_validate(values)
        except ValidationError as error:
            common_is_wrong = any(problem.file == "common.toml" for problem in self.problems)
            for fault in error.errors(include_url=False):
                if own is None or not common_is_wrong or not _of_common(fault["loc"], own):
                    self.problems.append(source.problem(fault["loc"], _sentence(fault["loc"], dict(fault))))
        return None

    # --- files ------------------------------------------------------------------------------------------------------

    def _toml(self, file: Path, wanted: Wanted = _always) -> tuple[dict[str, Any], Source] | None:
        """What a file says; None when it is not wanted, and when it cannot be had, which is noted."""
        name = file.relative_to(self.folder).as_posix()
        try:
            if file.stat().st_size > LARGEST_FILE_BYTES:
                self.problems.append(Problem(name, 1, "This file is too large to be part of a pack."))
                return None
            text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
            return (tomllib.loads(text), Source(name, Lines(text))) if wanted(text) else None
        except FileNotFoundError:
            self.problems.append(Problem(name, 1, "This file is missing."))
        except UnicodeDecodeError:
            self.problems.append(Problem(name, 1, "This file is not UTF-8 text. Save it as UTF-8."))
        except OSError as error:
            self.problems.append(Problem(name, 1, f"This file cannot be read: {error.strerror}."))
        except tomllib.TOMLDecodeError as error:
            self.problems.append(_toml_problem(name, str(error), text))
        return None


def _joined(values: dict[str, Any], common: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Values whose tables have the keys of `common`'s tables that they leave out."""
    tables = {name: (table, values.get(name, {})) for name, table in common.items()}
    return {**values, **{name: {**table, **own} for name, (table, own) in tables.items() if isinstance(own, dict)}}


def _of_common(path: tuple[str | int, ...], own: dict[str, Any]) -> bool:
    """Whether a path of a round leads to what its own file leaves to `common.toml`."""
    table, *rest = path
    if table not in Common.model_fields or table not in own:
        return table in Common.model_fields
    return isinstance(own[table], dict) and bool(rest) and rest[0] not in own[table]


def _toml_problem(name: str, message: str, text: str) -> Problem:
    place = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(place[1]) if place else text.count("\n") + 1
    what = re.sub(r" \(at .*\)$", "", message)
    return Problem(name, line, f"This is not TOML: {what}.")


def _sentence(path: tuple[str | int, ...], fault: dict[str, Any]) -> str:
    """What is wrong at a path, in a sentence for whoever writes the pack."""
    name = ".".join(str(part) for part in path)
    match fault["type"]:
        case "missing":
            return f"“{name}” is missing."
        case "extra_forbidden":
            return f"“{name}” is not something a pack can say here. Check its spelling."
        case "value_error":
            return f"“{name}”: {fault['ctx']['error']}."
        case _:
            return f"“{name}”: {fault['msg'].replace('Input should', 'it should')}."
