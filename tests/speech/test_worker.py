"""`speech.worker` against real child processes: every way they end, hang, babble or are orphaned."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from speech.errors import WorkerFailed, WorkerLate
from speech.worker import Message, Worker, exit_reason
from tests.support.guards import ExpectedLog

REPOSITORY = Path(__file__).resolve().parents[2]
ENDED = "child ended"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups are POSIX")


class Parent:
    """A worker and everything it said."""

    def __init__(self, how: str = "", **options: object) -> None:
        self.messages: asyncio.Queue[Message] = asyncio.Queue()
        self.exits: asyncio.Queue[str] = asyncio.Queue()
        self.worker = Worker(
            "tests.support.echo_child",
            name="echo child",
            on_message=self.messages.put_nowait,
            on_exit=self.exits.put_nowait,
            arguments=[how] if how else [],
            **options,  # type: ignore[arg-type]
        )

    async def exit_reason(self) -> str:
        async with asyncio.timeout(10):
            return await self.exits.get()


@contextlib.asynccontextmanager
async def started(how: str = "", **options: object) -> AsyncIterator[Parent]:
    parent = Parent(how, **options)
    try:
        await parent.worker.start(deadline=20)
        yield parent
    finally:
        await parent.worker.stop(grace=0.5)


def gone(pid: int, *, seconds: float = 5.0) -> bool:
    """Whether a process ends within some seconds; a zombie has ended."""
    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return True
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(psutil.TimeoutExpired, psutil.NoSuchProcess):
            process.wait(0.05)
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
    return False


async def test_requests_are_answered_and_messages_delivered() -> None:
    async with started() as parent:
        answers = await asyncio.gather(
            *(parent.worker.call("echo", deadline=5, text=f"{number} Grüße\n") for number in range(20))
        )
        assert [answer["text"] for answer in answers] == [f"{number} Grüße\n" for number in range(20)]
        parent.worker.send("say", event="news", text="unasked")
        assert await parent.messages.get() == {"event": "news", "text": "unasked"}
        assert parent.worker.running
    assert not parent.worker.running
    assert parent.exits.empty()


async def test_a_child_can_refuse_a_request() -> None:
    async with started() as parent:
        with pytest.raises(WorkerFailed, match="It does not want to") as raised:
            await parent.worker.call("refuse", deadline=5)
        assert raised.value.code == "not_today"
        assert (await parent.worker.call("echo", deadline=5, text="still here"))["text"] == "still here"


async def test_a_child_can_refuse_to_start_and_leaves_nothing_running() -> None:
    parent = Parent("refuse")
    with pytest.raises(WorkerFailed, match="It cannot be done today") as raised:
        await parent.worker.start(deadline=20)
    assert raised.value.code == "no_luck"
    assert not parent.worker.running
    assert parent.exits.empty()


@POSIX
async def test_a_child_that_dies_while_it_starts_says_why() -> None:
    parent = Parent("die")
    with pytest.raises(WorkerFailed, match="it was killed"):
        await parent.worker.start(deadline=20)
    assert parent.exits.empty()


async def test_a_start_that_takes_too_long_is_given_up_and_killed() -> None:
    parent = Parent("silent")
    with pytest.raises(WorkerLate, match=r"did not answer within 1 seconds \(start\)"):
        await parent.worker.start(deadline=1)
    assert not parent.worker.running


async def test_a_start_that_is_cancelled_leaves_no_child() -> None:
    parent = Parent("silent")
    starting = asyncio.create_task(parent.worker.start(deadline=20))
    await asyncio.wait([starting], timeout=0.3)
    assert parent.worker.pid is not None
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert not parent.worker.running


async def test_a_program_that_cannot_be_started_is_a_worker_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(WorkerFailed, match="could not be started: No such file"):
        await Parent().worker.start(deadline=5)


async def test_a_missed_deadline_is_late_and_leaves_the_child_alone() -> None:
    async with started() as parent:
        with pytest.raises(WorkerLate, match=r"did not answer within 0\.1 seconds \(never\)"):
            await parent.worker.call("never", deadline=0.1)
        assert (await parent.worker.call("echo", deadline=5, text="alive"))["text"] == "alive"


@POSIX
@pytest.mark.parametrize(
    ("request_fields", "reason"),
    [
        ({"op": "signal", "number": signal.SIGKILL}, "it was killed, perhaps because memory ran out"),
        ({"op": "signal", "number": signal.SIGSEGV}, "a library inside it crashed"),
        ({"op": "signal", "number": signal.SIGABRT}, "a library inside it aborted"),
        ({"op": "signal", "number": signal.SIGILL}, "this processor lacks an instruction it needs"),
        ({"op": "exit", "code": 3}, "it failed with exit code 3"),
        ({"op": "exit", "code": 0}, "it stopped by itself"),
    ],
)
async def test_a_child_that_ends_fails_who_waits_and_says_why(
    request_fields: Message, reason: str, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with started() as parent:
        with pytest.raises(WorkerFailed, match=f"The echo child has stopped: {reason}"):
            await parent.worker.call(deadline=5, **request_fields)
        assert await parent.exit_reason() == reason
        with pytest.raises(WorkerFailed, match="is not running"):
            await parent.worker.call("echo", deadline=5, text="?")


@POSIX
async def test_an_ended_child_is_started_again(expected_log: ExpectedLog) -> None:
    expected_log(ENDED)
    async with started() as parent:
        first = parent.worker.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await parent.exit_reason()
        ready = await parent.worker.start(deadline=20)
        assert ready["pid"] == parent.worker.pid != first
        assert (await parent.worker.call("echo", deadline=5, text="again"))["text"] == "again"


async def test_kill_tells_the_reason_given(expected_log: ExpectedLog) -> None:
    expected_log(ENDED)
    async with started() as parent:
        waiting = asyncio.create_task(parent.worker.call("never", deadline=20))
        await asyncio.sleep(0)
        parent.worker.kill("it hung")
        with pytest.raises(WorkerFailed, match="has stopped: it hung"):
            await waiting
        assert await parent.exit_reason() == "it hung"


@POSIX
@pytest.mark.parametrize("how_it_ends", ["kill", "crash", "stop"])
async def test_what_a_child_started_ends_with_it(how_it_ends: str, expected_log: ExpectedLog) -> None:
    """The grandchild holds the child's pipes: unless it ends too, nobody would notice that the child has."""
    expected_log.may(ENDED)
    parent = Parent("sleeper")
    ready = await parent.worker.start(deadline=20)
    began = time.monotonic()
    match how_it_ends:
        case "kill":
            parent.worker.kill("enough")
            assert await parent.exit_reason() == "enough"
        case "crash":
            os.kill(ready["pid"], signal.SIGKILL)
            assert "killed" in await parent.exit_reason()
        case "stop":
            await parent.worker.stop()
    assert time.monotonic() - began < 1.0
    assert gone(ready["sleeper"])
    await parent.worker.stop()


@POSIX
async def test_a_child_that_does_not_finish_is_killed_after_its_grace() -> None:
    parent = Parent("sleeper")
    ready = await parent.worker.start(deadline=20)
    os.kill(ready["pid"], signal.SIGSTOP)
    await parent.worker.stop(grace=0.3)
    assert gone(ready["pid"])
    assert parent.exits.empty()


@POSIX
@pytest.mark.parametrize("how", ["", "stubborn", "sleeper", "flood"])
def test_a_child_ends_when_its_parent_is_killed(how: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-m", "tests.support.lone_parent", how], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline().split()[0])
    sleepers = [process.pid for process in psutil.Process(child).children()]
    parent.kill()
    parent.wait()
    parent.stdout.close()
    ended = gone(child)
    for sleeper in sleepers:
        os.kill(sleeper, signal.SIGKILL)
    assert ended


@pytest.mark.parametrize(
    "garbage", ["nonsense\n", "5\n", "[]\n", "null\n", "{}\n", '{"id": []}\n', '{"event": 7}\n', "\xff\xfe\n", "\n"]
)
async def test_garbage_is_told_and_passed_over(garbage: str, expected_log: ExpectedLog) -> None:
    expected_log("child wrote a line that is no message")
    async with started() as parent:
        await parent.worker.call("raw", deadline=5, text=garbage)
        assert (await parent.worker.call("echo", deadline=5, text="fine"))["text"] == "fine"
        assert parent.messages.empty()


async def test_an_endless_line_ends_the_child(expected_log: ExpectedLog) -> None:
    expected_log(ENDED)
    async with started() as parent:
        with pytest.raises(WorkerFailed, match="it wrote more than one line may hold"):
            await parent.worker.call("raw", deadline=20, text="x" * 1024, times=9 * 1024)
        assert await parent.exit_reason() == "it wrote more than one line may hold"


async def test_what_libraries_print_goes_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "hotseat.worker")
    async with started() as parent:
        await parent.worker.call("print", deadline=5, text='{"event": "forged"}')
        assert parent.messages.empty()
    lines = [vars(record)["line"] for record in caplog.records if record.getMessage() == "child stderr"]
    assert lines.count('{"event": "forged"}') == 3


async def test_complaints_without_end_do_not_stop_the_child() -> None:
    async with started() as parent:
        await parent.worker.call("complain", deadline=20, bytes=20 * 1024 * 1024)
        assert (await parent.worker.call("echo", deadline=5, text="fine"))["text"] == "fine"


@POSIX
async def test_last_words_of_a_crash_reach_the_log(caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog) -> None:
    expected_log(ENDED)
    caplog.set_level(logging.DEBUG, "hotseat.worker")
    async with started() as parent:
        with pytest.raises(WorkerFailed):
            await parent.worker.call("raw", deadline=5, text="x", times="not a number")
    lines = [vars(record)["line"] for record in caplog.records if record.getMessage() == "child stderr"]
    assert "ValueError: invalid literal for int() with base 10: 'not a number'" in lines
    (places,) = origins(caplog)
    assert places[-1] == "ValueError"
    assert places[-2].endswith(" raw")
    assert "not a number" not in str(places)


async def test_where_a_child_broke_while_it_started_is_told_without_its_message(
    caplog: pytest.LogCaptureFixture, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    with pytest.raises(WorkerFailed, match="it failed with exit code 1"):
        await Parent("break").worker.start(deadline=20)
    (places,) = origins(caplog)
    assert places[-1] == "ValueError"
    assert places[-2].startswith("  echo_child.py:")
    assert "tools" not in str([vars(record) for record in caplog.records])


async def test_an_ending_that_was_asked_for_is_no_news(expected_log: ExpectedLog) -> None:
    async with started() as parent:
        await parent.worker.call("print", deadline=5, text="Traceback (most recent call last):")
        await parent.worker.call("print", deadline=5, text='  File "a.py", line 1, in b')


def origins(caplog: pytest.LogCaptureFixture) -> list[list[str]]:
    """Where each child was that ended unasked, as the log tells it."""
    return [vars(record)["origin"] for record in caplog.records if record.getMessage() == ENDED]


@POSIX
def test_a_child_that_must_not_wait_keeps_what_nobody_reads() -> None:
    reader, writer = os.pipe()
    command = [sys.executable, "-P", "-m", "tests.support.echo_child", "keeps"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    ) as child:
        os.close(writer)
        assert child.stderr is not None
        assert child.stdin is not None
        assert child.stderr.readline() == b"said everything\n"  # although nothing was read yet
        with os.fdopen(reader, "rb") as stream:
            lines = [stream.readline() for _ in range(3001)]
            child.stdin.close()
            rest = stream.read()
    kept = [line for line in lines if b'"kept"' in line]
    stale = (b"".join(lines) + rest).count(b'"stale"')
    assert kept[0].startswith(b'{"event": "kept", "number": 0,')
    assert len(kept) + rest.count(b'"kept"') == 3000
    assert 0 < stale < 1500, "what is stale is left out while older things wait"


def scheduled_with(pid: int | None) -> list[str]:
    """How nice the scheduler's group of a process is; nothing where there are no such groups."""
    group = Path(f"/proc/{pid}/autogroup")
    return group.read_text().split()[1:] if group.exists() else []


async def test_niceness_and_environment_reach_the_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "queue.py").write_text("raise SystemExit('a file in the current folder was imported')")
    monkeypatch.chdir(tmp_path)
    parent = Parent(niceness=3)
    try:
        ready = await parent.worker.start(deadline=20)
        assert ready["niceness"] == min(19, os.nice(0) + 3) or sys.platform == "win32"
        assert str(tmp_path) not in ready["folder"]
        assert scheduled_with(parent.worker.pid) in (["nice", "3"], [])
    finally:
        await parent.worker.stop()


def test_every_ending_has_words() -> None:
    assert exit_reason(None) == "it is still running"
    assert exit_reason(-15) == "it was told to stop"
    assert exit_reason(0xC0000005) == "a library inside it crashed"
    assert exit_reason(75) == "it failed with exit code 75"
