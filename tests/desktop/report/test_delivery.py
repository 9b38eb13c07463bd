"""The figures of a delivery in words."""

from __future__ import annotations

from desktop.delivery.figures import session_delivery
from desktop.delivery.storage import Heard
from desktop.delivery.values import DISFLUENCIES, SessionDelivery
from desktop.report.delivery import delivery_table
from desktop.report.values import DeliveryRow
from speech.delivery.words import Spoken
from tests.speech.delivery.said import say

PLAIN = "First, we lend the tools to people nearby and then they give them back to us. " * 6


def found(*said: Spoken) -> SessionDelivery:
    heard = [Heard(number, "base", one.moved(100.0 * number)) for number, one in enumerate(said, 1)]
    delivery = session_delivery(heard, asked_seconds=20.0)
    assert delivery is not None
    return delivery


def rows(*said: Spoken) -> dict[str, DeliveryRow]:
    return {row.id: row for row in delivery_table(found(*said), 0).rows}


def test_each_figure_says_how_it_was_obtained_and_how_sure_it_is() -> None:
    table = delivery_table(found(say("um " + PLAIN)), 0)
    assert len(table.rows) >= 6
    for row in table.rows:
        assert row.how.endswith("."), row.id
        assert row.value, row.id
    assert {row.how.rsplit(". ", 1)[-1] for row in table.rows} & {"Sure.", "Fairly sure.", "Not sure."}
    assert table.remark == ""


def test_fillers_are_a_lower_bound_with_the_words_and_a_place_to_hear_them() -> None:
    row = rows(say(PLAIN), say("um uh um " + PLAIN))["fillers"]
    assert row.value.startswith("at least 3, ")
    assert row.note == "um 2, uh 1"
    assert row.at == 200.0


def test_no_filler_is_said_to_be_none() -> None:
    assert rows(say(PLAIN))["fillers"].value == "none heard"


def test_the_longest_pause_can_be_heard_when_it_is_long() -> None:
    row = rows(say(f"the [2.5] point is this. {PLAIN}"))["pauses"]
    assert "2.5 s" in row.value
    assert "inside a clause" in row.note
    assert row.at == 100.3
    assert rows(say(f"the [0.9] point is this. {PLAIN}"))["pauses"].at is None


def test_too_little_speech_has_no_rates() -> None:
    table = delivery_table(found(say("um we lend tools")), 0)
    assert {row.id for row in table.rows}.isdisjoint({"pace", "pauses", "pitch", "sentences"})
    assert "30 seconds" in table.remark
    (fillers,) = (row for row in table.rows if row.id == "fillers")
    assert fillers.value == "at least 1"


def test_what_was_hard_to_recognise_is_not_held_against_the_speaker() -> None:
    assert "accents" in delivery_table(found(say(PLAIN, confidence=0.4)), 0).remark


def test_disfluencies_can_be_left_untold() -> None:
    said = found(say("um uh um the the [2.5] tools " + PLAIN))
    told = {row.id for row in delivery_table(said, 0).rows}
    assert told >= DISFLUENCIES
    assert {row.id for row in delivery_table(said, 0, hide_disfluencies=True).rows} == told - DISFLUENCIES


def test_what_was_not_listened_to_is_counted() -> None:
    assert delivery_table(None, 3).rows == ()
    assert delivery_table(None, 3).unheard == 3
