"""What is left to do when an answer ends, and what transcribing it live has cost.

An answer of a minute or more is played at real time; the key is pressed at the last voiced sample, and 0.3 s and 1.0 s
after it. The time from the key to the complete live text is held against transcribing the whole answer at its end with
one call of the same model, threads and niceness, in the same run: the default call (beam 5), and a greedy one.
Processor time counts guesses that were wrong. HOTSEAT_BENCH_REPEATS says how often (3).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.bench.answers import booth
from tests.bench.clips import librivox
from tests.bench.joined import join
from tests.bench.scoring import median, score, table
from tests.bench.whole import whole_caller
from tests.support.weights import model_folder

REPEATS = int(os.environ.get("HOTSEAT_BENCH_REPEATS", "3"))
SECONDS = 75.0
KEYS_AFTER = (0.0, 0.3, 1.0)
TAIL_SHARE = 0.1
CPU_SHARE = 1.5
HEAD = ("key after", "tail s", "/ call", "/ greedy", "cpu s", "/ call", "/ greedy", "of it wasted", "live")


@pytest.mark.bench
@pytest.mark.whisper
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("model", ["base", "tiny.en"])
async def test_only_the_tail_is_left(model: str, tmp_path: Path) -> None:
    weights = model_folder(model)
    tails: dict[float, list[float]] = {key: [] for key in KEYS_AFTER}
    works: list[float] = []
    rows = []
    with whole_caller(weights) as whole:
        for seed in range(1, REPEATS + 1):
            said = join(librivox(), tmp_path / f"{seed}.wav", seconds=SECONDS, seed=seed)
            call, greedy = whole(said.path, beam_size=5), whole(said.path, beam_size=1)
            for key in KEYS_AFTER:
                folder = tmp_path / f"{seed}-{key}"
                folder.mkdir()
                async with booth(folder, [said.path], weights, fast=False) as candidate:
                    answer = await candidate.answer(key_after=said.last_voiced + key)
                tails[key].append(answer.tail_seconds / call.seconds)
                works.append(answer.cpu_seconds / call.cpu_seconds)
                rows.append(
                    (
                        f"{key:.1f} s",
                        f"{answer.tail_seconds:.2f}",
                        f"{answer.tail_seconds / call.seconds:.3f}",
                        f"{answer.tail_seconds / greedy.seconds:.3f}",
                        f"{answer.cpu_seconds:.2f}",
                        f"{answer.cpu_seconds / call.cpu_seconds:.2f}",
                        f"{answer.cpu_seconds / greedy.cpu_seconds:.2f}",
                        f"{answer.wasted_cpu_seconds:.2f}",
                        score([(said.words, answer.live)]),
                    )
                )
    table(f"{model}: answers of {SECONDS:.0f} s at real time", HEAD, rows)
    medians = {key: median(shares) for key, shares in tails.items()}
    print(f"  medians: tail {', '.join(f'{share:.3f}' for share in medians.values())}; cpu {median(works):.2f}")
    assert all(share <= TAIL_SHARE for share in medians.values())
    assert median(works) <= CPU_SHARE
