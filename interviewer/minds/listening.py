"""What a candidate has said so far, by the cues of a round. Pure; each answer is read once and remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from interviewer.content import cues
from interviewer.content.model import Round


@dataclass(frozen=True, slots=True)
class Heard:
    """What was found in one answer, or in several together."""

    text: str = ""
    """All of it in plain form (`cues.plain`)."""
    items: frozenset[str] = frozenset()
    """Items of the round's framework that were touched."""
    quotes: Mapping[str, str] = field(default_factory=dict)
    """The candidate's own words by the id of the round's quote."""

    def then(self, later: Heard) -> Heard:
        """Both together; of two quotes of one kind the later counts."""
        text = f"{self.text}\n{later.text}".strip("\n")
        return Heard(text, self.items | later.items, {**self.quotes, **later.quotes})


class Listener:
    """Reads answers for one round."""

    def __init__(self, listening_round: Round) -> None:
        self._round = listening_round
        self._fillers = frozenset(listening_round.listening.fillers)
        self._read: dict[str, Heard] = {}

    def hear(self, answers: Iterable[str]) -> Heard:
        """What was said in all the answers, in the order given."""
        heard = Heard()
        for answer in answers:
            if answer not in self._read:
                self._read[answer] = self._listen(answer)
            heard = heard.then(self._read[answer])
        return heard

    def is_question(self, clause: str) -> bool:
        """Whether a sentence asks something; recognisers leave out some question marks."""
        if clause.rstrip().endswith("?"):
            return True
        return cues.heard(self._round.listening.asks, cues.without_fillers(cues.plain_sentence(clause), self._fillers))

    def questions(self, text: str) -> list[str]:
        """The sentences of a text that ask something, in plain form, in order."""
        clauses = (clause for clause in cues.clauses(text) if self.is_question(clause))
        return [plain for plain in map(cues.plain_sentence, clauses) if not self._checks(plain)]

    def ends_in_question(self, text: str) -> bool:
        """Whether the last sentence asks something."""
        clauses = cues.clauses(text)
        return bool(clauses) and self.is_question(clauses[-1])

    def asks_back(self, text: str) -> bool:
        """Whether a turn is a question to the interviewer: short, and it ends in a question that wants an answer."""
        clauses = cues.clauses(text)
        if not clauses or len(text.split()) > self._round.conduct.question_words:
            return False
        return clauses[-1].rstrip().endswith("?") and not self._checks(cues.plain_sentence(clauses[-1]))

    def wants(self, wish: tuple[str, ...], text: str) -> bool:
        """Whether a short turn is one of these wishes."""
        return len(text.split()) <= self._round.conduct.question_words and cues.heard(wish, cues.plain(text))

    def _checks(self, plain: str) -> bool:
        return cues.heard(self._round.listening.checks, plain)

    def _listen(self, answer: str) -> Heard:
        stated: list[str] = []
        asked: list[str] = []
        for clause in cues.clauses(answer):
            plain = cues.plain_sentence(clause)
            if clause.rstrip().endswith("?"):
                asked.append(plain)
            elif not cues.heard(self._round.listening.announces, plain):
                stated.append(plain)
        said = "\n".join(stated)
        everything = "\n".join((*stated, *asked))
        items = frozenset(
            item.id for item in self._round.items if cues.heard(item.cues, everything if item.asked_counts else said)
        )
        return Heard(cues.plain(answer), items, self._quotes(said))

    def _quotes(self, said: str) -> dict[str, str]:
        trimming = self._round.listening.trimming
        found = ((quote.id, cues.last_quote(quote.cues, said, trimming)) for quote in self._round.quotes)
        return {name: words for name, words in found if words}
