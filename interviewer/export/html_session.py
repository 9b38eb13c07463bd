"""The page's head, transcript and remarks. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from interviewer.export.markup import NOTHING, Markup, joined, mark, paragraph, section, tag, text, time_button
from interviewer.export.values import Exported, ModelAnswer, Remark, Turn, Word
from interviewer.export.wording import KINDS, NOTHING_SAID, SPEAKERS
from interviewer.review.annotations import Mark


def head_part(exported: Exported) -> Markup:
    """Details, question, and what to know of the record."""
    review = exported.review if exported.partner is None else None  # a partner judges without having seen it
    return joined(
        (
            paragraph(" · ".join(exported.details), "muted"),
            paragraph(review.call, "call") if review is not None else NOTHING,
            tag("blockquote", text(exported.question), class_="asked") if exported.question else NOTHING,
            *(paragraph(sentence, "notice") for sentence in exported.notices),
            *(paragraph(sentence, "muted") for sentence in exported.left_out),
        )
    )


# --- transcript -------------------------------------------------------------------------------------------------------


def transcript_part(turns: Iterable[Turn], *, ends: bool = False) -> Markup:
    """Turns with a time, every word where it can be clicked; `ends`: also when each word ends."""
    return joined(_turn(turn, ends) for turn in turns) or paragraph("Nothing was said.", "muted")


def _turn(turn: Turn, ends: bool) -> Markup:
    name = SPEAKERS[turn.speaker]
    typed = text(" (typed)") if turn.typed else NOTHING
    who = tag("div", text(name), typed, text(" "), time_button(turn.start, name), class_="who")
    said = joined(_words(turn.words, ends), " ") if turn.words else tag("span", text(NOTHING_SAID), class_="muted")
    return tag("div", who, tag("p", said), class_=f"turn {turn.speaker.value}", data_t=turn.start)


def _words(words: Iterable[Word], ends: bool) -> Iterator[Markup]:
    for word in words:
        if word.pause:
            yield tag("span", text(f"({word.pause:.0f} s)"), class_="pause", title="silence")
        kind = " unsure" if word.unsure else " filler" if word.filler else ""
        title = "hard to hear" if word.unsure else None
        end = word.end if ends else None
        yield tag("span", text(word.text), class_=f"w{kind}", data_t=word.start, data_e=end, title=title)


# --- remarks ----------------------------------------------------------------------------------------------------------


def remarks_part(remarks: Iterable[Remark]) -> Markup:
    """Remarks beside the transcript; nothing where there are none."""
    cards = remark_cards(remarks)
    return tag("aside", tag("h2", text("Remarks")), cards, aria_label="Remarks") if cards else NOTHING


def remark_cards(remarks: Iterable[Remark]) -> Markup:
    """Cards by time, and a button for each kind that shows it alone."""
    cards = [_remark(remark) for remark in remarks]
    if not cards:
        return NOTHING
    counts = Counter(remark.kind for remark in remarks)
    filters = tag("div", *_filters(counts), class_="filters only-script", role="group", aria_label="Show remarks")
    shown = tag("p", id="shown", class_="muted only-script", role="status")
    return joined((filters, shown, *cards), "")


def _filters(counts: Counter[Mark]) -> Iterator[Markup]:
    label = text(f"All {counts.total()}")
    yield tag("button", label, type="button", data_filter="", aria_pressed="true")
    for kind in Mark:
        if counts[kind]:
            label = text(f"{KINDS[kind]} {counts[kind]}")
            yield tag("button", mark(kind), label, type="button", data_filter=kind.value, aria_pressed="false")


def _remark(one: Remark) -> Markup:
    title = tag("strong", text(KINDS[one.kind]))
    about = tag("span", text(one.about), class_="muted") if one.about else NOTHING
    at = time_button(one.start, KINDS[one.kind]) if one.start is not None else NOTHING
    source = f" ({one.source})" if one.source else ""
    thought = f"candidate {one.thought}" if one.thought else ""
    by = " · ".join(filter(None, (one.by, "AI estimate" if one.estimate else "", thought)))
    return tag(
        "article",
        tag("div", tag("span", mark(one.kind), title), about, at, class_="head"),
        paragraph(f"“{one.quote}”" if one.quote else ""),
        paragraph(one.text),
        paragraph(f"Better{source}: {one.better}" if one.better else ""),
        paragraph(f"Drill: {one.drill}" if one.drill else ""),
        paragraph(by, "muted"),
        class_="remark",
        data_kind=one.kind.value,
    )


# --- the rest ---------------------------------------------------------------------------------------------------------


def rest_part(exported: Exported) -> Markup:
    """What was written during the interview, and the model answers, folded away."""
    pad = section("Notes written during the interview", paragraph(exported.pad.strip(), "text"))
    return joined((pad, *(_model_answer(one) for one in exported.model_answers)))


def _model_answer(one: ModelAnswer) -> Markup:
    parts = [joined((tag("h3", text(title)), paragraph(words, "text"))) for title, words in one.parts]
    return tag("details", tag("summary", text(f"Model answer: {one.title}")), *parts)
