"""Sessions to export, full of what looks like markup, formulas and the formats' own signs."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from interviewer.export.values import (
    Case,
    Dimension,
    Exported,
    Figure,
    Item,
    Metric,
    ModelAnswer,
    Phase,
    PhaseTime,
    Quote,
    Remark,
    Review,
    Speaker,
    State,
    Turn,
    Word,
)
from interviewer.review.annotations import Mark

HOSTILE = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    "</style><img src=x onerror=alert(3)>",
    '"><svg onload=alert(4)>',
    "'onmouseover='alert(5)",
    "--> <!-- -->",
    "00:00:01,000 --> 00:00:02,000",
    "WEBVTT",
    "NOTE this",
    "{\\an8}{y:i}",
    "<i>it</i> &lt;b&gt; &amp;",
    'say "quotes" and ""more""',
    "a\ttab and\na newline\r\nand more",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "+1",
    "-2+3",
    "# heading",
    "1. list",
    "- [ ] item",
    "| a | b |",
    "```",
    "[link](javascript:alert(6)) ![x](http://example.com/x.png)",
    "http://example.com www.example.com me@example.com",
    "{{script}}{{policy}}",
    "$HOME ${x} %s {0}",
    "\\",
    "\u202eabc",
    "\u2028line\u2029paragraph\x85next",
    "42",
    "",
)
"""What somebody might say, type or generate."""

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60).filter(lambda text: text.isprintable() or not text))
times = st.floats(min_value=0, max_value=5000, allow_nan=False).map(lambda value: round(value, 3))
lengths = st.sampled_from((0.0, 0.0004, 0.2, 1.0, 40.0))


@st.composite
def words(draw: st.DrawFn) -> Word:
    start = draw(times)
    return Word(draw(texts), start, start + draw(lengths), draw(st.booleans()), draw(st.sampled_from((0.0, 3.0))))


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    said = tuple(draw(st.lists(words(), max_size=6)))
    start = min((word.start for word in said), default=draw(times))
    end = max((word.end for word in said), default=start)
    return Turn(draw(st.sampled_from(Speaker)), start, end, said, draw(st.booleans()))


remarks = st.builds(Remark, st.sampled_from(Mark), st.none() | times, st.none() | times, texts, texts, texts, texts)


def full(text: str) -> Exported:
    """A session in which every text there can be is this one."""
    quote = Quote(text, 3.0)
    review = Review(
        by=text,
        estimate=True,
        call=text,
        reason=text,
        own=text,
        dimensions=(
            Dimension(text, True, 3, text, 2, text, (quote,)),
            Dimension(text, False, None, text, None, text, ()),
        ),
        items=(Item(text, text, State.DONE, 3.0, text, text), Item("", text, State.OPEN, None, text, "")),
        phases=(PhaseTime(text, 60.0, 70.0), PhaseTime(text, 0.0, None)),
        metrics=(Metric(text, text, 4.0, text, text, State.PARTLY),),
        cases=(Case(text, text, (text, text), quote, (text,)),),
    )
    said = tuple(
        Word(text, 1.0 + at, 1.8 + at, unsure=at == 1, pause=3.0 * (at == 2), filler=at == 3) for at in range(4)
    )
    return Exported(
        id=text,
        title=text,
        details=(text, text),
        question=text,
        started="2026-11-21T20:47:05+01:00",
        seconds=12.0,
        app=text,
        turns=(
            Turn(Speaker.INTERVIEWER, 0.0, 0.9, (Word(text, 0.0, 0.9),), case=True),
            Turn(Speaker.CANDIDATE, 0.9, 4.8, said),
            Turn(Speaker.CANDIDATE, 6.0, 6.0, (Word(text, 6.0, 6.0),), typed=True),
            Turn(Speaker.CANDIDATE, 7.0, 9.0, ()),
        ),
        phases=(Phase(text, 0.0, 5.0), Phase(text, 5.0, 12.0)),
        remarks=(
            *(
                Remark(kind, 1.0, None, text, text, text, text, text, text, text, True, text, case=True)
                for kind in Mark
            ),
            Remark(Mark.GAP, None, text=text),
        ),
        review=review,
        model_answers=(ModelAnswer(text, ((text, text),)),),
        figures=(Figure(text, text, -1.5, text, text, 2.0), Figure(text, text, None, "", "")),
        pad=text,
        notices=(text,),
        left_out=(text,),
    )


def of_turns(*told: Turn, seconds: float = 60.0) -> Exported:
    """A session with these turns and nothing else."""
    return replace(
        full(""), turns=told, phases=(), remarks=(), review=None, model_answers=(), figures=(), seconds=seconds
    )


def said(text: str, speaker: Speaker = Speaker.CANDIDATE, start: float = 0.0) -> Turn:
    """A turn of one word a second."""
    spoken = tuple(Word(word, start + at, start + at + 0.8) for at, word in enumerate(text.split()))
    return Turn(speaker, start, max([start, *(word.end for word in spoken)]), spoken)
