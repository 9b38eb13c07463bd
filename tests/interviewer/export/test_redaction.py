"""What is taken out of an export is nowhere in it, in any format."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from interviewer.export.markdown import markdown
from interviewer.export.plain_json import to_json
from interviewer.export.redaction import REDACTED, Redaction, redact, words_in
from interviewer.export.subtitles import srt
from interviewer.export.texts import with_texts, writable
from interviewer.export.values import Exported, Sound, Speaker, Turn, Word
from interviewer.review.annotations import Mark
from tests.interviewer.export.support import full, of_turns, said

SOUND = Sound(b"sound", "audio/mpeg")


def redacted(text: str, *words: str) -> str:
    """What becomes of a title."""
    return redact(full(text), Redaction(words=words)).title


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna said so", "[redacted] said so"),
        ("ANNA's plan, not Annabel's", "[redacted]'s plan, not Annabel's"),
        ("Anna’s plan", "[redacted]’s plan"),
        ("(anna), anna_2 and Joanna", "([redacted]), [redacted]_2 and Joanna"),
    ],
)
def test_whole_words_are_replaced_in_any_case(text: str, shown: str) -> None:
    assert redacted(text, "Anna") == shown


def test_names_of_several_words_and_other_spellings() -> None:
    assert redacted("Jean  Luc Picard and jean-luc\npicard", "Jean-Luc Picard") == f"{REDACTED} and {REDACTED}"
    assert redacted("Rene\u0301 and Ren\xe9", "Ren\xe9") == f"{REDACTED} and {REDACTED}"
    assert redacted("O’Neill, O'Neill", "O'Neill") == f"{REDACTED}, {REDACTED}"
    assert redacted("C++ (really)", "C++") == f"{REDACTED} (really)"
    assert redacted("Anna Maria", "Anna", "Anna Maria") == REDACTED
    assert redacted("as it was", "-", " ", "") == "as it was"


def test_a_name_spread_over_words_becomes_one_word() -> None:
    told = said("I met Anna Maria Bell, who left.")
    (turn,) = redact(of_turns(told), Redaction(words=("anna maria bell",))).turns
    assert turn.text == f"I met {REDACTED}, who left."
    named = next(word for word in turn.words if REDACTED in word.text)
    assert (named.start, named.end) == (2.0, 4.8)
    assert turn.words[-1].start == 6.0


def test_words_that_hang_together_by_two_names() -> None:
    told = said("a Anna Bell Corp z")
    (turn,) = redact(of_turns(told), Redaction(words=("Anna Bell", "Corp"))).turns
    assert turn.text == f"a {REDACTED} {REDACTED} z"


def test_a_replaced_name_is_nowhere() -> None:
    exported = redact(full("Ask Quentin first."), Redaction(words=("quentin",)))
    for written in (to_json(exported), markdown(exported), srt(exported)):
        assert "quentin" not in written.lower()
    assert to_json(exported).count(REDACTED) > 60


def test_the_sound_goes_with_the_names_unless_somebody_says_so() -> None:
    exported = replace(full("x"), sound=SOUND)
    assert redact(exported, Redaction()).sound == SOUND
    assert redact(exported, Redaction(sound=False)).sound is None
    assert redact(exported, Redaction(words=("Anna",))).sound is None
    assert redact(exported, Redaction(case=False)).sound is None
    assert redact(exported, Redaction(words=("Anna",), sound_all_the_same=True)).sound == SOUND
    assert redact(exported, Redaction(sound=False, sound_all_the_same=True)).sound is None
    assert redact(exported, Redaction(words=(" ", ""))).sound == SOUND
    assert "heard" in Redaction(words=("Anna",)).why_silent


def test_own_notes_are_left_out() -> None:
    exported = redact(replace(full("x"), pad="my own words"), Redaction(notes=False))
    assert exported.pad == ""
    assert Mark.NOTE not in {one.kind for one in exported.remarks}
    assert any("notes" in sentence for sentence in exported.left_out)


def test_the_hidden_case_is_left_out() -> None:
    secret = Turn(Speaker.INTERVIEWER, 1.0, 2.0, (Word("the secret fact", 1.0, 2.0),), case=True)
    exported = redact(replace(full("the secret fact"), turns=(secret,), title="t"), Redaction(case=False))
    review = exported.review
    assert review is not None
    assert (review.cases, exported.model_answers) == ((), ())
    assert {one.model for one in review.metrics} == {""}
    assert {one.better for one in exported.remarks if one.case} == {""}
    assert Mark.CASE not in {one.kind for one in exported.remarks}
    assert [turn.text for turn in exported.turns] == ["[left out]"]


def test_nothing_is_said_to_be_left_out_where_nothing_is() -> None:
    bare = Exported("id", "t", (), "", "2026-11-21T20:47:05+01:00", 0.0, "0.1.0")
    assert redact(bare, Redaction()) == bare
    assert redact(bare, Redaction(notes=False)).left_out == ()


def test_words_are_given_in_a_line() -> None:
    assert words_in(" Anna, Bell Corp ;; Lyon\n") == ("Anna", "Bell Corp", "Lyon")
    assert words_in("  ") == ()


def test_what_no_file_can_hold_is_replaced() -> None:
    exported = with_texts(full("a\ud800b\x00c\r\nd\re"), writable)
    assert exported.title == "a\ufffdb\ufffdc\nd\ne"
    assert "\ud800" not in str(asdict(exported))
    to_json(exported).encode()
    assert exported.remarks[0].kind is Mark.STRENGTH
