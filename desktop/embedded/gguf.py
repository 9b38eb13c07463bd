"""Reads the head of a GGUF file: how much a model remembers, and what that costs. Blocking; needs no model library.

The form: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md. Figures stand before the vocabulary, so that
reading stops where that begins.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from interviewer.errors import MindUnavailable

MAGIC = b"GGUF"
VERSIONS = (2, 3)
FAULTY = "model_file"
"""Code of a fault that another file mends."""
LONGEST = 1 << 20
"""Characters of a text, or entries of a list, at the most."""
MOST_ENTRIES = 4096
_VOCABULARY = "tokenizer."
_CACHE_BYTES = 2
"""Of one number that is remembered: 16 bits."""
_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_TEXT, _LIST = 8, 9

Value = int | str | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What a model file says of itself; 0 where it does not."""

    bytes: int
    """Of the file."""
    context: int = 0
    """Tokens the model was trained to take."""
    token_bytes: int = 0
    """Memory that each token of the context takes, at the most."""


def head_of(path: Path) -> Head:
    """The head of a model file.

    Raises: MindUnavailable: there is no such file, or it is no GGUF file that can be read.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            entries = _entries(file)
    except FileNotFoundError:
        raise _faulty(f"There is no model file {path}. Choose another file.") from None
    except IsADirectoryError:
        raise _faulty(f"{path} is a folder. Choose the .gguf file in it.") from None
    except OSError as fault:
        raise _faulty(f"{path.name} cannot be read ({fault.strerror}). Choose another file.") from fault
    except (struct.error, ValueError):
        raise _faulty(f"{path.name} is no model in the GGUF format. Choose a file that ends in .gguf.") from None
    return _head(entries, size)


def _faulty(sentence: str) -> MindUnavailable:
    return MindUnavailable(sentence, code=FAULTY)


def _entries(file: BinaryIO) -> dict[str, Value]:
    """The entries up to the vocabulary. Raises: OSError, struct.error, ValueError."""
    if file.read(4) != MAGIC:
        raise ValueError("no GGUF file")
    version, _tensors, count = struct.unpack("<IQQ", file.read(20))
    if version not in VERSIONS or count > MOST_ENTRIES:
        raise ValueError("not of a version that is known")
    found: dict[str, Value] = {}
    for _ in range(count):
        name = _text(file)
        if name.startswith(_VOCABULARY):
            break
        found[name] = _value(file, _number(file, "<I"))
    return found


def _value(file: BinaryIO, kind: int) -> Value:
    if kind == _TEXT:
        return _text(file)
    if kind == _LIST:
        inner, length = struct.unpack("<IQ", file.read(12))
        if length > LONGEST:
            raise ValueError("a list of no possible length")
        if inner == _TEXT:
            return tuple(len(_text(file)) for _ in range(length))
        return tuple(_number(file, _form(inner)) for _ in range(length))
    return _number(file, _form(kind))


def _form(kind: int) -> str:
    if kind not in _NUMBERS:
        raise ValueError("a value of no known kind")
    return _NUMBERS[kind]


def _number(file: BinaryIO, form: str) -> int:
    """One number; those that are not whole are not asked for, and whatever they are is passed over."""
    (number,) = struct.unpack(form, file.read(struct.calcsize(form)))
    return int(number) if number == number and abs(number) != float("inf") else 0


def _text(file: BinaryIO) -> str:
    length = _number(file, "<Q")
    if length > LONGEST:
        raise ValueError("a text of no possible length")
    raw = file.read(length)
    if len(raw) < length:
        raise ValueError("the file ends in the middle")
    return raw.decode("utf-8", errors="replace")


def _head(entries: dict[str, Value], size: int) -> Head:
    family = entries.get("general.architecture", "")

    def figure(name: str) -> int:
        value = entries.get(f"{family}.{name}", 0)
        if isinstance(value, tuple):
            return max(value, default=0)
        return value if isinstance(value, int) else 0

    heads = figure("attention.head_count") or 1
    each = figure("embedding_length") // heads
    width = (figure("attention.key_length") or each) + (figure("attention.value_length") or each)
    kept = figure("block_count") * (figure("attention.head_count_kv") or heads) * width
    return Head(size, figure("context_length"), kept * _CACHE_BYTES)
