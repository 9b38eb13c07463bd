"""How soon the interviewer's voice follows an answer, beside the order in which it is done one thing after the other.

A whole interview on the real recorder, recogniser and voice; recordings answer at real time. From the end of an answer
to the first sound, against transcribing that answer whole and then making the sound of the line, in the same run; and
beside it how often silence ended an answer that was not over, with the automatic end switched on, and what the live
words are worse than the kept ones. HOTSEAT_BENCH_MINUTES says how long the interview is (18), HOTSEAT_BENCH_BUSY how
many processors do something else meanwhile (0). The scripted mind asks, or a model file that HOTSEAT_BENCH_MODEL names;
of a model it is told, too, how soon its first sentence is complete: one that is far too small breaks the rules for what
may be said, and then the voice waits until it has done so twice.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import re
import statistics
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from desktop.embedded.chat import FileChat
from desktop.embedded.mind import FileMind
from desktop.headless import Wishes, prepare
from desktop.paths import find
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Event,
    LineSaid,
    LineWorded,
    Pressed,
)
from interviewer.minds.prompts import Message
from speech.files import read_sound, to_pcm
from speech.recorder.recorder import Recordings
from speech.recorder.wav import WavWriter
from speech.voices.voice import Voice
from speech.whisper.models import ModelStore
from speech.words import SAMPLE_RATE
from tests.bench.clips import librivox
from tests.bench.joined import PAUSE_SECONDS, Joined, join
from tests.bench.scoring import Score, score
from tests.bench.test_recorder import busy_processors
from tests.bench.whole import whole_caller
from tests.support.sound_server import SoundServer
from tests.support.weights import model_folder

MINUTES = float(os.environ.get("HOTSEAT_BENCH_MINUTES", "18"))
ANSWERS = (
    (10.0, PAUSE_SECONDS),
    (12.0, PAUSE_SECONDS),
    (14.0, PAUSE_SECONDS),
    (33.0, PAUSE_SECONDS),
    (40.0, (1.0, 5.0)),
)
"""Seconds of the answers, over and over, and of the pauses in each; somebody thinks aloud in the last one."""
LONG_SECONDS = 30.0
FEWEST_TURNS = 20
NAIVE_SHARE = 1 / 5
BUSY = int(os.environ.get("HOTSEAT_BENCH_BUSY", "0"))
MODEL = os.environ.get("HOTSEAT_BENCH_MODEL", "")
QUESTION = "estimation/city-lifts" if MODEL else "execution/library-holds"
"""In a case the facts are told from its sheet, and no model is asked."""
SENTENCE = re.compile(r'"question"\s*:\s*"[^"]*\w[.?!]')
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


@dataclass
class Reply:
    """What a model was asked for, in seconds of one clock."""

    began: float
    sentence: float = math.inf
    """When its first sentence was complete; infinite: never."""


def timed(patch: pytest.MonkeyPatch) -> list[Reply]:
    """Replies of model files, from now on as they come."""
    replies: list[Reply] = []
    stream = FileChat.stream

    async def watched(self: FileChat, messages: Sequence[Message], **options: Any) -> AsyncGenerator[str, None]:
        reply, text = Reply(time.monotonic()), ""
        replies.append(reply)
        async with contextlib.aclosing(stream(self, messages, **options)) as pieces:
            async for piece in pieces:
                text += piece
                if SENTENCE.search(text):
                    reply.sentence = min(reply.sentence, time.monotonic())
                yield piece

    patch.setattr(FileChat, "stream", watched)
    return replies


def first_sentences(events: list[tuple[float, Event]], replies: list[Reply]) -> list[float]:
    """Of every line a model was asked for: seconds from the end of the answer to the model's first sentence."""
    found, ended = [], 0.0
    for at, event in events:
        if isinstance(event, Pressed):
            ended = at
        if isinstance(event, LineWorded):
            asked = [reply for reply in replies if ended <= reply.began <= at]
            tried = [reply for reply in replies if reply.began < ended]
            reply = asked[0] if asked else tried[-1]  # else what was tried in a pause was the reply
            found.append(max(0.0, reply.sentence - ended))
    return sorted(found)


@pytest.mark.bench
@pytest.mark.whisper
@pytest.mark.timeout(3000)
async def test_the_voice_follows_an_answer_at_once(
    sound_server: SoundServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = model_folder("base")
    said = [_spoken(tmp_path / f"{number}.wav", *answer, number) for number, answer in enumerate(ANSWERS, 1)]
    paths = find(tmp_path / "data")
    paths.make()
    store = ModelStore(paths.models, extra_folder=weights.parent, offline_only=True)
    stamped: list[tuple[float, Event]] = []
    replies = timed(monkeypatch)
    wishes = Wishes(
        question=QUESTION,
        minutes=MINUTES,
        microphone=Recordings(tuple(each.path for each in said)),
        speech_model="base",
        auto_end=True,
        mind=FileMind(Path(MODEL)) if MODEL else None,
    )
    with busy_processors(BUSY):
        rehearsal = await prepare(wishes, paths, store, lambda event: stamped.append((time.monotonic(), event)))
        await rehearsal.interview.hold()
        load = os.getloadavg()[0]
        events = [event for _, event in stamped]
        turns = turns_of(events)
        shares = await _naive(turns, said, weights, tmp_path)
    silences = sorted(turn.silence for turn in turns)
    late = silences[int(0.95 * len(silences))]
    kept = sum(event.said for event in events if isinstance(event, LineWorded))
    given = sum(isinstance(event, LineWorded) for event in events)
    print(f"\n{BUSY} processors busy, load {load:.1f}; of the model's lines {kept} of {given} were said as it put them")
    print(f"first sound after {statistics.median(silences):.2f} s (median of {len(turns)}), {late:.2f} s (95 %)")
    if sentences := first_sentences(stamped, replies):
        middle, last = statistics.median(sentences), sentences[int(0.95 * len(sentences))]
        print(f"the model's first sentence after {middle:.2f} s (median of {len(sentences)}), {last:.2f} s (95 %)")
    print(f"answers over {LONG_SECONDS:.0f} s: {statistics.median(shares):.3f} of doing one thing after the other")
    ended = [event for event in events if isinstance(event, AnswerEnded)]
    cut = sum(event.by is By.SILENCE for event in ended)
    print(f"ended by silence before they were over: {cut} of {len(ended)} answers")
    live, careful = _words(events, said)
    print(f"words wrong: live {live}, kept {careful}: {live.percent - careful.percent:+.1f} points")
    assert len(turns) >= FEWEST_TURNS or MINUTES < 18
    assert statistics.median(shares) <= NAIVE_SHARE


def _words(events: list[Event], said: list[Joined]) -> tuple[Score, Score]:
    """Errors of the live and of the kept words, of answers that were heard to their end."""
    whole = {event.answer for event in events if isinstance(event, AnswerEnded) and event.by is By.SOURCE}
    live = {event.answer: event.text for event in events if isinstance(event, AnswerHeard) and event.answer in whole}
    careful = {
        event.answer: " ".join(each.text for each in event.utterances)
        for event in events
        if isinstance(event, AnswerKept) and event.answer in live
    }
    words = {answer: said[(answer - 1) % len(said)].words for answer in careful}
    scores = (score((words[answer], texts[answer]) for answer in careful) for texts in (live, careful))
    return next(scores), next(scores)


def _spoken(path: Path, seconds: float, pauses: tuple[float, float], seed: int) -> Joined:
    """An answer that ends as somebody's does who presses the key."""
    whole = join(librivox(), path, seconds=seconds, seed=seed, pauses=pauses)
    sound = read_sound(path)[: round((whole.last_voiced + KEY_AFTER) * SAMPLE_RATE)]
    cut = path.with_stem(f"{path.stem}-cut")
    writer = WavWriter(cut)
    writer.write(to_pcm(sound))
    writer.close()
    return replace(whole, path=cut)


async def _naive(turns: list[Turn], said: list[Joined], weights: Path, folder: Path) -> list[float]:
    """For each long answer: the silence there was, as a share of what transcribing it and making the line takes."""
    long = [turn for turn in turns if ANSWERS[(turn.answer - 1) % len(ANSWERS)][0] >= LONG_SECONDS]
    voice = Voice(engine="system", cache_dir=folder / "another", notify=lambda _notice: None)
    await voice.open()
    shares = []
    with whole_caller(weights) as whole:
        for turn in long:
            call = await asyncio.to_thread(whole, said[(turn.answer - 1) % len(said)].path, beam_size=5)
            began = time.monotonic()
            await voice.prepare([turn.text])
            shares.append(turn.silence / (call.seconds + time.monotonic() - began))
    await voice.close()
    return shares
