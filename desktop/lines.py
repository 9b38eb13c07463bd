"""Answers that are there before they are asked for, given in writing one by one. Pure; runs on the asyncio thread."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterable

from interviewer.events import Event, Key, Pressed
from interviewer.state import Stage, State

Press = Callable[[Key, str], None]


class PipedLines:
    """Answers that come as lines, as from a script: each is given when the interviewer listens.

    A line may be a command: `/ask TEXT`, `/think`, `/repeat`, `/hint`, `/pause`, `/resume`, `/end`; an empty line is
    the key for "I'm done". When the input is over and no line is left, the interview ends.
    """

    def __init__(self, press: Press, state: Callable[[], State | None], lines: Iterable[str] | None = None) -> None:
        """`lines` are all there will be, if they are given."""
        self._press = press
        self._state = state
        self._lines = collections.deque(lines or ())
        self._used = lines is not None
        """Answers are expected from here: when there are no more, the interview ends."""
        self._over = lines is not None
        self._pressing = False
        self._answered = 0

    def add(self, line: str) -> None:
        """One more line."""
        self._lines.append(line)
        self._used = True
        self._give()

    def end(self) -> None:
        """No more lines come."""
        self._over = True
        self._give()

    def insist(self) -> None:
        """Nobody can speak, so that even an input without any line ends the interview."""
        self._used = True
        self._give()

    def follow(self, event: Event) -> None:
        """An event was shown: give the next line if it is time for one."""
        if isinstance(event, Pressed):
            self._pressing = False
        self._give()

    def _give(self) -> None:
        state = self._state()
        if state is None or self._pressing or not self._is_waited_for(state):
            return
        if self._lines:
            key, text = _command(self._lines[0].strip())
            if state.stage is Stage.HELD and key not in (Key.RESUME, Key.END):
                key, text = Key.RESUME, ""
            else:
                self._lines.popleft()
        elif self._over and self._used:
            key, text = Key.END, ""
        else:
            return
        if key in (Key.ASK, Key.DONE, Key.END):
            self._answered = state.answer
        self._pressing = True
        self._press(key, text)

    def _is_waited_for(self, state: State) -> bool:
        listening = state.stage is Stage.LISTENING and not state.interjecting and state.answer > self._answered
        return listening or state.stage is Stage.HELD


def _command(line: str) -> tuple[Key, str]:
    """What a line presses; a line that is no command is an answer, whatever it begins with."""
    name, _, text = line[1:].partition(" ")
    if line.startswith("/") and name in set(Key):
        return Key(name), text.strip()
    return Key.DONE, line
