"""The bridge between the two threads: order, batches, cancelling, errors, the end."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from desktop.engine import Engine
from tests.support import guards


async def saying(word: str) -> str:
    await asyncio.sleep(0)
    return word


@pytest.fixture
def engine(qtbot: QtBot) -> Iterator[Engine]:
    made = Engine()
    yield made
    assert made.stop()


def test_work_is_awaited_there_and_answered_here(engine: Engine, qtbot: QtBot) -> None:
    threads: list[str] = []
    answers: list[int] = []

    async def work() -> int:
        threads.append(threading.current_thread().name)
        await asyncio.sleep(0)
        return 42

    def take(value: int) -> None:
        answers.append(value)
        threads.append(threading.current_thread().name)

    engine.run(work, take)
    qtbot.waitUntil(lambda: answers == [42])
    assert threads == ["asyncio", threading.main_thread().name]


def test_blocking_work_keeps_neither_thread(engine: Engine, qtbot: QtBot) -> None:
    done: list[object] = []
    gate = threading.Event()
    engine.call(lambda: gate.wait(20), done.append)
    engine.run(lambda: saying("quick"), done.append)
    qtbot.waitUntil(lambda: done == ["quick"])
    gate.set()
    qtbot.waitUntil(lambda: done == ["quick", True])


def test_what_is_posted_keeps_its_order(engine: Engine, qtbot: QtBot) -> None:
    seen: list[int] = []

    def many() -> None:
        for number in range(5000):
            engine.post(partial(seen.append, number))

    engine.post_in(many)
    qtbot.waitUntil(lambda: len(seen) == 5000)
    assert seen == list(range(5000))


def test_what_is_posted_for_somebody_who_is_gone_is_not_done(engine: Engine, qtbot: QtBot) -> None:
    seen: list[str] = []
    gone, there = QObject(), QObject()
    engine.post(lambda: seen.append("gone"), owner=gone)
    engine.post(lambda: seen.append("there"), owner=there)
    delete(gone)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["there"]


def test_the_window_wakes_once_for_all_that_has_gathered(engine: Engine, qtbot: QtBot) -> None:
    """300 000 events are a few thousand wakes at most, and none is lost."""
    seen, wakes = [0], [0]

    def count() -> None:
        seen[0] += 1

    engine._gathered.connect(lambda: wakes.__setitem__(0, wakes[0] + 1))

    def many() -> None:
        for _ in range(300_000):
            engine.post(count)

    engine.post_in(many)
    qtbot.waitUntil(lambda: seen[0] == 300_000, timeout=60_000)
    assert wakes[0] < 100_000


def test_a_cancelled_job_says_nothing_more(engine: Engine, qtbot: QtBot) -> None:
    told: list[object] = []
    begun, cleaned = threading.Event(), threading.Event()

    async def work() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            cleaned.set()

    job = engine.run(work, told.append, told.append)
    qtbot.waitUntil(begun.is_set)
    job.cancel()
    qtbot.waitUntil(cleaned.is_set)
    engine.run(lambda: saying("after"), told.append)
    qtbot.waitUntil(lambda: told == ["after"])


def test_an_error_reaches_who_asked(engine: Engine, qtbot: QtBot) -> None:
    failed: list[Exception] = []

    async def work() -> None:
        raise ValueError("no")

    engine.run(work, lambda _: None, failed.append)
    qtbot.waitUntil(lambda: len(failed) == 1)
    assert isinstance(failed[0], ValueError)


def test_an_error_nobody_takes_is_told(engine: Engine, qtbot: QtBot, expected_log: guards.ExpectedLog) -> None:
    expected_log("a job failed")

    async def work() -> None:
        raise ValueError("no")

    with qtbot.waitSignal(engine.failed):
        engine.run(work, lambda _: None)


def test_a_view_that_fails_silences_no_other(engine: Engine, qtbot: QtBot, expected_log: guards.ExpectedLog) -> None:
    expected_log("a view failed")
    seen: list[str] = []

    def broken() -> None:
        raise RuntimeError("a view")

    with qtbot.waitSignal(engine.failed):
        engine.post(broken)
        engine.post(lambda: seen.append("next"))
    qtbot.waitUntil(lambda: seen == ["next"])


def test_nothing_is_told_to_what_is_gone(engine: Engine, qtbot: QtBot) -> None:
    told: list[str] = []
    owner = QObject()
    engine.run(lambda: saying("gone"), told.append, owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _valid(owner))
    engine.run(lambda: saying("here"), told.append)
    qtbot.waitUntil(lambda: "here" in told)
    assert told[-1] == "here"


def test_held_work_begins_when_it_is_released(engine: Engine, qtbot: QtBot) -> None:
    told: list[str] = []
    engine.hold()
    engine.run(lambda: saying("first"), told.append)
    dropped = engine.run(lambda: saying("dropped"), told.append)
    dropped.cancel()
    engine.call(lambda: "second", told.append)
    assert not engine._thread.is_alive()
    engine.release()
    qtbot.waitUntil(lambda: told == ["first", "second"])


def test_held_work_begins_in_a_window_that_nobody_sees(engine: Engine, qtbot: QtBot) -> None:
    told: list[str] = []
    engine.hold()
    engine.run(lambda: saying("late"), told.append)
    qtbot.waitUntil(lambda: told == ["late"])


def test_held_work_is_dropped_at_the_end(engine: Engine) -> None:
    engine.hold()
    engine.run(lambda: saying("never"), lambda _: None)
    assert engine.stop()
    assert not engine._held.isActive()


def test_stop_does_not_wait_for_a_thread_that_is_stuck(qtbot: QtBot, expected_log: guards.ExpectedLog) -> None:
    expected_log("the engine did not stop in time")
    engine, gate, begun = Engine(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        gate.wait(60)

    engine.call(work, lambda _: None)
    qtbot.waitUntil(begun.is_set)
    assert not engine.stop()
    gate.set()
    for thread in threading.enumerate():
        if thread.name.startswith("worker"):
            thread.join(10)


def test_stop_lets_tasks_clean_up(qtbot: QtBot) -> None:
    engine, cleaned, begun = Engine(), threading.Event(), threading.Event()

    async def work() -> None:
        try:
            begun.set()
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            cleaned.set()

    engine.run(work, lambda _: None)
    qtbot.waitUntil(begun.is_set)
    assert engine.stop()
    assert cleaned.is_set()
    assert engine.stop()


def _valid(owner: QObject) -> bool:
    from shiboken6 import isValid

    return isValid(owner)
