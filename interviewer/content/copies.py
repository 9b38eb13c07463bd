"""Makes a pack of the user's out of another one. Blocking file access.

The folder of the new pack is all there is to it: deleting the folder undoes it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from interviewer.content.loader import id_of, pack_folders
from interviewer.content.locate import Lines
from interviewer.content.model import Slug
from interviewer.errors import PackError


def copy_pack(source: Path, users: Path, new_id: str) -> Path:
    """Copy the pack in `source` into the folder of the user's packs; the folder that was made.

    Only the id in `pack.toml` changes, if it is another one. `pack.toml` is written last, so that half a copy is no
    pack; nothing that exists is written over.

    Raises:
        PackError: the id cannot be one (`usage`), the user has such a pack or folder (`pack_exists`), or the copy
            cannot be written (`pack_not_written`).
    """
    check_id(new_id)
    target = users / new_id
    if target.exists() or new_id in map(id_of, pack_folders(users)):
        raise PackError(
            f"You have a pack “{new_id}” already. Choose another id, or delete its folder.", code="pack_exists"
        )
    try:
        target.mkdir(parents=True)
        _copy(source, target, new_id)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        sentence = f"The pack cannot be written to {target}: {error.strerror or error}."
        raise PackError(sentence, code="pack_not_written") from error
    return target


def check_id(new_id: str) -> None:
    """Whether a pack can be called so.

    Raises:
        PackError: it cannot (`usage`).
    """
    try:
        TypeAdapter(Slug).validate_python(new_id)
    except ValidationError:
        sentence = f"“{new_id}” cannot be the id of a pack. Use small letters, digits and hyphens, as in my-pack."
        raise PackError(sentence, code="usage") from None


def _copy(source: Path, target: Path, new_id: str) -> None:
    for file in _files(source):
        into = target / file.relative_to(source)
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_bytes(file.read_bytes())  # not its mode: an installed pack may be read-only
    head = (source / "pack.toml").read_bytes().decode("utf-8")
    (target / "pack.toml").write_bytes(with_id(head, id_of(source) or "", new_id).encode("utf-8"))


def _files(source: Path) -> Iterator[Path]:
    """Every file but hidden ones and the head."""
    for file in sorted(source.rglob("*")):
        parts = file.relative_to(source).parts
        if file.is_file() and parts != ("pack.toml",) and not any(part.startswith(".") for part in parts):
            yield file


def with_id(head: str, old_id: str, new_id: str) -> str:
    """The text of a `pack.toml` with another id and no other change."""
    lines = head.splitlines(keepends=True)
    number = Lines(head.removeprefix("\ufeff")).of(("id",)) - 1
    value = rf"""(["']){re.escape(old_id)}\1(?!\s*=)"""
    lines[number] = re.sub(value, rf"\g<1>{new_id}\g<1>", lines[number], count=1)
    return "".join(lines)
