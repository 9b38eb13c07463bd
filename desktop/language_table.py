"""The language models as a table shows them: what each needs, what it is good for, what can be done with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.disk_use import megabytes
from desktop.language import tr
from desktop.model_words import busy_state, rest_needed, room_needed

if TYPE_CHECKING:
    from desktop.embedded.store import LanguageInfo


@dataclass(frozen=True, slots=True)
class LanguageLine:
    """One model."""

    info: LanguageInfo
    used: bool
    """It is the interviewer now."""
    arriving: bool = False
    """Its download is under way."""

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def recommended(self) -> bool:
        return self.info.recommended

    @property
    def title(self) -> str:
        return tr("{name} (recommended)", name=self.info.title) if self.recommended else self.info.title

    @property
    def size(self) -> str:
        return megabytes(self.info.bytes)

    @property
    def memory(self) -> str:
        return tr("about {size}", size=megabytes(round(self.info.memory_bytes, -8)))

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns: model, size, memory, context, state."""
        return self.name, self.size, self.memory, _thousands(self.info.context), self.state

    @property
    def ready(self) -> bool:
        """Whether it is here and checked."""
        return self.info.installed and self.info.verified

    @property
    def paused(self) -> bool:
        """Whether a part of it is here, and nothing is coming."""
        return self.info.arrived_bytes > 0 and not self.arriving

    @property
    def in_packages(self) -> bool:
        """Whether its parts are installed, so that it needs no network."""
        return not self.info.installed and not self.info.download_bytes

    @property
    def state(self) -> str:
        busy = busy_state(
            used=self.used, arriving=self.arriving, arrived=self.info.arrived_bytes, total=self.info.download_bytes
        )
        if busy:
            return busy
        if self.info.too_small:
            return tr("Ready, only to try out") if self.info.installed else tr("Only to try out")
        if self.recommended:
            return tr("Recommended, ready") if self.info.installed else tr("Recommended")
        return tr("Ready") if self.info.installed else tr("Not here")

    def about(self) -> str:
        """Licence, where it is from, whether its file was checked."""
        parts = [
            tr("licence {name}", name=self.info.licence),
            tr("from {publisher}", publisher=self.info.publisher),
            tr("a context of {n} tokens", n=self.info.context),
        ]
        if self.info.installed:
            parts.append(tr("file checked") if self.info.verified else tr("file not checked since it changed"))
        return " · ".join(parts)

    def needs(self, free: int) -> str:
        """What it takes, of the disk as long as it is not here; `free`: bytes that the disk has left."""
        if self.info.installed:
            return tr("Takes {memory} of memory while it is loaded.", memory=self.memory)
        need = self.info.disk_need_bytes
        if self.paused:
            return rest_needed(arrived=self.info.arrived_bytes, total=self.info.download_bytes, need=need, free=free)
        return room_needed(need=need, free=free, memory=self.memory)

    def warning(self) -> str:
        """What has to be said of it before it is used; empty: nothing."""
        if not self.info.too_small:
            return ""
        return tr("Far too small to interview or to judge: it only shows that all works.")


def language_lines(models: Sequence[LanguageInfo], used_file: str, arriving: str = "") -> list[LanguageLine]:
    """Every model, smallest first.

    Args:
        used_file: the model file that interviews now, empty for none.
        arriving: the model whose download is under way, empty for none.
    """
    ordered = sorted(models, key=lambda model: (model.too_small, model.bytes))
    return [
        LanguageLine(model, model.file is not None and str(model.file) == used_file, model.name == arriving)
        for model in ordered
    ]


def _thousands(tokens: int) -> str:
    return tr("{n} k", n=tokens // 1024)
