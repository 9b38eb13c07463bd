"""The yardstick: one faster-whisper call on a whole recording, in a process like the transcriber's own.

The same weights, thread count and niceness. `python -m tests.bench.whole MODEL THREADS` reads a JSON object a line,
`{"file", "options"}`, and answers each with `{"text", "seconds", "cpu"}`; loading and reading do not count.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from speech.whisper.transcriber import NICENESS, budget_threads


@dataclass(frozen=True)
class Call:
    """What one call gave and cost."""

    text: str
    seconds: float
    cpu_seconds: float


class WholeCaller:
    """Asks the process; see `whole_caller`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, file: Path, **options: Any) -> Call:
        """`transcribe(file, language="en", **options)`, consumed to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"file": str(file), "options": options}), file=self._process.stdin, flush=True)
        answer = json.loads(self._process.stdout.readline())
        return Call(answer["text"], answer["seconds"], answer["cpu"])


@contextmanager
def whole_caller(folder: Path) -> Iterator[WholeCaller]:
    """A process with the model of `folder` loaded."""
    threads = budget_threads()
    command = [sys.executable, "-m", "tests.bench.whole", str(folder), str(threads)]
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1"}
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=root
    ) as process:
        yield WholeCaller(process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)


def main() -> None:
    """Serve until the end of input."""
    from faster_whisper import WhisperModel

    from speech.files import read_sound

    os.nice(NICENESS)
    model: Any = WhisperModel(
        sys.argv[1], device="cpu", compute_type="int8", cpu_threads=int(sys.argv[2]), local_files_only=True
    )
    for line in sys.stdin:
        job = json.loads(line)
        sound = read_sound(Path(job["file"]))
        began, worked = time.perf_counter(), time.process_time()
        segments, _ = model.transcribe(sound, language="en", **job["options"])
        text = " ".join(segment.text.strip() for segment in segments)
        answer = {"text": text, "seconds": time.perf_counter() - began, "cpu": time.process_time() - worked}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
