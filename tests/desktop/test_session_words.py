"""Sessions in words: days as in a calendar beside one, calls as in the mock-up, whole rows for a screen reader."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.session_words import (
    badge_of,
    call_words,
    in_words,
    length_of,
    mark_of,
    round_title,
    size_text,
    verdict_of,
    verdicts,
    when_of,
)
from interviewer.records.listed import Listed
from interviewer.review.call import Call

TODAY = date(2026, 11, 21)


def session(**facts: object) -> Listed:
    usual: dict[str, object] = {
        "id": "2026-11-20T2047_execution-groups_9f3c", "started": "2026-11-20T20:47:05+01:00", "state": "closed",
        "round": "execution", "question": "execution/groups", "title": "Groups", "mode": "exam", "seconds": 2100.0,
        "ended": "finished", "lost_seconds": None, "answers": 3, "unkept": 0, "problem": "", "call": "lean no hire",
    }  # fmt: skip
    return Listed(**{**usual, **facts})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("started", "said"),
    [
        ("2026-11-21T00:01:00+01:00", "Today"),
        ("2026-11-20T23:59:00+01:00", "Yesterday"),
        ("2026-11-18T12:00:00-05:00", "Wed 18 Nov"),
        ("2026-01-01T12:00:00+00:00", "Thu 1 Jan"),
        ("2025-11-18T12:00:00+00:00", "18 Nov 2025"),
        ("whatever", ""),
    ],
)
def test_days(started: str, said: str) -> None:
    assert when_of(started, TODAY) == said


def test_yesterday_at_new_year() -> None:
    assert when_of("2025-12-31T20:00:00+00:00", date(2026, 1, 1)) == "Yesterday"


def test_every_call_has_its_words_and_no_other_text_has_any() -> None:
    assert [call_words(call.value) for call in Call] == [
        "Strong hire", "Hire", "Lean hire", "Lean no hire", "No hire", "Strong no hire",
    ]  # fmt: skip
    assert call_words("") == call_words("excellent") == ""


@pytest.mark.parametrize(
    ("facts", "verdict", "mark"),
    [
        ({"call": "strong hire"}, "Strong hire", "hire"),
        ({"call": "lean hire"}, "Lean hire", "lean"),
        ({}, "Lean no hire", "no"),
        ({"call": ""}, "No call", "none"),
        ({"call": "", "unkept": 2}, "Not transcribed", "none"),
        ({"call": "", "state": "recording"}, "Still open", "none"),
        ({"problem": "It does not read.", "state": "unreadable"}, "Damaged", "damaged"),
    ],
)
def test_verdicts(facts: dict[str, object], verdict: str, mark: str) -> None:
    assert (verdict_of(session(**facts)), mark_of(session(**facts))) == (verdict, mark)
    assert verdict in verdicts()


def test_lengths_sizes_and_rounds() -> None:
    assert [length_of(session(seconds=s)) for s in (None, 12.0, 2100.0)] == ["", "< 1 min", "35 min"]
    sizes = (0, 300, 640_000, 2_340_000, 23_400_000, 1_230_000_000)
    assert [size_text(size) for size in sizes] == ["0 kB", "1 kB", "640 kB", "2.3 MB", "23 MB", "1.2 GB"]
    assert [round_title(one) for one in ("product_sense", "my-own_round")] == ["Product sense", "My own round"]


def test_a_row_is_said_whole() -> None:
    said = in_words(session(state="recovered", unkept=1), TODAY, "more members")

    assert said == (
        "Groups, Recovered, Yesterday, Execution, Exam, 35 min, Lean no hire, 1 answer not transcribed, more members"
    )
    assert badge_of(session()) == ""
    assert badge_of(session(ended="interrupted")) == "Interrupted"
    assert badge_of(session(redo_of="first")) == "Redo"
