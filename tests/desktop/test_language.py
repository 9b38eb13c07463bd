"""Every text comes through one function; the pseudo-locale shows what did not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.language import PSEUDO, pseudo, tr, trn, use_language


@pytest.fixture(autouse=True)
def _english_again(tmp_path: Path) -> Iterator[None]:
    yield
    use_language("", tmp_path)


def test_english_stands_in_the_code(tmp_path: Path) -> None:
    use_language("xx", tmp_path)
    assert tr("{n} of {all}", n=3, all=14) == "3 of 14"
    assert trn("{n} word", "{n} words", 1) == "1 word"
    assert trn("{n} word", "{n} words", 2) == "2 words"


def test_a_text_without_fields_may_hold_braces(tmp_path: Path) -> None:
    assert tr("a {brace}") == "a {brace}"


def test_the_pseudo_locale_lengthens_and_keeps_fields(tmp_path: Path) -> None:
    use_language(PSEUDO, tmp_path)
    text = tr("Recorded {time} so far", time="1:02")
    assert text.startswith("[")
    assert text.endswith("]")
    assert "1:02" in text
    assert "Réçórdéd" in text
    assert len(pseudo("Start the interview")) >= 1.3 * len("Start the interview")
