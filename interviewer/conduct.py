"""Holds an interview: feeds events to the pure core, runs its commands, writes every event down, and ends once.

Read from top to bottom it tells the story of an interview. Runs on the asyncio thread. What cannot be done by a part
(a voice that fails, a disk that is full) comes back as a `Fault` event; only a defect of our own raises.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine, Mapping
from dataclasses import replace
from types import MappingProxyType

from interviewer.attention import Attention
from interviewer.commands import BePatient, Close, Command, Emit, Finish, GoOn, Hold, Hush, Listen, Reply
from interviewer.errors import MindError, MindLate, MindUnavailable, RecordError
from interviewer.events import (
    By,
    Event,
    Fault,
    Key,
    LineBegan,
    LineSaid,
    LineWorded,
    Part,
    Pressed,
    Role,
    SessionEnded,
    SessionStarted,
    StudioOpened,
    Ticked,
)
from interviewer.plan import Plan
from interviewer.ports import Clock, Mind, ModelMind, Publish, Record, Saying, Studio, Trigger
from interviewer.state import Stage, State
from interviewer.turns import begin, step

MIND_SECONDS = 6.0
"""A sentence that takes longer is not waited for: the scripted mind has the word, or a line that was begun ends."""
LATE_SECONDS = 0.5
"""A mind that keeps a deadline of its own is given so much more, so that it can say itself why it was late."""

ROLES = MappingProxyType(
    {
        Trigger.OPENING: Role.QUESTION,
        Trigger.REPEAT: Role.REPEAT,
        Trigger.HINT: Role.HINT,
        Trigger.NOTHING_HEARD: Role.REPEAT,
        Trigger.TIME_CALL: Role.TIME_CALL,
        Trigger.CLOSING: Role.CLOSING,
    }
)
"""What these lines are for is not the mind's decision: hints are counted and the clock ends the interview in code."""


class Interview:
    """One interview, from its first event to its last.

    `show` is called with every event after it was written down and taken in. `press` is the candidate's hand.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        make_studio: Callable[[Publish], Studio],
        mind: Mind,
        fallback: Mind,
        clock: Clock,
        record: Record,
        engines: Mapping[str, str],
        show: Callable[[Event], None],
    ) -> None:
        self.state: State = begin(plan)
        self._studio = make_studio(self._publish)
        self._mind = mind
        self._attention = Attention(mind)
        self._fallback = fallback
        self._clock = clock
        self._record = record
        self._engines = MappingProxyType(dict(engines))
        self._show = show
        self._inbox: asyncio.Queue[Event] = asyncio.Queue()
        self._hands: asyncio.Queue[Command] = asyncio.Queue()
        self._tasks: asyncio.TaskGroup | None = None
        self._hushing: asyncio.Task[None] | None = None
        self._lines = 0
        self._unwritten = False
        self._reason = "failed"

    def press(self, key: Key, text: str = "", *, by: By = By.KEY) -> None:
        """The candidate presses a key, or types an answer and presses it."""
        self._publish(Pressed(t=self._clock.now(), key=key, text=text, by=by))

    def note(self, event: Event) -> None:
        """Put a fact on the stream that was known before the interview: it follows `SessionStarted`."""
        self._publish(event)

    async def hold(self) -> str:
        """Hold the interview to its end; why it ended, as `SessionEnded.reason`.

        Cancelling ends it as `interrupted`, with everything recorded so far kept; while the careful passes are waited
        for, it leaves them for later. A defect of our own ends it as `failed` and is raised.
        """
        try:
            await self._hold()
        except asyncio.CancelledError:
            self._reason = "interrupted"
            raise
        except BaseExceptionGroup as group:
            self._reason = "failed"
            raise group.exceptions[0] from None
        finally:
            await self._end()
        return self._reason

    async def _hold(self) -> None:
        plan = self.state.plan
        self._take_in(
            SessionStarted(
                t=self._clock.now(),
                round=plan.round.id,
                question=plan.question.id,
                minutes=plan.seconds / 60,
                mode=plan.mode,
                engines=self._engines,
            )
        )
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            helpers = [tasks.create_task(self._work(), name="hands"), tasks.create_task(self._tick(), name="ticks")]
            opening = tasks.create_task(self._open(), name="opening")
            while self.state.stage not in (Stage.CLOSING, Stage.ENDED):
                self._take_in(await self._inbox.get())
            for task in (*helpers, opening):
                task.cancel()

    async def _open(self) -> None:
        await self._studio.open()
        self._publish(StudioOpened(t=self._clock.now()))

    async def _tick(self) -> None:
        while True:
            self._publish(Ticked(t=await self._clock.tick()))

    async def _end(self) -> None:
        """Close the studio, take in what it still says, and close the record, whatever else goes wrong."""
        self.state = replace(self.state, stage=Stage.CLOSING)  # from here on nothing is commanded any more
        try:
            await self._close_studio()
        finally:
            try:
                while not self._inbox.empty():
                    self._take_in(self._inbox.get_nowait())
                self._take_in(SessionEnded(t=self._clock.now(), reason=self._reason))
            finally:
                self._record.close(failed=self._reason == "failed")
                await self._attention.close()

    async def _close_studio(self) -> None:
        """Let the studio finish its careful passes. Who is in a hurry, and cancels, has them left for later."""
        hurry = self._reason == "interrupted"
        closing = [self._closing(self._studio.abandon() if hurry else self._studio.close())]
        cancelled: asyncio.CancelledError | None = None
        try:
            while not all(task.done() for task in closing):
                try:
                    self._take_in(await self._inbox.get())
                except asyncio.CancelledError as error:
                    cancelled = error
                    closing.append(self._closing(self._studio.abandon()))
        finally:
            await asyncio.wait(closing)
        for task in closing:
            task.result()
        if cancelled is not None:
            raise cancelled

    def _closing(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name="closing")
        task.add_done_callback(lambda _: self._publish(Ticked(t=self._clock.now())))  # whoever waits looks again
        return task

    # -- events in

    def _publish(self, event: Event) -> None:
        self._inbox.put_nowait(event)

    def _take_in(self, event: Event) -> None:
        """Write an event down, let the core decide, run what it commands, show it."""
        self._write(event)
        self.state, commands = step(self.state, event)
        self._attention.take_in(event, self.state)
        self._tell(event)
        for command in commands:
            self._run(command)

    def _tell(self, event: Event) -> None:
        """Show an event. A view that fails is not shown the rest: the interview still ends with everything kept."""
        show, self._show = self._show, _to_nobody
        show(event)
        self._show = show

    def _write(self, event: Event) -> None:
        if not event.kept:
            return
        try:
            self._record.append(event)
            self._unwritten = False
        except RecordError as fault:
            if not self._unwritten:
                self._unwritten = True
                self._tell(Fault(t=event.t, part=Part.RECORD, code=fault.code, sentence=fault.sentence))

    # -- commands out

    def _run(self, command: Command) -> None:
        match command:
            case Emit(event):
                self._take_in(event)
            case BePatient(until):
                self._studio.patient(until)
            case Close(reason):
                self._reason = reason
            case Hush():
                self._hush()
            case _:
                self._hands.put_nowait(command)

    def _hush(self) -> None:
        """Not one of the hands: they may be busy speaking."""
        if self._tasks is not None and (self._hushing is None or self._hushing.done()):
            self._hushing = self._tasks.create_task(self._studio.hush(), name="hush")

    async def _work(self) -> None:
        """Do what was commanded, one thing after the other."""
        while True:
            match await self._hands.get():
                case Reply(trigger):
                    await self._reply(trigger)
                case Listen(answer, line):
                    await self._studio.listen(answer, line)
                case Finish(answer, by):
                    await self._studio.finish(answer, by)
                case Hold():
                    await self._studio.hold()
                case GoOn():
                    await self._studio.resume()

    async def _reply(self, trigger: Trigger) -> None:
        """Have a line said: the mind's, or the scripted one's when the mind fails or is late."""
        self._lines += 1
        line = self._lines
        first, rest = await self._first_saying(trigger)
        role, said = ROLES.get(trigger, first.role), [first.text]
        self._publish(LineBegan(t=self._clock.now(), line=line, role=role, item=first.item, text=first.text))
        sentences = self._sentences(said, rest)
        try:
            spoken = await self._studio.speak(line, sentences)
        finally:
            await sentences.aclose()
            if isinstance(rest, AsyncGenerator):
                await rest.aclose()
        self._note_wording()
        self._publish(
            LineSaid(
                t=self._clock.now(),
                line=line,
                role=role,
                item=first.item,
                text=" ".join(said),
                seconds=spoken.seconds,
                heard_seconds=spoken.heard_seconds,
                stopped=spoken.stopped,
                file=spoken.file,
            )
        )

    async def _first_saying(self, trigger: Trigger) -> tuple[Saying, AsyncIterator[Saying]]:
        situation = self.state.situation(trigger)
        try:
            rest = self._mind.reply(situation)
            first = await self._next_saying(rest)
            if first is None:
                raise MindUnavailable(f"{self._mind.name} had nothing to say.")
        except MindError as fault:
            self._mind_failed(fault, "The scripted interviewer goes on.")
            rest = self._fallback.reply(situation)
            first = await anext(rest)
        return first, rest

    def _note_wording(self) -> None:
        wording = self._mind.wording if isinstance(self._mind, ModelMind) else None
        if wording is not None:
            t, line = self._clock.now(), self._lines
            self._publish(LineWorded(t=t, line=line, refused=wording.refused, said=wording.said))

    async def _sentences(self, said: list[str], rest: AsyncIterator[Saying]) -> AsyncGenerator[str, None]:
        """A line as it is made; every sentence is also put into `said`, which holds the first one."""
        yield said[0]
        while (saying := await self._later_saying(rest)) is not None:
            said.append(saying.text)
            yield saying.text

    async def _later_saying(self, rest: AsyncIterator[Saying]) -> Saying | None:
        try:
            return await self._next_saying(rest)
        except MindError as fault:
            self._mind_failed(fault, "This line ends here.")
            return None

    async def _next_saying(self, rest: AsyncIterator[Saying]) -> Saying | None:
        """None when the line is over. Raises MindError."""
        try:
            async with asyncio.timeout(self._mind_seconds()):
                return await anext(rest, None)
        except TimeoutError:
            raise MindLate(f"{self._mind.name} took too long.") from None

    def _mind_seconds(self) -> float:
        return self._mind.seconds + LATE_SECONDS if isinstance(self._mind, ModelMind) else MIND_SECONDS

    def _mind_failed(self, fault: MindError, outcome: str) -> None:
        sentence = f"{fault.sentence} {outcome}"
        self._publish(Fault(t=self._clock.now(), part=Part.MIND, code=fault.code, sentence=sentence))


def _to_nobody(event: Event) -> None:
    """What is shown once nobody can be shown anything."""
