"""How much of a framework was heard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.accessible import Role
from desktop.widgets.coverage import CoverageList, CoverageMark, Item
from desktop.widgets.plain import ElidedLabel
from tests.desktop.widgets.painted import share_of, told, told_name

ITEMS: tuple[Item, ...] = (
    ("Assumptions", "done", 48.0),
    ("Mission", "named", None),
    ("Threats", "done", 280.0),
    ("Objects", "open", None),
    ("Journeys", "done", 598.0),
)


@pytest.fixture
def coverage(qtbot: QtBot, look: Look) -> Iterator[CoverageList]:
    page = QWidget()
    qtbot.addWidget(page)
    made = CoverageList("coverage", page)
    made.resize(360, 200)
    made.show_items(ITEMS)
    page.show()
    qtbot.waitUntil(lambda: len(_rows(made)) == len(ITEMS))
    yield made
    page.close()


def _rows(coverage: CoverageList) -> list[ElidedLabel]:
    return coverage.findChildren(ElidedLabel)


def _said(label: ElidedLabel) -> str:
    """What a screen reader is told of the row a title stands in."""
    row = label.parentWidget()
    assert row is not None
    return told_name(row)


def test_items_fill_the_columns_downwards(coverage: CoverageList) -> None:
    places = {label.text(): label.mapTo(coverage, label.rect().topLeft()) for label in _rows(coverage)}
    assert places["Assumptions"].x() == places["Threats"].x() < places["Objects"].x()
    assert places["Threats"].y() - places["Mission"].y() == 26
    assert places["Objects"].y() == places["Assumptions"].y()


def test_a_screen_reader_is_told_each_item_in_a_line(coverage: CoverageList) -> None:
    assert told(coverage).role() is Role.List
    names = [_said(label) for label in _rows(coverage)]
    assert names == [
        "Assumptions, done, 0:48",
        "Mission, named only",
        "Threats, done, 4:40",
        "Objects, not heard",
        "Journeys, done, 9:58",
    ]


def test_folded_it_is_a_count(coverage: CoverageList) -> None:
    assert coverage.count_text == "3 of 5"
    assert coverage.count.isHidden()
    coverage.fold(True)
    assert coverage.count.text() == "3 of 5"
    assert not coverage.count.isHidden()
    assert not any(label.isVisible() for label in _rows(coverage))


def test_an_item_changes_in_its_place(coverage: CoverageList) -> None:
    before = _rows(coverage)
    coverage.show_items((*ITEMS[:3], ("Objects", "done", 700.0), ITEMS[4]))
    assert _rows(coverage) == before
    assert _said(before[3]) == "Objects, done, 11:40"
    assert coverage.count_text == "4 of 5"


def test_another_plan_has_other_items(coverage: CoverageList, qtbot: QtBot) -> None:
    coverage.show_items((("Only one", "open", None),))
    qtbot.waitUntil(lambda: [label.text() for label in _rows(coverage)] == ["Only one"])
    coverage.show_items(())
    assert coverage.count_text == "0 of 0"


def test_rows_come_one_between_two_events(look: Look, qtbot: QtBot) -> None:
    """What is shown meanwhile is shown in them, too, and a list that is taken away stays empty."""
    made = CoverageList("coverage")
    qtbot.addWidget(made)
    made.show_items(ITEMS)
    assert (made.items, _rows(made)) == (ITEMS, [])
    qtbot.waitUntil(lambda: bool(_rows(made)))
    made.show_items((("Assumptions", "open", None), *ITEMS[1:]))
    qtbot.waitUntil(lambda: len(_rows(made)) == len(ITEMS))
    assert [_said(label) for label in _rows(made)][:2] == ["Assumptions, not heard", "Mission, named only"]
    made.show_items(())
    made.show_items(ITEMS)
    made.show_items(())
    qtbot.waitUntil(lambda: _rows(made) == [])


def test_rows_grow_with_the_text(coverage: CoverageList, look: Look) -> None:
    look.use(Theme.LIGHT, 150)
    coverage.resize(360, 300)
    coverage.grab()
    tops = [label.mapTo(coverage, label.rect().center()).y() for label in _rows(coverage)]
    assert tops[1] - tops[0] == 39


def test_marks_differ_by_shape(qtbot: QtBot, look: Look) -> None:
    filled = {}
    for kind in ("done", "named", "open"):
        mark = CoverageMark(kind)
        qtbot.addWidget(mark)
        mark.resize(mark.sizeHint())
        filled[kind] = share_of(mark, "data", 13)
    assert filled["done"] > filled["named"] > filled["open"] == 0
