"""Every format, whatever stands in a session: it reads by the format's rules, and says what the session says."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assets import resource
from interviewer.export.cues import LEAST_SECONDS, MOST_CHARACTERS, MOST_SECONDS, cues_of
from interviewer.export.figures_csv import BYTE_ORDER_MARK, HEAD, figures_csv
from interviewer.export.labels import labels
from interviewer.export.markdown import markdown
from interviewer.export.plain_json import SCHEMA, to_json
from interviewer.export.subtitles import srt, vtt
from interviewer.export.textgrid import textgrid
from interviewer.export.values import Exported, Figure, Phase, Remark, Speaker, Turn, Word
from interviewer.export.wording import one_line
from tests.interviewer.export.strict import read_srt, read_textgrid, read_vtt
from tests.interviewer.export.support import HOSTILE, full, of_turns, remarks, said, texts, turns
from tests.support.schema import faults

some_turns = st.lists(turns(), max_size=6).map(lambda told: tuple(sorted(told, key=lambda turn: turn.start)))
COMPUTED = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a cell begins with that a spreadsheet computes."""
quick = settings(max_examples=60, deadline=None)


def plain(text: str) -> str:
    """Without what only keeps readers from misreading, and without white space."""
    return "".join(text.replace("\u200b", "").split())


# --- subtitles --------------------------------------------------------------------------------------------------------


@quick
@given(some_turns)
def test_subtitles_read_by_the_rules_and_lose_nothing(told: tuple[Turn, ...]) -> None:
    exported = of_turns(*told)
    cues = cues_of(told)
    words = sorted("".join(plain(word.text) for turn in told for word in turn.words))
    assert sorted("".join(plain(cue.text) for cue in cues)) == words
    assert len(read_srt(srt(exported))) == len(cues)
    shown = read_vtt(vtt(exported))
    assert [plain(cue.text) for cue in shown] == [plain(cue.text) for cue in cues]
    assert {cue.voice for cue in shown} <= {"Interviewer", "Candidate"}


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_what_looks_like_markup_is_shown_in_subtitles(text: str) -> None:
    exported = of_turns(said(text))
    assert plain(" ".join(cue.text for cue in read_vtt(vtt(exported)))) == plain(text)
    assert plain(" ".join(cue.text for cue in read_srt(srt(exported)))) == "Candidate:" + plain(text)


def test_a_subtitle_is_short_and_can_be_read() -> None:
    cues = cues_of([said("word " * 200), said("quick", start=300.0), said("answer", start=300.2)])
    assert all(len(cue.text) <= MOST_CHARACTERS for cue in cues)
    assert all(cue.end - cue.start <= MOST_SECONDS + 1 for cue in cues)
    assert cues[-1].end - cues[-1].start == pytest.approx(LEAST_SECONDS)
    assert [cue.opens for cue in cues].count(True) == 3


def test_what_was_typed_is_shown_long_enough_to_be_read() -> None:
    typed = Turn(
        Speaker.CANDIDATE, 5.0, 5.0, (Word("I typed this because nobody was to hear it", 5.0, 5.0),), typed=True
    )
    (cue,) = read_srt(srt(of_turns(typed)))
    assert cue.end - cue.start > 2


# --- labels and tiers -------------------------------------------------------------------------------------------------


@quick
@given(some_turns, st.lists(remarks, max_size=6).map(tuple))
def test_labels_are_lines_of_three_fields(told: tuple[Turn, ...], remarked: tuple[Remark, ...]) -> None:
    exported = replace(of_turns(*told), remarks=remarked)
    lines = labels(exported).split("\n")
    assert lines.pop() == ""
    rows = [line.split("\t") for line in lines]
    assert all(len(row) == 3 for row in rows)
    assert all(float(start) <= float(end) for start, end, _ in rows)
    assert len(rows) == len(told) + sum(one.start is not None for one in remarked)
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=float)


@quick
@given(some_turns, st.lists(remarks, max_size=6).map(tuple))
def test_tiers_are_whole_and_lose_nothing(told: tuple[Turn, ...], remarked: tuple[Remark, ...]) -> None:
    exported = replace(of_turns(*told), remarks=remarked, phases=(Phase('a "phase"', 1.0, 30.0),))
    end, tiers = read_textgrid(textgrid(exported))
    assert end >= exported.seconds
    by_name = {tier.name: [mark for mark in tier.marks if mark[2]] for tier in tiers}
    yours = [turn for turn in told if turn.speaker is Speaker.CANDIDATE]
    told_words = [one_line(word.text) for turn in yours for word in turn.words if one_line(word.text)]
    assert sorted(mark[2] for mark in by_name["candidate words"]) == sorted(told_words)
    assert len(by_name["remarks"]) == sum(one.start is not None for one in remarked)
    assert [mark[2] for mark in by_name["phases"]] == ['a "phase"']


# --- figures ----------------------------------------------------------------------------------------------------------


@quick
@given(texts)
def test_no_cell_is_computed(text: str) -> None:
    rows = list(csv.reader(io.StringIO(figures_csv(full(text)).removeprefix(BYTE_ORDER_MARK), newline="")))
    assert tuple(rows[0]) == HEAD
    assert all(len(row) == len(HEAD) for row in rows)
    for row in rows[1:]:
        assert not any(row[at].startswith(COMPUTED) for at in (0, 1, 3, 5))
        assert row[0].removeprefix("'") == one_line(text) or row[0] == one_line(text)
    assert rows[1][2] == "-1.5"


def test_figures_are_numbers_a_spreadsheet_counts_with() -> None:
    exported = replace(full(""), figures=(Figure("Delivery", "Pace", 142.0, "words a minute", "", 61.25),))
    assert figures_csv(exported).splitlines()[1] == "Delivery,Pace,142,words a minute,61.25,"


# --- JSON -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def schema() -> Any:
    return json.loads(resource(SCHEMA).read_text(encoding="utf-8"))


@pytest.mark.parametrize("text", HOSTILE)
def test_json_fits_its_schema_and_is_the_session(schema: Any, text: str) -> None:
    exported = full(text)
    read = json.loads(to_json(exported))
    assert faults(read, schema) == []
    assert (read.pop("format"), read.pop("kind")) == (1, "hotseat-session")
    whole = json.loads(json.dumps(asdict(exported)))
    assert read == {name: value for name, value in whole.items() if name not in ("sound", "partner")}


def test_the_schema_names_every_field_and_no_other(schema: Any) -> None:
    """A field that comes or goes has to be told in the schema."""
    read = json.loads(to_json(full("x")))
    places = [(schema, read), *((schema["$defs"][name], value) for name, value in _parts(read))]
    for part, value in places:
        assert set(part["properties"]) == set(value), part
        assert set(part["required"]) == set(value), part


def _parts(read: dict[str, Any]) -> list[tuple[str, Any]]:
    review = read["review"]
    return [
        ("Turn", read["turns"][0]),
        ("Word", read["turns"][0]["words"][0]),
        ("Phase", read["phases"][0]),
        ("Remark", read["remarks"][0]),
        ("Figure", read["figures"][0]),
        ("ModelAnswer", read["model_answers"][0]),
        ("Review", review),
        ("Dimension", review["dimensions"][0]),
        ("Item", review["items"][0]),
        ("PhaseTime", review["phases"][0]),
        ("Metric", review["metrics"][0]),
        ("Case", review["cases"][0]),
        ("Quote", review["cases"][0]["diagnosis"]),
    ]


def test_a_wrong_type_does_not_fit_the_schema(schema: Any) -> None:
    read = json.loads(to_json(full("x")))
    read["turns"][0]["speaker"] = "nobody"
    read["seconds"] = "long"
    assert len(faults(read, schema)) == 2


# --- Markdown ---------------------------------------------------------------------------------------------------------

READER = MarkdownIt("gfm-like", {"linkify": False})
"""Of CommonMark with tables."""


def leaves(tokens: list[Token]) -> list[Token]:
    return [leaf for token in tokens for leaf in (token, *leaves(token.children or []))]


@quick
@given(texts.filter(lambda text: one_line(text) != ""))
def test_markdown_shows_a_text_letter_by_letter(text: str) -> None:
    """Read by an independent reader, the only structure is ours, and each text stands in it as it was."""
    tokens = leaves(READER.parse(markdown(full(text))))
    kinds = {token.type for token in tokens}
    assert not kinds & {"html_block", "html_inline", "image", "link_open", "fence", "code_block", "code_inline", "hr"}
    shown = "".join(token.content for token in tokens if token.type == "text")
    assert plain(shown).count(plain(text)) >= 60


def test_markdown_has_the_same_outline_whatever_is_said() -> None:
    outlines = {
        tuple(
            token.type for token in READER.parse(markdown(full(text))) if token.type in ("heading_open", "table_open")
        )
        for text in HOSTILE
        if text.strip()
    }
    assert len(outlines) == 1


def test_a_session_with_nothing_in_it_can_be_written() -> None:
    empty = Exported("id", "t", (), "", "2026-11-21T20:47:05+01:00", 0.0, "0.1.0")
    assert read_srt(srt(empty)) == read_vtt(vtt(empty)) == []
    assert read_textgrid(textgrid(empty))[0] > 0
    assert labels(empty) == ""
    assert markdown(empty) == "# t\n"
