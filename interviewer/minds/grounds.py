"""What a line may build on, and the rules that need to know it: nothing invented, misquoted, repeated or given away.

Pure. Texts are compared by stems of their content words (`wording`), so that a question may put what was said into its
own grammar, but hardly add to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from interviewer.minds.sentences import split
from interviewer.minds.wording import content, numbers, overlap, share_known, words_in

REPEATS = 0.7
"""A question that shares so much of its content with an earlier one is taken for the same in other words. Of 41 357
pairs of shipped follow-ups to one question 8 do, and of a dozen questions put in other words by hand 9."""
REPEATS_WORDS = 2
"""With fewer common words two questions are only about the same thing."""
QUOTES = 0.7
"""Share of the content of a quote that must have been said: recognisers and models change a word."""
KNOWN = 0.5
"""Share of the content of a statement that must be known from somewhere."""
STATES_WORDS = 3
"""With fewer new words a statement brings nothing up."""
GIVES_AWAY = 0.5
"""Share of what only the case knows from which a line gives a fact away."""
GIVES_AWAY_WORDS = 2
LITTLE_SAID = 8
"""Content words. Of less than that a question need not take anything up."""
COUNTS = 3.0
"""Up to here a number is a way of speaking: one thing, the two of them."""

_QUOTED = re.compile(r"[\"“]([^\"“”]+)[\"”]|(?<!\w)[‘']([^‘’']{4,})[’'](?!\w)")
_REPORTED = re.compile(
    r"(?<!\bdo )(?<!\bdid )(?<!ould )(?<!\bcan )(?<!\bwill )\byou(?:[’']ve| have| had)?"
    r"(?: also| just| earlier| first| then| already| only)* "
    r"(?:said|say|named|mentioned|proposed|chose|picked|suggested|described|argued|claimed|stated|told (?:me|us)"
    r"|talked about|spoke (?:of|about)|brought up|listed|defined|called|assumed|wanted)\b(?: that)?"
    r"(?P<words>[^.?!,;:]*)",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\b(?:given(?: that)?|now that|since|because|considering(?: that)?|knowing that|seeing that)\b"
    r"(?P<words>[^.?!,;]*)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zäöü]{2,}\b")


@dataclass(frozen=True)
class Grounds:
    """What has been said on either side, and what must not be. Not slotted: what is derived is kept once made."""

    said: str = ""
    """All the candidate said."""
    known: str = ""
    """What the interviewer has said, the facts that were told and the lines it could say now."""
    planned: str = ""
    """The line of the pack that is to be worded."""
    asked: tuple[str, ...] = ()
    """Lines that were asked."""
    secrets: tuple[str, ...] = ()
    """What nobody may say."""
    exam: bool = False

    def repeats(self, text: str) -> bool:
        """Whether it asks what was asked before, in the same or in other words."""
        asks = content(_asking_part(text))
        return any(
            words_in(text) == words_in(line) or (len(asks & other) >= REPEATS_WORDS and overlap(asks, other) >= REPEATS)
            for line, other in self._asked
        )

    def misquotes(self, text: str) -> bool:
        """Whether it says that the candidate said what was never said."""
        return any(share_known(content(words), self._said) < QUOTES for words in _quotes(text))

    def invents(self, text: str) -> bool:
        """Whether it states, or takes for granted, or names what nobody has brought up."""
        if any(content(name) - self._known for name in _NAME.findall(text)):
            return True
        stated = [sentence for sentence in split(text) if not sentence.rstrip().endswith("?")]
        taken = [match["words"] for match in _GIVEN.finditer(text)]
        return any(self._is_new(content(words)) for words in (*stated, *taken))

    def figures(self, text: str) -> frozenset[float]:
        """Numbers in it that nobody gave."""
        return frozenset(number for number in numbers(text) - self._numbers if number > COUNTS)

    def gives_away(self, text: str) -> bool:
        """Whether it tells what only the case, a brief that nobody asked about, or a hint knows."""
        words = content(text) - self._known
        return any(
            len(words & secret) >= GIVES_AWAY_WORDS and share_known(secret, words) >= GIVES_AWAY
            for secret in self._secrets
        )

    def takes_up(self, text: str) -> bool:
        """Whether it has a word of the candidate's in it; so has any where little was said."""
        return len(self._said) < LITTLE_SAID or bool(content(text) & self._said)

    def _is_new(self, words: frozenset[str]) -> bool:
        return len(words - self._known) >= STATES_WORDS and share_known(words, self._known) < KNOWN

    @cached_property
    def _said(self) -> frozenset[str]:
        return content(self.said)

    @cached_property
    def _known(self) -> frozenset[str]:
        return self._said | content(self.known) | content(self.planned)

    @cached_property
    def _asked(self) -> tuple[tuple[str, frozenset[str]], ...]:
        return tuple((line, content(_asking_part(line))) for line in self.asked)

    @cached_property
    def _secrets(self) -> tuple[frozenset[str], ...]:
        return tuple(filter(None, (content(text) - self._known for text in self.secrets)))

    @cached_property
    def _numbers(self) -> frozenset[float]:
        return numbers(self.said) | numbers(self.known) | numbers(self.planned)


def _quotes(text: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        yield match[1] or match[2]
    yield from (match["words"] for match in _REPORTED.finditer(text))


def _asking_part(text: str) -> str:
    """The sentences that ask; the whole where none does."""
    return " ".join(sentence for sentence in split(text) if sentence.rstrip().endswith("?")) or text
