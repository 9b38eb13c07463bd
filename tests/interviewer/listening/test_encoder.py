"""The encoder against the same network worked out number by number in plain Python, and the one that is shipped."""

from __future__ import annotations

import json
import math
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import assets
from interviewer.listening.encoder import MOST_TOKENS, Encoder
from tests.support.small_reader import PLACES, SPECIAL, Arrays, tokenizer_of, write_reader

SHIPPED = assets.resource("readers", "execution")
WORDS = ("when", "did", "it", "start", "the", "drop", "?")
WIDTH, HEADS, LAYERS, INNER = 4, 2, 2, 6

Row = list[float]
Rows = list[Row]


def random_network(seed: int) -> Arrays:
    """Weights by chance, stored as a trained reader's are: big ones in 8 bits, a scale a row."""
    chance = np.random.default_rng(seed)
    arrays: Arrays = {"heads": np.array(HEADS)}

    def whole(name: str, rows: int, columns: int) -> None:
        arrays[name] = chance.integers(-127, 128, (rows, columns)).astype(np.int8)
        arrays[f"{name}.scale"] = chance.uniform(0.004, 0.012, rows).astype(np.float32)

    whole("words", len(SPECIAL) + len(WORDS), WIDTH)
    arrays["positions"] = chance.normal(0, 0.3, (PLACES, WIDTH)).astype(np.float16)
    arrays["types"] = chance.normal(0, 0.3, (2, WIDTH)).astype(np.float16)
    norms = ["embeddings"]
    for layer in range(LAYERS):
        norms += [f"{layer}.attended", f"{layer}.done"]
        for part in ("query", "key", "value", "output"):
            whole(f"{layer}.{part}.weight", WIDTH, WIDTH)
        whole(f"{layer}.widen.weight", INNER, WIDTH)
        whole(f"{layer}.narrow.weight", WIDTH, INNER)
        for part in ("query", "key", "value", "output", "widen", "narrow"):
            size = INNER if part == "widen" else WIDTH
            arrays[f"{layer}.{part}.bias"] = chance.normal(0, 0.2, size).astype(np.float32)
    for norm in norms:
        arrays[f"{norm}.gain"] = chance.uniform(0.5, 1.5, WIDTH).astype(np.float32)
        arrays[f"{norm}.shift"] = chance.normal(0, 0.2, WIDTH).astype(np.float32)
    arrays["kinds.weight"] = chance.normal(0, 1, (3, WIDTH)).astype(np.float32)
    arrays["kinds.bias"] = chance.normal(0, 1, 3).astype(np.float32)
    return arrays


class Slow:
    """The same network without arrays: one number after the other, in double precision."""

    def __init__(self, stored: Arrays) -> None:
        self._stored = stored

    def matrix(self, name: str) -> Rows:
        rows: Rows = np.asarray(self._stored[name], np.float64).tolist()
        if f"{name}.scale" not in self._stored:
            return rows
        scales = self._stored[f"{name}.scale"].tolist()
        return [[value * scale for value in row] for row, scale in zip(rows, scales, strict=True)]

    def vector(self, name: str) -> Row:
        values: Row = self._stored[name].tolist()
        return values

    def linear(self, row: Row, name: str) -> Row:
        rows, bias = self.matrix(f"{name}.weight"), self.vector(f"{name}.bias")
        return [math.fsum(map(_product, weights, row)) + extra for weights, extra in zip(rows, bias, strict=True)]

    def normal(self, row: Row, name: str) -> Row:
        mean = math.fsum(row) / len(row)
        deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in row) / len(row) + 1e-12)
        pairs = zip(row, self.vector(f"{name}.gain"), self.vector(f"{name}.shift"), strict=True)
        return [(value - mean) / deviation * gain + shift for value, gain, shift in pairs]

    def states(self, ids: list[int], types: list[int]) -> Rows:
        words, places, kinds = self.matrix("words"), self.matrix("positions"), self.matrix("types")
        states = [
            self.normal([a + b + c for a, b, c in zip(words[i], places[p], kinds[t], strict=True)], "embeddings")
            for p, (i, t) in enumerate(zip(ids, types, strict=True))
        ]
        for layer in range(LAYERS):
            states = self.layer(states, layer)
        return states

    def layer(self, states: Rows, layer: int) -> Rows:
        query, key, value = (
            [self.linear(row, f"{layer}.{part}") for row in states] for part in ("query", "key", "value")
        )
        done: Rows = []
        for place, state in enumerate(states):
            mixed: Row = []
            for head in range(HEADS):
                own = slice(head * WIDTH // HEADS, (head + 1) * WIDTH // HEADS)
                scores = [
                    math.fsum(map(_product, query[place][own], row[own])) / math.sqrt(WIDTH / HEADS) for row in key
                ]
                shares = [math.exp(score) for score in scores]
                mixed += [
                    math.fsum(share * row[column] for share, row in zip(shares, value, strict=True)) / math.fsum(shares)
                    for column in range(own.start, own.stop)
                ]
            attended = self.normal(_sum(state, self.linear(mixed, f"{layer}.output")), f"{layer}.attended")
            inner = [0.5 * x * (1 + math.erf(x / math.sqrt(2))) for x in self.linear(attended, f"{layer}.widen")]
            done.append(self.normal(_sum(attended, self.linear(inner, f"{layer}.narrow")), f"{layer}.done"))
        return done  # fmt: skip


def _product(one: float, other: float) -> float:
    return one * other


def _sum(one: Row, other: Row) -> Row:
    return [a + b for a, b in zip(one, other, strict=True)]


def _mean(rows: Rows) -> Row:
    return [math.fsum(column) / len(rows) for column in zip(*rows, strict=True)]


def small(folder: Path, seed: int = 0) -> tuple[Encoder, Slow]:
    arrays = random_network(seed)
    return Encoder(write_reader(folder, WORDS, arrays)), Slow(arrays)


def near(rows: object) -> object:
    return pytest.approx(np.asarray(rows, np.float64), abs=2e-4)


# --- arithmetic -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_a_text_comes_out_as_worked_out_by_hand(seed: int, tmp_path: Path) -> None:
    encoder, slow = small(tmp_path, seed)
    text = "when did the drop start ?"
    found = tokenizer_of(WORDS).encode(text)
    wanted = slow.states(found.ids, found.type_ids)
    read = encoder.encode(text)
    assert read.tokens == near(wanted)
    assert read.pooled == near(_mean(wanted))
    assert read.spans == tuple(found.offsets)
    assert encoder.head("kinds", read.pooled) == near(slow.linear(_mean(wanted), "kinds"))
    assert encoder.head("kinds", read.tokens) == near([slow.linear(row, "kinds") for row in wanted])


def test_what_was_said_before_lends_meaning_and_is_left_out(tmp_path: Path) -> None:
    encoder, slow = small(tmp_path)
    text, before = "did it drop", "the start ?"
    found = tokenizer_of(WORDS).encode(before, text)
    own = [place for place, part in enumerate(found.sequence_ids) if part == 1]
    states = slow.states(found.ids, found.type_ids)
    read = encoder.encode(text, before)
    assert read.tokens == near([states[place] for place in own])
    assert read.pooled == near(_mean([states[place] for place in own]))
    assert [text[begin:end] for begin, end in read.spans] == ["did", "it", "drop"]
    assert read.pooled != near(encoder.encode(text).pooled)


def test_a_long_text_is_read_from_its_end(tmp_path: Path) -> None:
    encoder, slow = small(tmp_path)
    chance = random.Random(7)
    text = " ".join(chance.choices(WORDS, k=MOST_TOKENS + 40))
    found = tokenizer_of(WORDS).encode(text)
    wanted = slow.states(found.ids[-MOST_TOKENS:], found.type_ids[-MOST_TOKENS:])
    read = encoder.encode(text)
    assert read.tokens == near(wanted)
    assert read.spans == tuple(found.offsets[-MOST_TOKENS:])
    assert encoder.encode("start " * 500 + text).pooled == near(read.pooled)


def test_of_a_long_pair_the_end_of_the_text_itself_is_read(tmp_path: Path) -> None:
    encoder, _ = small(tmp_path)
    text = "drop " * 30 + "it start"
    kept = encoder.encode(text, "when " * 500)
    assert len(kept.spans) == 32
    assert [text[begin:end] for begin, end in kept.spans[-2:]] == ["it", "start"]
    long = encoder.encode("drop " * 500 + "it start", "when did it")
    assert len(long.spans) == MOST_TOKENS - 1  # the mark at the end is no token of the text


@pytest.mark.parametrize("before", ["", "."])
def test_no_text_is_no_trouble(before: str, tmp_path: Path) -> None:
    encoder, _ = small(tmp_path)
    read = encoder.encode("", before)
    assert read.pooled.shape == (WIDTH,)
    assert np.isfinite(read.pooled).all()
    if before:
        assert (read.tokens.shape, read.spans, read.pooled.tolist()) == ((0, WIDTH), (), [0.0] * WIDTH)


# --- folders that are none --------------------------------------------------------------------------------------------

FILES = ("weights.npz", "tokenizer.json", "vocabulary.txt")


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, tmp_path: Path) -> None:
    write_reader(tmp_path, WORDS, random_network(0))
    (tmp_path / name).unlink()
    with pytest.raises(OSError, match=name):
        Encoder(tmp_path)


def _without(array: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        arrays = random_network(0)
        del arrays[array]
        write_reader(folder, WORDS, arrays)

    return spoil


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: (folder / "weights.npz").write_bytes(b""),
        lambda folder: (folder / "weights.npz").write_bytes(b"no archive"),
        lambda folder: (folder / "weights.npz").write_bytes((folder / "weights.npz").read_bytes()[:900]),
        lambda folder: (folder / "tokenizer.json").write_text(""),
        lambda folder: (folder / "tokenizer.json").write_text('{"model": 3}'),
        lambda folder: (folder / "tokenizer.json").write_bytes(b"\xff\xfe\x00"),
        lambda folder: (folder / "vocabulary.txt").write_text(""),
        lambda folder: (folder / "vocabulary.txt").write_bytes(b"\xff\xfe\x00"),
        _without("heads"),
        _without("0.query.weight.scale"),
    ],
    ids=[
        "empty",
        "junk",
        "cut short",
        "no tokenizer",
        "odd tokenizer",
        "not text",
        "no words",
        "odd words",
        "no heads",
        "no scale",
    ],
)
def test_a_damaged_file_is_told_with_its_folder(spoil: Callable[[Path], None], tmp_path: Path) -> None:
    write_reader(tmp_path, WORDS, random_network(0))
    spoil(tmp_path)
    with pytest.raises(ValueError, match="damaged") as told:
        Encoder(tmp_path)
    assert str(tmp_path) in str(told.value)


# --- the one that is shipped ------------------------------------------------------------------------------------------


@pytest.fixture(name="shipped", scope="module")
def _shipped() -> Encoder:
    return Encoder(SHIPPED)


def close(encoder: Encoder, one: str, other: str) -> float:
    """The cosine of two texts."""
    first, second = encoder.encode(one).pooled, encoder.encode(other).pooled
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


def test_texts_that_ask_the_same_lie_closer_than_others(shipped: Encoder) -> None:
    near_by = close(shipped, "Which countries are affected?", "In what regions do we see it?")
    assert near_by > close(shipped, "Which countries are affected?", "Please give me a minute to think.")


@pytest.mark.parametrize("text", ["word " * 2000, "x" * 5000, "我们的指标", "\x00\u200b", "👩‍👩‍👧 ½", "", "\n"])
def test_any_text_gives_numbers(shipped: Encoder, text: str) -> None:
    for before in ("", "What was said before."):
        read = shipped.encode(text, before)
        assert np.isfinite(read.pooled).all()
        assert len(read.tokens) == len(read.spans) <= MOST_TOKENS
        assert all(0 <= begin <= end <= len(text) for begin, end in read.spans)


def test_case_does_not_matter(shipped: Encoder) -> None:
    assert shipped.encode("WHEN did It Start?").pooled == near(shipped.encode("when did it start?").pooled)


def test_it_says_where_it_comes_from(tmp_path: Path) -> None:
    """The licence asks for it; and the folder can be moved anywhere."""
    assert "Apache License 2.0" in (SHIPPED / "NOTICE").read_text(encoding="utf-8")
    moved = shutil.copytree(SHIPPED, tmp_path / "elsewhere")
    assert json.loads((moved / "labels.json").read_text(encoding="utf-8"))["kinds"]
    assert np.isfinite(Encoder(moved).encode("When?").pooled).all()
