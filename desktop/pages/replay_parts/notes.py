"""An own note as a card that is edited in place. GUI thread. Knows no file: the page has kept what it says."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRect, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Card
from desktop.widgets.moments import Marker, TimeButton
from desktop.widgets.plain import ElidedLabel, PlainLabel
from desktop.widgets.times import clock_text
from interviewer.records.notes import Note

_MOST_LINES, _INSET = 12, 2


PLAY_ACTIONS = ("just_this", "loop")
"""In the table of shortcuts."""


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

    Signals: `edited(str)`, `deleted()`, `sought(float)`, `play_wanted(bool)`: by itself, or over and over.
    """

    edited = Signal(str)
    deleted = Signal()
    sought = Signal(float)
    play_wanted = Signal(bool)

    def __init__(self, note: Note, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, spacing=0, parent=parent)
        self.note = note
        self.setObjectName(f"note_{note.id}")
        self.setProperty("current", True)
        self.time = TimeButton(f"note_{note.id}_play", note.at)
        self.time.wanted.connect(self.sought)
        self.delete = IconButton("trash-2", tr("Delete this note"), f"note_{note.id}_delete", kind="plain")
        self.delete.clicked.connect(self.deleted)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.setContentsMargins(12, 8, 4, 0)  # the time ends where it does in a painted row
        top.addWidget(Marker("note", f"note_{note.id}_mark"))
        top.addWidget(ElidedLabel(tr("My note"), bold=True), 1)
        top.addWidget(self.time)
        top.addWidget(self.delete)
        below = QVBoxLayout()
        below.setContentsMargins(12, 0, 12, 12)
        below.setSpacing(4)
        self.body.addLayout(top)
        self.body.addLayout(below)
        if note.quote:
            below.addWidget(PlainLabel(tr("“{quote}”", quote=note.quote), tone="muted", wrap=True))
        self.text = NoteText(f"note_{note.id}_text")
        self.text.setAccessibleName(tr("Note at {time}", time=clock_text(note.at)))
        self.text.setPlainText(note.text)
        self.text.textChanged.connect(lambda: self.edited.emit(self.text.toPlainText()))
        below.addWidget(self.text)
        row = Flow(spacing=4)
        self._plays = play_buttons(f"note_{note.id}", self.play_wanted)
        for button in self._plays:
            row.addWidget(button)
        below.addLayout(row)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """The keys that do what its buttons do, by action."""
        show_keys(dict(zip(PLAY_ACTIONS, self._plays, strict=True)), keys)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard goes through, in order."""
        return (self.time, self.delete, self.text, *self._plays)


def show_keys(buttons: Mapping[str, Button], keys: Mapping[str, str]) -> None:
    """Tell in the tooltip of each button which key does the same; both by the name of the action."""
    for action, button in buttons.items():
        key = keys.get(action, "")
        button.setToolTip(f"{button.text()} ({key})" if key else "")


def play_buttons(name: str, wanted: SignalInstance) -> tuple[Button, Button]:
    """Play just this, and loop; `name`: what their object names begin with."""
    just = Button(tr("Play just this"), f"{name}_just", kind="quiet", symbol="play")
    loop = Button(tr("Loop"), f"{name}_loop", kind="quiet", symbol="repeat")
    just.clicked.connect(lambda: wanted.emit(False))
    loop.clicked.connect(lambda: wanted.emit(True))
    return just, loop
