"""The transcriber process: spans of recordings in, words out. One job at a time, in the order asked.

A careful pass is asked for step by step, so that live segments can go in between. Cancelling is killing: a decode
cannot be interrupted, and a process that has ended gives all its memory back.
"""

from __future__ import annotations

import dataclasses
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from speech.child import Channel
from speech.delivery.aligner import Aligner
from speech.delivery.listener import Listener
from speech.delivery.wire import to_plain
from speech.errors import SpeechError
from speech.files import read_sound
from speech.whisper.engine import Engine, Sound
from speech.whisper.segments import Span
from speech.whisper.spans import Part, read_span
from speech.words import SAMPLE_RATE, Utterance, Word
from speech.worker import Message


class Transcriber:
    """A warm engine and the careful passes under way."""

    def __init__(self, channel: Channel, engine: Engine) -> None:
        self._channel = channel
        self._engine = engine
        self._listener = Listener(engine, Aligner())
        self._careful: dict[int, Iterator[Message]] = {}

    def run(self) -> None:
        """Serve until the parent is gone."""
        handlers = {
            "decode": self._decode,
            "careful_begin": self._careful_begin,
            "careful_next": self._careful_next,
            "careful_drop": self._careful_drop,
        }
        while (request := self._channel.inbox.get()) is not None:
            try:
                handlers[request["op"]](request)
            except SpeechError as fault:
                self._channel.refuse(request, fault.code, fault.sentence)

    def _decode(self, request: Message) -> None:
        """Live text of `start` to `end`; nothing before `floor` is heard again."""
        listened = Span(request["start"], request["end"]).listened(request["floor"])
        sound = read_span(_parts(request), listened.start, listened.end)
        began = time.process_time()
        text = self._engine.live(sound)
        self._channel.reply(
            request, text=text.text, probability=round(text.probability, 4), cpu=time.process_time() - began
        )

    def _careful_begin(self, request: Message) -> None:
        """Prepare a careful pass over a span of a recording or a sound file; if `verbatim`, all that was said."""
        if "file" in request:
            sound, start = read_sound(Path(request["file"])), 0
        else:
            start = request["start"]
            sound = read_span(_parts(request), start, request["end"])
            _silence(sound, start, request["silent"])
        offset = start / SAMPLE_RATE
        if request.get("verbatim"):
            found = (to_plain(part.moved(offset)) for part in self._listener.listen(sound, _kept(request, offset)))
        else:
            found = (_shifted(utterance, offset) for utterance in self._engine.careful(sound))
        self._careful[request["job"]] = found
        self._channel.reply(request, seconds=len(sound) / SAMPLE_RATE)

    def _careful_next(self, request: Message) -> None:
        found = next(self._careful[request["job"]], None)
        if found is None:
            del self._careful[request["job"]]
        self._channel.reply(request, found=found)

    def _careful_drop(self, request: Message) -> None:
        self._careful.pop(request["job"], None)
        self._channel.reply(request)


def _parts(request: Message) -> list[Part]:
    return [Part(Path(path), start) for path, start in request["parts"]]


def _kept(request: Message, offset: float) -> list[Word] | None:
    """The words of an earlier careful pass with times from the start of the sound, where the parent has them."""
    if "kept" not in request:
        return None
    return [Word(text, start - offset, end - offset, probability) for text, start, end, probability in request["kept"]]


def _silence(sound: Sound, start: int, spans: Sequence[Sequence[int]]) -> None:
    """Blank out session frames in which the interviewer's own voice was in the room."""
    for since, until in spans:
        sound[max(0, since - start) : max(0, until - start)] = 0.0


def _shifted(utterance: Utterance, offset: float) -> dict[str, Any]:
    """The utterance as JSON with its times moved to the session clock."""
    plain = dataclasses.asdict(utterance)
    for timed in (plain, *plain["words"]):
        timed["start"] = round(timed["start"] + offset, 3)
        timed["end"] = round(timed["end"] + offset, 3)
        timed["probability"] = round(timed["probability"], 4)
    return plain


def main() -> int:
    """Load the model the first request names, then serve."""
    channel = Channel()
    channel.ready()
    request = channel.inbox.get()
    if request is None:
        return 0
    try:
        engine = Engine(Path(request["folder"]), threads=request["threads"], short_context=request["short_context"])
    except SpeechError as fault:
        channel.refuse(request, fault.code, fault.sentence)
        return 0
    channel.reply(request)
    Transcriber(channel, engine).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
