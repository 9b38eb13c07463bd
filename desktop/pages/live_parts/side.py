"""Right side of the Live page: the notepad; in Practice also hints and the coverage so far.

Signals of `Side`: `hint()`; `noted(str)`, the text of the pad a moment after it was changed.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.theme import tokens
from desktop.view_state import HINTS, ViewState
from desktop.widgets.buttons import Button
from desktop.widgets.coverage import CoverageList, Item
from desktop.widgets.dots import Dots
from desktop.widgets.frames import Heading, Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.times import clock_text

AUTOSAVE_MS = 800


class Side(QWidget):
    """Notes, hints, coverage."""

    hint = Signal()
    noted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_side")
        self._saved = PlainLabel(size=tokens.CAPTION, tone="muted", name="live_notes_saved")
        self.pad = QPlainTextEdit()
        self.pad.setObjectName("live_notes")
        self.pad.setAccessibleName(tr("Notes"))
        self.pad.setPlaceholderText(tr("Your own notes. They are kept with the session."))
        self.pad.setTabChangesFocus(True)
        self.pad.textChanged.connect(self._changed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AUTOSAVE_MS)
        self._timer.timeout.connect(self.flush)
        self.hint_button = Button(tr("Hint"), "live_hint", symbol="lightbulb", live=True)
        self.hint_button.clicked.connect(self.hint)
        self._dots = Dots("live_hint_dots", HINTS)
        self._used = PlainLabel(size=tokens.CAPTION, tone="muted", name="live_hints_used")
        self._count = PlainLabel(tone="muted", name="live_coverage_count")
        self.coverage = CoverageList("live_coverage")
        self._helps = QWidget()
        self._dirty = False
        self._lay_out()

    def _lay_out(self) -> None:
        used = QVBoxLayout()
        used.setSpacing(4)
        used.addStretch(1)
        used.addWidget(self._dots)
        used.addWidget(self._used)
        used.addStretch(1)
        hints = QHBoxLayout()
        hints.setSpacing(12)
        hints.addWidget(self.hint_button)
        hints.addLayout(used, 1)
        helps = QVBoxLayout(self._helps)
        helps.setContentsMargins(0, 0, 0, 0)
        helps.setSpacing(12)
        helps.addLayout(hints)
        helps.addWidget(Line())
        helps.addWidget(Heading(tr("Coverage so far"), self._count, size=tokens.BODY))
        helps.addWidget(self.coverage)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 32, 16)
        column.setSpacing(8)
        column.addWidget(Heading(tr("Notes"), self._saved, size=tokens.BODY))
        column.addWidget(self.pad, 1)
        column.addSpacing(4)
        column.addWidget(self._helps)

    def begin(self, *, exam: bool) -> None:
        """An empty pad; an exam has nothing else."""
        self._timer.stop()
        self.pad.clear()
        self._dirty = False
        self._timer.stop()
        self._saved.setText("")
        self._helps.setVisible(not exam)
        self.coverage.show_items(())
        self._count.setText("")

    def render_view(self, view: ViewState) -> None:
        """Show how many hints were given."""
        used = len(view.hints)
        self._dots.show_filled(used)
        self.hint_button.setEnabled(used < HINTS)
        self.hint_button.setToolTip("" if used < HINTS else tr("All hints were given."))
        if not used:
            self._used.setText(tr("None of {all} used", all=HINTS))
        else:
            last = clock_text(view.hints[-1])
            self._used.setText(tr("{used} of {all} used, the last at {time}", used=used, all=HINTS, time=last))

    def show_coverage(self, items: tuple[Item, ...]) -> None:
        """Title, `done` or `open`, and seconds of each item."""
        self.coverage.show_items(items)
        done = sum(kind == "done" for _, kind, _ in items)
        self._count.setText(tr("{done} of {all}", done=done, all=len(items)) if items else "")

    def set_compact(self, compact: bool) -> None:
        """Where there is little room only the count of the coverage is shown."""
        self.coverage.setVisible(not compact)

    def flush(self) -> None:
        """Hand out what is on the pad, if it was changed since."""
        self._timer.stop()
        if self._dirty:
            self._dirty = False
            self.noted.emit(self.pad.toPlainText())

    def show_saved(self, saved: bool) -> None:
        """Whether the pad is on the disk."""
        self._saved.setText(tr("Saved") if saved else tr("Not saved"))

    def words(self) -> str:
        """How many words the pad has, for a screen reader."""
        count = len(self.pad.toPlainText().split())
        return trn("{n} word", "{n} words", count)

    def _changed(self) -> None:
        self._dirty = True
        self._saved.setText("")
        self._timer.start()
