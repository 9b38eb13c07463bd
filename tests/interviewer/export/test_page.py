"""The page, taken apart by a reader of HTML: nothing said becomes markup, and the policy lets in only its own."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from assets import resource
from interviewer.export.html import Template, page, policy
from interviewer.export.values import Exported, Sound
from tests.interviewer.export.strict import Page
from tests.interviewer.export.support import HOSTILE, full, said, texts

SOUND = Sound(b"\xff\xfb not really a sound", "audio/mpeg")
LOADING = {"src", "href", "srcset", "action", "formaction", "poster", "data", "background", "xlink:href"}


TEMPLATE = Template(
    *(resource("export", name).read_text(encoding="utf-8") for name in ("page.html", "page.css", "page.js"))
)
PLAIN = Page(page(full("x"), TEMPLATE))


def outline(read: Page) -> list[tuple[str, tuple[str, ...]]]:
    """Tags with the names of their attributes."""
    return [(tag, tuple(sorted(attributes))) for tag, attributes in read.tags]


@settings(max_examples=40, deadline=None)
@given(texts.filter(lambda text: text.strip() != ""))
def test_whatever_is_said_is_text(text: str) -> None:
    read = Page(page(full(text), TEMPLATE))
    assert outline(read) == outline(PLAIN)
    assert read.comments == []
    assert read.unclosed == ""
    assert read.raw == PLAIN.raw
    assert sum(text.strip() in shown for shown in read.texts) >= 60


@pytest.mark.parametrize("text", HOSTILE)
def test_no_attribute_can_run_or_load_anything(text: str) -> None:
    for tag, attributes in Page(page(full(text), TEMPLATE)).tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes), tag
        assert not LOADING & set(attributes), tag


def test_a_text_that_looks_like_a_place_of_the_template_stays() -> None:
    assert sum("{{script}}" in shown for shown in Page(page(full("{{script}}"), TEMPLATE)).texts) > 60


def test_the_policy_allows_its_own_style_and_script_and_nothing_else() -> None:
    (told,) = (one["content"] for _, one in PLAIN.tags if one.get("http-equiv") == "Content-Security-Policy")
    assert told == policy(TEMPLATE)
    rules = dict(rule.strip().split(" ", 1) for rule in told.split(";"))
    for name in ("style", "script"):
        (source,) = PLAIN.raw[name]
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert rules.pop(f"{name}-src") == f"'sha256-{digest}'"
    assert rules == {
        "default-src": "'none'",
        "media-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
    }


def test_the_policy_comes_before_everything_it_governs() -> None:
    names = [tag for tag, _ in PLAIN.tags]
    at = next(n for n, (_, one) in enumerate(PLAIN.tags) if one.get("http-equiv"))
    assert at < names.index("style") < names.index("script")


def test_the_script_only_sets_text_and_attributes() -> None:
    for word in ("innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "fetch(", "http"):
        assert word not in TEMPLATE.script
    assert "url(" not in TEMPLATE.style
    assert "@import" not in TEMPLATE.style


def test_the_sound_lies_in_the_page() -> None:
    (audio,) = (one for tag, one in Page(page(replace(full("x"), sound=SOUND), TEMPLATE)).tags if tag == "audio")
    kind, _, data = (audio["src"] or "").partition(";base64,")
    assert kind == "data:audio/mpeg"
    assert base64.b64decode(data) == SOUND.data


def test_without_sound_there_is_no_player() -> None:
    assert not {"audio", "select", "input"} & {tag for tag, _ in PLAIN.tags}


def test_every_word_has_its_time() -> None:
    exported = replace(full("x"), turns=(said("one two three", start=4.0),))
    spans = [one for tag, one in Page(page(exported, TEMPLATE)).tags if one.get("class") == "w"]
    assert [one["data-t"] for one in spans] == ["4", "5", "6"]


def test_the_picture_has_a_twin_in_words() -> None:
    read = " ".join(PLAIN.texts)
    assert "The time line in words" in read
    buttons = [one for tag, one in PLAIN.tags if tag == "button" and one.get("class") == "time"]
    assert all(re.fullmatch(r"\d+(\.\d+)?", one["data-t"] or "") for one in buttons)
    (picture,) = (one for tag, one in PLAIN.tags if tag == "svg" and one.get("role") == "img")
    assert picture["aria-label"]


def test_everything_for_people_has_a_name() -> None:
    """Buttons, and what is chosen from, carry a text or a label; pictures are named or hidden."""
    read = Page(page(replace(full("x"), sound=SOUND), TEMPLATE))
    for tag, one in read.tags:
        if tag == "svg" and one.get("class") in ("mark", "bar"):
            assert one["aria-hidden"] == "true"
        if tag == "audio":
            assert one["aria-label"]


def test_an_empty_session_is_a_page_too() -> None:
    empty = Exported("id", "t", (), "", "2026-11-21T20:47:05+01:00", 0.0, "0.1.0")
    read = Page(page(empty, TEMPLATE))
    assert read.unclosed == ""
    assert "Nothing was said." in read.texts
    assert "svg" not in {tag for tag, _ in read.tags}
