"""What is left out of an export, and words that are replaced in all of it. Pure.

Whatever is taken out of the text can still be heard in the sound: then the sound is left out too, unless somebody
says that it may stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from interviewer.errors import RecordError
from interviewer.export.texts import with_texts
from interviewer.export.values import Exported, ForPartner, Review, Turn, Word
from interviewer.review.annotations import Mark

REDACTED = "[redacted]"
LEFT_OUT = "[left out]"
HEARD = "The sound is left out: what was taken out of the text could still be heard in it."


@dataclass(frozen=True, slots=True)
class Redaction:
    """What may go into an export."""

    sound: bool = True
    notes: bool = True
    """What the candidate wrote themselves."""
    case: bool = True
    """The hidden case and the model answers, which others may want to meet unprepared."""
    words: tuple[str, ...] = ()
    """Names and other words to be replaced, in any case of letters."""
    sound_all_the_same: bool = False
    """Though words or facts that were taken out can be heard in it."""

    @property
    def hides_what_is_heard(self) -> bool:
        """Whether something is taken out that can be heard in the sound."""
        return bool(_given(self.words)) or not self.case

    @property
    def with_sound(self) -> bool:
        """Whether the sound goes into it."""
        return self.sound and (self.sound_all_the_same or not self.hides_what_is_heard)

    @property
    def why_silent(self) -> str:
        """Why there is no sound in it, a sentence."""
        return HEARD if self.sound else "The sound is left out."


def redact(exported: Exported, choice: Redaction) -> Exported:
    """The session without what was not to be in it, and told what that was.

    Raises: RecordError with code `export_partner`: a word to replace stands in the id a partner's file must name.
    """
    told: list[str] = []
    if not choice.with_sound:
        exported = replace(exported, sound=None)
    if not choice.notes and (exported.pad or any(one.kind is Mark.NOTE for one in exported.remarks)):
        told.append("The candidate’s own notes are left out.")
        kept = tuple(one for one in exported.remarks if one.kind is not Mark.NOTE)
        exported = replace(exported, pad="", remarks=kept)
    if not choice.case:
        told.append("The hidden case and the model answers are left out.")
        exported = _without_case(exported)
    if pattern := _pattern(choice.words):
        told.append(f"Some words are replaced by {REDACTED}.")
        exported = _without_words(exported, pattern)
    return replace(exported, left_out=(*exported.left_out, *told))


def words_in(text: str) -> tuple[str, ...]:
    """Words to replace out of a line in which they stand separated by commas or semicolons."""
    return tuple(_given(re.split(r"[,;\n]", text)))


def _given(words: Iterable[str]) -> list[str]:
    return [" ".join(word.split()) for word in words if word.strip()]


# --- the hidden case ------------------------------------------------------------------------------------------------


def _without_case(exported: Exported) -> Exported:
    review = exported.review
    return replace(
        exported,
        turns=tuple(_hidden(turn) if turn.case else turn for turn in exported.turns),
        remarks=tuple(
            replace(one, better="", source="") if one.case else one
            for one in exported.remarks
            if one.kind is not Mark.CASE
        ),
        review=None if review is None else _review_without_case(review),
        model_answers=(),
    )


def _hidden(turn: Turn) -> Turn:
    return replace(turn, words=(Word(LEFT_OUT, turn.start, turn.end),))


def _review_without_case(review: Review) -> Review:
    return replace(review, cases=(), metrics=tuple(replace(one, model="") for one in review.metrics))


# --- words ----------------------------------------------------------------------------------------------------------


def _without_words(exported: Exported, pattern: re.Pattern[str]) -> Exported:
    turns = tuple(replace(turn, words=tuple(_words_without(turn.words, pattern))) for turn in exported.turns)
    partner = exported.partner
    without = with_texts(replace(exported, turns=turns, partner=None), lambda text: pattern.sub(REDACTED, text))
    return without if partner is None else replace(without, partner=_rubric_without(partner, pattern))


def _rubric_without(partner: ForPartner, pattern: re.Pattern[str]) -> ForPartner:
    """The words of the rubric, not its ids: by these the partner's file is read.

    Raises: RecordError: the session's own id holds such a word.
    """
    if pattern.search(partner.session):
        sentence = (
            f"A page for a partner names the session by its id, {partner.session}, which holds a word to replace."
        )
        raise RecordError(f"{sentence} Leave that word, or the part for a partner, out.", code="export_partner")
    dimensions = tuple(
        replace(with_texts(one, lambda text: pattern.sub(REDACTED, text)), id=one.id) for one in partner.dimensions
    )
    return replace(partner, dimensions=dimensions, file=pattern.sub("session", partner.file))


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """Finds whole words only: "Ann" is not in "Annex", but is in "Ann's" and in "ann_2"."""
    found = {_loose(form) for word in _given(words) for form in _forms(word)} - {""}
    if not found:
        return None
    any_of = "|".join(sorted(found, key=lambda one: (-len(one), one)))
    return re.compile(rf"(?<![^\W_])(?:{any_of})(?![^\W_])", re.IGNORECASE)


def _forms(word: str) -> Iterator[str]:
    """An accented letter may be written as one character or as two."""
    yield unicodedata.normalize("NFC", word)
    yield unicodedata.normalize("NFD", word)


def _loose(word: str) -> str:
    """Either apostrophe, and any blanks or hyphens between the parts of a name."""
    parts = (re.escape(part).replace("’", "'").replace("'", "['’]") for part in re.split(r"[\s-]+", word) if part)
    return r"[\s\u00ad\u2010-\u2015-]+".join(parts)


def _words_without(words: tuple[Word, ...], pattern: re.Pattern[str]) -> Iterator[Word]:
    """A name may be spread over several words, each with its time: then they become one."""
    text, starts = "", []
    for word in words:
        starts.append(len(text))
        text += word.text + " "
    at = 0
    spans = [match.span() for match in pattern.finditer(text)]
    while at < len(words):
        last = _last_touched(at, starts, spans)
        joined = text[starts[at] : starts[last] + len(words[last].text)]
        whole = words[at : last + 1]
        yield replace(whole[0], text=pattern.sub(REDACTED, joined), end=whole[-1].end)
        at = last + 1


def _last_touched(at: int, starts: list[int], spans: list[tuple[int, int]]) -> int:
    """The last word that a name which begins in word `at` reaches into; `at` itself without one."""
    behind = starts[at + 1] if at + 1 < len(starts) else None
    for begin, end in spans:
        if begin >= starts[at] and behind is not None and begin < behind < end:
            return _last_touched(max(n for n, start in enumerate(starts) if start < end), starts, spans)
    return at
