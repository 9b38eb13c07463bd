"""Plays the sound of a session: seek, speed with the pitch kept, silence skipped. Qt thread; Qt's media thread decodes.

The session is played as one file, joined beforehand (`speech/joined.py`), and not as the many it was recorded in:
changing the source of a QMediaPlayer takes tens of milliseconds at every seam and stops the sound, while inside one
file a seek is a call (0.1 ms, sound within the device's buffer) and thinking silence needs no timer to be played.
It costs 0.2 s of a worker's time and the room of the recordings a second time, in the cache, until the page is left.

Without a loudspeaker the position advances all the same; an output that is plugged in later is taken.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

LEAD_SECONDS = 0.2
"""A skipped silence keeps so much at each end, so that no word is clipped."""
LEAST_SKIP_SECONDS = 0.3
END_SECONDS = 0.02
"""Positions are whole milliseconds; the last one may lie a little before the end."""


class Player(QObject):
    """One sound file.

    Signals: `moved(float)`, the position in seconds, about 15 times a second while it plays and at every seek;
    `playing_changed(bool)`; `failed(str)`, with what the system said, when the file cannot be played.
    """

    moved = Signal(float)
    playing_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = QMediaPlayer(self)
        self._devices = QMediaDevices(self)
        self._output: QAudioOutput | None = None
        self._seconds = 0.0
        self._length = 0.0
        self._speed = 1.0
        self._wanted = False
        """Play as soon as there is something to play."""
        self._silences: list[tuple[float, float]] = []
        self._skipping = False
        self._attach()
        self._devices.audioOutputsChanged.connect(self._attach)
        self._player.positionChanged.connect(self._moved)
        self._player.playbackStateChanged.connect(self._state_changed)
        self._player.mediaStatusChanged.connect(self._status_changed)
        self._player.errorOccurred.connect(self._broke)

    @property
    def audible(self) -> bool:
        """Whether there is a loudspeaker."""
        return self._output is not None

    @property
    def playing(self) -> bool:
        """Whether it plays, or will as soon as the sound is there."""
        return self._wanted

    @property
    def loaded(self) -> bool:
        """Whether there is a sound file, opened and ready to be heard."""
        status = QMediaPlayer.MediaStatus
        return self._player.mediaStatus() not in (status.NoMedia, status.LoadingMedia, status.InvalidMedia)

    @property
    def seconds(self) -> float:
        """Where it is."""
        return self._seconds

    @property
    def speed(self) -> float:
        return self._speed

    def begin(self, length: float, seconds: float) -> None:
        """A session of `length` seconds whose sound is still being prepared; it can be sought in already."""
        self.close()
        self._length = length
        self._place(seconds)

    def load(self, file: Path) -> None:
        """Here is the sound; goes on from where it was sought to."""
        self._player.setSource(QUrl.fromLocalFile(str(file)))
        self._player.setPlaybackRate(self._speed)

    def close(self) -> None:
        """Stop and let go of the file."""
        was = self._wanted
        self._wanted = False
        self._silences = []
        self._seconds = 0.0
        self._player.stop()
        self._player.setSource(QUrl())
        if was:
            self.playing_changed.emit(False)

    def play(self) -> None:
        """Play from here; from the beginning when it is at its end."""
        if self._seconds >= self._length - END_SECONDS:
            self._place(0.0)
        if not self._wanted:
            self._wanted = True
            self.playing_changed.emit(True)
        if self.loaded:
            self._start()

    def pause(self) -> None:
        """Stop here."""
        if self._wanted:
            self._wanted = False
            self.playing_changed.emit(False)
        self._player.pause()

    def seek(self, seconds: float) -> None:
        """Go there; plays on if it was playing."""
        self._place(seconds)
        if self.loaded:
            self._player.setPosition(round(self._seconds * 1000))

    def set_speed(self, speed: float) -> None:
        """0.5 to 2; voices keep their pitch."""
        self._speed = speed
        self._player.setPlaybackRate(speed)

    def set_silences(self, silences: Sequence[tuple[float, float]]) -> None:
        """Where nobody speaks, as (start, end) in seconds, in order."""
        self._silences = list(silences)

    def skip_silence(self, skip: bool) -> None:
        """Whether to jump over those."""
        self._skipping = skip

    # -- from Qt's player

    def _start(self) -> None:
        self._player.setPosition(round(self._seconds * 1000))
        self._player.play()

    def _place(self, seconds: float) -> None:
        self._seconds = min(max(0.0, seconds), self._length)
        self.moved.emit(self._seconds)

    @Slot()
    def _attach(self) -> None:
        """Without a device there is no output: Qt would warn at each start, and go on silently anyway."""
        there = bool(QMediaDevices.audioOutputs())
        if there == self.audible:
            return
        self._output = _output(self) if there else None
        self._player.setAudioOutput(self._output)  # type: ignore[arg-type]

    @Slot("qlonglong")
    def _moved(self, position: int) -> None:
        if not self._wanted or self._player.playbackState() is not QMediaPlayer.PlaybackState.PlayingState:
            return
        seconds = position / 1000
        if self._skipping and (later := self._behind_silence(seconds)) is not None:
            self.seek(later)
            return
        self._place(seconds)
        if seconds >= self._length - END_SECONDS:
            self._end()

    def _end(self) -> None:
        """Qt tells of the end only when there is a loudspeaker."""
        self.pause()
        self._place(self._length)

    def _behind_silence(self, seconds: float) -> float | None:
        place = bisect_right(self._silences, (seconds, float("inf"))) - 1
        if place < 0:
            return None
        start, end = self._silences[place]
        target = end - LEAD_SECONDS if end < self._length else end
        skips = seconds >= start + LEAD_SECONDS and target - seconds >= LEAST_SKIP_SECONDS
        return target if skips else None

    @Slot(QMediaPlayer.MediaStatus)
    def _status_changed(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.LoadedMedia and self._wanted and not self._runs:
            self._start()

    @property
    def _runs(self) -> bool:
        return self._player.playbackState() is QMediaPlayer.PlaybackState.PlayingState

    @Slot(QMediaPlayer.PlaybackState)
    def _state_changed(self, state: QMediaPlayer.PlaybackState) -> None:
        """With a loudspeaker it stops by itself at its end."""
        if state is QMediaPlayer.PlaybackState.StoppedState and self._wanted and self.loaded:
            self._end()

    @Slot(QMediaPlayer.Error, str)
    def _broke(self, _error: QMediaPlayer.Error, text: str) -> None:
        self.pause()
        self.failed.emit(text)


def _output(parent: QObject) -> QAudioOutput:
    """A loudspeaker whose signals another thread can let go of.

    Qt's media thread does so while this thread waits for it inside `stop`, with Python's lock held. The first time a
    signal is let go of, PySide looks for a method of ours that wants to hear of it, and waits for that lock: both stand
    still for ever. What it found it remembers; so the first time is here.
    """
    output = QAudioOutput(parent)
    output.mutedChanged.connect(output.setMuted)
    output.mutedChanged.disconnect(output.setMuted)
    return output
