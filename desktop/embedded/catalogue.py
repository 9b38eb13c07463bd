"""The language models that can be downloaded: what `assets/models/language.toml` says of them, as values.

Read once; blocking for a millisecond. Light to import: nothing of it asks a model anything.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import Any

from assets import resource
from desktop.embedded.budget import MOST_CONTEXT, needed_bytes
from desktop.embedded.gguf import Head
from speech.weights.facts import HUB_URL, PACKAGES_HOST, Edition, FileFact, Packaged, Part


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model by the name that is typed."""

    name: str
    title: str
    file: FileFact
    """The model itself, which is what is served."""
    published: Edition
    """What is downloaded: that file, or the packages that hold its parts."""
    context: int
    """Tokens it was trained to take."""
    token_bytes: int
    """Memory of one token of the context."""
    recommended: bool = False
    packaged: Packaged | None = None
    """How it lies in packages, where it comes in parts."""

    @property
    def licence(self) -> str:
        return self.published.licence

    @property
    def used_context(self) -> int:
        """Tokens it is given here."""
        return min(self.context, MOST_CONTEXT)

    @property
    def memory_bytes(self) -> int:
        """Memory it takes, about."""
        return needed_bytes(Head(self.file.bytes, self.context, self.token_bytes), self.used_context)


@functools.cache
def known_models() -> tuple[LanguageModel, ...]:
    """Every model of the table, in its order."""
    table = tomllib.loads(resource("models", "language.toml").read_text(encoding="utf-8"))
    return tuple(_model(line) for line in table["models"])


def _model(line: dict[str, Any]) -> LanguageModel:
    file = FileFact(line["file"], line["bytes"], line["sha256"])
    parts = line.get("parts", ())
    return LanguageModel(
        name=line["name"],
        title=line["title"],
        file=file,
        published=_in_packages(line) if parts else _on_the_hub(line, file),
        context=line["context"],
        token_bytes=line["token_bytes"],
        recommended=line.get("recommended", False),
        packaged=_packaged(line, file) if parts else None,
    )


def _on_the_hub(line: dict[str, Any], file: FileFact) -> Edition:
    return Edition(line["repository"], (file,), line["licence"], line["revision"], HUB_URL)


def _in_packages(line: dict[str, Any]) -> Edition:
    wheels = tuple(
        FileFact(part["wheel"].rpartition("/")[2], part["bytes"], part["sha256"], part["wheel"])
        for part in line["parts"]
    )
    return Edition(line["requirement"], wheels, line["licence"], host=f"https://{PACKAGES_HOST}")


def _packaged(line: dict[str, Any], file: FileFact) -> Packaged:
    first = line["parts"][0]
    return Packaged(
        requirement=line["requirement"],
        package=first["package"],
        folder=first["path"].rpartition("/")[0],
        edition=Edition(line["requirement"], (file,), line["licence"]),
        joined=file.name,
        parts=tuple(Part(part["package"], part["path"]) for part in line["parts"]),
    )
