"""The exported page for a partner in a real browser without a network: they note, rate, save; the file comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assets import resource
from desktop.export.formats import format_of
from desktop.export.writing import Wanted, prepare, render
from desktop.import_plan import About
from desktop.imports import take
from desktop.paths import Paths, find
from desktop.replay.annotated import of_note
from desktop.report.opening import open_report
from interviewer.bundles.hand_back import SCHEMA
from interviewer.export.redaction import Redaction
from interviewer.records.library import open_session
from interviewer.records.notes import read_notes
from interviewer.review.annotations import Kind
from interviewer.review.call import Call
from interviewer.review.values import Maker, Reviewer
from tests.support import replayed
from tests.support.browser import Tab
from tests.support.schema import faults

MARKUP = "<script>document.title='ran'</script></textarea><img src=x onerror=\"document.title='ran'\"> &lt;"
NAME = "<b>Ada</b> & Co"
TEXTS = "[...document.querySelectorAll('#partner-notes .text')].map(one => one.textContent)"
STATUS = "document.querySelector('#partner-status').textContent"
SELECT = (
    "(() => { const words = document.querySelectorAll('.turn.candidate .w'); const range = document.createRange();"
    "range.setStart(words[0].firstChild, 0); range.setEnd(words[2].firstChild, 1);"
    "getSelection().removeAllRanges(); getSelection().addRange(range); })()"
)


@pytest.fixture(scope="module", name="paths")
def _paths(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    paths = find(tmp_path_factory.mktemp("partner") / "data")
    paths.make()
    return paths


@pytest.fixture(scope="module", name="session")
def _session(paths: Paths) -> Path:
    return replayed.short(paths.sessions)


@pytest.fixture(scope="module", name="page")
def _page(paths: Paths, session: Path) -> Path:
    prepared = prepare(session, paths, Wanted(format_of("html"), Redaction(sound=False), for_partner=True))
    data = render(prepared, paths)
    assert data is not None
    file = paths.data.parent / "page.html"
    file.write_bytes(data)
    return file


@pytest.fixture(name="tab")
def _opened(browser: Tab, page: Path) -> Iterator[Tab]:
    """The page as nobody has written in it yet; afterwards it has asked for nothing and hurt no rule."""
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.asked.clear()
    browser.complaints.clear()
    browser.open(page)
    yield browser
    assert all(address.startswith(("file:///", "blob:")) for address in browser.asked), browser.asked
    assert browser.complaints == []
    assert browser.run("document.title") != "ran"


def key(browser: Tab, name: str, **how: Any) -> None:
    browser.call("Input.dispatchKeyEvent", type="keyDown", key=name, **how)
    browser.call("Input.dispatchKeyEvent", type="keyUp", key=name, **how)


def write(browser: Tab, name: str, text: str) -> None:
    """As somebody types into a field and leaves it."""
    browser.run(f"document.getElementById('{name}').focus()")
    browser.call("Input.insertText", text=text)
    browser.run("document.activeElement.blur()")


def note(browser: Tab, text: str, kind: str = "moment") -> None:
    """By the keyboard alone, but for the kind."""
    key(browser, "n")
    browser.call("Input.insertText", text=text)
    browser.click(f"[name=kind][value={kind}]")
    browser.run("document.getElementById('note-text').focus()")
    key(browser, "Enter", modifiers=2)


def saved(browser: Tab, name_it: str = "saved.json") -> Path:
    """The file that the page saves now, under another name."""
    browser.run(f"{STATUS} = ''")
    browser.click("#partner-save")
    browser.until(f"{STATUS}.includes('downloads')")
    name = browser.run(STATUS).partition(" is with your downloads")[0]
    file = browser.downloaded(name)
    return file.rename(file.with_name(name_it))


async def test_a_partner_notes_rates_and_hands_back_and_it_is_seen_as_theirs(
    tab: Tab, paths: Paths, session: Path
) -> None:
    """With markup in all they write, which is text on either side."""
    tab.run(SELECT)
    note(tab, MARKUP, "strength")
    assert tab.run(TEXTS) == [MARKUP]
    tab.click("[name=call][value='lean hire']")
    tab.click("[name='score-0'][value='3']")
    write(tab, "comment-0", MARKUP)
    write(tab, "partner-name", NAME)
    file = saved(tab)
    value = json.loads(file.read_bytes())
    assert faults(value, json.loads(resource(SCHEMA).read_text(encoding="utf-8"))) == []

    said = (await take([file], About(), paths)).sentence
    assert said == f"From {NAME}: 1 note and 1 review were added to the session."
    (theirs,) = [of_note(one) for one in read_notes(session).notes]
    words = open_session(session).answers[0].text.split()
    assert (theirs.kind, theirs.why, theirs.made_by) == (Kind.STRENGTH, MARKUP, Maker(Reviewer.PARTNER, NAME))
    assert (theirs.quote, theirs.start) == (" ".join(words[:3]), value["notes"][0]["at"])
    assert theirs.end > theirs.start
    (rater,) = [one for one in open_report(session, paths).report.raters if one.label.startswith(NAME)]
    report = open_report(session, paths, rater.name).report
    assert report.verdict is not None
    assert report.verdict.call is Call.LEAN_HIRE
    (row,) = [one for one in report.dimensions if one.score is not None]
    assert (row.score, row.why) == (3, MARKUP)
    assert row.anchor in tab.run("document.querySelector('.rated .choice:has([value=\"3\"])').textContent")
    back = render(prepare(session, paths, Wanted(format_of("html"), Redaction(sound=False), rater.name)), paths)
    assert back is not None
    assert b"<script>document.title" not in back
    assert b"&lt;script&gt;document.title" in back

    tab.click("#partner-notes [aria-label^=Remove]")
    note(tab, "another")
    assert "takes the place" in (await take([saved(tab, "later.json")], About(), paths)).sentence
    assert [one.text for one in read_notes(session).notes] == [f"{NAME}: another"]
    assert "a later one" in (await take([file], About(), paths)).sentence


def test_a_note_is_edited_removed_and_brought_back(tab: Tab) -> None:
    tab.click(".turn.candidate .time")
    note(tab, "one")
    shown = "document.querySelector('#partner-notes .time').textContent"
    assert tab.run(shown) == tab.run("document.querySelector('.turn.candidate .time').textContent")
    tab.click("#partner-notes [aria-label^=Edit]")
    write(tab, "note-text", " more")
    tab.run("document.getElementById('note-to').value = '59:00'")
    tab.run("document.getElementById('note-to').dispatchEvent(new Event('change'))")
    assert "returns" in tab.run("document.getElementById('note-quote').textContent")
    tab.click("#note-form [type=submit]")
    assert tab.run(TEXTS) == ["one more"]
    assert tab.run(shown).endswith("–59:00")
    tab.click("#partner-notes [aria-label^=Remove]")
    assert tab.run(TEXTS) == []
    key(tab, "z", modifiers=2)
    assert tab.run(TEXTS) == ["one more"]
    tab.click("#partner-undo")
    assert tab.run(TEXTS) == ["one"]
    tab.click("#partner-redo")
    assert tab.run(TEXTS) == ["one more"]
    key(tab, "n")
    tab.call("Input.insertText", text="thrown away")
    key(tab, "Escape")
    assert tab.run("document.getElementById('note-form').hidden")
    tab.click("#partner-undo")
    assert tab.run("document.getElementById('note-text').value") == "thrown away"


def test_a_span_that_is_none_is_said_and_nothing_is_lost(tab: Tab) -> None:
    key(tab, "n")
    tab.call("Input.insertText", text="kept")
    write(tab, "note-to", "soon")
    fault = "document.getElementById('note-fault').textContent"
    assert tab.run(fault) == "Write times as 12:41."
    tab.click("#note-form [type=submit]")
    assert (tab.run(TEXTS), tab.run("document.getElementById('note-text').value")) == ([], "kept")


def test_what_was_written_is_there_when_the_page_is_opened_again(tab: Tab, page: Path) -> None:
    note(tab, "kept")
    tab.click("[name=call][value=hire]")
    write(tab, "partner-name", "Ada")
    key(tab, "n")
    tab.call("Input.insertText", text="half a no")
    tab.open(page)
    assert tab.run(TEXTS) == ["kept"]
    assert tab.run("document.getElementById('note-text').value") == "half a no"
    assert tab.run("document.querySelector('[name=call]:checked').value") == "hire"
    assert "kept in this browser, not saved as a file yet" in tab.run(
        "document.getElementById('partner-kept').textContent"
    )


def test_where_nothing_can_be_kept_leaving_is_warned_of(tab: Tab, page: Path) -> None:
    refuses = "Storage.prototype.setItem = () => { throw Error('no'); }"
    name = tab.call("Page.addScriptToEvaluateOnNewDocument", source=refuses)["identifier"]
    try:
        tab.open(page)
    finally:
        tab.call("Page.removeScriptToEvaluateOnNewDocument", identifier=name)
    stays = "window.dispatchEvent(new Event('beforeunload', {cancelable: true}))"
    assert tab.run(stays) is True
    note(tab, "not kept")
    warned = tab.run(f"!{stays}")
    told = tab.run("document.getElementById('partner-kept').textContent")
    write(tab, "partner-name", "Ada")
    saved(tab)
    assert tab.run(stays) is True
    assert warned
    assert "save the file before you close" in told


def test_what_is_missing_is_said_where_it_is_missing(tab: Tab) -> None:
    tab.click("#partner-save")
    assert "nothing to hand back" in tab.run(STATUS)
    tab.click("[name='score-1'][value='2']")
    tab.click("#partner-save")
    assert (tab.run("document.activeElement.id"), "Say who you are" in tab.run(STATUS)) == ("partner-name", True)
    write(tab, "partner-name", "Ada")
    tab.click("#partner-save")
    assert (tab.run("document.activeElement.name"), "needs a call" in tab.run(STATUS)) == ("call", True)


def test_it_goes_on_from_a_file_and_begins_anew_for_another(tab: Tab) -> None:
    note(tab, "first")
    write(tab, "partner-name", "Ada")
    before = json.loads(saved(tab).read_bytes())
    tab.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    tab.click("#partner-anew")
    assert tab.run(TEXTS) == []
    give = (
        "(() => {{ const files = new DataTransfer(); files.items.add(new File([{}], 'x.json'));"
        "const field = document.getElementById('partner-file'); field.files = files.files;"
        "field.dispatchEvent(new Event('change')); }})()"
    )
    others = [json.dumps({**before, name: "other"}) for name in ("session", "started")]
    for text in ("[]", "nonsense", *others):
        tab.run(f"document.getElementById('partner-status').textContent = ''; {give.format(json.dumps(text))}")
        tab.until(f"{STATUS}.endsWith('Nothing was changed.')")
    evil = {**before, "notes": [*before["notes"], {"id": "../x", "at": 1}, None, {"id": "y", "at": "1"}]}
    tab.run(give.format(json.dumps(json.dumps(evil))))
    tab.until("document.querySelectorAll('#partner-notes li').length === 1")
    again = json.loads(saved(tab).read_bytes())
    assert {**again, "saved": ""} == {**before, "saved": ""}


def test_it_is_written_in_on_a_phone_and_printed_whole(tab: Tab) -> None:
    note(tab, "one")
    write(tab, "comment-0", "why so")
    tab.call("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=2, mobile=True)
    key(tab, "n")
    assert tab.run("document.documentElement.scrollWidth") <= 360
    bottom = "document.querySelector('#note-form [type=submit]').getBoundingClientRect().bottom"
    assert tab.run(bottom) <= tab.run("innerHeight")
    tab.call("Emulation.clearDeviceMetricsOverride")
    tab.call("Emulation.setEmulatedMedia", media="print")
    shown = "(what => document.querySelector(what).offsetParent !== null)"
    assert not tab.run(f"{shown}('#note-text')")
    assert tab.run("[...document.querySelectorAll('.printed')].map(one => one.innerText).filter(Boolean)") == ["why so"]
    assert not tab.run(f"{shown}('#partner-save')")
    tab.call("Emulation.setEmulatedMedia", media="")
