"""How soon the Library shows 2 000 sessions, beside the same page without any, and how smoothly it scrolls.

Times are from `enter` until the rows are painted. First: in a process that has shown nothing yet, with the index as the
program before left it. Second: the page comes to the front again. Without an index, reading the folders takes longer;
the page says how far it is, and the window's thread is measured meanwhile.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from interviewer.records.index import Index
from tests.bench.scoring import table
from tests.support.many_sessions import make_sessions

SESSIONS = 2000
RUNS = 5
OPEN_MS = 300.0
FRAME_MS = 16.7
HELD_MS = 150.0
"""Nothing holds the window's thread for longer, also while folders are read."""

MEASURE = """
import json, sys, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.focus import RoomForRing
from tests.support.desk import running_desk
from desktop.desk import AtLibrary
from desktop.pages.library import LibraryPage

folder, count = Path(sys.argv[1]), int(sys.argv[2])
app = QApplication(sys.argv[:1])
app.setStyle(RoomForRing())
Look(app).use(Theme.LIGHT, 100)
window = QWidget()
window.resize(1092, 760)
window.show()
app.processEvents()
held = [0.0, 0.0]
beat = QTimer()
beat.setInterval(5)
beat.setTimerType(Qt.TimerType.PreciseTimer)

def tick():
    now = time.perf_counter()
    held[:] = [max(held[0], now - held[1]), now]

beat.timeout.connect(tick)

def until(there):
    held[1] = time.perf_counter()
    beat.start()
    flags = QEventLoop.ProcessEventsFlag
    while not there():
        app.processEvents(flags.AllEvents | flags.WaitForMoreEvents)
    window.repaint()
    tick()
    beat.stop()

def there():
    return page.view.sessions.rowCount() == count if count else page.nothing.isVisible()

with running_desk(folder) as test_desk:
    began = time.perf_counter()
    page = LibraryPage(test_desk.desk)
    page.setParent(window)
    page.resize(1092, 760)
    page.show()
    page.enter(AtLibrary())
    until(there)
    first = time.perf_counter() - began
    page.leave()
    page.hide()
    app.processEvents()
    again = []
    for _ in range(5):
        began = time.perf_counter()
        page.show()
        page.enter(AtLibrary())
        until(lambda: page.collection.reading.finished and there())
        again.append(time.perf_counter() - began)
        page.hide()
    page.show()
    frames = []
    bar = page.view.verticalScrollBar()
    for step in range(60):
        began = time.perf_counter()
        bar.setValue(step * 480)
        page.view.repaint()
        frames.append(time.perf_counter() - began)
    searched = 0.0
    if count:
        began = time.perf_counter()
        page.filters.search.setText("members")
        page.filters.search.settle()
        until(lambda: page.view.sessions.with_snippets)
        searched = time.perf_counter() - began
    page.leave()
    page.setParent(None)
    page.deleteLater()
print(json.dumps([first, sorted(again)[2], sorted(frames)[30], max(frames), searched, held[0]]))
"""


def measured(folder: Path, count: int) -> tuple[float, ...]:
    """Medians of fresh processes, in ms: first, again, a frame, the slowest frame, a search, the longest hold."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", MEASURE, str(folder), str(count)]
    runs = []
    for _ in range(RUNS):
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    return tuple(1000 * statistics.median(column) for column in zip(*runs, strict=True))


@pytest.mark.bench
@pytest.mark.timeout(900)
def test_two_thousand_sessions_are_there_at_once(tmp_path: Path) -> None:
    many, none = tmp_path / "many", tmp_path / "none"
    make_sessions(many / "sessions", SESSIONS, last=datetime(2026, 11, 21, 12, 0).astimezone())
    bare = measured_once(many, SESSIONS)
    with Index.open(many) as index:
        assert len(index.sessions()) == SESSIONS
    empty, full = measured(none, 0), measured(many, SESSIONS)
    names = ("first time", "again", "a frame of scrolling", "the slowest frame", "a search", "longest hold")
    rows = [
        (name, f"{one:.1f}", f"{other:.1f}", f"{other / one:.2f}" if one >= 0.5 else "-")
        for name, one, other in zip(names, empty, full, strict=True)
    ]
    rows.append(("without an index", "-", f"{bare[0]:.0f}", "-"))
    rows.append(("longest hold meanwhile", "-", f"{bare[5]:.0f}", "-"))
    table(f"the library, ms, medians of {RUNS}", ("what", "empty", f"{SESSIONS} sessions", "ratio"), rows)
    assert full[0] <= OPEN_MS
    assert full[1] <= OPEN_MS
    assert full[2] <= FRAME_MS
    assert max(full[5], bare[5]) <= HELD_MS


def measured_once(folder: Path, count: int) -> list[float]:
    """One run in a fresh process, in ms."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", MEASURE, str(folder), str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return [1000 * value for value in json.loads(done.stdout.splitlines()[-1])]
