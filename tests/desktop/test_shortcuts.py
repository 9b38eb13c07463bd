"""The table of keys: no two at once, rebinding, keys people write with."""

from __future__ import annotations

import pytest

from desktop.shortcuts import ACTIONS, Shortcuts, Where, is_typed


def test_no_two_usual_keys_clash() -> None:
    table = Shortcuts({})
    clashes = {action.id: other for action in ACTIONS if (other := table.clash(action.id, action.key)) is not None}
    assert clashes == {}


def test_ids_are_unique() -> None:
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_a_rebound_key_is_used_and_clashes() -> None:
    table = Shortcuts({"ask": "Q", "nonsense": "X"})
    assert table.key("ask") == "Q"
    clash = table.clash("think", "q")
    assert clash is not None
    assert clash.id == "ask"
    assert table.clash("play", "Q") is None  # another page


def test_a_key_can_be_taken_away() -> None:
    table = Shortcuts({"ask": ""})
    assert table.key("ask") == ""
    assert table.clash("think", "") is None


@pytest.mark.parametrize("key", ["C", "Return", "Space", "Del", "[", "Shift+A"])
def test_written_keys(key: str) -> None:
    assert is_typed(key)


@pytest.mark.parametrize("key", ["Ctrl+F", "F1", "Esc", "Alt+A", ""])
def test_other_keys(key: str) -> None:
    assert not is_typed(key)


def test_everywhere_is_everywhere() -> None:
    for action in ACTIONS:
        if action.where is Where.EVERYWHERE:
            assert not is_typed(action.key), action.id
