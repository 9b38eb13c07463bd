"""A whole session as one sound file, every clip at its place: what a player plays. Any thread; 45 minutes take 0.2 s.

Where nothing sounds nothing is written, so that the file takes no more of most disks than the clips themselves.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from speech.clips import UNREADABLE, Clip, read_blocks
from speech.errors import SpeechError
from speech.recorder.wav import BYTES_PER_FRAME, HEADER_BYTES, header
from speech.words import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Progress = Callable[[float], bool]
"""Is told which share of the clips is done, from 0 to 1; False: nobody wants the file any more."""
_BINARY = getattr(os, "O_BINARY", 0)


def join(clips: Sequence[Clip], target: Path, seconds: float, progress: Progress = lambda _share: True) -> bool:
    """Write `target`: 16-bit mono at 16 kHz, `seconds` long; where clips overlap they are added to each other.

    Clips that cannot be read are silence. False: it was given up, and nothing is left behind.

    Raises:
        SpeechError: with code `sound_not_joined`; nothing is left behind.
    """
    frames = round(seconds * SAMPLE_RATE)
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(target, os.O_RDWR | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            file.write(header(frames))
            file.truncate(HEADER_BYTES + frames * BYTES_PER_FRAME)
            whole = _write_clips(file, clips, frames, progress)
        if not whole:
            target.unlink(missing_ok=True)
    except OSError as error:
        with contextlib.suppress(OSError):
            target.unlink()
        raise _not_joined(error, target) from error
    return whole


def clear(folder: Path) -> None:
    """Delete every joined file in a folder that can be deleted now."""
    for file in folder.glob("*.wav"):
        with contextlib.suppress(OSError):  # Windows: a player still has it open
            file.unlink()


def _write_clips(file: BinaryIO, clips: Sequence[Clip], frames: int, progress: Progress) -> bool:
    written = 0
    for number, clip in enumerate(sorted(clips, key=lambda one: one.start)):
        if not progress(number / len(clips)):
            return False
        for at, block in _readable(clip):
            _add(file, at, block[: max(0, frames - at)], overlapping=at < written)
            written = max(written, at + len(block))
    return True


def _readable(clip: Clip) -> Iterator[tuple[int, npt.NDArray[np.int16]]]:
    """As much of a clip as can be read."""
    blocks = read_blocks(clip)
    while True:
        try:
            found = next(blocks, None)
        except UNREADABLE:
            return
        if found is None:
            return
        yield found


def _add(file: BinaryIO, at: int, block: npt.NDArray[np.int16], *, overlapping: bool) -> None:
    import numpy as np

    sound = block.astype(np.int32)
    file.seek(HEADER_BYTES + at * BYTES_PER_FRAME)
    if overlapping:
        there = np.frombuffer(file.read(len(sound) * BYTES_PER_FRAME), dtype="<i2")
        sound = np.clip(sound[: len(there)] + there, -32768, 32767)
        file.seek(HEADER_BYTES + at * BYTES_PER_FRAME)
    file.write(sound.astype("<i2").tobytes())


def _not_joined(error: OSError, target: Path) -> SpeechError:
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        sentence = f"There is no room to prepare the sound. Free some space on the disk that holds {target.parent}."
    else:
        why = error.strerror or str(error)
        sentence = f"The sound could not be prepared ({why}). Check the folder {target.parent}."
    return SpeechError(sentence, code="sound_not_joined")
