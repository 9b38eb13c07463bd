"""The private display and the ways to drive a window on it, tried on a toy: what the window tests stand on."""

from __future__ import annotations

import subprocess
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support import candidate, display, window
from tests.support.accessibility import CannotAct, Node
from tests.support.candidate import Candidate
from tests.support.display import Display, Picture
from tests.support.guards import skip_missing_part
from tests.support.sound_server import SoundServer, wait_until
from tests.support.toy_window import COLOUR
from tests.support.window import HotseatWindow

TOY = (sys.executable, "-m", "tests.support.toy_window")

pytestmark = pytest.mark.window


@pytest.fixture(name="screen")
def _screen() -> Iterator[Display]:
    if reason := display.missing_part():
        skip_missing_part(reason)
    with display.running_display() as screen:
        yield screen


@pytest.fixture(name="toy")
def _toy(screen: Display, tmp_path: Path) -> Iterator[HotseatWindow]:
    with window.opened(screen, tmp_path, command=TOY) as toy:
        yield toy


def wait_for_state(toy: HotseatWindow, text: str) -> None:
    label = toy.expect("state")
    toy.wait_for(lambda: label.name == text, f"the label to say {text!r}")


def test_a_button_is_pressed_through_the_tree(toy: HotseatWindow) -> None:
    assert toy.expect("state").text == "idle"
    toy.expect("start").press()
    wait_for_state(toy, "running")
    toy.wait_for(lambda: toy.announcements == ["Listening"], "the announcement")


def test_keys_arrive_in_the_window_that_has_the_focus(toy: HotseatWindow) -> None:
    toy.press("ctrl+Return")
    wait_for_state(toy, "shortcut")
    answer = toy.expect("answer", role="text")
    answer.focus()
    toy.wait_for(lambda: answer.focused, "the focus")
    toy.type_text("I'd ask: WHY, & for whom? ~30%")
    toy.wait_for(lambda: answer.text == "I'd ask: WHY, & for whom? ~30%", "the text")
    with pytest.raises(ValueError, match="ASCII"):
        toy.type_text("für wen")
    answer.set_text("für wen")
    assert answer.text == "für wen"


def test_a_value_a_box_and_an_item_are_set(toy: HotseatWindow) -> None:
    level = toy.expect(name="Level")
    assert level.value_range == (0, 99)
    level.set_value(42)
    wait_for_state(toy, "level 42")
    assert level.value == 42
    voice = toy.expect("voice")
    for item in ("three", "two"):
        toy.choose(voice, item)
        toy.wait_for(lambda item=item: voice.name == item, f"{item} to be chosen")  # type: ignore[misc]
    with pytest.raises(CannotAct, match="offers"):
        toy.choose(voice, "nine")
    (items,) = toy.application.find_all("items")
    second = items.find(name="second")
    assert second is not None
    second.press()
    toy.wait_for(lambda: second.selected, "the second item to be selected")


def test_the_pointer_clicks(toy: HotseatWindow) -> None:
    item = toy.expect("items").find(name="first")
    assert item is not None
    toy.click(item, across=0.1)
    wait_for_state(toy, "clicked first")


def test_what_a_user_cannot_reach_cannot_be_pressed(toy: HotseatWindow) -> None:
    assert toy.find("hidden") is None
    hidden = toy.application.find("hidden", hidden=True)
    assert hidden is not None
    with pytest.raises(CannotAct, match="not showing"):
        hidden.press()
    with pytest.raises(CannotAct, match="not enabled"):
        toy.expect("disabled").press()
    with pytest.raises(CannotAct, match="cannot be pressed"):
        toy.expect("state").press()
    with pytest.raises(CannotAct, match="nowhere"):
        toy.click(hidden)


def test_a_widget_that_has_gone_is_absent(toy: HotseatWindow) -> None:
    extra = toy.expect("extra")
    toy.expect("remove").press()
    toy.wait_for(lambda: not extra.exists, "the button to go")
    assert toy.find("extra") is None
    assert (extra.name, extra.text, extra.value, extra.states, extra.children) == ("", "", None, frozenset(), [])
    with pytest.raises(CannotAct, match="gone"):
        extra.press()


def test_a_dialog_takes_the_focus_and_gives_it_back(toy: HotseatWindow) -> None:
    toy.expect("ask").press()
    toy.wait_for(lambda: "active" not in toy.main.states, "the dialog")
    toy.expect(name="Sure?", role="label")
    toy.press("Return")
    wait_for_state(toy, "answered")
    toy.wait_for(lambda: "active" in toy.main.states, "the focus to come back")
    toy.press("ctrl+Return")
    wait_for_state(toy, "shortcut")


def test_waiting_in_vain_says_what_is_shown(toy: HotseatWindow) -> None:
    with pytest.raises(TimeoutError, match=r"in vain: nothing\n(?s:.*)push button start 'Start'"):
        toy.expect("nothing", deadline_seconds=0.1)


def test_a_screenshot_shows_the_window(toy: HotseatWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(window, "OUTPUT", tmp_path / "output")
    picture = toy.screenshot("toy")
    assert (picture.width, picture.height) == (500, 600)
    assert picture.pixel(*_middle(toy.expect("patch"), toy.main)) == COLOUR
    whole = toy.screenshot("whole", whole_screen=True)
    assert (whole.width, whole.height) == display.SIZE
    assert whole.cropped(toy.main.area) == picture
    assert _read_png(tmp_path / "output" / "toy.png") == picture


def _middle(node: Node, within: Node) -> tuple[int, int]:
    left, top, width, height = node.area
    return left + width // 2 - within.area[0], top + height // 2 - within.area[1]


def _read_png(path: Path) -> Picture:
    from PySide6.QtGui import QImage

    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    lines: list[Any] = [image.constScanLine(y) for y in range(image.height())]
    rows = (bytes(line)[: 3 * image.width()] for line in lines)
    return Picture(image.width(), image.height(), b"".join(rows))


def test_the_size_of_the_screen_can_be_chosen(tmp_path: Path) -> None:
    if reason := display.missing_part():
        skip_missing_part(reason)
    with display.running_display((900, 600)) as screen, window.opened(screen, tmp_path, command=TOY) as toy:
        assert (screen.picture().width, screen.picture().height) == (900, 600)
        assert toy.main.area[2:] == (500, 600)


def test_closing_terminating_and_killing_end_it(screen: Display, tmp_path: Path) -> None:
    with window.opened(screen, tmp_path, command=TOY) as toy:
        toy.close_window()
        assert toy.wait_for_exit() == 0
        assert toy.find("start") is None
    with window.opened(screen, tmp_path, command=TOY) as toy:
        assert toy.terminate() == -15
    with window.opened(screen, tmp_path, command=TOY) as toy:
        assert toy.kill() == []
        assert toy.exit_code == -9
        with pytest.raises(TimeoutError, match="exit code -9"):
            toy.expect("start", deadline_seconds=0.1)


def test_the_log_holds_what_is_wrong(toy: HotseatWindow) -> None:
    assert [line["message"] for line in toy.log_lines()] == ["a line of WARNING"]
    assert len(toy.log_lines("INFO")) == 2
    assert toy.log_lines("ERROR") == []


def test_a_second_start_ends_beside_the_first(toy: HotseatWindow) -> None:
    assert toy.start_again("--refuse") == 1
    assert "no luck today" in toy.stderr
    assert toy.exit_code is None


def test_a_program_that_shows_no_window_says_why(screen: Display, tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match=r"exit code 1(?s:.*)no luck today"),
        window.opened(screen, tmp_path, "--refuse", command=TOY),
    ):
        pass


def test_nothing_is_left_of_a_display(tmp_path: Path) -> None:
    if reason := display.missing_part():
        skip_missing_part(reason)
    with display.running_display() as screen:
        with window.opened(screen, tmp_path, command=TOY):
            names = {process.name() for process in _processes_on(screen)}
        assert {"cwm", "at-spi-bus-launcher"} <= {name[:19] for name in names} | {name[:15] for name in names}
        socket = Path(f"/tmp/.X11-unix/X{screen.environment['DISPLAY'][1:]}")
        assert socket.is_socket()
    wait_until(lambda: not _processes_on(screen), "the processes of the display to end")
    assert not socket.exists()


def _processes_on(screen: Display) -> list[psutil.Process]:
    """Every process that was led to the display, orphans too."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("DBUS_SESSION_BUS_ADDRESS") == screen.environment["DBUS_SESSION_BUS_ADDRESS"]:
                found.append(process)
        except psutil.Error:
            continue
    return found


def test_the_candidate_is_heard(sound_server: SoundServer, tmp_path: Path) -> None:
    if reason := candidate.missing_part():
        skip_missing_part(reason)
    said = candidate.spoken("First I would ask who the users are.")
    assert candidate.spoken("First I would ask who the users are.") is said
    with wave.open(str(said), "rb") as file:
        assert file.getparams()[:3] == (1, 2, candidate.RATE)
        pcm = file.readframes(file.getnframes())
    assert 1.5 < candidate.seconds_of(said) < 6
    heard = tmp_path / "heard.pcm"
    command = ["parec", "--device=mic", "--raw", "--format=s16le", "--channels=1", f"--rate={candidate.RATE}"]
    with heard.open("wb") as record, subprocess.Popen([*command, "--latency-msec=20"], stdout=record) as recorder:
        wait_until(lambda: heard.stat().st_size > 0, "the recording to begin")
        Candidate(sound_server).say("First I would ask who the users are.")
        with Candidate(sound_server).saying("This is cut off.") as speech:
            assert speech.poll() is None
        wait_until(lambda: pcm in heard.read_bytes(), "the sentence in the recording")
        silence = heard.stat().st_size
        wait_until(lambda: heard.stat().st_size > silence + candidate.RATE, "half a second of silence")
        with candidate.present(sound_server):
            wait_until(lambda: 20 < peak_of_end(heard) < 100, "the faint noise of a room")
        recorder.terminate()


def peak_of_end(recording: Path) -> int:
    """Largest sample of the last tenth of a second."""
    data = recording.read_bytes()
    return max(memoryview(data[: len(data) // 2 * 2][-candidate.RATE // 5 :]).cast("h"), default=0)
