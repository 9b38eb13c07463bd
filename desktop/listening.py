"""The trained readers at work: for the scripted mind, for reviews, and along with a candidate who still speaks.

Reading a sentence costs some milliseconds of arithmetic. During an interview it is done in a worker thread as soon as
the sentence was heard; readers remember it, and when the interviewer has to answer only the last words are new.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Sequence

from assets import resource
from interviewer.content.model import Round
from interviewer.events import AnswerBegan, Event, SegmentHeard
from interviewer.listening.coverage import read_substance
from interviewer.listening.reader import Reader, Readers
from interviewer.listening.sentences import sentences
from interviewer.listening.substance import Said, Substance
from interviewer.minds.listening import Listener
from interviewer.minds.scripted import ScriptedMind

READERS = Readers(resource("readers"))
"""Each loads when it is first needed, once for the process."""

_log = logging.getLogger("hotseat.listening")


def scripted_mind(seed: int = 0) -> ScriptedMind:
    """The scripted mind with the trained readers of its rounds."""
    return ScriptedMind(seed, listener_of)


def listener_of(entry: Round) -> Listener:
    """The listener of a round; by its cues alone when its reader is damaged, so that the interview goes on."""
    reader = READERS(entry.reader)
    try:
        if reader is not None:
            reader.load()
    except (OSError, ValueError):
        _log.exception("the reader cannot be used")
        reader = None
    return Listener(entry, reader)


def heard_in(of: Round, answers: Sequence[Said]) -> Substance:
    """What the answers of a round have in them, by the round's reader or its cues."""
    return read_substance(of, answers, READERS(of.reader))


class ReadsAlong:
    """Reads what is heard while it is being said. `show` takes every event of the interview, on the asyncio thread."""

    def __init__(self, reader: Reader | None) -> None:
        """Without a reader it does nothing."""
        self._reader = reader
        self._lock = threading.Lock()
        self._text = ""
        self._busy = False

    def show(self, event: Event) -> None:
        """Take an event in; never waits."""
        if self._reader is None:
            return
        if isinstance(event, AnswerBegan):
            text = ""
        elif isinstance(event, SegmentHeard):
            text = f"{self._text} {event.utterance.text.strip()}".strip()
        else:
            return
        with self._lock:
            self._text = text
            idle, self._busy = not self._busy, True
        if idle:
            asyncio.get_running_loop().run_in_executor(None, self._catch_up, self._reader)

    def _catch_up(self, reader: Reader) -> None:
        """Read until nothing is new. Runs in a worker thread."""
        text = self._next(None)
        try:
            while text is not None:
                self._read(reader, text)
                text = self._next(text)
        except (OSError, ValueError):
            _log.exception("the reader cannot be used")
            self._reader = None

    def _next(self, read: str | None) -> str | None:
        """The latest text; None once it has been read, and from then on this is idle."""
        with self._lock:
            self._busy = self._text != read
            return self._text if self._busy else None

    def _read(self, reader: Reader, text: str) -> None:
        reader.load()
        before = ""
        for sentence in sentences(text):
            reader.sentence(sentence.text, before)
            before = sentence.text
