"""Where an interview stands: everything that decides what comes next, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from interviewer.plan import Plan
from interviewer.ports import Exchange, Situation, Trigger


class Stage(Enum):
    """Where an interview stands."""

    OPENING = auto()
    SPEAKING = auto()
    """The interviewer has the word; no answer is open."""
    LISTENING = auto()
    """An answer is open; the interviewer may put in a line (time, a hint) without ending it."""
    FINISHING = auto()
    """The candidate is done; the rest is being transcribed."""
    HELD = auto()
    CLOSING = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class State:
    """Everything that decides what comes next."""

    plan: Plan
    stage: Stage = Stage.OPENING
    now: float = 0.0
    began: float | None = None
    """When the question had been asked: the plan's time starts then."""
    held_since: float | None = None
    held_seconds: float = 0.0
    phase: str = ""
    line: int = 0
    answer: int = 0
    answering: int = 0
    """The line the open or last answer answers."""
    complete: bool = False
    """All that was said in the last answer is known; what still comes is known already."""
    exchanges: tuple[Exchange, ...] = ()
    typed: str = ""
    answer_began: float = 0.0
    speaking_since: float | None = None
    """When the candidate began to speak; None in a pause."""
    quiet_since: float = 0.0
    spoke: bool = False
    """Something was spoken since the open answer began."""
    typed_ahead: str = ""
    """An answer that was written while the interviewer still spoke: given as soon as she listens."""
    writing: bool = False
    """The candidate is writing, or has the field for it open."""
    interjecting: bool = False
    """The interviewer puts a line in while an answer is open."""
    asking: bool = False
    """The open answer is a question of the candidate's."""
    unheard: int = 0
    """Answers in a row in which nothing was heard."""
    hints: int = 0
    calls: tuple[float, ...] = ()
    """Time calls still to come, in seconds left."""
    ending: str = ""
    """Why the interview ends, once that is decided: `candidate` or `time`."""
    leaving_since: float | None = None
    """When the candidate pressed the key to end it."""

    @property
    def elapsed(self) -> float:
        """Seconds of the plan used so far; pauses do not count."""
        if self.began is None:
            return 0.0
        until = self.now if self.held_since is None else self.held_since
        return until - self.began - self.held_seconds

    @property
    def seconds_left(self) -> float:
        """Until the end of the plan; negative when over."""
        return self.plan.seconds - self.elapsed

    def situation(self, trigger: Trigger) -> Situation:
        """What a mind is shown."""
        phase = self.plan.phase_at(self.elapsed)
        return Situation(self.plan, trigger, phase, self.seconds_left, self.exchanges)
