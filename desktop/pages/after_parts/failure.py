"""What stands where a session cannot be shown: why, and what can be done about it. GUI thread.

Signals of `FailureView`: `back()`; `mend()`, the session is to be put in order.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.columns import empty
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import EmptyState
from interviewer.errors import InterviewerError, SessionDamaged


class FailureView(QWidget):
    """A sentence and one or two buttons."""

    back = Signal()
    mend = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.MARGIN, tokens.MARGIN, tokens.MARGIN, tokens.MARGIN)

    def show_error(self, error: InterviewerError) -> QWidget:
        """Say what is wrong; the button that should have the keyboard."""
        empty(self._column)
        back = Button(tr("Back to the library"), "after_failed_back", kind="primary")
        back.clicked.connect(self.back)
        mend: Button | None = None
        if isinstance(error, SessionDamaged):
            back.set_kind("secondary")
            mend = Button(tr("Put it in order"), "after_mend", kind="primary")
            mend.clicked.connect(self.mend)
        state = EmptyState("file-text", tr("This session cannot be shown."), error.sentence, mend)
        state.setObjectName("after_failure")
        self._column.addStretch(1)
        self._column.addWidget(state)
        self._column.addWidget(back, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch(1)
        return mend or back
