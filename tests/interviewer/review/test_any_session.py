"""Whatever stands in a record, its review comes out whole: quotes that were said, scores in bounds, a round trip."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.events import Role
from interviewer.listening.coverage import read_substance
from interviewer.records.manifest import PhaseSummary, PlanSummary
from interviewer.review.coach import review_session
from interviewer.review.storage import from_json, to_json
from tests.interviewer.review.support import LIBRARY, MEDIUM, RECITED, ROUND, SOLVED, STRONG, WEAK
from tests.interviewer.review.talk import Talk

CASE = f"{LIBRARY.id}/fewer-collected"
PLAN = PlanSummary(
    round=ROUND.id,
    question=LIBRARY.id,
    phases=tuple(PhaseSummary(id=one.id, title=one.title, seconds=one.minutes * 60) for one in ROUND.phases),
)
ITEMS = st.sampled_from(
    [
        LIBRARY.id,
        CASE,
        *(f"{CASE}/{tail}" for tail in ("tech", "platform+trend", "vague", "cause", "off_sheet", "go_ahead", "action")),
        f"{CASE}/tech+nowhere",
        f"{LIBRARY.id}/what-could-break",
        f"{LIBRARY.id}/brief/1",
        f"{LIBRARY.id}/shorter-shelf",
        "execution/nudge/users",
        "execution/nudge/nowhere",
        "gone/question",
        "",
    ]
)
SAID = st.sampled_from(
    ["", "?", "...", "Um", MEDIUM, RECITED, STRONG, WEAK, *SOLVED, "It is not the Android release.\n\nNo!"]
)
LINES = st.lists(st.tuples(st.sampled_from(Role), ITEMS, st.lists(SAID, max_size=2), st.booleans()), max_size=12)


@settings(max_examples=150, deadline=None)
@given(LINES, st.booleans(), st.booleans())
def test_the_review_comes_out_whole(lines: list[tuple[Role, str, list[str], bool]], timed: bool, known: bool) -> None:
    talk = Talk()
    for role, item, said, pending in lines:
        talk.line(role, item, *said, pending=pending)
    transcript = tuple(talk.exchanges) if timed else talk.untimed()
    review = review_session(transcript, ROUND, [LIBRARY] if known else [], read_substance, plan=PLAN)
    texts = {answer.number: answer.text for exchange in transcript for answer in exchange.answers}
    for one in review.dimensions:
        assert one.score in (None, 1, 2, 3)
        assert (one.score is None) == (not one.evidence)
        assert all(quoted.quote in texts[quoted.answer] for quoted in one.evidence)
    for case in review.cases:
        assert [step.question for step in case.path] == sorted(step.question for step in case.path)
        assert max((step.question for step in case.path), default=0) <= case.questions
        assert (case.questions_to_diagnosis or 0) <= case.questions
        assert not (case.premature and case.questions_to_last_signal)
    assert len(review.improvements) <= 3
    assert all(phase.spent is not None and phase.spent >= 0 for phase in review.phases)
    assert from_json(json.loads(json.dumps(to_json(review)))) == review
