"""The keyboard of a terminal: single keys while listening, a line editor while writing, lines when piped.

`Keyboard` is pure but for `attached`; characters come in, presses go out. Runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
import codecs
import collections
import contextlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator

from interviewer.events import Event, Key, Pressed
from interviewer.state import Stage, State

KEYS = {
    "\r": Key.DONE,
    "\n": Key.DONE,
    "c": Key.ASK,
    "t": Key.THINK,
    "r": Key.REPEAT,
    "h": Key.HINT,
    "p": Key.PAUSE,
    "\x1b": Key.STOP_VOICE,
}
WRITE_KEY = "w"
END_KEY = "q"
HELP = (
    "Enter: I'm done   c: ask what you just said   t: think   r: repeat   h: hint   p: pause   w: write   "
    "Esc: stop the voice   q: end"
)

ESCAPES = re.compile(r"\x1b(?:\[[0-9;?<>=]*[ -/]*[@-~]|O[ -~]|[ -~])")
"""What arrow and function keys send, and a letter pressed with Alt."""

Press = Callable[[Key, str], None]


class Keyboard:
    """Turns characters into presses. `paused` says whether `p` means pause or resume.

    The key that ends the interview asks once: it lies beside the one for writing.
    """

    def __init__(self, press: Press, paused: Callable[[], bool]) -> None:
        self._press = press
        self._paused = paused
        self.written: str | None = None
        """What is being written, None while nothing is."""
        self.leaving = False
        """The key that ends the interview was pressed once."""

    @property
    def prompt(self) -> str | None:
        """What the candidate is being asked for or is writing; None while single keys count."""
        if self.leaving:
            return "End the interview? All of it is kept. q: end, any other key: go on"
        return None if self.written is None else f"Write, then Enter (Esc: never mind)> {self.written}"

    def feed(self, characters: str) -> None:
        """Take what was typed or pasted. An escape sequence (an arrow key) counts as nothing."""
        characters = ESCAPES.sub("", characters)
        for place, character in enumerate(characters, 1):
            if self.written is not None:
                self.written = self._write(self.written, character, last=place == len(characters))
            elif self.leaving:
                self.leaving = False
                if character.lower() == END_KEY:
                    self._press(Key.END, "")
            elif character.lower() == WRITE_KEY:
                self.written = ""
            elif character.lower() == END_KEY:
                self.leaving = True
            elif (key := KEYS.get(character.lower())) is not None:
                self._press(Key.RESUME if key is Key.PAUSE and self._paused() else key, "")

    def _write(self, written: str, character: str, *, last: bool) -> str | None:
        """What is written after one more character. A line break in the middle of a pasted text is a space."""
        if character in "\r\n":
            if not last:
                return written + " "
            if text := " ".join(written.split()):
                self._press(Key.DONE, text)
            return None
        if character == "\x1b":
            return None
        if character in "\x7f\b":
            return written[:-1]
        return written + character if character.isprintable() else written

    @contextlib.contextmanager
    def attached(self) -> Iterator[None]:
        """Read this terminal's keyboard until the end of the block, then leave the terminal as it was."""
        with _windows_keys(self.feed) if sys.platform == "win32" else _posix_keys(self.feed):
            yield


@contextlib.contextmanager
def _posix_keys(feed: Callable[[str], None]) -> Iterator[None]:
    import termios
    import tty

    loop, terminal = asyncio.get_running_loop(), sys.stdin.fileno()
    decoder = codecs.getincrementaldecoder("utf-8")("replace")  # a character may come in two reads
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    loop.add_reader(terminal, lambda: feed(decoder.decode(os.read(terminal, 65536))))
    try:
        yield
    finally:
        loop.remove_reader(terminal)
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


@contextlib.contextmanager
def _windows_keys(feed: Callable[[str], None]) -> Iterator[None]:
    import msvcrt

    loop, over = asyncio.get_running_loop(), threading.Event()

    def read() -> None:
        while not over.wait(0.05):
            while msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]
                loop.call_soon_threadsafe(feed, msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]

    reader = threading.Thread(target=read, name="keyboard")
    reader.start()
    try:
        yield
    finally:
        over.set()
        reader.join()


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


@contextlib.contextmanager
def piped_to(lines: PipedLines) -> Iterator[None]:
    """Pass on the lines of the standard input as they come; what is left at the end of the block is not read.

    A thread of its own reads, because not every kind of input can be waited for; it ends with the process.
    """
    loop, stream = asyncio.get_running_loop(), sys.stdin.fileno()

    def read() -> None:
        rest = b""
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody wants the rest
            while data := os.read(stream, 65536):
                *whole, rest = (rest + data).split(b"\n")
                for line in whole:
                    loop.call_soon_threadsafe(lines.add, line.decode(errors="replace"))
            if rest:
                loop.call_soon_threadsafe(lines.add, rest.decode(errors="replace"))
            loop.call_soon_threadsafe(lines.end)

    threading.Thread(target=read, name="piped lines", daemon=True).start()
    yield
