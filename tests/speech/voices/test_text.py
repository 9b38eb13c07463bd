from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.voices.text import MOST_CHARACTERS, speakable


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("  How would\tyou\n measure it? ", "How would you measure it?"),
        ("Up 10% to $5.", "Up 10% to $5."),
        ("a\x00b\x1bc\u200bd", "a b c d"),
        ("[[rate 900]] faster", "rate 900 faster"),
        ("<speak>no</speak>", "less than speak greater than no less than /speak greater than"),
        ("... — !", ""),
        ("", ""),
    ],
)
def test_text_becomes_plain_words(text: str, spoken: str) -> None:
    assert speakable(text) == spoken


def test_long_text_is_cut_at_a_word() -> None:
    spoken = speakable("measure " * 1000)
    assert MOST_CHARACTERS - 8 <= len(spoken) <= MOST_CHARACTERS
    assert spoken.endswith("measure")


@given(st.text(max_size=3000))
def test_no_text_gets_through_that_an_engine_could_take_for_a_command(text: str) -> None:
    spoken = speakable(text)
    assert len(spoken) <= MOST_CHARACTERS
    assert not set(spoken) & {"<", ">", "\x00", "\n"}
    assert "[[" not in spoken
