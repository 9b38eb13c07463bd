"""How a session was delivered, in the few figures that are compared over time: `delivery/figures.json` in its folder.

Blocking file access, any thread. Whoever listens to the answers writes the file; it can be made again from their sound.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from interviewer.records.durable import not_written, replace_file
from interviewer.records.folder import FOLDER_MODE, SessionFolder

FORMAT = 1
FIGURES = "figures.json"
LARGEST_BYTES = 10_000


@dataclass(frozen=True, slots=True)
class Delivered:
    """Figures of all answers of a session together; None: too little speech to say."""

    speaking_seconds: float
    words_a_minute: float | None
    fillers_a_minute: float | None
    """Of speaking time; some may have been missed."""
    longest_pause: float | None
    """Seconds; announced thinking left out."""


def write_delivered(folder: SessionFolder, figures: Delivered) -> None:
    """Keep the figures, in place of earlier ones.

    Raises:
        RecordNotWritten: naming the cause; earlier figures still stand.
    """
    data = json.dumps({"format": FORMAT, **asdict(figures)}, indent=1).encode() + b"\n"
    try:
        folder.delivery.mkdir(mode=FOLDER_MODE, exist_ok=True)
        replace_file(folder.delivery / FIGURES, data)
    except OSError as error:
        raise not_written(error, "The figures of the delivery") from error


def read_delivered(folder: SessionFolder) -> Delivered | None:
    """The figures that were kept; None where there are none that this version reads."""
    file = folder.delivery / FIGURES
    try:
        if file.stat().st_size > LARGEST_BYTES:
            return None
        kept = json.loads(file.read_bytes())
        if kept["format"] != FORMAT:
            return None
        values = {field.name: kept[field.name] for field in fields(Delivered)}
    except (OSError, ValueError, LookupError, TypeError):
        return None
    if not all(value is None or isinstance(value, int | float) for value in values.values()):
        return None
    return Delivered(**values) if values["speaking_seconds"] is not None else None
