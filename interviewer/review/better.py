"""What better sounds like: the words of the model answer, the list of a strong one, or what a probe seeks. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from interviewer.content import cues
from interviewer.content.model import Item, Question, Round
from interviewer.review.framework import follow_ups_on

SENTENCES = 2
"""Of a model answer: enough to hear how it is said."""
MODEL_ANSWER = "model answer"
TITLE_HIT = 3
"""A part named after the item is the right one, whatever its text mentions."""


@dataclass(frozen=True, slots=True)
class Better:
    """A passage with where it comes from."""

    text: str
    source: str
    """As it is shown."""


def better_on(item: Item, of: Round, question: Question | None) -> Better | None:
    """The best passage on an item; None when the pack has none."""
    if question is None:
        return None
    return _from_model_answer(item, question) or _from_list(item, of, question)


def _from_model_answer(item: Item, question: Question) -> Better | None:
    def hits(number: int) -> int:
        section = question.model_answer[number]
        title = TITLE_HIT * cues.heard(item.cues, cues.plain_sentence(section.title))
        return title + sum(cues.heard(item.cues, cues.plain_sentence(one)) for one in cues.clauses(section.text))

    best = max(range(len(question.model_answer)), key=hits, default=None)
    if best is None or not hits(best):
        return None
    section = question.model_answer[best]
    sentences = [sentence.strip() for sentence in cues.clauses(section.text)]
    heard = (place for place, one in enumerate(sentences) if cues.heard(item.cues, cues.plain_sentence(one)))
    begin = min(next(heard, 0), max(0, len(sentences) - SENTENCES))
    return Better(" ".join(sentences[begin : begin + SENTENCES]), f"{MODEL_ANSWER}, {section.title}")


def _from_list(item: Item, of: Round, question: Question) -> Better | None:
    for line in question.strong:
        if cues.heard(item.cues, cues.plain(line)):
            return Better(f"{line.rstrip('.')}.", "what a strong answer contains")
    for follow_up in follow_ups_on(item.id, of, question):
        return Better(follow_up.probes, "what the interviewer is after")
    return Better(question.hints.pointer, "hint") if question.hints.pointer else None


def drill_on(item: Item, of: Round, question: Question | None) -> str:
    """Something to say aloud in ninety seconds."""
    if prompt := prompt_on(item, of, question):
        return f"Answer this aloud in 90 seconds: “{prompt}”"
    return f"Give a 90-second answer that does this one thing: “{item.title}”"


def prompt_on(item: Item, of: Round, question: Question | None) -> str:
    """The pack's own way to ask for an item; empty when it has none that stands for itself."""
    asking = (follow_up for follow_up in follow_ups_on(item.id, of, question) if follow_up.case is None)
    return next((follow_up.spoken for follow_up in asking), "")
