"""Loads packs from folders. Blocking file access; call it off the asyncio thread or before one runs.

<pack>/pack.toml            what it is
<pack>/common.toml          what its rounds have in common; the rounds may do without
<pack>/rounds/<id>.toml     one round a file
<pack>/rubrics/<id>.toml    how the round of that id is scored
<pack>/follow_ups/<id>.toml   what may be asked after any question of that round
<pack>/questions/<slug>.toml  one question a file, `id = "<round>/<slug>"`
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interviewer.content.check import check_pack
from interviewer.content.model import Pack
from interviewer.content.reader import Reader
from interviewer.errors import PackError, Problem


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack and where it lies."""

    pack: Pack
    folder: Path
    users: bool
    """Whether it is one of the user's."""
    replaces: bool = False
    """Whether it is used instead of the built-in one of the same id."""


@dataclass(frozen=True, slots=True)
class Library:
    """The packs there are to choose from."""

    shelved: tuple[Shelved, ...]
    """The user's first."""
    problems: tuple[Problem, ...]
    """What is wrong with packs that were left out; each file begins with the folder of its pack."""

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The user's first."""
        return tuple(shelved.pack for shelved in self.shelved)


def load_pack(folder: Path, *, round_id: str | None = None) -> Pack:
    """The pack in a folder, complete and checked.

    Args:
        round_id: read and check the questions of this round only, as an interview needs them; None: all questions.

    Raises:
        PackError: it does not read or fit; `.problems` names every fault found, with file and line.
    """
    reader = Reader(folder, round_id)
    pack = reader.pack()
    problems = reader.problems
    if pack is not None and reader.framed:
        problems = [*problems, *check_pack(pack, reader.sources)]
    if pack is None or problems:
        raise _error(folder, problems)
    return pack


def load_packs(built_in: Path, users: Path | None = None, *, round_id: str | None = None) -> Library:
    """Every pack of both folders, the user's first; a user's pack replaces the built-in one of the same id.

    Each pack is a folder with a `pack.toml` inside `built_in` or `users`. A faulty pack is left out and its problems
    are listed, so that a slip in a user's pack never stands between the user and an interview.

    Args:
        round_id: read and check the questions of this round only; a quarter of the time for a quarter of the questions.

    Raises:
        PackError: not one pack can be used.
    """
    shelved: dict[str, Shelved] = {}
    problems: list[Problem] = []
    shipped = {id_of(folder) for folder in pack_folders(built_in)}
    for folder, is_users in _all_folders(built_in, users):
        pack_id = id_of(folder)
        if pack_id in shelved:
            if is_users:
                other = shelved[pack_id].folder.name
                sentence = f"The pack in the folder {other} has the id “{pack_id}” too. Give each its own."
                problems.append(Problem(f"{folder.name}/pack.toml", 1, sentence))
            continue
        try:
            pack = load_pack(folder, round_id=round_id)
        except PackError as error:
            problems += (Problem(f"{folder.name}/{at.file}", at.line, at.sentence) for at in error.problems)
            continue
        shelved[pack.id] = Shelved(pack, folder, is_users, replaces=is_users and pack.id in shipped)
    if not shelved:
        problems = problems or [Problem("pack.toml", 1, "There is no pack in this folder.")]
        raise _error(built_in, problems)
    return Library(tuple(shelved.values()), tuple(problems))


def find_pack(pack_id: str, built_in: Path, users: Path | None = None) -> Path:
    """The folder of the pack of an id, the user's first; the pack may be faulty.

    Raises:
        PackError: there is none (code `pack_missing`).
    """
    ids = [(id_of(folder), folder) for folder, _ in _all_folders(built_in, users)]
    found = next((folder for each, folder in ids if each == pack_id), None)
    if found is None:
        there_are = ", ".join(dict.fromkeys(each for each, _ in ids if each)) or "none"
        raise PackError(f"There is no pack “{pack_id}”. There is: {there_are}.", code="pack_missing")
    return found


def id_of(folder: Path) -> str | None:
    """The id a pack's folder claims; None when its `pack.toml` does not say."""
    try:
        claimed = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8-sig")).get("id")
    except (OSError, ValueError):
        return None
    return claimed if isinstance(claimed, str) else None


def pack_folders(parent: Path | None) -> list[Path]:
    """The folders inside a folder that hold a pack."""
    if parent is None or not parent.is_dir():
        return []
    return sorted(file.parent for file in parent.glob("*/pack.toml"))


def _all_folders(built_in: Path, users: Path | None) -> Iterator[tuple[Path, bool]]:
    """Every pack's folder, the user's first, with whether it is the user's."""
    yield from ((folder, True) for folder in pack_folders(users))
    yield from ((folder, False) for folder in pack_folders(built_in))


def _error(folder: Path, problems: list[Problem]) -> PackError:
    others = len(problems) - 1
    more = f" There {'is one more problem' if others == 1 else f'are {others} more problems'}." if others else ""
    return PackError(f"The pack in {folder} cannot be used. {problems[0]}{more}", tuple(problems))
