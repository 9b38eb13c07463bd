"""What of a delivery is worth a remark."""

from __future__ import annotations

from desktop.delivery.figures import session_delivery
from desktop.delivery.remarks import delivery_annotations
from desktop.delivery.storage import Heard
from interviewer.review.annotations import Annotation, Kind
from tests.speech.delivery.said import say

START = 100.0


def remarks(text: str) -> list[Annotation]:
    found = session_delivery([Heard(1, "base", say(text).moved(START))], asked_seconds=10.0)
    assert found is not None
    return list(delivery_annotations(found))


def test_one_um_is_no_remark_and_three_close_together_are() -> None:
    assert remarks("so um we lend tools to people") == []
    (one,) = remarks("we lend um tools uh to um people")
    assert (one.kind, one.about, one.quote) == (Kind.DELIVERY, "fillers", "um tools uh to um")
    assert START < one.start < one.end
    assert "3" in one.why


def test_a_long_pause_inside_a_clause_is_played_from_before_it() -> None:
    (one,) = remarks("we lend the [3.2] tools to people.")
    assert (one.about, one.answer) == ("pauses", 1)
    assert "3.2" in one.why
    assert one.start < START + 0.9 < START + 4.1 <= one.end


def test_pauses_between_sentences_and_announced_thinking_are_no_remarks() -> None:
    assert remarks("We lend tools. [4.0] People bring them back.") == []
    assert remarks("let me think [9.0] about the tools") == []


def test_only_the_longest_pauses_are_told() -> None:
    found = [one for one in remarks(" ".join(f"the [{2.6 + n / 10}] tool" for n in range(9))) if one.about == "pauses"]
    assert len(found) == 5
    assert "3.4" in " ".join(one.why for one in found)
    assert "2.6" not in " ".join(one.why for one in found)


def test_words_that_come_slowly_for_long_are_a_remark() -> None:
    (one,) = remarks("tools [0.5] " * 40)
    assert (one.about, one.end - one.start > 15) == ("slow", True)
    assert remarks("and then we go on " * 20) == []
