"""A real model puts a weak, a medium and a strong answer into that order. Only where one is at hand.

Run it by `pytest -n0` with `HOTSEAT_TEST_SERVER=http://127.0.0.1:11434/v1` and `HOTSEAT_TEST_MODEL=qwen3:8b` set.
Of one of 270 million parameters hardly a reply could be read. One that fails here flatters, or is too small to judge.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer.review.values import Review
from tests.interviewer.review.judge.support import coach_of, judge_of, let_generators_end, small_matter
from tests.interviewer.review.support import MEDIUM, RECITED, STRONG, WEAK

SERVER, MODEL = os.environ.get("HOTSEAT_TEST_SERVER", ""), os.environ.get("HOTSEAT_TEST_MODEL", "")
LONG_AND_WEAK = f"{RECITED} {WEAK} I really like this product, and everybody I know does. {RECITED} {WEAK}"
"""Longer than the strong one: names every step of a framework, does none."""

pytestmark = [
    pytest.mark.skipif(not (SERVER and MODEL), reason="HOTSEAT_TEST_SERVER and HOTSEAT_TEST_MODEL name no model"),
    pytest.mark.timeout(7_200),
]


def points(review: Review) -> float:
    """The weighted mean; a dimension nobody could score counts nothing."""
    weights = sum(one.weight for one in review.dimensions)
    return sum(one.weight * (one.score or 0) for one in review.dimensions) / weights


async def test_weak_medium_and_strong_come_in_that_order(tmp_path: Path) -> None:
    reached = {}
    for name, said in {"weak": WEAK, "long": LONG_AND_WEAK, "medium": MEDIUM, "strong": STRONG}.items():
        judge = judge_of(small_matter(said), SERVER, tmp_path / name, coach=coach_of(said), seconds=600, model=MODEL)
        review = await judge.review()
        await let_generators_end()
        reached[name] = points(review)
    assert max(reached["weak"], reached["long"]) < reached["medium"] < reached["strong"], reached
