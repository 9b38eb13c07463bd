"""Middle of the Live page: the question, what is wrong if anything is, and the captions; an exam hides those.

Signals of `Conversation`: `wanted(str)`, the action of a notice's button by its name in the table of shortcuts.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.live_words import notice
from desktop.pages.live_parts.answer_box import AnswerBox
from desktop.pages.live_parts.question import QuestionCard
from desktop.theme import tokens
from desktop.view_state import Doing, ViewState
from desktop.widgets.captions import Captions
from desktop.widgets.frames import Banner, Icon, Line
from desktop.widgets.plain import PlainLabel
from desktop.widgets.sound_bars import SoundBars
from interviewer.events import Part, Role

ON_THE_CARD = frozenset({Role.QUESTION, Role.TROUBLESHOOTING})
"""What the question card shows already."""
BARS = 64
"""How much of the level is seen at once in an exam: as many tenths of a second."""


class Conversation(QFrame):
    """Question, notices, captions, typed answer."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("live_conversation")
        self.setProperty("kind", "surface")
        self.question = QuestionCard()
        self.banner = Banner("live_notice")
        self.captions = Captions("live_captions")
        self.hidden = _Hidden()
        self.answer = AnswerBox()
        self._refused = PlainLabel(tone="warn", wrap=True, name="live_refused")
        self._told: object = None
        self._dismissed: object = None
        captions = QWidget()
        beside = QHBoxLayout(captions)
        beside.setContentsMargins(32, 8, 8, 0)
        beside.addWidget(self.captions)
        self._practice = captions
        self._stack = QStackedLayout()
        self._stack.addWidget(captions)
        self._stack.addWidget(self.hidden)
        notices = QVBoxLayout()
        notices.setContentsMargins(32, 12, 32, 0)
        notices.addWidget(self.banner)
        notices.addWidget(self._refused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.question)
        column.addWidget(Line())
        column.addLayout(notices)
        column.addLayout(self._stack, 1)
        column.addWidget(self.answer)

    def begin(self, *, exam: bool) -> None:
        """Captions in Practice; in an exam only that somebody is heard."""
        self._stack.setCurrentWidget(self.hidden if exam else self._practice)
        self.captions.show_turns(())
        self.banner.clear()
        self.answer.take_text()
        self.answer.hide()
        self._told = self._dismissed = None

    def render_view(self, view: ViewState) -> None:
        """Show a view."""
        self.question.render_view(view)
        self._show_notice(view)
        self._refused.setText(view.refused)
        self._refused.setVisible(bool(view.refused))
        if view.exam:
            self.hidden.render_view(view)
        else:
            self.captions.show_turns(view.turns, view.unsure, hidden_roles=ON_THE_CARD)

    def _show_notice(self, view: ViewState) -> None:
        told = notice(view)
        trouble = view.troubles[-1] if told is not None else None
        if trouble is self._told or (trouble is self._dismissed and trouble is not None):
            return
        self._told = trouble
        if told is None:
            self.banner.clear()
            return
        actions = [(tr("Close"), "notice_close", lambda: self._dismiss(trouble))]
        if told.part is Part.MICROPHONE and told.tone != "good":
            actions.insert(0, (tr("Other microphone"), "notice_microphone", lambda: self.wanted.emit("microphone")))
        elif told.part is Part.TRANSCRIBER and told.tone != "good":
            actions.insert(0, (tr("Type the answer"), "notice_type", lambda: self.wanted.emit("write")))
        self.banner.say(told.tone, told.text, *actions)

    def _dismiss(self, trouble: object) -> None:
        self._dismissed = trouble
        self.banner.clear()


class _Hidden(QWidget):
    """What an exam shows in place of captions: who speaks, as sound."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels = [0.0] * BARS
        self._who = PlainLabel(size=tokens.SECTION, bold=True, name="live_who")
        self._does = PlainLabel(size=tokens.CAPTION, tone="muted", name="live_does")
        self._bars = SoundBars("live_sound")
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._who)
        who.addWidget(self._does)
        sound = QHBoxLayout()
        sound.setSpacing(24)
        sound.addLayout(who)
        sound.addWidget(self._bars, 1)
        hint = QHBoxLayout()
        hint.setSpacing(8)
        hint.addWidget(Icon("eye-off", "muted", 16))
        text = tr("Exam: captions, coverage and the time plan stay hidden. Write down what you hear.")
        hint.addWidget(PlainLabel(text, size=tokens.CAPTION, tone="muted", wrap=True), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 16, 32, 24)
        column.setSpacing(16)
        column.addStretch(1)
        column.addWidget(Line())
        column.addLayout(sound)
        column.addLayout(hint)

    def render_view(self, view: ViewState) -> None:
        """Name who is heard, and let the level pass by."""
        speaks = view.doing is Doing.SPEAKING
        self._who.setText(tr("Interviewer") if speaks else tr("You"))
        self._does.setText(tr("is speaking") if speaks else tr("have the word"))
        level = 0.0 if speaks else max(0.0, 1 + view.peak_db / 60)
        self._levels = [*self._levels[1:], level]
        self._bars.show_peaks(self._levels)
        self._bars.show_played(1.0)
