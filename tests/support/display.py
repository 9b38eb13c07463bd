"""A screen nobody looks at, and what a window finds there: keyboard, pointer, window manager, D-Bus, accessibility.

    window ──► Xvfb ──► picture, screenshot         press, type_text, click ──► xdotool ──► cwm's focus ──► window
    window ◄──► session bus ◄── at-spi ──► accessibility bus ◄── tests.support.accessibility

All of it is private and runs as children of the test process; `environment` leads other processes to it. The window
manager is there for focus: without one, X11 gives it to no window, and nobody gives it back when a dialog closes. It
draws nothing, grabs no key but Alt+F4, which closes a window, and lets windows have the size they ask for. The session
bus starts no service by itself: there is no keyring and no desktop portal, wherever the tests run.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support import isolation
from tests.support.sound_server import wait_until

SIZE = (1280, 800)
"""Width and height in pixels."""
DEADLINE_SECONDS = 15.0
END_SECONDS = 2.0
"""A process that has not ended by then is killed."""
SETTLE_SECONDS = 0.1
"""A picture counts as finished when it has not changed for so long."""

Area = tuple[int, int, int, int]
"""Left, top, width, height in pixels."""

_PROGRAMS = {"Xvfb": "xvfb", "dbus-daemon": "dbus-daemon", "cwm": "cwm", "xdotool": "xdotool"}
"""Programs and the packages that bring them."""
_LAUNCHERS = [f"/usr/{folder}/at-spi-bus-launcher" for folder in ("libexec", "lib/at-spi2-core", "lib")]

_WINDOW_MANAGER = "unbind-key all\nunbind-mouse all\nborderwidth 0\nbind-key M-F4 window-close\n"
_SESSION_BUS = """<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""
_OF_A_REAL_DESKTOP = ("AT_SPI_BUS_ADDRESS", "DESKTOP_SESSION", "LANGUAGE", "WAYLAND_DISPLAY", "XDG_CURRENT_DESKTOP")


def missing_part() -> str:
    """Why no display can be started here; empty when one can."""
    if not sys.platform.startswith("linux"):
        return "the private display is for Linux"
    for program, package in _PROGRAMS.items():
        if shutil.which(program) is None:
            return f"{program} is not installed (apt install {package})"
    if _launcher() is None:
        return "at-spi-bus-launcher is not installed (apt install at-spi2-core)"
    return ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a screen showed."""

    width: int
    height: int
    rgb: bytes
    """Three bytes a pixel, rows from the top, no padding."""

    def pixel(self, x: int, y: int) -> tuple[int, int, int]:
        """Red, green and blue, 0 to 255."""
        at = 3 * (y * self.width + x)
        red, green, blue = self.rgb[at : at + 3]
        return red, green, blue

    def cropped(self, area: Area) -> Picture:
        """The part of an area that lies on the picture."""
        left, top = max(0, area[0]), max(0, area[1])
        right, bottom = min(self.width, area[0] + area[2]), min(self.height, area[1] + area[3])
        width, height = max(0, right - left), max(0, bottom - top)
        starts = (3 * (y * self.width + left) for y in range(top, top + height))
        return Picture(width, height, b"".join(self.rgb[start : start + 3 * width] for start in starts))

    def write_png(self, path: Path) -> Path:
        row = 3 * self.width
        rows = b"".join(b"\0" + self.rgb[start : start + row] for start in range(0, row * self.height, row))
        size = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*chunk) for chunk in chunks))
        return path


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


class Display:
    """The screen, keyboard and pointer."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        """`folder` holds the memory of the screen, as Xvfb's -fbdir."""
        self._memory = folder / "Xvfb_screen0"
        self.environment = environment
        """Variables that lead a process to this display and its buses; put them over its environment."""

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as `Tab`, `ctrl+Return`, `alt+F4` (names of X11)."""
        self._xdotool("key", *keys)

    def type_text(self, text: str) -> None:
        """Type into what has the focus, on an American keyboard.

        Raises: ValueError for what it has no key for: a key that is added for a moment is often read too late.
        """
        if not text.isascii():
            raise ValueError("the keyboard has ASCII only; set_text of the accessibility tree takes any text")
        self._xdotool("type", "--delay", "5", "--", text)

    def move_pointer(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y))

    def click(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def picture(self) -> Picture:
        """What the screen shows now; a window may be half drawn."""
        return _read_xwd(self._memory.read_bytes())

    def settled_picture(self, deadline_seconds: float = 2.0) -> Picture:
        """What the screen shows once nothing has changed for a moment; at the deadline, what it shows then."""
        never = threading.Event()
        end = time.monotonic() + deadline_seconds
        seen = b""
        while (now := self._memory.read_bytes()) != seen and time.monotonic() < end:
            seen = now
            never.wait(SETTLE_SECONDS)
        return _read_xwd(now)

    def screenshot(self, path: Path, area: Area | None = None) -> Picture:
        """Write what the screen shows, once it has settled, or an area of it, as PNG."""
        picture = self.settled_picture()
        if area is not None:
            picture = picture.cropped(area)
        picture.write_png(path)
        return picture

    def _xdotool(self, *arguments: str) -> None:
        environment = {**os.environ, **self.environment}
        subprocess.run(["xdotool", *arguments], env=environment, check=True, capture_output=True, timeout=30)


def _read_xwd(data: bytes) -> Picture:
    """The picture in an X window dump, in the one form that Xvfb writes at a depth of 24."""
    fields = struct.unpack(">20I", data[:80])
    header_bytes, width, height, line_bytes, colours = (fields[index] for index in (0, 4, 5, 12, 19))
    assert (fields[3], fields[11]) == (24, 32), "depth and bits per pixel"
    pixels = data[header_bytes + 12 * colours :]
    first = (2, 1, 0) if fields[7] == 0 else (1, 2, 3)  # LSBFirst: blue, green, red, nothing
    rgb = bytearray(3 * width * height)
    for channel, at in enumerate(first):
        rgb[channel::3] = pixels[at : line_bytes * height : 4]
    return Picture(width, height, bytes(rgb))


@contextlib.contextmanager
def running_display(size: tuple[int, int] = SIZE) -> Iterator[Display]:
    """A display with window manager and buses from here to the end of the block."""
    with (
        tempfile.TemporaryDirectory(prefix="d", dir=isolation.ROOT, ignore_cleanup_errors=True) as name,
        contextlib.ExitStack() as running,
    ):
        folder = Path(name)
        environment = {
            **dict.fromkeys(_OF_A_REAL_DESKTOP, ""),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "QT_LOGGING_RULES": "qt.accessibility.atspi*=false",  # warns when asked for a widget that has gone
        }
        environment["DISPLAY"] = running.enter_context(_x_server(folder, size))
        environment["DBUS_SESSION_BUS_ADDRESS"] = running.enter_context(_session_bus(folder))
        running.enter_context(_accessibility(folder, environment))
        running.enter_context(_window_manager(folder, environment))
        yield Display(folder, environment)


@contextlib.contextmanager
def _x_server(folder: Path, size: tuple[int, int]) -> Iterator[str]:
    """Yields: the name of the display."""
    screen = ["-screen", "0", f"{size[0]}x{size[1]}x24", "-dpi", "96", "-fbdir", str(folder), "-nocursor"]
    with _start_and_hear(["Xvfb", *screen, "-nolisten", "tcp", "-noreset", "-displayfd"], folder) as number:
        yield f":{number}"


@contextlib.contextmanager
def _session_bus(folder: Path) -> Iterator[str]:
    """Yields: the address of the bus."""
    configuration = folder / "bus.conf"
    configuration.write_text(_SESSION_BUS.format(socket=folder / "bus"))
    command = ["dbus-daemon", "--nofork", "--nosyslog", f"--config-file={configuration}", "--print-address"]
    with _start_and_hear(command, folder) as address:
        yield address


@contextlib.contextmanager
def _accessibility(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    """The launcher, whose bus starts the registry; both are orphans once it has ended, so the group is ended too."""
    launcher = _launcher()
    assert launcher is not None
    variables = {**environment, "XDG_RUNTIME_DIR": str(folder), "GSETTINGS_BACKEND": "memory"}
    with _start([launcher, "--launch-immediately"], folder, variables) as process:
        try:
            yield
        finally:
            process.terminate()
            process.wait()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def _window_manager(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    configuration = folder / "cwmrc"
    configuration.write_text(_WINDOW_MANAGER)
    with _start(["cwm", "-c", str(configuration)], folder, environment) as process:
        wait_until(lambda: _manages(environment) or process.poll() is not None, "the window manager")
        if process.poll() is not None:
            raise RuntimeError(f"cwm ended: {_last_words(folder, process)}")
        yield


def _manages(environment: dict[str, str]) -> bool:
    """Whether somebody says which desktop is shown, as window managers do."""
    command = ["xdotool", "get_desktop"]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def _start_and_hear(command: list[str], folder: Path) -> Iterator[str]:
    """A process that is ready when it writes a line to the pipe whose number is its last argument.

    Yields: the line.
    """
    readable, writable = os.pipe()
    with (
        os.fdopen(readable, "rb") as answer,
        os.fdopen(writable, "wb") as handed_on,
        _start([*command, str(writable)], folder, pass_fds=(writable,)) as process,
    ):
        handed_on.close()
        line = _first_line(answer.fileno())
        if not line:
            raise RuntimeError(f"{command[0]} did not start: {_last_words(folder, process)}")
        yield line


@contextlib.contextmanager
def _start(
    command: list[str], folder: Path, environment: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own until the end of the block; what it says goes to a file named after it."""
    with (folder / f"{Path(command[0]).name}.log").open("ab") as log:
        process = subprocess.Popen(
            command,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=pass_fds,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _first_line(descriptor: int) -> str:
    """The first line that comes through a pipe; empty when it is closed before, or nothing comes in time."""
    end = time.monotonic() + DEADLINE_SECONDS
    line = b""
    while not line.endswith(b"\n"):
        if not select.select([descriptor], [], [], max(0.0, end - time.monotonic()))[0]:
            return ""
        piece = os.read(descriptor, 1)
        if not piece:
            return ""
        line += piece
    return line.decode().strip()


def _last_words(folder: Path, process: subprocess.Popen[bytes]) -> str:
    arguments = process.args
    assert isinstance(arguments, list)
    return (folder / f"{Path(str(arguments[0])).name}.log").read_text(errors="replace")[-2000:]


def _launcher() -> str | None:
    return next((path for path in _LAUNCHERS if os.access(path, os.X_OK)), None)
