from __future__ import annotations

import os
import stat
from dataclasses import fields
from pathlib import Path

import pytest

from desktop.paths import FolderUnusable, Paths, find

PROPERTIES = ("sessions", "index", "models", "language_models", "packs", "voice_cache")
NAMES = [*(field.name for field in fields(Paths)), *PROPERTIES]


@pytest.mark.parametrize("name", NAMES)
def test_a_data_dir_moves_every_path(name: str, tmp_path: Path) -> None:
    path: Path = getattr(find(tmp_path / "all"), name)
    assert path.is_relative_to(tmp_path / "all")


@pytest.mark.parametrize("name", NAMES)
def test_without_one_all_is_in_the_users_home(name: str) -> None:
    path: Path = getattr(find(), name)
    assert path.is_relative_to(Path.home())
    assert "hotseat" in str(path).lower()


def test_a_relative_data_dir_is_fixed_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    paths = find(Path("here"))
    monkeypatch.chdir("/")
    assert paths.sessions == tmp_path / "here" / "sessions"


def test_folders_are_made_for_their_owner_only(tmp_path: Path) -> None:
    previous = os.umask(0)
    try:
        find(tmp_path / "deep" / "down").make()
    finally:
        os.umask(previous)
    made = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}
    assert (tmp_path / "deep" / "down" / "sessions").is_dir()


def test_a_folder_that_cannot_be_made_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(FolderUnusable, match=r"taken.*Choose another one with --data-dir"):
        find(tmp_path / "taken").make()
