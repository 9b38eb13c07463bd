"""Tells a mind that works ahead what is being said, while it is said. Runs on the asyncio thread.

The conduct of an interview shows it every event with the state that follows from it; what the mind makes of it never
delays the interview.
"""

from __future__ import annotations

from interviewer.events import Event, SegmentHeard, SpeechBegan, Ticked
from interviewer.ports import Mind, ModelMind, Trigger
from interviewer.state import Stage, State

PAUSE_SECONDS = 1.5
"""A pause that has grown so long may be the end of an answer. Pauses within one are shorter, most of them; see
`turns.PAUSE_SECONDS` for the shorter one at which somebody could put a word in."""


class Attention:
    """What one mind is told. Minds that do not work ahead are told nothing."""

    def __init__(self, mind: Mind) -> None:
        self._mind = mind if isinstance(mind, ModelMind) else None
        self._paused_at: float | None = None
        """Beginning of the pause the mind was told of last."""

    def take_in(self, event: Event, state: State) -> None:
        """Pass on what matters of an event; `state` is the one it led to."""
        if self._mind is None or state.stage is not Stage.LISTENING or state.interjecting:
            return
        pauses = state.spoke and state.speaking_since is None and state.now - state.quiet_since >= PAUSE_SECONDS
        match event:
            case SegmentHeard():
                self._tell(self._mind, state, pauses=pauses)
            case SpeechBegan():
                self._mind.resumed()
            case Ticked() if pauses and self._paused_at != state.quiet_since:
                self._tell(self._mind, state, pauses=True)

    async def close(self) -> None:
        """Let the mind give up what it has begun."""
        if self._mind is not None:
            await self._mind.close()

    def _tell(self, mind: ModelMind, state: State, *, pauses: bool) -> None:
        if pauses:
            self._paused_at = state.quiet_since
        mind.attend(state.situation(Trigger.ANSWER), pauses=pauses)
