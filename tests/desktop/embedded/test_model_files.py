"""What a model file says of itself, and what it may use of a computer. Pure."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from desktop.embedded.budget import MOST_CONTEXT, Budget, budget_for, model_threads, needed_bytes, too_small
from desktop.embedded.gguf import Head, head_of
from interviewer.errors import MindUnavailable
from tests.support.tiny_model import small_gguf

LLAMA_8B: dict[str, int | str] = {
    "general.architecture": "llama",
    "llama.context_length": 131072,
    "llama.embedding_length": 4096,
    "llama.block_count": 32,
    "llama.attention.head_count": 32,
    "llama.attention.head_count_kv": 8,
    "tokenizer.ggml.model": "gpt2",
}


def test_a_head_tells_context_and_memory(tmp_path: Path) -> None:
    head = head_of(small_gguf(tmp_path / "m.gguf", LLAMA_8B, size=4_900_000_000))
    assert head == Head(bytes=4_900_000_000, context=131072, token_bytes=131072)
    assert 6.0e9 < needed_bytes(head, MOST_CONTEXT) < 6.5e9


def test_figures_after_the_vocabulary_are_not_read(tmp_path: Path) -> None:
    head = head_of(small_gguf(tmp_path / "m.gguf", {"tokenizer.ggml.model": "gpt2", "x.context_length": 7}))
    assert head.context == 0


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is no model in the GGUF format"),
        (b"PK\x03\x04 a zip", "is no model in the GGUF format"),
        (b"GGUF" + struct.pack("<IQQ", 1, 0, 0), "is no model in the GGUF format"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1 << 40), "is no model in the GGUF format"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1 << 50), "is no model in the GGUF format"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 4) + b"ab", "is no model in the GGUF format"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + struct.pack("<Q", 1) + b"a" + struct.pack("<I", 99), "is no model"),
    ],
)
def test_what_is_no_model(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(content)
    with pytest.raises(MindUnavailable, match=says) as fault:
        head_of(path)
    assert fault.value.code == "model_file"


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(MindUnavailable, match="There is no model file"):
        head_of(tmp_path / "gone.gguf")
    with pytest.raises(MindUnavailable, match="is a folder"):
        head_of(tmp_path)


def test_a_model_gets_what_it_can_use() -> None:
    assert budget_for("m", Head(1000, context=2048), threads=3, free_bytes=10**9) == Budget(3, 2048)
    assert budget_for("m", Head(1000, context=131072), threads=1, free_bytes=None) == Budget(1, MOST_CONTEXT)


def test_one_that_does_not_fit_is_refused_with_figures() -> None:
    head = Head(4_900_000_000, context=131072, token_bytes=131072)
    with pytest.raises(MindUnavailable, match=r"m\.gguf needs 6\.3 GB of memory, and 4\.0 GB are free") as fault:
        budget_for("m.gguf", head, threads=1, free_bytes=4_000_000_000)
    assert fault.value.code == "model_too_large"


@pytest.mark.parametrize(
    ("processors", "cores", "recogniser", "threads"),
    [
        (1, 1, 1, 1),
        (2, 2, 1, 1),
        (4, 4, 3, 2),
        (8, 4, 4, 3),
        (8, 8, 4, 4),
        (16, 8, 4, 7),
        (2, 1, 1, 1),
    ],
)
def test_threads_leave_room_for_the_recogniser(processors: int, cores: int, recogniser: int, threads: int) -> None:
    assert model_threads(processors, cores, recogniser) == threads
    assert threads <= max(1, cores - 1), "never every core"


def test_a_tiny_model_is_called_one() -> None:
    assert "far too small" in too_small("gemma-3-270m", 253_113_024)
    assert too_small("an 8B model", 4_900_000_000) == ""
