"""A beat in the Qt thread: tells how long the window ever stood still."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, QTimer

BEAT_MS = 5


class Heart:
    """Beats every 5 ms, and remembers how far apart the beats were, in seconds."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now
