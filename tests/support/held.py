"""An interview held in the real window: what every window test does before it does its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.candidate import Candidate
from tests.support.window import HotseatWindow

SPEAK_SECONDS = 60.0
"""A child that is started, a model that is loaded and a line that is spoken, on a busy machine."""
ANSWER = "I would start with the people who use it. There are new members and there are regular members."


def prepared(data: Path, settings: str = "") -> Path:
    """A data folder of somebody who has been through the set-up."""
    data.mkdir(parents=True, exist_ok=True)
    (data / "settings.toml").write_text(f"set_up = true\n{settings}")
    return data


def wait_for_state(hotseat: HotseatWindow, word: str) -> None:
    """Wait until the page says what it is doing, in one word."""
    state = hotseat.expect("live_state_word", deadline_seconds=SPEAK_SECONDS)
    hotseat.wait_for(lambda: state.name == word, f"the state {word}", deadline_seconds=SPEAK_SECONDS)


def begin(hotseat: HotseatWindow, *, hear_out: bool = False) -> None:
    """From the Practice page to the moment in which an answer is wanted."""
    hotseat.expect("practice_start")
    hotseat.press("Return")
    if hear_out:
        wait_for_state(hotseat, "Listening")
    else:
        cut_short(hotseat)


def cut_short(hotseat: HotseatWindow) -> None:
    """Stop the voice, as somebody does who has read the line by now, and wait until an answer is wanted."""
    wait_for_state(hotseat, "Speaking")
    hotseat.press("Escape")
    wait_for_state(hotseat, "Listening")


def captions(hotseat: HotseatWindow) -> str:
    """Everything the captions say now."""
    shown = hotseat.find("live_captions")
    return " ".join(node.text or node.name for node in shown.walk()) if shown is not None else ""


def wait_for_caption(hotseat: HotseatWindow, *words: str) -> None:
    """Wait until the captions have at least one of the words; a recogniser may mishear the others."""
    hotseat.wait_for(
        lambda: any(word in captions(hotseat).lower() for word in words),
        f"captions with one of {words}",
        deadline_seconds=SPEAK_SECONDS,
    )


def answer(hotseat: HotseatWindow, me: Candidate, text: str = ANSWER) -> None:
    """Say an answer and end it with the key."""
    me.say(text)
    hotseat.press("Return")


def end(hotseat: HotseatWindow) -> None:
    """End the interview as a person does, and wait for what comes after it."""
    hotseat.press("ctrl+e")
    hotseat.expect("dialog_yes").press()
    hotseat.expect("after", deadline_seconds=SPEAK_SECONDS)


def sessions(data: Path) -> list[Path]:
    """The sessions of a data folder, oldest first."""
    return sorted(path for path in (data / "sessions").iterdir() if (path / "session.json").exists())


def manifest(session: Path) -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads((session / "session.json").read_text(encoding="utf-8"))
    return read


def events(session: Path) -> list[Mapping[str, Any]]:
    """What a session has written down; a torn last line is an error."""
    return [json.loads(line) for line in (session / "events.jsonl").read_text(encoding="utf-8").splitlines()]


def heard(session: Path) -> str:
    """All the words a session has of its candidate, kept ones before live ones."""
    kept = [event for event in events(session) if event["kind"] == "answer_kept"]
    texts = [one["text"] for event in kept for one in event["utterances"]]
    return " ".join(texts or [event["text"] for event in events(session) if event["kind"] == "answer_heard"])
