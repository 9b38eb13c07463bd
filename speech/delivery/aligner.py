"""The only door to PocketSphinx: when each word was said, given the words and the sound. Runs in the transcriber child.

Whisper's own word times are 120 to 160 ms off, and 400 ms after a pause; these 20 to 30 ms, for a twentieth of real
time. English only, as its model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from speech.delivery.spelling import PLACEHOLDER, rough_sounds, spoken
from speech.delivery.words import is_filled_pause
from speech.files import to_pcm
from speech.whisper.engine import Sound
from speech.words import SAMPLE_RATE

BEAMS = (1e-48, 1e-120, 1e-200)
"""Narrow first; a wider beam finds a path where the words fit the sound badly, for twice and four times the cost."""
SHORTEST_FILLER_SECONDS = 0.1
"""A filler squeezed into less (true ones measured 0.20 to 0.43 s) was lost by a beam too narrow: the second one found
it, and took the mean error of onsets on a hand-timed clip from 75 to 26 ms."""
FRAME_SECONDS = 0.01
LEARNT = "~"
"""Marks, in the decoder's dictionary, words whose sounds were guessed."""
VOWELS = frozenset("aeiouy")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one written word lies in the sound."""

    start: float
    """Seconds from the start of the sound."""
    end: float


class Aligner:
    """PocketSphinx with its model of US English, loaded when first needed (0.2 s, 40 MB)."""

    def __init__(self) -> None:
        self._decoders: dict[float, Any] = {}

    def place(self, sound: Sound, words: Sequence[str]) -> list[Placed | None] | None:
        """Where each written word lies: float32, shape (n,), 16 kHz. None when the words do not fit the sound at all.

        A word that is never pronounced, such as a dash, is None in the list.
        """
        said = [spoken(word) for word in words]
        flat = [part for parts in said for part in parts]
        if not flat or len(sound) < SAMPLE_RATE // 10:
            return None
        pcm = to_pcm(sound)
        best: list[Placed | None] | None = None
        for beam in BEAMS:
            decoder = self._decoder(beam)
            unknown = _learn(decoder, flat, _unknown_letters(words, said))
            segments = self._align(decoder, pcm, flat)
            if segments is None and unknown:
                segments = self._align(decoder, pcm, [_stand_in(decoder) if w in unknown else w for w in flat])
            if segments is not None:
                best = _gathered(said, segments)
                if beam != BEAMS[0] or not _squeezed(words, best):
                    return best
        return best

    def _decoder(self, beam: float) -> Any:
        if beam not in self._decoders:
            from pocketsphinx import Decoder

            self._decoders[beam] = Decoder(
                samprate=float(SAMPLE_RATE), lm=None, loglevel="FATAL", beam=beam, wbeam=beam, pbeam=beam
            )
        return self._decoders[beam]

    def _align(self, decoder: Any, pcm: bytes, flat: Sequence[str]) -> list[Placed] | None:
        try:
            decoder.set_align_text(" ".join(flat))
            decoder.start_utt()
            decoder.process_raw(pcm, full_utt=True)
            decoder.end_utt()
            found = list(decoder.seg() or ())
        except RuntimeError:
            return None
        placed = [
            Placed(one.start_frame * FRAME_SECONDS, (one.end_frame + 1) * FRAME_SECONDS)
            for one in found
            if one.word[0] not in "<["
        ]
        return placed if len(placed) == len(flat) else None


def _learn(decoder: Any, words: Sequence[str], acronyms: frozenset[str]) -> frozenset[str]:
    """Give the decoder sounds for words it does not know; those words, now or learnt earlier."""
    for word in dict.fromkeys(words):
        if decoder.lookup_word(word) is None:
            decoder.add_word(word, _sounds(decoder, word, word in acronyms), True)
            decoder.add_word(word + LEARNT, PLACEHOLDER, True)
    return frozenset(word for word in words if decoder.lookup_word(word + LEARNT) is not None)


def _stand_in(decoder: Any) -> str:
    """A word of one sound, for those whose guessed sounds fit nowhere."""
    if decoder.lookup_word(LEARNT) is None:
        decoder.add_word(LEARNT, PLACEHOLDER, True)
    return LEARNT


def _sounds(decoder: Any, word: str, acronym: bool) -> str:
    """Sounds of an unknown word: of the word it is the possessive or the plural of, or from its letters."""
    if not acronym:
        for ending, sound in (("'s", "Z"), ("s'", ""), ("s", "Z")):
            stem = word.removesuffix(ending)
            if stem != word and (known := decoder.lookup_word(stem)) is not None:
                return f"{known} {sound}".strip()
    return rough_sounds(word, letter_by_letter=acronym)


def _unknown_letters(words: Sequence[str], said: Sequence[Sequence[str]]) -> frozenset[str]:
    """Spoken words written in capitals, or without a vowel: read letter by letter if no dictionary has them."""
    capitals = {parts[0] for word, parts in zip(words, said, strict=True) if len(parts) == 1 and _is_acronym(word)}
    return frozenset(capitals | {part for parts in said for part in parts if not VOWELS.intersection(part)})


def _is_acronym(word: str) -> bool:
    letters = [character for character in word if character.isalpha()]
    return 2 <= len(letters) <= 5 and all(letter.isupper() for letter in letters[: max(2, len(letters) - 1)])


def _squeezed(words: Sequence[str], placed: Sequence[Placed | None]) -> bool:
    return any(
        at is not None and at.end - at.start < SHORTEST_FILLER_SECONDS and is_filled_pause(word)
        for word, at in zip(words, placed, strict=True)
    )


def _gathered(said: Sequence[Sequence[str]], segments: Sequence[Placed]) -> list[Placed | None]:
    """From spoken parts back to written words."""
    placed: list[Placed | None] = []
    at = 0
    for parts in said:
        mine = segments[at : at + len(parts)]
        at += len(parts)
        placed.append(Placed(mine[0].start, mine[-1].end) if mine else None)
    return placed
