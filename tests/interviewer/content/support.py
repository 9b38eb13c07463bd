"""The shipped pack, and copies of it to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import assets
from interviewer.content.loader import load_pack
from interviewer.content.model import Pack

WORDED_ANEW = (
    "Okay so imagine that you are running the holds feature of a library’s app, where members can reserve books that "
    "are on loan. What goals would you set, and how would you measure its success?"
)
"""The question `execution/library-holds`, as another interviewer might put it."""

PACKS = assets.resource("packs")
PM = PACKS / "pm"


def shipped() -> Pack:
    return load_pack(PM)


def copy_of_pm(folder: Path) -> Path:
    """A pack folder with one shipped round and one question of it."""
    target = folder / "pm"
    parts = ["pack.toml", "common.toml", "questions/library-holds.toml"]
    parts += [f"{part}/execution.toml" for part in ("rounds", "rubrics", "follow_ups")]
    for part in parts:
        if (PM / part).exists():
            (target / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(PM / part, target / part)
    return target


def change(file: Path, old: str, new: str) -> int:
    """Replace the only place of `old`; the line it stands on."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1
