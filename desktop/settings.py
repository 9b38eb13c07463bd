"""What a person has chosen: declared once, with type, default, range and help; kept as a TOML file people may edit.

`Settings` is a frozen value that is passed on; `SettingsFile` reads and writes it, and takes over what people change in
the file meanwhile. A value that does not fit is replaced by its default, or the one in use, and named; the file as it
was stays beside the new one. No Qt; any thread, one at a time.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from desktop.setting_rules import Rule, Unfit, plain, read
from desktop.theme.tokens import TEXT_PERCENTS, Theme
from interviewer.content.levels import Level
from interviewer.plan import LENGTHS_MINUTES, Mode

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
        self._seen = ""
        """The file as it was last read or written."""
        self._text = ""
        """The same, or of one that is no TOML what stood there before: what people wrote around the values."""
        self._unfit: list[tuple[str, ...]] = []
        """What is in that text and does not fit."""
        self.value = self._kept = self._parsed(self._read())

    def write(self, value: Settings) -> None:
        """Keep a value in the file, with what else people wrote in it.

        What was changed in the file since it was read is taken over into `value`, but where this write changes the
        same. Nothing is written where nothing changes.

        Raises: SettingsNotWritten.
        """
        before, self.value = self.value, value
        try:
            found = self._on_disk()
            if found.strip() and found != self._seen:
                self._take_over(found, before)
            if found.strip() and self.value == self._kept and not self._unfit:
                return
            text = self._with_values(plain(self.value))
            _replace(self._path, text)
        except OSError as error:
            raise SettingsNotWritten(
                f"The settings could not be kept in {self._path} ({error.strerror}). They hold until Hotseat is closed."
            ) from error
        self._seen = self._text = text
        self._kept = self.value
        self._unfit = []

    def _on_disk(self) -> str:
        """The file as it is, empty when there is none. Raises: OSError."""
        try:
            return self._path.read_text(encoding="utf-8", errors="surrogateescape")
        except FileNotFoundError:
            return ""

    def _read(self) -> dict[str, Any]:
        try:
            self._seen = self._on_disk()
            raw = _toml(self._seen)
        except (OSError, ValueError) as error:
            self._set_aside(f"{self._path} cannot be read as TOML{_line(error)}: all settings are the usual ones.")
            return {}
        self._text = self._seen
        return raw

    def _take_over(self, text: str, before: Settings) -> None:
        """Into `value`, what the file says now and did not say before. Raises: OSError, without a copy of the file."""
        try:
            raw = _toml(text)
        except ValueError as error:
            self._keep_copy()
            self._tell(f"{self._path} was changed and cannot be read as TOML{_line(error)}: it is not used.", kept=True)
            self._seen = text
            return
        kept = plain(self._kept)
        unfit: list[tuple[str, ...]] = []
        while True:
            try:
                theirs = read(Settings, raw)
                break
            except Unfit as fault:
                if not unfit:
                    self._keep_copy()
                name = ".".join(fault.place[:2])
                self._tell(f"The setting {name} is not used: {fault}. It stays as it was.", kept=not unfit)
                unfit.append(fault.place)
                _remove(raw, fault.place, kept)
        self.value = read(Settings, _newest(plain(self.value), plain(before), kept, plain(theirs)))
        self._seen = self._text = text
        self._kept, self._unfit = theirs, unfit

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

    def _with_values(self, values: Mapping[str, Any]) -> str:
        """The file with these values: with what people wrote around them, without what does not fit."""
        import tomlkit  # only to write: reading, which the window waits for, does without

        document = tomlkit.parse(self._text)
        for place in self._unfit:
            _remove(document, place)
        _merge(document, values)
        return document.as_string()

    def _set_aside(self, problem: str) -> None:
        kept = False
        if not self.problems and self._path.exists():
            with contextlib.suppress(OSError):
                self._keep_copy()
                kept = True
        self._tell(problem, kept=kept)

    def _tell(self, problem: str, *, kept: bool) -> None:
        if kept:
            problem += f" The file as it was is kept as {self._path.name}{DAMAGED}."
        self.problems = (*self.problems, problem)

    def _keep_copy(self) -> None:
        """Raises: OSError."""
        damaged = self._path.with_name(self._path.name + DAMAGED)
        _replace(damaged, self._path.read_text(encoding="utf-8", errors="replace"))


def _toml(text: str) -> dict[str, Any]:
    """Raises: ValueError when it is none."""
    text.encode("utf-8")  # bytes that are not UTF-8 were read as what cannot be written
    return tomllib.loads(text)


def _line(error: Exception) -> str:
    """Where a fault of TOML is, as in " (line 3)"; empty for any other."""
    line = re.search(r"line \d+", str(error))
    return f" ({line[0]})" if line and isinstance(error, tomllib.TOMLDecodeError) else ""


def _newest(mine: Any, before: Any, kept: Any, theirs: Any) -> Any:
    """`mine`, with those values of `theirs` that are not as `kept`, but for what differs in `mine` from `before`.

    All of them nested mappings without a None; a value that one does not name is taken for None.
    """
    each = (mine, before, kept, theirs)
    if not any(isinstance(one, Mapping) for one in each):
        return theirs if theirs != kept and mine == before else mine
    tables = [one if isinstance(one, Mapping) else {} for one in each]
    values = {name: _newest(*(table.get(name) for table in tables)) for table in tables for name in table}
    return {name: value for name, value in values.items() if value is not None}


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


def _remove(tree: Any, place: tuple[str, ...], instead: Mapping[str, Any] = MappingProxyType({})) -> None:
    """Take the innermost part of `place` that is there out of nested mappings; `instead` may have something for it."""
    *outer, last = place
    for part in outer:
        if not isinstance(tree.get(part), dict):
            last = part
            break
        tree, instead = tree[part], instead.get(part, {})
    tree.pop(last, None)
    if last in instead:
        tree[last] = instead[last]


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
