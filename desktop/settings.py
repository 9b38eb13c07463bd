"""What a person has chosen: declared once, with type, default, range and help; kept as a TOML file people may edit.

`Settings` is a frozen value that is passed on; `SettingsFile` reads and writes it. A value that does not fit is
replaced by its default and named; the file as it was stays beside the new one. No Qt; any thread, one at a time.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tomlkit.exceptions import TOMLKitError

from desktop.theme.tokens import TEXT_PERCENTS, Theme
from interviewer.content.levels import Level
from interviewer.plan import LENGTHS_MINUTES, Mode

DAMAGED = ".damaged"
"""Ending of a settings file that could not be used as it was."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)


class Sound(_Section):
    microphone: Annotated[str, Field(description="Name of the microphone; empty: the system's default.")] = ""
    host_api: Annotated[str, Field(description="The sound system the microphone belongs to.")] = ""


class Speech(_Section):
    model: Annotated[str, Field(description="Speech model; empty: the best one present.")] = ""
    folder: Annotated[str, Field(description="A folder with speech models, looked at before everything else.")] = ""
    auto_end: Annotated[bool, Field(description="A long silence ends an answer, after a countdown.")] = False


class Interviewer(_Section):
    kind: Annotated[Literal["scripted", "server"], Field(description="Who words the follow-ups.")] = "scripted"
    url: Annotated[str, Field(description="Address of an OpenAI-compatible server.")] = ""
    model: Annotated[str, Field(description="Name of the model on that server.")] = ""


class Voice(_Section):
    engine: Annotated[Literal["system", "neural", "none"], Field(description="Who speaks.")] = "system"
    name: Annotated[str, Field(description="One of the engine's voices; empty: its default.")] = ""
    rate: Annotated[float, Field(ge=0.5, le=2.0, description="Pace, as a multiple of the normal one.")] = 1.0


class Practice(_Section):
    """The last choices on the Practice page."""

    round: str = "execution"
    level: Level = "pm"
    minutes: Annotated[float, Field(ge=2, le=90)] = float(LENGTHS_MINUTES[2])
    mode: Mode = Mode.PRACTICE


class Appearance(_Section):
    theme: Annotated[Theme, Field(description="Colours.")] = Theme.SYSTEM
    text_percent: Annotated[int, Field(description="Size of text.")] = TEXT_PERCENTS[0]
    reduced_motion: Annotated[bool, Field(description="Nothing moves by itself.")] = False
    language: Annotated[str, Field(description="Language of the window; empty: English.")] = ""


class Privacy(_Section):
    offline_only: Annotated[bool, Field(description="Nothing but this computer is ever contacted.")] = False
    keep_days: Annotated[
        int, Field(ge=0, le=3650, description="Sessions older than this go to the trash; 0: never.")
    ] = 0


class Settings(_Section):
    sound: Sound = Sound()
    speech: Speech = Speech()
    interviewer: Interviewer = Interviewer()
    voice: Voice = Voice()
    practice: Practice = Practice()
    appearance: Appearance = Appearance()
    shortcuts: Annotated[dict[str, str], Field(description="Keys by action, where they are not the usual ones.")] = {}
    privacy: Privacy = Privacy()
    set_up: Annotated[bool, Field(description="The first set-up was finished or skipped.")] = False


class SettingsNotWritten(Exception):
    """The settings file could not be written; `str(error)` is the sentence for the user."""

    code = "settings_not_written"


class SettingsFile:
    """The settings of one user. `value` is the latest; `problems` says what of the file could not be used."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problems: tuple[str, ...] = ()
        self._document = self._read()
        self.value = self._parsed()

    def write(self, value: Settings) -> None:
        """Keep a value: replaces the file as a whole, with what else people wrote in it.

        Raises: SettingsNotWritten.
        """
        _merge(self._document, value.model_dump(mode="json"))
        self.value = value
        try:
            _replace(self._path, tomlkit.dumps(self._document))
        except OSError as error:
            raise SettingsNotWritten(
                f"The settings could not be kept in {self._path} ({error.strerror}). They hold until Hotseat is closed."
            ) from error

    def _read(self) -> tomlkit.TOMLDocument:
        try:
            return tomlkit.parse(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return tomlkit.document()
        except (OSError, UnicodeDecodeError, TOMLKitError) as error:
            where = f" (line {line})" if (line := getattr(error, "line", None)) else ""
            self._set_aside(f"{self._path} cannot be read as TOML{where}: all settings are the usual ones.")
            return tomlkit.document()

    def _parsed(self) -> Settings:
        """The settings in the document; what does not fit is taken out of it and named."""
        raw = self._document.unwrap()
        while True:
            try:
                return Settings.model_validate(raw)
            except ValidationError as error:
                first = error.errors()[0]
                place = tuple(str(part) for part in first["loc"])
                name = ".".join(place[:2])
                self._set_aside(f"The setting {name} is not used: {first['msg']}. It is the usual one.")
                _remove(raw, place)
                _remove(self._document, place)

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
                document[name] = tomlkit.table()
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
