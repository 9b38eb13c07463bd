"""The pure core driven by hand: events in, commands out, with every outcome told as the driver would tell it."""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.commands import Command, Emit, Listen
from interviewer.events import (
    AnswerBegan,
    AnswerHeard,
    By,
    Event,
    Key,
    LineBegan,
    LineSaid,
    Pressed,
    Role,
    SegmentHeard,
    SpeechBegan,
    SpeechPaused,
    StudioOpened,
    Ticked,
)
from interviewer.plan import Mode, Plan, make_plan
from interviewer.state import Stage, State
from interviewer.turns import begin, step
from speech.words import Utterance
from tests.interviewer.content.support import shipped

PACK = shipped()


def plan(minutes: float = 10, mode: Mode = Mode.PRACTICE) -> Plan:
    return make_plan(PACK.round_of(PACK.questions[0]), PACK.questions[0], minutes, mode)


class Table:
    """One interview. Every method tells the core something and returns what it commands."""

    def __init__(self, minutes: float = 10, mode: Mode = Mode.PRACTICE) -> None:
        self.state: State = begin(plan(minutes, mode))
        self.t = 0.0
        self.lines = 0
        self.commands: list[Command] = []
        """Everything commanded so far."""

    def tell(self, event: Event) -> Sequence[Command]:
        self.state, commands = step(self.state, event)
        self.commands += commands
        return commands

    def press(self, key: Key, text: str = "", by: By = By.KEY) -> Sequence[Command]:
        return self.tell(Pressed(t=self.t, key=key, text=text, by=by))

    def wait(self, seconds: float) -> Sequence[Command]:
        """Let time pass, tick by tick; all that is commanded meanwhile."""
        before = len(self.commands)
        for _ in range(round(seconds * 10)):
            self.t += 0.1
            self.tell(Ticked(t=self.t))
        return self.commands[before:]

    def say(self, role: Role = Role.PROBE, text: str = "Why?", seconds: float = 2.0) -> Sequence[Command]:
        """The interviewer says a line."""
        self.lines += 1
        self.tell(LineBegan(t=self.t, line=self.lines, role=role, item=f"item/{self.lines}", text=text))
        self.t += seconds
        return self.tell(
            LineSaid(
                t=self.t,
                line=self.lines,
                role=role,
                item=f"item/{self.lines}",
                text=text,
                seconds=seconds,
                heard_seconds=seconds,
                stopped=False,
                file="",
            )
        )

    def open(self) -> Table:
        """Up to the first answer."""
        self.tell(StudioOpened(t=self.t))
        self.say(Role.QUESTION, "How would you measure success?")
        assert self.state.stage is Stage.LISTENING
        return self.began()

    def began(self) -> Table:
        self.tell(AnswerBegan(t=self.t, answer=self.state.answer, line=self.state.answering))
        return self

    def speak(self, text: str = "I would count visits.", seconds: float = 3.0) -> None:
        """The candidate says something and pauses."""
        self.tell(SpeechBegan(t=self.t, answer=self.state.answer))
        start = self.t
        self.wait(seconds)
        self.tell(SpeechPaused(t=self.t, answer=self.state.answer))
        self.segment(text, start=start)

    def segment(self, text: str, *, answer: int | None = None, start: float = 0.0) -> Sequence[Command]:
        number = self.state.answer if answer is None else answer
        return self.tell(SegmentHeard(t=self.t, answer=number, utterance=Utterance(text, start, self.t, 0.9)))

    def heard(self, text: str = "I would count visits.", *, pending: bool = False) -> Sequence[Command]:
        return self.tell(AnswerHeard(t=self.t, answer=self.state.answer, text=text, pending=pending))

    def answer(self, text: str = "I would count visits.") -> Sequence[Command]:
        """The candidate speaks and is done; what the interviewer does."""
        self.speak(text)
        self.press(Key.DONE)
        return self.heard(text)

    def at(self, stage: Stage) -> Table:
        """Bring the interview to a stage."""
        if stage is Stage.OPENING:
            return self
        self.open()
        match stage:
            case Stage.SPEAKING:
                self.answer()
            case Stage.FINISHING:
                self.press(Key.DONE)
            case Stage.HELD:
                self.press(Key.PAUSE)
            case Stage.CLOSING:
                self.press(Key.END)
                self.heard()
            case _:
                pass
        assert self.state.stage is stage
        return self

    def emitted(self, kind: type[Event]) -> list[Event]:
        return [one.event for one in self.commands if isinstance(one, Emit) and isinstance(one.event, kind)]

    def listens(self) -> list[Listen]:
        return [one for one in self.commands if isinstance(one, Listen)]
