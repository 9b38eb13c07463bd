"""The system's own engine, in a process of its own: eSpeak can be started once a process."""

from __future__ import annotations

import ctypes.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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


SLOW_TO_OBEY = """
import json, os, sys
from pathlib import Path
from pyttsx3.drivers import _espeak

is_playing, set_parameter, cancel = _espeak.IsPlaying, _espeak.SetParameter, _espeak.Cancel
pending = []
cancelled = []

def ask():
    # Three times asked, eSpeak's thread has not yet come to what it was told, as on a machine with too much to do.
    if pending and pending[0][0] > 0:
        pending[0][0] -= 1
        return 1
    while pending:
        set_parameter(*pending.pop(0)[1])
    return is_playing()

def tell(*parameter):
    pending.append([3, parameter])

def stop():
    cancelled.append(len(pending))
    pending.clear()
    return cancel()

_espeak.IsPlaying, _espeak.SetParameter, _espeak.Cancel = ask, tell, stop
from speech.voices.system import SystemEngine

engine = SystemEngine(voice=None, pace=float(sys.argv[2]), scratch=Path(sys.argv[1]))
seconds = [engine.synthesise("How would you measure success?").seconds for _ in range(3)]
print()
print(json.dumps({"cancelled": cancelled, "seconds": seconds}), flush=True)
os._exit(0)
"""


def _run(program: str, *arguments: str) -> Any:
    """What a process that speaks with eSpeak writes as its last line, which is JSON."""
    if not ctypes.util.find_library("espeak-ng"):
        skip_missing_part("eSpeak is not installed (apt install espeak-ng)")
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=30, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_line_is_not_cancelled_with_the_one_before_it(tmp_path: Path) -> None:
    assert _run(LINES_AT_ONCE, str(tmp_path)) == [True] * 4


def test_a_pace_that_is_slow_to_be_set_is_kept_and_cancels_nothing(tmp_path: Path) -> None:
    slow, fast = (_run(SLOW_TO_OBEY, str(tmp_path), pace) for pace in ("0.8", "1.6"))
    assert slow["cancelled"] == fast["cancelled"] == []
    assert min(slow["seconds"]) > 1.6 * max(fast["seconds"])
