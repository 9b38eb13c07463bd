"""How soon 45 minutes with 400 remarks are there to be replayed, how soon a seek is heard, and what following costs.

Scrolling and filtering are measured as the gaps in which the window does nothing else.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtReplay
from desktop.pages.page import Page
from desktop.pages.replay import ReplayPage
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.focus import RoomForRing
from tests.bench.scoring import table
from tests.support import replayed
from tests.support.desk import TestDesk, running_desk
from tests.support.stage import staged

pytestmark = [
    pytest.mark.bench,
    pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device"),
]

MINUTES, REMARKS = 45, 400
OPENINGS, SEEKS = 9, 15
OPEN_SECONDS = 0.9
"""Three times what feels instant, for a machine that does other things as well."""
SEEK_SECONDS = 0.4
"""Positions are told every 50 ms or so; what is measured includes waiting for the next."""
FOLLOW_MS, FOLLOW_SHARE = 8000, 0.25
GAP_SECONDS = 0.15
"""Both three times what is wanted, as above."""


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[TestDesk]:
    qapp.setStyle(RoomForRing())
    Look(qapp).use(Theme.LIGHT, 100, reduced_motion=True)
    with running_desk(tmp_path / "data") as made:
        yield made


def seconds_until(happened: Callable[[], bool]) -> float:
    began = time.perf_counter()
    while not happened():
        QApplication.processEvents()
        assert time.perf_counter() - began < 10, "it never happened"
    return time.perf_counter() - began


def painted(window: QWidget) -> bool:
    """Whether everything has been laid out and painted once."""
    window.grab()
    return True


def openings(qtbot: QtBot, page: ReplayPage, session: Path, *, heard: bool = False) -> tuple[float, float, float]:
    """Medians: seconds until a session can be read, until it can be heard, and until its delivery is there as well."""
    shown, sounds, whole = [], [], []
    with staged(page, 1092, 760) as window:
        for _ in range(OPENINGS):
            began = time.perf_counter()
            page.enter(AtReplay(session))
            seconds_until(lambda: page.opened is not None and painted(window))
            shown.append(time.perf_counter() - began)
            seconds_until(lambda: page.player.loaded)
            sounds.append(time.perf_counter() - began)
            if heard:
                seconds_until(lambda: page.curves.known)
                whole.append(time.perf_counter() - began)
            page.leave()
    return statistics.median(shown), statistics.median(sounds), statistics.median(whole or sounds)


def remarked(sessions: Path) -> Path:
    """A session of so many minutes with so many remarks, listened to again."""
    session = replayed.long(sessions, MINUTES)
    replayed.remark(session, REMARKS)
    replayed.hear(session)
    return session


@contextmanager
def opened(page: ReplayPage, session: Path) -> Iterator[QWidget]:
    """The page with a session, its sound and its delivery."""
    with staged(page, 1092, 760) as window:
        page.enter(AtReplay(session))
        seconds_until(lambda: page.player.loaded and page.curves.known)
        try:
            yield window
        finally:
            page.leave()


def test_45_minutes_open_at_once(qtbot: QtBot, desk: TestDesk) -> None:
    sessions = desk.desk.paths.sessions
    with staged(Page(desk.desk, "empty", "Empty"), 1092, 760) as window:
        nothing = [seconds_until(lambda: painted(window)) for _ in range(OPENINGS)]
    empty = statistics.median(nothing)
    little = openings(qtbot, ReplayPage(desk.desk), replayed.short(sessions))
    much = openings(qtbot, ReplayPage(desk.desk), replayed.long(sessions, MINUTES))
    all_of_it = openings(qtbot, ReplayPage(desk.desk), remarked(sessions), heard=True)
    named = (("12 seconds", little), (f"{MINUTES} minutes", much), (f"the same, {REMARKS} remarks, heard", all_of_it))
    rows = [
        (name, *(f"{1000 * seconds:.0f} ms" for seconds in found), f"{found[0] / little[0]:.1f}")
        for name, found in named
    ]
    title = f"opening a replay, medians of {OPENINGS}; an empty page takes {1000 * empty:.1f} ms"
    table(title, ("session", "readable", "with sound", "with delivery", "against the short one"), rows)
    assert max(much[0], all_of_it[0]) < OPEN_SECONDS


def test_a_seek_is_heard_at_once(qtbot: QtBot, desk: TestDesk) -> None:
    page = ReplayPage(desk.desk)
    times, calls = [], []
    with opened(page, remarked(desk.desk.paths.sessions)):
        page.player.play()
        seconds_until(lambda: page.player.seconds > 0.1)
        for number in range(SEEKS):
            target = (number * 997) % (MINUTES * 60 - 60) + 5.0
            began = time.perf_counter()
            page.player.seek(target)
            calls.append(time.perf_counter() - began)
            went_on = seconds_until(lambda: target < page.player.seconds < target + 5)  # noqa: B023
            times.append(calls[-1] + went_on)
    typical, worst = statistics.median(times), max(times)
    rows = [
        ("the call, page repainted", f"{1000 * statistics.median(calls):.1f} ms", f"{1000 * max(calls):.1f} ms"),
        ("until it has played on from there", f"{1000 * typical:.0f} ms", f"{1000 * worst:.0f} ms"),
    ]
    table(f"seeking in {MINUTES} minutes while it plays, {SEEKS} times", ("", "median", "worst"), rows)
    assert typical < SEEK_SECONDS


def test_following_the_voice_costs_little(qtbot: QtBot, desk: TestDesk) -> None:
    page = ReplayPage(desk.desk)
    with opened(page, remarked(desk.desk.paths.sessions)) as window:
        page.player.seek(600.0)
        qtbot.wait(500)
        idle = _spent(qtbot)
        page.player.play()
        seconds_until(lambda: page.player.seconds > 600.3)
        window.repaint()
        following = _spent(qtbot)
        assert page.player.seconds > 600 + FOLLOW_MS / 2000
    rows = [
        (name, f"{100 * window:.1f} %", f"{100 * whole:.1f} %")
        for name, (window, whole) in (("at rest", idle), ("following", following))
    ]
    table(f"share of a core over {FOLLOW_MS / 1000:.0f} s", ("", "the window's thread", "the whole process"), rows)
    assert following[0] < FOLLOW_SHARE


def test_scrolling_and_filtering_leave_no_gap(qtbot: QtBot, desk: TestDesk) -> None:
    page = ReplayPage(desk.desk)
    with opened(page, remarked(desk.desk.paths.sessions)):
        view, filters = page.annotations.list, page.annotations.filters
        bar = view.verticalScrollBar()
        scrolls = [_gap(partial(bar.setValue, at)) for at in range(0, bar.maximum(), 400)]
        chips = [chip for chip in filters.chips.values() if chip.isVisible()]
        chosen = [_gap(chip.click) for _ in range(3) for chip in chips for _ in range(2)]
        view.setFocus()
        opening = [_gap(lambda: QTest.keyClick(view, Qt.Key.Key_Down)) for _ in range(40)]
    named = (("scrolling the list", scrolls), ("a filter more or less", chosen), ("opening the next one", opening))
    rows = [
        (
            name,
            f"{1000 * statistics.median(gap for gap, _ in gaps):.1f} ms",
            f"{1000 * max(gap for gap, _ in gaps):.1f} ms",
            f"{1000 * max(work for _, work in gaps):.1f} ms",
            str(len(gaps)),
        )
        for name, gaps in named
    ]
    title = f"{REMARKS} remarks: how long the window does nothing else"
    table(title, ("", "median", "worst", "worst of its own work", "times"), rows)
    assert max(statistics.median(gap for gap, _ in gaps) for _, gaps in named) < GAP_SECONDS


def _spent(qtbot: QtBot) -> tuple[float, float]:
    """Shares of a core that the window's thread and the whole process take while nobody does anything."""
    began, thread, process = time.perf_counter(), time.thread_time(), time.process_time()
    qtbot.wait(FOLLOW_MS)
    seconds = time.perf_counter() - began
    return (time.thread_time() - thread) / seconds, (time.process_time() - process) / seconds


def _gap(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds it takes to do something and to paint what came of it: by the clock, and of this thread's work."""
    began, worked = time.perf_counter(), time.thread_time()
    act()
    QApplication.processEvents()
    return time.perf_counter() - began, time.thread_time() - worked
