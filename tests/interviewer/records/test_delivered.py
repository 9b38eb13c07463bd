"""Figures of a session's delivery on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.records.delivered import Delivered, read_delivered, write_delivered
from interviewer.records.folder import SessionFolder

FIGURES = Delivered(speaking_seconds=84.5, words_a_minute=148.0, fillers_a_minute=3.1, longest_pause=None)


def test_figures_come_back_as_they_were_kept(tmp_path: Path) -> None:
    folder = SessionFolder(tmp_path)
    assert read_delivered(folder) is None
    write_delivered(folder, FIGURES)
    write_delivered(folder, FIGURES)
    assert read_delivered(folder) == FIGURES


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', '{"format": 1, "speaking_seconds": "long"}', "null"])
def test_what_does_not_read_is_as_if_it_were_not_there(tmp_path: Path, text: str) -> None:
    folder = SessionFolder(tmp_path)
    folder.delivery.mkdir()
    (folder.delivery / "figures.json").write_text(text)
    assert read_delivered(folder) is None
