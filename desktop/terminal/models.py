"""`hotseat models`: list, download, import, verify and remove speech models and language models. Main thread.

Exit codes: 0 done; 1 it could not be done, or a model is damaged; 3 there is no such model; 130 interrupted, which
keeps what was downloaded.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.typed import told, typed
from speech.errors import ModelMissing, SpeechError

if TYPE_CHECKING:
    from desktop.embedded.store import LanguageInfo, LanguageModels
    from speech.weights.progress import Progress
    from speech.whisper.listing import ModelInfo
    from speech.whisper.models import ModelFiles, ModelStore

FAILED, MISSING, INTERRUPTED = 1, 3, 130


def run(args: argparse.Namespace) -> int:
    """Do one action; the exit code."""
    from desktop.model_store import language_models, model_store
    from desktop.paths import find
    from desktop.terminal.contact import offline_only

    say = _Json() if args.json else _Plain()
    paths = find(Path(args.data_dir) if args.data_dir else None)
    try:
        offline = offline_only(paths)
        return _act(args, model_store(paths, offline=offline), language_models(paths, offline=offline), say)
    except ModelMissing as fault:
        say.fault(fault)
        return MISSING
    except SpeechError as fault:
        say.fault(fault)
        return FAILED
    except KeyboardInterrupt:
        say.stopped()
        return INTERRUPTED


def _act(args: argparse.Namespace, models: ModelStore, language: LanguageModels, say: Says) -> int:
    import asyncio  # too slow to load for `hotseat --help`

    if language.knows(getattr(args, "name", None) or ""):
        from desktop.terminal import language_models

        return 0 if language_models.act(args, language, say) else FAILED
    if args.action == "list":
        say.models(models.list(), language.list())
    elif args.action == "download":
        where = {"hub_url": args.hub} if args.hub else {}
        say.ready(asyncio.run(models.download(args.name, on_progress=say.progress, **where)))
    elif args.action == "import":
        say.ready(models.import_folder(Path(args.folder), name=args.name, on_progress=say.progress))
    elif args.action == "remove":
        say.removed(args.name, models.remove(args.name))
    else:
        return _verify(args.name, models, language, say)
    return 0


def _verify(name: str | None, models: ModelStore, language: LanguageModels, say: Says) -> int:
    from desktop.terminal.language_models import verified

    verdicts = models.verify(name, on_progress=say.progress)
    for verdict in verdicts:
        facts = {"name": verdict.name, "folder": str(verdict.folder), "sound": verdict.sound}
        sentence = typed(verdict.sentence, verdict.command)
        say.line({**facts, "sentence": sentence}, f"{verdict.name}: {sentence}")
    if not verdicts:
        say.line({"name": None, "sound": True, "sentence": _NONE}, _NONE)
    here = [] if name is not None else [model.name for model in language.list() if model.installed]
    sound = [verified(each, language, say) for each in here]
    return 0 if all((*sound, *(verdict.sound for verdict in verdicts))) else FAILED


_NONE = "There is no speech model on this machine to verify."


class _Json:
    """One object a line on standard output, errors too."""

    def line(self, facts: dict[str, Any], _text: str) -> None:
        print(json.dumps(facts, ensure_ascii=False), flush=True)

    def models(self, models: Sequence[ModelInfo], language: Sequence[LanguageInfo]) -> None:
        from desktop.terminal.language_models import facts as language_facts

        for model in models:
            facts = asdict(model) | {"folder": str(model.folder) if model.folder is not None else None}
            self.line({"kind": "speech", **facts}, "")
        for each in language:
            self.line(language_facts(each), "")

    def ready(self, files: ModelFiles) -> None:
        self.line(asdict(files) | {"folder": str(files.folder)}, "")

    def removed(self, name: str, folder: Path) -> None:
        self.line({"removed": name, "folder": str(folder)}, "")

    def progress(self, progress: Progress) -> None:
        self.line({"event": "progress", **asdict(progress)}, "")

    def fault(self, fault: SpeechError) -> None:
        self.line({"error": fault.code, "sentence": told(fault)}, "")

    def stopped(self) -> None:
        self.line({"error": "interrupted", "sentence": _STOPPED}, "")


class _Plain:
    """Text for people: results on standard output, progress and errors on standard error."""

    def __init__(self) -> None:
        self._drawn = False

    def line(self, _facts: dict[str, Any], text: str) -> None:
        self._end_progress()
        print(text)

    def models(self, models: Sequence[ModelInfo], language: Sequence[LanguageInfo]) -> None:
        from desktop.terminal import language_models

        _print_table([_ROW, *(_row(model) for model in models)])
        print()
        _print_table([language_models.HEAD, *(language_models.row(model) for model in language)])

    def ready(self, files: ModelFiles) -> None:
        self._end_progress()
        for note in files.notes:
            print(note, file=sys.stderr)
        against = f"checked against the hashes of {files.publisher}"
        print(f"{files.name} is ready in {files.folder} ({against if files.publisher else _OWN}).")

    def removed(self, name: str, folder: Path) -> None:
        print(f"{name} was deleted from {folder.parent}.")

    def progress(self, progress: Progress) -> None:
        if not sys.stderr.isatty():
            return
        share = 100 * progress.bytes / progress.total if progress.total else 100.0
        left = progress.seconds_left
        time_left = f", {left:.0f} s left" if left is not None and progress.bytes < progress.total else ""
        figures = f"{progress.bytes / 1e6:.0f} of {progress.total / 1e6:.0f} MB"
        rate = f"{progress.bytes_per_second / 1e6:.1f} MB/s"
        print(f"\r{share:3.0f} %  {figures}, {rate}{time_left}\x1b[K", end="", file=sys.stderr, flush=True)
        self._drawn = True

    def fault(self, fault: SpeechError) -> None:
        self._end_progress()
        print(told(fault), file=sys.stderr)

    def stopped(self) -> None:
        self._end_progress()
        print(_STOPPED, file=sys.stderr)

    def _end_progress(self) -> None:
        if self._drawn:
            print(file=sys.stderr)
        self._drawn = False


Says = _Plain | _Json


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        print("  ".join((*cells, row[-1])).rstrip())


_STOPPED = "Stopped. What was downloaded is kept; the same command goes on from there."
_OWN = "its hashes are recorded; nobody published any to compare with"
_ROW = ("", "NAME", "SIZE", "LANGUAGES", "LICENCE", "STATE")


def _row(model: ModelInfo) -> tuple[str, ...]:
    languages = "English" if model.english_only else "many"
    size = f"{model.bytes / 1e6:.0f} MB"
    return ("*" if model.default else "", model.name, size, languages, model.licence or "own", _state(model))


def _state(model: ModelInfo) -> str:
    if model.arrived_bytes:
        return f"{model.arrived_bytes / 1e6:.0f} MB are here, the download can go on"
    if not model.installed:
        return f"can be downloaded from {model.publisher}"
    if model.disk_need_bytes:
        return f"ready to be joined from {model.publisher}"
    checked = "checked" if model.verified else "not checked yet"
    return f"{model.origin}, {checked}: {model.folder}"
