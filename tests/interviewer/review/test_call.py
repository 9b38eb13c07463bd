"""The call is arithmetic on scores, with its conditions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.review.call import Call, Rated, leaning, overall

SCORES = st.one_of(st.none(), st.integers(1, 4))
RATED = st.builds(Rated, weight=st.integers(1, 10), core=st.booleans(), score=SCORES)
WORST_FIRST = list(reversed(Call))


def core(*scores: int | None) -> list[Rated]:
    return [Rated(1, True, score) for score in scores]


@pytest.mark.parametrize(
    ("scores", "call"),
    [
        ((4, 4, 3, 3), Call.STRONG_HIRE),
        ((4, 4, 4, 2), Call.HIRE),
        ((3, 3, 3), Call.HIRE),
        ((3, 3, 2), Call.LEAN_HIRE),
        ((3, 2, 2), Call.LEAN_NO_HIRE),
        ((4, 4, 4, 1), Call.LEAN_NO_HIRE),
        ((2, 2, 1), Call.NO_HIRE),
        ((1, 1, 2), Call.STRONG_NO_HIRE),
        ((3, 3, None), Call.HIRE),
        ((4, 4, None), Call.HIRE),
        ((4, 4, None, None), Call.LEAN_NO_HIRE),
        ((1, 1, None, None), Call.STRONG_NO_HIRE),
        ((4, None, None, None), None),
        ((None, None), None),
        ((), None),
    ],
)
def test_the_call_for_scores(scores: tuple[int | None, ...], call: Call | None) -> None:
    assert overall(core(*scores)) is call


def test_weights_count() -> None:
    assert overall([Rated(3, True, 3), Rated(1, True, 2)]) is Call.LEAN_HIRE
    assert overall([Rated(1, True, 3), Rated(3, True, 2)]) is Call.LEAN_NO_HIRE


def test_what_is_not_core_counts_and_cannot_stand_alone() -> None:
    assert overall([*core(3, 2), Rated(4, False, 3)]) is Call.LEAN_HIRE
    assert overall([*core(None, None), Rated(9, False, 4)]) is None
    assert overall([Rated(1, False, 3), Rated(1, False, 3)]) is Call.HIRE, "a rubric without a core is all core"


@given(st.lists(RATED, min_size=1), st.data())
def test_a_better_score_never_makes_a_worse_call(dimensions: list[Rated], data: st.DataObject) -> None:
    before = overall(dimensions)
    scored = [place for place, one in enumerate(dimensions) if one.score is not None and one.score < 4]
    if before is None or not scored:
        return
    place = data.draw(st.sampled_from(scored))
    old = dimensions[place]
    dimensions[place] = Rated(old.weight, old.core, (old.score or 0) + 1)
    after = overall(dimensions)
    assert after is not None
    assert WORST_FIRST.index(after) >= WORST_FIRST.index(before)


def test_leaning_keeps_the_side() -> None:
    assert [leaning(call) for call in Call] == [Call.LEAN_HIRE] * 3 + [Call.LEAN_NO_HIRE] * 3
