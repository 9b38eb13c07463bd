"""How soon the interviewer's voice follows an answer, beside the order in which it is done one thing after the other.

A whole interview on the real recorder, recogniser and voice; recordings answer at real time. From the end of an answer
to the first sound, against transcribing that answer whole and then making the sound of the line, in the same run.
HOTSEAT_BENCH_MINUTES says how long the interview is (12). The scripted mind asks, or a model file that
HOTSEAT_BENCH_MODEL names.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.embedded.mind import FileMind
from desktop.headless import Wishes, prepare
from desktop.paths import find
from interviewer.events import AnswerBegan, Event, LineSaid, LineWorded, Pressed
from speech.files import read_sound, to_pcm
from speech.recorder.recorder import Recordings
from speech.recorder.wav import WavWriter
from speech.voices.voice import Voice
from speech.whisper.models import ModelStore
from speech.words import SAMPLE_RATE
from tests.bench.clips import librivox
from tests.bench.joined import join
from tests.bench.whole import whole_caller
from tests.support.sound_server import SoundServer
from tests.support.weights import model_folder

MINUTES = float(os.environ.get("HOTSEAT_BENCH_MINUTES", "12"))
LENGTHS = (10.0, 12.0, 14.0, 33.0)
"""Seconds of the answers, over and over."""
LONG_SECONDS = 30.0
FEWEST_TURNS = 20
NAIVE_SHARE = 1 / 5
MODEL = os.environ.get("HOTSEAT_BENCH_MODEL", "")
KEY_AFTER = 0.4
"""Seconds from the last voiced sample to the key."""


@dataclass(frozen=True)
class Turn:
    """An answer and the line after it."""

    answer: int
    silence: float
    """Seconds from the end of the answer to the first sound."""
    text: str


def turns_of(events: list[Event]) -> list[Turn]:
    """Answers that were followed by a line somebody heard, in order."""
    found: list[Turn] = []
    answer, ended = 0, None
    for event in events:
        match event:
            case AnswerBegan():
                answer = event.answer
            case Pressed():
                ended = event.t
            case LineSaid() if ended is not None and event.heard_seconds:
                found.append(Turn(answer, event.t - event.heard_seconds - ended, event.text))
                ended = None
            case _:
                pass
    return found


@pytest.mark.bench
@pytest.mark.whisper
@pytest.mark.timeout(3000)
async def test_the_voice_follows_an_answer_at_once(sound_server: SoundServer, tmp_path: Path) -> None:
    weights = model_folder("base")
    said = [_spoken(tmp_path / f"{number}.wav", seconds, number) for number, seconds in enumerate(LENGTHS, 1)]
    paths = find(tmp_path / "data")
    paths.make()
    store = ModelStore(paths.models, extra_folder=weights.parent, offline_only=True)
    events: list[Event] = []
    wishes = Wishes(
        question="execution/library-holds",
        minutes=MINUTES,
        microphone=Recordings(tuple(said)),
        speech_model="base",
        mind=FileMind(Path(MODEL)) if MODEL else None,
    )
    rehearsal = await prepare(wishes, paths, store, events.append)
    await rehearsal.interview.hold()
    turns = turns_of(events)
    silences = sorted(turn.silence for turn in turns)
    late = silences[int(0.95 * len(silences))]
    kept = sum(event.said for event in events if isinstance(event, LineWorded))
    given = sum(isinstance(event, LineWorded) for event in events)
    print(f"\nload {os.getloadavg()[0]:.1f}; {kept} of {given} lines given to the model were said as it worded them")
    print(f"first sound after {statistics.median(silences):.2f} s (median of {len(turns)}), {late:.2f} s (95 %)")
    shares = await _naive(turns, said, weights, tmp_path)
    print(f"answers over {LONG_SECONDS:.0f} s: {statistics.median(shares):.3f} of doing one thing after the other")
    assert len(turns) >= FEWEST_TURNS or MINUTES < 12
    assert statistics.median(shares) <= NAIVE_SHARE


def _spoken(path: Path, seconds: float, seed: int) -> Path:
    """An answer that ends as somebody's does who presses the key."""
    whole = join(librivox(), path, seconds=seconds, seed=seed)
    sound = read_sound(path)[: round((whole.last_voiced + KEY_AFTER) * SAMPLE_RATE)]
    cut = path.with_stem(f"{path.stem}-cut")
    writer = WavWriter(cut)
    writer.write(to_pcm(sound))
    writer.close()
    return cut


async def _naive(turns: list[Turn], said: list[Path], weights: Path, folder: Path) -> list[float]:
    """For each long answer: the silence there was, as a share of what transcribing it and making the line takes."""
    long = [turn for turn in turns if LENGTHS[(turn.answer - 1) % len(LENGTHS)] >= LONG_SECONDS]
    voice = Voice(engine="system", cache_dir=folder / "another", notify=lambda _notice: None)
    await voice.open()
    shares = []
    with whole_caller(weights) as whole:
        for turn in long:
            call = await asyncio.to_thread(whole, said[(turn.answer - 1) % len(said)], beam_size=5)
            began = time.monotonic()
            await voice.prepare([turn.text])
            shares.append(turn.silence / (call.seconds + time.monotonic() - began))
    await voice.close()
    return shares
