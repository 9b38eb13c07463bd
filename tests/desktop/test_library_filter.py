"""Which sessions the library shows."""

from __future__ import annotations

import pytest

from desktop.library_filter import DAMAGED, HIRE, NO_CALL, NO_HIRE, RECOVERED, UNKEPT, Wanted, shown
from tests.desktop.test_session_words import session

A = session(id="a", round="execution", mode="exam", call="lean hire")
B = session(id="b", round="strategy", mode="practice", call="strong no hire", state="recovered", title="B")
C = session(id="c", round="execution", mode="practice", call="", unkept=2)
D = session(id="d", round="", mode="", call="", state="unreadable", problem="It does not read.")
ALL = (A, B, C, D)


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), "abcd"),
        (Wanted(round="execution"), "ac"),
        (Wanted(mode="practice"), "bc"),
        (Wanted(state=RECOVERED), "b"),
        (Wanted(state=UNKEPT), "c"),
        (Wanted(state=DAMAGED), "d"),
        (Wanted(call=HIRE), "a"),
        (Wanted(call=NO_HIRE), "b"),
        (Wanted(call=NO_CALL), "cd"),
        (Wanted(round="execution", mode="practice", call=NO_CALL), "c"),
        (Wanted(round="strategy", call=HIRE), ""),
    ],
)
def test_filters(wanted: Wanted, ids: str) -> None:
    assert "".join(listed.id for listed, _ in shown(ALL, wanted, None)) == ids


def test_a_search_keeps_the_order_and_tells_where() -> None:
    hits = {"c": "…of the members…", "b": "B", "gone": "x"}

    found = shown(ALL, Wanted(), hits)

    assert [(listed.id, snippet) for listed, snippet in found] == [("b", ""), ("c", "…of the members…")]
