"""Replies of a server with what nobody said: text for silence, numbers out of all proportion, what no file can hold."""

from __future__ import annotations

import json

import pytest

from desktop.remote_speech.replies import heard_in

HUGE = 10**400


@pytest.mark.parametrize("number", [HUGE, -HUGE, float("inf"), float("nan"), "1", None, True])
def test_a_time_that_is_none_is_brought_into_the_sound(number: object) -> None:
    words = [{"word": "hi", "start": number, "end": number}]
    segments = [{"text": "hi", "start": 0, "end": 1, "avg_logprob": number, "no_speech_prob": 0}]
    (found,) = heard_in(json.dumps({"text": "hi", "words": words, "segments": segments}).encode(), 3.0, 10.0)
    assert (found.text, found.start) == ("hi", 10.0)
    assert 10.0 <= found.end <= 13.0


def test_what_no_file_can_hold_is_replaced() -> None:
    odd, held = "more\ud800 \x1b[31mloans", "more\ufffd \ufffd[31mloans"
    (plain,) = heard_in(json.dumps({"text": odd}).encode(), 3.0, 0.0)
    assert plain.text == held
    segments = [{"text": odd, "start": 0, "end": 1}]
    (timed,) = heard_in(json.dumps({"text": odd, "segments": segments}).encode(), 3.0, 0.0)
    assert timed.text == held


SAID = {"text": " We wait.", "start": 0.0, "end": 2.0, "no_speech_prob": 0.01, "avg_logprob": -0.2}
MADE_UP = {"text": " Thank you.", "start": 2.0, "end": 4.0, "no_speech_prob": 0.95, "avg_logprob": -0.72}
AGAIN = {"text": " Then more.", "start": 5.0, "end": 7.0, "no_speech_prob": 0.01, "avg_logprob": -0.2}
WORDS = [
    {"word": word, "start": start, "end": start + 0.5}
    for word, start in [("We", 0.5), ("wait", 1.5), ("Thank", 2.0), ("you", 3.0), ("Then", 4.9), ("more", 6.0)]
]


def reply(*segments: dict[str, object], words: list[dict[str, object]]) -> bytes:
    """A reply with all its text in `text`, as servers give it."""
    text = "".join(str(segment["text"]) for segment in segments)
    return json.dumps({"text": text, "segments": segments, "words": words}).encode()


@pytest.mark.parametrize("words", [[], WORDS[2:4]])
def test_what_is_made_up_for_silence_does_not_come_back_as_plain_text(words: list[dict[str, object]]) -> None:
    assert heard_in(reply(MADE_UP, words=words), 8.0, 0.0) == ()


@pytest.mark.parametrize(
    ("segments", "words", "kept"),
    [
        ([SAID, MADE_UP], WORDS[:4], [(" We", 0.5), (" wait.", 1.5)]),
        ([MADE_UP, AGAIN], WORDS[2:], [(" Then", 4.9), (" more.", 6.0)]),
        ([SAID, MADE_UP, AGAIN], WORDS, [(" We", 0.5), (" wait.", 1.5), (" Then", 4.9), (" more.", 6.0)]),
    ],
)
def test_words_of_a_segment_that_is_made_up_go_to_no_other(
    segments: list[dict[str, object]], words: list[dict[str, object]], kept: list[tuple[str, float]]
) -> None:
    found = heard_in(reply(*segments, words=words), 8.0, 0.0)
    assert [utterance.text for utterance in found] == [
        str(segment["text"]).strip() for segment in segments if segment is not MADE_UP
    ]
    assert [(word.text, word.start) for utterance in found for word in utterance.words] == kept
