"""Answers what a candidate asks back: from the brief of a question, or from the sheet of a case. Pure.

Nothing is said that is not written in the pack, and the same question always gets the same words.
"""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.content import cues
from interviewer.content.model import Case, FollowUp, Question, Round, Slot
from interviewer.events import Role
from interviewer.listening.case_turns import CaseTurn, Kind
from interviewer.minds.line import Line, worded
from interviewer.minds.listening import Listener


def from_brief(question: Question, listener: Listener, text: str, most: int) -> Line:
    """The facts a clarifying question is about, in the order of the sheet, or the brief's default."""
    asked = "\n".join(listener.questions(text)) or cues.plain(text)
    found = []
    for number, fact in enumerate(question.brief.facts):
        match = cues.first(fact.asks, asked)
        if match is not None:
            found.append((match.start(), number))
    numbers = sorted(number for _, number in sorted(found)[:most])
    said = " ".join(question.brief.facts[number].fact for number in numbers) or question.brief.default
    item = "+".join(str(number + 1) for number in numbers) or "none"
    return Line(Role.CLARIFICATION, f"{question.id}/brief/{item}", said)


@dataclass(frozen=True, slots=True)
class CaseReply:
    """What a turn of a case was taken for, and what is said to it."""

    turn: CaseTurn
    line: Line | None
    """None when nothing was asked: to a diagnosis, and to a turn that is no question at all."""


class CaseDesk:
    """Answers questions about one case."""

    def __init__(self, case_round: Round, question: Question, follow_up: FollowUp, case: Case, seed: int) -> None:
        self._round = case_round
        self._case = case
        self._opening = follow_up.spoken
        self.item = f"{question.id}/{follow_up.id}"
        """Id of the follow-up that opens the case."""
        self._seed = seed
        self._settled: dict[str, CaseTurn] = {}
        """Turns, in plain form, about which was decided what they ask."""

    def undecided(self, listener: Listener, text: str) -> tuple[Slot, ...]:
        """The slots of which a turn asks about one, where the rules cannot tell which; the likeliest first."""
        titles = {slot.id: slot for slot in self._round.slots}
        return tuple(titles[slot] for slot in self._turn(listener, text).tied)

    def settle(self, text: str, slot: str) -> None:
        """Decide that a turn asks about a slot, from now on; an empty one: about none that can be told."""
        self._settled[cues.plain(text)] = CaseTurn(Kind.SLOT, (slot,)) if slot else CaseTurn(Kind.VAGUE)

    def _turn(self, listener: Listener, text: str) -> CaseTurn:
        return self._settled.get(cues.plain(text)) or listener.case_turn(text)

    def reply(self, listener: Listener, text: str) -> CaseReply:
        """What a turn asks for and what is said to it: facts of the sheet, or a line that gives none away."""
        turn, lines = self._turn(listener, text), self._round.lines
        heard = cues.plain(text)
        match turn.kind:
            case Kind.SLOT | Kind.MULTI:
                line: Line | None = self._facts(turn.slots)
            case Kind.VAGUE:
                line = self._said("vague", lines.be_specific, heard)
            case Kind.CAUSE:
                line = self._said("cause", lines.your_diagnosis, heard)
            case Kind.OFF_SHEET:
                line = self._said("off_sheet", lines.no_data, heard)
            case Kind.CLARIFY_DEFINITION:
                line = self._definition()
            case Kind.THINK:
                line = self._said("thinking", lines.thinking, heard)
            case Kind.REPEAT:
                line = Line(Role.REPEAT, self.item, self._opening)
            case Kind.DIAGNOSIS | Kind.NOTHING:
                line = None
        return CaseReply(turn, line)

    def closing_words(self, turn: CaseTurn) -> str:
        """What is said to a turn that got no reply of its own."""
        return (self.action() if turn.kind is Kind.DIAGNOSIS else self.lead_on("")).text

    def lead_on(self, text: str) -> Line:
        """Asks for the next question."""
        return self._said("go_ahead", self._round.lines.go_ahead, cues.plain(text))

    def action(self) -> Line:
        """Asks what follows from the diagnosis. Says nothing of whether it is right."""
        text = worded(self._round.lines.action, self._seed, self.item)
        return Line(Role.TROUBLESHOOTING, f"{self.item}/action", text)

    def conclusion(self) -> Line:
        """Asks what the candidate makes of the facts."""
        text = worded(self._round.lines.conclusion, self._seed, self.item)
        return Line(Role.TROUBLESHOOTING, f"{self.item}/conclusion", text)

    def _facts(self, slots: tuple[str, ...]) -> Line:
        """Facts of the slots in the order asked, of at most as many as can be followed by ear."""
        told = slots[: self._round.conduct.slots_at_once]
        facts = [fact.fact for slot in told for fact in self._case.facts if fact.slot == slot]
        return Line(Role.CLARIFICATION, f"{self.item}/{'+'.join(told)}", " ".join(facts))

    def _definition(self) -> Line:
        text = worded(self._round.lines.definition, self._seed, self.item).replace("{metric}", self._case.metric)
        return Line(Role.CLARIFICATION, f"{self.item}/definition", text)

    def _said(self, kind: str, wordings: tuple[str, ...], heard: str) -> Line:
        return Line(Role.CLARIFICATION, f"{self.item}/{kind}", worded(wordings, self._seed, heard))
