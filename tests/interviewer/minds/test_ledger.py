"""The ledger holds what was committed to, in the candidate's words, with the time, and nothing else."""

from __future__ import annotations

from interviewer.events import Role
from interviewer.minds.ledger import CLAIM_WORDS, Claim, claims_in
from interviewer.minds.listening import Listener
from interviewer.ports import Exchange
from tests.interviewer.minds.support import ROUND

ANSWER = (
    "I assume one country only. My goal is to shorten the wait, and that comes first. "
    "The north star would be completed visits per week, because both need it."
)


def exchange(line: int, text: str, role: Role = Role.PROBE, began: float | None = 60.0) -> Exchange:
    return Exchange(line, role, f"item-{line}", "Why?", text, 100.0, began)


def claims(*exchanges: Exchange) -> tuple[Claim, ...]:
    return claims_in(exchanges, ROUND, Listener(ROUND))


def test_metrics_goals_and_assumptions_are_kept_with_their_words_and_times() -> None:
    found = {claim.what: claim for claim in claims(exchange(1, ANSWER))}
    assert "one country only" in found["Assumptions"].words
    assert "completed visits per week" in found["north star"].words
    assert found["Assumptions"].at == 60.0
    assert found["north star"].at is not None
    assert 100.0 < found["north star"].at < 160.0, "in the second half of an answer from 60 to 160"
    times = [claim.at for claim in claims(exchange(1, ANSWER))]
    assert times == sorted(times, key=lambda at: at or 0.0)


def test_what_was_replaced_stays_beside_what_replaced_it() -> None:
    later = "Actually, the north star would be the number of returned visits per month."
    stars = [claim.words for claim in claims(exchange(1, ANSWER), exchange(2, later)) if claim.what == "north star"]
    assert len(stars) == 2
    assert "week" in stars[0]
    assert "month" in stars[1]


def test_nothing_is_claimed_twice_in_the_same_words() -> None:
    assert claims(exchange(1, ANSWER), exchange(2, ANSWER)) == claims(exchange(1, ANSWER))


def test_questions_and_turns_of_a_case_commit_nobody() -> None:
    assert claims(exchange(1, "Is the north star completed visits per week?")) == ()
    assert claims(exchange(1, "The north star would be completed visits per week.", Role.TROUBLESHOOTING)) == ()
    fished = exchange(2, "The north star would be completed visits per week.", Role.CLARIFICATION)
    assert claims(exchange(1, "", Role.TROUBLESHOOTING), fished) == ()
    assert claims(exchange(1, "", Role.QUESTION), fished) != ()


def test_a_claim_is_short_and_may_have_no_time() -> None:
    (claim,) = (
        claim
        for claim in claims(exchange(1, "I assume one country only, " + "and so on " * 10 + ".", began=None))
        if claim.what == "Assumptions"
    )
    assert claim.at is None
    assert len(claim.words.split()) == CLAIM_WORDS + 1
    assert claim.words.endswith(" …")
