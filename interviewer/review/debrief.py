"""What happened in a hidden case: which way the candidate went, how soon, and whether it led to the cause. Pure.

Read from the record alone: the interviewer's replies name the slots they answered, as
`<question id>/<follow-up id>/<slots joined by +>`, or why they answered none (`/vague`, `/cause`, `/off_sheet`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from interviewer.content import cues
from interviewer.content.model import Case, FollowUp, Question, Round
from interviewer.events import ASKING, Role
from interviewer.minds.scripted import LEAD_ONS
from interviewer.records.transcript import Answer, Exchange
from interviewer.review.denial import OF_ACTIONS, OF_CAUSES, affirmed
from interviewer.review.told import Quoted, Told, question_in, quote_of, sentences

ACTION = "action"
GO_AHEAD = "go_ahead"
MISSES = ("off_sheet", "vague", "cause")
"""Questions that got no fact: nothing on the sheet, too wide, or asking for the answer itself."""


@dataclass(frozen=True, slots=True)
class Step:
    """One slot that was asked about."""

    slot: str
    title: str
    question: int
    """Which question of the case it was in, from 1; one question may ask about several slots."""
    answer: int
    at: float
    """Session seconds."""
    signal: bool
    """True when it points at the cause."""
    repeat: bool
    """True when it had been asked about before."""
    quote: str = ""
    """Empty when the question is not transcribed."""


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that got no fact."""

    kind: str
    """One of `MISSES`."""
    question: int
    answer: int
    at: float
    quote: str = ""


@dataclass(frozen=True, slots=True)
class CaseDebrief:
    """One case, looked back on."""

    question: str
    """Id of the main question it belongs to."""
    follow_up: str
    item: str
    """Item of the round's framework it shows."""
    metric: str
    opened: float
    """Session seconds."""
    cause: str
    action: str
    """What fits the cause."""
    path: tuple[Step, ...] = ()
    """In the order asked, what was asked after the diagnosis included."""
    misses: tuple[Miss, ...] = ()
    answers: int = 0
    """How often the candidate said something in it."""
    questions: int = 0
    """All of them, misses included."""
    questions_to_last_signal: int | None = None
    """How many it took to the last new signal before the diagnosis; None: no signal was found."""
    questions_to_diagnosis: int | None = None
    """How many came before the diagnosis; None: there was none."""
    diagnosis: Quoted | None = None
    premature: bool = False
    """A diagnosis before any signal was asked about."""
    cause_right: bool = False
    action_fits: bool = False
    signals_never_asked: tuple[str, ...] = ()
    """Slots."""

    @property
    def repeats(self) -> int:
        """Slots that were asked about again."""
        return sum(step.repeat for step in self.path)


@dataclass(slots=True)
class HeldTurn:
    """An answer with what the interviewer said to it."""

    answer: Answer
    replied: bool = False
    kind: str = ""
    """What stands behind the case's item in the reply's; empty when the reply does not belong to the case."""


@dataclass(frozen=True, slots=True)
class CaseTurns:
    """A case as it was held."""

    question: Question
    follow_up: FollowUp
    case: Case
    opened: float
    turns: list[HeldTurn] = field(default_factory=list)

    @property
    def item(self) -> str:
        """Item of the line that opened it."""
        return f"{self.question.id}/{self.follow_up.id}"

    @property
    def answers(self) -> frozenset[int]:
        """Numbers of the answers that belong to it."""
        return frozenset(turn.answer.number for turn in self.turns)

    def hear(self, answer: Answer) -> None:
        self.turns.append(HeldTurn(answer))

    def reply(self, line: Exchange) -> None:
        """A line said to the last answer. Time calls and hints are put in, and reply to nothing."""
        if self.turns and line.role not in (Role.TIME_CALL, Role.HINT):
            last = self.turns[-1]
            own = line.role is not Role.REPEAT and line.item.startswith(f"{self.item}/")
            last.kind = last.kind or (line.item.removeprefix(f"{self.item}/") if own else "")
            last.replied = True


def cases_in(told: Iterable[Told], questions: Sequence[Question], shared: Sequence[FollowUp]) -> tuple[CaseTurns, ...]:
    """Every case that was opened, in order. A case ends with the next thing asked, or with the interview."""
    hidden = {
        f"{question.id}/{follow_up.id}": (question, follow_up, follow_up.case)
        for question in questions
        for follow_up in (*question.follow_ups, *shared)
        if follow_up.case is not None
    }
    cases: list[CaseTurns] = []
    held: CaseTurns | None = None
    for one in told:
        if isinstance(one, Answer):
            if held is not None:
                held.hear(one)
        elif one.role is Role.TROUBLESHOOTING and one.item in hidden:
            held = CaseTurns(*hidden[one.item], one.start)
            cases.append(held)
        elif held is not None and (one.role is Role.CLOSING or (one.role in ASKING and not _within(held, one))):
            held = None
        elif held is not None:
            held.reply(one)
    return tuple(cases)


def _within(held: CaseTurns, line: Exchange) -> bool:
    """Whether a line asks on inside a case: for a conclusion, or for an action."""
    return line.item.startswith(f"{held.item}/")


def debrief(held: CaseTurns, case_round: Round) -> CaseDebrief:
    """A case looked back on."""
    concluded = _concluding_turn(held, case_round)
    path, misses, before = _path(held, case_round, concluded)
    early = [step for step in path if step.question <= before]
    new_signals = [step.question for step in early if step.signal and not step.repeat]
    diagnosis, later = _conclusion(held, concluded)
    cause, action = _claims(held.case, diagnosis, later)
    asked = {step.slot for step in path}
    return CaseDebrief(
        question=held.question.id,
        follow_up=held.follow_up.id,
        item=held.follow_up.item,
        metric=held.case.metric,
        opened=held.opened,
        cause=held.case.cause,
        action=held.case.action,
        path=path,
        misses=misses,
        answers=sum(bool(turn.answer.text) for turn in held.turns),
        questions=sum(_is_question(turn, held) for turn in held.turns),
        questions_to_last_signal=max(new_signals, default=None),
        questions_to_diagnosis=None if diagnosis is None else before,
        diagnosis=None if diagnosis is None else _diagnosis_quote(diagnosis, held.case, case_round),
        premature=diagnosis is not None and not any(step.signal for step in early),
        cause_right=cause,
        action_fits=action,
        signals_never_asked=tuple(slot for slot in _signals(held.case) if slot not in asked),
    )


def _signals(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.slot for fact in case.facts if fact.signal))


def _slots(turn: HeldTurn, held: CaseTurns) -> tuple[str, ...]:
    """The slots a turn was answered about; none when its reply gave no fact."""
    slots = tuple(turn.kind.split("+"))
    known = {fact.slot for fact in held.case.facts}
    return slots if known.issuperset(slots) else ()


def _is_question(turn: HeldTurn, held: CaseTurns) -> bool:
    return turn.kind in MISSES or bool(_slots(turn, held))


def _path(held: CaseTurns, case_round: Round, concluded: int | None) -> tuple[tuple[Step, ...], tuple[Miss, ...], int]:
    """Steps, misses, and how many questions came before the diagnosis (all of them without one)."""
    titles = {slot.id: slot.title for slot in case_round.slots}
    signals, asked = set(_signals(held.case)), set[str]()
    steps: list[Step] = []
    misses: list[Miss] = []
    number = before = 0
    for place, turn in enumerate(held.turns):
        if not _is_question(turn, held):
            continue
        number += 1
        before = number if concluded is None or place < concluded else before
        said = question_in(turn.answer) or Quoted("", turn.answer.number, turn.answer.start)
        for slot in _slots(turn, held):
            signal, repeat = slot in signals, slot in asked
            title = titles.get(slot, slot)
            steps.append(Step(slot, title, number, said.answer, said.at, signal, repeat, said.quote))
            asked.add(slot)
        if turn.kind in MISSES:
            misses.append(Miss(turn.kind, number, said.answer, said.at, said.quote))
    return tuple(steps), tuple(misses), before


# --- the diagnosis ----------------------------------------------------------------------------------------------------


def _concluding_turn(held: CaseTurns, case_round: Round) -> int | None:
    """Place of the turn that stated the diagnosis.

    The interviewer asks for an action after it; but also after somebody who only talked, and not when time ran out.
    """
    led_on = sum(turn.kind == GO_AHEAD for turn in held.turns)
    for place, turn in enumerate(held.turns):
        if turn.kind == ACTION:
            taken = led_on < LEAD_ONS or _states(turn.answer, held.case, case_round)
            return place if taken and turn.answer.text else None
    last = len(held.turns) - 1
    if last >= 0 and not held.turns[last].replied and _states(held.turns[last].answer, held.case, case_round):
        return last
    return None


def _states(answer: Answer, case: Case, case_round: Round) -> bool:
    """Whether an answer states what happened, in a sentence that is no question."""
    stated = "\n".join(quoted.quote for _, quoted in sentences(answer) if not quoted.quote.endswith("?"))
    return cues.heard(case_round.listening.diagnoses, cues.plain(stated)) or affirmed(
        case.cause_cues, stated, OF_CAUSES
    )


def _conclusion(held: CaseTurns, concluded: int | None) -> tuple[Answer | None, list[Answer]]:
    if concluded is None:
        return None, []
    return held.turns[concluded].answer, [turn.answer for turn in held.turns[concluded + 1 :]]


def _claims(case: Case, diagnosis: Answer | None, later: Sequence[Answer]) -> tuple[bool, bool]:
    """Whether the cause was named, and an action that fits it, in the diagnosis or after it.

    Of what came after it questions do not count: asking about the release is not to say that it was the release.
    """
    if diagnosis is None:
        return False, False
    stated = [quoted.quote for answer in later for _, quoted in sentences(answer) if not quoted.quote.endswith("?")]
    text = "\n".join((diagnosis.text, *stated))
    return affirmed(case.cause_cues, text, OF_CAUSES), affirmed(case.action_cues, text, OF_ACTIONS)


def _diagnosis_quote(answer: Answer, case: Case, case_round: Round) -> Quoted | None:
    """The sentence that names the cause; otherwise the one that sounds like a conclusion."""
    for _, quoted in sentences(answer):
        if affirmed(case.cause_cues, quoted.quote, OF_CAUSES):
            return quoted
    return quote_of(answer, (case_round.listening.diagnoses,))
