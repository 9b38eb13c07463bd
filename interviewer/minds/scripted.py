"""The interviewer that needs no language model: asks, waits, answers, follows up and closes by the pack alone.

Runs on the asyncio thread and never waits. Everything it says stands in the pack; what it says next depends on the
situation and the seed and on nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator

from interviewer.content.model import Case, FollowUp, Question, Round
from interviewer.events import ASKING, Role
from interviewer.listening.case_turns import Kind
from interviewer.listening.turn_kinds import TurnKind
from interviewer.minds.desk import CaseDesk, from_brief
from interviewer.minds.follow_ups import Aim, Chooser
from interviewer.minds.line import Line, worded
from interviewer.minds.listening import Heard, Listener
from interviewer.minds.sentences import split
from interviewer.minds.spoken_time import spoken_left
from interviewer.minds.ties import LETTERS, Tie
from interviewer.ports import Exchange, Saying, Situation, Trigger

CASE_TURNS = 14
"""Turns of a case after which the candidate is asked for a conclusion: there are twelve slots."""
LEAD_ONS = 2
"""Turns of a case that neither ask nor conclude before the interviewer moves on."""
ROOM_FOR_QUESTION = 1 / 3
"""Another main question is asked while this share of its planned time is left: four of twelve minutes hold a story
and one or two probes, less would only cut one short."""


class ScriptedMind:
    """A mind for any round of any pack."""

    def __init__(self, seed: int = 0, listen: Callable[[Round], Listener] = Listener) -> None:
        """`listen` makes the listener of a round; it is asked once for each round."""
        self._seed = seed
        self._listen = listen
        self._listeners: dict[str, Listener] = {}
        self._desks: dict[str, CaseDesk] = {}
        self._replies: dict[Trigger, Callable[[Situation], Line]] = {
            Trigger.OPENING: self._opening,
            Trigger.ANSWER: self._after_answer,
            Trigger.ASK: self._asked,
            Trigger.REPEAT: self._repeat,
            Trigger.HINT: self._hint,
            Trigger.NOTHING_HEARD: self._nothing_heard,
            Trigger.TIME_CALL: self._time_call,
            Trigger.CLOSING: self._closing,
        }

    @property
    def name(self) -> str:
        return "scripted"

    async def reply(self, situation: Situation) -> AsyncIterator[Saying]:
        """The next line, a sentence at a time. Never raises `MindError`."""
        line = self.line(situation)
        for sentence in split(line.text):
            yield Saying(line.role, line.item, sentence)

    def line(self, situation: Situation) -> Line:
        """The next line as a whole."""
        return self._replies[situation.trigger](situation)

    def aims(self, situation: Situation, most: int) -> tuple[Aim, ...]:
        """The next line with what it is about, and others that could be said in its place, best first.

        Only probes have others; a line that is neither probe nor nudge is about nothing in particular.
        """
        line = self.line(situation)
        if line.role in (Role.PROBE, Role.NUDGE):
            aims = Chooser(situation, self.heard(situation), self._seed).next_aims(most)
            if aims and aims[0].line == line:
                return aims
        return (Aim(line, ""),)

    def tie(self, situation: Situation) -> Tie | None:
        """The question of a case that was asked last, where it is undecided about which of several slots."""
        if situation.trigger not in (Trigger.ANSWER, Trigger.ASK):
            return None
        desk = self._open_case(situation)
        if desk is None or desk.action().item in situation.asked_items:
            return None
        slots = desk.undecided(self.listener(situation.plan.round), situation.last_answer)
        return Tie(situation.last_answer, slots[: len(LETTERS)]) if slots else None

    def settle(self, situation: Situation, tie: Tie, slot: str) -> None:
        """Decide a tie, for the rest of the interview; a slot that is not among the tied ones: it asks about none."""
        desk = self._open_case(situation)
        if desk is not None:
            desk.settle(tie.question, slot if slot in {one.id for one in tie.slots} else "")

    def heard(self, situation: Situation) -> Heard:
        """What was heard of the main question that is being worked on."""
        answers = (exchange.answered for exchange in situation.about_question if exchange.answered)
        return self.listener(situation.plan.round).hear(answers, frozenset(_weighing(situation)))

    def listener(self, entry: Round) -> Listener:
        """What hears the answers of a round."""
        if entry.id not in self._listeners:
            self._listeners[entry.id] = self._listen(entry)
        return self._listeners[entry.id]

    # --- the eight occasions to speak -------------------------------------------------------------------------------

    def _opening(self, situation: Situation) -> Line:
        plan = situation.plan
        greeting = self._worded(plan.round.lines.opening, situation)
        return Line(Role.QUESTION, plan.question.id, f"{greeting} {plan.question.spoken}")

    def _after_answer(self, situation: Situation) -> Line:
        said, listener = _just_said(situation), self.listener(situation.plan.round)
        if not said:
            return self._next(situation)  # it was recorded but is not transcribed yet
        kind, desk = listener.turn_kind(said), self._open_case(situation)
        if kind is TurnKind.ASKS_TO_REPEAT:
            return self._again(situation, _to_repeat(situation))
        if kind is TurnKind.ASKS_FOR_TIME:
            return self._time_to_think(situation)
        if desk is not None:
            return self._case_turn(desk, situation, closes=kind is TurnKind.CLOSES)
        if kind is TurnKind.CLARIFYING_QUESTION:
            return self._from_brief(situation)
        return self._next(situation)

    def _time_to_think(self, situation: Situation) -> Line:
        text = self._worded(situation.plan.round.lines.thinking, situation)
        return Line(Role.CLARIFICATION, _thinking(situation), text)

    def _asked(self, situation: Situation) -> Line:
        desk = self._open_case(situation)
        if desk is not None:
            reply = desk.reply(self.listener(situation.plan.round), situation.last_answer)
            if reply.line is not None:
                return reply.line
        return self._from_brief(situation)

    def _repeat(self, situation: Situation) -> Line:
        last = _last_asked(situation)
        return self._opening(situation) if last is None else self._again(situation, last)

    def _hint(self, situation: Situation) -> Line:
        question, lines = situation.question, situation.plan.round.lines
        grade = sum(exchange.role is Role.HINT for exchange in situation.about_question)
        if grade < len(question.hints.graded):
            return Line(Role.HINT, f"{question.id}/hint/{grade + 1}", question.hints.graded[grade])
        return Line(Role.HINT, f"{question.id}/hint/none", self._worded(lines.hints_over, situation))

    def _nothing_heard(self, situation: Situation) -> Line:
        wordings = situation.plan.round.lines.nothing_heard
        last = _last_asked(situation)
        item = situation.question.id if last is None else last.item
        return Line(Role.REPEAT, item, wordings[min(_silent_turns(situation), len(wordings)) - 1])

    def _time_call(self, situation: Situation) -> Line:
        lines, left = situation.plan.round.lines, situation.seconds_left
        if left <= 0:
            return Line(Role.TIME_CALL, f"{situation.plan.round.id}/time/0", lines.time_over[0])
        calls = sum(exchange.role is Role.TIME_CALL for exchange in situation.exchanges)
        text = lines.time_call[calls % len(lines.time_call)].replace("{left}", spoken_left(left))
        return Line(Role.TIME_CALL, f"{situation.plan.round.id}/time/{round(left)}", text)

    def _closing(self, situation: Situation) -> Line:
        text = self._worded(situation.plan.round.lines.closing, situation)
        return Line(Role.CLOSING, f"{situation.plan.round.id}/closing", text)

    # --- what they are made of --------------------------------------------------------------------------------------

    def _next(self, situation: Situation) -> Line:
        plan = situation.plan
        scale = min(1.0, plan.seconds / (plan.round.minutes * 60))
        if situation.seconds_left < plan.round.conduct.last_follow_up_seconds * scale:
            return self._closing(situation)
        number, due = situation.asked_question, situation.phase.question
        found = self._main_question(situation, due) if due > number else None
        found = found or Chooser(situation, self.heard(situation), self._seed).next_line()
        return found or self._main_question(situation, number + 1) or self._closing(situation)

    def _main_question(self, situation: Situation, number: int) -> Line | None:
        """Main question `number`, if the plan has it and there is time for it."""
        plan = situation.plan
        planned = sum(phase.seconds for phase in plan.phases if phase.question == number)
        if number >= len(plan.questions) or situation.seconds_left < ROOM_FOR_QUESTION * planned:
            return None
        question = plan.questions[number]
        leads = plan.round.lines.next_question
        return Line(Role.QUESTION, question.id, f"{leads[(self._seed + number) % len(leads)]} {question.spoken}")

    def _case_turn(self, desk: CaseDesk, situation: Situation, *, closes: bool) -> Line:
        said, listener = situation.last_answer, self.listener(situation.plan.round)
        reply, action, conclusion = desk.reply(listener, said), desk.action(), desk.conclusion()
        asked = situation.asked_items
        if action.item in asked:
            return reply.line if reply.line and listener.ends_in_question(said) else self._next(situation)
        if reply.turn.kind is Kind.DIAGNOSIS or (closes and conclusion.item in asked):
            return action
        told = sum(exchange.item.startswith(f"{desk.item}/") for exchange in situation.exchanges)
        if conclusion.item not in asked and (closes or told >= CASE_TURNS):
            return conclusion
        if reply.turn.kind is Kind.REPEAT:
            return self._again(situation, _to_repeat(situation))
        if reply.turn.kind is Kind.THINK:
            return self._time_to_think(situation)
        if reply.line is not None:
            return reply.line
        lead_on = desk.lead_on(said)
        lead_ons = sum(exchange.item == lead_on.item for exchange in situation.exchanges)
        return action if lead_ons >= LEAD_ONS else lead_on

    def _from_brief(self, situation: Situation) -> Line:
        plan = situation.plan
        most = plan.round.conduct.facts_at_once
        return from_brief(situation.question, self.listener(plan.round), situation.last_answer, most)

    def _again(self, situation: Situation, exchange: Exchange) -> Line:
        questions = {question.id: question for question in situation.plan.questions}
        words = questions[exchange.item].spoken if exchange.item in questions else exchange.asked
        return Line(Role.REPEAT, exchange.item, words)

    def _open_case(self, situation: Situation) -> CaseDesk | None:
        """The case the candidate is fishing in, if the last thing asked belongs to one."""
        last, question = _last_asked(situation), situation.question
        if last is None or last.role is not Role.TROUBLESHOOTING:
            return None
        for follow_up in (*question.follow_ups, *situation.plan.round.follow_ups):
            if follow_up.case is not None:
                desk = self._desk(situation.plan.round, question, follow_up, follow_up.case)
                if last.item in (desk.item, desk.action().item, desk.conclusion().item):
                    return desk
        return None

    def _desk(self, entry: Round, question: Question, follow_up: FollowUp, case: Case) -> CaseDesk:
        key = f"{question.id}/{follow_up.id}"
        if key not in self._desks:
            self._desks[key] = CaseDesk(entry, question, follow_up, case, self._seed)
        return self._desks[key]

    def _worded(self, wordings: tuple[str, ...], situation: Situation) -> str:
        return worded(wordings, self._seed, situation.question.id, wordings)


def _weighing(situation: Situation) -> Iterator[str]:
    """The answers to trade-offs: they weigh the metrics that were named, and name none."""
    open_role: Role | None = None
    for exchange in situation.about_question:
        if exchange.role in ASKING:
            open_role = exchange.role
        if open_role is Role.TRADE_OFF:
            yield exchange.answered


def _last_asked(situation: Situation) -> Exchange | None:
    return next((exchange for exchange in reversed(situation.exchanges) if exchange.role in ASKING), None)


def _answered(situation: Situation) -> Exchange:
    """What the candidate has just answered. Lines put in while an answer is open have no answer of their own."""
    for one in reversed(situation.exchanges):
        put_in = one.role in (Role.TIME_CALL, Role.HINT, Role.REPEAT) and one.began is None
        if one.answered or not put_in:
            return one
    return situation.exchanges[-1]


def _just_said(situation: Situation) -> str:
    return _answered(situation).answered.strip() if situation.exchanges else ""


def _thinking(situation: Situation) -> str:
    """Id of the line that grants time to think."""
    return f"{situation.plan.round.id}/thinking"


def _to_repeat(situation: Situation) -> Exchange:
    """What somebody wants to hear again: what they were told last, but not that they may think."""
    answered = _answered(situation)
    return (_last_asked(situation) or answered) if answered.item == _thinking(situation) else answered


def _silent_turns(situation: Situation) -> int:
    """How many turns in a row, up to now, nothing was heard."""
    heard = (number for number, exchange in enumerate(reversed(situation.exchanges)) if exchange.answered.strip())
    return max(1, next(heard, len(situation.exchanges)))
