"""Recordings with known words: LibriVox clips of Debian's pocketsphinx-testdata, and a collection the user names.

The collection is a folder with a `manifest.json`: a list of objects with `id`, `file`, `style`, `read` and `ref`, the
exact words. Everything is cut in two halves by a fixed rule: figures of the code are chosen on the `tuning` half only.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.guards import skip_missing_part

LIBRIVOX = Path("/usr/share/pocketsphinx/test/data/librivox")
COLLECTION_VARIABLE = "HOTSEAT_SPEECH_COLLECTION"


@dataclass(frozen=True)
class Clip:
    """A recording and what is said in it."""

    name: str
    path: Path
    words: str

    @property
    def tuning(self) -> bool:
        """Whether figures may be chosen on this clip: by the last digit of its name's number but 0, or its hash."""
        numbers = re.findall(r"\d+", self.name)
        number = int(numbers[-1].rstrip("0") or "0") if numbers else zlib.crc32(self.name.encode())
        return number % 2 == 1


def librivox() -> list[Clip]:
    """The five LibriVox clips, 25 s together; skips the test when they are not installed."""
    if not (LIBRIVOX / "transcription").is_file():
        skip_missing_part("no LibriVox clips; install the Debian package pocketsphinx-testdata")
    clips = []
    for line in (LIBRIVOX / "transcription").read_text().splitlines():
        found = re.fullmatch(r"<s> (.*) </s> \((.*)\)", line.strip())
        if found is not None:
            clips.append(Clip(found[2], LIBRIVOX / f"{found[2]}.wav", found[1]))
    return clips


def collection(kind: str) -> list[Clip]:
    """Clips of the user's collection: `read`, `spontaneous` or `long`. Skips the test when no folder is named."""
    folder = os.environ.get(COLLECTION_VARIABLE)
    if not folder:
        pytest.skip(f"no collection of speech: name its folder in {COLLECTION_VARIABLE}")
    entries = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
    return [Clip(entry["id"], Path(folder) / entry["file"], entry["ref"]) for entry in entries if _kind(entry) == kind]


def _kind(entry: dict[str, str]) -> str:
    if entry["id"].startswith("long/"):
        return "long"
    if entry["id"].startswith("pocketsphinx/"):
        return "librivox"
    if entry["style"].startswith("read"):
        return "read"
    return "spontaneous" if entry["style"].startswith("spontaneous") else "other"
