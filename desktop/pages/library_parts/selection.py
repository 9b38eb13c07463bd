"""What can be done with the selected sessions, and how much room they take. GUI thread.

Signals of `Selection`: `wanted(str)`, one of the names in `ACTIONS`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.session_words import size_text
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Line
from desktop.widgets.plain import PlainLabel
from interviewer.records.listed import Listed
from interviewer.records.manifest import State
from interviewer.records.origins import Origin

ACTIONS = ("open", "replay", "transcribe", "hand_back", "recover", "folder", "delete")


class Selection(QWidget):
    """A bar under the list."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("library_selection")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.problem = PlainLabel(tone="warn", wrap=True, name="library_selected_problem")
        self.count = PlainLabel(tone="muted", name="library_selected")
        self.count.setContentsMargins(0, 0, 8, 0)
        self.buttons = {
            "open": Button(tr("Open"), "library_open", symbol="file-text"),
            "replay": Button(tr("Replay"), "library_replay", symbol="play"),
            "transcribe": Button(tr("Transcribe"), "library_transcribe", symbol="captions"),
            "hand_back": Button(tr("Hand back"), "library_hand_back", symbol="upload"),
            "recover": Button(tr("Recover"), "library_recover", symbol="rotate-ccw"),
            "folder": Button(tr("Open folder"), "library_folder", symbol="folder-open", kind="plain"),
            "delete": Button(tr("Move to trash"), "library_delete", symbol="trash-2", kind="danger"),
        }
        column.addWidget(Line())
        column.addWidget(self.problem)
        flow = Flow(spacing=8)
        flow.addWidget(self.count)
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _checked=False, action=action: self.wanted.emit(action))
            flow.addWidget(button)
        column.addLayout(flow)
        self.show_selected((), 0, 0)

    def show_selected(self, selected: Sequence[Listed], shown: int, shown_bytes: int) -> None:
        """Offer what fits these sessions; with none selected, say how many are shown and what they take."""
        taken = size_text(sum(listed.disk_bytes for listed in selected) if selected else shown_bytes)
        if selected:
            text = trn("{n} selected, {size}", "{n} selected, {size}", len(selected), size=taken)
        else:
            text = trn("{n} session, {size}", "{n} sessions, {size}", shown, size=taken)
        self.count.setText(text)
        one = len(selected) == 1
        sound = [listed for listed in selected if not listed.problem]
        offered = {
            "open": one and bool(sound),
            "replay": one and bool(sound),
            "transcribe": any(listed.unkept and listed.state != State.RECORDING.value for listed in sound),
            "hand_back": one and bool(sound) and sound[0].origin == Origin.BUNDLE,
            "recover": one and not sound,
            "folder": one,
            "delete": bool(selected),
        }
        for action, button in self.buttons.items():
            button.setVisible(offered[action])
        self.problem.setText(selected[0].problem if one else "")
        self.problem.setVisible(bool(self.problem.text()))

    def show_key(self, action: str, key: str) -> None:
        """The key that does the same, in the tooltip; empty: none."""
        button = self.buttons[action]
        button.setToolTip(f"{button.text()} ({key})" if key else "")
