"""A transcript that follows the sound word by word. Read-only; formats never change while it follows. GUI thread.

The heard word is one extra selection and the found one another; the ground of the heard word, the bar beside its turn,
names and times are painted.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QMimeData, QPointF, QRectF, QRegularExpression, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from desktop.language import tr
from desktop.replay.script import Script
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.transcript_menu import show_menu
from desktop.widgets.transcript_names import Names
from desktop.widgets.transcript_text import OBJECT, Chips, Places, ground, rects_of, without_objects, write

MEASURE = 600
"""Longest line of text."""
_ABOVE, _BELOW, _TO = 0.1, 0.75, 0.3
"""Shares of the height: a word outside the first two is brought to the third."""


class Transcript(QTextEdit):
    """The conversation.

    Signals: `sought(float)`, the person wants to hear from there; `left()`, they scrolled away from where the sound is;
    `return_wanted()`, they want to go back there; `correction_wanted()`, of what is chosen.
    """

    sought = Signal(float)
    left = Signal()
    return_wanted = Signal()
    correction_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(tr("Transcript"))
        self.setProperty("kind", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLineWrapMode(QTextEdit.LineWrapMode.FixedPixelWidth)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._script, self._places, self._chips = Script(()), Places(), Chips(self)
        self._now, self._found = (-1, -1), QTextCursor()
        self._following, self._names, self._pressed = True, Names(), QPointF()
        self._writing, self._correct_key, self._correctable = False, "", False
        self._jump = Button(tr("Jump to now"), f"{name}_jump", kind="primary", parent=self)
        self._jump.setToolTip(tr("Go to where the sound is, and follow it"))
        self._jump.clicked.connect(self.return_wanted)
        self._jump.hide()
        self.verticalScrollBar().actionTriggered.connect(lambda _action: self._scrolled())
        look().changed.connect(self._write)

    # -- what it shows

    def show_script(self, script: Script) -> None:
        """Another conversation, from its beginning."""
        self._script, self._now = script, (-1, -1)
        self._write()
        self.moveCursor(QTextCursor.MoveOperation.Start)  # else it stands behind what was written
        self.verticalScrollBar().setValue(0)

    def show_changed(self, script: Script) -> None:
        """The same conversation with other words in it: the eye and the cursor stay where they were."""
        place = self._places.at(self.textCursor().position())
        self._script = script
        following, self._following = self._following, False
        self._write()
        self._following = following
        if place in self._places.spans:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._places.spans[place][0])
            scrolled = self.verticalScrollBar().value()
            self.setTextCursor(cursor)
            self.verticalScrollBar().setValue(scrolled)

    def show_position(self, seconds: float) -> None:
        """Mark what is heard at a moment."""
        now = self._script.at(seconds)
        if now != self._now:
            self._now = now
            self._select()
            self.viewport().update()
            if self._following:
                self._bring_into_view()

    def follow(self, following: bool) -> None:
        """Whether to scroll with the sound."""
        self._following = following
        self._jump.setVisible(not following)
        self._place_jump()
        if following:
            self._bring_into_view()

    @property
    def heard(self) -> str:
        """The word, or more, that is marked; empty for none."""
        turn, stretch = self._now
        return self._script.turns[turn].stretches[stretch].text if stretch >= 0 else ""

    @property
    def selected(self) -> tuple[float, float, str] | None:
        """From when to when the selected words were said, and those words; None where none are selected."""
        cursor = self.textCursor()
        first, last = self._places.at(cursor.selectionStart()), self._places.at(max(0, cursor.selectionEnd() - 1))
        if not cursor.hasSelection() or first is None or last is None:
            return None
        start, end = (self._script.turns[turn].stretches[at] for turn, at in (first, last))
        text = without_objects(cursor.selectedText())
        return start.start, max(start.end, end.end), " ".join(text.split())

    @property
    def chosen(self) -> tuple[tuple[int, int], ...]:
        """First and last of what is meant, as (turn, stretch): what is selected, the word at the cursor while it is
        in here, else the one that is heard; nothing where there is none."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            text = cursor.selectedText()
            start = cursor.selectionStart() + len(text) - len(text.lstrip())
            ends = self._places.at(start), self._places.at(max(start, cursor.selectionEnd() - 1))
            return tuple(place for place in ends if place is not None)
        if self.hasFocus() and (here := self._places.at(cursor.position())) is not None:
            return (here,)
        return (self._now,) if self._now[1] >= 0 else ()

    def bring_chosen(self) -> None:
        """Have what is meant in view, wherever the sound goes on."""
        if chosen := self.chosen:
            self._bring(self._places.spans[chosen[0]][0], lazily=True)
            self.left.emit()

    @property
    def current_turn(self) -> int:
        """Number of the turn with the bar; -1 for none."""
        return self._now[0]

    # -- finding

    def find_all(self, text: str) -> list[QTextCursor]:
        """Every place of a text, whatever its case; a pause between two words is passed over."""
        wanted = [QRegularExpression.escape(part) for part in text.split()]
        if not wanted:
            return []
        options = QRegularExpression.PatternOption.CaseInsensitiveOption
        pattern = QRegularExpression(rf"[\s{OBJECT}]+".join(wanted), options)
        found, cursor = [], self.document().find(pattern)
        while not cursor.isNull() and cursor.hasSelection():
            found.append(cursor)
            cursor = self.document().find(pattern, cursor)
        return found

    def show_found(self, place: QTextCursor | None) -> None:
        """Mark a place that was found and bring it into view; None: none any more."""
        self._found = place if place is not None else QTextCursor()
        self._select()
        if place is None:
            return
        start = QTextCursor(place)
        start.setPosition(place.selectionStart())
        self.setTextCursor(start)
        self._bring(place.selectionStart())
        self.left.emit()

    # -- from the person

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        moved = (event.position() - self._pressed).manhattanLength()
        if event.button() is Qt.MouseButton.LeftButton and moved < 4 and not self.textCursor().hasSelection():
            self._seek(self.cursorForPosition(event.position().toPoint()).position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        show_menu(self, event, self._correct_key, self.correction_wanted.emit if self._correctable else None)

    def set_correct_key(self, key: str) -> None:
        """Offer to correct words, and by which key that is done, too."""
        self._correct_key, self._correctable = key, True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._seek(self.textCursor().position())
            return
        before = self.verticalScrollBar().value()
        super().keyPressEvent(event)
        if self.verticalScrollBar().value() != before:
            self._scrolled()

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(without_objects(self.textCursor().selectedText()))
        return data

    def _seek(self, position: int) -> None:
        """Between two words the one before counts; in a turn without words its beginning."""
        turn = self.document().findBlock(position).blockNumber()
        place = self._places.at(position)
        if place is not None and place[0] == turn:
            self.sought.emit(self._script.turns[turn].stretches[place[1]].start)
        elif 0 <= turn < len(self._script.turns):
            self.sought.emit(self._script.turns[turn].start)

    def _scrolled(self) -> None:
        if self._following:
            self.left.emit()

    # -- keeping up

    def _write(self) -> None:
        self._now, now, self._found = (-1, -1), self._now, QTextCursor()
        self._select()
        self._now = now
        self._measure()
        scrolled = self.verticalScrollBar().value()
        self._writing = True
        self._places = write(self.document(), self._script, self._chips, self._names.indent, self._names.above)
        self._writing = False
        self._measure()
        self._select()
        self.verticalScrollBar().setValue(scrolled)
        if self._following:
            self._bring_into_view()

    def _measure(self) -> bool:
        """Take on the width there is; whether names have to move above their turns or back beside them."""
        room = self.viewport().width() - 8
        moved = self._names.fit(room)
        most = self._names.indent + look().size(MEASURE)
        self.setLineWrapColumnOrWidth(max(self._names.indent + 100, min(most, room)))
        return moved

    def _select(self) -> None:
        selections = []
        if self._now in self._places.spans:
            selections.append(self._selection(*self._places.spans[self._now], "on_word", ""))
        if self._found.hasSelection():
            places = self._found.selectionStart(), self._found.selectionEnd()
            selections.append(self._selection(*places, "on_accent", "accent"))
        if selections or self.extraSelections():  # setting none lays out all of the text
            self.setExtraSelections(selections)

    def _selection(self, start: int, end: int, text: str, under: str) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format.setForeground(look().colour(text))
        if under:
            selection.format.setBackground(look().colour(under))
        return selection

    def _bring_into_view(self) -> None:
        turn, _ = self._now
        if turn < 0:
            return
        span = self._places.spans.get(self._now)
        self._bring(span[0] if span is not None else self._block(turn).position(), lazily=True)

    def _bring(self, position: int, *, lazily: bool = False) -> None:
        """Scroll to a place; `lazily`: only when it is not well in view."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        rect, height = self.cursorRect(cursor), self.viewport().height()
        if not lazily or not height * _ABOVE <= rect.top() <= height * _BELOW:
            scroll = self.verticalScrollBar()
            scroll.setValue(scroll.value() + rect.top() - round(height * _TO))

    def _block(self, turn: int) -> QTextBlock:
        return self.document().findBlockByNumber(turn)

    def showEvent(self, event: QShowEvent) -> None:
        """When it is shown for the first time, Qt scrolls to its cursor instead of to where the sound is."""
        super().showEvent(event)
        if self._following:
            self._bring_into_view()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._writing:  # an empty document takes the scroll bar away for a moment
            return
        if self._measure():
            self._write()
        self._place_jump()
        if self._following:
            self._bring_into_view()

    def _place_jump(self) -> None:
        size = self._jump.sizeHint()
        left = (self.viewport().width() - size.width()) // 2
        self._jump.setGeometry(left, self.height() - size.height() - 12, size.width(), size.height())

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for rect in self._rects_of_now():
            ground(painter, rect)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        for block, top, height in self._blocks_in_view():
            number = block.blockNumber()
            self._names.paint(painter, self._script.turns[number], top, height, current=number == self._now[0])
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(look().colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()

    def _blocks_in_view(self) -> Iterator[tuple[QTextBlock, float, float]]:
        layout, scrolled = self.document().documentLayout(), self.verticalScrollBar().value()
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        while block.isValid() and self._script.turns:
            rect = layout.blockBoundingRect(block)
            top = rect.top() - scrolled
            if top > self.viewport().height():
                return
            yield block, top, block.layout().boundingRect().height()
            block = block.next()

    def _rects_of_now(self) -> Iterator[QRectF]:
        """The ground of what is heard, line by line."""
        span = self._places.spans.get(self._now)
        if span is not None:
            scrolled = self.verticalScrollBar().value()
            yield from (rect.translated(0, -scrolled) for rect in rects_of(self.document(), *span))
