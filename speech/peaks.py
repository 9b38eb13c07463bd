"""How loud a lane of sound is over a whole session: one peak per 20 ms. Any thread; 45 minutes take about 0.1 s.

Nothing is kept on the disk: making them again is quicker than most disks would find a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from speech.clips import UNREADABLE, Clip, read_blocks
from speech.words import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

BIN_SECONDS = 0.02
_BIN = round(BIN_SECONDS * SAMPLE_RATE)
_FLOOR = 0.004
"""Quieter than -48 dBFS nobody speaks."""
_ABOVE_NOISE, _BELOW_SPEECH = 3.0, 0.2
"""Silence ends at three times what is quiet here, and at a fifth of what is loud here at the latest."""


def peaks_of(clips: Sequence[Clip], seconds: float) -> npt.NDArray[np.float32]:
    """The loudest sample of each 20 ms of the session, 0 to 1, shape (bins,); 0 where no file sounds.

    Clips that cannot be read are silence.
    """
    import numpy as np

    peaks = np.zeros(max(1, round(seconds / BIN_SECONDS)), dtype=np.float32)
    for clip in clips:
        try:
            for at, block in read_blocks(clip):
                _put(peaks, at // _BIN, _loudest(block))
        except UNREADABLE:
            continue
    return peaks


def _loudest(block: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
    import numpy as np

    padded = np.zeros(-(-len(block) // _BIN) * _BIN, dtype=np.int16)
    padded[: len(block)] = block
    bins = padded.reshape(-1, _BIN)
    highest, lowest = bins.max(axis=1).astype(np.int32), bins.min(axis=1).astype(np.int32)
    loudest: npt.NDArray[np.float32] = (np.maximum(highest, -lowest) / 32768.0).astype(np.float32)
    return loudest


def _put(peaks: npt.NDArray[np.float32], at: int, found: npt.NDArray[np.float32]) -> None:
    import numpy as np

    end = min(len(peaks), at + len(found))
    if end > at:
        peaks[at:end] = np.maximum(peaks[at:end], found[: end - at])


def columns_of(peaks: npt.NDArray[np.float32], count: int) -> list[float]:
    """The loudest peak of each of `count` equal parts."""
    import numpy as np

    if count <= 0:
        return []
    edges = np.linspace(0, len(peaks), count, endpoint=False).astype(np.int64)
    loudest: list[float] = np.maximum.reduceat(peaks, np.minimum(edges, len(peaks) - 1)).tolist()
    return loudest


def silences_of(lanes: Sequence[npt.NDArray[np.float32]], least: float) -> list[tuple[float, float]]:
    """Stretches of at least `least` seconds in which no lane speaks, as (start, end) in session seconds."""
    import numpy as np

    if not lanes:
        return []
    speaks = np.zeros(max(len(lane) for lane in lanes), dtype=bool)
    for lane in lanes:
        speaks[: len(lane)] |= lane > _threshold(lane)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], speaks, [True])).astype(np.int8)))
    pairs = edges.reshape(-1, 2) * BIN_SECONDS
    return [(float(start), float(end)) for start, end in pairs if end - start >= least]


def _threshold(lane: npt.NDArray[np.float32]) -> float:
    import numpy as np

    heard = lane[lane > 0]
    if not len(heard):
        return _FLOOR
    quiet, loud = np.percentile(heard, (20, 95))
    return float(max(_FLOOR, min(_ABOVE_NOISE * quiet, _BELOW_SPEECH * loud)))
