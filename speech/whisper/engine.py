"""The only door to faster-whisper: a warm model that decodes live segments quickly and whole answers carefully.

Runs in the transcriber child. Models are loaded from a local folder only; nothing here can reach the network.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from speech.errors import ModelDamaged, WorkerFailed
from speech.whisper.guards import invented, looping
from speech.whisper.segments import LOOK_BACK_SECONDS
from speech.whisper.stretches import STRETCH_SECONDS, pause_to_cut_at, unheard
from speech.words import SAMPLE_RATE, Utterance, Word

Sound = npt.NDArray[np.float32]

FRAMES_A_SECOND = 100
"""Of Whisper's spectrogram."""
WINDOW_FRAMES = 3000
"""What Whisper was trained on: 30 s."""
SHORT_FLOOR_FRAMES = 1000
SHORT_MARGIN_FRAMES = 200
"""A short clip padded to 10 s at least, and 2 s beyond its end, decodes 2 to 3 times faster with no loss measured;
half a second of margin ruins it (word error 45 to 89 %)."""
SHORT_STEP_FRAMES = 250
"""Contexts come in steps of 2.5 s: the decoder keeps memory for every length it has seen, and with any length it grew
by 1.2 MB a segment (200 segments with base: 543 MB, in steps 346 MB)."""
BEAM = 5
"""Live too: on short segments it takes a tenth more time than greedy search and makes a fifth fewer errors (35 for 42,
base and tiny.en together, on 459 words; 34 with 2, 37 with 3)."""
TAIL_SECONDS = 0.3
"""Silence after a segment, so that its last word is not dropped."""
PROMPTED_TOKENS = 220
"""Of one window of a prompted pass, at seven a second: more is a loop."""
LONGEST_SILENCE_SECONDS = 2.0
"""Longer silences around doubtful words make the careful pass look again."""


@dataclass(frozen=True, slots=True)
class LiveText:
    """What a live segment was decoded to; empty when nobody is thought to have spoken."""

    text: str
    probability: float
    """Mean token probability, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a longer sound."""

    sound: Sound
    offset: float
    """Seconds into the sound it was cut from."""
    voiced: tuple[tuple[float, float], ...]
    """Where somebody speaks, seconds from the start of the piece."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text of a prompted pass, without word times."""

    text: str
    start: float
    """Seconds, roughly."""
    end: float
    probability: float
    """Mean of its tokens, 0 to 1."""


class Engine:
    """One loaded Whisper model.

    Raises: ModelDamaged when the folder cannot be loaded, WorkerFailed with code `recogniser_library` when what loads
        it is missing.
    """

    def __init__(self, folder: Path, *, threads: int, short_context: bool = True) -> None:
        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            from faster_whisper import WhisperModel
            from faster_whisper.tokenizer import Tokenizer
        except (ImportError, OSError) as fault:
            raise _library_missing(fault) from fault

        if not (folder / "tokenizer.json").is_file():
            raise ModelDamaged(f"The speech model in {folder} lacks its tokenizer. Remove it and download it again.")
        try:
            self._model: Any = WhisperModel(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except (RuntimeError, ValueError, OSError) as fault:
            sentence = f"The speech model in {folder} does not load. Remove it and download it again."
            raise ModelDamaged(sentence) from fault
        multilingual = self._model.model.is_multilingual
        self._language = "en"
        self._tokenizer: Any = Tokenizer(
            self._model.hf_tokenizer,
            multilingual,
            task="transcribe" if multilingual else None,
            language=self._language if multilingual else None,
        )
        self._short_context = short_context

    def live(self, sound: Sound) -> LiveText:
        """Decode one segment of at most 28 s: float32, shape (n,), 16 kHz."""
        features = self._features(sound)
        seconds = len(sound) / SAMPLE_RATE
        frames = _short_context(features.shape[-1])
        if self._short_context and frames < WINDOW_FRAMES:
            text, probability, no_speech = self._decode(features, frames)
            if not looping(text, seconds):
                return self._guarded(text, probability, no_speech)
        text, probability, no_speech = self._decode(features, WINDOW_FRAMES)
        return self._guarded(text, probability, no_speech)

    def careful(self, sound: Sound) -> Iterator[Utterance]:
        """Decode a whole answer with beam search and word times, stretch by stretch as it is iterated.

        `sound` is float32, shape (n,), 16 kHz; times are seconds from its start. Nothing is decoded when Silero finds
        no speech in it, and what is decoded where it finds none is dropped.
        """
        for stretch in self.stretches(sound):
            yield from self.careful_stretch(stretch)

    def stretches(self, sound: Sound) -> Iterator[Stretch]:
        """A sound in pieces of a minute at most that end in pauses; those in which nobody speaks are left out."""
        start = 0
        while start < len(sound):
            ahead = _finite(sound[start : start + round(STRETCH_SECONDS * SAMPLE_RATE)])
            voiced = self.voiced(ahead)
            frames = len(ahead) if start + len(ahead) == len(sound) else _cut(ahead, voiced)
            if voiced and voiced[0][0] < frames / SAMPLE_RATE:
                yield Stretch(ahead[:frames], start / SAMPLE_RATE, tuple(voiced))
            start += frames

    def careful_stretch(self, stretch: Stretch) -> Iterator[Utterance]:
        """Decode a stretch; times are seconds from the start of the sound it was cut from.

        Where Whisper leaves out a sentence, as it does at the joints of its windows, it is asked for that one alone.
        """
        sound, offset, voiced = stretch.sound, stretch.offset, stretch.voiced
        heard = 0.0
        for utterance in self._utterances(sound):
            if not _overlaps(utterance.start, utterance.end, voiced):
                continue
            said: list[Word] = []
            for word in utterance.words:
                if holes := unheard(voiced, heard, word.start):
                    yield from _moved(_parts(utterance, said), offset)
                    yield from self._missed(sound, offset, holes)
                    said = []
                said.append(word)
                heard = word.end
            yield from _moved(_parts(utterance, said), offset)
        yield from self._missed(sound, offset, unheard(voiced, heard, len(sound) / SAMPLE_RATE))

    def prompted(self, sound: Sound, prompt: str) -> Iterator[Segment]:
        """Decode a stretch as if `prompt` stood before every window: its manner is taken over, its words are not.

        No word times, which would cost a fifth more, and no second try at a higher temperature: what loops is for the
        caller to throw away (a row of "uh" took two minutes to try again). What is likely made up is left out.
        """
        segments, _ = self._model.transcribe(
            sound,
            language=self._language,
            beam_size=BEAM,
            word_timestamps=False,
            condition_on_previous_text=False,
            hotwords=prompt,
            temperature=0.0,
            max_new_tokens=PROMPTED_TOKENS,
        )
        for one in segments:
            if not invented(one.text, no_speech=one.no_speech_prob, log_probability=one.avg_logprob):
                yield Segment(one.text, float(one.start), float(one.end), math.exp(min(0.0, one.avg_logprob)))

    def _missed(self, sound: Sound, offset: float, holes: Sequence[tuple[float, float]]) -> Iterator[Utterance]:
        for start, end in holes:
            part = sound[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)]
            yield from _moved(self._utterances(part), offset + start)

    def _utterances(self, sound: Sound) -> Iterator[Utterance]:
        """Whisper's own segments, but for those that are more likely invented."""
        segments, _ = self._model.transcribe(
            sound,
            language=self._language,
            beam_size=BEAM,
            word_timestamps=True,
            condition_on_previous_text=False,
            hallucination_silence_threshold=LONGEST_SILENCE_SECONDS,
        )
        for segment in segments:
            made_up = invented(segment.text, no_speech=segment.no_speech_prob, log_probability=segment.avg_logprob)
            if segment.words and not made_up:
                yield _utterance(segment)

    def voiced(self, sound: Sound) -> list[tuple[float, float]]:
        """Where somebody speaks, as (start, end) seconds, by Silero over the whole sound."""
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        options = VadOptions(min_speech_duration_ms=200, min_silence_duration_ms=700, speech_pad_ms=400)
        return [
            (span["start"] / SAMPLE_RATE, span["end"] / SAMPLE_RATE) for span in get_speech_timestamps(sound, options)
        ]

    def _features(self, sound: Sound) -> npt.NDArray[np.float32]:
        padded = np.concatenate([_finite(sound), np.zeros(round(TAIL_SECONDS * SAMPLE_RATE), dtype=np.float32)])
        features: npt.NDArray[np.float32] = self._model.feature_extractor(padded)
        return features[:, :WINDOW_FRAMES]

    def _decode(self, features: npt.NDArray[np.float32], frames: int) -> tuple[str, float, float]:
        """Text, mean log probability and no-speech probability of features padded to `frames`."""
        padded = np.pad(features, ((0, 0), (0, max(0, frames - features.shape[-1]))))
        prompt = self._model.get_prompt(self._tokenizer, [], without_timestamps=True)
        seconds = features.shape[-1] / FRAMES_A_SECOND
        result = self._model.model.generate(
            self._model.encode(padded),
            [prompt],
            beam_size=BEAM,
            max_length=min(self._model.max_length, len(prompt) + 30 + round(12 * seconds)),
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
        )[0]
        tokens = result.sequences_ids[0]
        log_probability = result.scores[0] * len(tokens) / (len(tokens) + 1)
        return self._tokenizer.decode(tokens).strip(), log_probability, result.no_speech_prob

    def _guarded(self, text: str, log_probability: float, no_speech: float) -> LiveText:
        if invented(text, no_speech=no_speech, log_probability=log_probability):
            return LiveText("", 0.0)
        return LiveText(text, math.exp(min(0.0, log_probability)))


def _library_missing(fault: ImportError | OSError) -> WorkerFailed:
    library = (getattr(fault, "name", None) or "faster_whisper").partition(".")[0]
    cure = "Install Hotseat again."
    if sys.platform == "win32":
        cure = "Install the Microsoft Visual C++ Redistributable, then Hotseat again."
    sentence = f"The library {library} does not load, so speech cannot be turned into text. {cure}"
    return WorkerFailed(sentence, code="recogniser_library")


def _short_context(frames: int) -> int:
    """How many frames a sound of `frames` is padded to when it need not be a whole window."""
    steps = math.ceil((frames + SHORT_MARGIN_FRAMES) / SHORT_STEP_FRAMES)
    return min(WINDOW_FRAMES, max(SHORT_FLOOR_FRAMES, steps * SHORT_STEP_FRAMES))


def _finite(sound: Sound) -> Sound:
    """Whisper takes minutes over a NaN and writes exclamation marks."""
    return np.nan_to_num(sound, nan=0.0, posinf=0.0, neginf=0.0)


def _utterance(segment: Any) -> Utterance:
    words = tuple(
        Word(word.word.strip(), float(word.start), float(word.end), float(word.probability)) for word in segment.words
    )
    return Utterance(segment.text.strip(), words[0].start, words[-1].end, math.exp(segment.avg_logprob), words)


def _parts(utterance: Utterance, said: Sequence[Word]) -> list[Utterance]:
    """The utterance itself when `said` is all of it, else that part; nothing of nothing."""
    if len(said) in (0, len(utterance.words)):
        return [utterance] if said else []
    text = " ".join(word.text for word in said)
    return [replace(utterance, text=text, start=said[0].start, end=said[-1].end, words=tuple(said))]


def _moved(utterances: Iterable[Utterance], offset: float) -> Iterator[Utterance]:
    """The same, `offset` seconds later."""
    for one in utterances:
        words = tuple(replace(word, start=word.start + offset, end=word.end + offset) for word in one.words)
        yield replace(one, start=one.start + offset, end=one.end + offset, words=words)


def _cut(sound: Sound, voiced: Sequence[tuple[float, float]]) -> int:
    """The frame at which a stretch ends: in a pause, or at the quietest tenth of a second of the last few seconds."""
    pause = pause_to_cut_at(voiced, len(sound) / SAMPLE_RATE)
    if pause is not None:
        return round(pause * SAMPLE_RATE)
    step = SAMPLE_RATE // 10
    last = sound[-round(LOOK_BACK_SECONDS * SAMPLE_RATE) :].reshape(-1, step)
    quietest = int(np.square(last).mean(axis=1).argmin())
    return len(sound) - last.size + quietest * step + step // 2


def _overlaps(start: float, end: float, voiced: Sequence[tuple[float, float]]) -> bool:
    return any(start < until and end > since for since, until in voiced)
