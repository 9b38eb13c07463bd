"""The levels a candidate can be rehearsed for, junior first. Apart from packs, so that choosing one loads none."""

from __future__ import annotations

from typing import Literal

Level = Literal["apm", "pm", "senior", "group"]
LEVELS: tuple[Level, ...] = ("apm", "pm", "senior", "group")
