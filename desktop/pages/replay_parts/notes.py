"""Own notes at moments of the session: a list of cards that are edited in place. GUI thread.

Knows no file: whoever listens to `changed` keeps what it says. Signals of `NotesPanel`: `changed(Notes)` after a note
came, went or was edited (at once; waiting until somebody has typed on is the keeper's affair); `sought(float)`;
`note_wanted()`, a note where the sound is.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.theme.look import look
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.frames import Banner, Card, Scroll
from desktop.widgets.moments import Marker, TimeButton
from desktop.widgets.plain import ElidedLabel, PlainLabel
from desktop.widgets.times import clock_text
from interviewer.records.notes import Note, Notes

_MOST_LINES, _INSET = 12, 2


class NoteText(QPlainTextEdit):
    """As high as its text, up to some lines."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "bare")
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("What is there to note?"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(_INSET)
        self.textChanged.connect(self.updateGeometry)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Qt lays out no more of it than is in view, and so does not know how many lines there are."""
        line, width = self.fontMetrics().lineSpacing(), max(40, self.viewport().width() - 2 * _INSET)
        flags = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
        text = self.toPlainText() + " "
        rect = self.fontMetrics().boundingRect(QRect(0, 0, width, 100_000), int(flags), text)
        return QSize(100, min(_MOST_LINES * line, max(line, rect.height())) + 2 * _INSET + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class NoteCard(Card):
    """One note.

    Signals: `edited(str)`, `deleted()`, `sought(float)`.
    """

    edited = Signal(str)
    deleted = Signal()
    sought = Signal(float)

    def __init__(self, note: Note, parent: QWidget | None = None) -> None:
        super().__init__(padding=12, spacing=4, parent=parent)
        self.note = note
        self.setObjectName(f"note_{note.id}")
        self.time = TimeButton(f"note_{note.id}_play", note.at)
        self.time.wanted.connect(self.sought)
        self.delete = IconButton("trash-2", tr("Delete this note"), f"note_{note.id}_delete", kind="plain")
        self.delete.clicked.connect(self.deleted)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(Marker("note", f"note_{note.id}_mark"))
        top.addWidget(ElidedLabel(tr("My note"), bold=True), 1)
        top.addWidget(self.time)
        top.addWidget(self.delete)
        self.text = NoteText(f"note_{note.id}_text")
        self.text.setAccessibleName(tr("Note at {time}", time=clock_text(note.at)))
        self.text.setPlainText(note.text)
        self.text.textChanged.connect(lambda: self.edited.emit(self.text.toPlainText()))
        self.body.addLayout(top)
        self.body.addWidget(self.text)


class NotesPanel(QWidget):
    """The side panel."""

    changed = Signal(object)
    sought = Signal(float)
    note_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replay_notes")
        self.setAccessibleName(tr("Notes"))
        self._notes = Notes()
        self._cards: dict[str, NoteCard] = {}
        self._deleted: Note | None = None
        add = self.add_button = Button(
            tr("Note"), "note_add", kind="quiet", symbol="plus", tip=tr("Write a note where the sound is")
        )
        add.clicked.connect(self.note_wanted)
        self.title = PlainLabel(tr("Notes"), size=16, bold=True)
        top = QHBoxLayout()
        top.setContentsMargins(4, 0, 4, 0)
        top.addWidget(self.title)
        top.addStretch(1)
        top.addWidget(add)
        self.gone = Banner("note_deleted")
        self._scroll = Scroll(margin=8, spacing=8)
        self._scroll.setObjectName("notes_scroll")
        self._scroll.body.setContentsMargins(4, 4, 4, 16)
        self._empty = _Empty()
        self._scroll.body.addWidget(self._empty)
        self._scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.gone)
        column.addWidget(self._scroll, 1)

    @property
    def notes(self) -> Notes:
        """As they are now."""
        return self._notes

    def show_notes(self, notes: Notes) -> None:
        """The notes of another session."""
        for card in self._cards.values():
            self._remove(card)
        self._cards, self._notes, self._deleted = {}, notes, None
        self.gone.clear()
        for note in notes.notes:
            self._put(note)
        self._tell_empty()

    def add(self, note: Note) -> None:
        """A new note, ready to be written."""
        self._take(self._notes.with_note(note))
        card = self._put(note)
        self._tell_empty()
        card.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._scroll.ensureWidgetVisible(card)

    def _put(self, note: Note) -> NoteCard:
        card = NoteCard(note)
        card.sought.connect(self.sought)
        card.edited.connect(lambda text: self._edit(note.id, text))
        card.deleted.connect(lambda: self._delete(note.id))
        place = [one.id for one in self._notes.notes if one.id in self._cards or one.id == note.id].index(note.id)
        self._cards[note.id] = card
        self._scroll.body.insertWidget(place + 1, card)
        self._order()
        return card

    def _order(self) -> None:
        """Tab goes through the cards as they stand, not as they were made."""
        before: QWidget = self.add_button
        for note in self._notes.notes:
            if (card := self._cards.get(note.id)) is not None:
                for control in (card.time, card.delete, card.text):
                    QWidget.setTabOrder(before, control)
                    before = control

    def _edit(self, note_id: str, text: str) -> None:
        note = next((one for one in self._notes.notes if one.id == note_id), None)
        if note is not None and note.text != text:
            self._take(self._notes.with_note(note.model_copy(update={"text": text})))

    def _delete(self, note_id: str) -> None:
        self._deleted = next((one for one in self._notes.notes if one.id == note_id), None)
        self._remove(self._cards.pop(note_id))
        self._take(self._notes.without(note_id))
        self._tell_empty()
        self.gone.say("info", tr("The note is deleted."), (tr("Undo"), "note_undo", self._undo))

    def _undo(self) -> None:
        note, self._deleted = self._deleted, None
        self.gone.clear()
        if note is not None:
            self.add(note)

    def _remove(self, card: NoteCard) -> None:
        self._scroll.body.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _take(self, notes: Notes) -> None:
        self._notes = notes
        self.changed.emit(notes)

    def _tell_empty(self) -> None:
        self._empty.setVisible(not self._cards)


class _Empty(QWidget):
    """Where no note is yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look().size(8), 0, 0)
        column.setSpacing(4)
        column.addWidget(PlainLabel(tr("No notes yet."), bold=True, wrap=True))
        why = tr("A note keeps a moment and what you think of it. The sound plays on while you write.")
        column.addWidget(PlainLabel(why, tone="muted", wrap=True))
