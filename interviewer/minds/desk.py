"""Answers what a candidate asks back: from the brief of a question, or from the sheet of a case. Pure.

Nothing is said that is not written in the pack, and the same question always gets the same words.
"""

from __future__ import annotations

from interviewer.content import cues
from interviewer.content.model import Case, FollowUp, Question, Round
from interviewer.events import Role
from interviewer.minds.line import Line, worded
from interviewer.minds.listening import Listener


def from_brief(question: Question, listener: Listener, text: str, most: int) -> Line:
    """The facts a clarifying question is about, in the order asked, or the brief's default."""
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


class CaseDesk:
    """Answers questions about one case."""

    def __init__(self, case_round: Round, question: Question, follow_up: FollowUp, case: Case, seed: int) -> None:
        self._round = case_round
        self._case = case
        self.item = f"{question.id}/{follow_up.id}"
        """Id of the follow-up that opens the case."""
        self._seed = seed

    def answer(self, listener: Listener, text: str) -> Line | None:
        """What is said to a question; None when the turn asks nothing."""
        listening, lines = self._round.listening, self._round.lines
        asked = "\n".join(listener.questions(text))
        if not asked:
            return None
        slots = self._slots(asked)
        if slots:
            facts = [fact.fact for slot in slots for fact in self._case.facts if fact.slot == slot]
            return Line(Role.CLARIFICATION, f"{self.item}/{'+'.join(slots)}", " ".join(facts))
        if cues.heard(listening.wants_cause, asked):
            return self._said("cause", lines.your_diagnosis, asked)
        if cues.heard(listening.vague, asked):
            return self._said("vague", lines.be_specific, asked)
        return self._said("off_sheet", lines.no_data, asked)

    def concludes(self, text: str) -> bool:
        """Whether a turn that asks nothing at its end states what happened or what to do."""
        return cues.heard(self._round.listening.diagnoses, cues.plain(text))

    def lead_on(self, text: str) -> Line:
        """Asks for the next question."""
        return self._said("go_ahead", self._round.lines.go_ahead, cues.plain(text))

    def action(self) -> Line:
        """Asks what follows from the diagnosis. Says nothing of whether it is right."""
        text = worded(self._round.lines.action, self._seed, self.item)
        return Line(Role.TROUBLESHOOTING, f"{self.item}/action", text)

    def _slots(self, asked: str) -> list[str]:
        """Slots that are asked about, in order, at most as many as are answered at once."""
        found = []
        for number, slot in enumerate(self._round.slots):
            match = cues.first(slot.asks, asked)
            if match is not None:
                found.append((match.start(), number, slot.id))
        return [slot for _, _, slot in sorted(found)[: self._round.conduct.facts_at_once]]

    def _said(self, kind: str, wordings: tuple[str, ...], asked: str) -> Line:
        return Line(Role.CLARIFICATION, f"{self.item}/{kind}", worded(wordings, self._seed, asked))
