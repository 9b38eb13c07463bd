"""Plays a span of the session by itself, once or over and over. GUI thread.

Signals of `SpanPlayer`: `changed(Span)`, or None when everything is played again.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.player import Player
from desktop.replay.spans import Span


class SpanPlayer(QObject):
    """Watches a player: at the end of its span it stops it, or goes back to the beginning."""

    changed = Signal(object)

    def __init__(self, player: Player, parent: QObject) -> None:
        super().__init__(parent)
        self._player = player
        self._span: Span | None = None
        player.playing_changed.connect(self._playing_changed)

    @property
    def span(self) -> Span | None:
        return self._span

    def play(self, span: Span) -> None:
        """Begin at its beginning, now."""
        self._player.seek(span.start)
        self._take(span)
        if not self._player.playing:
            self._player.play()

    def end(self) -> None:
        """Play on beyond it."""
        self._take(None)

    def moved(self, seconds: float) -> None:
        """The sound is there now."""
        span = self._span
        if span is None or seconds < span.end or not self._player.playing:
            return
        if span.loops:
            self._player.seek(span.start)
        else:
            self._player.pause()

    def sought(self, seconds: float) -> None:
        """A person went there: outside of the span it is over."""
        if self._span is not None and not self._span.holds(seconds):
            self.end()

    def _playing_changed(self, playing: bool) -> None:
        """Somebody who stops it and plays on wants to hear what comes after, unless it is a loop."""
        if not playing and self._span is not None and not self._span.loops:
            self.end()

    def _take(self, span: Span | None) -> None:
        if span != self._span:
            self._span = span
            self.changed.emit(span)
