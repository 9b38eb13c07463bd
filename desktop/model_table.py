"""The speech models as a table shows them: what each needs, how fast it is here, what can be done with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop.disk_use import megabytes
from desktop.language import tr
from desktop.model_speed import KEEPS_UP, key, memory_bytes
from desktop.model_words import busy_state, rest_needed, room_needed
from speech.whisper.listing import ModelInfo
from speech.whisper.sources import Origin

BEST, SMALLER = "base.en", "tiny.en"
"""What is recommended for English, and what to a machine that does not keep up with it."""


@dataclass(frozen=True, slots=True)
class ModelLine:
    """One model."""

    info: ModelInfo
    recommended: bool
    used: bool
    """An interview would take it now."""
    speed: float | None
    """Times real time; None: not measured here."""
    arriving: bool = False
    """Its download is under way."""

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def title(self) -> str:
        return tr("{name} (recommended)", name=self.name) if self.recommended else self.name

    @property
    def size(self) -> str:
        return megabytes(self.info.bytes)

    @property
    def memory(self) -> str:
        return tr("about {size}", size=megabytes(round(memory_bytes(self.info.bytes), -7)))

    @property
    def speed_words(self) -> str:
        if self.speed is None:
            return tr("not measured") if self.info.installed else "–"
        return tr("{n}× real time", n=f"{self.speed:.1f}")

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns: model, size, memory, speed, state."""
        return self.name, self.size, self.memory, self.speed_words, self.state

    @property
    def ready(self) -> bool:
        """Whether it is here and checked."""
        return self.info.installed and self.info.verified

    @property
    def paused(self) -> bool:
        """Whether a part of it is here, and nothing is coming."""
        return self.info.arrived_bytes > 0 and not self.arriving

    @property
    def state(self) -> str:
        busy = busy_state(
            used=self.used, arriving=self.arriving, arrived=self.info.arrived_bytes, total=self.info.bytes
        )
        if busy:
            return busy
        if self.recommended:
            return tr("Recommended, ready") if self.info.installed else tr("Recommended")
        return tr("Ready") if self.info.installed else tr("Can be downloaded")

    def about(self) -> str:
        """Language, licence, where it is from, and whether its files were checked."""
        info = self.info
        parts = [tr("English only") if info.english_only else tr("Many languages")]
        parts.append(tr("licence {name}", name=info.licence) if info.licence else tr("licence not known"))
        if info.publisher:
            parts.append(tr("from {publisher}", publisher=info.publisher))
        if info.installed:
            parts.append(tr("files checked") if info.verified else tr("files checked when first used"))
        return " · ".join(parts)

    def needs(self, free: int) -> str:
        """What it takes, of the disk as long as it is not here; `free`: bytes that the disk has left."""
        if self.info.installed:
            return tr("Takes {memory} of memory. Speed: {speed}.", memory=self.memory, speed=self.speed_words)
        need = self.info.disk_need_bytes
        if self.paused:
            return rest_needed(arrived=self.info.arrived_bytes, total=self.info.bytes, need=need, free=free)
        return room_needed(need=need, free=free, memory=self.memory)

    def slow(self) -> str:
        """A sentence about a speed that is too low; empty for one that is not."""
        if self.speed is None or self.speed >= KEEPS_UP:
            return ""
        return tr("Too slow here to follow speech as it is spoken: text would come after each answer.")


def model_lines(
    models: Sequence[ModelInfo], chosen: str, speeds: Mapping[str, float], arriving: str = ""
) -> list[ModelLine]:
    """Every model, in the order of the store.

    Args:
        chosen: the setting, empty for the best one present.
        arriving: the model whose download is under way, empty for none.
    """
    present = {model.name for model in models if model.installed}
    used = chosen if chosen in present else next((model.name for model in models if model.default), "")
    known = {model.name: speeds.get(key(model.name, model.bytes)) for model in models}
    best = recommended(known)
    return [
        ModelLine(model, model.name == best, model.name == used, known[model.name], model.name == arriving)
        for model in models
    ]


def recommended(speeds: Mapping[str, float | None]) -> str:
    """The best model that keeps up with speech on this machine."""
    measured = [speed for name in (BEST, "base") if (speed := speeds.get(name)) is not None]
    return SMALLER if measured and max(measured) < KEEPS_UP else BEST


def removable(info: ModelInfo) -> bool:
    """Whether it lies where Hotseat put it."""
    return info.installed and info.origin is Origin.INSTALLED


def size_order(models: Sequence[ModelInfo]) -> list[ModelInfo]:
    """Smallest first, of the same size the one for English first."""
    return sorted(models, key=lambda model: (round(model.bytes / 1e7), not model.english_only, model.name))
