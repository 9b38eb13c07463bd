"""What is said when the library that loads a speech model is missing or broken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from speech.errors import WorkerFailed
from speech.whisper.engine import Engine


@pytest.mark.parametrize(
    ("source", "library"),
    [
        ("import av_that_is_missing.codec", "av_that_is_missing"),
        ("raise OSError('libctranslate2.so: cannot open shared object file')", "faster_whisper"),
        ("raise ImportError('DLL load failed', name='ctranslate2._ext')", "ctranslate2"),
    ],
)
def test_a_library_that_does_not_load_is_named_with_a_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, library: str
) -> None:
    (tmp_path / "faster_whisper.py").write_text(source)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.delitem(sys.modules, "faster_whisper", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(WorkerFailed, match=rf"The library {library} does not load.* Install ") as raised:
        Engine(tmp_path, threads=1)
    assert raised.value.code == "recogniser_library"
