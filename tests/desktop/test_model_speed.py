"""How fast a model is here: the real recogniser on the reading that ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.model_speed import Speeds, key, measure, memory_bytes
from speech.whisper.models import ModelStore
from tests.support.weights import model_folder


@pytest.mark.whisper
async def test_a_model_is_timed(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "models", extra_folder=model_folder("tiny.en").parent)
    speed = await measure(store, "tiny.en")
    assert 0.2 < speed < 500


def test_what_was_measured_is_kept(tmp_path: Path) -> None:
    speeds = Speeds(tmp_path / "cache")
    assert speeds.all() == {}
    speeds.keep(key("tiny.en", 78), 9.3456)
    speeds.keep(key("base", 150), 5.0)
    assert Speeds(tmp_path / "cache").all() == {"tiny.en 78": 9.35, "base 150": 5.0}


@pytest.mark.parametrize("text", ["", "[]", '{"base 150": "fast"}', "{"])
def test_a_damaged_cache_is_no_trouble(tmp_path: Path, text: str) -> None:
    (tmp_path / "model-speeds.json").write_text(text)
    assert Speeds(tmp_path).all() == {}


def test_memory_is_what_was_measured() -> None:
    assert memory_bytes(78_090_594) == pytest.approx(293e6, rel=0.08)
    assert memory_bytes(150_218_479) == pytest.approx(379e6, rel=0.08)
