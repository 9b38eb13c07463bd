"""Finds out what an interviewer elsewhere asked: a question of a pack by its rare words, a round by all of them. Pure.

A word counts for a question by how few questions have it (inverse document frequency, Spärck Jones 1972), so that
"imagine" tells little and "holds" tells much. A round is told by the words of its own questions (naive Bayes).
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviewer.content.model import Pack, Question

SAME_QUESTION = 0.7
"""Share of a question's weight that has to be heard in one turn. Of the 75 shipped ones no other reaches 0.47, and one
that is worded anew by a person keeps 0.8."""
SURE = 0.9
"""Of a round. Each shipped question held against the 74 others: 62 reach it and are right, 6 are wrong and do not."""
FEWEST_WORDS = 5
FIRST_TURNS = 6
"""The question is asked at the beginning; what follows asks about the answer."""
_SMOOTH = 0.5
_WORD = re.compile(r"[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an interview seems to be about."""

    round: str = ""
    """Empty: nothing tells."""
    question: str = ""
    """Id; empty: none of a pack."""


def recognise(packs: Sequence[Pack], asked: Iterable[str], name: str = "") -> Recognised:
    """By what the interviewer said, one turn each; else by a round's title in `name`, that of the file."""
    questions = {question: _words(question.spoken) for pack in packs for question in pack.questions}
    turns = [_words(turn) for turn in itertools.islice(asked, FIRST_TURNS)]
    found = _question(questions, turns)
    if found is not None:
        return Recognised(found.round, found.id)
    return Recognised(_round(questions, turns) or _named(packs, name))


def _question(questions: dict[Question, frozenset[str]], turns: Sequence[frozenset[str]]) -> Question | None:
    counts = Counter(word for words in questions.values() for word in words)
    weights = {word: math.log((1 + len(questions)) / count) for word, count in counts.items()}

    def share(words: frozenset[str], turn: frozenset[str]) -> float:
        return sum(weights[word] for word in words & turn) / (sum(weights[word] for word in words) or 1.0)

    best = max(
        ((share(words, turn), question.id, question) for question, words in questions.items() for turn in turns),
        default=None,
    )
    return best[2] if best is not None and best[0] >= SAME_QUESTION else None


def _round(questions: dict[Question, frozenset[str]], turns: Sequence[frozenset[str]]) -> str:
    """The round the first telling turn is about; empty: none is sure."""
    sizes = Counter(question.round for question in questions)
    counts = {of: Counter[str]() for of in sizes}
    for question, words in questions.items():
        counts[question.round].update(words)
    known = frozenset(word for count in counts.values() for word in count)
    for turn in turns:
        heard = turn & known
        logs = {
            of: sum(math.log((counts[of][word] + _SMOOTH) / (sizes[of] + 2 * _SMOOTH)) for word in heard)
            for of in sizes
        }
        best = max(logs, key=lambda of: logs[of], default="")
        if best and len(heard) >= FEWEST_WORDS and 1 / sum(math.exp(one - logs[best]) for one in logs.values()) >= SURE:
            return best
    return ""


def _named(packs: Sequence[Pack], name: str) -> str:
    """The round whose id stands in a name, as in "Product sense mock 3"."""
    plain = " ".join(re.findall(r"[a-z]+", name.lower().replace("behavioral", "behavioural")))
    return next((one.id for pack in packs for one in pack.rounds if one.id.replace("_", " ") in plain), "")


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
