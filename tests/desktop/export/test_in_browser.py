"""The exported page in a real browser, from the disk, with no network: it plays, seeks, follows, filters and prints."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from desktop.export.formats import format_of
from desktop.export.writing import Wanted, prepare, render
from desktop.paths import find
from interviewer.export.redaction import Redaction
from interviewer.records.notes import Notes, new_note, write_notes
from tests.interviewer.export.support import HOSTILE
from tests.support import replayed
from tests.support.browser import Tab

MARKUP = "<script>document.title='ran'</script></script><img src=x onerror=\"document.title='ran'\"> --> &lt;"
VIOLATIONS = "document.addEventListener('securitypolicyviolation', e => { window.violated = e.violatedDirective; })"


@pytest.fixture(scope="module", name="page")
def _page(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A session full of markup, with sound and without."""
    folder = tmp_path_factory.mktemp("page")
    paths = find(folder / "data")
    paths.make()
    story = replayed.begin(paths.sessions, title=MARKUP)
    story.phase(0)
    story.say(f"{MARKUP} is it?")
    story.answer("one two three four five six seven eight nine ten", pause=(4, 3.0), unsure=["seven"])
    story.phase(4)
    story.say("Go on.")
    story.answer(MARKUP)
    session = story.close()
    notes = [new_note(2.0 + at, text) for at, text in enumerate(HOSTILE[:6])]
    write_notes(session, Notes(pad=MARKUP, notes=tuple(notes)))
    files = {}
    for name, sound in (("sound", True), ("silent", False)):
        prepared = prepare(session, paths, Wanted(format_of("html"), Redaction(sound=sound)))
        data = render(prepared, paths)
        assert data is not None
        files[name] = folder / f"{name}.html"
        files[name].write_bytes(data)
    return files


def opened(browser: Tab, file: Path) -> Tab:
    browser.asked.clear()
    browser.complaints.clear()
    browser.open(file)
    browser.run(VIOLATIONS)
    return browser


def is_sound(browser: Tab) -> None:
    """It asked for itself and the data in it, and neither its policy nor its script was hurt."""
    assert all(address.startswith(("file:///", "data:")) for address in browser.asked), browser.asked
    assert sum(address.startswith("file:") for address in browser.asked) == 1
    assert browser.complaints == []
    assert browser.run("window.violated ?? ''") == ""


def test_markup_is_shown_and_never_run(browser: Tab, page: dict[str, Path]) -> None:
    opened(browser, page["silent"])
    assert browser.run("document.title") == MARKUP
    assert browser.run("document.querySelector('h1').textContent") == MARKUP
    assert MARKUP in browser.run("document.querySelectorAll('.turn p')[0].innerText")
    assert browser.run("document.scripts.length") == 1
    assert browser.run("document.images.length") == 0
    is_sound(browser)


def test_a_script_that_got_in_would_not_run(browser: Tab, page: dict[str, Path]) -> None:
    """The policy is a second wall: markup put in by force, past the trusted types, does nothing."""
    opened(browser, page["silent"])
    browser.run(
        "(() => { try { const it = document.createElement('script'); it.append('document.title = \"ran\"');"
        "document.body.append(it); } catch { /* refused even earlier */ } })()"
    )
    assert browser.run("document.title") == MARKUP
    assert (
        browser.run("(() => { try { document.body.innerHTML = '<b>'; return true; } catch { return false; } })()")
        is False
    )


def test_a_click_on_a_word_plays_from_there(browser: Tab, page: dict[str, Path]) -> None:
    opened(browser, page["sound"])
    browser.until("document.querySelector('audio').readyState >= 1")
    length = browser.run("document.querySelector('audio').duration")
    assert length == pytest.approx(browser.run("Number(document.querySelector('.timeline').dataset.seconds)"), abs=0.3)
    words = "[...document.querySelectorAll('.turn.candidate')][0].querySelectorAll('.w')"
    wanted = browser.run(f"Number({words}[6].dataset.t)")
    number = browser.run(f"[...document.querySelectorAll('.w')].indexOf({words}[6])")
    browser.click(".w", number)
    audio = "document.querySelector('audio')"
    browser.until(f"!{audio}.paused && {audio}.currentTime >= {wanted}")
    assert browser.run(f"{audio}.currentTime") < wanted + 2
    browser.until("document.querySelector('.w.now') !== null")
    heard = browser.run("Number(document.querySelector('.w.now').dataset.t)")
    assert heard >= wanted
    browser.until(f"Number(document.querySelector('.w.now, .turn.now').dataset.t) > {heard}")
    browser.run(f"{audio}.pause()")
    assert browser.run("parseFloat(document.querySelector('.timeline .now').getAttribute('x'))") > 0
    is_sound(browser)


def test_a_click_on_a_remark_and_on_the_time_line_seeks(browser: Tab, page: dict[str, Path]) -> None:
    opened(browser, page["sound"])
    audio = "document.querySelector('audio')"
    browser.until(f"{audio}.readyState >= 1")
    browser.click(".remark .time", 2)
    wanted = browser.run("Number(document.querySelectorAll('.remark .time')[2].dataset.t)")
    browser.until(f"!{audio}.paused && {audio}.currentTime >= {wanted}")
    browser.click(".timeline > svg")
    half = browser.run("Number(document.querySelector('.timeline').dataset.seconds) / 2")
    browser.until(f"Math.abs({audio}.currentTime - {half}) < 1.5")
    browser.click("[data-step='5']")
    browser.until(f"{audio}.currentTime > {half} + 2")
    browser.run(f"{audio}.pause()")
    is_sound(browser)


def test_remarks_are_filtered_by_kind(browser: Tab, page: dict[str, Path]) -> None:
    opened(browser, page["silent"])
    shown = "[...document.querySelectorAll('.remark')].filter(one => one.offsetParent !== null).length"
    every = browser.run(shown)
    assert every == len(HOSTILE[:6])
    browser.click("[data-filter='note']")
    assert browser.run(shown) == every
    assert browser.run("document.querySelector('#shown').textContent") == f"{every} shown"
    assert browser.run("document.querySelector('[data-filter=note]').ariaPressed") == "true"
    is_sound(browser)


def test_without_sound_a_remark_leads_to_its_place(browser: Tab, page: dict[str, Path]) -> None:
    opened(browser, page["silent"])
    assert browser.run("document.querySelector('audio')") is None
    browser.click(".remark .time", 1)
    assert browser.run("document.querySelectorAll('.turn.now').length") == 1
    is_sound(browser)


def test_it_is_printed_whole_and_without_controls(browser: Tab, page: dict[str, Path]) -> None:
    opened(browser, page["sound"])
    browser.call("Emulation.setEmulatedMedia", media="print")
    visible = "(name => getComputedStyle(document.querySelector(name)).display)"
    assert browser.run(f"{visible}('.player')") == "none"
    assert browser.run(f"{visible}('.filters')") == "none"
    assert browser.run("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    browser.run("window.dispatchEvent(new Event('beforeprint'))")
    assert browser.run("[...document.querySelectorAll('details')].every(one => one.open)") is True
    browser.call("Emulation.setEmulatedMedia", media="")
    if browser.browser != "QtWebEngine":  # whose DevTools do not print
        assert base64.b64decode(browser.call("Page.printToPDF")["data"]).startswith(b"%PDF")
    is_sound(browser)


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_read_on_a_phone_in_either_scheme(browser: Tab, page: dict[str, Path], dark: bool) -> None:
    opened(browser, page["sound"])
    browser.call("Emulation.setDeviceMetricsOverride", width=360, height=640, deviceScaleFactor=2, mobile=True)
    features = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    browser.call("Emulation.setEmulatedMedia", features=features)
    browser.run("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert browser.run("document.documentElement.scrollWidth") <= 360
    lightness = browser.run("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]")
    assert (lightness < 64) is dark
    browser.call("Emulation.clearDeviceMetricsOverride")
    browser.call("Emulation.setEmulatedMedia", features=[])
    is_sound(browser)
