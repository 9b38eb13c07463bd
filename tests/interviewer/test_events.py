"""Every event survives its way through a line of JSON."""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer import events
from interviewer.events import KINDS, AnswerKept, Event, LevelShown, Unknown, from_json, to_json
from speech.words import Utterance, Word

seconds = st.floats(0, 7200).map(lambda value: round(value, 4))
frames = st.integers(0, 10**9)
texts = st.text(max_size=30)
words = st.builds(Word, texts, seconds, seconds, seconds)
utterances = st.builds(Utterance, texts, seconds, seconds, seconds, st.lists(words, max_size=3).map(tuple))

st.register_type_strategy(float, seconds)
st.register_type_strategy(Utterance, utterances)
st.register_type_strategy(MappingProxyType, lambda _: st.dictionaries(texts, texts, max_size=3).map(MappingProxyType))

LEAVES = [cls for cls in KINDS.values() if cls is not Unknown]


@pytest.mark.parametrize("cls", LEAVES, ids=lambda cls: str(cls.kind))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_kind_survives_a_line(cls: type[Event], data: st.DataObject) -> None:
    event = data.draw(st.from_type(cls))

    line = json.dumps(to_json(event))

    assert from_json(json.loads(line)) == event
    assert json.loads(line)["kind"] == cls.kind


def test_kinds_are_named_once() -> None:
    assert {cls.__name__ for cls in KINDS.values()} == {cls.__name__ for cls in Event.__subclasses__()}
    assert all(getattr(events, cls.__name__) is cls for cls in KINDS.values())


def test_what_is_only_of_the_moment_is_not_kept() -> None:
    passing = {"silence_counted", "ticked", "level_shown", "tail_guessed"}
    assert {cls.kind for cls in LEAVES if not cls.kept} == passing


def test_an_event_of_a_later_version_is_carried_along() -> None:
    line = {"kind": "gesture_seen", "t": 3.5, "frame": 56000, "hand": {"left": True}}

    event = from_json(line)

    assert isinstance(event, Unknown)
    assert (event.t, event.frame) == (3.5, 56000)
    assert to_json(event) == line


def test_a_field_of_a_later_version_is_passed_over() -> None:
    event = LevelShown(t=1.0, peak_db=-3.0, rms_db=-20.0, speech=True)

    assert from_json({**to_json(event), "loudness": -23}) == event


def test_a_frame_is_written_only_where_there_is_one() -> None:
    event = AnswerKept(t=1.0, answer=1, utterances=(), model="base")

    assert "frame" not in to_json(event)


@pytest.mark.parametrize(
    "line",
    [
        {"t": 1.0},
        {"kind": "pressed", "t": 1.0},
        {"kind": "pressed", "t": 1.0, "key": "levitate"},
        {"kind": "answer_kept", "t": 1.0, "answer": 1, "utterances": [{"text": "a"}], "model": "m"},
        {"kind": "answer_kept", "t": 1.0, "answer": 1, "utterances": 5, "model": "m"},
    ],
)
def test_a_line_of_the_wrong_form_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_json(line)
