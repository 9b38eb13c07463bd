"""The claim to be the one window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.paths import FolderUnusable
from desktop.single import Single

START_MS = 30_000


def test_a_folder_that_takes_nothing_is_not_taken_for_a_window_that_runs(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(FolderUnusable, match="nothing can be written there"):
        Single(tmp_path / "gone").claim()


def test_the_second_is_not_the_first(qapp: QApplication, tmp_path: Path) -> None:
    first = Single(tmp_path)
    assert first.claim()
    assert not Single(tmp_path).claim()
    first.release()


def test_a_second_start_names_files_as_they_are_found_from_anywhere(qtbot: QtBot, tmp_path: Path) -> None:
    """Each process has a folder of its own, from which it reads relative paths."""
    data, elsewhere = tmp_path / "data", tmp_path / "elsewhere"
    data.mkdir()
    elsewhere.mkdir()
    first = Single(data)
    assert first.claim()
    command = [sys.executable, "-m", "desktop", "window", "--data-dir", str(data), "mock.txt", "../a.hotseat"]
    with qtbot.waitSignal(first.raised, timeout=START_MS) as raised:
        second = subprocess.Popen(command, cwd=elsewhere)
    assert second.wait(START_MS / 1000) == 0
    qtbot.waitUntil(lambda: not first.findChildren(QLocalSocket))
    first.release()
    assert [Path(name).is_absolute() for name in raised.args[0]] == [True, True]
    assert [Path(name).resolve() for name in raised.args[0]] == [elsewhere / "mock.txt", tmp_path / "a.hotseat"]
