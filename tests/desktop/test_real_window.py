"""The real program in a real window on a real (virtual) microphone, driven by keyboard and accessibility tree."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interviewer.records import sessions
from tests.support import candidate, display, held, window
from tests.support.candidate import Candidate
from tests.support.display import Display
from tests.support.guards import skip_missing_part
from tests.support.sound_server import SoundServer
from tests.support.weights import FOLDER_VARIABLE, model_folder

pytestmark = [pytest.mark.window, pytest.mark.slow, pytest.mark.timeout(300)]

CHILDREN = {
    "recorder": "speech.recorder.child",
    "recogniser": "speech.whisper.child",
    "voice": "speech.voices.child",
}


@pytest.fixture(name="screen")
def _screen() -> Iterator[Display]:
    if reason := display.missing_part() or candidate.missing_part():
        skip_missing_part(reason)
    with display.running_display() as screen:
        yield screen


@pytest.fixture(name="me")
def _me(sound_server: SoundServer) -> Iterator[Candidate]:
    with candidate.present(sound_server) as me:
        yield me


@pytest.fixture(autouse=True)
def _model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(model_folder("tiny.en")))


def test_a_whole_interview_to_its_replay(
    screen: Display, sound_server: SoundServer, me: Candidate, tmp_path: Path
) -> None:
    """The main job: start, be asked aloud, answer, be asked back, end, read what it was worth, hear it again."""
    data = held.prepared(tmp_path / "data")
    with (
        sound_server.record_speaker() as speaker,
        window.opened(screen, data, environment=sound_server.environment) as hotseat,
    ):
        stays = hotseat.expect("practice_stays")
        hotseat.wait_for(lambda: stays.name.startswith("Everything runs on this computer."), "all that is checked")
        hotseat.screenshot("practice")
        held.begin(hotseat, hear_out=True)
        assert speaker.peak > 500, "the question was not heard"
        hotseat.screenshot("live-listening")
        held.answer(hotseat, me)
        held.wait_for_caption(hotseat, "people", "members", "regular")
        held.wait_for_state(hotseat, "Speaking")
        held.wait_for_state(hotseat, "Listening")
        hotseat.screenshot("live-follow-up")
        held.answer(hotseat, me, "My north star is the number of finished loans per week.")
        held.cut_short(hotseat)
        assert {"Speaking", "Listening", "Thinking"} <= set(hotseat.announcements)
        hotseat.press("n")
        hotseat.type_text("look at guardrails")
        held.end(hotseat)
        (session,) = held.sessions(data)
        assert held.manifest(session)["state"] == "closed"
        assert "people" in held.heard(session) or "members" in held.heard(session)
        assert "look at guardrails" in (session / "notes.json").read_text()
        skip = hotseat.expect("rate_skip")
        hotseat.screenshot("after-rating")
        skip.press()
        call = hotseat.expect("after_call")
        hotseat.wait_for(lambda: call.name == "No call", "the review")  # too little was said for one
        hotseat.screenshot("after")
        hotseat.expect("after_replay").press()
        play = hotseat.expect("replay_play")
        position = hotseat.expect("replay_waveform")
        before = len(speaker.pcm)
        play.press()
        hotseat.wait_for(lambda: (position.value or 0) > 1.0, "the replay to move on")
        hotseat.wait_for(lambda: loud(speaker.pcm[before:]), "the replay to be heard")
        hotseat.screenshot("replay")
        for page, there in (
            ("library", "library"),
            ("progress", "progress"),
            ("packs", "pack_title"),
            ("settings", "settings"),
        ):
            hotseat.expect(f"rail_{page}").press()
            hotseat.expect(there)
            hotseat.screenshot(page)
        assert hotseat.terminate() == 0
        assert hotseat.log_lines() == []
        assert hotseat.stderr == ""
    assert {path for path in data.rglob("*") if stat.S_IMODE(path.stat().st_mode) & 0o077} <= {data / "settings.toml"}


def loud(pcm: bytes) -> bool:
    """Whether something can be heard in 16-bit samples."""
    samples = memoryview(pcm[: len(pcm) // 2 * 2]).cast("h")
    return max(samples, default=0) > 500


@pytest.mark.parametrize(
    ("name", "size", "settings"),
    [
        ("dark", (1280, 800), '[appearance]\ntheme = "dark"\n'),
        ("large-text", (1280, 800), "[appearance]\ntext_percent = 125\n"),
        ("small", (900, 600), ""),
    ],
)
def test_it_is_held_in_every_look(
    sound_server: SoundServer, me: Candidate, tmp_path: Path, name: str, size: tuple[int, int], settings: str
) -> None:
    if reason := display.missing_part() or candidate.missing_part():
        skip_missing_part(reason)
    data = held.prepared(tmp_path / "data", settings)
    with (
        display.running_display(size) as screen,
        window.opened(screen, data, environment=sound_server.environment) as hotseat,
    ):
        assert hotseat.main.area[2:] == (min(1180, size[0]), min(760, size[1]))
        held.begin(hotseat)
        held.answer(hotseat, me)
        held.wait_for_caption(hotseat, "people", "members", "regular")
        held.cut_short(hotseat)
        hotseat.screenshot(f"live-{name}")
        held.end(hotseat)
        hotseat.expect("rate_skip").press()
        hotseat.expect("after_call")
        hotseat.screenshot(f"after-{name}")
        assert hotseat.terminate() == 0
        assert hotseat.log_lines() == []


def test_without_microphone_voice_or_model_it_is_held_in_writing(screen: Display, tmp_path: Path) -> None:
    """No sound server, no weights: it says so, and the typed answers make a whole session."""
    lacking = {
        FOLDER_VARIABLE: str(tmp_path / "nothing"),
        "PULSE_SERVER": f"unix:{tmp_path}/none",
        "PATH": _path_without(tmp_path, "espeak-ng"),
    }
    data = held.prepared(tmp_path / "data", '[voice]\nengine = "none"\n[speech]\nmodel = "none"\n')
    with window.opened(screen, data, environment=lacking) as hotseat:
        hotseat.expect("practice_start")
        hotseat.press("Return")
        field = hotseat.expect("answer_field", deadline_seconds=held.SPEAK_SECONDS)
        held.wait_for_state(hotseat, "Listening")
        notice = hotseat.expect("live_notice_text")
        assert "type" in notice.name.lower()
        hotseat.screenshot("live-typed")
        field.set_text("There are lenders and borrowers. The north star is finished loans per week.")
        hotseat.expect("answer_send").press()
        held.wait_for_caption(hotseat, "lenders")
        held.wait_for_state(hotseat, "Listening")
        held.end(hotseat)
        (session,) = held.sessions(data)
        typed = [event["text"] for event in held.events(session) if event["kind"] == "answer_typed"]
        assert typed == ["There are lenders and borrowers. The north star is finished loans per week."]
        assert hotseat.terminate() == 0
        assert hotseat.log_lines("ERROR") == []


def _path_without(folder: Path, program: str) -> str:
    """A PATH of what is needed to run, without one program."""
    tools = folder / "tools"
    tools.mkdir()
    for name in ("python3", "sh", "env", "xdg-open"):
        if found := shutil.which(name):
            (tools / name).symlink_to(found)
    assert shutil.which(program, path=str(tools)) is None
    return str(tools)


def test_a_microphone_pulled_out_mid_answer(
    screen: Display, sound_server: SoundServer, me: Candidate, tmp_path: Path
) -> None:
    """It says so, what was said before is kept, and the answer goes on once the microphone is back."""
    data = held.prepared(tmp_path / "data")
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        held.begin(hotseat)
        me.say(held.ANSWER)
        sound_server.remove_source()
        hotseat.expect("live_notice_text", deadline_seconds=30)
        hotseat.screenshot("live-microphone-gone")
        sound_server.add_source()
        hotseat.press("w")
        hotseat.expect("answer_field").set_text("And I would go on in writing.")
        hotseat.expect("answer_send").press()
        held.wait_for_state(hotseat, "Listening")
        held.end(hotseat)
        (session,) = held.sessions(data)
        assert "members" in held.heard(session) or "people" in held.heard(session)
        assert hotseat.terminate() == 0
        assert hotseat.log_lines("ERROR") == []


def test_another_microphone_chosen_mid_answer(
    screen: Display, sound_server: SoundServer, me: Candidate, tmp_path: Path
) -> None:
    """By the keyboard alone; what is said into either of them is one answer."""
    sound_server.add_second_microphone()
    data = held.prepared(tmp_path / "data")
    with (
        candidate.present(sound_server, "vmic2") as elsewhere,
        window.opened(screen, data, environment=sound_server.environment) as hotseat,
    ):
        held.begin(hotseat)
        me.say(held.ANSWER)
        hotseat.press("m")
        hotseat.wait_for(lambda: "Choose a microphone" in hotseat.announcements, "the menu")
        hotseat.display.screenshot(window.OUTPUT / "live-microphones.png")  # once it is drawn it has the keys
        hotseat.display.press("Down", "Down", "Return")
        hotseat.expect("live_notice_text", name="Recording again from second.", deadline_seconds=30)
        hotseat.screenshot("live-microphone-changed")
        elsewhere.say("And there are libraries as well.")
        hotseat.press("Return")
        held.cut_short(hotseat)
        held.end(hotseat)
        (session,) = held.sessions(data)
        heard = held.heard(session).lower()
        assert "members" in heard or "people" in heard
        assert "librar" in heard
        assert 'microphone = "second"' in (data / "settings.toml").read_text()
        assert hotseat.terminate() == 0
        assert hotseat.log_lines() == []


@pytest.mark.parametrize("part", CHILDREN)
def test_p1_a_child_killed_mid_answer(
    screen: Display, sound_server: SoundServer, me: Candidate, tmp_path: Path, part: str
) -> None:
    """The interview goes on, says what happened, and keeps what was said before and after."""
    data = held.prepared(tmp_path / "data")
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        held.begin(hotseat)
        me.say(held.ANSWER)
        hotseat.kill_child(CHILDREN[part])
        me.say("And there are lenders as well.")
        if part != "voice":  # which is silent: it is started again when it is needed
            hotseat.expect("live_notice_text", deadline_seconds=30)
        hotseat.press("Return")
        held.cut_short(hotseat)
        held.end(hotseat)
        (session,) = held.sessions(data)
        assert held.manifest(session)["state"] == "closed"
        assert "members" in held.heard(session) or "people" in held.heard(session)
        assert hotseat.terminate() == 0
        assert hotseat.log_lines("ERROR") == []


def test_a_window_closed_mid_answer_keeps_the_answer(
    screen: Display, sound_server: SoundServer, me: Candidate, tmp_path: Path
) -> None:
    """Closing asks; the session is closed in time and is found again, to be transcribed later."""
    data = held.prepared(tmp_path / "data")
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        held.begin(hotseat)
        me.say(held.ANSWER)
        hotseat.close_window()
        hotseat.expect("dialog_yes").press()
        assert hotseat.wait_for_exit(10) == 0
        (session,) = held.sessions(data)
        assert held.manifest(session)["ended"] == "interrupted"
        assert sound_seconds(session) > 3
        assert hotseat.log_lines("ERROR") == []
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        hotseat.press("ctrl+2")
        hotseat.wait_for(lambda: "Interrupted" in hotseat.outline(), "the badge in the library")
        assert hotseat.terminate() == 0


def test_p3_a_window_killed_mid_answer_is_found_again_as_recovered(
    screen: Display, sound_server: SoundServer, me: Candidate, tmp_path: Path
) -> None:
    data = held.prepared(tmp_path / "data")
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        held.begin(hotseat)
        me.say(held.ANSWER)
        hotseat.kill()
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        hotseat.expect("practice_recovered", deadline_seconds=held.SPEAK_SECONDS)
        hotseat.screenshot("practice-recovered")
        (session,) = held.sessions(data)
        assert held.manifest(session)["state"] == "recovered"
        assert sound_seconds(session) > 3
        hotseat.expect("rail_library").press()
        hotseat.wait_for(lambda: "Recovered" in hotseat.outline(), "the badge in the library")
        hotseat.screenshot("library-recovered")
        assert hotseat.terminate() == 0
        assert hotseat.log_lines("ERROR") == []


def sound_seconds(session: Path) -> float:
    """How much of the candidate a session has."""
    return sum((path.stat().st_size - 44) / 32000 for path in (session / "audio").glob("*candidate*.wav"))


@pytest.mark.parametrize("state", ["practice", "speaking", "listening", "library"])
def test_it_ends_in_time_in_every_state(
    screen: Display, sound_server: SoundServer, me: Candidate, tmp_path: Path, state: str
) -> None:
    """A logout: nobody is asked, nothing is aborted, the session is closed, within 5 s."""
    data = held.prepared(tmp_path / "data")
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        hotseat.expect("practice_start")
        if state == "library":
            hotseat.press("ctrl+2")
            hotseat.expect("library")
        elif state != "practice":
            hotseat.press("Return")
            held.wait_for_state(hotseat, state.capitalize())
        assert hotseat.terminate(within=6) == 0
        assert hotseat.stderr == ""
        assert [held.manifest(session)["state"] for session in held.sessions(data)] in ([], ["closed"])
        assert hotseat.log_lines("ERROR") == []


def test_a_second_start_raises_the_first_and_hands_a_session_on(
    screen: Display, sound_server: SoundServer, tmp_path: Path
) -> None:
    data = held.prepared(tmp_path / "data")
    with window.opened(screen, data, environment=sound_server.environment) as hotseat:
        assert hotseat.start_again() == 0
        assert hotseat.exit_code is None
        session = sessions.hold(data / "sessions")
        assert hotseat.start_again(str(session)) == 0
        hotseat.expect("after")
        hotseat.wait_for(lambda: hotseat.has_focus, "the first window to be in front")
        assert hotseat.terminate() == 0
