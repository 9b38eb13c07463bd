"""Packs of one's own: found with their faults, made, copied, thrown away and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.pack_shelf import bring_back, duplicate, faults_of, new_pack, read_shelf, throw_away
from desktop.paths import Paths, find
from interviewer.errors import PackError
from tests.interviewer.records import sessions


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = find(tmp_path / "data")
    made.make()
    return made


def break_question(folder: Path) -> Path:
    """Misspell a field of the first question."""
    file = min((folder / "questions").glob("*.toml"))
    file.write_text(file.read_text().replace("\nspoken =", "\nspocken =", 1))
    return file


def test_own_packs_come_first_and_broken_ones_with_their_faults(paths: Paths) -> None:
    sound = new_pack(paths, "sound")
    broken = new_pack(paths, "broken")
    file = break_question(broken)

    shelf = read_shelf(paths)

    assert [(one.id, one.users, one.pack is not None) for one in shelf.packs] == [
        ("broken", True, False), ("sound", True, True), ("pm", False, True),
    ]  # fmt: skip
    assert shelf.packs[0].title == "broken"
    assert {problem.file for problem in shelf.packs[0].problems} == {f"questions/{file.name}"}
    assert all(problem.line >= 1 for problem in shelf.packs[0].problems)
    assert shelf.packs[1].folder == sound
    assert faults_of(broken) == shelf.packs[0].problems
    assert faults_of(sound) == ()


def test_a_copy_under_the_same_id_replaces_the_built_in_one_while_it_reads(paths: Paths) -> None:
    folder = duplicate(paths, "pm", "pm")
    (one,) = read_shelf(paths).packs
    assert (one.folder, one.users, one.replaces) == (folder, True, True)

    break_question(folder)
    mine, built_in = read_shelf(paths).packs
    assert (mine.pack, mine.replaces, built_in.users) == (None, False, False)


def test_two_of_ones_own_with_one_id(paths: Paths) -> None:
    folder = new_pack(paths, "one")
    folder.with_name("two").mkdir()
    (folder.with_name("two") / "pack.toml").write_text((folder / "pack.toml").read_text())

    first, second, _ = read_shelf(paths).packs

    assert first.pack is not None
    assert second.pack is None
    assert "Give each its own" in second.problems[0].sentence


@pytest.mark.parametrize("name", ["pm", "Not An Id", ""])
def test_an_id_that_cannot_be(paths: Paths, name: str) -> None:
    with pytest.raises(PackError):
        new_pack(paths, name)

    assert list(paths.packs.iterdir()) == []


def test_deleted_packs_come_back(paths: Paths) -> None:
    folder = new_pack(paths, "mine")
    trashed = throw_away(paths, folder)
    assert not folder.exists()

    new_pack(paths, "mine")
    with pytest.raises(PackError, match="again"):
        bring_back(paths, trashed, "mine")
    second = throw_away(paths, folder)
    assert second != trashed

    assert bring_back(paths, trashed, "mine") == folder
    assert faults_of(folder) == ()


def test_a_built_in_pack_is_never_thrown_away(paths: Paths) -> None:
    with pytest.raises(PackError, match="came with Hotseat"):
        throw_away(paths, read_shelf(paths).packs[-1].folder)


def test_what_was_practised_is_known(paths: Paths) -> None:
    sessions.hold(paths.sessions)

    assert read_shelf(paths).practised == {"execution/groups"}
