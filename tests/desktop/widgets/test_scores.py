"""Scores, calls and cells."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.widgets.scores import CallScale, ExamCell, ScoreBar, cell_of, score_word
from interviewer.review.call import Call
from tests.desktop.widgets.painted import has_colour, share_of, told, told_name, told_value


@pytest.mark.parametrize(
    ("score", "word", "filled"),
    [(4, "Strong", 1.0), (3, "Solid", 0.75), (2, "Developing", 0.5), (1, "Missing", 0.25), (None, "Not assessed", 0)],
)
def test_a_score_is_parts_and_a_word(qtbot: QtBot, look: Look, score: int | None, word: str, filled: float) -> None:
    bar = ScoreBar("bar", score)
    qtbot.addWidget(bar)
    bar.resize(bar.sizeHint())
    assert score_word(score) == word
    assert told_value(bar) == word
    assert share_of(bar, "data", 4) == pytest.approx(filled * 0.9, abs=0.03), "gaps and round ends are not filled"
    assert has_colour(bar, "track") is (score in (1, 2, 3))


def test_another_score_is_shown(qtbot: QtBot, look: Look) -> None:
    bar = ScoreBar("bar")
    qtbot.addWidget(bar)
    bar.show_score(3)
    assert bar.score == 3
    assert told(bar).valueInterface().currentValue() == 3


def test_the_scale_shows_both_calls(qtbot: QtBot, look: Look) -> None:
    scale = CallScale("scale")
    qtbot.addWidget(scale)
    scale.resize(scale.sizeHint())
    assert not has_colour(scale, "accent")
    scale.show_calls(Call.LEAN_HIRE, Call.HIRE)
    assert told_value(scale) == "Review: Lean hire, You: Hire"
    middle = scale.height() // 2
    assert share_of(scale, "accent", middle, end=scale.width() // 2) == 0
    assert share_of(scale, "accent", middle, start=scale.width() // 2) > 0
    scale.show_calls(Call.STRONG_NO_HIRE, None)
    assert share_of(scale, "accent", middle, end=scale.width() // 2) > 0
    assert told_value(scale) == "Review: Strong no"
    assert told(scale).valueInterface().currentValue() == 1


def test_no_call_is_said(qtbot: QtBot, look: Look) -> None:
    scale = CallScale("scale")
    qtbot.addWidget(scale)
    assert told_value(scale) == "No call"


@pytest.mark.parametrize(
    ("call", "kind", "name"),
    [
        (Call.STRONG_HIRE, "hire", "hire or better"),
        (Call.HIRE, "hire", "hire or better"),
        (Call.LEAN_HIRE, "lean", "lean hire"),
        (Call.LEAN_NO_HIRE, "no", "no hire"),
        (Call.STRONG_NO_HIRE, "no", "no hire"),
        (None, "none", "none yet"),
    ],
)
def test_a_call_has_its_cell(qtbot: QtBot, look: Look, call: Call | None, kind: str, name: str) -> None:
    cell = ExamCell(cell_of(call))
    qtbot.addWidget(cell)
    cell.resize(cell.sizeHint())
    assert cell.kind == kind
    assert told_name(cell) == name
    assert has_colour(cell, "data") is (kind in ("hire", "lean"))
