"""Live text of one answer, with a decoder that answers when the test says so."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from speech.errors import WorkerFailed
from speech.notices import FileBegan, Level, SpeechBegan, SpeechPaused
from speech.whisper.dictation import SPARE_GUESSES, Dictated, Dictation
from speech.whisper.segments import LONG_SECONDS, POST_ROLL_FRAMES, Span
from speech.whisper.transcriber import Parts, Text
from speech.words import SAMPLE_RATE, Utterance

FILE = Path("0001-candidate.wav")


def at(second: float) -> int:
    return round(second * SAMPLE_RATE)


@dataclass
class Asked:
    """One decode that was asked for."""

    parts: tuple[tuple[Path, int], ...]
    start: float
    end: float
    """Seconds."""
    floor: int
    text: asyncio.Future[Text]

    def answer(self, text: str, cpu_seconds: float = 0.5) -> None:
        self.text.set_result(Text(text, 0.9, cpu_seconds))


class ScriptedDecoder:
    """Notes what is asked and lets the test answer."""

    guesses = True

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers_open = 0

    def decode(self, parts: Parts, span: Span, floor: int) -> asyncio.Future[Text]:
        text: asyncio.Future[Text] = asyncio.get_running_loop().create_future()
        self.asked.append(Asked(tuple(parts), span.start / SAMPLE_RATE, span.end / SAMPLE_RATE, floor, text))
        return text

    def answering(self, begins: bool) -> None:
        self.answers_open += 1 if begins else -1


class Candidate:
    """Tells a dictation what a recorder would while somebody speaks."""

    def __init__(self) -> None:
        self.decoder = ScriptedDecoder()
        self.heard: list[Utterance] = []
        self.guessed: list[str] = []
        self.dictation = Dictation(self.decoder, self.heard.append, self.guessed.append)
        self.dictation.hear(FileBegan(FILE, 0))

    @property
    def asked(self) -> list[Asked]:
        return self.decoder.asked

    @property
    def texts(self) -> list[str]:
        return [utterance.text for utterance in self.heard]

    def speaks(self, start: float, end: float) -> None:
        """From `start` to `end`; the pause is known."""
        self.dictation.hear(SpeechBegan(at(start)))
        self.dictation.hear(SpeechPaused(at(end)))

    def is_silent_until(self, second: float) -> None:
        self.dictation.hear(Level(at(second), -70.0, -75.0, False, 0))

    async def presses(self, second: float, *, deadline: float = 10.0) -> Dictated:
        return await self.dictation.finish(at(second), deadline=deadline)


async def settle() -> None:
    """Let everything that can happen now happen."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_guess_is_the_text_when_nothing_follows() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    (guess,) = candidate.asked
    guess.answer("One.")
    assert candidate.heard == []
    assert await candidate.presses(3.3) == Dictated("One.", complete=True)
    assert candidate.asked == [guess]
    assert candidate.heard == [Utterance("One.", 1.0, 3.0, 0.9)]
    assert (candidate.dictation.cpu_seconds, candidate.dictation.wasted_cpu_seconds) == (0.5, 0.0)


async def test_a_guess_is_told_before_it_is_sure() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.asked[0].answer("One.")
    await settle()
    assert candidate.guessed == ["One."]
    assert candidate.heard == []
    await candidate.presses(3.3)


async def test_a_guess_that_was_dropped_is_not_told() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.dictation.hear(SpeechBegan(at(3.4)))
    candidate.dictation.hear(SpeechPaused(at(5.0)))
    candidate.asked[1].answer("One and two.")
    await candidate.presses(5.3)
    assert "One." not in candidate.guessed


async def test_one_that_does_not_guess_is_asked_for_segments_alone() -> None:
    candidate = Candidate()
    candidate.decoder.guesses = False
    candidate.speaks(1.0, 3.0)
    assert candidate.asked == []
    candidate.is_silent_until(4.0)
    (segment,) = candidate.asked
    segment.answer("One.")
    assert await candidate.presses(4.3) == Dictated("One.", complete=True)


async def test_a_guess_under_way_is_waited_for() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    ending = asyncio.create_task(candidate.presses(3.3))
    await settle()
    assert not ending.done()
    candidate.asked[0].answer("One.")
    assert await ending == Dictated("One.", complete=True)
    assert len(candidate.asked) == 1


async def test_a_guess_is_committed_by_a_long_pause() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.asked[0].answer("One.")
    candidate.is_silent_until(3.8)
    await settle()
    assert candidate.texts == ["One."]
    await candidate.presses(4.0)
    assert len(candidate.asked) == 1


async def test_a_guess_is_called_off_when_speech_goes_on() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.dictation.hear(SpeechBegan(at(3.4)))
    assert candidate.asked[0].text.cancelled()
    candidate.dictation.hear(SpeechPaused(at(5.0)))
    assert (candidate.asked[1].start, candidate.asked[1].end) == (1.0, 5.0)
    candidate.asked[1].answer("One and two.")
    assert await candidate.presses(5.3) == Dictated("One and two.", complete=True)


async def test_a_wrong_guess_is_counted_as_waste() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.asked[0].answer("One?", cpu_seconds=0.25)
    candidate.speaks(3.4, 5.0)
    candidate.asked[1].answer("One and two.")
    await candidate.presses(5.3)
    assert candidate.texts == ["One and two."]
    assert (candidate.dictation.cpu_seconds, candidate.dictation.wasted_cpu_seconds) == (0.5, 0.25)


async def test_who_stops_at_every_word_is_not_guessed_for_ever() -> None:
    candidate = Candidate()
    for word in range(10):
        candidate.speaks(1.0 + 0.6 * word, 1.3 + 0.6 * word)
    guesses = len(candidate.asked)
    assert guesses == SPARE_GUESSES
    candidate.is_silent_until(1.3 + 0.6 * 9 + 0.8)
    assert (candidate.asked[-1].start, len(candidate.asked)) == (1.0, guesses + 1)
    candidate.speaks(9.0, 10.0)
    assert candidate.asked[-1].start == 9.0, "a segment earns another guess"
    for asked in candidate.asked[guesses:]:
        asked.answer("Words.")
    assert await candidate.presses(10.3) == Dictated("Words. Words.", complete=True)


async def test_segments_come_in_order_whenever_they_are_known() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.is_silent_until(3.8)
    candidate.speaks(4.0, 6.0)
    candidate.is_silent_until(6.8)
    candidate.asked[1].answer("Two.")
    await settle()
    assert candidate.texts == []
    candidate.asked[0].answer("One.")
    assert await candidate.presses(7.0) == Dictated("One. Two.", complete=True)
    assert candidate.texts == ["One.", "Two."]


async def test_no_segment_hears_what_another_one_heard() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 1.0 + LONG_SECONDS)
    candidate.speaks(1.3 + LONG_SECONDS, 10.0)
    first, second = candidate.asked
    assert first.floor == 0
    assert second.floor == at(1.0 + LONG_SECONDS) + POST_ROLL_FRAMES
    first.answer("One.")
    second.answer("Two.")
    assert (await candidate.presses(10.3)).text == "One. Two."


async def test_the_tail_may_come_late() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.asked[0].answer("One.")
    candidate.is_silent_until(3.8)
    candidate.dictation.hear(SpeechBegan(at(4.0)))
    assert await candidate.presses(5.0, deadline=0.0) == Dictated("One.", complete=False)
    assert candidate.decoder.answers_open == 0
    candidate.asked[1].answer("Late.")
    await settle()
    assert candidate.texts == ["One.", "Late."]


async def test_a_segment_that_fails_leaves_the_others() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.is_silent_until(3.8)
    candidate.speaks(4.0, 6.0)
    candidate.asked[0].text.set_exception(WorkerFailed("The speech recogniser has stopped."))
    candidate.asked[1].answer("Two.")
    assert await candidate.presses(6.3) == Dictated("Two.", complete=False)


async def test_a_segment_in_which_nobody_spoke_is_not_told() -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.asked[0].answer("")
    assert await candidate.presses(3.3) == Dictated("", complete=True)
    assert candidate.heard == []


async def test_a_segment_knows_the_files_of_its_answer() -> None:
    candidate = Candidate()
    candidate.dictation.hear(FileBegan(Path("0001-candidate-02.wav"), at(0.5)))
    candidate.speaks(1.0, 3.0)
    assert candidate.asked[0].parts == ((FILE, 0), (Path("0001-candidate-02.wav"), at(0.5)))
    assert candidate.dictation.parts == candidate.asked[0].parts
    await candidate.dictation.abandon()


@pytest.mark.parametrize("finished", [False, True])
async def test_abandoning_waits_for_nothing(finished: bool) -> None:
    candidate = Candidate()
    candidate.speaks(1.0, 3.0)
    candidate.is_silent_until(3.8)
    candidate.speaks(4.0, 5.0)
    if finished:
        await candidate.presses(5.3, deadline=0.0)
    await candidate.dictation.abandon()
    assert all(asked.text.cancelled() for asked in candidate.asked)
    assert candidate.decoder.answers_open == 0, "careful passes would wait for ever"
    assert candidate.heard == []
