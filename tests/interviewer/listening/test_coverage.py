"""What an answer has done of the framework: by a reader's estimates, by cues, and by the reader that is shipped."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import assets
from interviewer.content.model import Round
from interviewer.listening.claim import NAMED
from interviewer.listening.coverage import ANNOUNCED, DONE, framework, read_substance
from interviewer.listening.naming import SETS_GOALS
from interviewer.listening.reader import Reader, Reads, Sentence
from interviewer.listening.roles import NAMES_METRICS
from interviewer.listening.substance import Evidence, Flag, Said, Substance
from tests.interviewer.content.support import shipped
from tests.support.scripted_reader import ITEMS, NONE, ScriptedReader, naming, sentence

ROUNDS = {entry.id: entry for entry in shipped().rounds}
EXECUTION = ROUNDS["execution"]
READER = Reader(assets.resource("readers", "execution"))
STAR = "We put weekly visits first."
OTHER = "Then comes something else."


def read(text: str, reader: Reads | None = None, entry: Round = EXECUTION) -> Substance:
    return read_substance(entry, (Said(1, text),), reader)


def by_hand(text: str = "", **sentences: Sentence) -> Substance:
    """What is found in STAR, OTHER or both, with estimates for them."""
    known = {{"star": STAR, "other": OTHER}[name]: estimate for name, estimate in sentences.items()}
    return read(text or " ".join(known), ScriptedReader(sentences=known))


# --- decided from estimates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_done_from_the_threshold_on(item: str) -> None:
    assert set(by_hand(star=sentence({item: DONE})).coverage) == {item}
    assert not by_hand(star=sentence({item: DONE - 0.01})).coverage


def test_a_sentence_that_only_announces_does_nothing() -> None:
    assert not by_hand(star=sentence({"north_star": 0.99}, ANNOUNCED)).coverage
    assert by_hand(star=sentence({"north_star": 0.99}, ANNOUNCED - 0.01)).coverage


def test_the_surest_sentence_is_quoted_and_of_equals_the_first() -> None:
    star, other = sentence({"mission": 0.6, "threats": 0.8}), sentence({"mission": 0.9, "threats": 0.8})
    found = by_hand(star=star, other=other).coverage
    assert (found["mission"].quote, found["threats"].quote) == (OTHER, STAR)


def test_items_come_in_the_order_of_the_round() -> None:
    found = by_hand(star=sentence({"guardrails": 0.9}), other=sentence({"assumptions": 0.9, "journeys": 0.9})).coverage
    assert list(found) == ["assumptions", "journeys", "guardrails"]


def test_what_a_reader_knows_is_not_looked_for_by_cues() -> None:
    """It has heard more than the word: a guardrail that is turned down is none."""
    text = "I would not set any guardrails here."
    assert not read(text, ScriptedReader()).coverage


def test_items_a_reader_does_not_know_are_looked_for_by_cues() -> None:
    text = "Our guardrail is staff minutes per hold."
    reader = ScriptedReader(sentences={text: Sentence({"mission": 0.9}, 0.0, ())})
    assert set(read(text, reader).coverage) >= {"mission", "guardrails"}


def test_items_the_round_does_not_have_are_passed_over() -> None:
    text = "We put weekly visits first."
    reader = ScriptedReader(sentences={text: sentence({"north_star": 0.9})})
    assert "north_star" not in read(text, reader, ROUNDS["behavioural"]).coverage


def test_each_sentence_is_read_after_the_one_before_it() -> None:
    reader = ScriptedReader()
    read_substance(EXECUTION, (Said(1, f"{STAR} {OTHER}"), Said(2, "Another answer.")), reader)
    assert reader.read == [(STAR, ""), (OTHER, STAR), ("Another answer.", "")]


def test_quotes_have_their_answer_and_moment() -> None:
    said = (Said(1, OTHER, ((0, 3.0),)), Said(4, f"{OTHER}  {STAR}", ((0, 60.0), (len(OTHER) + 2, 63.5))))
    reader = ScriptedReader(sentences={STAR: sentence({"north_star": 0.9})})
    assert read_substance(EXECUTION, said, reader).coverage == {"north_star": Evidence(STAR, 4, 63.5)}


# --- metrics from estimates -------------------------------------------------------------------------------------------

SOME = {"secondary_metrics": NAMES_METRICS}
"""A sentence that has to do with metrics."""
WATCHED = "And we'd watch weekly visits, then late loans."


def named_in(
    role: str, words: str, chance: float = 0.9, text: str = WATCHED, items: Mapping[str, float] = SOME
) -> Substance:
    estimate = sentence(items, named=(naming(text, words, role, chance),))
    return read(text, ScriptedReader(sentences={text: estimate}))


def test_words_are_taken_for_a_metric_from_the_threshold_on() -> None:
    assert named_in("secondary", "weekly visits", NAMED).metrics.secondary == ("weekly visits",)
    assert named_in("secondary", "weekly visits", NAMED - 0.01).metrics.secondary == ()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        (", then late loans.", ("late loans",)),
        ("we", ()),
        ("then", ("late loans",)),  # what only joins goes on to the end of its phrase
        ("And we'd watch weekly", ("weekly",)),
    ],
)
def test_what_hangs_on_at_the_edges_is_left_out(words: str, kept: tuple[str, ...]) -> None:
    assert named_in("guardrail", words).metrics.guardrails == kept


@pytest.mark.parametrize(("words", "kept"), [("NPS", ("NPS",)), ("D A U", ("D A U",)), ("40%", ()), ("a b", ())])
def test_abbreviations_are_names_and_crumbs_are_not(words: str, kept: tuple[str, ...]) -> None:
    assert named_in("secondary", words, text="We look at NPS and D A U and 40% or a b.").metrics.secondary == kept


def test_what_a_sentence_surely_does_tells_the_role_of_its_words() -> None:
    sure = named_in("north_star", "weekly visits", items={"guardrails": 0.9, "north_star": 0.05}).metrics
    assert (sure.north_star, sure.guardrails) == (None, ("weekly visits",))
    back = named_in("guardrail", "weekly visits", items={"guardrails": 0.1, "north_star": 0.9}).metrics
    assert (back.north_star, back.guardrails) == ("weekly visits", ())


@pytest.mark.parametrize("items", [{"guardrails": 0.55}, {"guardrails": 0.9, "north_star": 0.3}])
def test_otherwise_words_keep_their_own_role(items: dict[str, float]) -> None:
    assert named_in("north_star", "weekly visits", items=items).metrics.north_star == "weekly visits"


def test_objectives_stay_objectives() -> None:
    items = {"north_star": 0.9, "objectives": SETS_GOALS}
    assert named_in("objective", "weekly visits", items=items).metrics.objectives == ("weekly visits",)


def test_a_sentence_that_sets_no_goal_names_none() -> None:
    items = {"north_star": 0.9, "objectives": SETS_GOALS - 0.01}
    assert named_in("objective", "weekly visits", items=items).metrics.objectives == ()


def test_words_in_a_sentence_that_hardly_has_to_do_with_metrics_are_none() -> None:
    hardly = {"secondary_metrics": NAMES_METRICS - 0.01}
    assert named_in("secondary", "weekly visits", items=hardly).metrics.secondary == ()


def test_a_guardrail_that_was_done_raises_no_flag() -> None:
    assert Flag.NO_GUARDRAIL not in named_in("guardrail", "late loans", items={"guardrails": 0.9}).metrics.flags
    assert Flag.NO_GUARDRAIL in named_in("secondary", "late loans").metrics.flags


def test_words_in_a_sentence_that_has_to_do_with_no_metric_are_none() -> None:
    assert named_in("secondary", "weekly visits", items=NONE).metrics.secondary == ()


def test_a_feature_that_is_wished_for_is_no_outcome_and_no_threat() -> None:
    text = "There could be a waiter that never sleeps, that's something I'd explore."
    reader = ScriptedReader(sentences={text: sentence({"threats": 0.9, "objectives": 0.9, "assumptions": 0.9})})
    assert set(read(text, reader).coverage) == {"assumptions"}


# --- asked back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Is the goal here to increase holds or to shorten the wait?",
        "Is the product mature or still early stage?",
        "Do we have competitors like bookshops that threaten us?",
        "Would you like me to name a north star like holds collected per week?",
        "Do you want me to set guardrails such as the complaint rate?",
        "You're saying that the library's mission is that everyone finds something worth reading?",
        "So our goal is that nobody waits longer than two weeks?",
    ],
)
def test_what_is_asked_back_is_not_done(text: str) -> None:
    found = read(text, READER)
    assert set(found.coverage) <= {"assumptions"}
    assert (found.metrics.north_star, found.metrics.secondary, found.metrics.guardrails) == (None, (), ())
    assert found.metrics.objectives == ()


ASKED = "Is it the weekly visits that we put first?"
BOTH = {"assumptions": 0.9, "north_star": 0.9}


def asked_in(text: str) -> Substance:
    """What is found where a question is as good as surely a metric put first, and STAR surely is one."""
    star = sentence({"north_star": 0.8}, named=(naming(STAR, "weekly visits", "north_star"),))
    asked = sentence(BOTH, named=(naming(ASKED, "weekly visits", "north_star"),))
    return read(text, ScriptedReader(sentences={STAR: star, ASKED: asked}))


def test_asked_back_only_that_counts_which_asking_does() -> None:
    found = asked_in(ASKED)
    assert set(found.coverage) == {"assumptions"}
    assert found.metrics.north_star is None


def test_what_is_stated_before_a_question_back_counts() -> None:
    found = asked_in(f"{STAR} {ASKED}")
    assert found.coverage["north_star"].quote == STAR
    assert found.metrics.north_star == "weekly visits"
    assert found.metrics.secondary == ()


@pytest.mark.parametrize("rest", [OTHER, "Does that make sense?", f"{'And so on. ' * 15}Or what else?"])
def test_who_asks_himself_or_checks_has_stated_it(rest: str) -> None:
    found = asked_in(f"{ASKED} {rest}")
    assert set(found.coverage) == set(BOTH)
    assert found.metrics.north_star == "weekly visits"


# --- by cues ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "I'll cover the mission, then segments, then goals and the north star, and last guardrails.",
        "My structure is mission, segments, journey, objectives, north star metric and guardrails.",
        "First I'll define the north star metric, then I'll get to guardrails.",
        "I'll walk you through segments, objectives and what the north star metric would be.",
    ],
)
def test_announced_structure_does_nothing(text: str) -> None:
    found = read(text)
    assert not found.coverage
    assert found.metrics.north_star is None
    assert not found.metrics.guardrails


def test_what_follows_an_announcement_counts() -> None:
    found = read("I'll cover the mission first. The mission is reading for everybody.")
    assert found.coverage == {"mission": Evidence("The mission is reading for everybody.", 1)}


def test_a_question_counts_only_where_asking_is_as_good_as_stating() -> None:
    counts = {item.id for item in EXECUTION.items if item.asked_counts}
    assert counts == {"assumptions"}
    found = read("Which country are we in? What is the mission? Should the north star metric be loans per week?")
    assert set(found.coverage) == {"assumptions"}
    assert found.metrics.north_star is None


def test_what_does_not_count_when_asked_counts_when_stated() -> None:
    text = "We assume one country only"
    closed = tuple(each.model_copy(update={"asked_counts": False}) for each in EXECUTION.items)
    assert "assumptions" not in read(f"{text}?", entry=EXECUTION.model_copy(update={"items": closed})).coverage
    assert "assumptions" in read(f"{text}.", entry=EXECUTION.model_copy(update={"items": closed})).coverage


def test_quotes_by_cues_have_their_moment() -> None:
    said = Said(2, "It is there. Our guardrail is staff minutes per hold.", ((0, 10.0), (13, 14.5)))
    (found,) = read_substance(EXECUTION, (said,)).coverage.values()
    assert found == Evidence("Our guardrail is staff minutes per hold.", 2, 14.5)


def test_by_cues_only_what_can_be_quoted_is_in_the_table() -> None:
    metrics = read("The north star is loans per week. Our guardrail is staff minutes per hold.").metrics
    assert (metrics.north_star, metrics.guardrails) == ("loans per week", ("staff minutes per hold",))
    assert metrics.secondary == ()


# --- reciting ---------------------------------------------------------------------------------------------------------

RECITED = (
    "A good answer needs a mission, segments, journeys, objectives, a north star, secondary metrics and guardrails. "
    "All of them matter."
)


def test_naming_the_framework_without_doing_it_is_found_out() -> None:
    assert read(RECITED, ScriptedReader()).named_without_doing


def test_who_names_it_and_does_most_of_it_has_not_recited() -> None:
    did = sentence({"mission": 0.9, "segments": 0.9, "journeys": 0.9, "north_star": 0.9})
    assert not read(f"{RECITED} {STAR}", ScriptedReader(sentences={STAR: did})).named_without_doing


def test_who_names_little_has_not_recited() -> None:
    assert not read("We need a mission, segments and a north star.", ScriptedReader()).named_without_doing


# --- the framework ----------------------------------------------------------------------------------------------------


def test_the_framework_of_an_answer_leaves_out_what_is_asked_later() -> None:
    assert tuple(item.id for item in framework(EXECUTION)) == ITEMS


# --- odd texts, by the shipped reader and by cues ---------------------------------------------------------------------

either = pytest.mark.parametrize("reader", [READER, None], ids=["reader", "cues"])
LONG = " ".join(["we look at people and", "the number of them who come back to us", "every single week"] * 150)


@either
@pytest.mark.parametrize("text", ["", "  \n\t ", "... ?! …", "🤷🤷", "\u200b\u200b"])
def test_an_empty_answer_has_nothing_in_it(text: str, reader: Reads | None) -> None:
    found = read(text, reader)
    assert not found.coverage
    assert not found.named_without_doing
    assert (found.metrics.north_star, found.metrics.secondary, found.metrics.objectives) == (None, (), ())


@either
def test_no_answer_has_nothing_in_it(reader: Reads | None) -> None:
    assert not read_substance(EXECUTION, (), reader).coverage


@either
@pytest.mark.parametrize(
    "text",
    [
        LONG,
        "ein Nordstern wäre die Zahl der Ausleihen pro Woche, und zwar überall — “zuerst”. Größe!",
        "我们的北极星指标是每周借书次数。护栏是员工时间。",
        "metric\x00with\x07odd\ufeffcharacters… 100 % ½ ﬁ\u0301 👩‍👩‍👧 of it.\u2028Next line",
        "a" * 20_000,
    ],
    ids=["long", "german", "chinese", "odd", "one word"],
)
def test_odd_answers_are_read_and_quoted_word_by_word(text: str, reader: Reads | None) -> None:
    found = read(text, reader)
    assert all(evidence.quote in text for evidence in found.coverage.values())
    metrics = found.metrics
    if reader is not None:
        assert all(words in text for words in (metrics.north_star or "", *metrics.secondary, *metrics.guardrails))


@pytest.mark.parametrize("place", [0, 1000, 1990])
def test_two_thousand_words_without_a_mark_are_read_from_end_to_end(place: int) -> None:
    words = [f"word{number}" for number in range(2000)]
    words[place] = "here"
    reader = ScriptedReader()
    read(" ".join(words), reader)
    assert [word for piece, _ in reader.read for word in piece.split()] == words
    (piece,) = (piece for piece, _ in reader.read if "here" in piece.split())
    did = ScriptedReader(sentences={piece: sentence({"mission": 0.9})})
    assert read(" ".join(words), did).coverage["mission"].quote == piece


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for reader in (READER, None):
        assert all(evidence.quote in text for evidence in read(text, reader).coverage.values())


def test_a_text_read_before_costs_next_to_nothing() -> None:
    text = " ".join(f"In week {number} we look at the number of loans." for number in range(40))
    begun = time.perf_counter()
    first = read(text, READER)
    whole = time.perf_counter() - begun
    begun = time.perf_counter()
    assert read(text, READER) == first
    assert time.perf_counter() - begun < whole / 2
