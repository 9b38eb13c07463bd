"""The real program with a real window in a process of its own, driven as a user does: by keyboard, pointer and what a
screen reader is told. Nothing of the program is imported here.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from tests.support import accessibility, isolation
from tests.support.accessibility import Accessibility, CannotAct, Found, Node
from tests.support.display import Display, Picture

REPOSITORY = Path(__file__).resolve().parents[2]
OUTPUT = REPOSITORY / "tests" / "output"
"""Screenshots are kept here; git ignores it."""
HOTSEAT = (sys.executable, "-m", "desktop", "window")
START_SECONDS = 60.0
"""From the command to a window with the keyboard's focus, on a busy machine."""
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MAIN_ROLE = "frame"
"""The role of main windows; dialogs have others."""


class HotseatWindow:
    """A program that runs, its window, and what it leaves behind."""

    def __init__(
        self,
        display: Display,
        tree: Accessibility,
        data: Path,
        command: Sequence[str],
        environment: Mapping[str, str],
        stderr: Path,
    ) -> None:
        """Starts it. `stderr` is a file for what it complains about."""
        self.display = display
        self.tree = tree
        self.data = data
        """The folder given as --data-dir."""
        self._command = (*command, "--data-dir", str(data))
        self._environment = dict(environment)
        self._stderr = stderr
        self._family: set[psutil.Process] = set()
        self.process = self._start()

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        with self._stderr.open("ab") as stderr:
            return subprocess.Popen(
                [*self._command, *arguments],
                cwd=REPOSITORY,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=stderr,
                stderr=stderr,
            )

    # --- what is seen -----------------------------------------------------------------------------------------------

    @property
    def application(self) -> Node:
        """Everything the program shows: the main window and its dialogs.

        Raises: AssertionError when the program is not there.
        """
        node = self.tree.application(self.process.pid)
        assert node is not None, f"no such application; exit code {self.exit_code}: {self.stderr[-2000:]}"
        return node

    @property
    def main(self) -> Node:
        """The main window. Raises: AssertionError."""
        node = next((child for child in self.application.children if child.role == MAIN_ROLE and child.showing), None)
        assert node is not None, f"no main window:\n{self.application.outline()}"
        return node

    def find(self, object_name: str | None = None, *, name: str | None = None, role: str | None = None) -> Node | None:
        """What fits and is shown now; None if nothing does, or the program is gone."""
        application = self.tree.application(self.process.pid)
        return None if application is None else application.find(object_name, name=name, role=role)

    def expect(
        self,
        object_name: str | None = None,
        *,
        name: str | None = None,
        role: str | None = None,
        deadline_seconds: float = accessibility.DEADLINE_SECONDS,
    ) -> Node:
        """What fits, once it is shown. Raises: TimeoutError with an outline of what is shown instead."""
        what = " ".join(str(part) for part in (role, object_name, name and repr(name)) if part)
        return self.wait_for(
            lambda: self.find(object_name, name=name, role=role), what, deadline_seconds=deadline_seconds
        )

    def wait_for(
        self,
        condition: Callable[[], Found | None],
        what: str,
        *,
        deadline_seconds: float = accessibility.DEADLINE_SECONDS,
    ) -> Found:
        """What `condition` says once that is true. Raises: TimeoutError with an outline of what is shown."""
        try:
            return accessibility.wait_for(condition, what, deadline_seconds=deadline_seconds)
        except TimeoutError as error:
            raise TimeoutError(f"{error}\n{self.outline()}") from error

    @property
    def announcements(self) -> list[str]:
        """What a screen reader was told to say, in order."""
        return self.tree.announcements

    def outline(self) -> str:
        """All that is shown, a line each; without a program, its last words."""
        application = self.tree.application(self.process.pid)
        if application is not None:
            return application.outline()
        logged = self.log_lines()[-3:]
        return f"no window; exit code {self.exit_code}; standard error: {self.stderr[-2000:]}\nlog: {logged}"

    def screenshot(self, name: str, *, whole_screen: bool = False) -> Picture:
        """Keep what the main window shows as `tests/output/NAME.png`, with whatever lies over it, under no pointer."""
        OUTPUT.mkdir(exist_ok=True)
        area = self.main.area
        if area[0] > 0 or area[1] > 0:  # else the pointer would still be in it, and take the focus from a dialog
            self.display.move_pointer(0, 0)
        return self.display.screenshot(OUTPUT / f"{name}.png", None if whole_screen else area)

    # --- what is done -----------------------------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after the other, such as `Tab`, `ctrl+Return` (names of X11), in the window that has focus."""
        self.wait_for(lambda: self.has_focus, "the focus for a window of the program")
        self.display.press(*keys)

    def type_text(self, text: str) -> None:
        """Type ASCII into what has the focus. Raises: ValueError for other text; `Node.set_text` takes any."""
        self.wait_for(lambda: self.has_focus, "the focus for a window of the program")
        self.display.type_text(text)

    def click(self, node: Node, across: float = 0.5, down: float = 0.5) -> None:
        """Click on a place of a node: from 0 at its left and top to 1.

        Raises: CannotAct when it is not shown.
        """
        left, top, width, height = node.area
        if not node.showing or not width or not height:
            raise CannotAct(f"{node} is nowhere to be clicked")
        self.display.click(left + round(across * (width - 1)), top + round(down * (height - 1)))

    def choose(self, box: Node, item: str) -> None:
        """Open a combo box and choose an item by its name, with the arrow keys. Raises: CannotAct."""
        items = [node for node in box.walk(hidden=True) if node.role == "list item"]
        names = [node.name for node in items]
        if item not in names:
            raise CannotAct(f"{box} offers {names}")
        current = next((index for index, node in enumerate(items) if node.selected), -1)
        steps = names.index(item) - current
        box.press()
        self.wait_for(lambda: box.find(role="list"), f"{box} to open")
        self.press(*(["Down"] * steps or ["Up"] * -steps), "Return")
        self.wait_for(lambda: not box.find(role="list"), f"{box} to close")

    def close_window(self) -> None:
        """Close the window that has the focus, as its frame's button does."""
        self.press("alt+F4")

    def start_again(self, *arguments: str, within: float = START_SECONDS) -> int:
        """Start the program a second time beside this one, with more arguments, until it ends by itself; its exit code.

        Raises: TimeoutExpired when it does not.
        """
        with self._start(*arguments) as second:
            try:
                return second.wait(within)
            finally:
                second.kill()

    @property
    def has_focus(self) -> bool:
        """Whether one of its windows has the keyboard."""
        application = self.tree.application(self.process.pid)
        return application is not None and any("active" in child.states for child in application.children)

    # --- how it ends ------------------------------------------------------------------------------------------------

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative when a signal ended it."""
        return self.process.poll()

    def wait_for_exit(self, within: float = 10.0) -> int:
        """Its exit code. Raises: TimeoutExpired."""
        return self.process.wait(within)

    def terminate(self, within: float = 10.0) -> int:
        """Ask it to end, as a logout does; its exit code. Raises: TimeoutExpired."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)

    def children(self) -> list[psutil.Process]:
        """Its processes below it."""
        with contextlib.suppress(psutil.NoSuchProcess):
            found = psutil.Process(self.process.pid).children(recursive=True)
            self._family.update(found)
            return list(found)
        return []

    def kill_child(self, module: str) -> None:
        """SIGKILL for the child that runs a module. Raises: AssertionError when there is none."""
        for child in self.children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if module in child.cmdline():
                    child.kill()
                    return
        raise AssertionError(f"no child runs {module}")

    def kill(self) -> list[psutil.Process]:
        """SIGKILL for the program; the children it had, which have to end by themselves."""
        children = self.children()
        self.process.kill()
        self.process.wait()
        return children

    def end(self) -> None:
        """End all of it that still runs. What a test wants of the end it does before."""
        self.kill()
        for child in self._family:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        psutil.wait_procs(self._family, timeout=10)

    # --- what it leaves ---------------------------------------------------------------------------------------------

    def log_lines(self, level: str = "WARNING") -> list[dict[str, Any]]:
        """What it logged at a level or above, the oldest first."""
        wanted = LEVELS[LEVELS.index(level) :]
        files = sorted((self.data / "logs").glob("hotseat.jsonl*"), key=lambda path: path.name, reverse=True)
        texts = [text for file in files for text in file.read_text(encoding="utf-8").splitlines()]
        lines: list[dict[str, Any]] = [json.loads(text) for text in texts if text.endswith("}")]
        return [line for line in lines if line["level"] in wanted]

    @property
    def stderr(self) -> str:
        """What it wrote to standard output and standard error."""
        return self._stderr.read_text(errors="replace")


@contextlib.contextmanager
def opened(
    display: Display,
    data: Path,
    *arguments: str,
    environment: Mapping[str, str] | None = None,
    command: Sequence[str] = HOTSEAT,
    start_seconds: float = START_SECONDS,
) -> Iterator[HotseatWindow]:
    """The program with its main window shown and focused, until the end of the block at the latest.

    `environment` goes over that of the display: a sound server's, keys of servers, a scale factor.
    Raises: TimeoutError with the program's last words when no window comes.
    """
    variables = {**os.environ, **display.environment, **(environment or {})}
    handle, stderr = tempfile.mkstemp(prefix="window-", suffix=".log", dir=isolation.ROOT)
    os.close(handle)
    with accessibility.connected(display.environment) as tree:
        window = HotseatWindow(display, tree, data, (*command, *arguments), variables, Path(stderr))
        try:
            window.wait_for(
                lambda: window.exit_code is not None or (window.find(role=MAIN_ROLE) is not None and window.has_focus),
                "the main window",
                deadline_seconds=start_seconds,
            )
            if window.exit_code is not None:
                raise RuntimeError(window.outline())
            yield window
        finally:
            window.end()
