"""The Replay page, shown, with a session whose sound is ready."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.desk import AtReplay
from desktop.pages.replay import ReplayPage
from tests.support.desk import TestDesk
from tests.support.stage import staged


@contextmanager
def shown(desk: TestDesk, qtbot: QtBot, session: Path) -> Iterator[ReplayPage]:
    """The page with the keys of a session; left at the end."""
    page = ReplayPage(desk.desk)
    with staged(page, 1092, 760):
        page.enter(AtReplay(session))
        qtbot.waitUntil(lambda: page.player.loaded)
        page.transport.disc.setFocus()
        yield page
        page.leave()
