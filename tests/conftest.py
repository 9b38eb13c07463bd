"""What every test must leave alone: the network, the user's home, and the process it runs in.

A test fails when it leaves a thread, an asyncio task, a running QTimer or a child process behind, when it reaches for
a host other than this one, or when a `hotseat` logger warns and the test did not say so with `expected_log`. With
CI set, a test skipped for a missing part fails.
"""

from __future__ import annotations

from tests.support import isolation  # isort: skip  (first: it moves HOME before anything can look at it)

from collections.abc import Generator, Iterator

import pytest

from tests.support import garbage, guards, sound_server

IN_REAL_TIME = "in real time"
"""Tests that speak and listen go one after the other, on one worker; the others share the second processor."""
SETUP = pytest.StashKey[guards.Snapshot]()


def pytest_configure() -> None:
    guards.watch_network()
    guards.watch_tasks()


def pytest_collection_finish() -> None:
    garbage.collect_by_hand()


def pytest_unconfigure() -> None:
    isolation.clean_up()


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test starts with empty user folders."""
    isolation.enter_home(isolation.new_home(), monkeypatch.setenv)


@pytest.fixture(autouse=True)
def _snapshot(request: pytest.FixtureRequest) -> None:
    """What is there before the test; `pytest_runtest_teardown` compares. Fixtures of wider scope come earlier."""
    request.node.stash[SETUP] = guards.Snapshot.take()


@pytest.fixture
def expected_log() -> Iterator[guards.ExpectedLog]:
    """Declare warnings: `expected_log("message")` for one that must come, `.may("message")` for one that can."""
    expected = guards.ExpectedLog()
    guards.LOG.expected = expected
    yield expected
    guards.LOG.expected = None


@pytest.fixture(name="sound_server")
def _sound_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[sound_server.SoundServer]:
    """A private PulseAudio; this process and its children talk to it as to the system's own."""
    if reason := sound_server.missing_part():
        guards.skip_missing_part(reason)
    with sound_server.running_sound_server() as server:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        yield server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "sound_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.sound)
        if item.get_closest_marker("sound") or item.get_closest_marker("window"):
            item.add_marker(pytest.mark.xdist_group(IN_REAL_TIME))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Warnings of our own loggers count while the test itself runs."""
    with guards.LOG.listening():
        yield
        if complaint := guards.LOG.complaint():
            pytest.fail(complaint, pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    yield
    garbage.collect()
    before = item.stash.get(SETUP, None)
    if before is None:
        return
    del item.stash[SETUP]
    if complaints := before.complaints():
        pytest.fail("\n".join(complaints), pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return guards.strict_about_missing_parts(report, call)
