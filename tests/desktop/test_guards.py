"""What surrounds the window gives way where it cannot be had."""

from __future__ import annotations

import faulthandler
from pathlib import Path

from desktop.guards import crash_file
from tests.support.guards import ExpectedLog


def test_the_window_does_without_a_file_for_crashes(tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log("no file for crashes")
    (tmp_path / "crash.txt").mkdir()
    before = faulthandler.is_enabled()
    with crash_file(tmp_path):
        assert faulthandler.is_enabled() == before
