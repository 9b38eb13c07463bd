"""Every key of the window in one table: what it does, where it holds, what it is called. Pure but for the settings.

Rebindable: `settings.shortcuts` holds those that are not the usual ones. Keys are written as Qt does, "Ctrl+F". Single
letters are off while somebody types; `desktop/widgets/keys.py` sees to that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from desktop.language import tr


class Where(StrEnum):
    """On which page a key holds."""

    EVERYWHERE = "everywhere"
    PRACTICE = "practice"
    LIVE = "live"
    REPLAY = "replay"
    LIBRARY = "library"
    AFTER = "after"
    SET_UP = "set_up"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a key does."""

    id: str
    where: Where
    key: str
    """The usual key."""
    title: str
    """English, as `tr` takes it."""


ACTIONS = (
    Action("page_1", Where.EVERYWHERE, "Ctrl+1", "Practice"),
    Action("page_2", Where.EVERYWHERE, "Ctrl+2", "Library"),
    Action("page_3", Where.EVERYWHERE, "Ctrl+3", "Progress"),
    Action("page_4", Where.EVERYWHERE, "Ctrl+4", "Packs"),
    Action("page_5", Where.EVERYWHERE, "Ctrl+5", "Settings"),
    Action("settings", Where.EVERYWHERE, "Ctrl+,", "Settings"),
    Action("keys", Where.EVERYWHERE, "F1", "Show the keys"),
    Action("full_screen", Where.EVERYWHERE, "F11", "Full screen"),
    Action("start", Where.PRACTICE, "Return", "Start the interview"),
    Action("done", Where.LIVE, "Return", "I’m done"),
    Action("ask", Where.LIVE, "C", "Ask the interviewer what you just said"),
    Action("think", Where.LIVE, "T", "Take a minute to think"),
    Action("repeat", Where.LIVE, "R", "Hear the question again"),
    Action("hint", Where.LIVE, "H", "A hint (Practice)"),
    Action("pause", Where.LIVE, "P", "Pause or go on (Practice)"),
    Action("write", Where.LIVE, "W", "Type the answer"),
    Action("microphone", Where.LIVE, "M", "Choose another microphone"),
    Action("note", Where.LIVE, "N", "Write a note"),
    Action("stop_voice", Where.LIVE, "Esc", "Stop the voice"),
    Action("end", Where.LIVE, "Ctrl+E", "End the interview"),
    Action("play", Where.REPLAY, "Space", "Play or pause"),
    Action("back", Where.REPLAY, "J", "5 seconds back"),
    Action("forward", Where.REPLAY, "L", "5 seconds on"),
    Action("slower", Where.REPLAY, "[", "Slower"),
    Action("faster", Where.REPLAY, "]", "Faster"),
    Action("drop_note", Where.REPLAY, "N", "Write a note here"),
    Action("previous_note", Where.REPLAY, ",", "Previous annotation"),
    Action("next_note", Where.REPLAY, ".", "Next annotation"),
    Action("just_this", Where.REPLAY, "T", "Play just this annotation"),
    Action("loop", Where.REPLAY, "R", "Loop this annotation or what is selected"),
    Action("agree", Where.REPLAY, "A", "Agree with this annotation"),
    Action("disagree", Where.REPLAY, "D", "Disagree with this annotation"),
    Action("hide", Where.REPLAY, "H", "Hide this annotation"),
    Action("curves", Where.REPLAY, "G", "Show or hide pace and loudness"),
    Action("correct", Where.REPLAY, "F2", "Correct what was heard"),
    Action("undo_correction", Where.REPLAY, "Ctrl+Z", "Take the last correction back"),
    Action("two_takes", Where.REPLAY, "B", "The first take of a redo beside it"),
    Action("play_first", Where.REPLAY, "F", "Play or pause the first take"),
    Action("find", Where.REPLAY, "Ctrl+F", "Find in the transcript"),
    Action("now", Where.REPLAY, "Ctrl+G", "Go to where the sound is"),
    Action("search", Where.LIBRARY, "Ctrl+F", "Search"),
    Action("delete", Where.LIBRARY, "Del", "Move to the trash"),
    Action("rate_1", Where.AFTER, "1", "Rate yourself: strong no"),
    Action("rate_2", Where.AFTER, "2", "Rate yourself: no"),
    Action("rate_3", Where.AFTER, "3", "Rate yourself: lean no"),
    Action("rate_4", Where.AFTER, "4", "Rate yourself: lean hire"),
    Action("rate_5", Where.AFTER, "5", "Rate yourself: hire"),
    Action("rate_6", Where.AFTER, "6", "Rate yourself: strong hire"),
    Action("show_review", Where.AFTER, "Return", "Keep the rating and show the review"),
    Action("skip_rating", Where.AFTER, "Esc", "Skip the rating"),
    Action("to_replay", Where.AFTER, "R", "Replay the session"),
    Action("record", Where.SET_UP, "R", "Record a sentence"),
    Action("continue", Where.SET_UP, "Return", "Continue"),
)

ENTER = frozenset({"Return", "Enter"})
_WRITING = ENTER | {"Space", "Del", "Backspace"}

_BY_ID = {action.id: action for action in ACTIONS}


class Shortcuts:
    """The keys in use: the usual ones with a person's own over them."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self._own = {name: key for name, key in own.items() if name in _BY_ID}

    def key(self, action: str) -> str:
        """The key of an action as Qt writes it; empty when it was taken away."""
        return self._own.get(action, _BY_ID[action].key)

    def title(self, action: str) -> str:
        """What an action is called, in the user's language."""
        return tr(_BY_ID[action].title)

    def use(self, own: Mapping[str, str]) -> None:
        """Take on other keys."""
        self._own = {name: key for name, key in own.items() if name in _BY_ID}

    def clash(self, action: str, key: str) -> Action | None:
        """The action that has this key already, where the two could be meant at once."""
        here = _BY_ID[action].where
        for other in ACTIONS:
            together = other.where is here or Where.EVERYWHERE in (other.where, here)
            if other.id != action and key and together and self.key(other.id).lower() == key.lower():
                return other
        return None


def is_typed(key: str) -> bool:
    """Whether a key is one people write with: a character, Enter, Space or Del, without Ctrl, Alt or Meta."""
    bare = key.removeprefix("Shift+")
    return len(bare) == 1 or bare in _WRITING
