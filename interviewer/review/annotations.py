"""Every remark on a session in one shape, whoever made it: where it is, what it says, and what would be better. Pure.

A remark is anchored twice, in time and in words, as W3C Web Annotation has it (TimeFragment and TextPosition with
TextQuote): a replay plays it, and its quote still finds it when the text was mended. Ids depend on what is said of
which words by whom, as these were heard, so that they stay the same when a word is corrected and the analysis runs
again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from interviewer.records.mending import pieces, tokens_of
from interviewer.records.transcript import Answer
from interviewer.review.debrief import CaseDebrief
from interviewer.review.told import Quoted
from interviewer.review.values import Improvement, Maker, QuestionReview, Review
from speech.words import Utterance

GOOD_SCORE = 3
"""From here on a score's evidence is a strength: the anchors call it a yes."""
WHOLE = 1.0
READ_SECONDS = 3.0
"""What a moment without words lasts when it is played."""
SECONDS_PER_WORD = 0.4
"""Where no word times are known: 150 words a minute."""
_WORD = re.compile(r"[\w'%]+")


class Kind(StrEnum):
    """What a remark is."""

    STRENGTH = "strength"
    GAP = "gap"
    MOMENT = "moment"
    """Of the conversation: time, structure, a turn."""
    DELIVERY = "delivery"
    CASE = "case"
    COVERAGE = "coverage"
    NOTE = "note"


class Mark(StrEnum):
    """What a moment of a session is marked for: a remark of a `Kind`, or something that happened."""

    STRENGTH = "strength"
    GAP = "gap"
    MOMENT = "moment"
    DELIVERY = "delivery"
    CASE = "case"
    COVERAGE = "coverage"
    NOTE = "note"
    HINT = "hint"
    TROUBLE = "trouble"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Annotation:
    """One remark."""

    id: str
    kind: Kind
    start: float
    """Session seconds."""
    end: float
    """>= start."""
    answer: int
    """0: of no answer in particular."""
    words: tuple[int, int] | None
    """Place of its first word among the words of the answer's careful pass, and the one behind its last."""
    about: str
    """Id of the dimension, item, phase, slot or figure."""
    title: str
    """That in words."""
    quote: str
    """As the transcript has it; may be empty."""
    why: str
    """A sentence; of a case or of coverage a code that says the same in every language, as "signal", "in part"."""
    made_by: Maker
    better: str = ""
    drill: str = ""


def annotations_of(review: Review, answers: Sequence[Answer]) -> tuple[Annotation, ...]:
    """What a review remarks on, in the order of the session."""
    anchors = Anchors(answers)
    found = [
        *_dimensions(review, anchors),
        *(each for question in review.questions for each in _coverage(question, review.made_by, anchors)),
        *(each for case in review.cases for each in _case(case, review.made_by, anchors)),
        *(each for one in review.improvements if (each := _improvement(one, review, anchors)) is not None),
    ]
    return in_order(found)


def in_order(annotations: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Annotations by their time; ids that would be the same are counted on."""
    counts: dict[str, int] = {}
    told: list[Annotation] = []
    for one in sorted(annotations, key=lambda each: (each.start, each.end, each.id)):
        again = counts.get(one.id, 0)
        counts[one.id] = again + 1
        told.append(replace(one, id=f"{one.id}-{again + 1}") if again else one)
    return tuple(told)


def id_of(made_by: Maker, kind: Kind, about: str, answer: int, quote: str) -> str:
    """An id that depends on nothing that a second analysis may change, as times."""
    text = "\n".join((made_by.kind, made_by.name, kind, about, str(answer), " ".join(_plain(quote))))
    return f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where words were said."""

    start: float
    end: float
    words: tuple[int, int] | None
    heard: str = ""
    """Those words as they were heard, where the candidate corrected some of them; else empty."""


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of an answer taken apart."""

    pieces: list[str]
    """As they are compared."""
    places: list[int]
    """Which word each piece is of."""
    words: list[tuple[float, float]]
    """Start and end of each."""
    timed: list[bool]
    """Whether these are its own."""
    runs: list[tuple[int, int]]
    """Places of the heard words each stands for."""

    def heads(self, wanted: list[str]) -> list[int]:
        """Where some pieces stand."""
        last = len(self.pieces) - len(wanted)
        return [at for at in range(last + 1) if self.pieces[at : at + len(wanted)] == wanted]


class Anchors:
    """Where words were said in the answers of a session. Each answer is taken apart once."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers = tuple(answers)
        self._by_number = {answer.number: answer for answer in self.answers}
        self._taken_apart: dict[int, tuple[_Text, ...]] = {}

    def of(self, quoted: Quoted) -> Anchor:
        """The span of a quote: by the times of its words where the careful pass has them, else by their number."""
        wanted = _plain(quoted.quote)
        answer = self._by_number.get(quoted.answer)
        heard = ""
        for text in self._texts(answer) if answer is not None and answer.kept and wanted else ():
            if heads := text.heads(wanted):
                head = min(heads, key=lambda at: abs(text.words[text.places[at]][0] - quoted.at))
                first, last = text.places[head], text.places[head + len(wanted) - 1]
                run = (text.runs[first][0], text.runs[last][1])
                heard = self._heard(answer, run)
                if all(text.timed[first : last + 1]):
                    return Anchor(text.words[first][0], text.words[last][1], run, heard)
                break
        return Anchor(quoted.at, quoted.at + max(READ_SECONDS, SECONDS_PER_WORD * len(wanted)), None, heard)

    def _texts(self, answer: Answer) -> tuple[_Text, ...]:
        """As it is, and where words of it were corrected as it was heard: a review may be older than that."""
        if answer.number not in self._taken_apart:
            shown = [one for one in pieces(len(answer.heard_tokens), answer.placed) if not one.removed]
            texts = [_taken_apart(answer.utterances, [(one.first, one.behind) for one in shown])]
            if answer.uncorrected:
                places = range(len(answer.heard_tokens))
                texts.append(_taken_apart(answer.uncorrected, [(at, at + 1) for at in places]))
            self._taken_apart[answer.number] = tuple(texts)
        return self._taken_apart[answer.number]

    @staticmethod
    def _heard(answer: Answer | None, run: tuple[int, int]) -> str:
        if answer is None or not any(one.first < run[1] and run[0] <= one.behind for one in answer.placed):
            return ""
        return " ".join(token.text for token in answer.heard_tokens[run[0] : run[1]])


def _taken_apart(utterances: Iterable[Utterance], runs: list[tuple[int, int]]) -> _Text:
    tokens = [(token, bool(utterance.words)) for utterance in utterances for token in tokens_of(utterance)]
    found = [(piece, place) for place, (token, _) in enumerate(tokens) for piece in _plain(token.text)]
    return _Text(
        pieces=[piece for piece, _ in found],
        places=[place for _, place in found],
        words=[(token.start, token.end) for token, _ in tokens],
        timed=[own for _, own in tokens],
        runs=runs,
    )


def _plain(text: str) -> list[str]:
    """Words as they are compared."""
    return _WORD.findall(text.lower().replace("’", "'"))


def _annotation(
    kind: Kind,
    quoted: Quoted,
    anchors: Anchors,
    *,
    about: str,
    title: str,
    why: str,
    made_by: Maker,
    better: str = "",
    drill: str = "",
) -> Annotation:
    anchor = anchors.of(quoted)
    return Annotation(
        id=id_of(made_by, kind, about, quoted.answer, anchor.heard or quoted.quote),
        kind=kind,
        start=anchor.start,
        end=anchor.end,
        answer=quoted.answer,
        words=anchor.words,
        about=about,
        title=title,
        quote=quoted.quote,
        why=why,
        made_by=made_by,
        better=better,
        drill=drill,
    )


def _dimensions(review: Review, anchors: Anchors) -> Iterator[Annotation]:
    for one in review.dimensions:
        kind = Kind.STRENGTH if one.score is not None and one.score >= GOOD_SCORE else Kind.GAP
        for quoted in one.evidence if one.score is not None else ():
            yield _annotation(
                kind, quoted, anchors,
                about=one.dimension, title=one.title, why=one.why, made_by=review.made_by,
            )  # fmt: skip


def _coverage(question: QuestionReview, made_by: Maker, anchors: Anchors) -> Iterator[Annotation]:
    for item in question.items:
        if item.evidence is not None and item.done > 0:
            why = "" if item.done >= WHOLE else "in part"
            yield _annotation(
                Kind.COVERAGE, item.evidence, anchors, about=item.item, title=item.title, why=why, made_by=made_by
            )


def _case(case: CaseDebrief, made_by: Maker, anchors: Anchors) -> Iterator[Annotation]:
    for step in case.path:
        why = "signal" if step.signal else "noise"
        yield _annotation(
            Kind.CASE, Quoted(step.quote, step.answer, step.at), anchors,
            about=step.slot, title=step.title, why=why, made_by=made_by,
        )  # fmt: skip
    if case.diagnosis is not None:
        why = "cause_right" if case.cause_right else "cause_wrong"
        yield _annotation(
            Kind.CASE, case.diagnosis, anchors,
            about="diagnosis", title=case.metric, why=why, made_by=made_by, better=case.cause,
        )  # fmt: skip


def _improvement(one: Improvement, review: Review, anchors: Anchors) -> Annotation | None:
    """None for what was missing everywhere: it has no moment to be heard at."""
    if one.at is None:
        return None
    inside = (each for each in anchors.answers if each.start <= one.at <= each.start + (each.seconds or 0.0))
    answer = next(inside, None)
    quoted = Quoted(one.quote, answer.number if answer is not None else 0, one.at)
    titles = {item.item: item.title for question in review.questions for item in question.items}
    about = one.about.removeprefix("case:")
    return _annotation(
        Kind.GAP, quoted, anchors,
        about=about, title=titles.get(about, ""), why=one.missing, made_by=review.made_by,
        better=one.better, drill=one.drill,
    )  # fmt: skip
