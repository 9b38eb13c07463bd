"""The voice child: `python -m speech.voices.child --engine system --cache DIR`. Text comes in, sound goes out.

The main thread owns the engine and does `synthesise` and `voices` one after the other; the sound thread
(`speech.voices.loudspeaker`) owns the loudspeaker; a third thread hands each request to the one it is for. It ends by
`os._exit`, because PortAudio's own clean-up can hang.
"""

from __future__ import annotations

import argparse
import os
import queue
import threading
from pathlib import Path

from speech.child import Channel
from speech.errors import VoiceUnavailable
from speech.voices.cache import Cache
from speech.voices.checks import check, trim
from speech.voices.engine import SpeechEngine, start_engine
from speech.voices.loudspeaker import Loudspeaker
from speech.voices.sound import Sound
from speech.worker import Message

PROBE = "Ready to begin."
"""Spoken into the void at the start: an engine that cannot say this is no engine, and it tells the sample rate."""


class Synthesis:
    """An engine with its memory and its checks. Lives on the main thread."""

    def __init__(self, engine: SpeechEngine, cache: Cache, *, name: str, pace: float) -> None:
        self._engine = engine
        self._cache = cache
        self._name = name
        self._pace = pace
        cache.require_room()
        self.rate = self._speak(PROBE).rate

    def make(self, text: str) -> tuple[Path, Sound]:
        """The file and the sound of a text, checked and trimmed, from the cache if it is there.

        Raises: VoiceUnavailable.
        """
        path = self._cache.path(self._name, self._engine.voice.id, self._pace, text)
        try:
            sound = self._cache.get(path)
            if sound is None or sound.rate != self.rate:
                self._cache.require_room()
                sound = self._speak(text)
                self._cache.put(path, sound)
        except OSError as error:
            sentence = "The line could not be written to the disk, so it is shown but not spoken. Check the disk."
            raise VoiceUnavailable(sentence, code="voice_disk") from error
        return path, sound

    def _speak(self, text: str) -> Sound:
        sound = self._engine.synthesise(text)
        check(sound, text, self._pace)
        return trim(sound)

    def obey(self, channel: Channel, request: Message) -> None:
        if request["op"] == "voices":
            choices = [
                {"id": voice.id, "name": voice.name, "languages": voice.languages} for voice in self._engine.voices()
            ]
            channel.reply(request, voices=choices)
            return
        try:
            path, sound = self.make(request["text"])
        except VoiceUnavailable as error:
            channel.refuse(request, error.code, error.sentence)
        else:
            channel.reply(request, file=str(path), seconds=sound.seconds)


def main() -> None:
    arguments = _arguments()
    channel = Channel()
    try:
        cache = _cache(arguments.cache)
        engine = start_engine(arguments.engine, voice=arguments.voice, pace=arguments.pace, scratch=arguments.cache)
        synthesis = Synthesis(engine, cache, name=arguments.engine, pace=arguments.pace)
    except VoiceUnavailable as error:
        channel.refuse_to_start(error.code, error.sentence)
        while channel.inbox.get() is not None:
            pass
        os._exit(0)
    loudspeaker = Loudspeaker(channel, synthesis.rate)
    if arguments.play:
        loudspeaker.start()
    channel.ready(voice=engine.voice.id, name=engine.voice.name)
    work = _sorted(channel, loudspeaker)
    while (request := work.get()) is not None:
        synthesis.obey(channel, request)
    os._exit(0)


def _cache(folder: Path) -> Cache:
    try:
        return Cache(folder)
    except OSError as error:
        sentence = "The folder for spoken lines cannot be made, so lines are shown but not spoken. Check the disk."
        raise VoiceUnavailable(sentence, code="voice_disk") from error


def _sorted(channel: Channel, loudspeaker: Loudspeaker) -> queue.SimpleQueue[Message | None]:
    """Requests for the engine; those for the loudspeaker go to it at once, past whatever the engine is doing."""
    work: queue.SimpleQueue[Message | None] = queue.SimpleQueue()

    def sort() -> None:
        while (request := channel.inbox.get()) is not None:
            (loudspeaker.requests if request["op"] in Loudspeaker.OPS else work).put(request)
        work.put(None)

    threading.Thread(target=sort, name="sorter", daemon=True).start()
    return work


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="speech.voices.child")
    parser.add_argument("--engine", choices=("system", "neural"), required=True)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--voice")
    parser.add_argument("--pace", type=float, default=1.0)
    parser.add_argument("--no-play", dest="play", action="store_false")
    return parser.parse_args()


if __name__ == "__main__":
    main()
