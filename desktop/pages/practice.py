"""The Practice page, home: one card to start from, beside it whether everything is ready, below the last sessions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop.desk import AtLibrary, AtLive, AtPractice, AtProgress, AtSettings, Desk, Place
from desktop.engine import Job
from desktop.hosts import goes_out, sound_goes_to, words_go_to
from desktop.language import tr
from desktop.level_watch import LevelWatch
from desktop.pages.page import Page
from desktop.pages.practice_parts.choices import Choices
from desktop.pages.practice_parts.engines import Engines
from desktop.pages.practice_parts.readiness_line import ReadinessLine
from desktop.pages.recent_sessions import RecentSessions
from desktop.parts_ready import (
    Ready,
    Verdict,
    interviewer_ready,
    microphone_ready,
    speech_ready,
    voice_ready,
)
from desktop.practice_choices import Practicable, practicable
from desktop.secrets import Secrets
from desktop.session_words import today_here
from desktop.settings import Settings
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Banner, Heading, Scroll
from desktop.widgets.pill import EnginePill

if TYPE_CHECKING:
    from desktop.headless import Wishes

SIDE_WIDTH = 336
ROOMY, MOST = 1000, 16_777_215
TEST_SECONDS = 15
"""A microphone test ends by itself."""


class PracticePage(Page):
    """Home."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "practice", tr("Practice"), parent)
        self._place = AtPractice()
        self._reading: Job | None = None
        self._known: dict[EnginePill, object] = {}
        """What was chosen when a part was looked at."""
        self._looks: dict[QWidget, Job] = {}
        self._watch = LevelWatch(desk, self)
        self.recovered = Banner("practice_recovered")
        self.problem = Banner("practice_problem")
        self.choices = Choices(desk.settings.practice)
        self.engines = Engines()
        self.readiness = ReadinessLine(desk)
        self.recent = RecentSessions(desk)
        more = Button(tr("Library"), "practice_library", kind="quiet")
        more.clicked.connect(lambda: desk.go(AtLibrary()))
        scroll = Scroll()
        self.column.addWidget(scroll)  # first: what is moved with widgets in it has its style worked out again
        scroll.body.addWidget(Heading(tr("Next mock"), size=tokens.PAGE_TITLE))
        for banner in (self.recovered, self.problem):
            scroll.body.addWidget(banner)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(16)
        scroll.body.addLayout(self._cards)
        self._cards.addWidget(self.choices, 1)
        self._cards.addWidget(self.engines)
        scroll.body.addSpacing(16)
        scroll.body.addWidget(self.readiness)
        scroll.body.addWidget(Heading(tr("Last sessions"), more))
        scroll.body.addWidget(self.recent)
        scroll.body.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.choices.start.connect(self.start)
        self.choices.changed.connect(self._changed)
        self.choices.company_chosen.connect(self._practise_for)
        self.readiness.wanted.connect(lambda: self.desk.go(AtProgress()))
        self.readiness.read.connect(self._offer_companies)
        self.engines.wanted.connect(lambda section: self.desk.go(AtSettings(section)))
        self.engines.tested.connect(self._test)
        self._watch.level.connect(self.engines.show_level)
        self._watch.trouble.connect(self.engines.show_trouble)
        self._watch.ended.connect(self.engines.end_test)
        self.desk.sessions_changed.connect(self._sessions_changed)
        look().changed.connect(self._arrange)
        self.keys.bind("start", self.start)
        self.keys.show("start", self.choices.go.set_key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The cards beside each other where there is room for the texts of both."""
        beside = self.width() >= look().size(ROOMY)
        direction = QBoxLayout.Direction
        self._cards.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
        self.engines.setMaximumWidth(SIDE_WIDTH if beside else MOST)
        self.engines.setMinimumWidth(SIDE_WIDTH if beside else 0)

    # -- the page comes and goes

    def enter(self, place: Place) -> None:
        """Show what can be practised; `AtPractice` preselects some of it."""
        self._place = place if isinstance(place, AtPractice) else AtPractice()
        self._reload()
        self._check()

    def leave(self) -> None:
        self._watch.stop()

    def first_focus(self) -> QWidget:
        return self.choices.go

    def tell_recovered(self, notes: tuple[str, ...]) -> None:
        """Interrupted sessions that were put in order when the program started."""
        if notes:
            self.recovered.say("info", " ".join(notes), (tr("Library"), "recovered_open", self._show_recovered))

    def _show_recovered(self) -> None:
        self.recovered.clear()
        self.desk.go(AtLibrary())

    # -- what is offered

    def _sessions_changed(self) -> None:
        if not self.isHidden():
            self._reload()

    def _reload(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
        paths = self.desk.paths
        self._reading = self.desk.engine.call(lambda: practicable(paths), self._offer, self._cannot, owner=self)
        self.recent.refresh()
        self.readiness.refresh()

    def _offer(self, offered: Practicable) -> None:
        self.problem.clear()
        if offered.left_out:
            self.problem.say("warn", tr("A pack of yours is left out: {why}", why=offered.left_out))
        self.choices.offer(offered)
        out = goes_out(words_go_to(self.desk.settings), sound_goes_to(self.desk.settings))
        self.engines.show_stays(out, offered.free_bytes / 1e9)
        place = self._place
        if place.question:
            self.choices.preselect(place.question)
        elif place.round:
            self.choices.prefer_round(place.round, place.mode, place.level)
        self._place = replace(place, question="", round="")  # once: what is chosen from then on stays
        self._show_readiness()
        if self.window().focusWidget() in (None, self, self.window()):
            self.choices.go.setFocus()

    def _changed(self) -> None:
        self.desk.change(practice=self.choices.chosen())
        self._show_readiness()

    def _show_readiness(self) -> None:
        chosen = self.choices.chosen()
        self.readiness.show_for(chosen.round, chosen.level)

    def _offer_companies(self) -> None:
        """The companies of the board, and how ready one is, once they are read."""
        if self.readiness.companies:
            from desktop.progress.words import company_words  # by now the worker has loaded it

            today = today_here()
            self.choices.offer_companies([(company_words(one, today), one.id) for one in self.readiness.companies])
        else:
            self.choices.offer_companies([])
        if self._place.company:
            self.choices.company.choose(self._place.company)
            self._place = replace(self._place, company="")
        self._show_readiness()

    def _practise_for(self, company_id: str) -> None:
        """Choose a round the company uses and that is not ready, unless the one that is chosen is such a round."""
        chosen = self.choices.chosen()
        company = next((one for one in self.readiness.companies if one.id == company_id), None)
        if company is not None and chosen.round not in company.rounds:
            self.choices.prefer_round(self.readiness.round_for(company_id, chosen.level), "", "")
            self._changed()

    def _cannot(self, error: Exception) -> None:
        self.problem.say("bad", getattr(error, "sentence", str(error)))

    def start(self) -> None:
        """Begin the interview."""
        if self.choices.go.isEnabled():
            self._watch.stop()
            self.desk.change(practice=self.choices.chosen())
            desk, choices, settings = self.desk, self.choices, self.desk.settings
            desk.engine.call(
                lambda: _wishes(settings, desk.secrets),
                lambda base: desk.go(AtLive(choices.wishes(base))),
                owner=self,
            )

    # -- engines

    def _check(self) -> None:
        """Look at every part again; the voice, which is dear, only until it starts with the settings it has."""
        settings, models, paths, engines = self.desk.settings, self.desk.models, self.desk.paths, self.engines
        self._looking(engines, lambda: microphone_ready(settings), engines.show_microphone)
        speech, interviewer, voice = engines.speech, engines.interviewer, engines.voice
        self._look_at(speech, (settings.speech, settings.privacy), lambda: speech_ready(models(), settings))
        self._look_at(interviewer, (settings.interviewer, settings.privacy), lambda: interviewer_ready(settings))
        starting = voice in self._looks and not self._looks[voice].finished
        if self._known.get(voice) != settings.voice or not (starting or voice.verdict == "ready"):
            self._look_at(voice, settings.voice, lambda: voice_ready(settings, paths))

    def _look_at(self, pill: EnginePill, chosen: object, look_at: Callable[[], Awaitable[Ready]]) -> None:
        """`chosen`: the settings it is about; while these stay, what is known of it is shown until it is known anew."""
        if self._known.get(pill) != chosen:
            self._known[pill] = chosen
            pill.show_verdict(*_shown(Ready("checking", tr("One moment"))))
        self._looking(pill, look_at, lambda ready: pill.show_verdict(*_shown(ready)))

    def _looking(self, of: QWidget, look_at: Callable[[], Awaitable[Ready]], show: Callable[[Ready], None]) -> None:
        """Only the latest look at a part counts."""
        if of in self._looks:
            self._looks[of].cancel()
        self._looks[of] = self.desk.engine.run(look_at, show, owner=self)

    def _test(self, on: bool) -> None:
        if on:
            self._watch.start(TEST_SECONDS)
        else:
            self._watch.stop()


def _shown(ready: Ready) -> tuple[Verdict, str, str]:
    return ready.verdict, ready.word, ready.detail


def _wishes(settings: Settings, secrets: Secrets) -> Wishes:
    from desktop.wishes import wishes_from  # heavy: in the worker, not before the first paint

    return wishes_from(settings, secrets)
