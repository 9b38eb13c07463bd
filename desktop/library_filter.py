"""Which sessions of the library are shown. Pure; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.session_words import title_of
from interviewer.records.listed import Listed
from interviewer.records.manifest import State
from interviewer.review.call import Call

RECOVERED, UNKEPT, DAMAGED = "recovered", "unkept", "damaged"
"""States to filter by."""
HIRE, NO_HIRE, NO_CALL = "hire", "no_hire", "none"
"""Groups of calls to filter by."""
_HIRES = frozenset({Call.STRONG_HIRE.value, Call.HIRE.value, Call.LEAN_HIRE.value})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a session to be shown; an empty field asks for nothing."""

    round: str = ""
    mode: str = ""
    state: str = ""
    call: str = ""

    def fits(self, listed: Listed) -> bool:
        """Whether a session is shown."""
        return (
            self.round in ("", listed.round)
            and self.mode in ("", listed.mode)
            and (not self.state or _has_state(listed, self.state))
            and self.call in ("", call_group(listed))
        )


def call_group(listed: Listed) -> str:
    """Which group of calls a session belongs to."""
    if not listed.call:
        return NO_CALL
    return HIRE if listed.call in _HIRES else NO_HIRE


def shown(sessions: Sequence[Listed], wanted: Wanted, hits: Mapping[str, str] | None) -> list[tuple[Listed, str]]:
    """The sessions to show, each with its snippet; `hits`: those that have the searched words, None: no search."""
    fitting = [listed for listed in sessions if wanted.fits(listed)]
    if hits is None:
        return [(listed, "") for listed in fitting]
    return [(listed, _told(listed, hits[listed.id])) for listed in fitting if listed.id in hits]


def _has_state(listed: Listed, state: str) -> bool:
    return {
        RECOVERED: listed.state == State.RECOVERED.value,
        UNKEPT: listed.unkept > 0,
        DAMAGED: bool(listed.problem),
    }[state]


def _told(listed: Listed, snippet: str) -> str:
    """A snippet that says more than the title above it."""
    return "" if snippet.strip() == title_of(listed) else snippet
