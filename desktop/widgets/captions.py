"""The live conversation: who spoke, when, and what was said, as it is said. GUI thread."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.view_state import Speaker, Turn
from desktop.widgets.accessible import Painted, Role
from desktop.widgets.painting import width_of
from desktop.widgets.plain import PlainLabel
from desktop.widgets.spoken import LINE, SpokenText
from desktop.widgets.times import clock_text
from interviewer.events import Role as LineRole

SPEAKERS, BETWEEN, MEASURE = 88, 16, 600
"""Width of the column of speakers, from it to the words, most width of the words."""
_APART = 16
_NOT_YET = -1.0
"""Time of words that are no turn yet."""
_AT_END = 24
"""So near the end counts as being there."""


def speaker_name(speaker: Speaker) -> str:
    """Who speaks, as it is written beside what was said."""
    return tr("You") if speaker is Speaker.YOU else tr("Interviewer")


class TurnRow(Painted):
    """A speaker, a time and what was said; one entry of a list to a screen reader."""

    accessible_role = Role.ListItem

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.speaker = PlainLabel(size=tokens.CAPTION, bold=True)
        self.time = PlainLabel(size=tokens.CAPTION, tone="muted")
        self.words = SpokenText()
        for part in (self.speaker, self.time, self.words):
            part.setParent(self)
            part.show()

    def show_turn(self, turn: Turn, unsure: str) -> None:
        """Show a turn, with words behind it that may still change."""
        you = turn.speaker is Speaker.YOU
        self.speaker.setText(speaker_name(turn.speaker))
        self.speaker.set_tone("accent" if you else "")
        self.time.setText(clock_text(turn.at) if turn.at >= 0 else "")
        self.words.show_text(turn.text, unsure)

    def accessible_text(self) -> str:
        spoken_by = ", ".join(part for part in (self.speaker.text(), self.time.text()) if part)
        return f"{spoken_by}: {self.words.text}"

    def lay(self, width: int, column: int) -> int:
        """Place what is in it for a width, `column` of it for the speaker; the height it needs."""
        left = column + BETWEEN
        measure = max(80, min(look().size(MEASURE), width - left))
        high = self.words.heightForWidth(measure)
        line = look().size(tokens.CAPTION + 4)
        # The first line of the words and the name stand on one line, so the name sits in the middle of its 26.
        top = (look().size(LINE) - line) // 2
        self.speaker.setGeometry(0, top, column, line)
        self.time.setGeometry(0, top + line, column, line)
        self.words.setGeometry(left, 0, measure, high)
        return max(high, top + 2 * line)


class _Column(Painted):
    """The turns, placed one under another by hand: only those behind a change move."""

    accessible_role = Role.List

    def __init__(self) -> None:
        super().__init__("captions_turns", tr("Conversation"))
        self.rows: list[TurnRow] = []

    def place(self, first: int, width: int) -> None:
        """Place the rows from `first` on."""
        font = look().font(tokens.CAPTION, bold=True)
        names = max(width_of(speaker_name(speaker), font) for speaker in Speaker)
        column = max(look().size(SPEAKERS), round(names) + 2)
        top = self.rows[first - 1].geometry().bottom() + 1 + _APART if first > 0 else 0
        for row in self.rows[first:]:
            high = row.lay(width, column)
            row.setGeometry(0, top, width, high)
            top += high + _APART
        self.setFixedHeight(max(0, top - _APART))


class Captions(QScrollArea):
    """The conversation so far. Stays at its end unless a person scrolled up."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(tr("Conversation"))
        self.setProperty("ring", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = _Column()
        self._column.setProperty("kind", "scrolled")
        self.setWidget(self._column)
        self._shown: tuple[tuple[Turn, str], ...] = ()
        self._sticks = True
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._range_changed)
        bar.valueChanged.connect(self._scrolled)
        look().changed.connect(self._place_all)

    @property
    def follows(self) -> bool:
        """Whether it stays at the end."""
        return self._sticks

    @property
    def rows(self) -> tuple[TurnRow, ...]:
        """The turns shown, oldest first."""
        return tuple(self._column.rows)

    def show_turns(
        self, turns: tuple[Turn, ...], unsure: str = "", hidden_roles: Collection[LineRole] = frozenset()
    ) -> None:
        """Show the conversation so far; `unsure` words belong to your open answer, and are no turn yet.

        Lines of `hidden_roles` are left out: the main question stands above the conversation already.
        """
        wanted = _with_unsure([turn for turn in turns if turn.role not in hidden_roles], unsure)
        first = _first_change(self._shown, wanted)
        if first == len(wanted) == len(self._shown):
            return
        self._shown = tuple(wanted)
        self._match(len(wanted))
        for row, (turn, tail) in zip(self._column.rows[first:], wanted[first:], strict=True):
            row.show_turn(turn, tail)
        self._column.place(min(first, max(0, len(wanted) - 1)), self._room())

    def to_end(self) -> None:
        """Go to the end and stay there."""
        self._sticks = True
        self._range_changed()

    def selected_text(self) -> str:
        """What is selected, turn by turn."""
        return "\n\n".join(row.words.selection for row in self._column.rows if row.words.selection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Select all and copy, beside what scrolls."""
        if event.matches(QKeySequence.StandardKey.SelectAll):
            for row in self._column.rows:
                row.words.select_all()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.selected_text():
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            bar = self.verticalScrollBar()
            bar.setValue(bar.minimum() if event.key() == Qt.Key.Key_Home else bar.maximum())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._place_all()

    def _match(self, count: int) -> None:
        """Have so many rows."""
        rows = self._column.rows
        while len(rows) > count:
            rows.pop().deleteLater()
        while len(rows) < count:
            row = TurnRow(self._column)
            row.words.selected.connect(self._one_selects)
            row.show()
            rows.append(row)

    def _one_selects(self) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        for row in self._column.rows:
            row.words.clear_selection()

    def _place_all(self) -> None:
        self._column.place(0, self._room())

    def _room(self) -> int:
        return self.viewport().width()

    def _range_changed(self) -> None:
        if self._sticks:
            bar = self.verticalScrollBar()
            bar.setValue(bar.maximum())

    def _scrolled(self, value: int) -> None:
        self._sticks = value >= self.verticalScrollBar().maximum() - _AT_END


def _with_unsure(turns: list[Turn], unsure: str) -> list[tuple[Turn, str]]:
    """Each turn with its unsure tail; words nobody has a turn for yet begin one."""
    pairs = [(turn, "") for turn in turns]
    if not unsure:
        return pairs
    if pairs and pairs[-1][0].speaker is Speaker.YOU and pairs[-1][0].open:
        return [*pairs[:-1], (pairs[-1][0], unsure)]
    return [*pairs, (Turn(Speaker.YOU, 0, _NOT_YET, "", open=True), unsure)]


def _first_change(before: tuple[tuple[Turn, str], ...], after: list[tuple[Turn, str]]) -> int:
    """The number of the first entry that is another one than before."""
    both = zip(before, after, strict=False)
    return next((number for number, (old, new) in enumerate(both) if old != new), min(len(before), len(after)))
