"""Where a long recording is cut."""

from __future__ import annotations

import pytest

from speech.whisper.stretches import pause_to_cut_at, unheard


@pytest.mark.parametrize(
    ("voiced", "cut"),
    [
        ([(0.0, 50.0), (52.0, 70.0), (71.0, 120.0)], 70.5),
        ([(0.0, 70.0), (71.0, 90.0), (94.0, 120.0)], 92.0),
        ([(0.0, 80.0), (80.0, 120.0)], 80.0),
        ([(0.0, 20.0)], 70.0),
        ([], 60.0),
        ([(0.0, 120.0)], None),
        ([(0.0, 40.0), (45.0, 120.0)], None),
    ],
    ids=["the only late one", "the longest", "two that touch", "a long silence", "nobody", "no pause", "none late"],
)
def test_the_cut_is_in_the_longest_late_pause(voiced: list[tuple[float, float]], cut: float | None) -> None:
    assert pause_to_cut_at(voiced, 120.0) == cut


@pytest.mark.parametrize(
    ("since", "until", "missed"),
    [
        (0.0, 3.5, []),
        (5.0, 12.0, [(6.0, 9.0)]),
        (6.9, 7.5, []),
        (7.5, 30.0, [(15.0, 20.0)]),
        (0.0, 30.0, [(2.0, 5.0), (6.0, 9.0), (15.0, 20.0)]),
        (20.0, 30.0, []),
    ],
    ids=["a breath", "a sentence", "between two words", "at the end", "all of it", "silence"],
)
def test_voice_without_words_is_noticed(since: float, until: float, missed: list[tuple[float, float]]) -> None:
    voiced = [(2.0, 5.0), (6.0, 9.0), (15.0, 20.0)]
    assert unheard(voiced, since, until) == missed
