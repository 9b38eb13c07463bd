"""How a session of an older format becomes one of today's, and who may not read a newer one.

Each change of format is one named function with its reason, in order; a manifest passes through those that it lacks.
Format 1 is the first, so that there is none yet. Files on disk stay as they are until the session is written to, and
then the old manifest is kept beside the new one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interviewer.errors import SessionDamaged, SessionTooNew
from interviewer.records.folder import FILE_MODE

FORMAT = 1
"""The format this version writes."""

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Migration:
    """One step from format `of` to the next."""

    of: int
    why: str
    change: Callable[[Fields], Fields]


MIGRATIONS: tuple[Migration, ...] = ()


def upgrade(fields: Fields, *, migrations: Sequence[Migration] = MIGRATIONS, current: int = FORMAT) -> Fields:
    """The manifest as the current format has it. A newer one that allows older readers passes unchanged.

    Raises:
        SessionTooNew: it was written by a later version that says this one would misread it.
        SessionDamaged: it names no format.
    """
    of, min_reader = fields.get("format"), fields.get("min_reader")
    if not isinstance(of, int) or not isinstance(min_reader, int):
        sentence = "This session does not say which format it has. Recover it."
        raise SessionDamaged(sentence, command="sessions recover")
    if min_reader > current:
        raise SessionTooNew(
            f"This session needs a Hotseat that reads format {min_reader}; this one reads up to {current}. Update it."
        )
    for migration in migrations:
        if migration.of >= of:
            fields = {**migration.change(fields), "format": migration.of + 1}
    return fields


def keep_old(manifest: Path, of: int, *, current: int = FORMAT) -> None:
    """Copy a manifest of an older format to `session.json.v<N>.bak` before it is replaced; the first copy stays.

    Raises: OSError.
    """
    copy = manifest.with_name(f"{manifest.name}.v{of}.bak")
    if of < current and not copy.exists():
        shutil.copyfile(manifest, copy)
        copy.chmod(FILE_MODE)
