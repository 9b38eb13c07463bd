"""What a candidate has said so far, by the cues of a round. Pure; each answer is read once and remembered."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field

from interviewer.content import cues
from interviewer.content.model import Round
from interviewer.listening.case_turns import CaseTurn, cue_turn, read_turn
from interviewer.listening.coverage import framework, read_substance
from interviewer.listening.reader import Reads
from interviewer.listening.substance import Said, Substance
from interviewer.listening.turn_kinds import TurnKind, asks_back


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
        return self._with(later, {**self.quotes, **later.quotes})

    def weighed(self, later: Heard) -> Heard:
        """Both together, where the later only weighs what was named before; of two quotes the earlier counts."""
        return self._with(later, {**later.quotes, **self.quotes})

    def _with(self, later: Heard, quotes: Mapping[str, str]) -> Heard:
        text = f"{self.text}\n{later.text}".strip("\n")
        return Heard(text, self.items | later.items, quotes)


class Listener:
    """Reads answers for one round, with a trained reader where the round has one."""

    def __init__(self, listening_round: Round, reader: Reads | None = None) -> None:
        self._round = listening_round
        self._reader = reader
        self._framework = frozenset(item.id for item in framework(listening_round))
        self._fillers = frozenset(listening_round.listening.fillers)
        self._read: dict[str, Heard] = {}
        self._substances: dict[str, Substance] = {}

    def hear(self, answers: Iterable[str], weighing: Container[str] = ()) -> Heard:
        """What was said in all the answers, in the order given; those in `weighing` take no quote's place."""
        heard = Heard()
        for answer in answers:
            if answer not in self._read:
                self._read[answer] = self._listen(answer)
            read = self._read[answer]
            heard = heard.weighed(read) if answer in weighing else heard.then(read)
        return heard

    def substance(self, answer: str) -> Substance:
        """What one answer has in it: covered items with the sentences that did them, metrics and objectives."""
        if answer not in self._substances:
            self._substances[answer] = read_substance(self._round, (Said(0, answer),), self._reader)
        return self._substances[answer]

    def case_turn(self, text: str) -> CaseTurn:
        """What a turn of a case asks for."""
        if self._reader is not None and self._round.slots:
            return read_turn(text, self._round, self._reader)
        return cue_turn(text, "\n".join(self.questions(text)), self._round)

    def turn_kind(self, text: str) -> TurnKind:
        """What a turn is outside a case."""
        listening = self._round.listening
        if self.only_wishes(listening.wants_repeat, text):
            return TurnKind.ASKS_TO_REPEAT
        if self.only_wishes(listening.wants_time, text):
            return TurnKind.ASKS_FOR_TIME
        if self.only_wishes(listening.closes, text):
            return TurnKind.CLOSES
        if self.asks_back(text):
            return TurnKind.CLARIFYING_QUESTION
        stated = self._round.slots and not self.ends_in_question(text)
        short = len(text.split()) <= self._round.conduct.question_words
        if stated and short and cues.heard(listening.diagnoses, cues.plain(text)) and not self.hear([text]).items:
            return TurnKind.DIAGNOSIS
        return TurnKind.ANSWER

    def only_wishes(self, wish: tuple[str, ...], said: str) -> bool:
        """Whether a turn is one of these wishes, and neither asks nor says anything else."""
        if not self.wants(wish, said):
            return False
        rest = " ".join(clause for clause in cues.clauses(said) if not self.wants(wish, clause))
        return not self.hear([rest]).items and not self.ends_in_question(rest)

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
        """Whether a turn is a question to the interviewer."""
        return asks_back(self._round, cues.clauses(text))

    def wants(self, wish: tuple[str, ...], text: str) -> bool:
        """Whether a short turn is one of these wishes."""
        return len(text.split()) <= self._round.conduct.question_words and cues.heard(wish, cues.plain(text))

    def _checks(self, plain: str) -> bool:
        return cues.heard(self._round.listening.checks, plain)

    def _listen(self, answer: str) -> Heard:
        substance = self.substance(answer)
        quotes = {**self._named(substance), **self._quotes(answer)}
        return Heard(cues.plain(answer), self._framework.intersection(substance.coverage), quotes)

    def _quotes(self, answer: str) -> dict[str, str]:
        """The words after the round's cues, in sentences that state something."""
        plains = ((clause, cues.plain_sentence(clause)) for clause in cues.clauses(answer))
        announces = self._round.listening.announces
        stated = [
            plain for clause, plain in plains if not clause.rstrip().endswith("?") and not cues.heard(announces, plain)
        ]
        said, trimming = "\n".join(stated), self._round.listening.trimming
        found = ((quote.id, cues.last_quote(quote.cues, said, trimming)) for quote in self._round.quotes)
        return {name: words for name, words in found if words}

    def _named(self, substance: Substance) -> dict[str, str]:
        """What the reader took for a metric, where it can be quoted aloud."""
        metrics, trimming = substance.metrics, self._round.listening.trimming
        latest = {
            "north_star": metrics.north_star or "",
            "guardrail": metrics.guardrails[-1] if metrics.guardrails else "",
        }
        known = {quote.id for quote in self._round.quotes}
        cut = {name: trimming.cut(cues.plain_sentence(words)) for name, words in latest.items() if name in known}
        return {name: words for name, words in cut.items() if words}
