"""Another microphone chosen on the Live page while the interview runs: by keyboard, and on a real sound server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import desktop.pages.live
from desktop.desk import AtAfter, AtLive
from desktop.headless import Wishes
from desktop.microphones import offered
from desktop.pages.live import LivePage
from desktop.settings import Sound
from desktop.view_state import Doing
from interviewer.events import FileBegan, MicrophoneReady
from interviewer.records.library import open_session
from interviewer.records.verify import verify
from speech.errors import MicrophoneError
from speech.portaudio import Device as Listed
from speech.recorder.recorder import Device
from tests.support.desk import TestDesk
from tests.support.sound_server import SoundServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""The offscreen platform, of a menu that opens."""
QUICK = {"timeout": 20_000}
SPOKEN = Wishes(
    question="execution/library-holds", minutes=10, microphone=Device(), transcribe=False, voice="none", level="senior"
)


def listed(name: str, host_api: str = "ALSA") -> Listed:
    return Listed(name, host_api, 1, 48_000.0, is_default=False)


@pytest.fixture
def page(desk: TestDesk, qtbot: QtBot) -> Iterator[LivePage]:
    made = LivePage(desk.desk)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    yield made
    made.leave()


def begin(page: LivePage, qtbot: QtBot) -> None:
    page.enter(AtLive(SPOKEN))
    qtbot.waitUntil(lambda: page._view is not None and page._view.doing is Doing.LISTENING, **QUICK)
    qtbot.waitUntil(page.header.microphone.isEnabled, **QUICK)


def end(page: LivePage, qtbot: QtBot, desk: TestDesk) -> AtAfter:
    page.act("end")
    qtbot.waitUntil(lambda: any(isinstance(place, AtAfter) for place in desk.wanted), **QUICK)
    (place,) = (place for place in desk.wanted if isinstance(place, AtAfter))
    return place


def press(page: LivePage, qtbot: QtBot, key: Qt.Key) -> dict[str, QAction]:
    """Press the key for another microphone, and read what is offered."""
    page.activateWindow()
    page.setFocus()
    QTest.keyClick(page, key)
    qtbot.waitUntil(page.microphones.isVisible, **QUICK)
    return {action.text(): action for action in page.microphones.actions()}


# --- what is offered --------------------------------------------------------------------------------------------------


def test_the_default_and_all_that_are_there_are_offered() -> None:
    both = [listed("Headset"), listed("Webcam", "MME"), listed("Webcam", "WASAPI")]
    assert offered(both, Device()) == [
        ("System default", Device()),
        ("Headset", Device("Headset", "ALSA")),
        ("Webcam (MME)", Device("Webcam", "MME")),
        ("Webcam (WASAPI)", Device("Webcam", "WASAPI")),
    ]


def test_the_one_in_use_is_offered_where_it_is_gone() -> None:
    gone = Device("Headset", "ALSA")
    assert offered([listed("Webcam")], gone)[-1] == ("Headset (not connected)", gone)
    assert offered([listed("Headset")], gone)[-1] == ("Headset", gone)


# --- the page, without sound ------------------------------------------------------------------------------------------


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> list[Listed]:
    """The microphones of a machine whose sound server nobody needs."""
    devices = [listed("Headset"), listed("Webcam")]

    async def microphones() -> tuple[Listed, ...]:
        if not devices:
            raise MicrophoneError("The list of microphones could not be read.", code="microphone_late")
        return tuple(devices)

    monkeypatch.setattr(desktop.pages.live, "microphones", microphones)
    return devices


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Device]:
    """What a studio without sound was told to use; the one called Webcam does not open."""
    devices: list[Device] = []

    async def do_not(self: object) -> None: ...

    async def use(self: object, device: Device) -> bool:
        devices.append(device)
        return device.name != "Webcam"

    monkeypatch.setattr("desktop.studio.Studio._open_microphone", do_not)
    monkeypatch.setattr("desktop.studio.Studio.use_microphone", use)
    return devices


def test_another_microphone_is_chosen_with_the_keyboard_and_remembered(
    page: LivePage, desk: TestDesk, qtbot: QtBot, there: list[Listed], chosen: list[Device]
) -> None:
    begin(page, qtbot)
    assert page.header.microphone.accessibleName() == "Choose another microphone"
    assert page.header.microphone.toolTip() == "Choose another microphone (M)"
    actions = press(page, qtbot, Qt.Key.Key_M)
    assert list(actions) == ["System default", "Headset", "Webcam"]
    assert [action.isChecked() for action in actions.values()] == [True, False, False]
    assert page.microphones.activeAction() is actions["System default"]
    menu = QAccessible.queryAccessibleInterface(page.microphones)
    assert (menu.role(), menu.text(QAccessible.Text.Name)) == (QAccessible.Role.PopupMenu, "Microphones")
    assert [menu.child(at).text(QAccessible.Text.Name) for at in range(menu.childCount())] == list(actions)
    QTest.keyClick(page.microphones, Qt.Key.Key_Down)
    QTest.keyClick(page.microphones, Qt.Key.Key_Return)
    assert page.conversation.banner.text == "Opening another microphone: Headset"
    qtbot.waitUntil(lambda: desk.desk.settings.sound == Sound(microphone="Headset", host_api="ALSA"), **QUICK)
    assert chosen == [Device("Headset", "ALSA")]
    assert page._view is not None
    assert page._view.doing is Doing.LISTENING, "Enter chose, and did not end the answer"
    assert press(page, qtbot, Qt.Key.Key_M)["Headset"].isChecked()
    QTest.keyClick(page.microphones, Qt.Key.Key_Escape)
    assert not page.microphones.isVisible()
    end(page, qtbot, desk)


def test_one_that_does_not_open_is_not_remembered(
    page: LivePage, desk: TestDesk, qtbot: QtBot, there: list[Listed], chosen: list[Device]
) -> None:
    begin(page, qtbot)
    press(page, qtbot, Qt.Key.Key_M)["Webcam"].trigger()
    sitting = page._sitting
    assert sitting is not None
    qtbot.waitUntil(lambda: bool(chosen) and not sitting.opens_microphone, **QUICK)
    assert desk.desk.settings.sound == Sound()
    end(page, qtbot, desk)


def test_a_list_that_cannot_be_read_is_said(
    page: LivePage, desk: TestDesk, qtbot: QtBot, there: list[Listed], chosen: list[Device]
) -> None:
    begin(page, qtbot)
    there.clear()
    page.header.microphone.click()
    qtbot.waitUntil(lambda: page.conversation.banner.text == "The list of microphones could not be read.", **QUICK)
    end(page, qtbot, desk)


# --- on a real sound server -------------------------------------------------------------------------------------------


@pytest.mark.sound
@pytest.mark.slow
def test_a_session_goes_on_with_the_microphone_that_was_chosen(
    page: LivePage, desk: TestDesk, qtbot: QtBot, sound_server: SoundServer
) -> None:
    sound_server.add_second_microphone()
    begin(page, qtbot)
    qtbot.waitUntil(lambda: page._view.answer_seconds > 1.0, **QUICK)  # type: ignore[union-attr]
    press(page, qtbot, Qt.Key.Key_M)["second"].trigger()
    qtbot.waitUntil(lambda: page._view.microphone == "second", **QUICK)  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page.conversation.banner.text == "Recording again from second.", **QUICK)
    qtbot.waitUntil(lambda: desk.desk.settings.sound.microphone == "second", **QUICK)
    since = page._view.answer_seconds  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: page._view.answer_seconds > since + 1.0, **QUICK)  # type: ignore[union-attr]
    session = open_session(end(page, qtbot, desk).session)
    devices = [event.device for event in session.events if isinstance(event, MicrophoneReady)]
    assert devices == ["default", "second"]
    assert [event.answer for event in session.events if isinstance(event, FileBegan)] == [1, 1]
    assert verify(session) == []
