"""A redo beside its first take: hear one, hear the other, with their words and figures. GUI thread.

Signals of `BesideView`: `play_wanted()` and `sought(float)`, of the take that is replayed; `first_plays()`, which is
silent then: the first take has a player of its own, and only one of the two sounds at a time.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.desk import Desk
from desktop.engine import Job
from desktop.language import tr
from desktop.pages.replay_parts.sound import SessionSound
from desktop.pages.replay_parts.take_pane import TakePane
from desktop.player import Player
from desktop.replay.beside import Beside, open_beside
from desktop.replay.opening import Opened
from desktop.replay.sound import ROOM_BESIDE
from desktop.replay.spans import BEFORE_SECONDS
from desktop.theme import tokens
from desktop.widgets.frames import Banner
from desktop.widgets.plain import PlainLabel
from interviewer.errors import InterviewerError


class BesideView(QWidget):
    """Two columns, read when they are wanted for the first time."""

    play_wanted = Signal()
    sought = Signal(float)
    first_plays = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("replay_beside")
        self.setAccessibleName(tr("Two takes"))
        self._desk = desk
        self._opened: Opened | None = None
        self._found: Beside | None = None
        self._job: Job | None = None
        self.player = Player(self)
        self.sound = SessionSound(desk, self, ROOM_BESIDE)
        self.problem = Banner("beside_problem")
        self.change = PlainLabel(size=tokens.SECTION, bold=True, wrap=True, name="beside_change")
        self.first, self.now = TakePane("take_first", tr("First take")), TakePane("take_now", tr("This take"))
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for pane in (self.first, self.now):
            columns.addWidget(pane, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.change)
        column.addWidget(self.problem)
        column.addLayout(columns, 1)
        self._connect()

    def _connect(self) -> None:
        self.first.play_wanted.connect(self.play_first)
        self.first.sought.connect(self._seek_first)
        self.now.play_wanted.connect(self.play_wanted)
        self.now.sought.connect(self.sought)
        self.player.moved.connect(self._moved)
        self.player.playing_changed.connect(self.first.show_playing)
        self.player.failed.connect(self._silent)
        self.sound.ready.connect(self.player.load)
        self.sound.failed.connect(self._silent)

    # -- from the page

    @property
    def known(self) -> bool:
        """Whether both takes are read."""
        return self._found is not None

    def show_session(self, opened: Opened) -> None:
        """Another session, or the same with other words; nothing is read before it is wanted."""
        self._opened = opened
        if self._found is not None:
            self._show_now(self._found)

    def want(self) -> None:
        """It is seen now."""
        if self._opened is None or self._found is not None or self._job is not None:
            return
        session, paths = self._opened.session, self._desk.paths
        hides = self._desk.settings.appearance.hide_disfluencies
        self._job = self._desk.engine.call(
            lambda: open_beside(session, paths, hide_disfluencies=hides), self._show, self._cannot, owner=self
        )

    def leave(self) -> None:
        """Nothing sounds any more, and no file is open."""
        if self._job is not None:
            self._job.cancel()
        self._opened = self._found = self._job = None
        self.player.close()
        self.sound.leave()
        self.problem.clear()

    def show_position(self, seconds: float) -> None:
        """Where the sound of this take is."""
        if self._found is not None:
            self.now.show_position(seconds)

    def show_playing(self, playing: bool) -> None:
        """This take sounds, or stops: the first one is silent then."""
        self.now.show_playing(playing)
        if playing:
            self.player.pause()

    def play_first(self) -> None:
        """Hear the first take from where it is, or stop it."""
        if not self.first.play.isEnabled() or self._found is None or self._found.first is None:
            return
        if self.player.playing:
            self.player.pause()
            return
        if self.player.seconds >= self._found.first.end:
            self.player.seek(self._found.first.start)
        self.first_plays.emit()
        self.player.play()

    # -- what was read

    def _show(self, found: Beside) -> None:
        self._job, self._found = None, found
        assert self._opened is not None
        self.change.setText(" · ".join(filter(None, (found.takes.title, found.takes.change))))
        first = found.first
        self.first.setVisible(first is not None)
        if first is None:
            self.problem.say("warn", found.why or tr("There are no words of the first take to show."))
        else:
            line = first.opened.timeline
            silent = "" if line.clips else tr("There is no sound to play.")
            assert found.takes.before is not None
            self.first.show_take(found.takes.before, first.script, why_silent=silent)
            self.player.begin(line.seconds, max(first.start, first.at - BEFORE_SECONDS))
            if line.clips:
                self.sound.prepare(first.opened)
        self._show_now(found)

    def _show_now(self, found: Beside) -> None:
        assert self._opened is not None
        silent = "" if self._opened.timeline.clips else tr("There is no sound to play.")
        self.now.show_take(found.takes.now, self._opened.script, why_silent=silent)

    def _cannot(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, InterviewerError):
            raise error
        self.problem.say("bad", error.sentence, (tr("Try again"), "beside_again", self.want))

    def _silent(self, sentence: str) -> None:
        text = tr("The sound cannot be played: {why}. The transcript can be read.", why=sentence.rstrip("."))
        self.problem.say("bad", text)
        self.first.play.setEnabled(False)

    # -- while the first take plays

    def _moved(self, seconds: float) -> None:
        self.first.show_position(seconds)
        if self._found is not None and self._found.first is not None and seconds >= self._found.first.end:
            self.player.pause()

    def _seek_first(self, seconds: float) -> None:
        self.player.seek(seconds)
