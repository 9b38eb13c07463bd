"""P5: whatever fails during an interview, the window goes on answering. Real microphone path, real faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psutil
import pytest
from pytestqt.qtbot import QtBot

from desktop.desk import AtAfter, AtLive
from desktop.headless import Wishes
from desktop.model_store import model_store
from desktop.pages.live import LivePage
from desktop.view_state import Doing
from speech.recorder.recorder import Device
from tests.support import candidate, guards
from tests.support.candidate import Candidate
from tests.support.desk import TestDesk
from tests.support.heart import Heart
from tests.support.sound_server import SoundServer
from tests.support.weights import FOLDER_VARIABLE, model_folder

pytestmark = [pytest.mark.sound, pytest.mark.slow, pytest.mark.timeout(180)]
STILL_SECONDS = 1.0
"""Far more than a busy machine costs, far less than any part is waited for: every deadline is 2 s or longer."""
LONG = {"timeout": 60_000}


@pytest.fixture
def me(sound_server: SoundServer) -> Iterator[Candidate]:
    with candidate.present(sound_server) as me:
        yield me


@pytest.fixture
def page(
    desk: TestDesk, qtbot: QtBot, sound_server: SoundServer, me: Candidate, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LivePage]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(model_folder("tiny.en")))
    desk.desk.models = lambda: model_store(desk.desk.paths)
    made = LivePage(desk.desk)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    made.enter(AtLive(Wishes(question="execution/library-holds", minutes=10, microphone=Device(), voice="system")))
    qtbot.waitUntil(lambda: made._view is not None and made._view.doing is Doing.SPEAKING, **LONG)
    made.act("stop_voice")
    qtbot.waitUntil(lambda: made._view is not None and made._view.doing is Doing.LISTENING, **LONG)
    yield made
    made.leave()


def kill(module: str) -> None:
    """SIGKILL for the child of this process that runs a module."""
    for child in psutil.Process().children(recursive=True):
        if module in child.cmdline():
            child.kill()
            return
    raise AssertionError(f"no child runs {module}")


FAULTS: dict[str, Callable[[SoundServer], None]] = {
    "the sound server hangs": lambda server: server.freeze(),
    "the sound server dies": lambda server: server.kill(),
    "the microphone is pulled out": lambda server: server.remove_source(),
    "the recorder dies": lambda _: kill("speech.recorder.child"),
    "the recogniser dies": lambda _: kill("speech.whisper.child"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_p5_the_window_answers_in_every_fault(
    page: LivePage,
    desk: TestDesk,
    qtbot: QtBot,
    sound_server: SoundServer,
    expected_log: guards.ExpectedLog,
    fault: str,
) -> None:
    for message in ("child killed", "child ended", "recorder replaced", "child restarted"):
        expected_log.may(message)
    heart = Heart()
    heart.start()
    FAULTS[fault](sound_server)
    qtbot.waitUntil(lambda: bool(page._view.troubles), **LONG)  # type: ignore[union-attr]
    page.act("write")
    page.conversation.answer.field.setPlainText("I would go on in writing, with lenders and borrowers.")
    page.conversation.answer._send()
    qtbot.waitUntil(lambda: len(page._view.turns) >= 3, **LONG)  # type: ignore[union-attr]
    page.act("end")
    qtbot.waitUntil(lambda: any(isinstance(place, AtAfter) for place in desk.wanted), **LONG)
    heart.stop()
    assert len(heart.gaps) > 20
    assert max(heart.gaps) < STILL_SECONDS
