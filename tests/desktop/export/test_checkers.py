"""Subtitles and tiers as programs of others read them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import webvtt
from praatio import textgrid as praatio_textgrid

from interviewer.export.cues import cues_of
from interviewer.export.subtitles import srt, vtt
from interviewer.export.textgrid import textgrid
from tests.interviewer.export.support import HOSTILE, full, of_turns, said

SESSIONS = {text[:12] or "empty": full(text) for text in HOSTILE if text.strip()}
SESSIONS["talk"] = of_turns(
    *(said(f"{text} and so on for a while", start=10.0 * at) for at, text in enumerate(HOSTILE))
)


def test_webvtt_py_reads_the_subtitles(tmp_path: Path) -> None:
    file = tmp_path / "x"
    for exported in SESSIONS.values():
        count = len(cues_of(exported.turns))
        file.write_text(vtt(exported), encoding="utf-8")
        assert len(webvtt.read(str(file))) == count
        file.write_text(srt(exported), encoding="utf-8")
        assert len(webvtt.from_srt(str(file))) == count


def test_praatio_reads_the_tiers(tmp_path: Path) -> None:
    file = tmp_path / "x.TextGrid"
    for exported in SESSIONS.values():
        file.write_text(textgrid(exported), encoding="utf-8")
        read = praatio_textgrid.openTextgrid(str(file), includeEmptyIntervals=True, reportingMode="error")
        assert read.validate(reportingMode="error")
        assert read.tierNames == ("interviewer", "candidate", "candidate words", "phases", "remarks")


def test_ffmpeg_reads_the_subtitles(tmp_path: Path) -> None:
    ffmpeg = shutil.which("ffmpeg")
    if ffmpeg is None:
        pytest.skip("ffmpeg is not installed")
    exported = SESSIONS["talk"]
    for name, text in (("x.srt", srt(exported)), ("x.vtt", vtt(exported))):
        file = tmp_path / name
        file.write_text(text, encoding="utf-8")
        command = [ffmpeg, "-v", "error", "-i", str(file), "-f", "srt", "-"]
        done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
        times = re.findall(r"^\d+\n\S+ --> \S+$", done.stdout, re.MULTILINE)  # it escapes no text of its own
        assert len(times) == len(cues_of(exported.turns))
        assert done.stderr == ""
