"""Lines that were spoken before, as WAV files named by what they say and who says it. Lives in the voice child.

Two programs may share the folder: files appear whole, and one that vanishes is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from pathlib import Path

from speech.errors import VoiceUnavailable
from speech.voices.sound import Sound, read_sound, write_wav

MOST_BYTES = 64 * 1024 * 1024
"""About 25 minutes of speech."""
SPARE_BYTES = 20 * 1024 * 1024
"""With less room than this on the disk nothing is made: a recording needs it more."""
FORM = 1
"""Raise when `checks.trim` or the form of the files changes: old files are then made again."""


class Cache:
    """A folder of lines, the least recently used of which make room for new ones."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        """Raises: OSError when the folder cannot be made."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder
        self._most_bytes = most_bytes

    def path(self, engine: str, voice: str, pace: float, text: str) -> Path:
        """Where this text lives, spoken by this voice."""
        key = "\0".join((str(FORM), engine, voice, f"{pace:.3f}", text))
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()}.wav"

    def get(self, path: Path) -> Sound | None:
        """The sound in a file of ours; None when it is not there. A damaged one is removed."""
        if not path.is_file():
            return None
        try:
            sound = read_sound(path)
            if not sound.pcm:
                raise VoiceUnavailable("empty", code="voice_unusable")
            os.utime(path)
        except (VoiceUnavailable, OSError):
            path.unlink(missing_ok=True)
            return None
        return sound

    def put(self, path: Path, sound: Sound) -> None:
        """Keep a sound, then make room by the least recently used.

        Raises: OSError when it cannot be written.
        """
        write_wav(path, [sound])
        self._prune(keep=path)

    def require_room(self) -> None:
        """Raises: VoiceUnavailable with code `voice_disk` when the disk is nearly full."""
        if shutil.disk_usage(self.folder).free < SPARE_BYTES:
            sentence = "The disk is full, so lines are shown but not spoken. Make some room on it."
            raise VoiceUnavailable(sentence, code="voice_disk")

    def _prune(self, keep: Path) -> None:
        found: list[tuple[float, int, Path]] = []
        for path in self.folder.glob("*.wav"):
            with contextlib.suppress(OSError):
                status = path.stat()
                found.append((status.st_mtime, status.st_size, path))
        total = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if total <= self._most_bytes:
                return
            if path != keep:
                path.unlink(missing_ok=True)
                total -= size
