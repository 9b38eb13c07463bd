"""Sessions worth replaying: heard lines, answers with a time for each word, phases, a hint, a fault, a gap."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.delivery.storage import keep, words_of
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    AnswerHeard,
    AnswerKept,
    By,
    Fault,
    FileBegan,
    Gap,
    LineBegan,
    LineSaid,
    Part,
    PhaseBegan,
    Role,
    SegmentHeard,
    SessionEnded,
)
from interviewer.records.library import open_session
from interviewer.records.manifest import PhaseSummary, PlanSummary
from interviewer.records.session import SessionRecord
from interviewer.records.transcript import Answer
from interviewer.records.wav import our_header
from interviewer.review.debrief import CaseDebrief, Step
from interviewer.review.storage import write_review
from interviewer.review.told import Quoted
from interviewer.review.values import DimensionReview, Improvement, ItemReview, Maker, QuestionReview, Review, Reviewer
from speech.delivery.words import Kind, ReadingWord, Spoken, SpokenWord, Timing, Voice
from speech.words import SAMPLE_RATE, Utterance, Word

STARTED = datetime.fromisoformat("2026-11-21T20:47:05+01:00")
PHASES = ("Clarify", "Rationale", "Users", "Objectives", "Metrics", "Trade-off", "Troubleshooting")
WORD_SECONDS = 0.3
WHY = "Countable, it ends, and both sides are in it; that is what makes it fit to decide by."
BETTER = "A count and a limit, as in “under 3 complaints in 100 loans”, so that it can stop a launch."
QUESTION = "What are the goals of Spanner Street, and how would you know that it does well?"
ANSWER = (
    "I’d put completed loans a week first. A loan counts only when the tool was handed over and given back, because "
    "that is the moment both neighbours got what they came for. I did think about listings, but a shed full of drills "
    "nobody borrows is not a neighbourhood. It also moves with both sides: it needs a lender, a borrower and some "
    "trust between them. What I dislike is that it says nothing about scuffed returns."
)


@dataclass
class Story:
    """Writes a session event by event, on a clock of its own."""

    record: SessionRecord
    now: float = 0.0
    lines: int = 0
    answers: int = 0

    @property
    def folder(self) -> Path:
        return self.record.folder

    def phase(self, number: int) -> None:
        self.record.append(PhaseBegan(t=self.now, phase=f"phase-{number}", seconds=60))

    def say(
        self, text: str, *, role: Role = Role.PROBE, item: str = "", seconds: float | None = None, sounds: bool = True
    ) -> None:
        """A line of the interviewer, at a third of a second a word."""
        self.lines += 1
        item = item or f"item-{self.lines}"
        line, length = self.lines, len(text.split()) * WORD_SECONDS if seconds is None else seconds
        self.record.append(LineBegan(t=self.now, line=line, role=role, item=item, text=text))
        self.now += length
        file = self.record.line_file(line) if sounds else ""
        if sounds:
            write_sound(self.folder / file, length, hertz=180)
        heard = length if sounds else 0.0
        self.record.append(
            LineSaid(
                t=self.now, line=line, role=role, item=item, text=text, seconds=heard, heard_seconds=heard,
                stopped=False, file=file,
            )
        )  # fmt: skip

    def answer(
        self, text: str, *, before: float = 0.0, pause: tuple[int, float] = (0, 0.0), unsure: Sequence[str] = ()
    ) -> None:
        """A spoken answer with its careful pass; `before`: seconds of silence first; `pause`: after so many words."""
        begin, file = self._begin()
        spoken, at = [], begin + before
        for number, word in enumerate(text.split(), start=1):
            spoken.append(Word(word, at, at + WORD_SECONDS * 0.8, 0.3 if word.strip(".,") in unsure else 0.9))
            at += WORD_SECONDS + (pause[1] if number == pause[0] else 0.0)
        self.now = at
        write_words(self.folder / file, at - begin, [(word.start - begin, word.end - begin) for word in spoken])
        self._end(begin, text)
        utterance = Utterance(text, begin + before, at, 0.9, tuple(spoken))
        self.record.append(AnswerKept(t=at, answer=self.answers, utterances=(utterance,), model="tiny.en"))

    def answer_live(self, text: str, seconds: float = 2.0) -> None:
        """A spoken answer of which only live text is known."""
        begin, file = self._begin()
        self.now += seconds
        write_sound(self.folder / file, seconds)
        utterance = Utterance(text, begin, self.now, 0.9)
        self.record.append(SegmentHeard(t=self.now, answer=self.answers, utterance=utterance))
        self._end(begin, text)

    def _begin(self) -> tuple[float, str]:
        self.answers += 1
        frame = round(self.now * SAMPLE_RATE)
        file = self.record.answer_file(self.answers, 1)
        self.record.append(AnswerBegan(t=self.now, frame=frame, answer=self.answers, line=self.lines))
        self.record.append(FileBegan(t=self.now, frame=frame, answer=self.answers, file=file))
        return self.now, file

    def _end(self, begin: float, text: str) -> None:
        frame = round(self.now * SAMPLE_RATE)
        seconds = self.now - begin
        self.record.append(AnswerEnded(t=self.now, frame=frame, answer=self.answers, by=By.KEY, seconds=seconds))
        self.record.append(AnswerHeard(t=self.now, answer=self.answers, text=text))

    def close(self) -> Path:
        self.record.append(SessionEnded(t=self.now, reason="finished"))
        self.record.close()
        return self.folder


def begin(sessions_dir: Path, *, title: str = "Spanner Street: goals and success", minutes: float = 35) -> Story:
    phases = tuple(PhaseSummary(id=f"phase-{number}", title=name, seconds=60) for number, name in enumerate(PHASES))
    plan = PlanSummary(
        round="execution", question="execution/spanner", question_title=title, question_text=QUESTION, mode="practice",
        minutes=minutes, phases=phases, level="pm",
    )  # fmt: skip
    engines = {"voice": "none", "speech": "tiny.en", "mind": "scripted"}
    return Story(SessionRecord.create(sessions_dir, plan=plan, engines=engines, app="0.1.0", started=STARTED))


def short(sessions_dir: Path) -> Path:
    """Some 15 seconds: a question, an answer with a pause and an unsure word, a hint, live text."""
    story = begin(sessions_dir)
    story.phase(0)
    story.say("What are the goals of it?", role=Role.QUESTION)
    story.now += 0.5
    story.answer(
        "We want more completed loans and some scuffed returns", before=0.2, pause=(4, 3.0), unsure=["scuffed"]
    )
    story.phase(4)
    story.say("Think of the lender.", role=Role.HINT)
    story.answer_live("it needs a lender too")
    return story.close()


def long(sessions_dir: Path, minutes: float = 45) -> Path:
    """An interview of so many minutes, spoken all along."""
    story = begin(sessions_dir, minutes=minutes)
    phase = -1
    while story.now < minutes * 60 - 50:
        wanted = int(story.now / (minutes * 60) * len(PHASES))
        if wanted > phase:
            phase = wanted
            story.phase(phase)
        story.say(QUESTION if story.lines == 0 else "Which one number would you look at first, and why that one?")
        story.now += 1.5
        story.answer(ANSWER, before=4.0, pause=(56, 3.0), unsure=["scuffed"])
        if story.lines == 3:
            story.say("Think of who lends.", role=Role.HINT)
        if story.lines == 6:
            sentence = "The microphone is silent. Check that it is not muted."
            story.record.append(Fault(t=story.now, part=Part.MICROPHONE, code="microphone_silent", sentence=sentence))
        if story.lines == 9:
            story.record.append(Gap(t=story.now, frame=round(story.now * SAMPLE_RATE), frames=8000, cause="overflow"))
    return story.close()


def remark(folder: Path, count: int = 400) -> None:
    """A model's review with so many remarks all along a session, of five kinds, with what is better and a drill."""
    session = open_session(folder)
    quotes = [_quoted(answer, number) for number in range(count) for answer in (_nth(session.answers, number),)]
    fifth = count // 5
    scored = [
        DimensionReview(f"dimension-{number}", title, 1, True, score, "", tuple(quotes[number : 2 * fifth : 6]), WHY)
        for number, (title, score) in enumerate(zip(PHASES[:6], (4, 2, 3, 1, 3, 2), strict=True))
    ]
    items = tuple(
        ItemReview(f"item-{at}", PHASES[at % 7], "", 1, True, 1.0 if at % 3 else 0.5, quotes[at])
        for at in range(2 * fifth, 3 * fifth)
    )
    path = tuple(
        Step(f"slot-{at}", "Geography", 1, quotes[at].answer, quotes[at].at, at % 2 == 0, False, quotes[at].quote)
        for at in range(3 * fifth, 4 * fifth)
    )
    improvements = tuple(
        Improvement(f"item-{at}", quotes[at].at, quotes[at].quote, WHY, BETTER, "", "Say the formula aloud, thrice.")
        for at in range(4 * fifth, count)
    )
    review = Review(
        Maker(Reviewer.MODEL, "Local 8B"), "execution", "pm", None, "",
        dimensions=tuple(scored),
        questions=(QuestionReview("execution/spanner", "", items),),
        cases=(CaseDebrief("execution/spanner", "", "", "loans", 0.0, "A bug.", "Roll back.", path),),
        improvements=improvements,
    )  # fmt: skip
    write_review(session.folder, review, "model")


def hear(folder: Path) -> None:
    """How every answer of a session was spoken: its words, each with a voice."""
    session = open_session(folder)
    for answer in session.answers:
        words = tuple(
            SpokenWord(
                number, word.text, word.start, word.end, Kind.WORD, 0.9, Timing.ALIGNED,
                Voice(-22.0 + 6 * math.sin(word.start / 9), 0.2, 3.0, 9.5),
            )
            for number, word in enumerate(words_of(answer))
        )  # fmt: skip
        if words:
            reading = tuple(ReadingWord(word.text, (word.id,)) for word in words)
            keep(session.folder, answer, "tiny.en", Spoken(words, reading, answer.seconds or 0.0))


def _nth(answers: Sequence[Answer], number: int) -> Answer:
    spoken = [answer for answer in answers if answer.kept]
    return spoken[number % len(spoken)]


def _quoted(answer: Answer, number: int) -> Quoted:
    """Some words of an answer, others for another number."""
    words = [word for utterance in answer.utterances for word in utterance.words]
    first = number * 5 % max(1, len(words) - 9)
    taken = words[first : first + 9]
    return Quoted(" ".join(word.text for word in taken), answer.number, taken[0].start)


def write_sound(path: Path, seconds: float, hertz: float = 300.0) -> None:
    """A hum."""
    write_words(path, seconds, [(0.0, seconds)], hertz)


def write_words(path: Path, seconds: float, spans: Sequence[tuple[float, float]], hertz: float = 300.0) -> None:
    """A recording in which each span is a hum, of changing loudness, and the rest faint noise."""
    frames = array("h", bytes(2 * round(seconds * SAMPLE_RATE)))
    period = _period(hertz)
    for number, (start, end) in enumerate(spans):
        first, count = round(start * SAMPLE_RATE), round((end - start) * SAMPLE_RATE)
        loud = 0.25 + 0.75 * abs(math.sin(number * 1.7))
        hum = array("h", (round(value * loud) for value in period))
        whole = hum * (count // len(hum) + 1)
        there = min(count, len(frames) - first)
        frames[first : first + there] = whole[:there]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(our_header(2 * len(frames)) + frames.tobytes())


def _period(hertz: float) -> list[float]:
    count = round(SAMPLE_RATE / hertz)
    return [9_000 * math.sin(2 * math.pi * frame / count) for frame in range(count)]
