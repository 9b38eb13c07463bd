"""A review by a language model from the After page: begun, stopped, gone on with, shown; and why it did not work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtSettings
from desktop.pages.after import AfterPage
from desktop.report.opening import make_review
from desktop.settings import Interviewer, Privacy
from interviewer.records.folder import SessionFolder
from interviewer.review.judge.kept import begun_in
from tests.support.after_page import button
from tests.support.desk import TestDesk
from tests.support.fake_openai import MODEL, FakeOpenAI, running_fake_openai
from tests.support.reviewed import interview, keep
from tests.support.reviewer import reviewer
from tests.support.stage import staged

WAIT_MS = 30_000


@pytest.fixture(name="fake")
def _fake() -> Iterator[FakeOpenAI]:
    with running_fake_openai() as fake:
        fake.answers = reviewer(2, answer="I would count 37 percent.")
        yield fake


@pytest.fixture(name="folder")
def _folder(desk: TestDesk) -> Path:
    made = keep(desk.desk.paths.sessions, interview())
    make_review(made, desk.desk.paths)
    return made


@pytest.fixture(name="page")
def _page(qtbot: QtBot, desk: TestDesk, fake: FakeOpenAI, folder: Path) -> Iterator[AfterPage]:
    desk.desk.change(interviewer=Interviewer(kind="server", url=fake.url, model=MODEL))
    page = AfterPage(desk.desk)
    with staged(page, 1092, 760):
        page.enter(AtAfter(folder))
        qtbot.waitUntil(lambda: page.opened is not None, timeout=WAIT_MS)
        yield page
        page.judging.cancel(folder)
        page.leave()
        qtbot.waitUntil(lambda: page.reviewing.idle and page.judging.idle, timeout=WAIT_MS)


def text(page: AfterPage, name: str) -> str:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return str(found.property("text"))


def test_a_review_is_stopped_gone_on_with_and_shown(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, fake: FakeOpenAI, folder: Path
) -> None:
    answers = fake.answers
    assert answers is not None

    def halting(body: object) -> str:
        while len(fake.chats) == 4 and not (fake.go_on.wait(0.01) or fake.give_up.is_set()):
            pass
        return answers(body)

    fake.answers = halting
    judge, banner = page.view.card.judge, page.view.judging
    assert judge.text() == f"Review by {MODEL}"
    judge.click()
    assert judge.isHidden()
    qtbot.waitUntil(lambda: "3 of 9 dimensions: " in banner.text, timeout=WAIT_MS)
    assert banner.text.startswith(f"{MODEL} @ 127.0.0.1")
    button(page, "after_cancel_judging").click()
    assert page.judging.idle
    assert banner.text.endswith("has begun a review: 3 of 21 parts.")
    assert [one.done for one in begun_in(SessionFolder(folder))] == [3]

    fake.go_on.set()
    button(page, "after_go_on_judging").click()
    qtbot.waitUntil(lambda: bool(page.opened and page.opened.report.communication), timeout=WAIT_MS)
    assert page.opened is not None
    report = page.opened.report
    assert report.verdict is not None
    assert text(page, "after_reason").startswith(f"AI estimate. {report.verdict.words}, by {MODEL} @")
    assert "rule-based coach" in text(page, "after_doubts")
    assert text(page, "aspect_pushback_word") == "Mixed"
    assert not page.view.judging.text
    assert judge.text() == f"Review again by {MODEL}"
    button(page, "after_other_model").click()
    assert desk.wanted == [AtSettings("interviewer")]
    desk.desk.change(interviewer=Interviewer(kind="server", url=fake.url, model="large-chat"))
    assert judge.text() == "Review by large-chat"
    differing = next(row for row in report.dimensions if row.coach is not None)
    assert text(page, f"{differing.id}_coach").startswith("coach: ")
    written = button(page, "written_answer")
    written.click()
    assert "37 percent" in text(page, "written_1_note")
    assert begun_in(SessionFolder(folder)) == ()
    assert [rater.label for rater in report.raters] == ["Rule-based coach", f"{MODEL} @ {fake.origin[7:]}"]


def test_a_server_that_fails_is_said_and_offline_only_offers_none(
    qtbot: QtBot, desk: TestDesk, page: AfterPage, fake: FakeOpenAI
) -> None:
    fake.mode = "500"
    page.view.card.judge.click()
    qtbot.waitUntil(lambda: "error of its own (500)" in page.view.problem.text, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not page.view.card.judge.isHidden(), timeout=WAIT_MS)
    assert button(page, "after_again_judging").text() == "Try again"
    elsewhere = Interviewer(kind="server", url="http://192.0.2.7/v1", model=MODEL)
    desk.desk.change(interviewer=elsewhere)
    assert not page.view.card.judge.isHidden()
    desk.desk.change(privacy=Privacy(offline_only=True))
    assert page.view.card.judge.isHidden()
    page.judging.start(Path("nowhere"))
    assert page.judging.idle
