"""A remark with everything about it: quote, why, what is better, a drill, who made it, and what is thought of it.

GUI thread. Signals of `RemarkCard`: `sought(float)`; `stance_chosen(object)`, a `Stance` or None to take one back;
`play_wanted(bool)`: by itself, or over and over.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr
from desktop.pages.replay_parts.notes import PLAY_ACTIONS, play_buttons, show_keys
from desktop.replay.annotated import better_words, kind_word, maker_words, why_words
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Card
from desktop.widgets.moments import Marker, TimeButton
from desktop.widgets.plain import ElidedLabel, PlainLabel
from interviewer.review.annotations import Annotation
from interviewer.review.stances import Stance


class RemarkCard(Card):
    """One remark of a reviewer's."""

    sought = Signal(float)
    stance_chosen = Signal(object)
    play_wanted = Signal(bool)

    def __init__(
        self, one: Annotation, stance: Stance | None, thought: str = "", parent: QWidget | None = None
    ) -> None:
        """`thought`: what others think of it."""
        super().__init__(padding=0, spacing=0, parent=parent)
        self.setObjectName("remark_card")
        self.setProperty("current", True)
        self._stance = stance
        self.time = TimeButton("remark_play", one.start)
        self.time.wanted.connect(self.sought)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.setContentsMargins(12, 8, 4, 0)  # the time ends where it does in a painted row
        top.addWidget(Marker(one.kind.value, "remark_mark"))
        top.addWidget(PlainLabel(kind_word(one.kind), bold=True))
        top.addWidget(ElidedLabel(one.title, tone="muted", least=0), 1)
        top.addWidget(self.time)
        self._below = QVBoxLayout()
        self._below.setContentsMargins(12, 0, 12, 12)
        self._below.setSpacing(4)
        self.body.addLayout(top)
        self.body.addLayout(self._below)
        self._say(tr("“{quote}”", quote=one.quote) if one.quote else "", "remark_quote")
        self._say(why_words(one), "remark_why", tone="muted")
        self._say(better_words(one), "remark_better")
        self._say(tr("Drill: {text}", text=one.drill) if one.drill else "", "remark_drill", tone="muted")
        self._say(maker_words(one.made_by), "remark_maker", tone="muted", size=tokens.CAPTION)
        self._say(thought, "remark_thought", tone="muted", size=tokens.CAPTION)
        self.agree = Button(tr("Agree"), "remark_agree", symbol="thumbs-up", checkable=True)
        self.disagree = Button(tr("Disagree"), "remark_disagree", symbol="thumbs-down", checkable=True)
        self.hide_button = Button(tr("Hide"), "remark_hide", kind="plain")
        self._offer()
        self.agree.clicked.connect(lambda: self._choose(Stance.AGREE))
        self.disagree.clicked.connect(lambda: self._choose(Stance.DISAGREE))
        self.hide_button.clicked.connect(lambda: self._choose(Stance.HIDDEN))
        self._plays = play_buttons("remark", self.play_wanted)
        row = Flow(spacing=8)
        for button in (self.agree, self.disagree, self.hide_button, *self._plays):
            row.addWidget(button)
        self._below.addSpacing(4)
        self._below.addLayout(row)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """The keys that do what its buttons do, by action."""
        stances = {"agree": self.agree, "disagree": self.disagree, "hide": self.hide_button}
        show_keys({**stances, **dict(zip(PLAY_ACTIONS, self._plays, strict=True))}, keys)

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """What the keyboard goes through, in order."""
        return (self.time, self.agree, self.disagree, self.hide_button, *self._plays)

    def show_stance(self, stance: Stance | None) -> None:
        """What is thought of it now."""
        self._stance = stance
        self._offer()

    def _offer(self) -> None:
        self.agree.setChecked(self._stance is Stance.AGREE)
        self.disagree.setChecked(self._stance is Stance.DISAGREE)
        self.hide_button.set_label(tr("Show again") if self._stance is Stance.HIDDEN else tr("Hide"))

    def _choose(self, stance: Stance) -> None:
        """The same one again takes it back."""
        self.stance_chosen.emit(None if stance is self._stance else stance)

    def _say(self, text: str, name: str, *, tone: str = "", size: int = tokens.BODY) -> None:
        if text:
            self._below.addWidget(PlainLabel(text, tone=tone, size=size, wrap=True, name=name))
