from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from speech.errors import VoiceUnavailable
from speech.voices.cache import Cache
from speech.voices.sound import Sound

SOUND = Sound(22050, b"\1\0" * 500)


def test_a_line_is_found_again_by_what_it_says_and_who_says_it(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "lines")
    path = cache.path("system", "en", 1.0, "Hello.")
    assert cache.get(path) is None
    cache.put(path, SOUND)
    assert Cache(tmp_path / "lines").get(path) == SOUND
    others = [("neural", "en", 1.0, "Hello."), ("system", "fr", 1.0, "Hello."), ("system", "en", 1.1, "Hello.")]
    assert len({path, cache.path("system", "en", 1.0, "Hello!"), *(cache.path(*other) for other in others)}) == 5


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_lines_belong_to_their_owner(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "lines")
    path = cache.path("system", "en", 1.0, "Hello.")
    cache.put(path, SOUND)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(cache.folder.stat().st_mode) == 0o700
    assert "Hello" not in path.name


@pytest.mark.parametrize("damage", [b"", b"RIFFrubbish"])
def test_a_damaged_line_is_removed(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    path = cache.path("system", "en", 1.0, "Hello.")
    path.write_bytes(damage)
    assert cache.get(path) is None
    assert not path.exists()


def test_the_least_recently_used_make_room(tmp_path: Path) -> None:
    cache = Cache(tmp_path, most_bytes=3 * (44 + 1000))
    first, second, third, fourth = (cache.path("system", "en", 1.0, text) for text in "abcd")
    for age, path in enumerate((first, second, third)):
        cache.put(path, SOUND)
        os.utime(path, (1000 + age, 1000 + age))
    assert cache.get(first) == SOUND  # used again: now the second is the oldest
    cache.put(fourth, SOUND)
    assert [path.exists() for path in (first, second, third, fourth)] == [True, False, True, True]


def test_nothing_is_made_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1_000_000))
    with pytest.raises(VoiceUnavailable, match="disk is full") as caught:
        Cache(tmp_path).require_room()
    assert caught.value.code == "voice_disk"
