"""Is a microphone good enough? Rules over one recorded sentence. `judge` is pure; `measure` reads the file.

Blocking, in a worker thread. Whoever shows it looks at `Verdict.code` for a symbol and shows both sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop.language import tr

BLOCK_SECONDS = 0.1
SILENT_DB = -50.0
"""Nobody spoke, or the sound comes from another microphone; speech in a quiet room is above it at any distance."""
QUIET_DB = -20.0
"""The lower mark of the level meter: the loudest syllables of a sentence should reach it."""
CLIPPED_FRACTION = 0.01
"""Share of frames at full scale in a block that is audibly distorted (as in `speech/recorder/health.py`)."""
CLIPPED_BLOCKS = 2
"""One block may be a knock on the table."""
SNR_DB = 15.0
"""Speech below this above the noise of the room is understood markedly worse; 20 dB and more is a quiet room."""
BARS = 105
"""Peaks that are kept for a picture."""

Code = Literal["dead", "silent", "quiet", "clipping", "noisy", "fine"]


@dataclass(frozen=True, slots=True)
class Block:
    """How loud a tenth of a second was."""

    peak_db: float
    """dBFS."""
    rms_db: float
    """dBFS."""
    clipped: float
    """Fraction of frames at full scale."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A recorded sentence."""

    path: Path
    seconds: float
    blocks: tuple[Block, ...]
    peaks: tuple[float, ...]
    """`BARS` peaks over its length, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of a microphone, in a word and a sentence, and what to do about it."""

    code: Code
    word: str
    sentence: str


def judge(blocks: Sequence[Block]) -> Verdict:
    """What a sentence recorded with a microphone says about it."""
    code = _code(blocks)
    word, sentence = _words()[code]
    return Verdict(code, word, sentence)


def _code(blocks: Sequence[Block]) -> Code:
    loudest = max((block.peak_db for block in blocks), default=-120.0)
    if loudest <= -119.0:
        return "dead"
    if loudest < SILENT_DB:
        return "silent"
    if sum(block.clipped > CLIPPED_FRACTION for block in blocks) >= CLIPPED_BLOCKS:
        return "clipping"
    if loudest < QUIET_DB:
        return "quiet"
    return "noisy" if _above_noise_db(blocks) < SNR_DB else "fine"


def _above_noise_db(blocks: Sequence[Block]) -> float:
    """How far speech stands out: the loud tenths of a second against the quiet ones between words."""
    ordered = sorted(block.rms_db for block in blocks)
    quiet, loud = ordered[len(ordered) // 10], ordered[len(ordered) * 9 // 10]
    return loud - quiet


def _words() -> dict[Code, tuple[str, str]]:
    return {
        "dead": (
            tr("No sound at all."),
            tr(
                "The microphone delivers nothing: it may be muted, or this program may not use it. Check the mute "
                "switch and the microphone permission in the system settings, or choose another microphone."
            ),
        ),
        "silent": (
            tr("Nothing was heard."),
            tr("Say the sentence again. If the bar above does not move, choose another microphone."),
        ),
        "quiet": (
            tr("Too quiet."),
            tr("Move closer, or raise the input level in the system’s sound settings, then record again."),
        ),
        "clipping": (
            tr("Too loud."),
            tr(
                "The sound distorts. Lower the input level in the system’s sound settings or move back, then try again."
            ),
        ),
        "noisy": (
            tr("A noisy room."),
            tr("Your voice barely stands out. Move closer to the microphone, use a headset, or find a quieter place."),
        ),
        "fine": (tr("Fine."), tr("Loud enough, no clipping, a quiet room. Nothing to change.")),
    }


def measure(path: Path) -> Sample:
    """Read a recording. One that is not there or holds nothing is silence. Blocking."""
    import numpy as np

    from speech.clips import UNREADABLE, Clip, read_blocks
    from speech.peaks import columns_of, peaks_of
    from speech.words import SAMPLE_RATE

    try:
        sound = np.concatenate([np.zeros(0, np.int16), *(block for _, block in read_blocks(Clip(path, 0.0)))])
    except UNREADABLE:
        sound = np.zeros(0, np.int16)
    size = round(BLOCK_SECONDS * SAMPLE_RATE)
    blocks = tuple(_block(sound[at : at + size]) for at in range(0, len(sound) - size + 1, size))
    seconds = len(sound) / SAMPLE_RATE
    peaks = columns_of(peaks_of([Clip(path, 0.0)], seconds), BARS)
    return Sample(path, seconds, blocks, tuple(peaks))


def _block(frames: object) -> Block:
    from speech.recorder.activity import level

    heard = level(frames)  # type: ignore[arg-type]  # numpy is not named here: nothing else of the window loads it
    return Block(heard.peak_db, heard.rms_db, heard.clipped)
