"""One interview as the window sees it: starts it on the asyncio thread, folds its events into a view, presses keys.

Lives in the Qt thread. Signals of `Sitting`: `changed(ViewState)` at most 20 times a second; `covered(Substance)` after
something was heard, in Practice; `prepared(str)`, with a sentence if a pack had to be left out; `over(Outcome)` once,
when everything is closed; `failed(Exception)` when there was nothing to hold.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.awake import awake
from desktop.desk import Desk
from desktop.engine import Job
from desktop.headless import Rehearsal, Wishes, prepare
from desktop.listening import heard_in
from desktop.model_turns import TURNS
from desktop.settings import Sound
from desktop.view_state import ViewState, begin, reduce
from interviewer.content.model import Round
from interviewer.events import AnswerBegan, AnswerTyped, Event, Key, SegmentHeard
from interviewer.listening.substance import Said, Substance
from interviewer.plan import Plan
from interviewer.records.manifest import summary_of
from speech.recorder.recorder import Device
from speech.words import Utterance

RENDER_MS = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an interview ended, and where it is kept."""

    session: Path
    reason: str


class Sitting(QObject):
    """An interview being held."""

    changed = Signal(object)
    covered = Signal(object)
    prepared = Signal(str)
    over = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, wishes: Wishes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._wishes = desk, wishes
        self._rehearsal: Rehearsal | None = None
        self._task: asyncio.Task[object] | None = None
        self._covers: _Covers | None = None
        self.view: ViewState | None = None
        self.plan: Plan | None = None
        self.folder: Path | None = None
        """Where the session is kept, once it is begun."""
        self.finished = False
        self._choice: Job | None = None
        self._render = QTimer(self)
        self._render.setSingleShot(True)
        self._render.setInterval(RENDER_MS)
        self._render.timeout.connect(self._tell)

    # -- from the page

    def start(self) -> None:
        """Begin to hold it."""
        self._desk.engine.run(self._hold, self._ended, self._broke, owner=self)

    def press(self, key: Key, text: str = "") -> None:
        """The candidate presses a key, or types an answer and presses it."""
        self._in(lambda rehearsal: rehearsal.interview.press(key, text))

    @property
    def redo(self) -> bool:
        """Whether it is a redo of one part of an earlier one."""
        return self._wishes.redo is not None

    def use_microphone(self, device: Device) -> None:
        """Go on with another microphone; once it is heard the settings keep it. Its events say what came of it."""
        engine = self._desk.engine
        self._choice = engine.run(lambda: self._change(device), lambda heard: self._changed(device, heard), owner=self)

    @property
    def opens_microphone(self) -> bool:
        """Whether another microphone was chosen and is not heard yet."""
        return self._choice is not None and not self._choice.finished

    def hurry(self) -> None:
        """End it at once; what is not transcribed is left for later."""
        self._desk.engine.post_in(self._cancel)

    def _in(self, act: Callable[[Rehearsal], None]) -> None:
        self._desk.engine.post_in(lambda: act(self._rehearsal) if self._rehearsal is not None else None)

    # -- on the asyncio thread

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def _change(self, device: Device) -> bool:
        return self._rehearsal is not None and await self._rehearsal.studio.use_microphone(device)

    async def _hold(self) -> Outcome:
        self._task = asyncio.current_task()
        with TURNS.interview():
            return await self._held()

    async def _held(self) -> Outcome:
        rehearsal = await prepare(self._wishes, self._desk.paths, self._desk.models(), self._show)
        self._rehearsal = rehearsal
        plan = rehearsal.plan
        if plan.mode.value == "practice":
            self._covers = _Covers(plan.round, lambda found: self._desk.engine.post(lambda: self.covered.emit(found)))
        self._desk.engine.post(lambda: self._begun(rehearsal))
        with awake():
            try:
                reason = await rehearsal.interview.hold()
            except asyncio.CancelledError:
                reason = "interrupted"
        return Outcome(rehearsal.folder, reason)

    def _show(self, event: Event) -> None:
        if self._covers is not None:
            self._covers.show(event)
        self._desk.engine.post(lambda: self._take_in(event))

    # -- in the Qt thread

    def _begun(self, rehearsal: Rehearsal) -> None:
        self.plan, self.folder = rehearsal.plan, rehearsal.folder
        self.view = begin(summary_of(rehearsal.plan, self._wishes.level or ""))
        self.prepared.emit(rehearsal.left_out)
        self._tell_soon()

    def _changed(self, device: Device, heard: bool) -> None:
        if heard:
            self._desk.change(sound=Sound(microphone=device.name or "", host_api=device.host_api or ""))

    def _take_in(self, event: Event) -> None:
        if self.view is None:
            return
        self.view = reduce(self.view, event)
        self._tell_soon()

    def _tell_soon(self) -> None:
        if not self._render.isActive():
            self._render.start()

    def _tell(self) -> None:
        if self.view is not None:
            self.changed.emit(self.view)

    def _ended(self, outcome: Outcome) -> None:
        self.finished = True
        self._render.stop()
        self._tell()
        self.over.emit(outcome)

    def _broke(self, error: Exception) -> None:
        self.finished = True
        self._render.stop()
        self.failed.emit(error)


class _Covers:
    """Reads along what the answers cover; one reading at a time, always of the latest. Asyncio and worker thread."""

    def __init__(self, of: Round, tell: Callable[[Substance], None]) -> None:
        self._of, self._tell = of, tell
        self._heard: dict[int, list[Utterance]] = {}
        self._typed: dict[int, str] = {}
        self._lock = threading.Lock()
        self._new = False
        self._busy = False

    def show(self, event: Event) -> None:
        """Take an event in; never waits."""
        match event:
            case SegmentHeard():
                self._heard.setdefault(event.answer, []).append(event.utterance)
            case AnswerTyped():
                self._typed[event.answer] = " ".join(filter(None, (self._typed.get(event.answer), event.text)))
            case AnswerBegan():
                self._heard.setdefault(event.answer, [])
                return
            case _:
                return
        with self._lock:
            self._new = True
            idle, self._busy = not self._busy, True
        if idle:
            asyncio.get_running_loop().run_in_executor(None, self._read)

    def _read(self) -> None:
        while self._next():
            self._tell(heard_in(self._of, self._said()))

    def _next(self) -> bool:
        with self._lock:
            self._busy, self._new = self._new, False
            return self._busy

    def _said(self) -> list[Said]:
        spoken = [Said.of(answer, tuple(utterances)) for answer, utterances in list(self._heard.items()) if utterances]
        return spoken + [Said(answer, text) for answer, text in list(self._typed.items())]
