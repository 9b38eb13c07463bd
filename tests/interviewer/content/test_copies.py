"""A copy is a pack of the user's: complete, under its own id, and never over something that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

import assets
from interviewer.content.copies import copy_pack, with_id
from interviewer.content.loader import id_of, load_pack
from interviewer.content.model import (
    Anchors,
    Brief,
    Case,
    Conduct,
    Dimension,
    Entry,
    Fact,
    FollowUp,
    Hints,
    Item,
    Kind,
    Lines,
    Listening,
    Pack,
    Question,
    Quote,
    Round,
    RoundPhase,
    Rubric,
    Section,
    Slot,
    SlotFact,
)
from interviewer.errors import PackError
from tests.interviewer.content.support import PM, copy_of_pm

TEMPLATE = assets.resource("templates", "pack")
IN_OTHER_FILES = {"common", "rounds", "questions"}
"""Fields of a pack that the loader fills."""


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_copy_under_the_same_id_is_the_same(tmp_path: Path) -> None:
    made = copy_pack(PM, tmp_path, "pm")
    assert made == tmp_path / "pm"
    assert files(made) == files(PM)


def test_only_the_id_changes_under_another_one(tmp_path: Path) -> None:
    copied, original = files(copy_pack(PM, tmp_path, "mine")), files(PM)
    assert load_pack(tmp_path / "mine").id == "mine"
    assert copied.pop("pack.toml") == original.pop("pack.toml").replace(b'id = "pm"', b'id = "mine"')
    assert copied == original


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('id = "a"\ntitle = "a"\n', 'id = "b"\ntitle = "a"\n'),
        ("title = 'a'\r\nid='a' # id = 'a'\r\n", "title = 'a'\r\nid='b' # id = 'a'\r\n"),
        ('\ufeff"id" = "a"', '\ufeff"id" = "b"'),
        ('about = """\nid = "a"\n"""\nid = "a"', 'about = """\nid = "a"\n"""\nid = "b"'),
    ],
)
def test_the_id_is_found_however_it_is_written(head: str, expected: str) -> None:
    assert with_id(head, "a", "b") == expected


def test_an_id_called_id_is_found() -> None:
    assert with_id('"id" = "id"', "id", "b") == '"id" = "b"'


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(PackError, match="You have a pack “mine” already") as caught:
        copy_pack(PM, tmp_path, "mine")
    assert caught.value.code == "pack_exists"
    assert files(tmp_path / "mine") == {}
    copy_of_pm(tmp_path).rename(tmp_path / "elsewhere")
    with pytest.raises(PackError, match="You have a pack “pm” already"):
        copy_pack(PM, tmp_path, "pm")


@pytest.mark.parametrize("new_id", ["", "My pack", "../pm", "a/b", ".hidden", "ä", "a--b"])
def test_what_cannot_be_an_id_is_refused(tmp_path: Path, new_id: str) -> None:
    with pytest.raises(PackError, match="cannot be the id") as caught:
        copy_pack(PM, tmp_path, new_id)
    assert caught.value.code == "usage"
    assert list(tmp_path.iterdir()) == []


def test_a_copy_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    users = tmp_path / "users"
    users.write_text("a file where the folder of packs should be")
    with pytest.raises(PackError, match="cannot be written") as caught:
        copy_pack(PM, users, "mine")
    assert caught.value.code == "pack_not_written"


def test_hidden_files_stay_behind_and_modes_are_not_copied(tmp_path: Path) -> None:
    source = copy_of_pm(tmp_path / "source")
    (source / ".git").mkdir()
    (source / ".git" / "config").write_text("")
    (source / "common.toml").chmod(0o400)
    made = copy_pack(source, tmp_path / "users", "mine")
    assert not (made / ".git").exists()
    (made / "common.toml").write_text("it can be edited")


# --- the pack that is made new ----------------------------------------------------------------------------------------


def test_the_template_is_a_sound_pack(tmp_path: Path) -> None:
    pack = load_pack(copy_pack(TEMPLATE, tmp_path, "mine"))
    assert (pack.id, len(pack.rounds), len(pack.questions)) == ("mine", 1, 1)
    assert pack.rounds[0].dimensions
    assert any(follow_up.case for follow_up in pack.questions[0].follow_ups)
    assert id_of(TEMPLATE) == "template"


@pytest.mark.parametrize(
    "shape",
    [
        Anchors, Brief, Case, Conduct, Dimension, Fact, FollowUp, Hints, Item, Kind, Lines, Listening, Pack, Question,
        Quote, Round, RoundPhase, Rubric, Section, Slot, SlotFact,
    ],
)  # fmt: skip
def test_the_template_has_every_field(shape: type[Entry]) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATE.rglob("*.toml")))
    for name in set(shape.model_fields) - IN_OTHER_FILES:
        assert f"{name} =" in text or f"{name}]" in text, name
