"""Which session it is and where to go from it: at the top of the report, and again, small, over what was scrolled.

GUI thread. Signals of both headers: `back()`, `replay()`, `export()`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.after_parts.texts import wrapped
from desktop.report.values import Report
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.frames import Line
from desktop.widgets.plain import ElidedLabel, PlainLabel

_SCROLL_BAR = 12
"""It is beside the page and not beside the small header: buttons of both stand at one place."""


class Header(QWidget):
    """Title and details."""

    back = Signal()
    replay = Signal()
    export = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = ElidedLabel(size=tokens.TITLE, bold=True, name="after_title")
        self.details = wrapped(size=tokens.CAPTION, tone="muted", name="after_details")
        back, export, replay = _buttons(self, "after")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self.title)
        names.addWidget(self.details)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(names, 1)
        row.addSpacing(12)
        row.addWidget(export, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addWidget(replay, 0, Qt.AlignmentFlag.AlignVCenter)
        self.replay_button = replay

    def show_report(self, report: Report) -> None:
        self.title.setText(report.title)
        self.details.setText(report.details)


class CompactHeader(QFrame):
    """One line over the page while its top is out of sight: title and call."""

    back = Signal()
    replay = Signal()
    export = Signal()

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("after_compact")
        self.setProperty("kind", "surface")
        self.title = ElidedLabel(bold=True, name="after_compact_title")
        self.call = PlainLabel(tone="muted", name="after_compact_call")
        back, export, replay = _buttons(self, "after_compact")
        names = QHBoxLayout()
        names.setSpacing(12)
        names.addWidget(self.title, 1000)
        names.addWidget(self.call)
        names.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(tokens.MARGIN, 0, tokens.MARGIN + _SCROLL_BAR, 0)
        row.setSpacing(4)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(names, 1)
        row.addSpacing(12)
        row.addWidget(export, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(4)
        row.addWidget(replay, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Line())
        self.hide()

    def show_report(self, report: Report) -> None:
        self.title.setText(report.title)
        self.title.setMaximumWidth(self.title.sizeHint().width())
        self.call.setText(report.verdict.words if report.verdict is not None else "")

    def lie_over(self, width: int) -> None:
        """Take the top of a page of this width."""
        self.setGeometry(0, 0, width, look().size(tokens.CONTROL_HEIGHT) + 24)
        self.raise_()


def _buttons(header: Header | CompactHeader, name: str) -> tuple[IconButton, Button, Button]:
    back = IconButton("chevron-left", tr("Back to the library"), f"{name}_back")
    back.clicked.connect(header.back)
    export = Button(tr("Export"), f"{name}_export", kind="plain", symbol="upload")
    export.clicked.connect(header.export)
    replay = Button(tr("Replay"), f"{name}_replay", symbol="play")
    replay.clicked.connect(header.replay)
    return back, export, replay
