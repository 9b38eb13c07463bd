"""The guards of conftest.py, each against a test that does what it guards against."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent

INNER_TESTS = """
import asyncio, logging, socket, subprocess, sys, threading, warnings
kept = []

def test_thread():
    threading.Thread(target=threading.Event().wait, name="forgotten", daemon=True).start()

def test_child():
    kept.append(subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE))

async def test_task():
    kept.append(asyncio.create_task(asyncio.Event().wait(), name="forgotten"))
    await asyncio.sleep(0)

def test_timer():
    from PySide6.QtCore import QCoreApplication, QTimer
    kept.extend((QCoreApplication([]), QTimer()))

def test_timer_started():
    kept[-1].start(1000)

def test_connection_refused_quietly():
    with socket.socket() as client:
        try:
            client.connect(("192.0.2.1", 80))
        except OSError:
            pass

def test_name_looked_up_quietly():
    try:
        socket.create_connection(("example.com", 80))
    except OSError:
        pass

def test_datagram():
    with socket.socket(type=socket.SOCK_DGRAM) as client:
        try:
            client.sendto(b"hello", ("192.0.2.1", 80))
        except OSError:
            pass

def test_undeclared_warning():
    logging.getLogger("hotseat.part").warning("it broke")

def test_missing_warning(expected_log):
    expected_log("it broke")

def test_python_warning():
    warnings.warn("hm")

def test_skipped():
    from tests.support.guards import skip_missing_part
    skip_missing_part("no loudspeaker here")

def test_allowed_warnings(expected_log):
    expected_log("it broke")
    expected_log.may("it may break")
    logging.getLogger("hotseat.part").warning("it broke")

def test_allowed_loopback():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(("localhost", server.getsockname()[1])).close()

def test_allowed_thread():
    threading.Thread(target=lambda: None).start()

async def test_allowed_task():
    await asyncio.create_task(asyncio.sleep(0))
"""

OFFENCES = {
    "test_thread": "left behind: thread forgotten",
    "test_child": "left behind: child process",
    "test_task": "left behind: asyncio task forgotten",
    "test_timer_started": "left behind: running QTimer",
    "test_connection_refused_quietly": "reached outside this machine: connected to ('192.0.2.1', 80)",
    "test_name_looked_up_quietly": "reached outside this machine: looked up 'example.com'",
    "test_datagram": "reached outside this machine: connected to ('192.0.2.1', 80)",
    "test_undeclared_warning": "WARNING hotseat.part: it broke",
    "test_missing_warning": "expected, but not logged: it broke",
    "test_python_warning": "UserWarning: hm",
}


def outcomes(folder: Path, *extra: str, ci: str = "") -> dict[str, dict[str, str]]:
    """What became of each inner test: for every sort of trouble (failure, error, skipped) what was said."""
    (folder / "test_inner.py").write_text(INNER_TESTS)
    options = ["-c", "pyproject.toml", "--rootdir", ".", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            *options,
            f"--junitxml={folder}/report.xml",
            *extra,
            str(folder / "test_inner.py"),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "CI": ci},
        capture_output=True,
        check=False,
    )
    found: dict[str, dict[str, str]] = {}
    for case in ET.parse(folder / "report.xml").iter("testcase"):
        trouble = found.setdefault(str(case.get("name")), {})
        trouble |= {child.tag: f"{child.get('message')} {child.text}" for child in case}
    return found


@pytest.fixture(scope="module")
def inner(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    return outcomes(tmp_path_factory.mktemp("guards"))


@pytest.mark.parametrize("name", OFFENCES)
def test_an_offence_fails_and_is_named(name: str, inner: dict[str, dict[str, str]]) -> None:
    said = inner[name].get("failure", "") + inner[name].get("error", "")
    assert OFFENCES[name] in said


def test_what_is_allowed_passes(inner: dict[str, dict[str, str]]) -> None:
    allowed = {name: trouble for name, trouble in inner.items() if "allowed" in name}
    assert len(allowed) == 4
    assert not any(allowed.values())


def test_a_missing_part_is_a_failure_only_in_ci(inner: dict[str, dict[str, str]], tmp_path: Path) -> None:
    assert "no loudspeaker here" in inner["test_skipped"]["skipped"]
    in_ci = outcomes(tmp_path, "-k", "skipped", ci="true")["test_skipped"]
    assert "no loudspeaker here" in in_ci["failure"]
