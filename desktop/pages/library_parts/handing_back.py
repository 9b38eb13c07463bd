"""Hands a partner's notes and rating back: asks for a name and a place, writes the bundle. GUI thread.

Signals of `HandingBack`: `said(str, str)`, the tone of a sentence and the sentence.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.language import tr
from desktop.version import app_version
from interviewer.bundles.layout import SUFFIX
from interviewer.bundles.returns import write_return
from interviewer.errors import InterviewerError
from interviewer.records.folder import slug


class HandingBack(QObject):
    """One session at a time."""

    said = Signal(str, str)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._name = ""

    def start(self, session: Path, title: str) -> None:
        """Ask who it is from and where it goes, then write it."""
        dialogs = self._desk.dialogs
        text = tr(
            "Your notes, your rating and what you think of the remarks go into a file for the candidate, who sees them "
            "under this name."
        )
        name = dialogs.ask_text(tr("Hand back"), text, tr("Your name"), self._name)
        if not name or not name.strip():
            return
        self._name = name.strip()
        start = Path.home() / f"{slug(title)}-{slug(self._name)}{SUFFIX}"
        out = dialogs.choose_save(tr("Hand back"), start, tr("Hotseat bundles (*{suffix})", suffix=SUFFIX))
        if out is None:
            return
        if out.suffix.lower() != SUFFIX:
            out = out.with_name(out.name + SUFFIX)
        by = self._name
        self._desk.engine.call(
            lambda: write_return(session, out, by, app=app_version()),
            lambda _bytes: self.said.emit("good", tr("{file} is written. Send it to the candidate.", file=str(out))),
            self._cannot,
            owner=self,
        )

    def _cannot(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.said.emit("bad", error.sentence)
