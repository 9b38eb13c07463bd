"""How ready somebody is for the round that is chosen, in one line; a link to the whole of it. GUI thread.

Signals of `ReadinessLine`: `wanted()`, the link was followed; `read()`, sessions and companies were read anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.desk import Desk
from desktop.language import tr
from desktop.session_words import level_title, round_title, today_here
from desktop.widgets.buttons import Button
from desktop.widgets.exam_strip import ExamStrip, mark_of
from desktop.widgets.flow import Flow
from desktop.widgets.sentence import Sentence
from interviewer.errors import InterviewerError

if TYPE_CHECKING:
    from desktop.paths import Paths
    from desktop.progress.picture import Kept
    from interviewer.progress.board import Company

EXAMS = 4


class ReadinessLine(QWidget):
    """Hidden until it is known."""

    wanted = Signal()
    read = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("practice_readiness")
        self._desk = desk
        self._kept: Kept | None = None
        self.strip = ExamStrip("practice_readiness_strip", tr("The last exams"), EXAMS)
        self.what = Sentence(bold=True, wrap=True, name="practice_readiness_what")
        self.why = Sentence(tone="muted", wrap=True, name="practice_readiness_why")
        self.more = Button(tr("Progress"), "practice_progress", kind="quiet")
        self.more.clicked.connect(self.wanted)
        texts = QWidget()
        flow = Flow(texts, spacing=4)
        flow.addWidget(self.what)
        flow.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for widget, share in ((self.strip, 0), (texts, 1), (self.more, 0)):
            row.addWidget(widget, share, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    @property
    def companies(self) -> tuple[Company, ...]:
        """The companies on the board; none before they were read."""
        return self._kept.board.companies if self._kept is not None else ()

    def refresh(self) -> None:
        """Read again."""
        paths = self._desk.paths
        self._desk.engine.call(lambda: _read(paths), self._take, self._cannot, owner=self)

    def show_for(self, round_id: str, level: str) -> None:
        """Show how a round stands at a level."""
        if self._kept is None:
            return
        from desktop.progress.words import reason, standing  # by now the worker has loaded them
        from interviewer.progress.readiness import readiness

        found = readiness(self._kept.sessions, round_id, level, today_here())
        self.strip.show_marks([mark_of(exam.call) for exam in found.exams])
        told = standing(found.state)
        self.what.setText(
            tr("{round}, {level}: {told}.", round=round_title(round_id), level=level_title(level), told=told)
        )
        self.why.setText(reason(found))
        self.show()

    def round_for(self, company_id: str, level: str) -> str:
        """The round to practise for a company: the first that is not ready; empty for no such company."""
        if self._kept is None:
            return ""
        from interviewer.progress.readiness import State, readiness

        company = self._kept.board.company(company_id)
        if company is None or not company.rounds:
            return ""
        states = {name: readiness(self._kept.sessions, name, level, today_here()).state for name in company.rounds}
        return next((name for name, state in states.items() if state is not State.READY), company.rounds[0])

    def _take(self, kept: Kept) -> None:
        self._kept = kept
        self.read.emit()

    def _cannot(self, error: Exception) -> None:
        """The page above tells of an index that cannot be made."""
        if not isinstance(error, InterviewerError):
            raise error


def _read(paths: Paths) -> Kept:
    import desktop.progress.words  # noqa: F401  (heavy: in the worker, not before the first paint)
    from desktop.progress.picture import read_progress

    return read_progress(paths)
