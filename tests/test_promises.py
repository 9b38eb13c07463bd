"""What Hotseat promises about privacy, each proved on a whole rehearsal of the real program: P7, P8, P9.

The others are proved where their subject is tested, by tests named `test_p<number>_…`: P1 and P2 in `tests/bench`, P3
and P10 in `tests/interviewer/records`, P4 and P6 in `tests/speech`. P5 is about the window.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.guards import skip_missing_part
from tests.support.weights import FOLDER_VARIABLE, model_folder

CLIP = Path("/usr/share/pocketsphinx/test/data/librivox/sense_and_sensibility_01_austen_64kb-0890.wav")
SPOKEN = ("disposed", "selfish")
"""Words of the clip that any recognition of it has."""
CANARY_WORD = "zanzibarquokka"
CANARY_KEY = "sk-canary0123456789abcdef"
DEADLINE_SECONDS = 100


def rehearse(data: Path, *options: str, prefix: Sequence[str] = (), answers: str = "") -> Path:
    """Hold a whole rehearsal in a process of its own; the session's folder."""
    command = [*prefix, sys.executable, "-m", "desktop", "rehearse", "--json", "--verbose", "--minutes", "2"]
    done = subprocess.run(
        [*command, "--data-dir", str(data), *options],
        input=answers,
        capture_output=True,
        text=True,
        timeout=DEADLINE_SECONDS,
        env={**os.environ, "HOTSEAT_API_KEY": CANARY_KEY},
        umask=0o022,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Path(json.loads(done.stdout.splitlines()[-1])["session"])


@dataclass(frozen=True)
class Rehearsed:
    """A session that was answered by a recording and transcribed."""

    data: Path
    session: Path
    trace: Path | None
    """What the system was asked for by the program and by all its children; None where that cannot be traced."""


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """With the neural voice, if it is installed: it brings the most libraries along."""
    if not CLIP.is_file():
        skip_missing_part("the LibriVox clips are not installed (apt install pocketsphinx-testdata)")
    folder = tmp_path_factory.mktemp("spoken")
    trace = folder / "trace"
    calls = "trace=connect,sendto,sendmsg,sendmmsg,execve"
    strace = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", calls, "-o", str(trace))
    can = shutil.which("strace") and not subprocess.run([*strace, "true"], capture_output=True, check=False).returncode
    options = ("--answer", str(CLIP), "--pace", "fast", "--speech-model", "tiny.en", "--voice", "neural")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(model_folder("tiny.en")))
        session = rehearse(folder / "data", *options, prefix=strace if can else ())
    return Rehearsed(folder / "data", session, trace if can else None)


@pytest.mark.whisper
@pytest.mark.xdist_group("spoken rehearsal")
def test_p7_a_session_makes_no_connection_beyond_this_machine(spoken: Rehearsed) -> None:
    if spoken.trace is None:
        skip_missing_part("strace is not installed or may not trace (apt install strace)")
    traced = spoken.trace.read_text(errors="replace").splitlines()
    assert any("speech.whisper.child" in line for line in traced), "the recogniser was not traced"
    beyond = [line for line in traced if "AF_INET" in line and "127.0.0.1" not in line and "::1" not in line]
    assert beyond == []


@pytest.mark.whisper
@pytest.mark.xdist_group("spoken rehearsal")
def test_p8_no_spoken_word_reaches_a_log(spoken: Rehearsed) -> None:
    kept = (spoken.session / "events.jsonl").read_text()
    assert any(word in kept for word in SPOKEN), "the clip was not recognised at all"
    assert found(spoken.data, SPOKEN, besides=spoken.session) == []


def test_p8_no_typed_word_and_no_key_reaches_a_log(tmp_path: Path) -> None:
    typed = f"My north star is {CANARY_WORD}.\n/ask What about {CANARY_WORD}?\n/end\n"
    session = rehearse(tmp_path / "data", "--microphone", "none", "--voice", "none", answers=typed)
    assert CANARY_WORD in (session / "events.jsonl").read_text()
    assert found(tmp_path / "data", (CANARY_WORD, CANARY_KEY), besides=session) == []
    assert found(session, (CANARY_KEY,)) == []


def found(folder: Path, words: Sequence[str], *, besides: Path | None = None) -> list[str]:
    """Files below `folder` that hold one of the words. The index of sessions may: it is made to search them."""
    hits = []
    for path in folder.rglob("*"):
        own = besides is not None and path.is_relative_to(besides)
        if path.is_file() and not own and not path.name.startswith("index.sqlite"):
            content = path.read_bytes().lower()
            hits += [f"{path.name}: {word}" for word in words if word.lower().encode() in content]
    return hits


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes; the user's folders are private there")
def test_p9_every_file_is_private_to_its_user(tmp_path: Path) -> None:
    rehearse(tmp_path / "data", "--microphone", "none", "--voice", "none", answers="An answer.\n/end\n")
    open_to_others = [
        path
        for path in (tmp_path / "data", *(tmp_path / "data").rglob("*"))
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert open_to_others == []
