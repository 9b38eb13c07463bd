"""An answer heard twice, aligned and measured, stretch by stretch. Runs in the transcriber child.

Every stretch goes through the clean pass, the prompted pass, the merging of both, the aligner and the measuring of
loudness and pitch, so that a long answer needs no more memory than a minute of it and live segments can go in between.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import numpy as np

from speech.delivery.aligner import SHORTEST_FILLER_SECONDS, Aligner, Placed
from speech.delivery.kinds import kinds
from speech.delivery.merge import PROMPT, Heard, Merged, merge, skipped, sound_words
from speech.delivery.pitch import Contours
from speech.delivery.snap import snapped
from speech.delivery.words import ReadingWord, Spoken, SpokenWord, Timing, is_filled_pause, plain
from speech.whisper.engine import Engine, Sound, Stretch
from speech.words import SAMPLE_RATE, Word

MARGIN_SECONDS = 0.3
"""Kept around a sentence that the prompted pass is asked for again."""
SHORTEST_SECONDS = 0.04
"""No word is shorter: what the aligner squeezes below was not said there."""

ROOM_SECONDS = 0.25
"""A gap that may hold a filler."""


class Listener:
    """Engine and aligner together."""

    def __init__(self, engine: Engine, aligner: Aligner) -> None:
        self._engine = engine
        self._aligner = aligner

    def listen(self, sound: Sound, kept: Sequence[Word] | None = None) -> Iterator[Spoken]:
        """The answer in parts, whose times are seconds from the start of `sound`: float32, shape (n,), 16 kHz.

        `kept`: the words of a careful pass over the same sound, which then is not done again; its times are the same.
        """
        for stretch in self._engine.stretches(sound):
            words = _said_in(stretch, kept) if kept is not None else self._careful(stretch)
            clean = [_moved(word, -stretch.offset) for word in words]
            merged = merge(clean, self._prompted(stretch.sound, clean))
            yield self.spoken(stretch.sound, clean, merged).moved(stretch.offset)

    def _careful(self, stretch: Stretch) -> list[Word]:
        return [word for utterance in self._engine.careful_stretch(stretch) for word in utterance.words]

    def _prompted(self, sound: Sound, clean: Sequence[Word]) -> list[Heard]:
        """The prompted pass, asked again for each sentence it skipped."""
        if not clean:
            return []
        heard = sound_words(list(self._engine.prompted(sound, PROMPT)))
        for a, b in reversed(skipped(clean, heard)):
            start, end = clean[a].start - MARGIN_SECONDS, clean[b - 1].end + MARGIN_SECONDS
            part = sound[max(0, round(start * SAMPLE_RATE)) : round(end * SAMPLE_RATE)]
            again = sound_words(list(self._engine.prompted(part, PROMPT)))
            at = _place(clean, heard, a)
            heard[at:at] = again
        return heard

    def spoken(self, sound: Sound, clean: Sequence[Word], merged: Sequence[Merged]) -> Spoken:
        """The words of a stretch with their times, kinds and voices."""
        contours = Contours(sound)
        placed = self._aligner.place(sound, [one.text for one in merged])
        timing = Timing.ALIGNED if placed is not None else Timing.SNAPPED
        if placed is None:
            placed = list(snapped(contours.levels, _spread(clean, merged, len(sound) / SAMPLE_RATE)))
        found = [_Found(one, at, timing) for one, at in zip(merged, placed, strict=True) if at is not None]
        kept = [one for one in _with_room(found, contours) if _believed(one)]
        words = tuple(
            SpokenWord(
                number,
                one.word.text,
                round(one.at.start, 3),
                round(one.at.end, 3),
                kind,
                round(one.word.confidence, 3),
                one.timing,
                contours.voice(one.at.start, one.at.end),
            )
            for number, (one, kind) in enumerate(zip(kept, kinds([one.word.text for one in kept]), strict=True))
        )
        reading = _reading(clean, [one.word for one in kept])
        return Spoken(words, reading, len(sound) / SAMPLE_RATE, round(contours.noise, 1))


@dataclass(frozen=True, slots=True)
class _Found:
    word: Merged
    at: Placed
    timing: Timing

    @property
    def squeezed(self) -> bool:
        shortest = SHORTEST_FILLER_SECONDS if is_filled_pause(self.word.text) else SHORTEST_SECONDS
        return round(self.at.end - self.at.start, 3) < shortest


def _believed(found: _Found) -> bool:
    """Whether a word that only the prompted pass has lies in the sound as if it had been said."""
    return bool(found.word.clean) or not found.squeezed


def _with_room(found: Sequence[_Found], contours: Contours) -> list[_Found]:
    """Squeezed fillers spread over the sound in the gap beside them: the aligner took a hoarse one for noise."""
    roomy: list[_Found] = []
    for number, one in enumerate(found):
        since = found[number - 1].at.end if number else one.at.start
        until = found[number + 1].at.start if number + 1 < len(found) else one.at.end
        if one.squeezed and is_filled_pause(one.word.text) and until - since >= ROOM_SECONDS:
            (at,) = snapped(contours.levels, [Placed(since, until)])
            roomy.append(_Found(one.word, at, Timing.SNAPPED))
        else:
            roomy.append(one)
    return roomy


def _said_in(stretch: Stretch, kept: Sequence[Word]) -> list[Word]:
    end = stretch.offset + len(stretch.sound) / SAMPLE_RATE
    return [word for word in kept if stretch.offset <= (word.start + word.end) / 2 < end]


def _reading(clean: Sequence[Word], kept: Sequence[Merged]) -> tuple[ReadingWord, ...]:
    ids: list[list[int]] = [[] for _ in clean]
    for number, word in enumerate(kept):
        for place in word.clean:
            ids[place].append(number)
    return tuple(ReadingWord(word.text, tuple(mine)) for word, mine in zip(clean, ids, strict=True))


def _place(clean: Sequence[Word], heard: Sequence[Heard], before: int) -> int:
    """Where in the prompted words the clean word `before` would stand."""
    mine, theirs = [plain(word.text) for word in clean], [plain(word.text) for word in heard]
    for _, a, b, c, d in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        if a <= before < b:
            return c + min(before - a, d - c)
    return len(heard)


def _spread(clean: Sequence[Word], merged: Sequence[Merged], seconds: float) -> list[Placed]:
    """Whisper's times for words of the clean pass; the others share the room between their neighbours."""
    known = [Placed(clean[one.clean[0]].start, clean[one.clean[-1]].end) if one.clean else None for one in merged]
    spread: list[Placed] = []
    at = 0
    while at < len(known):
        if (here := known[at]) is not None:
            spread.append(here)
            at += 1
            continue
        until = next((place for place in range(at, len(known)) if known[place] is not None), len(known))
        after = known[until] if until < len(known) else None
        bounds = np.linspace(
            spread[-1].end if spread else 0.0, after.start if after is not None else seconds, until - at + 1
        )
        spread.extend(Placed(float(a), max(float(a), float(b))) for a, b in itertools.pairwise(bounds))
        at = until
    return spread


def _moved(word: Word, by: float) -> Word:
    return Word(word.text, word.start + by, word.end + by, word.probability)
