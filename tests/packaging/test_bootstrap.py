"""The parts of the bootstrap that decide: which Python, what to install, what is still good."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from tests.support.guards import skip_missing_part

REPOSITORY = Path(__file__).resolve().parent.parent.parent
SCRIPT = REPOSITORY / "packaging" / "bootstrap.py"


def load() -> ModuleType:
    """The script as a module; `packaging` itself is the name of somebody else's package."""
    spec = importlib.util.spec_from_file_location("bootstrap", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


bootstrap = load()


def refuse(python: str) -> str:
    raise AssertionError(f"asked {python}")


def test_the_running_python_is_taken_when_it_fits() -> None:
    assert bootstrap.choose_python("/here", (3, 12), ["/there"], refuse) == "/here"


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_else_the_first_candidate_that_starts_and_fits(version: tuple[int, int]) -> None:
    answers = {"/broken": "", "/old": "3.9", "/garbled": "no such thing", "/good": "3.13", "/also": "3.11"}
    assert bootstrap.choose_python("/here", version, answers, answers.__getitem__) == "/good"


def test_without_one_the_sentence_says_what_to_install() -> None:
    with pytest.raises(bootstrap.Fault, match=r"needs Python 3\.11, 3\.12 or 3\.13, and this is 3\.8\. Install"):
        bootstrap.choose_python("/here", (3, 8), ["/old"], lambda _: "3.7")


def test_a_candidate_is_asked_for_its_version() -> None:
    assert bootstrap.ask_version(sys.executable) == f"{sys.version_info.major}.{sys.version_info.minor}"
    assert bootstrap.ask_version("/no/such/python") == ""


def test_versions_are_those_of_the_project() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest, newest = bootstrap.OLDEST, bootstrap.NEWEST
    assert project["requires-python"] == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"
    assert sorted(bootstrap.PREFERRED) == [f"3.{minor}" for minor in range(oldest[1], newest[1] + 1)]


PORTAUDIO = bootstrap.Part("sound", "lib:portaudio", "libportaudio2", "portaudio", "portaudio")
RANDR = bootstrap.Part("the window", "lib:xcb-randr", "libxcb-randr0", "libxcb", "libxcb")
SHAPE = bootstrap.Part("the window", "lib:xcb-shape", "libxcb-shape0", "libxcb", "libxcb")
DATA = bootstrap.Part("speech for tests", "file:no/such", "pocketsphinx-testdata")


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "sudo apt install libportaudio2 libxcb-randr0 libxcb-shape0 pocketsphinx-testdata"),
        ("dnf", "sudo dnf install portaudio libxcb"),
        ("pacman", "sudo pacman -S portaudio libxcb"),
        (
            "",
            "install, under the names of your system: libportaudio2 libxcb-randr0 libxcb-shape0 pocketsphinx-testdata",
        ),
    ],
)
def test_one_line_says_what_to_install(manager: str, line: str) -> None:
    assert bootstrap.install_line([PORTAUDIO, RANDR, SHAPE, DATA], manager) == line


def test_purposes_are_named_once() -> None:
    assert bootstrap.purposes([PORTAUDIO, RANDR, SHAPE]) == "sound, the window"


def test_a_part_is_seen_when_it_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "helper"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    relative = program.relative_to("/")
    for probe in ("program:helper", f"file:{relative}", f"file:no/such|{relative.parent}/help*"):
        assert bootstrap.is_there(bootstrap.Part("", probe, ""))
    for probe in ("program:other", "file:no/such", "lib:no-such-library"):
        assert not bootstrap.is_there(bootstrap.Part("", probe, ""))


APT = """#!/bin/sh
echo "$*" >> {folder}/asked
case "$*" in
  update*) touch {folder}/updated;;
  *unknown*) exit 100;;
  install*) test -e {folder}/updated && for name; do printf '' > {folder}/$name && chmod 755 {folder}/$name; done;;
esac
"""
"""Knows every package but one, once its lists are there; installing makes a program of that name."""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is a thing of Linux")
def test_apt_is_tried_with_fresh_lists_and_then_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "apt-get").write_text(APT.format(folder=tmp_path))
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(bootstrap, "_as_root", list)
    parts = [bootstrap.Part(name, f"program:{name}", name) for name in ("hs-known", "hs-unknown", "hs-other")]
    bootstrap.install_system_parts(parts)
    asked = [line.split()[0] for line in (tmp_path / "asked").read_text().splitlines()]
    assert asked == ["install", "update", "install", "install", "install", "install"]
    assert [bootstrap.is_there(part) for part in parts] == [True, False, True]
    assert "to have it: sudo apt install hs-unknown\n" in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="apt is a thing of Linux")
def test_without_rights_nothing_is_installed_and_one_line_says_what(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "apt-get").write_text(APT.format(folder=tmp_path))
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(bootstrap, "_as_root", lambda: None)
    bootstrap.install_system_parts([bootstrap.Part("sound", "program:hs-known", "hs-known")])
    assert not (tmp_path / "asked").exists()
    said = capsys.readouterr().err
    assert said == "hotseat: something is missing for sound; to have it: sudo apt install hs-known\n"


def test_a_display_is_started_when_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("Xvfb") is None:
        skip_missing_part("Xvfb is not installed (apt install xvfb)")
    monkeypatch.delenv("DISPLAY", raising=False)
    with bootstrap.display() as environment:
        number = environment["DISPLAY"].removeprefix(":")
        assert Path(f"/tmp/.X11-unix/X{number}").is_socket()
    assert not Path(f"/tmp/.X11-unix/X{number}").exists()
    monkeypatch.setenv("DISPLAY", ":7")
    with bootstrap.display() as environment:
        assert environment == {}


WITHOUT_PIP = """#!/bin/sh
test "$2" = venv || exec {python} "$@"
test -e {folder}/python3-venv && exec {python} "$@"
{python} -m venv --without-pip "$3"
exit 1
"""
"""The Python of a Debian: without the package python3-venv it leaves half an environment."""


@pytest.mark.skipif(os.name == "nt", reason="a Python that is a shell script")
def test_an_environment_without_pip_is_made_again_and_never_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python, venv = tmp_path / "python", tmp_path / "venv"
    python.write_text(WITHOUT_PIP.format(python=sys.executable, folder=tmp_path))
    python.chmod(0o755)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "_as_root", lambda: None)
    with pytest.raises(bootstrap.Fault, match=r"sudo apt install python3\.\d+-venv"):
        bootstrap.make_venv(str(python))
    assert not venv.exists()
    (tmp_path / "python3-venv").touch()
    bootstrap.make_venv(str(python))
    made = venv.stat().st_ino
    subprocess.run([str(bootstrap.venv_program("python")), "-m", "pip", "--version"], check=True)
    bootstrap.make_venv("/no/such/python")
    assert venv.stat().st_ino == made, "one that works is kept"


STOPPED = """#!/bin/sh
{python} -m venv --without-pip "$3"
kill -INT $PPID
exit 1
"""
MAKE = """
import runpy, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_path(sys.argv[1])["make_venv"](sys.argv[2])
"""


@pytest.mark.skipif(os.name == "nt", reason="a Python that is a shell script")
def test_nothing_is_left_of_an_environment_that_was_stopped_while_it_was_made(tmp_path: Path) -> None:
    python, script = tmp_path / "python", tmp_path / "packaging" / "bootstrap.py"
    script.parent.mkdir()
    shutil.copy(SCRIPT, script)
    python.write_text(STOPPED.format(python=sys.executable))
    python.chmod(0o755)
    done = subprocess.run([sys.executable, "-c", MAKE, str(script), str(python)], stderr=subprocess.PIPE, check=False)
    assert b"KeyboardInterrupt" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_a_fingerprint_changes_with_content_and_order() -> None:
    marks = {bootstrap.fingerprint(contents) for contents in ([b"a", b"b"], [b"b", b"a"], [b"ab"], [b"a"])}
    assert len(marks) == 4
    assert bootstrap.fingerprint([b"a", b"b"]) in marks


@pytest.mark.parametrize("content", [None, "", "{", "[1]"])
def test_a_garbled_stamp_counts_as_none(content: str | None, tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    if content is not None:
        stamp.write_text(content)
    assert bootstrap.read_stamp(stamp) == {}


@pytest.fixture
def pip_calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What pip was asked for, with a pip that works unless it is asked for something broken."""
    calls: list[list[str]] = []

    def quietly(command: list[str]) -> tuple[bool, str]:
        calls.append(command)
        return "broken" not in command, "the end of what it printed"

    monkeypatch.setattr(bootstrap, "_quietly", quietly)
    monkeypatch.setattr(bootstrap, "STAMP", tmp_path / "stamp.json")
    return calls


def test_a_step_is_carried_out_again_only_when_its_file_changed(tmp_path: Path, pip_calls: list[list[str]]) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("one")
    step = bootstrap.Step("run", "packages", ("--requirement", str(lock)), (lock,))
    bootstrap.install([step])
    bootstrap.install([step])
    assert len(pip_calls) == 1
    lock.write_text("two")
    bootstrap.install([step])
    assert len(pip_calls) == 2


def test_a_needed_step_that_fails_says_what_pip_said(pip_calls: list[list[str]]) -> None:
    with pytest.raises(bootstrap.Fault, match=r"Installing run failed(?s:.*)the end of what it printed"):
        bootstrap.install([bootstrap.Step("run", "packages", ("broken",), ())])
    assert not bootstrap.STAMP.exists()


def test_one_that_is_not_needed_warns_and_is_tried_again(
    pip_calls: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    step = bootstrap.Step("weights", "speech models", ("broken",), (), needed=False)
    bootstrap.install([step])
    bootstrap.install([step])
    assert "could not install speech models; going on without" in capsys.readouterr().err
    assert len(pip_calls) == 2


def test_run_installs_no_gpl_unasked() -> None:
    assert "voice" not in [step.name for step in bootstrap.steps_for("run", neural_voice=False)]
    assert "voice" in [step.name for step in bootstrap.steps_for("run", neural_voice=True)]
    assert "piper" not in (REPOSITORY / "packaging" / "locks" / "run.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", sorted((REPOSITORY / "packaging" / "locks").glob("*.txt")), ids=lambda path: path.stem)
def test_locks_hold_public_names_and_hashes_only(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[\w.]+( ; [^\\]+)? \\\n    --hash=sha256:", entry), entry
    assert "/" not in text


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {
        "run": project["project"]["dependencies"],
        "test": project["project"]["dependencies"] + project["dependency-groups"]["dev"],
        **project["project"]["optional-dependencies"],
    }
    for name, requirements in wanted.items():
        locked = set(re.findall(r"(?m)^([\w-]+)==", (bootstrap.LOCKS / f"{name}.txt").read_text(encoding="utf-8")))
        for requirement in requirements:
            package = re.split(r"[^\w-]", requirement)[0].lower()
            assert package in locked, f"{package} is not in {name}.txt: run packaging/lock.py"


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["walk"], 2), (["--help"], 0)])
def test_wrong_usage_says_how(arguments: list[str], status: int) -> None:
    done = subprocess.run([sys.executable, str(SCRIPT), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert "bootstrap.py run" in done.stdout + done.stderr


def test_ci_runs_the_second_command() -> None:
    script = REPOSITORY / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "packaging/bootstrap.py test" in script.read_text(encoding="utf-8")
