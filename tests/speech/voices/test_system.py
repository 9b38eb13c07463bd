"""The system's own engine, in a process of its own: eSpeak can be started once a process."""

from __future__ import annotations

import ctypes.util
import json
import subprocess
import sys
from pathlib import Path

from tests.support.guards import skip_missing_part

LINES_AT_ONCE = """
import json, os, sys, threading
from pathlib import Path
from speech.voices.system import SystemEngine

engine = SystemEngine(voice=None, pace=1.0, scratch=Path(sys.argv[1]))
driver = engine._engine.proxy._driver
end_loop = driver.endLoop

def held_up():
    end_loop()
    if threading.current_thread() is not threading.main_thread():
        threading.Event().wait(0.05)

# eSpeak's thread is held up after it has ended pyttsx3's loop, as on a machine with too much to do.
driver.endLoop = held_up
ends = []
engine._engine.connect("finished-utterance", lambda name, completed: ends.append(completed))
for _ in range(4):
    engine.synthesise("How would you measure success?")
print()
print(json.dumps(ends), flush=True)
os._exit(0)
"""


def test_a_line_is_not_cancelled_with_the_one_before_it(tmp_path: Path) -> None:
    if not ctypes.util.find_library("espeak-ng"):
        skip_missing_part("eSpeak is not installed (apt install espeak-ng)")
    done = subprocess.run(
        [sys.executable, "-c", LINES_AT_ONCE, str(tmp_path)], capture_output=True, text=True, timeout=30, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == [True] * 4
