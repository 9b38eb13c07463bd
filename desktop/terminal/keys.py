"""The keyboard of a terminal: single keys while listening, a line editor while writing, lines when piped to it.

`Keyboard` is pure but for `attached`; characters come in, presses go out. Runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import os
import re
import sys
import threading
from collections.abc import Callable, Iterator

from desktop.lines import PipedLines, Press
from interviewer.events import Key

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
                self._press(Key.WRITE, "")
            elif character.lower() == END_KEY:
                self.leaving = True
            elif (key := KEYS.get(character.lower())) is not None:
                self._press(Key.RESUME if key is Key.PAUSE and self._paused() else key, "")

    def _write(self, written: str, character: str, *, last: bool) -> str | None:
        """What is written after one more character. A line break in the middle of a pasted text is a space."""
        if character in "\r\n":
            if not last:
                return written + " "
            text = " ".join(written.split())
            self._press(Key.DONE if text else Key.SPEAK, text)
            return None
        if character == "\x1b":
            self._press(Key.SPEAK, "")
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
