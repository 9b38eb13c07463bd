"""A whole interview on invented time: the real rules of turn-taking, the scripted mind, and a candidate by script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.commands import Close, Command, Finish, Listen, Reply
from interviewer.events import (
    ASKING,
    AnswerBegan,
    AnswerHeard,
    By,
    Event,
    Key,
    LineBegan,
    LineSaid,
    Pressed,
    SegmentHeard,
    SessionEnded,
    SpeechBegan,
    SpeechPaused,
    StudioOpened,
    Ticked,
)
from interviewer.minds.line import Line
from interviewer.minds.scripted import ScriptedMind
from interviewer.plan import Plan
from interviewer.ports import Trigger
from interviewer.state import Stage
from interviewer.turns import begin, step
from speech.words import Utterance

LINE_SECONDS = 5.0
HELD_SECONDS = 60.0
TICK_SECONDS = 2.0
"""Longer than the pause in which a word is put in, so that every tick in silence could bring one."""


@dataclass(frozen=True, slots=True)
class Act:
    """What the candidate does when listened to."""

    key: Key
    """`DONE`: speaks and is done; `ASK`: asks; the others are only pressed."""
    text: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Said:
    """One line of the interviewer's in its place."""

    line: Line
    trigger: Trigger
    at: float
    to: str
    """What was said to her; empty unless she replies to it."""
    question: str
    """Id of the main question that was open."""
    open: str
    """Id of what was asked last."""


class Rehearsal:
    """One interview. `hold` lets the candidate act, then say nothing more until it ends."""

    def __init__(self, plan: Plan, mind: ScriptedMind) -> None:
        self.state = begin(plan)
        self.mind = mind
        self.t = 0.0
        self.said: list[Said] = []
        self._spoken = ""

    def hold(self, acts: Sequence[Act]) -> list[Said]:
        """Everything the interviewer said; it has ended, or gone on long after its time."""
        rest = list(acts)
        self._tell(StudioOpened(t=self.t))
        while self.state.stage is not Stage.ENDED:
            assert self.state.elapsed < self.state.plan.seconds + 120, "it does not end"
            if self.state.stage is Stage.HELD:
                self._wait(HELD_SECONDS)
                self._tell(Pressed(t=self.t, key=Key.RESUME))
            elif rest and self.state.stage is Stage.LISTENING:
                self._act(rest.pop(0))
            else:
                self._wait(TICK_SECONDS)
        return self.said

    def _act(self, act: Act) -> None:
        if act.text:
            self._tell(SpeechBegan(t=self.t, answer=self.state.answer))
            self._wait(act.seconds)
            self._tell(SpeechPaused(t=self.t, answer=self.state.answer))
            self._spoken = act.text
            segment = Utterance(act.text, self.t - act.seconds, self.t, 0.9)
            self._tell(SegmentHeard(t=self.t, answer=self.state.answer, utterance=segment))
        else:
            self._wait(act.seconds)
        if self.state.stage is Stage.LISTENING:
            self._tell(Pressed(t=self.t, key=act.key, by=By.KEY))

    def _wait(self, seconds: float) -> None:
        until = self.t + seconds
        while self.t < until and self.state.stage is not Stage.ENDED:
            self.t = min(until, self.t + TICK_SECONDS)
            self._tell(Ticked(t=self.t))

    def _tell(self, event: Event) -> None:
        self.state, commands = step(self.state, event)
        for command in commands:
            self._do(command)

    def _do(self, command: Command) -> None:
        match command:
            case Reply(trigger):
                self._say(trigger)
            case Listen(answer, line):
                self._spoken = ""
                self._tell(AnswerBegan(t=self.t, answer=answer, line=line))
            case Finish(answer):
                self._tell(AnswerHeard(t=self.t, answer=answer, text=self._spoken))
            case Close(reason):
                self._tell(SessionEnded(t=self.t, reason=reason))
            case _:
                pass

    def _say(self, trigger: Trigger) -> None:
        situation = self.state.situation(trigger)
        line = self.mind.line(situation)
        told = self._spoken if trigger in (Trigger.ANSWER, Trigger.ASK) else ""
        last = next((one for one in reversed(self.said) if one.line.role in ASKING), None)
        self.said.append(Said(line, trigger, self.t, told, situation.question.id, last.line.item if last else ""))
        number = len(self.said)
        self._tell(LineBegan(t=self.t, line=number, role=line.role, item=line.item, text=line.text))
        self.t += LINE_SECONDS
        self._tell(
            LineSaid(
                t=self.t,
                line=number,
                role=line.role,
                item=line.item,
                text=line.text,
                seconds=LINE_SECONDS,
                heard_seconds=LINE_SECONDS,
                stopped=False,
                file="",
            )
        )
