"""A dialog that asks for a line: it goes on only with something typed, and takes no more than it shows."""

from __future__ import annotations

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.widgets.dialogs import LONGEST_LINE, Question


def test_it_goes_on_once_something_is_typed(qtbot: QtBot, look: Look) -> None:
    dialog = Question(None, "Hand back", "It goes into a file.", yes="Go on", no="Cancel")
    qtbot.addWidget(dialog)
    field = dialog.add_field("Your name", "")
    dialog.show()
    assert field.accessibleName() == "Your name"
    assert not dialog.yes.isEnabled()
    QTest.keyClicks(field, "  ")
    assert not dialog.yes.isEnabled()
    QTest.keyClicks(field, "x" * 100)
    assert dialog.yes.isEnabled()
    assert len(field.text()) == LONGEST_LINE
