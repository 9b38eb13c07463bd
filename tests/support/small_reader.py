"""Folders of readers made by hand: networks so small that all they do can be said beforehand."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from tests.support.scripted_reader import ITEMS, KINDS, SLOTS

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
ROLES = ("north_star", "secondary", "guardrail", "objective")
NO_TAG = 5.0
PLACES = 200
"""Most tokens it has positions for."""

Arrays = dict[str, Any]


def tokenizer_of(words: Sequence[str]) -> Tokenizer:
    """Cuts at spaces and marks; whatever is not among the words is unknown to it."""
    vocabulary = {word: number for number, word in enumerate((*SPECIAL, *words))}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    return tokenizer


def write_reader(folder: Path, words: Sequence[str], arrays: Arrays) -> Path:
    """A reader's folder of these weights."""
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "weights.npz", **arrays)
    tokenizer_of(words).save(str(folder / "tokenizer.json"))
    (folder / "vocabulary.txt").write_text("".join(f"{word}\n" for word in (*SPECIAL, *words)), encoding="utf-8")
    labels = {"kinds": KINDS, "slots": SLOTS, "items": ITEMS, "roles": ROLES}
    (folder / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    return folder


def tagging_reader(folder: Path, tags: Mapping[str, Mapping[int, float]]) -> Path:
    """A reader without layers, in which each word has scores of its own for each tag, whatever stands around it.

    Args:
        tags: the score of each tag by word; 0 where none is given. Tag 0 stands for none and scores NO_TAG.
    """
    words = sorted(tags)
    width = len(SPECIAL) + len(words)
    kinds = np.zeros((1 + 2 * len(ROLES), width))
    head: Arrays = {}
    for place, word in enumerate(words):
        for tag, score in tags[word].items():
            kinds[tag, len(SPECIAL) + place] = score
    # Normalised, a vector with a single 1 has `own` there and `other` in all other places: undo that for the scores.
    own, other = _normalised(width)
    for name, size in {"kinds": len(KINDS), "slots": len(SLOTS), "done": len(ITEMS), "announces": 1}.items():
        head |= {f"{name}.weight": np.zeros((size, width), np.float32), f"{name}.bias": np.zeros(size, np.float32)}
    bias = -other * kinds.sum(axis=1) / (own - other)
    bias[0] += NO_TAG
    head |= {"tags.weight": (kinds / (own - other)).astype(np.float32), "tags.bias": bias.astype(np.float32)}
    arrays = {
        "heads": np.array(1),
        "words": np.eye(width, dtype=np.int8),
        "words.scale": np.ones(width, np.float32),
        "positions": np.zeros((PLACES, width), np.float16),
        "types": np.zeros((2, width), np.float16),
        "embeddings.gain": np.ones(width, np.float32),
        "embeddings.shift": np.zeros(width, np.float32),
        **head,
    }
    return write_reader(folder, words, arrays)


def _normalised(width: int) -> tuple[float, float]:
    mean = 1 / width
    deviation = (mean * (1 - mean)) ** 0.5
    return (1 - mean) / deviation, -mean / deviation
