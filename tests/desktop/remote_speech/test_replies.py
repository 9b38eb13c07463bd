"""Replies of a server that no recogniser gives: numbers out of all proportion, and text that no file can hold."""

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
