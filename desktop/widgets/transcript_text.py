"""A conversation as a text document that knows when each piece of it was said. GUI thread.

One block a turn. Pauses, and words that were taken out, are objects in the text, drawn as chips; in copied text they
are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.language import tr
from desktop.replay.script import Script, Stretch, Turn
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.painting import CENTRED, bar, width_of, words
from desktop.widgets.plain import plain_tip

OBJECT = "\ufffc"
"""Stands for a chip in the text of a document."""
LINE = 26
TURN_GAP = 16
_CHIP = QTextFormat.ObjectTypes.UserObject.value + 1
_SECONDS = QTextFormat.Property.UserProperty.value + 1
_REMOVED = _SECONDS + 1
_CHIP_HEIGHT, _CHIP_PADDING = 20, 8


@dataclass
class Places:
    """Where each stretch stands in the document, in document positions."""

    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """(turn, stretch) to (first position, position behind)."""
    starts: list[int] = field(default_factory=list)
    """First positions, ascending, with what stands there in `pieces`."""
    pieces: list[tuple[int, int]] = field(default_factory=list)

    def add(self, turn: int, stretch: int, start: int, end: int) -> None:
        self.spans[turn, stretch] = (start, end)
        self.starts.append(start)
        self.pieces.append((turn, stretch))

    def at(self, position: int) -> tuple[int, int] | None:
        """The stretch at a position, or the one before it."""
        place = bisect_right(self.starts, position) - 1
        return self.pieces[max(0, place)] if self.pieces else None


class Chips(QPyTextObject):
    """Draws pauses and what was taken out."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._widths: dict[tuple[str, bool], float] = {}
        look().changed.connect(self._widths.clear)

    def intrinsicSize(self, _document: QTextDocument, _position: int, form: QTextFormat) -> QSizeF:
        chip = _chip_text(form)
        if chip not in self._widths:
            self._widths[chip] = width_of(chip[0], _chip_font(removed=chip[1]))
        return QSizeF(self._widths[chip] + 2 * _CHIP_PADDING + 4, look().size(_CHIP_HEIGHT) - 4)

    def drawObject(
        self, painter: QPainter, rect: QRectF | QRect, _document: QTextDocument, _position: int, form: QTextFormat
    ) -> None:
        rect, height = QRectF(rect), look().size(_CHIP_HEIGHT)
        chip = QRectF(rect.left() + 2, rect.bottom() + 1 - height, rect.width() - 4, height)
        text, removed = _chip_text(form)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar(painter, chip, "sunken")
        words(painter, chip, text, _chip_font(removed=removed), "muted", CENTRED)
        painter.restore()


def _chip_text(form: QTextFormat) -> tuple[str, bool]:
    """What a chip says, and whether it stands for what was taken out."""
    removed = form.property(_REMOVED)
    return (str(removed), True) if removed else (pause_text(form.property(_SECONDS)), False)


def _chip_font(*, removed: bool) -> QFont:
    font = QFont(look().font(tokens.CAPTION))
    font.setStrikeOut(removed)
    return font


def pause_text(seconds: float) -> str:
    """A pause as it is told."""
    return tr("({seconds} s)", seconds=round(seconds))


def write(document: QTextDocument, script: Script, chips: Chips, indent: int, above: int) -> Places:
    """Put a conversation into a document; `indent` and `above` are left free beside and above each turn."""
    document.clear()
    document.setDocumentMargin(0)
    document.setDefaultFont(look().font(tokens.SECTION))
    document.documentLayout().registerHandler(_CHIP, chips)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    places, forms = Places(), _Forms()
    for number, turn in enumerate(script.turns):
        if number:
            cursor.insertBlock()
        else:
            cursor.setBlockFormat(_block(indent, above))
        _write_turn(cursor, number, turn, places, forms)
    cursor.endEditBlock()
    return places


def _write_turn(cursor: QTextCursor, number: int, turn: Turn, places: Places, forms: _Forms) -> None:
    """Runs of plain words are put in at once: a call for each word of an hour would be seen."""
    if not turn.stretches:
        cursor.insertText(tr("Nothing was transcribed here."), forms.muted)
        return
    position, run = cursor.position(), ""
    for at, stretch in enumerate(turn.stretches):
        if at:
            run, position = run + " ", position + 1
        if stretch.pause:
            cursor.insertText(run, forms.normal)
            cursor.insertText(OBJECT, _chip(stretch))
            run, position = " ", position + 2
        end = position + (1 if stretch.removed else _units(stretch.text))
        places.add(number, at, position, end)
        position = end
        if stretch.removed:
            cursor.insertText(run, forms.normal)
            cursor.insertText(OBJECT, _removed(stretch))
            run = ""
        elif (form := forms.of(stretch)) is not forms.normal:
            cursor.insertText(run, forms.normal)
            cursor.insertText(stretch.text, form)
            run = ""
        else:
            run += stretch.text
    cursor.insertText(run, forms.normal)


def _units(text: str) -> int:
    """Length as Qt counts it, in UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def without_objects(text: str) -> str:
    """Text of a selection as somebody wants it elsewhere: lines as lines, no chips."""
    lines = text.replace(f"{OBJECT} ", "").replace(OBJECT, "")
    return lines.replace("\u2029", "\n").replace("\u2028", "\n")


def _block(indent: int, above: int) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setLineHeight(look().size(LINE), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    form.setLeftMargin(indent)
    form.setTopMargin(above)
    form.setBottomMargin(TURN_GAP)
    return form


class _Forms:
    """How text looks in the theme of the moment."""

    def __init__(self) -> None:
        self.normal, self.muted, self.unsure, self.filler = (QTextCharFormat() for _ in range(4))
        self.normal.setForeground(look().colour("text"))
        self.muted.setForeground(look().colour("muted"))
        self.unsure.setForeground(look().colour("muted"))
        self.unsure.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        self.unsure.setUnderlineColor(look().colour("warn"))
        self.filler.setForeground(look().colour("text"))
        self.filler.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        self.filler.setUnderlineColor(look().colour("text"))

    def of(self, stretch: Stretch) -> QTextCharFormat:
        """A corrected word tells what was heard; a filler and a word nobody is sure of show it."""
        if stretch.said is not None and stretch.said.correction:
            form = QTextCharFormat(self.normal)
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            form.setUnderlineColor(look().colour("accent"))
            form.setToolTip(plain_tip(heard_text(stretch.said.heard)))
            return form
        return self.filler if stretch.filler else self.unsure if stretch.unsure else self.normal


def heard_text(heard: str) -> str:
    """What stood there before somebody corrected it."""
    return tr("Heard: “{words}”", words=heard) if heard else tr("Nothing was heard here.")


def _removed(stretch: Stretch) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setObjectType(_CHIP)
    form.setProperty(_REMOVED, stretch.text)
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBottom)
    form.setToolTip(plain_tip(tr("Taken out. Heard: “{words}”", words=stretch.text)))
    return form


def _chip(stretch: Stretch) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setObjectType(_CHIP)
    form.setProperty(_SECONDS, stretch.pause)
    form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBottom)
    return form


def rects_of(document: QTextDocument, start: int, end: int) -> Iterator[QRectF]:
    """Where a stretch of text stands, line by line, in the document's own pixels."""
    block = document.findBlock(start)
    origin, layout = document.documentLayout().blockBoundingRect(block).topLeft(), block.layout()
    start, end = start - block.position(), end - block.position()
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        first, behind = line.textStart(), line.textStart() + line.textLength()
        if behind > start and first < end:
            left, right = _x(line, max(start, first)), _x(line, min(end, behind))
            yield QRectF(origin.x() + left, origin.y() + line.y(), right - left, line.height())


def _x(line: object, position: int) -> float:
    """The stubs tell of a pair only what Qt would change of it."""
    found = line.cursorToX(position)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)


def ground(painter: QPainter, rect: QRectF) -> None:
    """The ground of the word that is heard."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look().colour("word"))
    painter.drawRoundedRect(rect.adjusted(-3, 1, 3, -1), 4, 4)
