"""The real engine with tiny.en on recorded speech, and on sound in which nobody speaks."""

from __future__ import annotations

import dataclasses
import importlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from speech.errors import ModelDamaged
from speech.files import read_sound
from speech.whisper import engine as engine_module
from speech.whisper.engine import SHORT_FLOOR_FRAMES, SHORT_STEP_FRAMES, WINDOW_FRAMES, Engine, Sound
from speech.words import SAMPLE_RATE
from tests.bench.clips import Clip, librivox
from tests.bench.scoring import Score, score
from tests.bench.silences import SILENCES
from tests.support.weights import model_folder

pytestmark = pytest.mark.whisper

SAID = "He might even have been made amiable himself."
"""In the last of the clips."""


class Spied(Engine):
    """Notes how many frames are decoded; what a short context gives can be replaced."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, threads=1)
        self.decoded: list[int] = []
        self.instead: str | None = None

    def _decode(self, features: Any, frames: int) -> tuple[str, float, float]:
        self.decoded.append(frames)
        text, log_probability, no_speech = super()._decode(features, frames)
        if self.instead is not None and frames < WINDOW_FRAMES:
            text = self.instead
        return text, log_probability, no_speech


@pytest.fixture(scope="module")
def loaded() -> Spied:
    progress_bar: Any = importlib.import_module("tqdm").tqdm
    progress_bar.monitor_interval = 0  # faster-whisper has a progress bar, which would have a thread
    return Spied(model_folder("tiny.en"))


@pytest.fixture
def engine(loaded: Spied) -> Spied:
    loaded.decoded.clear()
    loaded.instead = None
    loaded._short_context = True
    return loaded


@pytest.fixture(scope="module")
def clips() -> list[Clip]:
    return librivox()


def dresses(sound: Sound) -> list[Sound]:
    """A clip as it is, with a quiet room around it, and said far from the microphone."""
    room = np.random.default_rng(0).normal(0.0, 1e-4, SAMPLE_RATE // 4).astype(np.float32)
    return [sound, np.concatenate([room, sound, room]), 0.3 * sound]


def live(engine: Engine, clips: list[Clip]) -> Score:
    sounds = [(clip.words, dressed) for clip in clips for dressed in dresses(read_sound(clip.path))]
    return score((words, engine.live(sound).text) for words, sound in sounds)


def test_a_short_context_costs_no_accuracy(engine: Spied, clips: list[Clip]) -> None:
    short = live(engine, clips)
    assert max(engine.decoded) < WINDOW_FRAMES
    engine._short_context = False
    full = live(engine, clips)
    assert short.percent <= full.percent + 1.0
    assert short.percent <= 11.0


def test_a_short_context_is_a_switch(clips: list[Clip]) -> None:
    folder = model_folder("tiny.en")
    assert Engine(folder, threads=1)._short_context
    assert not Engine(folder, threads=1, short_context=False)._short_context


def test_contexts_are_of_few_lengths(engine: Spied, clips: list[Clip]) -> None:
    sound = np.concatenate([read_sound(clip.path) for clip in clips])
    for seconds in (0.3, 7.0, 8.7, 9.3, 10.1, 12.2, 19.9):
        engine.live(sound[: round(seconds * SAMPLE_RATE)])
    assert {frames % SHORT_STEP_FRAMES for frames in engine.decoded} == {0}
    assert set(engine.decoded) <= {1000, 1250, 1500, 2250, WINDOW_FRAMES}


def test_what_loops_with_a_short_context_is_decoded_again_with_the_full_one(engine: Spied, clips: list[Clip]) -> None:
    engine.instead = "He might even. " * 12
    text = engine.live(read_sound(clips[4].path)).text
    assert engine.decoded == [SHORT_FLOOR_FRAMES, WINDOW_FRAMES]
    assert text == SAID


def test_what_does_not_loop_is_decoded_once(engine: Spied, clips: list[Clip]) -> None:
    engine.live(read_sound(clips[4].path))
    assert engine.decoded == [SHORT_FLOOR_FRAMES]


@pytest.mark.parametrize("make", SILENCES.values(), ids=SILENCES)
def test_where_nobody_speaks_there_is_no_text(engine: Spied, make: Callable[[], Sound]) -> None:
    sound = make()
    began = time.process_time()
    assert list(engine.careful(sound)) == []
    assert engine.live(sound).text == ""
    assert time.process_time() - began < 2.0


def test_samples_that_are_no_numbers_do_not_spoil_the_rest(engine: Spied, clips: list[Clip]) -> None:
    sound = read_sound(clips[4].path).copy()
    sound[:800], sound[-400:] = np.nan, np.inf
    assert engine.live(sound).text == SAID
    assert [utterance.text for utterance in engine.careful(sound)] == [SAID]


def test_the_careful_pass_gives_times_to_words(engine: Spied, clips: list[Clip]) -> None:
    sound = read_sound(clips[0].path)
    words = [word for utterance in engine.careful(sound) for word in utterance.words]
    assert score([(clips[0].words, " ".join(word.text for word in words))]).errors == 0
    times = [time for word in words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0.0 <= times[0] < 1.0
    assert 5.0 < times[-1] <= len(sound) / SAMPLE_RATE
    assert all(0.0 <= word.probability <= 1.0 for word in words)


def test_a_long_answer_is_done_in_stretches(engine: Spied, clips: list[Clip], monkeypatch: pytest.MonkeyPatch) -> None:
    pause = np.zeros(SAMPLE_RATE, dtype=np.float32)
    sound = np.concatenate([part for clip in clips for part in (read_sound(clip.path), pause)])
    lengths = []
    transcribe = engine._model.transcribe

    def noting(stretch: Sound, **options: Any) -> Any:
        lengths.append(len(stretch) / SAMPLE_RATE)
        return transcribe(stretch, **options)

    monkeypatch.setattr(engine._model, "transcribe", noting)
    monkeypatch.setattr(engine_module, "STRETCH_SECONDS", 12.0)
    utterances = list(engine.careful(sound))
    assert len(lengths) >= 3
    assert max(lengths) <= 12.0
    assert sum(lengths) == pytest.approx(len(sound) / SAMPLE_RATE, abs=1e-3)
    said, heard = " ".join(clip.words for clip in clips), " ".join(utterance.text for utterance in utterances)
    assert score([(said, heard)]).percent <= 11.0
    starts = [word.start for utterance in utterances for word in utterance.words]
    assert starts == sorted(starts)
    assert starts[-1] > 25.0


@pytest.mark.parametrize("lost", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_sentence_whisper_left_out_is_asked_for_again(
    engine: Spied, clips: list[Clip], monkeypatch: pytest.MonkeyPatch, lost: int
) -> None:
    pause = np.zeros(SAMPLE_RATE, dtype=np.float32)
    chosen = [clips[0], clips[2], clips[4]]
    sounds = [np.concatenate([read_sound(clip.path), pause]) for clip in chosen]
    ends = np.cumsum([len(sound) / SAMPLE_RATE for sound in sounds])
    transcribe = engine._model.transcribe

    def losing(sound: Sound, **options: Any) -> Any:
        segments, info = transcribe(sound, **options)
        if len(sound) == sum(map(len, sounds)):
            segments = [segment for segment in segments if np.searchsorted(ends, segment.words[0].start) != lost]
        return segments, info

    monkeypatch.setattr(engine._model, "transcribe", losing)
    utterances = list(engine.careful(np.concatenate(sounds)))
    said, heard = " ".join(clip.words for clip in chosen), " ".join(utterance.text for utterance in utterances)
    assert score([(said, heard)]).errors <= 4
    times = [word.start for utterance in utterances for word in utterance.words]
    assert times == sorted(times)


def test_a_sentence_left_out_between_two_words_is_put_between_them(
    engine: Spied, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = read_sound(clips[0].path)
    whole = len(sound)
    transcribe = engine._model.transcribe

    def losing(sound: Sound, **options: Any) -> Any:
        segments, info = transcribe(sound, **options)
        if len(sound) == whole:
            segment, *rest = segments
            kept = [word for word in segment.words if not 1.5 < word.start < 5.0]
            segments = [dataclasses.replace(segment, text="".join(word.word for word in kept), words=kept), *rest]
        return segments, info

    monkeypatch.setattr(engine._model, "transcribe", losing)
    utterances = list(engine.careful(sound))
    assert len(utterances) >= 3
    assert score([(clips[0].words, " ".join(utterance.text for utterance in utterances))]).errors <= 4
    assert utterances[0].words[0].text == "And"
    assert utterances[-1].words[-1].text == "them."


def test_somebody_who_never_pauses_is_cut_all_the_same(
    engine: Spied, clips: list[Clip], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "STRETCH_SECONDS", 5.0)
    monkeypatch.setattr(engine, "voiced", lambda sound: [(0.0, len(sound) / SAMPLE_RATE)])
    utterances = list(engine.careful(read_sound(clips[0].path)))
    assert len(utterances) >= 2
    assert score([(clips[0].words, " ".join(utterance.text for utterance in utterances))]).errors <= 4


# --- models that do not load ----------------------------------------------------------------------------------------


def copy_without(folder: Path, name: str) -> Path:
    """The model with links for its files, but not that one."""
    folder.mkdir()
    for file in model_folder("tiny.en").iterdir():
        if file.name != name and file.is_file():
            (folder / file.name).symlink_to(file)
    return folder


def test_a_model_without_its_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="tokenizer"):
        Engine(copy_without(tmp_path / "model", "tokenizer.json"), threads=1)


@pytest.mark.parametrize("content", [b"", b"not a model", None], ids=["empty", "garbage", "cut short"])
def test_damaged_weights_are_refused(tmp_path: Path, content: bytes | None) -> None:
    folder = copy_without(tmp_path / "model", "model.bin")
    whole = model_folder("tiny.en") / "model.bin"
    (folder / "model.bin").write_bytes(whole.read_bytes()[:1_000_000] if content is None else content)
    with pytest.raises(ModelDamaged, match="does not load"):
        Engine(folder, threads=1)
