"""The claim to be the one window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.paths import FolderUnusable
from desktop.single import Single


def test_a_folder_that_takes_nothing_is_not_taken_for_a_window_that_runs(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(FolderUnusable, match="nothing can be written there"):
        Single(tmp_path / "gone").claim()


def test_the_second_is_not_the_first(qapp: QApplication, tmp_path: Path) -> None:
    first = Single(tmp_path)
    assert first.claim()
    assert not Single(tmp_path).claim()
    first.release()
