"""The page with a part for a partner, taken apart by a reader of HTML: nothing in it is markup, runs or loads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desktop.export.formats import template
from interviewer.bundles.hand_back import LONGEST_TEXT, REMARKS
from interviewer.errors import RecordError
from interviewer.export.html import PARTNERS_PROMISE, page, policy
from interviewer.export.html_timeline import HAPPENED
from interviewer.export.plain_json import to_json
from interviewer.export.redaction import REDACTED, Redaction, redact
from interviewer.export.values import Exported, ForPartner, Rateable
from interviewer.review.call import Call
from tests.interviewer.export.strict import Page
from tests.interviewer.export.support import HOSTILE, full

TEMPLATE = template(for_partner=True)
LOADING = {"src", "srcset", "action", "formaction", "poster", "data", "background", "xlink:href"}


def with_partner(text: str, session: str = "2026-11-21T2047_execution-groups_c39a") -> Exported:
    """Every text there can be is this one."""
    dimensions = (Rateable("goals", text, text, True, (text,) * 4), Rateable("metrics", text, text, False, (text,) * 4))
    calls = tuple((call.value, text) for call in Call)
    return replace(
        full(text),
        partner=ForPartner(session, "2026-11-21T20:47:05+01:00", "groups", "pm", calls, (text,) * 4, dimensions),
    )


PLAIN = Page(page(with_partner("x"), TEMPLATE))


def outline(read: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(sorted(attributes))) for tag, attributes in read.tags]


@pytest.mark.parametrize("text", [text for text in HOSTILE if text.strip()])
def test_whatever_the_rubric_says_is_text_and_runs_or_loads_nothing(text: str) -> None:
    read = Page(page(with_partner(text), TEMPLATE))
    assert outline(read) == outline(PLAIN)
    assert (read.comments, read.unclosed, read.raw) == ([], "", PLAIN.raw)
    for tag, attributes in read.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        assert not LOADING & set(attributes), tag
        assert attributes.get("href", "#partner") == "#partner"


def test_its_script_and_style_are_in_the_policy_and_only_set_text() -> None:
    (told,) = (one["content"] for _, one in PLAIN.tags if one.get("http-equiv") == "Content-Security-Policy")
    assert told == policy(TEMPLATE)
    assert "connect-src" not in told
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "fetch(", "http"):
        assert word not in TEMPLATE.script
    assert "url(" not in TEMPLATE.style
    assert PARTNERS_PROMISE in " ".join(PLAIN.texts)


def test_every_field_has_a_name_and_a_limit() -> None:
    """Choices and fields stand in labels; what is typed cannot be more than what is read back."""
    depth = 0
    for tag, one in PLAIN.tags:
        if tag == "textarea":
            assert one["maxlength"] == str(LONGEST_TEXT)
        if tag == "input" and one.get("type") is None:
            assert one["maxlength"]
        depth += tag == "label"
    fields = [one for tag, one in PLAIN.tags if tag in ("input", "textarea")]
    assert depth == len(fields)
    kinds = [one["value"] for one in fields if one.get("name") == "kind"]
    assert kinds == [kind.value for kind in REMARKS]
    assert [one["value"] for one in fields if one.get("name") == "score-1"] == ["", "1", "2", "3", "4"]


def test_a_partner_does_not_see_the_call_before_they_make_theirs() -> None:
    tags = PLAIN.tags
    folds = [number for number, (tag, one) in enumerate(tags) if tag == "details" and one.get("class") == "others"]
    call = next(number for number, (_, one) in enumerate(tags) if one.get("class") == "call")
    assert call > folds[-1]


def test_what_others_thought_is_not_marked_on_the_time_line_of_a_partner() -> None:
    def marked(exported: Exported) -> set[str | None]:
        return {one.get("data-kind") for tag, one in Page(page(exported, TEMPLATE)).tags if tag == "svg" and "x" in one}

    happened = {mark.value for mark in HAPPENED}
    told = {remark.kind.value for remark in full("x").remarks if remark.start is not None}
    assert marked(full("x")) - {None} == told > happened & told
    assert marked(with_partner("x")) - {None} == happened & told


def test_what_is_for_a_partner_is_in_no_other_format() -> None:
    assert json.loads(to_json(with_partner("x"))) == json.loads(to_json(full("x")))


def test_words_are_replaced_in_the_rubric_but_not_in_its_ids() -> None:
    partner = redact(with_partner("Anna’s goals"), Redaction(words=("Anna", "goals"))).partner
    assert partner is not None
    (goals, _) = partner.dimensions
    assert (goals.id, goals.title, goals.anchors[3]) == (
        "goals",
        f"{REDACTED}’s {REDACTED}",
        f"{REDACTED}’s {REDACTED}",
    )
    assert partner.calls[1][0] == "hire"


def test_a_word_that_is_part_of_the_sessions_id_cannot_be_replaced_for_a_partner() -> None:
    with pytest.raises(RecordError, match="or the part for a partner, out") as refused:
        redact(with_partner("x"), Redaction(words=("groups",)))
    assert refused.value.code == "export_partner"
