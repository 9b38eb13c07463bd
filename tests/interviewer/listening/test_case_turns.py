"""What a turn in a case asks for, decided from a reader's estimates, or by cues where there is no reader."""

from __future__ import annotations

import pytest

from interviewer.content import cues
from interviewer.content.model import Round
from interviewer.listening.case_turns import ASKED, FAINT, SURE_TO_ASK, CaseTurn, Kind, cue_turn, read_turn
from interviewer.listening.reader import Turn
from tests.interviewer.content.support import shipped
from tests.support.scripted_reader import KINDS, SLOTS, ScriptedReader, turn

EXECUTION = next(entry for entry in shipped().rounds if entry.id == "execution")
TEXT = "Is it so?"


def decided(estimates: Turn, entry: Round = EXECUTION) -> CaseTurn:
    return read_turn(TEXT, entry, ScriptedReader({TEXT: estimates}))


def by_cues(text: str) -> CaseTurn:
    asked = "\n".join(cues.plain_sentence(clause) for clause in cues.clauses(text) if clause.rstrip().endswith("?"))
    return cue_turn(text, asked, EXECUTION)


# --- by a reader ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slot", SLOTS)
def test_one_slot(slot: str) -> None:
    assert decided(turn(slots={slot: 0.9})) == CaseTurn(Kind.SLOT, (slot,))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "ask"])
def test_a_turn_of_another_kind_asks_about_no_slot_however_many_it_names(kind: str) -> None:
    assert decided(turn(kind, {"tech": 0.99, "platform": 0.99})) == CaseTurn(Kind(kind))


@pytest.mark.parametrize("text", ["Are refunds in the denominator?", "What counts as a sale, did tech change that?"])
def test_what_a_metric_counts_reads_no_fact_whatever_slot_it_sounds_like(text: str) -> None:
    estimates = ScriptedReader({text: turn(slots={"tech": 0.9})})
    assert read_turn(text, EXECUTION, estimates) == CaseTurn(Kind.CLARIFY_DEFINITION)


def test_from_the_threshold_on_a_slot_is_asked_about() -> None:
    assert decided(turn(slots={"tech": 0.9, "platform": ASKED})).slots == ("platform", "tech")
    assert decided(turn(slots={"tech": 0.9, "platform": ASKED - 0.01})).slots == ("tech",)


def test_a_question_about_slots_asks_about_the_likeliest_at_least() -> None:
    assert decided(turn(slots={"geography": 0.2, "tech": 0.3})) == CaseTurn(Kind.SLOT, ("tech",))


def test_no_fact_is_read_out_on_a_guess() -> None:
    faint = Turn({"ask": 0.9, "clarify_definition": 0.08, "vague": 0.02}, {"geography": FAINT - 0.01, "tech": 0.01})
    assert decided(faint) == CaseTurn(Kind.CLARIFY_DEFINITION)
    assert decided(turn(slots={"geography": FAINT, "tech": 0.01})) == CaseTurn(Kind.SLOT, ("geography",))


@pytest.mark.parametrize(
    ("text", "sure", "kind"),
    [
        ("Whether it was one market or one device", SURE_TO_ASK - 0.01, Kind.THINK),
        ("Whether it was one market or one device", SURE_TO_ASK, Kind.SLOT),
        ("Was it one market or one device?", 0.6, Kind.SLOT),
    ],
)
def test_who_thinks_aloud_is_told_no_fact(text: str, sure: float, kind: Kind) -> None:
    estimates = Turn({"ask": sure, "think": 1 - sure}, {"geography": 0.9})
    assert read_turn(text, EXECUTION, ScriptedReader({text: estimates})).kind is kind


def test_slots_the_round_does_not_have_are_passed_over() -> None:
    few = EXECUTION.model_copy(update={"slots": tuple(slot for slot in EXECUTION.slots if slot.id == "geography")})
    assert decided(turn(slots={"geography": 0.6, "tech": 0.9}), few) == CaseTurn(Kind.SLOT, ("geography",))


def test_a_round_of_other_slots_has_none_that_could_answer() -> None:
    other = EXECUTION.model_copy(update={"slots": (EXECUTION.slots[0].model_copy(update={"id": "suppliers"}),)})
    assert decided(turn(slots={"tech": 0.9}), other) == CaseTurn(Kind.OFF_SHEET)


@pytest.mark.parametrize("text", ["", "   ", "\n\t ", "...", "?!", "🤷", "—"])
def test_where_there_is_no_word_nothing_is_asked(text: str) -> None:
    everything = ScriptedReader({text: turn(slots={"tech": 1.0}), text.strip(): turn(slots={"tech": 1.0})})
    assert read_turn(text, EXECUTION, everything) == CaseTurn(Kind.NOTHING)


def test_how_a_turn_is_spaced_does_not_matter() -> None:
    reader = ScriptedReader({"When was that?": turn(slots={"time_period": 0.9})})
    assert read_turn("  When\n was   that? ", EXECUTION, reader).slots == ("time_period",)


@pytest.mark.parametrize(
    ("text", "pieces", "order"),
    [
        ("Which phones, and when?", ("Which phones", "and when?"), ("platform", "time_period")),
        ("When? Which phones?", ("Which phones?", "When?"), ("time_period", "platform")),
        (
            "When or which phones plus where",
            ("which phones", "When", "where"),
            ("time_period", "platform", "geography"),
        ),
    ],
)
def test_slots_come_in_the_order_they_were_asked_about(
    text: str, pieces: tuple[str, ...], order: tuple[str, ...]
) -> None:
    about = {"phones": "platform", "when": "time_period", "where": "geography"}
    parts = {piece: next(slot for word, slot in about.items() if word in piece.lower()) for piece in pieces}
    known = {piece: turn(slots={slot: 0.9}) for piece, slot in parts.items()}
    known[text] = turn(slots=dict.fromkeys(order, 0.9))
    assert read_turn(text, EXECUTION, ScriptedReader(known)) == CaseTurn(Kind.MULTI, order)


def test_slots_of_one_breath_keep_the_order_of_the_sheet() -> None:
    reader = ScriptedReader({TEXT: turn(slots={"tech": 0.9, "geography": 0.8, "trend": 0.7})})
    assert read_turn(TEXT, EXECUTION, reader).slots == ("trend", "geography", "tech")


# --- by cues ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "slots"),
    [
        ("When did it start?", Kind.SLOT, ("time_period",)),
        ("Was there a redesign, and which countries saw it?", Kind.MULTI, ("tech", "geography")),
        ("Which countries saw it, and was there a redesign?", Kind.MULTI, ("geography", "tech")),
        ("What caused it?", Kind.CAUSE, ()),
        ("Is there anything unusual?", Kind.VAGUE, ()),
        ("Who sits next to the kitchen?", Kind.OFF_SHEET, ()),
        ("Sorry, could you repeat that?", Kind.REPEAT, ()),
        ("Give me a minute.", Kind.THINK, ()),
        ("The root cause is the Android release.", Kind.DIAGNOSIS, ()),
        ("We would revert it.", Kind.DIAGNOSIS, ()),
        ("Fine by me.", Kind.NOTHING, ()),
        ("", Kind.NOTHING, ()),
        ("  \n", Kind.NOTHING, ()),
        ("🤷 ... ¿", Kind.NOTHING, ()),
        ("谁知道这件事", Kind.NOTHING, ()),
    ],
)
def test_cues_decide_by_the_same_rules(text: str, kind: Kind, slots: tuple[str, ...]) -> None:
    assert by_cues(text) == CaseTurn(kind, slots)


def test_only_what_is_asked_counts() -> None:
    assert by_cues("So the countries are all alike. When did it start?").slots == ("time_period",)


def test_two_thousand_words_without_a_mark() -> None:
    text = "the table stands in the room and nobody sits there " * 200
    assert by_cues(text) == CaseTurn(Kind.NOTHING)
    assert by_cues(text + "when did it start?").slots == ("time_period",)
