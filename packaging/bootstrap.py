"""From a fresh checkout to a running Hotseat: `python3 packaging/bootstrap.py run|test [arguments]`.

Owns the virtual environment `.venv` in the checkout and what is installed into it, by the hashes of
`packaging/locks/`. Standard library only; runs under the Python it is started with, even one too old for Hotseat, and
looks for a fitting one. On Debian and Ubuntu it installs system libraries where it may, elsewhere it says which.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent
VENV = REPOSITORY / ".venv"
LOCKS = REPOSITORY / "packaging" / "locks"
STAMP = VENV / "hotseat-installed.json"

OLDEST = (3, 11)
NEWEST = (3, 13)
PREFERRED = ("3.12", "3.13", "3.11")

USAGE = """usage: python3 packaging/bootstrap.py run [--neural-voice] [arguments of hotseat ...]
       python3 packaging/bootstrap.py test [arguments of pytest ...]

run    set up what is missing, then start Hotseat
test   the same with the tools for developers, then check the code and run the tests
"""

TWO_AT_ONCE = ("-n", "2", "--dist", "loadgroup")
"""Arguments of pytest when there are none: half of the tests wait for speech, and the others need the time."""

WRONG_USAGE = 2
FAULT = 1


class Fault(Exception):
    """Something that cannot be gone on from; `str(error)` says what happened and what to do."""


def say(sentence: str) -> None:
    print(f"hotseat: {sentence}", file=sys.stderr, flush=True)


# --- which Python ---------------------------------------------------------------------------------------------------


def fits(version: Sequence[int]) -> bool:
    """Whether Hotseat runs on a Python of this version."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def choose_python(running: str, version: Sequence[int], candidates: Iterable[str], ask: Callable[[str], str]) -> str:
    """The Python to build the environment with: the running one if it fits, else the first candidate that does.

    `ask(path)` says a candidate's version as "3.12", or "" when it does not start.
    Raises: Fault when there is none.
    """
    if fits(version):
        return running
    for candidate in candidates:
        if fits(parse_version(ask(candidate))):
            return candidate
    has = ".".join(map(str, version[:2]))
    raise Fault(
        f"Hotseat needs Python 3.11, 3.12 or 3.13, and this is {has}. Install one of them "
        "(Debian and Ubuntu: sudo apt install python3 python3-venv; else python.org) and start this again."
    )


def parse_version(text: str) -> tuple[int, ...]:
    """`3.12` as (3, 12); anything else as ()."""
    parts = text.strip().split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def python_candidates() -> Iterator[str]:
    """Pythons of fitting versions on PATH, then those of pyenv."""
    for version in PREFERRED:
        found = shutil.which(f"python{version}")
        if found:
            yield found
    root = os.environ.get("PYENV_ROOT", str(Path.home() / ".pyenv"))
    for version in PREFERRED:
        yield from sorted(map(str, Path(root).glob(f"versions/{version}.*/bin/python")), reverse=True)


def ask_version(python: str) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        return subprocess.run([python, "-c", code], stdout=subprocess.PIPE, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


# --- system libraries -----------------------------------------------------------------------------------------------


class Part(NamedTuple):
    """Something of the system, how to see that it is there, and the package that brings it."""

    what: str
    probe: str
    """`lib:NAME`, `program:NAME`, or `file:` with patterns below / between bars, one of which must match."""
    apt: str
    dnf: str = ""
    pacman: str = ""


_ALSA_PLUGIN = "usr/lib*/alsa-lib/libasound_module_pcm_pulse.so|usr/lib*/*/alsa-lib/libasound_module_pcm_pulse.so"

TO_RUN = (
    Part("sound", "lib:portaudio", "libportaudio2", "portaudio", "portaudio"),
    Part("sound", "file:" + _ALSA_PLUGIN, "libasound2-plugins", "alsa-plugins-pulseaudio", "alsa-plugins"),
    Part("a voice", "program:espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng"),
    Part("the window", "lib:EGL", "libegl1", "libglvnd-egl", "libglvnd"),
    Part("the window", "lib:GL", "libgl1", "libglvnd-glx", "libglvnd"),
    Part("the window", "lib:fontconfig", "libfontconfig1", "fontconfig", "fontconfig"),
    Part("the window", "lib:dbus-1", "libdbus-1-3", "dbus-libs", "dbus"),
    Part("the window", "lib:glib-2.0", "libglib2.0-0", "glib2", "glib2"),
    Part("the window", "lib:xkbcommon-x11", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Part("the window", "lib:xcb-cursor", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Part("the window", "lib:xcb-icccm", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Part("the window", "lib:xcb-keysyms", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Part("the window", "lib:xcb-image", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Part("the window", "lib:xcb-render-util", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Part("the window", "lib:xcb-shape", "libxcb-shape0", "libxcb", "libxcb"),
    Part("the window", "lib:xcb-randr", "libxcb-randr0", "libxcb", "libxcb"),
)

_AT_SPI = "usr/libexec/at-spi-bus-launcher|usr/lib/at-spi2-core/at-spi-bus-launcher|usr/lib/at-spi-bus-launcher"

TO_TEST = (
    Part("a display for tests", "program:Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Part("a display for tests", "program:cwm", "cwm"),
    Part("a display for tests", "program:xdotool", "xdotool", "xdotool", "xdotool"),
    Part("a display for tests", "program:dbus-daemon", "dbus-daemon", "dbus-daemon", "dbus"),
    Part("a display for tests", "file:" + _AT_SPI, "at-spi2-core", "at-spi2-core", "at-spi2-core"),
    Part("a browser for tests", "lib:nss3", "libnss3", "nss", "nss"),
    Part("a browser for tests", "lib:Xcomposite", "libxcomposite1", "libXcomposite", "libxcomposite"),
    Part("a browser for tests", "lib:Xdamage", "libxdamage1", "libXdamage", "libxdamage"),
    Part("a browser for tests", "lib:Xrandr", "libxrandr2", "libXrandr", "libxrandr"),
    Part("a browser for tests", "lib:Xtst", "libxtst6", "libXtst", "libxtst"),
    Part("a browser for tests", "lib:xkbfile", "libxkbfile1", "libxkbfile", "libxkbfile"),
    Part("a tracer of system calls for tests", "program:strace", "strace", "strace", "strace"),
    Part("a sound server for tests", "program:pulseaudio", "pulseaudio", "pulseaudio", "pulseaudio"),
    Part("a sound server for tests", "program:pactl", "pulseaudio-utils", "pulseaudio-utils", "libpulse"),
    Part("recorded speech for tests", "file:usr/share/pocketsphinx/test/data/librivox", "pocketsphinx-testdata"),
)


def is_there(part: Part) -> bool:
    kind, _, name = part.probe.partition(":")
    if kind == "lib":
        return ctypes.util.find_library(name) is not None
    if kind == "program":
        return shutil.which(name) is not None
    return any(any(Path("/").glob(pattern)) for pattern in name.split("|"))


def install_line(missing: Sequence[Part], manager: str) -> str:
    """The command that installs the missing parts with a package manager; without one, what is missing."""
    commands = {"apt-get": "sudo apt install", "dnf": "sudo dnf install", "pacman": "sudo pacman -S"}
    fields = {"apt-get": "apt", "dnf": "dnf", "pacman": "pacman"}
    if manager not in commands:
        return "install, under the names of your system: " + " ".join(part.apt for part in missing)
    names = [getattr(part, fields[manager]) for part in missing]
    return " ".join([commands[manager], *dict.fromkeys(name for name in names if name)])


def purposes(missing: Sequence[Part]) -> str:
    """What the missing parts are for, in words."""
    return ", ".join(dict.fromkeys(part.what for part in missing))


def install_system_parts(parts: Sequence[Part]) -> None:
    """Install what is missing on Linux, or say in one line what to install. Never fails: Hotseat does without."""
    if not sys.platform.startswith("linux"):
        return  # the wheels for macOS and Windows bring PortAudio and all of Qt; the system has a voice
    missing = [part for part in parts if not is_there(part)]
    if not missing:
        return
    manager = next((name for name in ("apt-get", "dnf", "pacman") if shutil.which(name)), "")
    prefix = _as_root() if manager == "apt-get" else None
    if prefix is not None:
        say(f"installing system packages for {purposes(missing)}")
        _apt_install(prefix, [part.apt for part in missing])
        missing = [part for part in missing if not is_there(part)]
    if missing:
        say(f"something is missing for {purposes(missing)}; to have it: {install_line(missing, manager)}")


def _as_root() -> list[str] | None:
    """What to put before a command to run it as root; None when that is not allowed without a password."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if shutil.which("sudo") and _quietly(["sudo", "-n", "true"])[0] else None


def _apt_install(prefix: Sequence[str], packages: Sequence[str]) -> None:
    """All at once; with fresh lists if that fails; then one by one, so that an unknown one spoils no other."""
    if _apt(prefix, "install", *packages):
        return
    _apt(prefix, "update")
    if not _apt(prefix, "install", *packages):
        for package in packages:
            _apt(prefix, "install", package)


def _apt(prefix: Sequence[str], action: str, *packages: str) -> bool:
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    options = ["-qq", "-y", "--no-install-recommends"] if packages else ["-qq"]
    command = [*prefix, *environment, "apt-get", action, *options, *packages]
    return _quietly(command)[0]


# --- the virtual environment ----------------------------------------------------------------------------------------


def fingerprint(contents: Iterable[bytes]) -> str:
    """Changes whenever one of the contents does, or their order."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def read_stamp(path: Path) -> dict[str, str]:
    """What was installed when, as fingerprints by name; empty when there is no such record, or a garbled one."""
    try:
        stamp = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def venv_program(name: str) -> Path:
    return VENV / ("Scripts" if os.name == "nt" else "bin") / (name + (".exe" if os.name == "nt" else ""))


def make_venv(python: str) -> None:
    """Make `.venv` unless a working one is there. Raises: Fault; nothing is left of one that does not work."""
    if fits(parse_version(ask_version(str(venv_program("python"))))) and _ask_pip()[0]:
        return
    say(f"making a virtual environment in {VENV}")
    if _new_venv(python)[0]:
        return
    package = f"python{ask_version(python)}-venv"
    prefix = _as_root() if shutil.which("apt-get") else None
    if prefix is not None:
        say(f"installing {package}")
        _apt_install(prefix, [package])
    worked, tail = _new_venv(python)
    if not worked:
        raise Fault(f"No virtual environment could be made. On Debian and Ubuntu: sudo apt install {package}\n{tail}")


def _new_venv(python: str) -> tuple[bool, str]:
    """Whether a new `.venv` works, and the end of what was printed; one that does not, or is not finished, is gone."""
    shutil.rmtree(VENV, ignore_errors=True)
    worked = False
    try:
        worked, tail = _quietly([python, "-m", "venv", str(VENV)])
        if worked:
            worked, tail = _ask_pip()
    finally:
        if not worked:
            shutil.rmtree(VENV, ignore_errors=True)
    return worked, tail


def _ask_pip() -> tuple[bool, str]:
    """Whether the environment has a pip that starts: Debian without python3-venv leaves one that has none."""
    return _quietly([str(venv_program("python")), "-m", "pip", "--version"])


class Step(NamedTuple):
    """One installation, done again only when what it depends on has changed."""

    name: str
    says: str
    arguments: tuple[str, ...]
    depends_on: tuple[Path, ...]
    needed: bool = True
    """Whether Hotseat cannot start without it."""


def lock_step(name: str, says: str, *, needed: bool = True) -> Step:
    lock = LOCKS / f"{name}.txt"
    # The locks hold every dependency, so that pip need not look for more.
    options = ("--no-deps", "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock))
    return Step(name, says, options, (lock,), needed)


def steps_for(command: str, *, neural_voice: bool) -> list[Step]:
    """What is installed for a command, in order."""
    testing = command == "test"
    voice = lock_step("voice", "the neural voice (Piper, GPL-3.0)", needed=neural_voice)
    return [
        lock_step("test" if testing else "run", "packages, which takes some minutes the first time"),
        lock_step("build", "the build tool"),
        lock_step("weights", "speech models", needed=False),
        *([voice] if testing or neural_voice else []),
        Step(
            "hotseat",
            "Hotseat itself",
            ("--no-deps", "--no-build-isolation", "--editable", str(REPOSITORY)),
            (REPOSITORY / "pyproject.toml",),
        ),
    ]


def install(steps: Sequence[Step]) -> None:
    """Carry out the steps whose files have changed since they were last carried out.

    Raises: Fault when a needed one fails.
    """
    for step in steps:
        stamp = read_stamp(STAMP)
        mark = fingerprint([str(VENV).encode(), *(path.read_bytes() for path in step.depends_on)])
        if stamp.get(step.name) == mark:
            continue
        say(f"installing {step.says}")
        pip = [str(venv_program("python")), "-m", "pip", "install", "--quiet", "--no-input"]
        worked, tail = _quietly([*pip, "--disable-pip-version-check", *step.arguments])
        if worked:
            STAMP.write_text(json.dumps({**stamp, step.name: mark}, indent=1))
        elif step.needed:
            raise Fault(f"Installing {step.name} failed. Check the network connection and try again. pip said:\n{tail}")
        else:
            say(f"could not install {step.says}; going on without. pip said:\n{tail}")


def _quietly(command: Sequence[str]) -> tuple[bool, str]:
    """Whether a command worked, and the end of what it printed."""
    done = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return done.returncode == 0, "\n".join(done.stdout.strip().splitlines()[-15:])


# --- the two commands -----------------------------------------------------------------------------------------------


def run(arguments: Sequence[str]) -> int:
    command = [str(venv_program("hotseat")), *arguments]
    if os.name != "nt":  # there, a process that replaces itself seems to have ended
        os.execv(command[0], command)
    return subprocess.call(command)


def checks() -> list[tuple[str, list[str]]]:
    """What is checked before the tests, by name."""
    return [
        ("ruff check", ["ruff", "check", "--quiet", "."]),
        ("ruff format", ["ruff", "format", "--check", "--quiet", "."]),
        ("mypy", ["mypy"]),
        ("import contracts", ["lint-imports"]),
    ]


def test(arguments: Sequence[str]) -> int:
    """Every check, then the tests; 0 only when all of them passed."""
    failed = []
    for name, (program, *options) in checks():
        say(f"checking: {name}")
        done = subprocess.run(
            [str(venv_program(program)), *options],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode != 0:
            sys.stderr.buffer.write(done.stdout)
            failed.append(name)
    say("running the tests")
    with display() as environment:
        command = [str(venv_program("python")), "-m", "pytest", *(arguments or TWO_AT_ONCE)]
        status = subprocess.call(command, cwd=REPOSITORY, env={**os.environ, **environment})
    if failed:
        say(f"failed: {', '.join(failed)}")
    return status or (FAULT if failed else 0)


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """The environment of a program that needs a display: an Xvfb of our own when there is none."""
    if os.environ.get("DISPLAY") or not sys.platform.startswith("linux") or not shutil.which("Xvfb"):
        yield {}
        return
    readable, writable = os.pipe()
    options = ["-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writable), *options], pass_fds=[writable], stderr=subprocess.DEVNULL
    )
    os.close(writable)
    try:
        with os.fdopen(readable) as pipe:
            number = pipe.readline().strip()  # written once the display is ready; empty when Xvfb ended
        yield {"DISPLAY": f":{number}"} if number else {}
    finally:
        server.terminate()
        server.wait()


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in ("run", "test"):
        print(USAGE, end="", file=sys.stdout if "--help" in arguments else sys.stderr)
        return 0 if "--help" in arguments else WRONG_USAGE
    command, rest = arguments[0], list(arguments[1:])
    neural_voice = command == "run" and rest[:1] == ["--neural-voice"]
    try:
        python = choose_python(sys.executable, sys.version_info[:2], python_candidates(), ask_version)
        install_system_parts(TO_RUN + TO_TEST if command == "test" else TO_RUN)
        make_venv(python)
        install(steps_for(command, neural_voice=neural_voice))
    except Fault as fault:
        say(str(fault))
        return FAULT
    return test(rest) if command == "test" else run(rest[1:] if neural_voice else rest)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
