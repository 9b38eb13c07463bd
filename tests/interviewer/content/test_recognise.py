"""What an interviewer elsewhere asked is recognised where it is clear, and left open where it is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assets import resource
from interviewer.content.loader import load_packs
from interviewer.content.model import Pack
from interviewer.content.recognise import Recognised, recognise
from tests.interviewer.content.support import WORDED_ANEW


@pytest.fixture(scope="module", name="packs")
def _packs() -> Sequence[Pack]:
    return load_packs(resource("packs"), None).packs


def test_every_question_is_recognised_between_small_talk(packs: Sequence[Pack]) -> None:
    for question in (one for pack in packs for one in pack.questions):
        found = recognise(packs, ["Hi, nice to meet you.", question.spoken, "Why that?"])
        assert found == Recognised(question.round, question.id)


def test_a_question_that_is_worded_anew_is_recognised(packs: Sequence[Pack]) -> None:
    assert recognise(packs, [WORDED_ANEW]) == Recognised("execution", "execution/library-holds")


@pytest.mark.parametrize(
    ("asked", "of"),
    [
        ("Tell me about a time you had to convince an engineer of something.", "behavioural"),
        ("How would you measure the success of Stories?", "execution"),
        ("Should Netflix enter the market of live sports?", ""),
        ("Can you hear me?", ""),
        ("", ""),
    ],
)
def test_a_round_is_told_by_how_it_asks_where_that_is_sure(packs: Sequence[Pack], asked: str, of: str) -> None:
    assert recognise(packs, ["Hi!", asked]) == Recognised(of)


def test_a_round_in_the_name_of_the_file_tells_where_words_do_not(packs: Sequence[Pack]) -> None:
    assert recognise(packs, (), "Product-Sense mock_3") == Recognised("product_sense")
    assert recognise(packs, ["Hi!"], "behavioral with Sam") == Recognised("behavioural")
    assert recognise(packs, [WORDED_ANEW], "Strategy").round == "execution"
    assert recognise(packs, (), "talk") == Recognised()


def test_where_nothing_is_known_nothing_is_recognised() -> None:
    assert recognise((), [WORDED_ANEW], "Strategy") == Recognised()
