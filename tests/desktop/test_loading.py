"""What a window loads before it is painted, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HEAVY = (
    "asyncio", "pydantic", "tomlkit", "numpy", "openai", "httpx2", "faster_whisper", "keyring", "sqlite3",
    "interviewer.content.model", "interviewer.conduct", "interviewer.events", "interviewer.records.index",
    "speech.recorder.recorder", "speech.whisper.models", "speech.voices.voice", "desktop.headless",
    "desktop.view_state", "desktop.wishes", "PySide6.QtMultimedia",
)  # fmt: skip
"""What the first page does without."""

FIRST_PAGE = f"""
import builtins, gc, os, sys
from pathlib import Path
from desktop.loading import load_window
pythons_own = builtins.__import__
app_module = load_window()
assert builtins.__import__ is pythons_own
assert not gc.isenabled()
from PySide6.QtCore import QSettings
from desktop.desk import AtPractice
from desktop.paths import find
from desktop.window import MainWindow
app = app_module.make_application()
paths = find(Path(sys.argv[1]))
paths.make()
desk, look = app_module.make_desk(app, paths)
window = MainWindow(desk, QSettings(str(paths.data / "w.ini"), QSettings.Format.IniFormat))
window.go(AtPractice())
window.show()
assert window.page("practice").choices.go.isEnabled()
print(*(name for name in {HEAVY!r} if name in sys.modules), flush=True)
os._exit(0)
"""

FIRST_JOB = """
import sys
from desktop.engine import Engine
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
engine = Engine(app)
needed = ("pydantic.main", "pydantic.types", "interviewer.content.loader", "interviewer.records.index")
print(*(name for name in needed if name in sys.modules))
engine.call(lambda: [name for name in needed if name not in sys.modules], lambda missing: (print(*missing), app.quit()))
app.exec()
engine.stop()
"""


def said_by(code: str, *arguments: str) -> str:
    """What a fresh process prints."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=REPOSITORY,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip()


@pytest.mark.window
def test_the_first_page_waits_for_nothing_heavy(tmp_path: Path) -> None:
    assert said_by(FIRST_PAGE, str(tmp_path)) == ""


def test_workers_find_their_libraries_whole() -> None:
    """Two that load pydantic at once can meet it half made; so it is loaded before the first of them begins."""
    assert said_by(FIRST_JOB) == ""
