"""Remarks of every reviewer and own notes in one list, in the order of the session. GUI thread.

Knows no file: whoever listens keeps what it says. Signals of `AnnotationsPanel`: `notes_changed(Notes)` after a note
came, went or was edited (at once; waiting until somebody has typed on is the keeper's affair);
`stances_changed(Stances)`; `rows_changed()`, others are shown, or they say something else; `sought(float)`;
`note_wanted()`, a note where the sound is; `play_wanted(Annotation, bool)`, a remark by itself, or over and over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.replay_parts.filters import FilterRoom, Filters
from desktop.pages.replay_parts.notes import NoteCard
from desktop.pages.replay_parts.nothing_shown import NothingShown
from desktop.pages.replay_parts.remark_card import RemarkCard
from desktop.replay.annotated import Annotated, of_note, thought_words
from desktop.replay.shown import Filter, Track, shown
from desktop.theme.look import look
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.frames import Banner
from desktop.widgets.plain import ElidedLabel
from desktop.widgets.remark_list import RemarksView
from interviewer.records.notes import Note, Notes
from interviewer.review.annotations import Annotation, Kind, in_order
from interviewer.review.stances import Stance, Stances, Theirs
from interviewer.review.values import Maker

_LEFT = 16
_LOW = 320
"""A panel of less height than this has no room for filters and for a remark with all about it."""


class AnnotationsPanel(QWidget):
    """The side panel."""

    notes_changed = Signal(object)
    stances_changed = Signal(object)
    rows_changed = Signal()
    sought = Signal(float)
    note_wanted = Signal()
    play_wanted = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replay_annotations")
        self.setAccessibleName(tr("Annotations"))
        self._remarks: tuple[Annotation, ...] = ()
        self._notes, self._stances = Notes(), Stances()
        self._theirs: tuple[Theirs, ...] = ()
        self._notes_by: Mapping[str, Maker] = {}
        self._track = Track()
        self._follows = False
        self._keys: dict[str, str] = {}
        tip = tr("Write a note where the sound is, or of what is selected in the transcript")
        self.add_button = Button(tr("Note"), "note_add", kind="quiet", symbol="plus", tip=tip)
        self.add_button.clicked.connect(self.note_wanted)
        self.filters = Filters()
        self.filters.changed.connect(self._filter)
        self._room = FilterRoom(self.filters)
        self.filter_button = IconButton("sliders-horizontal", tr("Filter"), "annotations_filter")
        self.filter_button.setCheckable(True)
        self.filter_button.toggled.connect(lambda _on: self._fold())
        self.gone = Banner("note_deleted")
        self.list = RemarksView("annotations", tr("Annotations"), self._card)
        self.list.opened.connect(self._seek)
        self.list.end_clicked.connect(self._seek)
        self.list.current_changed.connect(lambda _remark: self._order())
        self._empty = NothingShown()
        self._lay_out()

    def _lay_out(self) -> None:
        top = self._top = QHBoxLayout()
        top.setContentsMargins(6, 0, 6, 0)
        self._title = ElidedLabel(tr("Annotations"), size=16, bold=True)
        top.addWidget(self._title, 1)
        top.addWidget(self.filter_button)
        top.addWidget(self.add_button)
        middle = self._middle = QVBoxLayout()
        middle.setContentsMargins(6, 0, 6, 0)
        for widget in (self._room, self.gone, self._empty):
            middle.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(_LEFT, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addLayout(middle)
        column.addWidget(self.list, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What the remarks are about is chosen beside the title where there is room, else below."""
        super().resizeEvent(event)
        titles = self.filters.titles
        needed = self._title.sizeHint().width() + titles.sizeHint().width() + self.add_button.sizeHint().width()
        self._fold()
        beside = needed + 28 <= event.size().width()
        if beside == (self._top.indexOf(titles) >= 0):
            return
        if beside:
            self.filters.hold_titles(False)
            self._top.insertWidget(1, titles)
        else:
            self._top.removeWidget(titles)
            self.filters.hold_titles(True)

    def _fold(self) -> None:
        """Where the panel is low, its filters are shown when they are asked for; the button tells whether any is on."""
        low = self.height() < look().size(_LOW)
        filtered = self.filters.filter != Filter()
        self.filter_button.setVisible(low)
        self.filter_button.set_kind("quiet" if filtered else "plain")
        self.filter_button.set_meaning("sliders-horizontal", tr("Filter: on") if filtered else tr("Filter"))
        self.filters.fold(low and not self.filter_button.isChecked())
        around = self._middle.contentsMargins()
        inside = self.contentsRect().width() - _LEFT - around.left() - around.right()
        self._room.fit(inside, self.height() - self._top.sizeHint().height() - 8)

    # -- what it shows

    @property
    def notes(self) -> Notes:
        """As they are now."""
        return self._notes

    @property
    def rows(self) -> Sequence[Annotation]:
        """What is shown, in the order of the session."""
        return self.list.remarks.rows

    @property
    def current(self) -> Annotation | None:
        """The remark that is open."""
        return self.list.current

    def show_session(self, found: Annotated, notes: Notes, seconds: float = 0.0) -> None:
        """The remarks and notes of another session; the first one from a moment on is in view."""
        self._remarks, self._stances, self._notes = found.annotations, found.stances, notes
        self._theirs, self._notes_by = found.theirs, found.notes_by
        self.filters.clear()
        self.gone.clear()
        self.list.close_remark()
        self._refresh()
        self.list.begin_at(self._track.step(1, seconds, -1))

    def add_remarks(self, remarks: Sequence[Annotation]) -> None:
        """More of them, found out later."""
        self._remarks = in_order([*self._remarks, *remarks])
        self._refresh()

    def renew_remarks(self, remarks: Sequence[Annotation]) -> None:
        """The remarks as a later analysis has them; what is open, filtered and thought of them stays."""
        self._remarks = in_order(remarks)
        self._refresh()

    def follow(self, follows: bool) -> None:
        """Whether what is heard is brought into view."""
        self._follows = follows

    def show_position(self, seconds: float, *, playing: bool) -> None:
        """Mark what is heard at a moment."""
        self.list.show_heard(self._track.heard(seconds) if playing else -1, follow=self._follows)

    def heard(self, seconds: float) -> Annotation | None:
        """The remark at a moment; None for none."""
        row = self._track.heard(seconds)
        return self.rows[row] if row >= 0 else None

    def step(self, by: int, now: float) -> None:
        """Go to the next remark that is shown (1) or the one before (-1)."""
        current = self.list.remarks.place(self.list.open_id) if self.list.open_id else -1
        row = self._track.step(by, now, current)
        if row >= 0:
            self.list.open_remark(self.rows[row].id)
            self.sought.emit(self.rows[row].start)

    def _refresh(self) -> None:
        notes = (of_note(note, self._notes_by.get(note.id)) for note in self._notes.notes)
        everything = sorted([*self._remarks, *notes], key=lambda one: (one.start, one.end, one.id))
        found = shown(everything, self._stances, self.filters.filter)
        self._track = Track(found.rows)
        self.list.remarks.show(found.rows, self._stances)
        self.filters.show_counts(found)
        self._fold()
        self._empty.tell(nothing=not everything, filtered=not found.rows)
        self.list.setVisible(bool(found.rows))
        self.rows_changed.emit()

    def _filter(self, _wanted: Filter) -> None:
        self._refresh()

    def _seek(self, index: QModelIndex) -> None:
        self.list.select_row(index.row())
        self.sought.emit(self.rows[index.row()].start)

    # -- the open one

    def _card(self, one: Annotation) -> QWidget:
        card: NoteCard | RemarkCard
        if one.kind is Kind.NOTE:
            card = NoteCard(next(note for note in self._notes.notes if note.id == one.id))
            card.edited.connect(lambda text: self._edit(one.id, text))
            card.deleted.connect(lambda: self._delete(one.id))
        else:
            card = RemarkCard(one, self._stances.of(one), thought_words(one, self._theirs))
            card.stance_chosen.connect(lambda stance: self.take_stance(one, stance))
        card.show_keys(self._keys)
        card.sought.connect(self.sought)
        card.play_wanted.connect(lambda loops: self.play_wanted.emit(one, loops))
        return card

    def _order(self) -> None:
        """Tab goes from the list into what is open."""
        card = self.list.card
        before: QWidget = self.list
        for control in card.controls if isinstance(card, NoteCard | RemarkCard) else ():
            QWidget.setTabOrder(before, control)
            before = control

    def set_key(self, action: str, key: str) -> None:
        """The key of one of the actions on the open remark, for its tooltips."""
        self._keys[action] = key
        if isinstance(card := self.list.card, NoteCard | RemarkCard):
            card.show_keys(self._keys)

    def choose_stance(self, stance: Stance) -> None:
        """What is thought of the open remark; the same again takes it back. Not of own notes."""
        one = self.current
        if one is not None and one.kind is not Kind.NOTE:
            self.take_stance(one, None if self._stances.of(one) is stance else stance)

    def take_stance(self, one: Annotation, stance: Stance | None) -> None:
        """Take on what somebody thinks of a remark; hiding it can be undone."""
        before = self._stances.of(one)
        if stance is Stance.HIDDEN:
            self._say_gone(tr("The annotation is hidden."), "remark_undo", lambda: self._unhide(one, before))
        elif before is Stance.HIDDEN:
            self.gone.clear()
        self._stances = self._stances.taken(one, stance)
        self.stances_changed.emit(self._stances)
        neighbour = self._neighbour(one.id)
        self._refresh()
        card = self.list.card
        if isinstance(card, RemarkCard) and self.list.open_id == one.id:
            card.show_stance(stance)
        elif neighbour:
            self.list.open_remark(neighbour)

    def _unhide(self, one: Annotation, stance: Stance | None) -> None:
        self.take_stance(one, stance)
        self.list.open_remark(one.id)

    def _neighbour(self, remark: str) -> str:
        """What takes the place of a row that goes; empty for nothing."""
        row = self.list.remarks.place(remark)
        others = [*self.rows[row + 1 : row + 2], *self.rows[max(0, row - 1) : max(0, row)]]
        return others[0].id if row >= 0 and others else ""

    # -- own notes

    def add(self, note: Note) -> None:
        """A new note, ready to be written; it is shown whatever was filtered."""
        self._take(self._notes.with_note(note))
        if self.list.remarks.place(note.id) < 0:
            self.filters.clear()
            self._refresh()
        self.list.open_remark(note.id)
        if isinstance(card := self.list.card, NoteCard):
            card.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _edit(self, note_id: str, text: str) -> None:
        note = self._note(note_id)
        if note is not None and note.text != text:
            self._take(self._notes.with_note(note.model_copy(update={"text": text})))

    def _delete(self, note_id: str) -> None:
        note = self._note(note_id)
        if note is None:
            return
        neighbour = self._neighbour(note_id)
        self._take(self._notes.without(note_id))
        self._say_gone(tr("The note is deleted."), "note_undo", lambda: self.add(note))
        if neighbour:
            self.list.open_remark(neighbour)

    def _note(self, note_id: str) -> Note | None:
        return next((one for one in self._notes.notes if one.id == note_id), None)

    def _take(self, notes: Notes) -> None:
        self._notes = notes
        self._refresh()
        self.notes_changed.emit(notes)

    def _say_gone(self, sentence: str, name: str, undo: Callable[[], None]) -> None:
        def act() -> None:
            self.gone.clear()
            undo()

        self.gone.say("info", sentence, (tr("Undo"), name, act))
