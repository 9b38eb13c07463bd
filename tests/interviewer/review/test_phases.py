"""Time goes to the phase that was talked about."""

from __future__ import annotations

import pytest

from interviewer.events import Paused, Resumed, Role, SessionEnded
from interviewer.records.manifest import PhaseSummary
from interviewer.review.phases import PhaseTime, Sign, pauses_in, planned_only, signs_of, time_per_phase
from interviewer.review.told import Quoted, in_order
from tests.interviewer.review.support import LIBRARY, ROUND, SOLVED, STRONG, Candidate, held, reviewed
from tests.interviewer.review.talk import Talk

PHASES = (PhaseSummary(id="users", title="Users", seconds=60), PhaseSummary(id="metrics", title="Metrics", seconds=90))


def test_time_runs_from_sign_to_sign() -> None:
    told = in_order(Talk().line(Role.QUESTION, LIBRARY.id, "One.", "Two.", "Three.").exchanges)
    signs = [Sign(20.0, "metrics"), Sign(1.0, "users"), Sign(25.0, "users"), Sign(30.0, "elsewhere")]
    times = time_per_phase(PHASES, signs, told, pauses=[(5.0, 8.0), (19.0, 21.0)])
    assert times == (PhaseTime("users", "Users", 60, 20.0), PhaseTime("metrics", "Metrics", 90, 4.0))


def test_without_a_sign_nothing_was_spent() -> None:
    assert [one.spent for one in time_per_phase(PHASES, (), ())] == [0.0, 0.0]


def test_a_plan_alone_tells_no_time() -> None:
    assert [one.spent for one in planned_only(PHASES)] == [None, None]


def test_pauses_are_read_from_the_events() -> None:
    events = [Paused(t=3.0), Resumed(t=5.0), Resumed(t=6.0), Paused(t=8.0), SessionEnded(t=9.0, reason="candidate")]
    assert pauses_in(events) == ((3.0, 5.0), (8.0, 9.0))


def test_a_question_and_a_nudge_lead_to_their_phases() -> None:
    talk = Talk().line(Role.QUESTION, LIBRARY.id, "One.").line(Role.PROBE, f"{LIBRARY.id}/what-could-break", "Two.")
    talk.line(Role.NUDGE, "execution/nudge/objectives", "Three.")
    talk.line(Role.CLARIFICATION, f"{LIBRARY.id}/brief/1", "Four.")
    signs = signs_of(in_order(talk.exchanges), 0, LIBRARY, ROUND, {})
    assert [sign.phase for sign in signs] == ["clarify", "metrics", "objectives"]


def test_what_is_done_tells_the_phase_but_not_in_a_trade_off_or_a_case() -> None:
    talk = Talk().line(Role.QUESTION, LIBRARY.id, "One.").line(Role.TRADE_OFF, f"{LIBRARY.id}/shorter-shelf", "Two.")
    talk.line(Role.TROUBLESHOOTING, f"{LIBRARY.id}/fewer-collected", "Three.")
    evidence = {
        "segments": Quoted("One.", 1, 4.0),
        "guardrails": Quoted("Two.", 2, 16.0),
        "threats": Quoted("Three.", 3, 30.0),
    }
    signs = signs_of(in_order(talk.exchanges), 0, LIBRARY, ROUND, evidence)
    assert [sign.phase for sign in signs] == ["clarify", "users", "trade_off", "troubleshooting"]


async def test_the_phases_of_an_interview_add_up_to_its_length() -> None:
    session = await held(Candidate(STRONG, SOLVED))
    review = reviewed(session)
    assert [phase.phase for phase in review.phases] == [phase.id for phase in ROUND.phases]
    assert all(phase.spent for phase in review.phases)
    first, last = session.transcript[0], session.transcript[-1]
    assert sum(phase.spent or 0 for phase in review.phases) == pytest.approx(last.start - first.start - first.seconds)
    assert sum(phase.planned for phase in review.phases) == pytest.approx(35 * 60)
