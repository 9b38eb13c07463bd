"""What of the sound goes to the disk, and how the disk is doing. Used inside the recorder child.

A disk that fills up costs the sound that arrives until there is room again, never the file before: recording goes on
in a new file by itself, and what is missing is named.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path
from typing import Protocol

from speech.errors import DiskFull
from speech.recorder.syncer import Syncer
from speech.recorder.take import FILE_FRAMES, Take
from speech.words import SAMPLE_RATE

CHECK_SECONDS = 2.0
LOW_BYTES = 200_000_000
"""About 100 minutes."""
ROOM_BYTES = 1_000_000
"""Recording is tried again with so much room: half a minute."""
WELL = "disk_well"
LOW = "disk_low"


class Say(Protocol):
    """Tells the parent something."""

    def __call__(self, event: str, **fields: object) -> None: ...


class Tape:
    """The answer that is being recorded, if one is."""

    def __init__(self, say: Say, *, check_seconds: float = CHECK_SECONDS, file_frames: int = FILE_FRAMES) -> None:
        self._say = say
        self._check_seconds = check_seconds
        self._file_frames = file_frames
        self._syncer = Syncer()
        self._take: Take | None = None
        self._held = False
        self._lost: tuple[int, int] | None = None
        """Session frames that found no room, from the first to the one after the last."""
        self._trouble = ""
        self._checked = 0.0

    @property
    def recording(self) -> bool:
        """Whether sound is wanted on the disk."""
        return self._take is not None and not self._held

    def begin(self, folder: Path, pattern: str, part: int, *, held: bool = False) -> None:
        """Record an answer from the next `write` on; an earlier one ends."""
        self.end()
        self._take = Take(folder, pattern, part, sync=self._syncer.sync, file_frames=self._file_frames)
        self._held, self._checked = held, 0.0

    def write(self, pcm: bytes, frame: int) -> None:
        """Keep int16 frames, the first of which is session frame `frame`, if an answer is recorded."""
        take = self._take
        if take is None or self._held:
            return
        end = frame + len(pcm) // 2
        try:
            began = take.write(pcm, frame)
        except DiskFull as fault:
            self._lose(min(max(take.end_frame, frame), end), end)
            self._tell(fault.code, fault.sentence)
            return
        if take.full:
            self._lose(frame, end)
            return
        if began is not None:
            self._name_lost()
            self._say("file", path=str(began.path), frame=began.frame, part=take.part)
        if self._trouble not in ("", LOW):
            self._tell(WELL, "The disk takes the recording again; it goes on in a new file.")

    def hold(self) -> None:
        """Keep nothing until `resume`."""
        self._held = True
        self._close_file()

    def resume(self) -> None:
        """Go on in a new file."""
        self._held = False

    def end(self) -> None:
        """The answer is over. Safe to call twice."""
        self._close_file()
        self._name_lost()
        self._take, self._held = None, False

    def close(self) -> None:
        """End the answer and wait a moment for the disk."""
        self.end()
        self._syncer.close()

    def check_disk(self) -> None:
        """Look now and then how much room there is; try again where there was none."""
        take, now = self._take, time.monotonic()
        if take is None or now - self._checked < self._check_seconds:
            return
        self._checked = now
        try:
            free = shutil.disk_usage(take.folder).free
        except OSError:  # the next write says why
            return
        if take.full and free > ROOM_BYTES:
            take.retry()
        elif self._trouble == "" and free < LOW_BYTES:
            minutes = free / (SAMPLE_RATE * 2 * 60)
            self._tell(LOW, f"The disk is nearly full: room for {minutes:.0f} minutes of recording. Free some space.")
        elif self._trouble == LOW and free > 1.1 * LOW_BYTES:
            self._tell(WELL, "There is enough room on the disk again.")

    def _tell(self, code: str, sentence: str) -> None:
        trouble = "" if code == WELL else code
        if trouble != self._trouble:
            self._trouble = trouble
            self._say("trouble", code=code, sentence=sentence)

    def _close_file(self) -> None:
        if self._take is None:
            return
        try:
            self._take.close()
        except DiskFull as fault:
            self._tell(fault.code, fault.sentence)

    def _lose(self, start: int, end: int) -> None:
        self._lost = (self._lost[0] if self._lost else start, end)

    def _name_lost(self) -> None:
        if self._lost is not None:
            start, end = self._lost
            self._lost = None
            self._say("gap", frame=start, frames=end - start, cause="the disk took nothing")
