"""The demonstration: a whole short interview with a synthetic candidate, on the real parts. For terminal and window.

The candidate's answers are written, spoken to files by the system's voice, and played as a microphone: recorder,
recogniser, mind, voice and record are those of a real interview. What cannot be spoken or recognised is typed instead.
Runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
import tomllib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from assets import resource
from desktop.headless import Rehearsal, Wishes, prepare
from desktop.lines import PipedLines
from desktop.paths import Paths
from desktop.reviews import review_after
from interviewer.errors import RecordError
from interviewer.events import AnswerHeard, Event, Fault, Key, Part
from interviewer.records.library import trash
from interviewer.records.origins import Origin
from interviewer.state import State
from speech.errors import SpeechError, VoiceUnavailable
from speech.recorder.recorder import Recordings
from speech.voices.voice import Voice
from speech.whisper.models import ModelStore

MINUTES = 2.0
USUAL_SECONDS = 142.0
"""What all of it takes, as measured: time runs from the end of the question, and the last answer is let finish."""
CANDIDATE_PACE = 1.1
END = "/end"
"""What follows the last of typed answers."""

log = logging.getLogger("hotseat.demo")


@dataclass(frozen=True, slots=True)
class Script:
    """What is asked, and what the candidate says, answer after answer."""

    question: str
    """Its id."""
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a demonstration is that is held in the background."""

    seconds: float
    """Session seconds; 0 before it has begun."""
    share: float
    """Of all that is to be done, 0 to 1."""
    typed: bool
    """The answers are typed."""
    reviewing: bool = False
    whole_seconds: float = USUAL_SECONDS
    """How many it will be, about."""


def script() -> Script:
    """The one that is shipped."""
    kept = tomllib.loads(resource("demo", "library-holds.toml").read_text(encoding="utf-8"))
    return Script(kept["question"], tuple(kept["answers"]))


def wishes_for(wanted: Script, parts: Wishes) -> Wishes:
    """What the demonstration is held with: `parts` decides on model and voice."""
    return replace(parts, question=wanted.question, minutes=MINUTES, origin=Origin.SAMPLE.value)


async def spoken_answers(wanted: Script, paths: Paths, folder: Path) -> tuple[Path, ...]:
    """The answers as sound files in `folder`.

    Raises: VoiceUnavailable.
    """
    voice = Voice(
        engine="system", cache_dir=paths.voice_cache, notify=lambda notice: None, rate=CANDIDATE_PACE, play=False
    )
    try:
        await voice.open()
        files = []
        for number, answer in enumerate(wanted.answers, 1):
            file = folder / f"answer {number}.wav"
            await voice.speak(_one(answer), file)
            files.append(file)
        return tuple(files)
    finally:
        await voice.close()


async def hold_in_background(parts: Wishes, paths: Paths, store: ModelStore, told: Callable[[Progress], None]) -> Path:
    """Hold the demonstration without a sound and without anybody's help, review it; the folder of its session.

    Cancelled, it leaves what was held in the trash.

    Raises: what `headless.prepare` raises.
    """
    wanted = script()
    wishes = wishes_for(wanted, replace(parts, aloud=False))
    told(Progress(0.0, 0.0, typed=False))
    with tempfile.TemporaryDirectory(prefix="hotseat-demo-") as folder:
        microphone = await _microphone(wanted, wishes, paths, store, Path(folder))
        candidate = _Candidate(wanted, told, typed=microphone is None)
        rehearsal = await prepare(replace(wishes, microphone=microphone), paths, store, candidate.show)
        candidate.rehearsal = rehearsal
        try:
            await rehearsal.interview.hold()
        except asyncio.CancelledError:
            with contextlib.suppress(RecordError):
                trash(rehearsal.folder)
            raise
    told(Progress(candidate.seconds, 1.0, candidate.typed, reviewing=True))
    await asyncio.to_thread(review_after, rehearsal.folder, paths)
    return rehearsal.folder


async def _microphone(
    wanted: Script, wishes: Wishes, paths: Paths, store: ModelStore, folder: Path
) -> Recordings | None:
    """The candidate's voice; None where nothing can speak, or nothing could understand it."""
    try:
        await asyncio.to_thread(store.resolve, wishes.speech_model)
        return Recordings(await spoken_answers(wanted, paths, folder))
    except (SpeechError, VoiceUnavailable) as fault:
        log.info("the candidate of the demonstration types", extra={"code": fault.code})
        return None


class _Candidate:
    """Follows the interview; types the answers where they cannot be spoken."""

    def __init__(self, wanted: Script, told: Callable[[Progress], None], *, typed: bool) -> None:
        self._told = told
        self._answers = len(wanted.answers)
        self._answered = 0
        self._whole = -1
        self._lines = PipedLines(self._press, self._state, [*wanted.answers, END])
        self.rehearsal: Rehearsal | None = None
        self.typed = typed
        self.seconds = 0.0

    def show(self, event: Event) -> None:
        """Take an event in."""
        self.seconds = max(self.seconds, event.t)
        match event:
            case AnswerHeard():
                self._answered += 1
            case Fault(part=Part.MICROPHONE):
                self.typed = True
            case _:
                pass
        if self.typed:
            self._lines.follow(event)
        if int(self.seconds) != self._whole:
            self._whole = int(self.seconds)
            self._told(Progress(self.seconds, self._share(), self.typed))

    def _share(self) -> float:
        by_time = self.seconds / USUAL_SECONDS
        by_answers = self._answered / (self._answers + 1) if self.typed else 0.0
        return min(0.99, max(by_time, by_answers))

    def _press(self, key: Key, text: str) -> None:
        if self.rehearsal is not None:
            self.rehearsal.interview.press(key, text)

    def _state(self) -> State | None:
        return None if self.rehearsal is None else self.rehearsal.interview.state


async def _one(text: str) -> AsyncIterator[str]:
    yield text
