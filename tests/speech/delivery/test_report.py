from __future__ import annotations

import pytest

from speech.delivery.figure import Band, Sure
from speech.delivery.fillers import clusters, fillers
from speech.delivery.kinds import kinds
from speech.delivery.pace import syllables
from speech.delivery.pauses import pauses
from speech.delivery.phrases import hedges, pet_phrases, signposts, summary
from speech.delivery.report import delivery
from speech.delivery.sentences import sentences
from speech.delivery.words import Timing, Voice, joined
from tests.speech.delivery.said import say


def names(text: str) -> list[str]:
    return [filler.word for filler in fillers(say(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("um, I think uh we should go", ["um", "uh"]),
        ("it was, like, really hard", ["like"]),
        ("people like it and I like that", []),
        ("something like a library", []),
        ("it looks like this", []),
        ("we were, you know, quite late", ["you know"]),
        ("do you know what they want", []),
        ("and, I mean, it worked", ["i mean"]),
        ("I asked what I mean by that", []),
        ("So, we began.", ["so"]),
        ("we left so that they could eat", []),
        ("it is so good", []),
        ("it was basically, a list", ["basically"]),
        ("this kind of product, the sort of thing", []),
        ("turn right at the corner", []),
        ("that is the plan, right, and then we go", ["right"]),
    ],
)
def test_fillers_by_their_use(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_fillers_close_together_are_a_cluster() -> None:
    near = "um, we uh, had um, three [30] um, yes"
    assert [round(span[1] - span[0], 1) for span in clusters(fillers(say(near)))] == [1.5]
    assert clusters(fillers(say("um, [10] uh, [10] um,"))) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the the plan", "repeat word word"),
        ("the um, the plan", "repeat filler word word"),
        ("I think I think so", "repeat repeat word word word"),
        ("I- I went", "cutoff word word"),
        ("very very good", "word word word"),
        ("We had had it", "word word word word"),
        ("We went home. Home is far", "word word word word word word"),
    ],
)
def test_kinds_of_words(text: str, expected: str) -> None:
    assert [kind.value for kind in kinds(text.split())] == expected.split()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("we chose that. [0.6] Then we left", ["sentence"]),
        ("we chose that, [0.6] we left", ["clause"]),
        ("we chose that [0.6] because we could", ["clause"]),
        ("we chose the [0.6] plan", ["inside"]),
        ("we chose the, [0.6] plan", ["inside"]),
        ("we chose [0.3] um, [0.4] plans", ["inside", "inside"]),
        ("let me think. [4] I would start", ["thinking"]),
        ("let me think. [0.5] I would start", ["sentence"]),
        ("we chose [0.2] plans", []),
    ],
)
def test_where_pauses_lie(text: str, where: list[str]) -> None:
    assert [pause.where.value for pause in pauses(say(text))] == where


def test_pauses_have_their_length() -> None:
    (pause,) = pauses(say("one two. [0.8] Three"))
    assert (pause.start, pause.end, pause.after) == (0.6, 1.4, 1)


def test_hedges_signposts_and_a_summary() -> None:
    text = (
        "First, maybe I would look. The first time for a second I think kind of. " + "word " * 20 + "To summarize, yes"
    )
    spoken = say(text)
    assert [phrase.text for phrase in hedges(spoken)] == ["maybe", "i think", "kind of"]
    assert [phrase.text for phrase in signposts(spoken)] == ["first", "the first"]
    assert (found := summary(spoken)) is not None
    assert found.text == "to summarize"
    assert summary(say("To summarize, yes. " + "word " * 20)) is None


def test_pet_phrases_have_content_and_are_said_often() -> None:
    text = "user journey is one. the user journey two, of the user journey three of the, of the"
    assert pet_phrases(say(text)) == (("user journey", 3),)


def test_too_little_speech_has_no_rates() -> None:
    found = delivery(say("one two three. [0.5] Four five"))
    assert found.pace.words == 5
    assert found.pace.words_a_minute is None
    assert found.fillers_in_100 is None
    assert found.pauses_a_minute is None
    assert found.voice.pitch_variation is None


def test_nothing_said_is_no_fault() -> None:
    found = delivery(say(""))
    assert (found.pace.words, found.fillers, found.pauses, found.sentences) == (0, (), (), ())
    assert delivery(joined([])).spoken.text == ""


def test_pace_counts_words_over_speaking_time() -> None:
    found = delivery(say("um, " + "plan [0.2] " * 100))
    assert found.pace.words_a_minute is not None
    assert found.pace.words_a_minute.value == pytest.approx(60 * 100 / (100 * 0.5 - 0.2), rel=0.01)
    assert found.pace.words_a_minute.band is Band.TYPICAL
    assert found.pace.first_word == 0.3


def test_announced_thinking_is_no_slow_speech() -> None:
    plan = "plan, " * 100
    with_thinking = delivery(say(f"let me think. [8] {plan}")).pace
    assert with_thinking.words_a_minute is not None
    assert with_thinking.words_a_minute.value == pytest.approx(60 / 0.3, rel=0.02)


def test_the_longest_run_and_fast_stretches() -> None:
    pace = delivery(say("one [1] " + "two " * 80 + "[1] three")).pace
    assert pace.longest_run is not None
    assert pace.longest_run[1] - pace.longest_run[0] == pytest.approx(24.0)
    assert delivery(say("two " * 80)).pace.fast == ()
    assert delivery(say("[0.1] two [0.8] " * 40)).pace.slow[0][0] < 1.0


def test_times_that_were_not_aligned_are_less_sure() -> None:
    sure = delivery(say("plan " * 70)).pace.words_a_minute
    unsure = delivery(say("plan " * 70, timing=Timing.SNAPPED)).pace.words_a_minute
    assert sure is not None
    assert unsure is not None
    assert (sure.sure, unsure.sure) == (Sure.GOOD, Sure.LOW)


def test_an_accent_the_recogniser_misreads_lowers_trust_not_the_speaker() -> None:
    found = delivery(say("plan " * 70, confidence=0.4))
    assert found.text_sure is Sure.LOW
    assert found.fillers_in_100 is not None
    assert found.fillers_in_100.sure is Sure.LOW


def test_counts_that_may_be_short_say_at_least() -> None:
    found = delivery(say("um, " + "plan. " * 70))
    assert found.repeats.at_least
    assert found.fillers_in_100 is not None
    assert found.fillers_in_100.at_least


def test_pitch_variation_pools_the_frames_of_all_words() -> None:
    low, high = (say("plan " * 40, voice=Voice(-20, 0.2, pitch, pitch * pitch)) for pitch in (1.0, 5.0))
    both = delivery(joined([low, high])).voice
    assert both.pitch_variation is not None
    assert both.pitch_variation.value == pytest.approx(2.0)
    assert delivery(joined([low, low])).voice.monotone


def test_a_sentence_trails_off_and_another_runs_on() -> None:
    loud, quiet = Voice(-20, 0.2, 0, 0), Voice(-30, 0.2, 0, 0)
    spoken = joined([say("we chose this one for", voice=loud), say("them.", voice=quiet)])
    (sentence,) = sentences(spoken)
    assert sentence.trails_off
    assert sentence.drop == 10.0
    (chain,) = sentences(say("we did this and that and more so it went and it came."))
    assert chain.runs_on


def test_parts_joined_count_their_ids_through() -> None:
    both = joined([say("um, one"), say("two three")])
    assert [word.id for word in both.words] == [0, 1, 2, 3]
    assert [word.ids for word in both.reading] == [(1,), (2,), (3,)]


@pytest.mark.parametrize(
    ("word", "count"), [("plan", 1), ("metric", 2), ("rate", 1), ("asked", 1), ("wanted", 2), ("25%", 5)]
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count
