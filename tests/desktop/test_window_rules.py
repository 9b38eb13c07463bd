"""Rules for everything a person meets in the window: plain text, one function for words, names for every control."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.language import PSEUDO, use_language
from desktop.pages.page import Page
from desktop.terminal.parser import make_parser
from desktop.typed import told
from desktop.window import PAGES
from interviewer.errors import SessionDamaged
from speech.errors import DownloadFailed
from tests.support.desk import TestDesk

ROOT = Path(__file__).resolve().parents[2] / "desktop"
RICH = {"QLabel", "QMessageBox", "QTextBrowser", "QErrorMessage", "QInputDialog", "QWhatsThis"}
"""Widgets that take what looks like markup for markup."""
RICH_CALLS = {"setHtml", "setMarkdown", "insertHtml", "appendHtml"}
TEXT_CALLS = {
    *("setText", "setToolTip", "setAccessibleName", "setAccessibleDescription", "setWindowTitle"),
    *("setPlaceholderText", "setStatusTip", "addItem", "set_label", "set_meaning", "say"),
}
SECOND = {"say", "EnginePill", "EmptyState", "set_meaning"}
"""Of these the second argument is the text."""
TEXT_TAKERS = {"PlainLabel", "ElidedLabel", "Button", "Heading", "EmptyState", "EnginePill", "Segmented"}
TABLES = {"language.py", "shortcuts.py", "licences.py"}
"""Their texts stand in a table of literals."""
CONTROLS = (
    *(QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView, QAbstractSlider, QAbstractSpinBox),
)


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_only_plain_text_is_shown() -> None:
    """`PlainLabel` is the one label; a tooltip that may look like markup goes through `plain_tip`."""
    strays = [
        f"{name}:{node.lineno} {node.id if isinstance(node, ast.Name) else node.attr}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and node.id in RICH and name != "widgets/plain.py")
        or (isinstance(node, ast.Attribute) and node.attr in RICH_CALLS)
    ]
    assert strays == []


def is_words(node: ast.expr) -> bool:
    """A literal, or one with fields in it, that has a word somebody reads."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return sum(letter.isalpha() for letter in node.value) > 2
    if isinstance(node, ast.JoinedStr):
        return any(is_words(part) for part in node.values if isinstance(part, ast.Constant))
    return False


def test_every_text_comes_through_tr() -> None:
    strays = []
    for name, tree in sources():
        if name.startswith("terminal/"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and called(node) in TEXT_CALLS | TEXT_TAKERS:
                at = int(called(node) in SECOND)
                if len(node.args) > at and is_words(node.args[at]):
                    strays.append(f"{name}:{node.lineno} {ast.unparse(node.args[at])}")
    assert strays == []


def test_no_sentence_names_a_command() -> None:
    """What is said of a fault is shown in the window, too; the terminal puts the command behind it."""
    parsers = make_parser()._subparsers
    assert parsers is not None
    (choices,) = (action.choices for action in parsers._group_actions)
    names = "|".join(choices or ())
    command = re.compile(rf"\bhotseat ({names})\b")
    assert command.search("Type: hotseat sessions recover")
    strays = []
    for room in ("speech", "interviewer", "desktop"):
        for path in sorted((ROOT.parent / room).rglob("*.py")):
            if path.is_relative_to(ROOT / "terminal"):
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            strays += [
                f"{path.relative_to(ROOT.parent)}:{node.lineno}"
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
                if command.search(node.value)
            ]
    assert strays == []


def test_errors_keep_their_command_apart() -> None:
    fault = SessionDamaged("The manifest does not read.", command="sessions recover")
    assert fault.sentence == str(fault) == "The manifest does not read."
    assert told(fault) == "The manifest does not read. Type: hotseat sessions recover"
    assert told(DownloadFailed("It failed.")) == "It failed. Type: hotseat models import FOLDER"
    assert told(SessionDamaged("The disk fails.")) == "The disk fails."


def test_tr_gets_literals() -> None:
    """Else nobody could collect them into a catalogue."""
    strays = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and called(node) in ("tr", "trn")
        and name not in TABLES
        and not isinstance(node.args[0], ast.Constant)
    ]
    assert strays == []


@pytest.fixture(params=sorted(known.name for known in PAGES.values()))
def page(request: pytest.FixtureRequest, desk: TestDesk, qtbot: QtBot) -> Iterator[Page]:
    """Every page of the window, as it is before anything was loaded."""
    known = next(known for known in PAGES.values() if known.name == request.param)
    made = known.make(desk.desk, None)
    qtbot.addWidget(made)
    yield made
    made.leave()


def of_ours(widget: QWidget) -> bool:
    """Whether a control is one of ours and not a part of a control of Qt's own."""
    if widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar):
        return False
    around = widget.parentWidget()
    while around is not None and not isinstance(around, CONTROLS):
        around = around.parentWidget()
    return around is None


@pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")
def test_every_control_has_a_name_for_programs_and_one_for_people(page: Page) -> None:
    controls = [widget for widget in page.findChildren(QWidget) if isinstance(widget, CONTROLS) and of_ours(widget)]
    nameless = [type(widget).__name__ for widget in controls if not widget.objectName()]
    unnamed = [
        widget.objectName()
        for widget in controls
        if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert (nameless, unnamed) == ([], [])
    assert page.accessibleName()


@pytest.mark.qt_log_ignore("pa_context_connect", "pipewire", "Using Qt multimedia", "No audio device")
def test_the_pseudo_locale_reaches_every_button(
    desk: TestDesk, qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    use_language(PSEUDO, tmp_path)
    request.addfinalizer(lambda: use_language("", tmp_path))
    english = []
    for known in PAGES.values():
        made = known.make(desk.desk, None)
        qtbot.addWidget(made)
        english += [
            f"{known.name}: {button.text()}"
            for button in made.findChildren(QAbstractButton)
            if any(letter.isalpha() for letter in button.text()) and "[" not in button.text()
        ]
        made.leave()
    assert english == []
