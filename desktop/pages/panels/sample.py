"""The last step of the set-up: what is ready, and a question of one minute to try it all. Qt thread.

Signals of `SamplePanel`: `wanted(int)`, the step that mends a part; `opened(Path)`, a sample session to be replayed.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal

from desktop.desk import AtLive, Desk
from desktop.headless import Wishes
from desktop.language import tr
from desktop.pages.demo_card import DemoCard
from desktop.pages.panels.panel import Panel
from desktop.parts_ready import Ready, interviewer_ready, microphone_ready, speech_ready, voice_ready
from desktop.widgets.frames import Card, Line
from desktop.widgets.pill import EnginePill
from desktop.wishes import wishes_from

QUESTION = "product_sense/night-bus-stop"
"""Short to hear, and everybody has an idea of it."""
MINUTES = 1.0


class SamplePanel(Panel):
    """Microphone, recogniser, interviewer and voice, each ready or not."""

    wanted = Signal(int)
    opened = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "sample",
            title=tr("A sample question"),
            question=tr("Try one question"),
            lead=tr("One minute, aloud or typed, to see that everything works."),
        )
        parts = (
            ("microphone", tr("Microphone"), "mic"),
            ("speech", tr("Speech to text"), "captions"),
            ("interviewer", tr("Interviewer"), "message-square"),
            ("voice", tr("Voice"), "volume-2"),
        )
        card = Card(padding=0, spacing=0)
        self.pills: list[EnginePill] = []
        for step, (name, title, symbol) in enumerate(parts):
            if self.pills:
                card.body.addWidget(Line())
            pill = EnginePill(f"sample_{name}", title, symbol)
            pill.clicked.connect(lambda _checked=False, step=step: self.wanted.emit(step))
            self.pills.append(pill)
            card.body.addWidget(pill)
        self.column.addWidget(card)
        self.demo = DemoCard(desk, "sample_demo")
        self.demo.opened.connect(self.opened)
        self.column.addWidget(self.demo)

    def enter(self) -> None:
        self.demo.refresh()
        settings, engine, paths = self.desk.settings, self.desk.engine, self.desk.paths
        store = self.desk.models()
        microphone, speech, interviewer, voice = self.pills
        for pill in self.pills:
            _show(pill, Ready("checking", tr("One moment")))
        engine.run(lambda: microphone_ready(settings), lambda ready: _show(microphone, ready), owner=self)
        engine.run(lambda: speech_ready(store, settings), lambda ready: _show(speech, ready), owner=self)
        engine.run(lambda: interviewer_ready(settings), lambda ready: _show(interviewer, ready), owner=self)
        engine.run(lambda: voice_ready(settings, paths), lambda ready: _show(voice, ready), owner=self)

    def start(self) -> None:
        """Hold the sample."""
        desk = self.desk

        def go(wishes: Wishes) -> None:
            desk.go(AtLive(replace(wishes, question=QUESTION, minutes=MINUTES)))

        desk.engine.call(lambda: wishes_from(desk.settings, desk.secrets), go, owner=self)


def _show(pill: EnginePill, ready: Ready) -> None:
    pill.show_verdict(ready.verdict, ready.word, ready.detail)
