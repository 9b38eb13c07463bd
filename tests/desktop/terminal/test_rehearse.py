"""The program itself: an interview by pipe, the sessions it leaves, its exit codes, and every way to stop it."""

from __future__ import annotations

import argparse
import contextlib
import json
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.__main__ import main
from tests.desktop.terminal.program import COMMAND, QUIET, REPOSITORY, hotseat, objects, running

ANSWERS = "I would count holds picked up.\n/ask Which city?\n/think\nThat is all.\n"


def rehearsed(data: Path, typed: str = ANSWERS) -> Path:
    """The folder of an interview that was held in `data`."""
    done = hotseat("rehearse", *QUIET, "--json", "--data-dir", data, typed=typed)
    assert done.returncode == 0, done.stderr
    return Path(objects(done.stdout)[-1]["session"])


def verified(data: Path) -> bool:
    done = hotseat("sessions", "verify", "--json", "--data-dir", data)
    return done.returncode == 0 and all(line["problems"] == [] for line in objects(done.stdout))


# --- held by pipe ---------------------------------------------------------------------------------------------------


def test_an_interview_by_pipe(tmp_path: Path) -> None:
    done = hotseat("rehearse", *QUIET, "--json", "--data-dir", tmp_path, typed=ANSWERS)
    assert (done.returncode, done.stderr) == (0, "")
    *events, last = objects(done.stdout)
    assert events[0]["kind"] == "session_started"
    assert events[-1] == {"kind": "session_ended", "t": events[-1]["t"], "reason": "candidate"}
    assert [one["text"] for one in events if one["kind"] == "answer_typed"] == [
        "I would count holds picked up.", "Which city?", "That is all.",
    ]  # fmt: skip
    assert list(last) == ["session", "review"]
    assert "hotseat sessions review" in last["review"]
    assert (Path(last["session"]) / "events.jsonl").is_file()


def test_lines_are_answered_as_they_come(tmp_path: Path) -> None:
    with running("rehearse", *QUIET, "--data-dir", tmp_path) as program:
        program.until_kind("answer_began")
        program.type("My first answer.")
        program.until(lambda line: line.get("kind") == "answer_began" and line["answer"] == 2)
        program.type("/end")
        assert program.end() == 0
        assert program.session.is_dir()


def test_a_typed_interview_without_any_line_ends(tmp_path: Path) -> None:
    done = hotseat("rehearse", *QUIET, "--data-dir", tmp_path, typed="")
    assert done.returncode == 0
    assert "Kept in" in done.stdout


def test_without_a_command_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[argparse.Namespace] = []

    def run(args: argparse.Namespace) -> int:
        opened.append(args)
        return 0

    monkeypatch.setattr("desktop.terminal.window.run", run)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main([]) == 0
    assert opened[0].files == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the other systems always have a display")
def test_a_window_without_a_display_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    no_display(monkeypatch)
    assert main(["window"]) == 3
    assert "`hotseat rehearse`" in capsys.readouterr().err


def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the other systems always have a display")
def test_without_a_command_and_without_a_display_it_rehearses(monkeypatch: pytest.MonkeyPatch) -> None:
    no_display(monkeypatch)
    commands: list[argparse.Namespace] = []

    def run(args: argparse.Namespace) -> int:
        commands.append(args)
        return 0

    monkeypatch.setattr("desktop.terminal.rehearse.run", run)
    assert main([]) == 0
    (args,) = commands
    assert (args.minutes, args.mode, args.round, args.microphone) == (20.0, "practice", "execution", None)


@pytest.mark.slow
def test_without_a_command_and_without_any_device_it_still_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """No sound card, no keyboard, no display: the question is shown, and as nobody can answer, that is all."""
    no_display(monkeypatch)
    done = hotseat(seconds=90)
    assert done.returncode == 0, done.stderr
    assert "No microphone was found" in done.stdout
    assert "Interviewer" in done.stdout
    assert "Kept in" in done.stdout


# --- the sessions it leaves -----------------------------------------------------------------------------------------


def test_sessions_are_listed_found_shown_and_verified(tmp_path: Path) -> None:
    folder = rehearsed(tmp_path)
    where = ("--data-dir", tmp_path, "--json")
    (listed,) = objects(hotseat("sessions", "list", *where).stdout)
    assert (listed["id"], listed["answers"], listed["state"]) == (folder.name, 4, "closed")
    (found,) = objects(hotseat("sessions", "list", "--search", "picked", *where).stdout)
    assert "picked" in found["snippet"]
    assert objects(hotseat("sessions", "list", "--search", "zebra", *where).stdout) == []
    (shown,) = objects(hotseat("sessions", "show", "last", *where).stdout)
    assert shown["transcript"][0]["answers"][0]["text"] == "I would count holds picked up."
    assert shown["events"][-1]["kind"] == "session_ended"
    assert verified(tmp_path)
    assert objects(hotseat("sessions", "recover", *where).stdout) == [{"recovered": 0}]


def test_sessions_in_words(tmp_path: Path) -> None:
    folder = rehearsed(tmp_path)
    assert hotseat("sessions", "list", "--data-dir", tmp_path).stdout.startswith(folder.name)
    shown = hotseat("sessions", "show", folder.name[-4:], "--data-dir", tmp_path).stdout
    assert "You          I would count holds picked up." in shown
    assert hotseat("sessions", "verify", "--data-dir", tmp_path).stdout == f"{folder.name}: sound\n"
    assert "in order" in hotseat("sessions", "recover", "--data-dir", tmp_path).stdout


def test_a_session_that_was_changed_does_not_verify(tmp_path: Path) -> None:
    folder = rehearsed(tmp_path)
    with (folder / "events.jsonl").open("a") as file:
        file.write("{}\n")
    done = hotseat("sessions", "verify", "--json", "--data-dir", tmp_path)
    assert done.returncode == 1
    (verdict,) = objects(done.stdout)
    assert [problem["file"] for problem in verdict["problems"]] == ["events.jsonl"]


def test_what_was_killed_is_recovered(tmp_path: Path) -> None:
    with running("rehearse", *QUIET, "--data-dir", tmp_path) as program:
        program.until_kind("answer_began")
        program.type("This stays.")
        program.until(lambda line: line.get("kind") == "answer_began" and line["answer"] == 2)
        program.send(signal.SIGKILL)
        program.end()
    (recovered,) = objects(hotseat("sessions", "recover", "--json", "--data-dir", tmp_path).stdout)
    assert not recovered["failed"]
    assert recovered["lost_seconds"] == 0 or recovered["lost_seconds"] <= 0.2
    (shown,) = objects(hotseat("sessions", "show", "last", "--json", "--data-dir", tmp_path).stdout)
    assert shown["manifest"]["state"] == "recovered"
    assert shown["transcript"][0]["answers"][0]["text"] == "This stays."
    assert verified(tmp_path)


def test_the_next_interview_recovers_what_was_killed_before(tmp_path: Path) -> None:
    with running("rehearse", *QUIET, "--data-dir", tmp_path) as program:
        program.until_kind("answer_began")
        program.send(signal.SIGKILL)
        program.end()
    done = hotseat("rehearse", *QUIET, "--data-dir", tmp_path, typed="/end\n")
    assert done.stderr.startswith("Recovered: ")


# --- exit codes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ("nonsense", 2, "invalid choice"),
        ("rehearse --minutes many", 2, "invalid float"),
        ("rehearse --question a --round b", 2, "not allowed"),
        ("rehearse --pace fast", 2, "--answer FILE"),
        ("rehearse --answer nowhere.wav", 2, "nowhere.wav"),
        ("rehearse --mind server", 2, "--server"),
        ("rehearse --question execution/library-hold", 3, "execution/library-holds"),
        ("rehearse --round executive", 3, "execution"),
        ("sessions show nothing", 3, "sessions list"),
        ("sessions show last", 3, "There is no session yet"),
    ],
)
def test_exit_codes(tmp_path: Path, arguments: str, code: int, words: str) -> None:
    where = ("--data-dir", str(tmp_path)) if arguments != "nonsense" else ()
    done = hotseat(*arguments.split(), *where)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_fault_as_json(tmp_path: Path) -> None:
    done = hotseat("rehearse", "--question", "execution/library-hold", "--json", "--data-dir", tmp_path)
    (fault,) = objects(done.stdout)
    assert (done.returncode, fault["error"]) == (3, "plan_impossible")
    assert "execution/library-holds" in fault["sentence"]


def test_a_data_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = hotseat("rehearse", *QUIET, "--data-dir", tmp_path / "file" / "data")
    assert done.returncode == 1
    assert "--data-dir" in done.stderr


def test_recordings_that_cannot_be_read_end_it_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.wav").write_text("no sound")
    arguments = ("--answer", tmp_path / "bad.wav", "--pace", "fast", "--speech-model", "none", "--voice", "none")
    done = hotseat("rehearse", *arguments, "--json", "--data-dir", tmp_path)
    assert done.returncode == 3
    (fault,) = [line for line in objects(done.stdout) if line.get("kind") == "fault"]
    assert "bad.wav cannot be read" in fault["sentence"]
    assert verified(tmp_path)


@pytest.mark.parametrize("command", ["", "rehearse", "demo", "transcribe", "doctor", "models", "sessions"])
def test_every_help_names_the_exit_codes(command: str) -> None:
    done = hotseat(*filter(None, [command]), "--help")
    assert done.returncode == 0
    assert "exit codes: 0 done" in " ".join(done.stdout.split())


def test_a_defect_is_a_sentence_and_a_place_in_the_log(tmp_path: Path) -> None:
    code = (
        "import sys, interviewer.minds.scripted as minds\n"
        "def broken(self, situation): raise ZeroDivisionError('secret words')\n"
        "minds.ScriptedMind.line = broken\n"
        "from desktop.__main__ import main\n"
        f"sys.exit(main(['rehearse', '--microphone', 'none', '--voice', 'none', '--data-dir', {str(tmp_path)!r}]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=REPOSITORY, input="", capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in done.stderr
    assert "Traceback" not in done.stderr
    log = (tmp_path / "logs" / "hotseat.jsonl").read_text()
    (line,) = [json.loads(text) for text in log.splitlines() if "a defect" in text]
    assert any("broken" in place for place in line["exception"])
    assert "secret words" not in log + done.stderr
    assert verified(tmp_path)
    (listed,) = objects(hotseat("sessions", "list", "--json", "--data-dir", tmp_path).stdout)
    assert listed["state"] == "failed"


# --- being stopped --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_an_answer_properly(tmp_path: Path, number: signal.Signals) -> None:
    with running("rehearse", *QUIET, "--data-dir", tmp_path) as program:
        program.until_kind("answer_began")
        program.send(number)
        assert program.end() == 0
        assert program.errors == ""
        assert program.lines[-2]["reason"] == "candidate"
        assert program.session.is_dir()
    assert verified(tmp_path)


@contextlib.contextmanager
def silent_server() -> Iterator[str]:
    """The address of a server that takes every connection and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        taken: list[socket.socket] = []

        def take() -> None:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(listener.accept()[0])

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()
            for connection in taken:
                connection.close()


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    """While the mind is asked for a line that does not come, the first signal waits a second for it."""
    mind = ("--mind", "server", "--server-model", "any")
    with silent_server() as address:
        arguments = ("rehearse", *QUIET, *mind, "--server", address, "--data-dir", tmp_path)
        with running(*arguments) as program:
            program.until_kind("answer_began")
            program.type("An answer that the server is asked about.")
            program.until_kind("answer_heard")
            program.send(signal.SIGINT)
            program.until_kind("pressed")
            program.send(signal.SIGINT)
            assert program.end() == 130
            assert program.errors == ""
            assert program.lines[-2]["reason"] == "interrupted"
            assert program.session.is_dir()
    assert verified(tmp_path)


def shell(command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("json_too", ["", "--json"])
def test_a_reader_that_leaves_ends_the_interview_without_noise(tmp_path: Path, json_too: str) -> None:
    program = shlex.join([*COMMAND, "rehearse", *QUIET, "--data-dir", str(tmp_path)])
    done = shell(f"yes 'An answer.' | head -50 | {program} {json_too} | head -1")
    assert done.returncode == 141
    assert done.stderr == ""
    assert verified(tmp_path)
    (listed,) = objects(hotseat("sessions", "list", "--json", "--data-dir", tmp_path).stdout)
    assert listed["state"] == "closed"


@pytest.mark.parametrize("command", ["--help", "sessions list"])
def test_no_command_minds_a_reader_that_leaves(tmp_path: Path, command: str) -> None:
    rehearsed(tmp_path)
    where = "" if command == "--help" else f"--data-dir {shlex.quote(str(tmp_path))}"
    done = shell(f"{shlex.join(COMMAND)} {command} {where} | (exec <&-; true)")
    assert done.returncode in (0, 141)
    assert done.stderr == ""
