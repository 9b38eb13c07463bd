from __future__ import annotations

import array
import math

import pytest

from speech.errors import VoiceUnavailable
from speech.voices.checks import LEAD_SECONDS, TAIL_SECONDS, WINDOW_SECONDS, check, trim
from speech.voices.sound import Sound

RATE = 16000
TEXT = "How would you measure the success of it?"


def tone(seconds: float, loud: int = 8000) -> bytes:
    samples = (int(loud * math.sin(2 * math.pi * 440 * i / RATE)) for i in range(round(seconds * RATE)))
    return array.array("h", samples).tobytes()


def test_sound_as_long_as_its_text_is_taken() -> None:
    check(Sound(RATE, tone(len(TEXT) / 15)), TEXT)


@pytest.mark.parametrize("text", ["No.", "It fell by $1,234,567 or 12%.", "KPI, DAU, MAU, WAU, LTV, CAC."])
def test_what_is_spelled_out_may_last_longer(text: str) -> None:
    """Lengths as eSpeak makes them: 0.5 s, 5.4 s and 5.6 s."""
    seconds = {"N": 0.5, "I": 5.4, "K": 5.6}[text[0]]
    check(Sound(RATE, tone(seconds)), text)


@pytest.mark.parametrize(
    ("pcm", "reason"),
    [
        (b"", "no sound"),
        (bytes(2 * RATE), "no sound"),
        (tone(3, loud=20), "no sound"),
        (tone(0.5), "only a part"),
        (tone(12), "far more"),
    ],
)
def test_sound_that_cannot_be_the_text_is_refused(pcm: bytes, reason: str) -> None:
    with pytest.raises(VoiceUnavailable, match=reason):
        check(Sound(RATE, pcm), TEXT)


def test_the_pace_counts() -> None:
    fast = Sound(RATE, tone(len(TEXT) / 15 / 4))
    check(fast, TEXT, pace=2.0)
    with pytest.raises(VoiceUnavailable, match="only a part"):
        check(fast, TEXT, pace=0.5)


def test_long_silence_is_cut_at_both_ends_and_kept_within() -> None:
    inside = tone(0.5) + bytes(2 * RATE) + tone(0.5)
    trimmed = trim(Sound(RATE, bytes(2 * RATE) + inside + bytes(4 * RATE)))
    assert trimmed.seconds == pytest.approx(2.0 + LEAD_SECONDS + TAIL_SECONDS, abs=2 * WINDOW_SECONDS)
    assert inside in trimmed.pcm


def test_short_silence_stays() -> None:
    sound = Sound(RATE, bytes(2 * 500) + tone(0.5) + bytes(2 * 1000))
    assert trim(sound) == sound


def test_silence_alone_stays() -> None:
    assert trim(Sound(RATE, bytes(200))) == Sound(RATE, bytes(200))
    assert trim(Sound(RATE, b"")) == Sound(RATE, b"")
