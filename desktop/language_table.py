"""The language models as a table shows them: what each needs, what it is good for, what can be done with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.disk_use import megabytes
from desktop.language import tr

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
    def paused(self) -> bool:
        """Whether a part of it is here, and nothing is coming."""
        return self.info.arrived_bytes > 0 and not self.arriving

    @property
    def in_packages(self) -> bool:
        """Whether its parts are installed, so that it needs no network."""
        return not self.info.installed and not self.info.download_bytes

    @property
    def state(self) -> str:
        if self.used:
            return tr("In use")
        if self.arriving:
            return tr("Downloading")
        if self.paused:
            percent = min(99, 100 * self.info.arrived_bytes // self.info.download_bytes)
            return tr("Paused at {percent} %", percent=percent)
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
        room = {"need": megabytes(self.info.disk_need_bytes), "free": megabytes(free)}
        if self.paused:
            arrived = tr(
                "{done} of {total}",
                done=megabytes(self.info.arrived_bytes),
                total=megabytes(self.info.download_bytes),
            )
            return tr(
                "Downloaded: {arrived}. The rest needs {need} on the disk, {free} are free.", arrived=arrived, **room
            )
        return tr("Needs {need} on the disk, {free} are free, and {memory} of memory.", memory=self.memory, **room)

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
