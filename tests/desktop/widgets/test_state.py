"""The state in icon and words."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.theme.look import Look
from desktop.view_state import Doing
from desktop.widgets.state import StateDisc, StateWord
from tests.desktop.widgets.painted import has_colour


@pytest.mark.parametrize("doing", list(Doing))
def test_every_state_has_a_disc(qtbot: QtBot, look: Look, doing: Doing) -> None:
    disc = StateDisc("disc")
    qtbot.addWidget(disc)
    disc.resize(disc.sizeHint())
    disc.show_kind(doing.value)
    listening = doing is Doing.LISTENING
    assert disc.kind == doing.value
    assert has_colour(disc, "atint" if listening else "sunken")


def test_word_and_detail_are_read_as_one(qtbot: QtBot, look: Look) -> None:
    state = StateWord("state")
    qtbot.addWidget(state)
    state.show_state("listening", "Listening", "0:48 in this answer")
    assert state.accessibleName() == "Listening, 0:48 in this answer"
    assert state.word.text() == "Listening"
    assert not state.detail.isHidden()
    state.show_state("thinking", "Thinking")
    assert state.accessibleName() == "Thinking"
    assert state.detail.isHidden()


def test_what_stands_beside_it_never_moves(qtbot: QtBot, look: Look) -> None:
    state = StateWord("state")
    qtbot.addWidget(state)
    widths = set()
    for word, detail in (("Listening", "0:48 in this answer"), ("Thinking", ""), ("Speaking", "Your turn comes next")):
        state.show_state(word.lower(), word, detail)
        widths.add(state.sizeHint().width())
    assert len(widths) == 1
