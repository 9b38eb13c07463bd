"""The left side of the set-up: the name, the steps, and where words go. Qt thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.hosts import goes_out
from desktop.language import tr
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.frames import Icon
from desktop.widgets.plain import ElidedLabel, PlainLabel
from desktop.widgets.side_list import SideList

WIDTH = 271


class SetUpSide(QFrame):
    """Steps 1 to 5."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        steps = (
            ("microphone", tr("Microphone"), ""),
            ("speech", tr("Speech to text"), ""),
            ("interviewer", tr("Interviewer"), ""),
            ("voice", tr("Voice"), ""),
            ("sample", tr("A sample question"), ""),
        )
        self.steps = SideList("set_up_steps", tr("Steps"), steps, numbered=True)
        self._symbol = Icon("lock", "text", 16)
        self._host = ElidedLabel(size=tokens.CAPTION, name="set_up_words")
        self._means = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="set_up_words_mean")
        self._lay_out()
        self.show_host("")
        look().changed.connect(self._take_size)
        self._take_size()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 28, 16, 28)
        column.setSpacing(4)
        name = QHBoxLayout()
        name.setContentsMargins(16, 0, 16, 0)
        name.setSpacing(12)
        name.addWidget(Icon("hotseat", "text", 28))
        name.addWidget(PlainLabel(tr("Hotseat"), size=tokens.TITLE, bold=True), 1)
        column.addLayout(name)
        column.addSpacing(28)
        column.addWidget(self.steps)
        column.addStretch(1)
        words = QHBoxLayout()
        words.setContentsMargins(16, 0, 16, 0)
        words.setSpacing(8)
        words.addWidget(self._symbol)
        words.addWidget(self._host, 1, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(words)
        self._means.setContentsMargins(16, 0, 16, 0)
        column.addWidget(self._means)

    @property
    def words(self) -> str:
        """Where words go, as it is shown."""
        return f"{self._host.text()}. {self._means.text()}"

    def show_host(self, host: str, sound: str = "") -> None:
        """Say where words and the sound of answers go: to a host each, or nowhere."""
        self._symbol.show_symbol("server" if host or sound else "lock", "text")
        self._host.setText(host or sound or tr("All local"))
        if sound:
            self._means.setText(goes_out(host, sound))
        elif host:
            self._means.setText(tr("In an interview it is sent the question and your answers as text."))
        else:
            self._means.setText(tr("Nothing you say goes out unless you choose a server."))

    def _take_size(self) -> None:
        """Half as fast as text: at 150 % the panels need the room."""
        self.setFixedWidth((WIDTH + look().size(WIDTH)) // 2)
