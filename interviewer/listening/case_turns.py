"""What a candidate's turn in a case asks for: which slots of the sheet, or something that is no slot at all. Pure.

A trained reader estimates, this module decides. Where a round has no reader, its cues do, by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from interviewer.content import cues
from interviewer.content.model import Round
from interviewer.listening.reader import Reads, Turn

ASK = "ask"
"""The reader's label for a turn that asks about slots."""
ASKED = 0.5
"""A slot estimated at least so high is asked about."""
FAINT = 0.1
"""Where every slot is estimated lower, none is asked about."""
SURE_TO_ASK = 0.9
"""A turn without a question mark asks only where the reader is so sure: thinking aloud sounds much like asking."""
TIED_SHARE = 0.5
"""Where none is surely asked about, one that is at least this share as likely as the likeliest may be the one."""
_PIECES = re.compile(r"(?<=[.?!])\s+|,\s+|\s+(?:and|or|plus|also)\s+")


class Kind(StrEnum):
    """Kinds of a turn in a case."""

    SLOT = "slot"
    MULTI = "multi"
    """Two slots or more."""
    VAGUE = "vague"
    """No single slot could answer it."""
    CAUSE = "cause"
    """Asks to be told the cause."""
    DIAGNOSIS = "diagnosis"
    """States a conclusion; ends the questions, however many slots it names."""
    OFF_SHEET = "off_sheet"
    """Specific, but no slot covers it."""
    CLARIFY_DEFINITION = "clarify_definition"
    """What the metric means."""
    THINK = "think"
    REPEAT = "repeat"
    NOTHING = "nothing"
    """Neither asks nor concludes. A reader decides for one of the others wherever there is a word."""


@dataclass(frozen=True, slots=True)
class CaseTurn:
    """What a turn asks for."""

    kind: Kind
    slots: tuple[str, ...] = ()
    """In the order they were asked about; empty but for SLOT and MULTI."""
    tied: tuple[str, ...] = field(default=(), compare=False)
    """Slots of which it asks about one, and the reader is not sure about which; the likeliest, in `slots`, first. How
    sure it is, and no part of what it says."""


def asked_slots(slots: tuple[str, ...]) -> CaseTurn:
    """A turn that asks about these slots, of which there is at least one."""
    return CaseTurn(Kind.MULTI if len(slots) > 1 else Kind.SLOT, slots)


def read_turn(text: str, entry: Round, reader: Reads) -> CaseTurn:
    """What a turn asks for, by a reader that knows the slots of the round."""
    said = " ".join(text.split())
    if not re.search(r"\w", said):
        return CaseTurn(Kind.NOTHING)
    turn = reader.turn(said)
    kind = max(turn.kinds, key=lambda name: turn.kinds[name])
    if kind == ASK and cues.heard(entry.listening.wants_definition, cues.plain(said)):
        return CaseTurn(Kind.CLARIFY_DEFINITION)
    if kind != ASK or ("?" not in said and turn.kinds[ASK] < SURE_TO_ASK):
        return _no_asking(turn)
    known = {slot.id for slot in entry.slots}
    likely = {slot: chance for slot, chance in turn.slots.items() if slot in known}
    if not likely:
        return CaseTurn(Kind.OFF_SHEET)
    found = [slot for slot, chance in likely.items() if chance >= ASKED]
    if not found:
        found = [max(likely, key=lambda slot: likely[slot])]
        # A fact is not read out on a guess.
        if likely[found[0]] < FAINT:
            return _no_asking(turn)
        return CaseTurn(Kind.SLOT, tuple(found), _tied(likely, found[0]))
    return asked_slots(_in_order(found, said, reader))


def _no_asking(turn: Turn) -> CaseTurn:
    others = {name: chance for name, chance in turn.kinds.items() if name != ASK}
    return CaseTurn(Kind(max(others, key=lambda name: others[name])))


def _tied(likely: Mapping[str, float], best: str) -> tuple[str, ...]:
    """Slots that could be meant in place of the likeliest, which comes first; none when it is the only one."""
    least = max(FAINT, TIED_SHARE * likely[best])
    near = sorted((slot for slot in likely if likely[slot] >= least), key=lambda slot: -likely[slot])
    return tuple(near) if len(near) > 1 else ()


def _in_order(slots: list[str], text: str, reader: Reads) -> tuple[str, ...]:
    """Slots by the piece of the text that speaks of each most plainly."""
    if len(slots) == 1:
        return tuple(slots)
    pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
    estimates: list[Mapping[str, float]] = [reader.turn(piece).slots for piece in pieces]
    places = {slot: max(range(len(pieces)), key=lambda place: estimates[place][slot]) for slot in slots}
    return tuple(sorted(slots, key=lambda slot: places[slot]))


def cue_turn(text: str, asked: str, entry: Round) -> CaseTurn:
    """What a turn asks for, by the round's cues.

    Args:
        asked: the sentences of it that ask something, in plain form.
    """
    listening, plain = entry.listening, cues.plain(text)
    if cues.heard(listening.wants_repeat, plain):
        return CaseTurn(Kind.REPEAT)
    if asked:
        return _cue_question(asked, entry)
    if cues.heard(listening.wants_time, plain):
        return CaseTurn(Kind.THINK)
    if cues.heard(listening.diagnoses, plain):
        return CaseTurn(Kind.DIAGNOSIS)
    return CaseTurn(Kind.NOTHING)


def _cue_question(asked: str, entry: Round) -> CaseTurn:
    matches = ((cues.first(slot.asks, asked), number, slot.id) for number, slot in enumerate(entry.slots))
    slots = sorted((match.start(), number, slot) for match, number, slot in matches if match is not None)
    if slots:
        return asked_slots(tuple(slot for _, _, slot in slots))
    if cues.heard(entry.listening.wants_cause, asked):
        return CaseTurn(Kind.CAUSE)
    return CaseTurn(Kind.VAGUE if cues.heard(entry.listening.vague, asked) else Kind.OFF_SHEET)
