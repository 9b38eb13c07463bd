"""`hotseat rehearse`: hold an interview in the terminal.

The exit code is 0 when the interview was held to its end or ended by the candidate.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop.embedded.mind import FileMind
from desktop.embedded.serving import usable_file
from desktop.headless import Rehearsal, Wishes, prepare
from desktop.lines import PipedLines
from desktop.listening import scripted_mind
from desktop.model_store import language_models, model_store
from desktop.paths import Paths, find
from desktop.prompts import CASE_SLOT, QUESTION, shipped_prompt
from desktop.reviews import review_after
from desktop.terminal.contact import allowed
from desktop.terminal.keys import Keyboard, piped_to
from desktop.terminal.recogniser import NOBODY, named_server
from desktop.terminal.screen import JsonLines, Screen, Shows
from desktop.terminal.setting import Exit, HotseatError, nobody_reads, say_fault, setting
from desktop.typed import typed
from interviewer.errors import MindUnavailable
from interviewer.events import Event, Fault, Key, Part
from interviewer.minds.client import ChatClient
from interviewer.minds.language_model import REPLY_SECONDS, LanguageModelMind
from interviewer.minds.server import EXAMPLE, server_at
from interviewer.plan import Mode
from interviewer.ports import Mind
from interviewer.records.recovery import recover_all
from interviewer.state import Stage, State
from speech.errors import SpeechError
from speech.recorder.recorder import Device, Recordings

LEAST_SECONDS, MOST_SECONDS = 1.0, 60.0
"""A server may be waited for; as in the settings of the window."""


def run(args: argparse.Namespace) -> int:
    """Hold the interview the arguments ask for; the exit code."""
    try:
        wishes = wishes_of(args)
        with setting(args) as paths:
            return asyncio.run(rehearse(wishes, paths, as_json=args.json))
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def wishes_of(args: argparse.Namespace) -> Wishes:
    """The arguments as wishes.

    Raises: SpeechError, MindError when they cannot be had together.
    """
    fast = args.pace == "fast"
    microphone = _microphone(args)
    paths = find(Path(args.data_dir) if args.data_dir else None)
    if fast and not isinstance(microphone, Recordings):
        raise SpeechError("--pace fast needs recordings: name them with --answer FILE.", code="usage")
    return Wishes(
        question=args.question,
        round=args.round,
        minutes=args.minutes,
        mode=Mode(args.mode),
        microphone=microphone,
        speech_model=None if args.speech_model == NOBODY else args.speech_model,
        transcribe=args.speech_model != NOBODY,
        voice=args.voice or ("none" if fast else "system"),
        auto_end=args.auto_end,
        mind=_mind(args, paths),
        listener=named_server(args, paths),
        seed=args.seed,
    )


async def rehearse(wishes: Wishes, paths: Paths, *, as_json: bool, answers: list[str] | None = None) -> int:
    """Hold an interview on this terminal; the exit code. `answers` are given as if they had been piped in.

    Raises: what `headless.prepare` raises.
    """
    for recovered in await asyncio.to_thread(recover_all, paths.sessions):
        print(f"Recovered: {recovered.title}. {recovered.note}", file=sys.stderr)
    seat = Seat(wishes, as_json=as_json, answers=answers)
    rehearsal = await prepare(wishes, paths, model_store(paths), seat.show)
    if rehearsal.left_out:
        print(typed(rehearsal.left_out, "pack check"), file=sys.stderr)
    with seat.taken(rehearsal):
        try:
            reason = await rehearsal.interview.hold()
        except asyncio.CancelledError:
            reason = "interrupted"
    if reason == "interrupted":
        return seat.left(reason)
    review = await asyncio.to_thread(review_after, rehearsal.folder, paths)
    return seat.left(reason, typed(review, f"sessions review {rehearsal.folder.name}"))


class Seat:
    """The candidate's seat at this terminal: keys go in, events come out."""

    def __init__(self, wishes: Wishes, *, as_json: bool, answers: list[str] | None = None) -> None:
        self._wishes = wishes
        self._rehearsal: Rehearsal | None = None
        self._keyboard = Keyboard(self._press, self._paused)
        self._reads_lines = answers is None and not isinstance(wishes.microphone, Recordings)
        self._lines = PipedLines(self._press, self._state, answers)
        if wishes.microphone is None:
            self._lines.insist()
        self._shows: Shows = JsonLines() if as_json else Screen(self._state, lambda: self._keyboard.prompt)
        self._outcome = Exit.DONE

    def show(self, event: Event) -> None:
        """Show an event, and give the next piped answer when it is time for one."""
        if self._outcome is not Exit.UNREAD:
            try:
                self._shows.show(event)
            except BrokenPipeError:
                self._outcome = nobody_reads()
                self._end()
        if isinstance(event, Fault) and event.part is Part.MICROPHONE:
            self._no_microphone()
        self._lines.follow(event)

    def _no_microphone(self) -> None:
        """One that does not open leaves answers to be typed; but recordings have nobody to take their place."""
        state = self._state()
        if state is None or state.stage is not Stage.OPENING:
            return
        if isinstance(self._wishes.microphone, Recordings):
            self._outcome = Exit.MISSING
            self._end()
        else:
            self._lines.insist()

    @contextlib.contextmanager
    def taken(self, rehearsal: Rehearsal) -> Iterator[None]:
        """Listen to the keyboard, to piped lines and to signals until the end of the block."""
        self._rehearsal = rehearsal
        with contextlib.ExitStack() as stack:
            stack.enter_context(_signals(self._end))
            if sys.stdin is not None and sys.stdin.isatty():
                stack.enter_context(self._keyboard.attached())
            elif self._reads_lines and sys.stdin is not None:
                stack.enter_context(piped_to(self._lines))
            yield

    def left(self, reason: str, review: str = "") -> Exit:
        """Say where the session is and what came of its review; the exit code for how it ended."""
        if self._outcome is not Exit.UNREAD and self._rehearsal is not None:
            self._shows.kept(self._rehearsal.folder, review)
        return Exit.INTERRUPTED if reason == "interrupted" else self._outcome

    def _press(self, key: Key, text: str) -> None:
        if self._rehearsal is not None:
            self._rehearsal.interview.press(key, text)

    def _end(self) -> None:
        self._press(Key.END, "")

    def _state(self) -> State | None:
        return None if self._rehearsal is None else self._rehearsal.interview.state

    def _paused(self) -> bool:
        state = self._state()
        return state is not None and state.stage is Stage.HELD


@contextlib.contextmanager
def _signals(end: Callable[[], None]) -> Iterator[None]:
    """The first Ctrl+C or request to stop ends the interview properly; the second one at once."""
    task = asyncio.current_task()
    assert task is not None
    asked = False

    def stop() -> None:
        nonlocal asked
        if asked:
            task.cancel()
        asked = True
        end()

    loop = asyncio.get_running_loop()
    handled = []
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C raises KeyboardInterrupt instead
            loop.add_signal_handler(number, stop)
            handled.append(number)
    try:
        yield
    finally:
        for number in handled:
            loop.remove_signal_handler(number)


def _microphone(args: argparse.Namespace) -> Device | Recordings | None:
    if args.answer:
        paths = tuple(Path(name) for name in args.answer)
        for path in paths:
            if not path.is_file():
                raise SpeechError(f"There is no recording {path}. Name a WAV, FLAC, OGG or MP3 file.", code="usage")
        return Recordings(paths, fast=args.pace == "fast")
    if args.microphone == "none":
        return None
    return Device(args.microphone)


def _mind(args: argparse.Namespace, paths: Paths) -> Mind | None:
    _check_mind(args)
    if args.mind == "scripted":
        return None
    seconds = REPLY_SECONDS if args.server_seconds is None else args.server_seconds
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        sentence = f"--server-seconds {seconds:g}: it takes {LEAST_SECONDS:g} to {MOST_SECONDS:g} seconds."
        raise MindUnavailable(sentence, code="usage")
    if args.mind == "file":
        mind = FileMind(usable_file(_model_file(args, paths)), reply_seconds=seconds)
        if mind.remark:
            print(mind.remark, file=sys.stderr)
        return mind
    server = allowed(server_at(args.server, args.server_model or "", os.environ), paths)
    prompt, ties = shipped_prompt(QUESTION), shipped_prompt(CASE_SLOT)
    return LanguageModelMind(ChatClient(server), prompt, chooser=scripted_mind(), reply_seconds=seconds, ties=ties)


def _model_file(args: argparse.Namespace, paths: Paths) -> Path:
    """The file that is named, or that of a downloaded model of that name.

    Raises: ModelMissing, ModelDamaged.
    """
    models = language_models(paths)
    named = Path(args.model_file)
    return named if named.exists() or not models.knows(args.model_file) else models.resolve(args.model_file).file


def _check_mind(args: argparse.Namespace) -> None:
    """See that the options go together. Raises: MindUnavailable."""
    sentence = ""
    if args.mind != "server" and (args.server or args.server_model):
        sentence = "--server and --server-model go with --mind server."
    elif args.mind == "scripted" and args.server_seconds is not None:
        sentence = "--server-seconds goes with --mind server and --mind file."
    elif args.mind != "file" and args.model_file:
        sentence = "--model-file goes with --mind file."
    elif args.mind == "server" and not args.server:
        sentence = f"--mind server needs an address, as in --server {EXAMPLE}."
    elif args.mind == "file" and not args.model_file:
        sentence = "--mind file needs a model, as in --model-file MODEL.gguf, or the name of a downloaded one."
    if sentence:
        raise MindUnavailable(sentence, code="usage")
