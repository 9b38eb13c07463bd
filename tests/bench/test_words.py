"""Word errors of live and kept text: on LibriVox clips, and on a collection beside one faster-whisper call a file.

Figures of the code were chosen on the `tuning` half of the collection; the other half is reported apart, and judged.
Kept text must be within a point of the whole-file call with the same model, live text within three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench.answers import booth
from tests.bench.clips import Clip, collection, librivox
from tests.bench.scoring import Score, score, table
from tests.bench.whole import whole_caller
from tests.support.weights import model_folder

LIMITS = {"base": 3.0, "tiny.en": 11.0}
"""Percent on the LibriVox clips."""
KEPT_POINTS = 1.0
LIVE_POINTS = 3.0

pytestmark = [pytest.mark.bench, pytest.mark.whisper, pytest.mark.timeout(1500)]
MODELS = pytest.mark.parametrize("model", list(LIMITS))


@dataclass(frozen=True)
class Scores:
    """Errors on a set of clips."""

    live: Score
    kept: Score
    whole: Score


async def measure(clips: Sequence[Clip], model: str, folder: Path) -> Scores:
    """Say every clip to the real recorder and transcriber, and give the same files to one call each."""
    weights = model_folder(model)
    live: list[tuple[str, str]] = []
    kept: list[tuple[str, str]] = []
    async with booth(folder, [clip.path for clip in clips], weights, fast=True) as candidate:
        for clip in clips:
            answer = await candidate.answer()
            live.append((clip.words, answer.live))
            kept.append((clip.words, await candidate.kept(answer)))
    with whole_caller(weights) as whole:
        called = [(clip.words, whole(clip.path, beam_size=5).text) for clip in clips]
    return Scores(score(live), score(kept), score(called))


def show(title: str, scores: dict[str, Scores]) -> None:
    rows = [(name, one.live, one.kept, one.whole) for name, one in scores.items()]
    table(title, ("clips", "live", "kept", "one call"), rows)


@MODELS
async def test_librivox(model: str, tmp_path: Path) -> None:
    scores = await measure(librivox(), model, tmp_path)
    show(f"word errors with {model} on the LibriVox clips", {"all five": scores})
    assert scores.kept.percent <= LIMITS[model]
    assert scores.live.percent <= LIMITS[model]


@MODELS
async def test_read_speech_beside_one_call(model: str, tmp_path: Path) -> None:
    clips = collection("read")
    halves = {"tuned on": [clip for clip in clips if clip.tuning], "held out": [c for c in clips if not c.tuning]}
    scores = {name: await measure(half, model, tmp_path) for name, half in halves.items()}
    show(f"word errors with {model} on read speech ({len(clips)} clips)", scores)
    judged = scores["held out"]
    assert judged.kept.percent - judged.whole.percent <= KEPT_POINTS
    assert judged.live.percent - judged.whole.percent <= LIVE_POINTS


@MODELS
@pytest.mark.parametrize("kind", ["long", "spontaneous"])
async def test_other_speech_for_information(model: str, kind: str, tmp_path: Path) -> None:
    """References of spontaneous speech hold fillers, which Whisper leaves out; so nothing is judged here."""
    clips = collection(kind)
    scores = await measure(clips, model, tmp_path)
    show(f"word errors with {model} on {kind} speech", {f"{len(clips)} clips": scores})
    assert scores.kept.words
