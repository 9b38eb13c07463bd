"""The log file: JSON lines that hold what the program did, and nothing the user said.

Messages are static and values are fields (`log.warning("child restarted", extra={"child": name})`). Fields that could
hold spoken words, prompts or keys are replaced by their length before a line is written, whoever logged them. Runs on
whatever thread logs; only the parent process writes the file.
"""

from __future__ import annotations

import contextlib
import json
import logging
import logging.handlers
import os
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType
from typing import Any

FILE_NAME = "hotseat.jsonl"
FILE_BYTES = 1_000_000
OLD_FILES = 3
FIELD_CHARACTERS = 500
"""Longer values are cut."""

PRIVATE_FIELDS = frozenset(
    {"text", "texts", "word", "words", "utterance", "utterances", "transcript", "caption", "said", "spoken", "asked"}
    | {"answered", "prompt", "prompts", "messages", "content", "reply", "completion", "note", "notes"}
    | {"key", "keys", "api_key", "apikey", "token", "secret", "password", "authorization", "headers"}
)
"""Names of fields whose strings, lists and mappings are never written."""

_KEY = re.compile(r"(?i)\b(?:sk|pk|rk|ghp|hf|xai|gsk)[-_][\w-]{8,}|\bbearer\s+\S+")
"""What keys of common services, and an Authorization header, look like."""

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def keep_private() -> None:
    """Let every file and folder from now on be readable by its owner only. Call before anything is created."""
    os.umask(0o077)


@contextlib.contextmanager
def logging_to(folder: Path, *, verbose: bool = False) -> Iterator[Path]:
    """Write what `hotseat` loggers say from INFO on (`verbose`: from DEBUG on) into a file in `folder`.

    Yields: the path of the file. Raises: OSError when it cannot be opened.
    """
    path = folder / FILE_NAME
    handler = PrivateFileHandler(path, maxBytes=FILE_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("hotseat")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    try:
        yield path
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        handler.close()


@contextlib.contextmanager
def no_log() -> Iterator[None]:
    """Let what `hotseat` loggers say go nowhere: Python would show it to the person instead."""
    handler = logging.NullHandler()
    logger = logging.getLogger("hotseat")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


class PrivateFileHandler(logging.handlers.RotatingFileHandler):
    """A rotating file with mode 0600. A line that cannot be written (disk full) is lost, quietly."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's name)
        del record


class JsonLines(logging.Formatter):
    """A record as one JSON object: time, level, logger, message, its fields, and where an exception came from.

    What is private is taken out here, where no line gets past.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _cut(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _STANDARD:
                line.setdefault(name, without_secrets(name, value))
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = _origin(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def without_secrets(name: str, value: Any) -> Any:
    """The value of a field as it may be written: private ones as their length, keys masked, long ones cut."""
    if name.lower() in PRIVATE_FIELDS and isinstance(value, (str, bytes, list, tuple, dict)):
        return f"[{len(value)} not logged]"
    if isinstance(value, dict):
        return {str(key): without_secrets(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_secrets(name, item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return _cut(str(value))


def _cut(text: str) -> str:
    text = _KEY.sub("[key]", text).replace(str(Path.home()), "~")
    return text if len(text) <= FIELD_CHARACTERS else text[:FIELD_CHARACTERS] + "…"


def _origin(exc_info: _ExcInfo | tuple[None, None, None]) -> list[str]:
    """Type and places of an exception and its causes, without their messages: these can quote what was said."""
    lines = []
    error = exc_info[1]
    while error is not None:
        code = getattr(error, "code", None)
        lines.append(type(error).__name__ + (f" ({code})" if isinstance(code, str) else ""))
        for frame in traceback.extract_tb(error.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")  # noqa: PERF401
        error = error.__cause__
    return lines
