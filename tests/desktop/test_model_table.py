"""What the table of speech models says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from desktop.model_speed import key
from desktop.model_table import model_lines, recommended, removable, size_order
from speech.whisper.listing import ModelInfo
from speech.whisper.sources import Origin

BASE = ModelInfo(
    name="base.en",
    origin=Origin.INSTALLED,
    publisher="Systran/faster-whisper-base.en",
    installed=True,
    verified=True,
    default=True,
    english_only=True,
    bytes=147_769_510,
    disk_need_bytes=0,
    licence="MIT",
    folder=Path("/models/base.en"),
)
SMALL = replace(
    BASE, name="small", origin=Origin.HUB, installed=False, verified=False, default=False, bytes=486_212_372
)
MINE = replace(SMALL, name="mine", origin=Origin.FOLDER, installed=True, publisher="", licence="", english_only=False)


def test_a_model_in_words() -> None:
    base, small, mine = model_lines((BASE, SMALL, MINE), "", {key("base.en", BASE.bytes): 6.26})
    assert (base.title, base.size, base.memory) == ("base.en (recommended)", "148 MB", "about 380 MB")
    assert (base.speed_words, base.state) == ("6.3× real time", "In use")
    assert base.about() == "English only · licence MIT · from Systran/faster-whisper-base.en · files checked"
    assert (small.speed_words, small.state) == ("–", "Can be downloaded")
    assert mine.about() == "Many languages · licence not known · files checked when first used"
    assert (mine.speed_words, mine.state) == ("not measured", "Ready")


def test_a_half_download_is_told_as_such() -> None:
    half = replace(SMALL, arrived_bytes=194_484_949)
    paused, other = model_lines((half, MINE), "", {})
    assert (paused.state, paused.paused) == ("Paused at 40 %", True)
    assert paused.needs(0).startswith("Downloaded: 194 MB of 486 MB. ")
    assert not other.paused
    coming, _ = model_lines((half, MINE), "", {}, arriving="small")
    assert (coming.state, coming.paused) == ("Downloading", False)
    (nearly,) = model_lines((replace(SMALL, arrived_bytes=SMALL.bytes),), "", {})
    assert nearly.state == "Paused at 99 %", "all has arrived, but nobody has looked whether it is right"


def test_the_chosen_one_is_used_if_it_is_there() -> None:
    assert [line.used for line in model_lines((BASE, SMALL, MINE), "mine", {})] == [False, False, True]
    assert [line.used for line in model_lines((BASE, SMALL, MINE), "small", {})] == [True, False, False]


def test_a_slow_machine_is_recommended_the_smaller_one() -> None:
    assert recommended({"base.en": None}) == "base.en"
    assert recommended({"base.en": 1.2}) == "tiny.en"
    assert recommended({"base.en": 1.2, "base": 1.9}) == "base.en"
    (line,) = model_lines((BASE,), "", {key("base.en", BASE.bytes): 1.2})
    assert not line.recommended
    assert "Too slow" in line.slow()


def test_the_recommended_one_is_marked_until_it_is_used() -> None:
    assert [line.state for line in model_lines((SMALL, replace(BASE, installed=False, default=False)), "", {})] == [
        "Can be downloaded",
        "Recommended",
    ]
    assert [line.state for line in model_lines((BASE, MINE), "mine", {})] == ["Recommended, ready", "In use"]


def test_a_speed_of_another_build_does_not_count() -> None:
    (line,) = model_lines((BASE,), "", {key("base.en", 1): 6.0})
    assert line.speed is None


def test_only_what_hotseat_put_there_is_removed() -> None:
    assert [removable(model) for model in (BASE, SMALL, MINE)] == [True, False, False]


def test_small_ones_come_first() -> None:
    tiny = replace(BASE, name="tiny.en", bytes=78_090_594)
    world = replace(BASE, name="base", english_only=False, bytes=150_218_479)
    assert [model.name for model in size_order((SMALL, world, BASE, tiny))] == ["tiny.en", "base.en", "base", "small"]
