"""Sessions to hand on, a zip writer that lies as it is told to, and a look at a folder before and after."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from interviewer.bundles.layout import CONTENTS
from interviewer.bundles.writing import Choices, write_bundle
from interviewer.records.folder import SessionFolder
from interviewer.records.notes import Notes, new_note, write_notes
from interviewer.review.call import Call
from interviewer.review.storage import write_review
from interviewer.review.values import DimensionReview, Maker, Review, Reviewer
from tests.interviewer.records.sessions import hold

Files = dict[str, bytes]


def session(sessions_dir: Path) -> Path:
    """A session with sound, a review and a note."""
    folder = hold(sessions_dir)
    write_notes(folder, Notes(pad="my pad", notes=(new_note(1.0, "said it well"),)))
    write_review(SessionFolder(folder), review(Reviewer.RULES, "rule-based coach", Call.LEAN_HIRE), "coach")
    return folder


def review(kind: Reviewer, name: str, call: Call, score: int = 3) -> Review:
    dimensions = (DimensionReview("goals", "Goals", 3, True, score, "", (), "Because."),)
    return Review(Maker(kind, name), "execution", "pm", call, "A reason.", dimensions=dimensions)


def bundle(folder: Path, out: Path, choices: Choices | None = None) -> Path:
    assert write_bundle(folder, out, choices or Choices()) is not None
    return out


def files_in(path: Path) -> Files:
    """The files of a good bundle, but for what says what is in it."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != CONTENTS}


def contents_in(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        told: dict[str, Any] = json.loads(archive.read(CONTENTS))
        return told


def told_of(files: Mapping[str, bytes], contents: Mapping[str, Any]) -> dict[str, Any]:
    """What is in it, as these files have it."""
    packed = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    ]
    return {**contents, "files": packed}


def pack(
    out: Path,
    files: Mapping[str, bytes],
    contents: Mapping[str, Any] | bytes,
    bend: Callable[[zipfile.ZipInfo], None] = lambda _info: None,
) -> Path:
    """Write a zip of these files; `bend` may change what the directory says of each."""
    told = contents if isinstance(contents, bytes) else json.dumps(contents).encode()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in (*files.items(), (CONTENTS, told)):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".wav") else zipfile.ZIP_DEFLATED
            bend(info)
            archive.writestr(info, data)
    return out


def everything(folder: Path) -> dict[str, bytes | None]:
    """Every path below a folder with its bytes; None for a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
