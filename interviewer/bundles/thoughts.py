"""Takes in what a partner thinks of the remarks on a session of one's own, beside what oneself does. Blocking.

`stances/partner-<name>.json` is never overwritten: what that person thought last once more changes nothing, something
else under the same name is kept beside it.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from interviewer.bundles.returns import slug_of
from interviewer.errors import ImportRefused
from interviewer.records.folder import SessionFolder
from interviewer.review.stances import BY, Stances, partners_stances, put_stances

MOST_FILES = 50
"""Of one session; more would only be noise."""


def check_room(folder: SessionFolder, thought: Stances) -> None:
    """Whether a session can take more of it. Raises: ImportRefused."""
    if thought.entries and sum(1 for _ in folder.partners_stances.glob("*.json")) >= MOST_FILES:
        raise ImportRefused("The session has too much of what partners think to take in more. Nothing was taken in.")


def merge_stances(folder: SessionFolder, by: str, thought: Stances) -> int:
    """Keep what somebody thinks; of how many remarks, 0 when that is here already.

    Raises: RecordNotWritten.
    """
    if not thought.entries:
        return 0
    named = replace(thought, others=MappingProxyType({BY: by}))
    latest = next((one.stances.entries for one in partners_stances(folder) if one.by == by), {})
    if all(latest.get(remark) == entry for remark, entry in thought.entries.items()):
        return 0
    base = slug_of(by)
    name, number = base, 1
    taken = {file.stem for file in folder.partners_stances.glob("*.json")}
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    put_stances(folder.partners_stances / f"{name}.json", named)
    return len(named.entries)
