"""The After page as a test sees it and presses its buttons."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter
from desktop.pages.after import AfterPage
from desktop.widgets.frames import Banner


def come(qtbot: QtBot, page: AfterPage, folder: Path, *, fresh: bool = False) -> None:
    """Go there and wait until the report is made."""
    page.enter(AtAfter(folder, fresh))
    qtbot.waitUntil(lambda: page.opened is not None and page.opened.report.verdict is not None, timeout=20_000)


def button(page: AfterPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def press(page: AfterPage, name: str) -> None:
    found = button(page, name)
    assert found.isVisible(), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def shown(page: AfterPage, name: str) -> str:
    """The text of a label that can be seen; empty when it cannot."""
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return str(found.property("text")) if found.isVisible() else ""


def said(page: AfterPage, name: str) -> str:
    banner = page.findChild(Banner, name)
    assert isinstance(banner, Banner)
    return banner.text
