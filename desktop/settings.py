"""What a person has chosen: declared once, with type, default, range and help; kept as a TOML file people may edit.

`Settings` is a frozen value that is passed on; `SettingsFile` reads and writes it. A value that does not fit is
replaced by its default and named; the file as it was stays beside the new one. No Qt; any thread, one at a time.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from desktop.setting_rules import Rule, Unfit, plain, read
from desktop.theme.tokens import TEXT_PERCENTS, Theme
from interviewer.content.levels import Level
from interviewer.plan import LENGTHS_MINUTES, Mode

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

DAMAGED = ".damaged"
"""Ending of a settings file that could not be used as it was."""


@dataclass(frozen=True)
class _Section:
    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """The same with some values replaced."""
        return replace(self, **update)


@dataclass(frozen=True)
class Sound(_Section):
    microphone: Annotated[str, Rule("Name of the microphone; empty: the system's default.")] = ""
    host_api: Annotated[str, Rule("The sound system the microphone belongs to.")] = ""


@dataclass(frozen=True)
class Speech(_Section):
    model: Annotated[str, Rule("Speech model; empty: the best one present.")] = ""
    folder: Annotated[str, Rule("A folder with speech models, looked at before everything else.")] = ""
    auto_end: Annotated[bool, Rule("A long silence ends an answer, after a countdown.")] = False
    remote: Annotated[bool, Rule("A server transcribes: the sound of answers is sent to it.")] = False
    url: Annotated[str, Rule("Address of an OpenAI-compatible server that transcribes.")] = ""
    remote_model: Annotated[str, Rule("Name of the model on that server.")] = ""


@dataclass(frozen=True)
class Interviewer(_Section):
    kind: Annotated[Literal["scripted", "server", "file"], Rule("Who words the follow-ups.")] = "scripted"
    url: Annotated[str, Rule("Address of an OpenAI-compatible server.")] = ""
    model: Annotated[str, Rule("Name of the model on that server.")] = ""
    file: Annotated[str, Rule("A model file in the GGUF format, run by Hotseat itself.")] = ""
    seconds: Annotated[float, Rule("How long a reply of the model is waited for.", least=1, most=60)] = 6.0


@dataclass(frozen=True)
class Voice(_Section):
    engine: Annotated[Literal["system", "neural", "none"], Rule("Who speaks.")] = "system"
    name: Annotated[str, Rule("One of the engine's voices; empty: its default.")] = ""
    rate: Annotated[float, Rule("Pace, as a multiple of the normal one.", least=0.5, most=2.0)] = 1.0


@dataclass(frozen=True)
class Practice(_Section):
    """The last choices on the Practice page."""

    round: str = "execution"
    level: Level = "pm"
    minutes: Annotated[float, Rule("Length.", least=2, most=90)] = float(LENGTHS_MINUTES[2])
    mode: Mode = Mode.PRACTICE


@dataclass(frozen=True)
class Appearance(_Section):
    theme: Annotated[Theme, Rule("Colours.")] = Theme.SYSTEM
    text_percent: Annotated[int, Rule("Size of text.")] = TEXT_PERCENTS[0]
    reduced_motion: Annotated[bool, Rule("Nothing moves by itself.")] = False
    hide_disfluencies: Annotated[bool, Rule("Fillers, repetitions and pauses are neither counted nor shown.")] = False
    language: Annotated[str, Rule("Language of the window; empty: English.")] = ""


@dataclass(frozen=True)
class Privacy(_Section):
    offline_only: Annotated[bool, Rule("Nothing but this computer is ever contacted.")] = False
    keep_days: Annotated[int, Rule("Sessions older than this go to the trash; 0: never.", least=0, most=3650)] = 0


@dataclass(frozen=True)
class Settings(_Section):
    sound: Sound = Sound()
    speech: Speech = Speech()
    interviewer: Interviewer = Interviewer()
    voice: Voice = Voice()
    practice: Practice = Practice()
    appearance: Appearance = Appearance()
    shortcuts: Annotated[dict[str, str], Rule("Keys by action, where they are not the usual ones.")] = field(
        default_factory=dict
    )
    privacy: Privacy = Privacy()
    set_up: Annotated[bool, Rule("The first set-up was finished or skipped.")] = False


class SettingsNotWritten(Exception):
    """The settings file could not be written; `str(error)` is the sentence for the user."""

    code = "settings_not_written"


class SettingsFile:
    """The settings of one user. `value` is the latest; `problems` says what of the file could not be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problems: tuple[str, ...] = ()
        self._text = ""
        self._unfit: list[tuple[str, ...]] = []
        self.value = self._parsed(self._read())

    def write(self, value: Settings) -> None:
        """Keep a value: replaces the file as a whole, with what else people wrote in it.

        Raises: SettingsNotWritten.
        """
        _merge(self._document, plain(value))
        self.value = value
        try:
            _replace(self._path, self._document.as_string())
        except OSError as error:
            raise SettingsNotWritten(
                f"The settings could not be kept in {self._path} ({error.strerror}). They hold until Hotseat is closed."
            ) from error

    def _read(self) -> dict[str, Any]:
        try:
            text = self._path.read_text(encoding="utf-8")
            raw = tomllib.loads(text)
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            line = re.search(r"line \d+", str(error))
            where = f" ({line[0]})" if line and isinstance(error, tomllib.TOMLDecodeError) else ""
            self._set_aside(f"{self._path} cannot be read as TOML{where}: all settings are the usual ones.")
            return {}
        self._text = text
        return raw

    def _parsed(self, raw: dict[str, Any]) -> Settings:
        """The settings in a file; what does not fit is taken out of it and named."""
        while True:
            try:
                return read(Settings, raw)
            except Unfit as fault:
                name = ".".join(fault.place[:2])
                self._set_aside(f"The setting {name} is not used: {fault}. It is the usual one.")
                self._unfit.append(fault.place)
                _remove(raw, fault.place)

    @cached_property
    def _document(self) -> TOMLDocument:
        """The file as it was, with what people wrote around the values; without those that do not fit."""
        import tomlkit  # only to write: reading, which the window waits for, does without

        document = tomlkit.parse(self._text)
        for place in self._unfit:
            _remove(document, place)
        return document

    def _set_aside(self, problem: str) -> None:
        if not self.problems and self._path.exists():
            damaged = self._path.with_name(self._path.name + DAMAGED)
            try:
                _replace(damaged, self._path.read_text(encoding="utf-8", errors="replace"))
                problem += f" The file as it was is kept as {damaged.name}."
            except OSError:
                pass
        self.problems = (*self.problems, problem)


def _merge(document: Any, values: Mapping[str, Any]) -> None:
    """Put values into a document, tables into tables; what they do not name stays, but for keys of mappings."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            if not isinstance(document.get(name), dict):
                document[name] = {}
            if name == "shortcuts":
                for old in [key for key in document[name] if key not in value]:
                    del document[name][old]
            _merge(document[name], value)
        elif document.get(name) != value:
            document[name] = value


def _remove(tree: Any, place: tuple[str, ...]) -> None:
    """Take the innermost part of `place` that is there out of nested mappings."""
    *outer, last = place
    for part in outer:
        if not isinstance(tree.get(part), dict):
            last = part
            break
        tree = tree[part]
    tree.pop(last, None)


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all, for its owner only."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
