"""Chooses what to ask next: the most important thing still missing, in the candidate's own words where possible. Pure.

A follow-up is never asked twice, nor in the same words for another main question. Probes aim at items of phases that
are due, by the clock or because the candidate has got there; when none is left there, a nudge leads to the next phase.
Trade-offs and troubleshooting come in their phases, or sooner when nothing is left to probe; a challenge never comes
before its phase, nor before anything was said that it could challenge. What a long answer has skipped is asked at the
end, if there is time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from interviewer.content import cues
from interviewer.content.model import FollowUp, Kind, RoundPhase
from interviewer.events import Role
from interviewer.minds.line import Line
from interviewer.minds.listening import Heard
from interviewer.ports import Situation

_REACTS = 3
"""A follow-up that answers to something said is worth three points of importance."""
_QUOTES = 2
"""What quoting is worth; less with every line that quoted the same words before."""
_TIRED = 2
"""Words quoted in so many lines are not quoted again, but for a metric that a trade-off is about."""
_NEAR = 1
"""What belongs to the phase the clock is in is a little more urgent."""
_DEEPENS = -4
"""What is missing is asked before what is there is deepened."""
_USED = -4
"""What was asked about an earlier main question comes back only when little else is left."""
_ROOM = 0.5
"""A phase that was skipped is made up for when this share of its time is left."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

_Fit = tuple[float, ...]
"""How well a follow-up fits: compared from the first number on."""


@dataclass(frozen=True, slots=True)
class Aim:
    """Something that could be asked next."""

    line: Line
    """How the pack asks it."""
    about: str
    """Id of the item, or of the phase a nudge leads to; empty when it is about nothing in particular."""


class Chooser:
    """One choice in one situation."""

    def __init__(self, situation: Situation, heard: Heard, seed: int = 0) -> None:
        """`seed` decides between follow-ups that fit equally well."""
        self._situation = situation
        self._heard = heard
        self._seed = seed
        self._round = situation.plan.round
        self._question = situation.question
        self._asked_items = situation.asked_items
        self._said = [exchange.asked for exchange in situation.exchanges]
        self._said_lower = [said.lower() for said in self._said]
        self._kinds = {kind.id: kind for kind in self._round.kinds}
        self._items = {item.id: item for item in self._round.items}
        self._numbers = {phase.id: number for number, phase in enumerate(self._round.phases)}
        self._own = [phase for phase in self._round.phases if phase.question == situation.asked_question]
        """Phases of the main question that is being worked on."""
        self._clock = self._numbers[situation.phase.id]
        self._follow_ups = (*self._question.follow_ups, *self._round.follow_ups)
        self._asked = [each for each in self._follow_ups if self._item(each) in self._asked_items]
        self._lines: dict[str, str] = {}
        """Quoting lines with the quotes in them, by the follow-up's id."""
        self._stage = self._furthest()

    def next_line(self) -> Line | None:
        """The next follow-up or nudge; None when there is nothing left to ask."""
        return next((aim.line for aim in self.next_aims(1)), None)

    def next_aims(self, most: int) -> tuple[Aim, ...]:
        """The next follow-up or nudge and others of its kind that would do nearly as well, each about another item,
        best first; none when there is nothing left to ask."""
        found = (self._of_kind(self._kinds[kind], phase) for phase in self._ahead() for kind in phase.kinds)
        late = (self._of_kind(self._kinds[kind], phase, late=True) for phase in self._skipped() for kind in phase.kinds)
        chosen = (tuple(islice(_about_others(aims), most)) for aims in chain(found, late))
        return next(filter(None, chosen), ())

    # --- where the interview is -------------------------------------------------------------------------------------

    def _ahead(self) -> list[RoundPhase]:
        """Phases of this main question from the clock's on; all of them when the clock is elsewhere."""
        ahead = [phase for phase in self._own if self._numbers[phase.id] >= self._clock]
        return ahead or self._own

    def _skipped(self) -> list[RoundPhase]:
        """Phases the clock has passed which there is still time for, the latest first."""
        seconds = {phase.id: phase.seconds for phase in self._situation.plan.phases}
        left = self._situation.seconds_left
        passed = (phase for phase in reversed(self._own) if self._numbers[phase.id] < self._clock)
        return [phase for phase in passed if left >= _ROOM * seconds.get(phase.id, 0.0)]

    def _furthest(self) -> int:
        """The furthest phase the interview is in: by the clock, by a nudge, or by what the candidate spoke about."""
        spoken = {self._items[item].phase for item in self._heard.items}
        nudged = {phase.id for phase in self._own if self._nudge_item(phase) in self._asked_items}
        reached = (self._numbers[phase.id] for phase in self._own if phase.id in spoken | nudged)
        return max(self._clock, self._numbers[self._own[0].id], *reached)

    # --- kinds of follow-up -----------------------------------------------------------------------------------------

    def _of_kind(self, kind: Kind, phase: RoundPhase, *, late: bool = False) -> Iterator[Aim]:
        """Follow-ups of a kind in a phase, best first; `late`: of that phase only, since its time is over."""
        if sum(follow_up.kind == kind.id for follow_up in self._asked) >= kind.most:
            return
        if kind.role == "probe":
            due = (each for each in self._fitting(kind) if self._is_due(each, kind))
            if late:
                due = (each for each in due if self._items[each.item].phase == phase.id)
            probes = self._ranked(due, kind, self._worth)
            best = next(probes, None)
            yield from self._nudges(kind) if best is None else chain((best,), probes)
        elif kind.role != "challenge":
            yield from self._ranked(self._fitting(kind), kind, self._match)
        elif self._numbers[phase.id] <= self._stage:
            yield from self._ranked(filter(self._has_ground, self._fitting(kind)), kind, self._match)

    def _nudges(self, kind: Kind) -> Iterator[Aim]:
        """The nudge to the next phase, if there is one."""
        for phase in self._own:
            if self._numbers[phase.id] > self._stage and phase.nudge and phase.probes and kind.id in phase.kinds:
                yield Aim(Line(Role.NUDGE, self._nudge_item(phase), phase.nudge), phase.id)
                return

    def _nudge_item(self, phase: RoundPhase) -> str:
        return f"{self._round.id}/nudge/{phase.id}"

    def _item(self, follow_up: FollowUp) -> str:
        return f"{self._question.id}/{follow_up.id}"

    # --- which follow-ups may be asked ------------------------------------------------------------------------------

    def _fitting(self, kind: Kind) -> list[FollowUp]:
        """Follow-ups of a kind whose conditions are met."""
        names = {follow_up.id for follow_up in self._asked}
        probed = {each.item for each in self._asked if each.kind == kind.id and kind.role == "probe"}
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
        covered = follow_up.item in self._heard.items
        if (follow_up.aim == "gap" and covered) or (follow_up.aim == "depth" and not covered):
            return False
        return self._reacts(follow_up) and not cues.heard(follow_up.unless, self._heard.text)

    def _reacts(self, follow_up: FollowUp) -> bool:
        """Whether what it answers to was said; True when it answers to nothing in particular."""
        return not follow_up.when or cues.heard(follow_up.when, self._heard.text)

    def _is_due(self, follow_up: FollowUp, kind: Kind) -> bool:
        """Whether the phase of its item has come, and not all of that phase's probes are used."""
        phase = self._items[follow_up.item].phase
        due = [each for each in self._own if self._numbers[each.id] <= self._stage and phase in (each.id, "")]
        aimed = sum(each.kind == kind.id and self._items[each.item].phase == phase for each in self._asked)
        return aimed < sum(each.probes for each in due)

    def _has_ground(self, follow_up: FollowUp) -> bool:
        """Whether anything was said that it could challenge: what it quotes or reacts to, or else an item of its phase;
        once that phase is over, or there is no other, the one before will do. Where items have no phases, one item
        alone is too little to build on."""
        if self._quoted(follow_up) or follow_up.when:
            return True
        due = self._items[follow_up.item].phase
        if not due:
            return len(self._heard.items) > 1
        number, last = self._numbers[due], self._numbers[self._own[-1].id]
        near = number if self._stage <= number < last else number - 1
        spoken = (self._items[item].phase for item in self._heard.items)
        return any(near <= self._numbers[phase] <= number for phase in spoken if phase)

    # --- which of them fits best ------------------------------------------------------------------------------------

    def _ranked(self, follow_ups: Iterable[FollowUp], kind: Kind, fit: Callable[[FollowUp], _Fit]) -> Iterator[Aim]:
        """Lines that would not repeat one that was said, the one that fits best first."""
        for follow_up in sorted(follow_ups, key=fit, reverse=True):
            tired = kind.role != "trade_off" and self._repeats(follow_up) >= _TIRED
            text = ("" if tired else self._quoted(follow_up)) or self._bridged(follow_up)
            if text not in self._said:
                yield Aim(Line(Role(kind.role), self._item(follow_up), text), follow_up.item)

    def _worth(self, follow_up: FollowUp) -> _Fit:
        """Of a probe: how important its item is, and how much it is about what was said."""
        item = self._items[follow_up.item]
        worth = float(item.importance)
        worth += _REACTS if follow_up.when else 0
        worth += self._freshness(follow_up) if self._quoted(follow_up) else 0
        worth += _NEAR if item.phase == self._situation.phase.id else 0
        worth += _DEEPENS if follow_up.item in self._heard.items else 0
        worth += _USED if self._is_used(follow_up) else 0
        return (worth, self._is_own(follow_up), self._chance(follow_up))

    def _match(self, follow_up: FollowUp) -> _Fit:
        """Of anything else: the later in the framework what it quotes belongs, the better; then whether that was not
        quoted before, whether it reacts, whether it was written for this question, and how much it quotes. So a
        trade-off is about the candidate's metric rather than about a group of users, and about either rather than
        about nothing."""
        quotes = quote_ids(follow_up) if self._quoted(follow_up) else []
        late = max(map(self._lateness, quotes), default=-1)
        fresh = self._freshness(follow_up) if quotes else 0
        own, reacts, used = self._is_own(follow_up), bool(follow_up.when), self._is_used(follow_up)
        return (not used, late, fresh, reacts, own, len(quotes), self._chance(follow_up))

    def _lateness(self, quote_id: str) -> int:
        """Number of the phase in which something quoted is talked about, counted from 0."""
        quote = next(quote for quote in self._round.quotes if quote.id == quote_id)
        phases = (self._items[item].phase for item in quote.bridge_items)
        return max((self._numbers[phase] for phase in phases if phase), default=0)

    def _is_own(self, follow_up: FollowUp) -> bool:
        """Whether it was written for this question rather than for any of the round."""
        return follow_up in self._question.follow_ups

    def _is_used(self, follow_up: FollowUp) -> bool:
        """Whether it was asked about an earlier main question."""
        return any(f"{question.id}/{follow_up.id}" in self._asked_items for question in self._situation.plan.questions)

    def _chance(self, follow_up: FollowUp) -> float:
        return random.Random(f"{self._seed}|{self._item(follow_up)}").random()

    # --- how it is said ---------------------------------------------------------------------------------------------

    def _quoted(self, follow_up: FollowUp) -> str:
        """The line with the candidate's words in it; empty when they were not heard or it would get too long."""
        if follow_up.id not in self._lines:
            self._lines[follow_up.id] = self._with_quotes(follow_up.quoting)
        return self._lines[follow_up.id]

    def _with_quotes(self, quoting: str) -> str:
        try:
            text = quoting.format_map(self._heard.quotes)
        except KeyError:
            return ""
        return text[:1].upper() + text[1:] if self._is_short(text) else ""

    def _freshness(self, follow_up: FollowUp) -> float:
        """What quoting is worth: less when the same words were quoted before."""
        return max(0.0, _QUOTES - self._repeats(follow_up))

    def _repeats(self, follow_up: FollowUp) -> int:
        """In how many lines any of the words it would quote were quoted before."""
        words = [self._heard.quotes[each].lower() for each in quote_ids(follow_up) if each in self._heard.quotes]
        return sum(any(each in said for each in words) for said in self._said_lower)

    def _bridged(self, follow_up: FollowUp) -> str:
        """The line after a sentence that quotes the candidate, if one leads over to it and was not said before.

        A follow-up with a condition already begins with what was said.
        """
        if follow_up.when:
            return follow_up.spoken
        for quote in self._round.quotes:
            words = self._heard.quotes.get(quote.id, "")
            if words and quote.bridge and follow_up.item in quote.bridge_items:
                bridge = quote.bridge.replace("{}", words)
                text = f"{bridge} {follow_up.spoken}"
                if self._is_short(text) and not any(bridge in said for said in self._said):
                    return text
        return follow_up.spoken

    def _is_short(self, text: str) -> bool:
        return len(text.split()) <= self._round.conduct.line_words


def _about_others(aims: Iterable[Aim]) -> Iterator[Aim]:
    """Of aims about the same item the first one only."""
    seen: set[str] = set()
    for aim in aims:
        if aim.about not in seen:
            seen.add(aim.about)
            yield aim


def quote_ids(follow_up: FollowUp) -> list[str]:
    """Ids of the quotes in the quoting line of a follow-up."""
    return _PLACEHOLDER.findall(follow_up.quoting)
