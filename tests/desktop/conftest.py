"""Fixtures of tests that show widgets, on Qt's offscreen platform."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.theme.look import Look
from desktop.theme.tokens import Theme
from desktop.widgets.focus import RoomForRing
from tests.support.desk import TestDesk, running_desk


@pytest.fixture(scope="session")
def app_look(qapp: QApplication) -> Look:
    """The look of the one application of the test run."""
    qapp.setStyle(RoomForRing())
    return Look(qapp)


@pytest.fixture
def look(app_look: Look) -> Iterator[Look]:
    """The light theme at 100 %; a test may change it."""
    app_look.use(Theme.LIGHT, 100, reduced_motion=True)
    yield app_look
    app_look.use(Theme.LIGHT, 100, reduced_motion=True)


@pytest.fixture
def desk(look: Look, tmp_path: Path) -> Iterator[TestDesk]:
    """A desk with folders of its own."""
    with running_desk(tmp_path / "data") as made:
        yield made
