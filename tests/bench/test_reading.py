"""How well turns and answers are understood that nobody looked at while the reader was made, and what it costs.

The examples in tests/fixtures/reading were written by the definitions alone, apart from those the reader learnt from
(packaging/reader/data), and are used for nothing else.
"""

from __future__ import annotations

import statistics
import time
from pathlib import Path

import pytest

import assets
from interviewer.listening.coverage import read_substance
from interviewer.listening.reader import Reader
from interviewer.listening.substance import Said
from tests.support.reading import (
    EXECUTION,
    HELD_OUT,
    Counts,
    add_roles,
    items_of,
    lines_of,
    substance_of,
    turn_of,
)

pytestmark = pytest.mark.bench
SETS = pytest.mark.parametrize("folder", [HELD_OUT, HELD_OUT / "later"], ids=["first", "later"])
ANSWERS = lines_of(HELD_OUT / "answers.jsonl")
READER = Reader(assets.resource("readers", "execution"))


@SETS
def test_turns_of_a_case(folder: Path) -> None:
    turns = lines_of(folder / "turns.jsonl")
    slots, indirect, right, read_out = Counts(), Counts(), 0, 0
    for example in turns:
        turn = turn_of(example["text"], READER)
        slots.add(turn.slots, example["slots"])
        if example["indirect"]:
            indirect.add(turn.slots, example["slots"])
        right += turn.kind.value == example["kind"]
        read_out += bool(turn.slots) and not example["slots"]
    asking_none = sum(not example["slots"] for example in turns)
    print(f"\nslots, precision / recall: {slots}; indirect {indirect}; kinds {right / len(turns):.3f}")
    print(f"a fact read out on {read_out} of {asking_none} turns that asked for none")
    assert slots.precision >= 0.85
    assert slots.recall >= 0.85


@SETS
def test_answers(folder: Path) -> None:
    items, roles, flags, invented = Counts(), Counts(), Counts(), 0
    for example in lines_of(folder / "answers.jsonl"):
        substance = substance_of(example, READER)
        items.add(substance.coverage, items_of(example))
        add_roles(roles, substance.metrics, example["metrics"])
        flags.add((flag.value for flag in substance.metrics.flags), example["metrics"]["flags"])
        invented += 0 if items_of(example) else len(substance.coverage)
    print(f"\ncoverage, precision / recall: {items}; metric roles {roles}; flags {flags}")
    print(f"{invented} items found in answers that have none")
    assert items.precision >= 0.85
    assert items.recall >= 0.8
    assert invented <= 1


def test_the_cost_of_an_update() -> None:
    """Beside reading the whole answer anew: sentences are remembered, so that only what is new costs anything."""
    text = " ".join(sentence["text"] for example in ANSWERS for sentence in example["sentences"])
    words = text.split()[:700]
    whole, updates = [], []
    for number in range(3):
        fresh = Reader(assets.resource("readers", "execution"))
        fresh.load()
        begun = time.perf_counter()
        read_substance(EXECUTION, (Said(1, " ".join(words)),), fresh)
        whole.append(time.perf_counter() - begun)
        longer = " ".join(words + text.split()[700 + 20 * number : 720 + 20 * number])
        begun = time.perf_counter()
        read_substance(EXECUTION, (Said(1, longer),), fresh)
        updates.append(time.perf_counter() - begun)
    spoken = 700 / 150 * 60
    print(f"\nan update costs {statistics.median(updates) / statistics.median(whole):.3f} of reading 700 words")
    print(f"reading them takes {statistics.median(whole) / spoken:.4f} of the time in which they are spoken")
