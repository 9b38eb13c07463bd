"""Has a session analysed again after words of it were corrected: figures of the delivery, and the rule-based coach.

Nobody listens again, and what anybody thinks of the remarks stays with them. Reviews by a model are not made again
here: they cost minutes, and may send the text elsewhere. Blocking; any thread.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop.delivery.figures import delivery_of, keep_figures_of
from desktop.language import tr
from desktop.paths import Paths
from desktop.replay.annotated import Delivered, delivered
from desktop.replay.opening import Opened, open_replay
from desktop.report.opening import make_review
from interviewer.errors import RecordError
from interviewer.records.delivered import read_delivered
from interviewer.records.library import open_session
from interviewer.review.storage import older_than_corrections, read_review
from interviewer.review.values import Reviewer


@dataclass(frozen=True, slots=True)
class Again:
    """A session as it is after that."""

    opened: Opened
    delivered: Delivered | None
    older: tuple[str, ...] = ()
    """Names of models whose reviews are of the text before."""


def analyse_again(path: Path, paths: Paths, tell: Callable[[str], bool], *, hide_disfluencies: bool) -> Again:
    """Make anew what depends on the text.

    Args:
        tell: is told what is done next; False from it ends the work before that, and the rest is done another time.

    Raises: RecordError, PackError.
    """
    session = open_session(path)
    if tell(tr("how it was spoken")):
        if read_delivered(session.folder) is not None:
            keep_figures_of(session)
        if older_than_corrections(session.folder) and tell(tr("what was said")):
            make_review(path, paths)
    opened = open_replay(path, hide_disfluencies=hide_disfluencies)
    found = delivery_of(opened.session, opened.hearings)
    return Again(opened, delivered(found, hide_disfluencies=hide_disfluencies), tuple(_older(opened)))


def _older(opened: Opened) -> Iterator[str]:
    folder = opened.session.folder
    for file in sorted(folder.reviews.glob("*.json")):
        if older_than_corrections(folder, file.stem):
            with contextlib.suppress(RecordError):  # the After page says so
                made_by = read_review(folder, file.stem).made_by
                if made_by.kind is Reviewer.MODEL:
                    yield made_by.name
