from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from speech.delivery.aligner import Placed
from speech.delivery.listener import Listener
from speech.delivery.wire import from_plain, to_plain
from speech.delivery.words import Kind, Timing, joined
from speech.whisper.engine import Segment, Sound, Stretch
from speech.words import SAMPLE_RATE, Utterance, Word

CLEAN = "I began there and then we moved on."


class Engine:
    """Hears `CLEAN` in every stretch, and the texts given to it in prompted passes."""

    def __init__(self, *prompted: str, offsets: Sequence[float] = (0.0,)) -> None:
        self._prompted = list(prompted)
        self._offsets = offsets
        self.lengths: list[float] = []

    def stretches(self, sound: Sound) -> Iterator[Stretch]:
        return (Stretch(sound, offset, ((0.0, 8.0),)) for offset in self._offsets)

    def careful_stretch(self, stretch: Stretch) -> Iterator[Utterance]:
        at = stretch.offset
        words = tuple(Word(word, at + n, at + n + 0.8, 0.9) for n, word in enumerate(CLEAN.split()))
        yield Utterance(CLEAN, words[0].start, words[-1].end, 0.9, words)

    def prompted(self, sound: Sound, prompt: str) -> Iterator[Segment]:
        self.lengths.append(len(sound) / SAMPLE_RATE)
        yield Segment(self._prompted.pop(0), 0.0, len(sound) / SAMPLE_RATE, 0.8)


class Places:
    """An aligner by rote: words of 0.4 s with `gap` between them, `short` ones of 20 ms; or none at all."""

    def __init__(self, *, fails: bool = False, short: str = "", gap: float = 0.1) -> None:
        self._fails, self._short, self._step = fails, short, 0.4 + gap

    def place(self, sound: Sound, words: Sequence[str]) -> list[Placed | None] | None:
        if self._fails:
            return None
        places: list[Placed | None] = []
        at = 0.0
        for word in words:
            short = word == self._short
            places.append(Placed(at, at + (0.02 if short else 0.4)))
            at += 0.02 if short else self._step
        return places


def listen(engine: Any, aligner: Any) -> Any:
    return joined(list(Listener(engine, aligner).listen(np.zeros(9 * SAMPLE_RATE, np.float32))))


def test_fillers_come_back_and_both_texts_share_ids() -> None:
    heard = listen(Engine("Um, I began there and uh, then we moved on."), Places())
    assert heard.verbatim == "Um, I began there and uh, then we moved on."
    assert heard.text == CLEAN
    assert [word.kind for word in heard.words].count(Kind.FILLER) == 2
    assert [heard.words[word.ids[0]].text for word in heard.reading] == CLEAN.split()
    assert {word.timing for word in heard.words} == {Timing.ALIGNED}


def test_a_sentence_the_prompted_pass_skipped_is_asked_for_again() -> None:
    engine = Engine("I began", "there and um, then we moved on.")
    assert listen(engine, Places()).verbatim == "I began there and um, then we moved on."
    assert engine.lengths[0] == 9.0
    assert engine.lengths[1] < 8.0


def test_a_loop_leaves_the_clean_text() -> None:
    assert listen(Engine("uh " * 60, "uh " * 60), Places()).verbatim == CLEAN


def test_a_filler_that_does_not_fit_the_sound_is_dropped() -> None:
    heard = listen(Engine("I began uh, there and then we moved on."), Places(short="uh,"))
    assert heard.verbatim == CLEAN
    assert [word.ids for word in heard.reading] == [(n,) for n in range(8)]


def test_a_filler_squeezed_beside_a_gap_was_said_in_the_gap() -> None:
    heard = listen(Engine("I began uh, there and then we moved on."), Places(short="uh,", gap=0.5))
    filler = heard.words[2]
    assert (filler.text, filler.kind, filler.timing) == ("uh,", Kind.FILLER, Timing.SNAPPED)
    assert filler.end - filler.start >= 0.25
    assert heard.words[3].timing is Timing.ALIGNED


def test_without_the_aligner_times_are_whispers_and_marked() -> None:
    heard = listen(Engine("I began uh, there and then we moved on."), Places(fails=True))
    assert {word.timing for word in heard.words} == {Timing.SNAPPED}
    filler = heard.words[2]
    assert (filler.text, filler.start, filler.end) == ("uh,", 1.8, 2.0)


def test_stretches_follow_each_other() -> None:
    heard = listen(Engine(CLEAN, CLEAN, offsets=(0.0, 60.0)), Places())
    assert [word.id for word in heard.words] == list(range(16))
    assert heard.words[8].start == 60.0


def test_the_way_to_the_parent_and_back() -> None:
    heard = listen(Engine(CLEAN), Places())
    assert from_plain(to_plain(heard)) == heard
