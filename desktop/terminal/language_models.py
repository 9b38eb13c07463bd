"""`hotseat models` for language models: what `models` does where a name is one of theirs, and their part of the list.

Runs on the main thread.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from desktop.typed import typed
from speech.errors import ModelDamaged

if TYPE_CHECKING:
    from desktop.embedded.store import LanguageInfo, LanguageModels
    from desktop.terminal.models import Says

HEAD = ("", "LANGUAGE MODEL", "SIZE", "MEMORY", "CONTEXT", "LICENCE", "STATE")


def act(args: argparse.Namespace, models: LanguageModels, say: Says) -> bool:
    """Do one action to a model of that name; whether it is sound.

    Raises: SpeechError.
    """
    if args.action == "download":
        ready = asyncio.run(models.download(args.name, hub_url=args.hub or "", on_progress=say.progress))
        use = f"rehearse --mind file --model-file {ready.name}"
        facts = {"name": ready.name, "file": str(ready.file), "publisher": ready.publisher, "licence": ready.licence}
        checked = f"checked against the hash of {ready.publisher}"
        say.line(facts, typed(f"{ready.name} is ready in {ready.file} ({checked}).", use))
        (info,) = [each for each in models.list() if each.name == ready.name]
        if info.too_small:
            print(
                f"{ready.name} is far too small to interview or to judge: it only shows that all works.",
                file=sys.stderr,
            )
        return True
    if args.action == "remove":
        say.removed(args.name, models.remove(args.name))
        return True
    return verified(args.name, models, say)


def verified(name: str, models: LanguageModels, say: Says) -> bool:
    """Hash one model again and say what was found; whether it is sound."""
    sound, command = True, ""
    try:
        sentence = models.verify(name, on_progress=say.progress)
    except ModelDamaged as fault:
        sound, sentence, command = False, fault.sentence, fault.command
    sentence = typed(sentence, command)
    say.line({"kind": "language", "name": name, "sound": sound, "sentence": sentence}, f"{name}: {sentence}")
    return sound


def facts(model: LanguageInfo) -> dict[str, Any]:
    """A model as a line of JSON. None is taken unless it is named."""
    return {
        "kind": "language",
        "default": False,
        **asdict(model),
        "file": str(model.file) if model.file is not None else None,
    }


def row(model: LanguageInfo) -> tuple[str, ...]:
    """A model as a line of the table under `HEAD`."""
    size, memory = f"{model.bytes / 1e6:.0f} MB", f"{model.memory_bytes / 1e9:.1f} GB"
    mark = "*" if model.recommended else ""
    return (mark, model.name, size, memory, str(model.context), model.licence, _state(model))


def _state(model: LanguageInfo) -> str:
    small = "far too small to interview; " if model.too_small else ""
    if model.installed:
        checked = "checked" if model.verified else "not checked yet"
        return f"{small}{checked}: {model.file}"
    if model.arrived_bytes:
        return f"{small}{model.arrived_bytes / 1e6:.0f} MB are here, the download can go on"
    if not model.download_bytes:
        return f"{small}ready to be joined from {model.publisher}"
    return f"{small}can be downloaded from {model.publisher}"
