"""Reads packs from folders into values. Blocking file access; call it off the asyncio thread or before one runs.

<pack>/pack.toml            what it is
<pack>/common.toml          what its rounds have in common; the rounds may do without
<pack>/rounds/<id>.toml     one round a file
<pack>/rubrics/<id>.toml    how the round of that id is scored
<pack>/follow_ups/<id>.toml   what may be asked after any question of that round
<pack>/questions/<slug>.toml  one question a file, `id = "<round>/<slug>"`
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from interviewer.content.check import check_pack
from interviewer.content.locate import Lines, Source
from interviewer.content.model import FORMAT, Common, Entry, Pack, Question, Round, Rubric, SharedFollowUps
from interviewer.errors import PackError, Problem

LARGEST_FILE_BYTES = 1_000_000
"""Nobody writes a question this long; a file of this size is not one."""

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True, slots=True)
class Library:
    """The packs there are to choose from."""

    packs: tuple[Pack, ...]
    """The user's first."""
    problems: tuple[Problem, ...]
    """What is wrong with packs that were left out; each file begins with the folder of its pack."""


def load_pack(folder: Path) -> Pack:
    """The pack in a folder, complete and checked.

    Raises:
        PackError: it does not read or fit; `.problems` names every fault found, with file and line.
    """
    reader = _Reader(folder)
    pack = reader.pack()
    problems = reader.problems
    if pack is not None and not problems:
        problems = check_pack(pack, reader.sources)
    if pack is None or problems:
        raise _error(folder, problems)
    return pack


def load_packs(built_in: Path, users: Path | None = None) -> Library:
    """Every pack of both folders, the user's first; a user's pack replaces the built-in one of the same id.

    Each pack is a folder with a `pack.toml` inside `built_in` or `users`. A faulty pack is left out and its problems
    are listed, so that a slip in a user's pack never stands between the user and an interview.

    Raises:
        PackError: not one pack can be used.
    """
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for parent in (users, built_in):
        for folder in _pack_folders(parent):
            try:
                pack = load_pack(folder)
            except PackError as error:
                problems += (Problem(f"{folder.name}/{at.file}", at.line, at.sentence) for at in error.problems)
                continue
            packs.setdefault(pack.id, pack)
    if not packs:
        problems = problems or [Problem("pack.toml", 1, "There is no pack in this folder.")]
        raise _error(built_in, problems)
    return Library(tuple(packs.values()), tuple(problems))


def _pack_folders(parent: Path | None) -> list[Path]:
    if parent is None or not parent.is_dir():
        return []
    return sorted(file.parent for file in parent.glob("*/pack.toml"))


def _error(folder: Path, problems: list[Problem]) -> PackError:
    others = len(problems) - 1
    more = f" There {'is one more problem' if others == 1 else f'are {others} more problems'}." if others else ""
    return PackError(f"The pack in {folder} cannot be used. {problems[0]}{more}", tuple(problems))


class _Reader:
    """Reads one pack and collects what is wrong with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.common: Common | None = None
        self.sources: dict[str, Source] = {}
        """By `pack`, `common`, `round:<id>`, `rubric:<id>`, `follow_ups:<id>` and `question:<id>`."""

    def pack(self) -> Pack | None:
        rounds = self._rounds()
        questions = self._entries("questions", "question", Question)
        loaded = self._toml(self.folder / "pack.toml")
        if loaded is None:
            return None
        values, source = loaded
        self.sources["pack"] = source
        if isinstance(version := values.get("format"), int) and version > FORMAT:
            sentence = f"The pack has format {version}; this version of Hotseat reads up to {FORMAT}. Update Hotseat."
            self.problems.append(source.problem(("format",), sentence))
            return None
        return self._valid(Pack, {**values, "common": self.common, "rounds": rounds, "questions": questions}, source)

    def _rounds(self) -> tuple[Round, ...]:
        """Every round with the parts of it that have files of their own."""
        rounds = {entry.id: entry for entry in self._entries("rounds", "round", Round, self._common())}
        for rubric in self._entries("rubrics", "rubric", Rubric):
            self._complete(rounds, "rubric", rubric.id, {"dimensions": rubric.dimensions})
        for shared in self._entries("follow_ups", "follow_ups", SharedFollowUps):
            self._complete(rounds, "follow_ups", shared.id, {"follow_ups": shared.follow_ups})
        return tuple(rounds.values())

    def _complete(self, rounds: dict[str, Round], kind: str, round_id: str, part: dict[str, Any]) -> None:
        if round_id in rounds:
            rounds[round_id] = rounds[round_id].model_copy(update=part)
            return
        if any(problem.file.startswith("rounds/") for problem in self.problems):
            return  # a round that does not read is told once
        sentence = f"There is no round “{round_id}” in this pack. There is: {', '.join(rounds) or 'none'}."
        self.problems.append(self.sources[f"{kind}:{round_id}"].problem(("id",), sentence))

    def _common(self) -> dict[str, Any]:
        """The tables of `common.toml`; none when it is missing or wrong, of which the latter is noted."""
        file = self.folder / "common.toml"
        loaded = self._toml(file) if file.exists() else None
        if loaded is None:
            return {}
        self.sources["common"] = loaded[1]
        self.common = self._valid(Common, *loaded)
        return loaded[0] if self.common else {}

    def _entries(
        self, folder: str, kind: str, shape: type[E], common: Mapping[str, dict[str, Any]] = MappingProxyType({})
    ) -> tuple[E, ...]:
        """The entries of a folder, each with the keys of `common`'s tables that its own tables leave out."""
        found = []
        for file in sorted((self.folder / folder).glob("*.toml")):
            loaded = self._toml(file)
            if loaded is None:
                continue
            values, source = loaded
            tables = {name: {**table, **values.get(name, {})} for name, table in common.items()}
            entry = self._valid(shape, {**values, **tables}, source)
            if entry is None:
                continue
            self._note(f"{kind}:{values['id']}", source)
            found.append(entry)
        return tuple(found)

    def _note(self, key: str, source: Source) -> None:
        if key in self.sources:
            sentence = f"This id is already used in {self.sources[key].file}. Give each its own."
            self.problems.append(source.problem(("id",), sentence))
        self.sources[key] = source

    def _toml(self, file: Path) -> tuple[dict[str, Any], Source] | None:
        name = file.relative_to(self.folder).as_posix()
        try:
            if file.stat().st_size > LARGEST_FILE_BYTES:
                self.problems.append(Problem(name, 1, "This file is too large to be part of a pack."))
                return None
            text = file.read_text(encoding="utf-8-sig").replace("\r\n", "\n")
            return tomllib.loads(text), Source(name, Lines(text))
        except FileNotFoundError:
            self.problems.append(Problem(name, 1, "This file is missing."))
        except UnicodeDecodeError:
            self.problems.append(Problem(name, 1, "This file is not UTF-8 text. Save it as UTF-8."))
        except OSError as error:
            self.problems.append(Problem(name, 1, f"This file cannot be read: {error.strerror}."))
        except tomllib.TOMLDecodeError as error:
            self.problems.append(_toml_problem(name, str(error), text))
        return None

    def _valid(self, shape: type[E], values: dict[str, Any], source: Source) -> E | None:
        try:
            return TypeAdapter(shape).validate_python(values)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                self.problems.append(source.problem(fault["loc"], _sentence(fault["loc"], dict(fault))))
        return None


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
