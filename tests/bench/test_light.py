"""How much memory a whole interview takes, and how soon `hotseat --help` is there.

Memory is PSS: what processes share is counted once in all. The peak is taken while an answer of ten minutes is
recorded, transcribed and passed over carefully, with the voice speaking; as fast as possible, which costs the same.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import psutil
import pytest

from tests.bench.clips import librivox
from tests.bench.joined import join
from tests.bench.scoring import table
from tests.support.weights import model_folder

ANSWER_SECONDS = 600.0
PARENT_MB = 150.0
TOGETHER_MB = 900.0
STARTS = 15
HELP_RATIO = 3.0
SAMPLE_SECONDS = 0.1


class Peaks:
    """The largest PSS of a process and of its whole family, watched on a thread of its own."""

    def __init__(self, process: psutil.Process) -> None:
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory")
        self.parent = 0.0
        self.together = 0.0
        self.children: dict[str, float] = {}

    def __enter__(self) -> Peaks:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(SAMPLE_SECONDS):
            try:
                family = [self._process, *self._process.children(recursive=True)]
                sizes = {_name(one): one.memory_full_info().pss / 1e6 for one in family}
            except psutil.Error:
                continue
            self.parent = max(self.parent, sizes[_name(self._process)])
            self.together = max(self.together, sum(sizes.values()))
            for name, size in sizes.items():
                self.children[name] = max(self.children.get(name, 0.0), size)


def _name(process: psutil.Process) -> str:
    command = process.cmdline()
    return next((word for word in command if word.startswith(("speech.", "desktop"))), str(process.pid))


@pytest.mark.bench
@pytest.mark.whisper
@pytest.mark.timeout(1500)
def test_an_interview_is_light(tmp_path: Path) -> None:
    answer = join(librivox(), tmp_path / "answer.wav", seconds=ANSWER_SECONDS, seed=1)
    command = [sys.executable, "-m", "desktop", "rehearse", "--json", "--pace", "fast", "--answer", str(answer.path)]
    options = ["--minutes", "10", "--speech-model", "base", "--voice", "system", "--data-dir", str(tmp_path / "data")]
    environment = {**os.environ, "HOTSEAT_SPEECH_MODELS": str(model_folder("base"))}
    with (
        (tmp_path / "events.jsonl").open("w+b") as out,
        subprocess.Popen([*command, *options], stdin=subprocess.DEVNULL, stdout=out, env=environment) as process,
        Peaks(psutil.Process(process.pid)) as peaks,
    ):
        assert process.wait(1400) == 0
    events = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text().splitlines()]
    longest = max(event["seconds"] for event in events if event.get("kind") == "answer_ended")
    kept = sum(event.get("kind") == "answer_kept" for event in events)
    rows = [(name, f"{size:.0f}") for name, size in sorted(peaks.children.items())]
    rows += [("together, at once", f"{peaks.together:.0f}")]
    table(
        f"peak memory, MB of PSS; longest answer {longest:.0f} s, {kept} passed over carefully", ("process", "MB"), rows
    )
    assert longest >= 0.95 * ANSWER_SECONDS
    assert kept
    assert peaks.parent < PARENT_MB
    assert peaks.together < TOGETHER_MB


@pytest.mark.bench
def test_help_is_there_at_once() -> None:
    bare = [sys.executable, "-c", "pass"]
    helped = [str(Path(sys.executable).with_name("hotseat")), "--help"]
    pairs = [(seconds(bare), seconds(helped)) for _ in range(STARTS)]
    ratio = statistics.median(help_seconds / bare_seconds for bare_seconds, help_seconds in pairs)
    medians = [1000 * statistics.median(column) for column in zip(*pairs, strict=True)]
    rows = [
        ("python -c pass", f"{medians[0]:.0f} ms"),
        ("hotseat --help", f"{medians[1]:.0f} ms"),
        ("ratio", f"{ratio:.2f}"),
    ]
    table(f"starting, medians of {STARTS}", ("what", ""), rows)
    assert ratio <= HELP_RATIO


def seconds(command: Sequence[str]) -> float:
    """Wall time of a command."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began
