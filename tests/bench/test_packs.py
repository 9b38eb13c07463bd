"""How soon there is a question: choosing one out of the packs and loading what its interview needs."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys

import pytest

from tests.bench.scoring import table

STARTS = 7
QUESTION_SECONDS = 0.3
"""Of processor time, in a fresh process. Choosing a question has to pass for nothing beside opening a microphone."""
RATIO = 250.0
"""Against only reading every file of the pack, which the disk cache makes very fast."""

MEASURE = """
import json, sys, time
import assets
from interviewer.content.choose import question_of_round
from interviewer.content.loader import load_packs
packs, round_id = assets.resource("packs"), sys.argv[1] or None
began = time.process_time()
size = sum(len(file.read_bytes()) for file in packs.rglob("*.toml"))
read = time.process_time()
library = load_packs(packs, round_id=round_id)
question_of_round(library.packs, round_id or "execution", seed=1)
print(json.dumps([read - began, time.process_time() - read, size, len(library.packs[0].questions)]))
"""


def measured(round_id: str) -> tuple[float, float, int, int]:
    """Medians of fresh processes: seconds to read the files, seconds to have a question; bytes and questions read."""
    command = [sys.executable, "-c", MEASURE, round_id]
    printed = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(STARTS)]
    reads, loads, sizes, questions = zip(*map(json.loads, printed), strict=True)
    return statistics.median(reads), statistics.median(loads), sizes[0], questions[0]


@pytest.mark.bench
def test_a_question_is_there_soon() -> None:
    rows = []
    for round_id in ("execution", "behavioural", ""):
        read, load, size, questions = measured(round_id)
        rows.append((round_id or "all", f"{questions}", f"{1000 * load:.0f} ms", f"{load / read:.0f}"))
        if round_id:
            assert load < QUESTION_SECONDS
            assert load < RATIO * read
    title = f"choosing and loading a question, medians of {STARTS}"
    table(
        f"{title}; {size / 1e6:.2f} MB of packs are read in {1000 * read:.1f} ms",
        ("round", "questions", "processor time", "against reading"),
        rows,
    )
