"""Chooses what to ask next: the most important thing still missing, in the candidate's own words where possible. Pure.

A follow-up is never asked twice. Probes aim at items of phases that are due, by the clock or because the candidate has
got there; when none is left there, a nudge leads to the next phase. Trade-offs and troubleshooting come in their
phases, or sooner when nothing is left to probe.
"""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.content import cues
from interviewer.content.model import FollowUp, Kind, Round, RoundPhase
from interviewer.events import Role
from interviewer.minds.line import Line
from interviewer.minds.listening import Heard
from interviewer.ports import Situation

_REACTS = 3
"""A follow-up that answers to something said is worth three points of importance."""
_QUOTES = 2
_DEEPENS = -4
"""What is missing is asked before what is there is deepened."""


@dataclass(frozen=True, slots=True)
class Chooser:
    """One choice in one situation."""

    situation: Situation
    heard: Heard

    def next_line(self) -> Line | None:
        """The next follow-up or nudge; None when there is nothing left to ask."""
        for phase in self._phases_ahead():
            for kind_id in phase.kinds:
                kind = next(kind for kind in self._round.kinds if kind.id == kind_id)
                line = self._probe(kind) if kind.role == "probe" else self._open(kind)
                if line is not None:
                    return line
        return None

    @property
    def _round(self) -> Round:
        return self.situation.plan.round

    @property
    def _follow_ups(self) -> tuple[FollowUp, ...]:
        return (*self.situation.question.follow_ups, *self._round.follow_ups)

    def _phases_ahead(self) -> list[RoundPhase]:
        """Phases of this main question from the clock's on; all of them when the clock is not there yet."""
        own = [phase for phase in self._round.phases if phase.question == self.situation.asked_question]
        ahead = [phase for phase in own if self._phase_number(phase.id) >= self._clock_phase()]
        return ahead or own

    def _clock_phase(self) -> int:
        return self._phase_number(self.situation.phase.id)

    def _phase_number(self, phase_id: str) -> int:
        return next(number for number, phase in enumerate(self._round.phases) if phase.id == phase_id)

    def _item_phase(self, item_id: str) -> int:
        phase = next(item.phase for item in self._round.items if item.id == item_id)
        return self._phase_number(phase or self._phases_ahead()[0].id)

    def _probe(self, kind: Kind) -> Line | None:
        stage = self._stage()
        due = [follow_up for follow_up in self._fitting(kind) if self._is_due(follow_up, kind, stage)]
        if due:
            return self._line(max(due, key=self._worth), kind)
        return self._nudge(stage, kind)

    def _open(self, kind: Kind) -> Line | None:
        fitting = self._fitting(kind)
        return self._line(max(fitting, key=self._worth), kind) if fitting else None

    def _stage(self) -> int:
        """The furthest phase the interview is in: by the clock, by a nudge, or by what the candidate spoke about."""
        nudged = (
            number for number, phase in enumerate(self._round.phases) if self._nudge_item(phase.id) in self._asked
        )
        spoken = (self._item_phase(item) for item in self.heard.items)
        return max(self._clock_phase(), *nudged, *spoken, 0)

    def _nudge(self, stage: int, kind: Kind) -> Line | None:
        if self._spent(kind):
            return None
        for phase in self._round.phases[stage + 1 :]:
            if phase.nudge and phase.probes and kind.id in phase.kinds:
                return Line(Role.NUDGE, self._nudge_item(phase.id), phase.nudge)
        return None

    def _nudge_item(self, phase_id: str) -> str:
        return f"{self._round.id}/nudge/{phase_id}"

    @property
    def _asked(self) -> frozenset[str]:
        return self.situation.asked_items

    def _item(self, follow_up: FollowUp) -> str:
        return f"{self.situation.question.id}/{follow_up.id}"

    def _asked_follow_ups(self) -> list[FollowUp]:
        return [each for each in self._follow_ups if self._item(each) in self._asked]

    def _spent(self, kind: Kind) -> bool:
        return sum(follow_up.kind == kind.id for follow_up in self._asked_follow_ups()) >= kind.most

    def _fitting(self, kind: Kind) -> list[FollowUp]:
        """Follow-ups of a kind whose conditions are met."""
        if self._spent(kind):
            return []
        asked = self._asked_follow_ups()
        names = {follow_up.id for follow_up in asked}
        probed = {follow_up.item for follow_up in asked if follow_up.kind == kind.id and kind.role == "probe"}
        return [
            follow_up
            for follow_up in self._follow_ups
            if follow_up.kind == kind.id
            and follow_up.id not in names
            and follow_up.item not in probed
            and names.issuperset(follow_up.after)
            and self._aims_well(follow_up)
        ]

    def _aims_well(self, follow_up: FollowUp) -> bool:
        covered = follow_up.item in self.heard.items
        if (follow_up.aim == "gap" and covered) or (follow_up.aim == "depth" and not covered):
            return False
        if follow_up.when and not cues.heard(follow_up.when, self.heard.text):
            return False
        return not cues.heard(follow_up.unless, self.heard.text)

    def _is_due(self, follow_up: FollowUp, kind: Kind, stage: int) -> bool:
        number = self._item_phase(follow_up.item)
        aimed = sum(
            self._item_phase(other.item) == number for other in self._asked_follow_ups() if other.kind == kind.id
        )
        return number <= stage and aimed < self._round.phases[number].probes

    def _worth(self, follow_up: FollowUp) -> float:
        importance = next(item.importance for item in self._round.items if item.id == follow_up.item)
        reacts = _REACTS if follow_up.when else 0
        quotes = _QUOTES if self._quoted(follow_up) else 0
        deepens = _DEEPENS if follow_up.item in self.heard.items else 0
        return importance + reacts + quotes + deepens

    def _line(self, follow_up: FollowUp, kind: Kind) -> Line:
        text = self._quoted(follow_up) or self._bridged(follow_up)
        return Line(Role(kind.role), self._item(follow_up), text)

    def _quoted(self, follow_up: FollowUp) -> str:
        """The line with the candidate's words in it; empty when they were not heard or it would get too long."""
        try:
            text = follow_up.quoting.format_map(self.heard.quotes)
        except KeyError:
            return ""
        return text[:1].upper() + text[1:] if self._is_short(text) else ""

    def _bridged(self, follow_up: FollowUp) -> str:
        """The line after a sentence that quotes the candidate, if one leads over to it and was not said before.

        A follow-up with a condition already begins with what was said.
        """
        if follow_up.when:
            return follow_up.spoken
        said = "\n".join(exchange.asked for exchange in self.situation.exchanges)
        for quote in self._round.quotes:
            words = self.heard.quotes.get(quote.id, "")
            if words and quote.bridge and follow_up.item in quote.bridge_items:
                bridge = quote.bridge.replace("{}", words)
                text = f"{bridge} {follow_up.spoken}"
                if bridge not in said and self._is_short(text):
                    return text
        return follow_up.spoken

    def _is_short(self, text: str) -> bool:
        return len(text.split()) <= self._round.conduct.line_words
