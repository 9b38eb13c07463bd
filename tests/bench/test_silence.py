"""Sound in which nobody speaks, said to the real recorder and transcriber: no text, live or kept, within a second."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from speech.files import to_pcm
from speech.recorder.wav import WavWriter
from tests.bench.answers import booth
from tests.bench.scoring import table
from tests.bench.silences import SILENCES
from tests.support.weights import model_folder

LIMIT_SECONDS = 1.0


@pytest.mark.bench
@pytest.mark.whisper
@pytest.mark.parametrize("model", ["base", "tiny.en"])
async def test_nothing_is_written_where_nobody_speaks(model: str, tmp_path: Path) -> None:
    files = []
    for name, make in SILENCES.items():
        files.append(tmp_path / f"{name}.wav")
        writer = WavWriter(files[-1])
        writer.write(to_pcm(make()))
        writer.close()
    rows, texts, slowest = [], [], 0.0
    async with booth(tmp_path, files, model_folder(model), fast=True) as candidate:
        for name in SILENCES:
            answer = await candidate.answer()
            began = time.monotonic()
            kept = await candidate.kept(answer)
            careful = time.monotonic() - began
            rows.append((name, f"{answer.tail_seconds:.2f} s", f"{careful:.2f} s", repr(answer.live + kept)))
            texts.append(answer.live + kept)
            slowest = max(slowest, answer.tail_seconds, careful)
    table(f"where nobody speaks, with {model}", ("sound", "live", "kept", "text"), rows)
    assert texts == [""] * len(SILENCES)
    assert slowest < LIMIT_SECONDS
