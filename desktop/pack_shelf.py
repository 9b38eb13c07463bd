"""Packs as terminal and window handle them: what there is and what is wrong with it, new ones, copies, the trash.

Blocking file access; no Qt. Reading every pack takes about a second.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assets import resource
from desktop.paths import Paths
from interviewer.content.copies import copy_pack
from interviewer.content.loader import find_pack, id_of, load_pack, pack_folders
from interviewer.content.model import Pack
from interviewer.errors import PackError, Problem, RecordError
from interviewer.records.index import Index

BUILT_IN = "packs"
TEMPLATE = "templates/pack"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack and where it lies, also one that does not read."""

    id: str
    folder: Path
    users: bool
    """Whether it is one of the user's."""
    replaces: bool
    """Whether it is used instead of the built-in one of the same id."""
    pack: Pack | None
    """None: it has faults and is left out of everything."""
    problems: tuple[Problem, ...] = ()

    @property
    def title(self) -> str:
        return self.pack.title if self.pack is not None else self.id


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every pack there is, and what was practised."""

    packs: tuple[Shelved, ...]
    """The user's first; a built-in one that is replaced is not among them."""
    practised: frozenset[str]
    """Ids of questions there is a session with."""


def read_shelf(paths: Paths) -> Shelf:
    """Read every pack."""
    return Shelf(tuple(_shelved(paths)), _practised(paths))


def faults_of(folder: Path) -> tuple[Problem, ...]:
    """What is wrong with the pack in a folder as it is now, by file and line; nothing: it is sound."""
    try:
        load_pack(folder)
    except PackError as error:
        return tuple(in_order(error.problems, folder, folder))
    return ()


def pack_around(path: Path) -> Path:
    """The folder of the pack that a path is, or is in; the path itself where there is none around it.

    Raises: PackError: there is nothing at the path.
    """
    if not path.exists():
        raise PackError(f"There is no folder or file {path}.", code="pack_missing")
    around = [path, *path.absolute().parents] if path.is_dir() else [path.parent, *path.absolute().parent.parents]
    return next((folder for folder in around if (folder / "pack.toml").is_file()), around[0])


def in_order(problems: tuple[Problem, ...], folder: Path, path: Path) -> list[Problem]:
    """By file and line, those of the path that was named first."""
    named = path.resolve()

    def place(problem: Problem) -> tuple[bool, str, int]:
        file = (folder / problem.file).resolve()
        return (not file.is_relative_to(named), problem.file, problem.line)

    return sorted(problems, key=place)


def new_pack(paths: Paths, new_id: str) -> Path:
    """A pack of the user's made from the template; its folder. Raises: PackError."""
    refuse_taken(new_id, paths)
    return copy_pack(resource(TEMPLATE), paths.packs, new_id)


def duplicate(paths: Paths, pack_id: str, new_id: str) -> Path:
    """A pack of the user's made from another one; its folder. Under the same id it replaces the built-in one.

    Raises: PackError.
    """
    source = find_pack(pack_id, resource(BUILT_IN), paths.packs)
    if new_id != pack_id:
        refuse_taken(new_id, paths)
    return copy_pack(source, paths.packs, new_id)


def refuse_taken(new_id: str, paths: Paths) -> None:
    """Raises: PackError: there is a pack of that id."""
    taken = (id_of(folder) for parent in (resource(BUILT_IN), paths.packs) for folder in pack_folders(parent))
    if new_id in taken:
        sentence = f"There is a pack “{new_id}” already. Choose another id."
        raise PackError(sentence, code="pack_exists", command="pack list")


def throw_away(paths: Paths, folder: Path) -> Path:
    """Move a pack of the user's out of sight; where it lies now. Raises: PackError."""
    if folder.parent != paths.packs:
        raise PackError("A pack that came with Hotseat cannot be deleted.", code="pack_not_written")
    target = paths.packs_trash / folder.name
    number = 1
    while target.exists():
        number += 1
        target = paths.packs_trash / f"{folder.name}-{number}"
    return _moved(folder, target)


def bring_back(paths: Paths, trashed: Path, name: str) -> Path:
    """Move a deleted pack back to where it was, under its folder's name. Raises: PackError."""
    target = paths.packs / name
    if target.exists():
        raise PackError(f"There is a folder {target} again; the deleted pack stays in {trashed}.", code="pack_exists")
    return _moved(trashed, target)


def _moved(folder: Path, target: Path) -> Path:
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.rename(target)
        os.utime(target)  # by this its days in the trash are counted
    except OSError as error:
        sentence = f"The pack could not be moved to {target}: {error.strerror or error}."
        raise PackError(sentence, code="pack_not_written") from error
    return target


def _shelved(paths: Paths) -> Iterator[Shelved]:
    shipped = {id_of(folder) for folder in pack_folders(resource(BUILT_IN))}
    there = [(folder, True) for folder in pack_folders(paths.packs)]
    there += [(folder, False) for folder in pack_folders(resource(BUILT_IN))]
    taken: dict[str, str] = {}
    for folder, users in there:
        name = id_of(folder) or folder.name
        if name in taken and not users:
            continue
        pack, problems = _loaded(folder)
        if name in taken:
            sentence = f"The pack in the folder {taken[name]} has the id “{name}” too. Give each its own."
            pack, problems = None, (Problem("pack.toml", 1, sentence), *problems)
        if pack is not None:
            taken[name] = folder.name
        yield Shelved(name, folder, users, users and name in shipped and pack is not None, pack, problems)


def _loaded(folder: Path) -> tuple[Pack | None, tuple[Problem, ...]]:
    try:
        return load_pack(folder), ()
    except PackError as error:
        return None, tuple(in_order(error.problems, folder, folder))


def _practised(paths: Paths) -> frozenset[str]:
    try:
        with Index.open(paths.data) as index:
            return frozenset(listed.question for listed in index.sessions())
    except RecordError:
        return frozenset()
