"""The only door to pyttsx3: the speech engine of the system, used to write files and for nothing else.

Live speech through pyttsx3 2.99 is broken on Linux: `runAndWait` returns early, `stop` does not stop, two lines become
one. Writing to a file works on every system once one knows how it ends: eSpeak's file is complete when
`finished-utterance` comes, SAPI and the macOS engine have finished when `runAndWait` returns.

eSpeak does what it is told in a thread of its own, and pyttsx3 begins each run by cancelling whatever that thread is
still at: the line just made, or the pace just set, which is then lost for good. So eSpeak is at rest before each run.

Lives on the child's main thread, which eSpeak, COM and the macOS run loop all want. pyttsx3 initialises COM by itself
on the thread that first imports comtypes.
"""

from __future__ import annotations

import _ctypes
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from speech.errors import VoiceUnavailable
from speech.voices.sound import Sound, read_sound
from speech.voices.values import VoiceChoice

NORMAL_WORDS_PER_MINUTE = 170
"""An interviewer's reading pace; the engines' own 200 is hurried."""
AT_REST_TICK_SECONDS = 0.001

_CURES = {
    "win32": "Add a voice in Settings > Time & language > Speech, then start Hotseat again.",
    "darwin": "Add a voice in System Settings > Accessibility > Spoken Content, then start Hotseat again.",
}
_LINUX_CURE = "Install espeak-ng (Debian and Ubuntu: sudo apt install espeak-ng), then start Hotseat again."


class SystemEngine:
    """eSpeak on Linux, SAPI on Windows, NSSpeechSynthesizer on macOS."""

    def __init__(self, *, voice: str | None, pace: float, scratch: Path) -> None:
        self._scratch = scratch
        self._finished = threading.Event()
        self._failure: BaseException | None = None
        self._engine = _load()
        self._engine.connect("finished-utterance", self._on_finished)
        self._engine.connect("error", self._on_error)
        if self._is_espeak:
            _until_at_rest()
            self._engine.runAndWait()  # of nothing: what is set from here on is handed over at once
        current = self._engine.getProperty("voice")
        self._voices = _voices(self._engine, current)
        self._voice = _choose(self._voices, wanted=voice, current=current)
        self._engine.setProperty("voice", self._voice.id)
        self._engine.setProperty("rate", round(NORMAL_WORDS_PER_MINUTE * pace))
        if self._is_espeak:
            _until_at_rest()

    @property
    def _is_espeak(self) -> bool:
        return bool(self._engine.driver_name == "espeak")

    @property
    def voice(self) -> VoiceChoice:
        return self._voice

    def voices(self) -> tuple[VoiceChoice, ...]:
        return self._voices

    def synthesise(self, text: str) -> Sound:
        handle, name = tempfile.mkstemp(dir=self._scratch, suffix=".aiff" if sys.platform == "darwin" else ".wav")
        os.close(handle)
        path = Path(name)
        try:
            self._write(text, path)
            return read_sound(path)
        finally:
            path.unlink(missing_ok=True)

    def _write(self, text: str, path: Path) -> None:
        self._finished.clear()
        self._failure = None
        self._engine.save_to_file(text, str(path))
        self._engine.runAndWait()
        if self._is_espeak:
            # Without a limit: the parent keeps the time, and kills.
            self._finished.wait()
            _until_at_rest()
        if self._failure is not None:
            raise VoiceUnavailable("The speech engine refused the line.", code="voice_refused") from self._failure

    def _on_finished(self, name: object, completed: bool) -> None:
        self._finished.set()

    def _on_error(self, name: object, exception: BaseException) -> None:
        self._failure = exception
        self._finished.set()


def _load() -> Any:
    try:
        import pyttsx3

        return pyttsx3.init()
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        cure = _CURES.get(sys.platform, _LINUX_CURE)
        sentence = f"The system has no speech engine, so lines are shown but not spoken. {cure}"
        raise VoiceUnavailable(sentence, code="voice_missing") from error


def _until_at_rest() -> None:
    """Wait until eSpeak's thread has done all it was told, pyttsx3's callback included."""
    from pyttsx3.drivers import _espeak

    tick = threading.Event()
    while _espeak.IsPlaying():
        tick.wait(AT_REST_TICK_SECONDS)


def _voices(engine: Any, current: str | None) -> tuple[VoiceChoice, ...]:
    """All voices; where they cannot be read, the current one alone.

    pyttsx3 reads every voice of SAPI or none: one that names two languages, or no age, is a fault of the whole list.
    """
    com_error = getattr(_ctypes, "COMError", OSError)  # on Windows only
    try:
        return tuple(_choice(found) for found in engine.getProperty("voices"))
    except (ValueError, OSError, com_error):
        return (VoiceChoice(current, current.rpartition("\\")[2], ()),) if current else ()


def _choice(found: Any) -> VoiceChoice:
    tags = [tag.decode(errors="ignore") if isinstance(tag, bytes) else str(tag) for tag in found.languages or ()]
    return VoiceChoice(str(found.id), str(found.name), tuple(tag.strip("\x05\x02").lower() for tag in tags if tag))


def _choose(voices: tuple[VoiceChoice, ...], *, wanted: str | None, current: str | None) -> VoiceChoice:
    """The wanted voice, else the system's own if it speaks English, else the first that does, else any."""
    by_id = {voice.id: voice for voice in voices}
    if wanted in by_id:
        return by_id[wanted]
    if current in by_id and _english(by_id[current]):
        return by_id[current]
    for voice in (*filter(_english, voices), *voices):
        return voice
    raise VoiceUnavailable(
        f"The speech engine has no voice. {_CURES.get(sys.platform, _LINUX_CURE)}", code="voice_missing"
    )


def _english(voice: VoiceChoice) -> bool:
    return any(tag.startswith("en") for tag in voice.languages)
