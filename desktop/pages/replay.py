"""The Replay page: a session heard again, with what was said in it, remarks and own notes beside. GUI thread.

The page shows text, time line and reviews as soon as the session is read; the waveform, the sound and what there is to
say of the delivery follow from workers.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.delivery.figures import delivery_of
from desktop.desk import AtAfter, AtLibrary, AtReplay, Desk, Place
from desktop.engine import Job
from desktop.language import tr
from desktop.pages.export_dialog import ExportDialog, Subject
from desktop.pages.replay_parts.correcting import Correcting
from desktop.pages.replay_parts.keeper import Keeper
from desktop.pages.replay_parts.laid_out import NOTHING, SESSION, LaidOut
from desktop.pages.replay_parts.sound import SessionSound
from desktop.pages.replay_parts.spans import SpanPlayer
from desktop.pages.replay_parts.transport import STEP_SECONDS
from desktop.player import Player
from desktop.replay.again import Again
from desktop.replay.annotated import Delivered, OwnStances, delivered, own_stances, write_own_stances
from desktop.replay.opening import Opened, open_replay
from desktop.replay.sound import Picture
from desktop.replay.spans import Span, span_around
from interviewer.errors import InterviewerError
from interviewer.records.notes import Notes, new_note, write_notes
from interviewer.review.annotations import Annotation
from interviewer.review.stances import Stances


class ReplayPage(LaidOut):
    """One session at a time."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._opened: Opened | None = None
        self._opening: Job | None = None
        self._listening: Job | None = None
        self._start_at = 0.0
        self._beside_at_once = False
        self._told_silent = False
        self.player = Player(self)
        self.sound = SessionSound(desk, self)
        self.spans = SpanPlayer(self.player, self)
        self.keeper: Keeper[Notes] = Keeper(desk.engine, write_notes, self)
        self.stances_keeper: Keeper[OwnStances] = Keeper(desk.engine, write_own_stances, self)
        self.correcting = Correcting(desk, self.transcript, self.correct_bar, self.correction, self)
        self._connect()
        self._bind()

    # -- making it

    def _connect(self) -> None:
        self.header.back.connect(lambda: self.desk.go(AtLibrary()))
        self.header.review_wanted.connect(self._go_to_review)
        self.header.export_wanted.connect(self._export)
        self.header.beside_wanted.connect(self._show_two)
        self.beside.play_wanted.connect(self._play_or_pause)
        self.beside.sought.connect(self._seek)
        self.beside.first_plays.connect(self.player.pause)
        self.player.playing_changed.connect(self.beside.show_playing)
        self.player.moved.connect(self._moved)
        self.player.playing_changed.connect(self.transport.show_playing)
        self.player.failed.connect(self._unplayable)
        self.sound.ready.connect(self._load)
        self.sound.drawn.connect(self._draw)
        self.sound.told.connect(lambda: self._moved(self.player.seconds))
        self.sound.failed.connect(self._unplayable)
        self.transport.play_wanted.connect(self._play_or_pause)
        self.transport.moved.connect(self._step)
        self.transport.speed_chosen.connect(self.player.set_speed)
        self.transport.skip_chosen.connect(self.player.skip_silence)
        self.transport.loop_chosen.connect(lambda _on: self._loop())
        self.transport.curves_chosen.connect(self.choose_curves)
        self.transport.follow_chosen.connect(self._follow)
        self.spans.changed.connect(self._span_changed)
        for place in (self.waveform, self.curves, self.transcript, self.annotations):
            place.sought.connect(self._seek)
        self.waveform.marked.connect(self.annotations.list.open_remark)
        self.transcript.left.connect(lambda: self.transport.follow.setChecked(False))
        self.transcript.return_wanted.connect(self._to_now)
        for bar in (self.find_bar, self.correct_bar):
            bar.closed.connect(self.transcript.setFocus)
        self.transcript.correction_wanted.connect(self.correcting.begin)
        self.correct_bar.play_wanted.connect(self._play_passage)
        self.correcting.corrected.connect(self._show_corrected)
        self.correcting.analysed.connect(self._show_again)
        self.annotations.note_wanted.connect(self._drop_note)
        self.annotations.notes_changed.connect(self._keep_notes)
        self.annotations.stances_changed.connect(self._keep_stances)
        self.annotations.rows_changed.connect(self._mark)
        self.annotations.play_wanted.connect(self._play_remark)
        for keeper in (self.keeper, self.stances_keeper):
            keeper.failed.connect(lambda sentence: self.problem.say("bad", sentence))

    def _bind(self) -> None:
        self.keys.bind("play", self._play_or_pause)
        self.keys.bind("back", lambda: self._step(-STEP_SECONDS))
        self.keys.bind("forward", lambda: self._step(STEP_SECONDS))
        self.keys.bind("correct", self._correct)
        self.keys.bind("find", self._find)
        self.keys.bind("undo_correction", self.correcting.undo)
        self.keys.bind("now", self._to_now)
        self.keys.bind("drop_note", self._drop_note)
        self.keys.bind("previous_note", lambda: self.annotations.step(-1, self.player.seconds))
        self.keys.bind("next_note", lambda: self.annotations.step(1, self.player.seconds))
        self.keys.bind("just_this", self._play_just_this)
        self.keys.bind("loop", self._loop)

    # -- coming and going

    def enter(self, place: Place) -> None:
        assert isinstance(place, AtReplay)
        self._stop()
        self._start_at, self._beside_at_once = place.seconds, place.beside
        self.pages.setCurrentIndex(NOTHING)
        path, hides = place.session, self._hides
        self._opening = self.desk.engine.call(
            lambda: open_replay(path, hide_disfluencies=hides), self._show, self._show_failure, owner=self
        )

    @property
    def _hides(self) -> bool:
        """Whether fillers, repetitions and pauses are left untold."""
        return self.desk.settings.appearance.hide_disfluencies

    def leave(self) -> None:
        self._stop()

    def first_focus(self) -> QWidget | None:
        return self.transport.disc

    @property
    def opened(self) -> Opened | None:
        """The session that is shown; None while there is none."""
        return self._opened

    def _stop(self) -> None:
        """Nothing sounds, nothing is written, and no file is open any more."""
        self.keeper.flush()
        self.stances_keeper.flush()
        for job in (self._opening, self._listening):
            if job is not None:
                job.cancel()
        self._opened = self._opening = self._listening = None
        self.correcting.leave()
        self.beside.leave()
        self.spans.end()
        self.player.close()
        self.sound.leave()

    # -- opening

    def _show(self, opened: Opened) -> None:
        self._opened = opened
        line = opened.timeline
        self.header.show_session(opened)
        self._show_remarks(opened)
        self.transport.set_length(line.seconds)
        self.transport.set_usable(bool(line.clips), tr("There is no sound to play."))
        self.waveform.show_session(line.seconds, line.bands)
        self.find_bar.clear()
        self.transcript.show_script(opened.script)
        self.transport.follow.setChecked(True)
        self.annotations.show_session(opened.annotated, opened.notes, self._start_at)
        self._show_curves(None)
        self.correcting.show_session(opened)
        self.beside.show_session(opened)
        self._show_two(self._beside_at_once and opened.session.manifest.redo_of is not None)
        self.player.begin(line.seconds, self._start_at)
        self.pages.setCurrentIndex(SESSION)
        if line.clips:
            self.sound.prepare(opened)
        else:
            self._listen()

    def _load(self, file: Path) -> None:
        self.player.load(file)
        self._listen()

    def _listen(self) -> None:
        """Work out the delivery, last of all: for about a second it would be in the way of everything else."""
        if self._opened is not None and self._opened.hearings and self._listening is None:
            session, hearings, hides = self._opened.session, self._opened.hearings, self._hides
            self._listening = self.desk.engine.call(
                lambda: delivered(delivery_of(session, hearings), hide_disfluencies=hides),
                self._show_delivery,
                owner=self,
            )

    def _show_delivery(self, found: Delivered | None) -> None:
        if found is not None and self._opened is not None:
            self.annotations.add_remarks(found.annotations)
            self._show_curves(found)

    def _show_two(self, two: bool) -> None:
        """The first take of a redo beside it, or no more."""
        self.show_beside(two)
        if two:
            self.beside.want()
            self.beside.show_position(self.player.seconds)
        else:
            self.beside.player.pause()

    def _one_take(self) -> None:
        """What comes now is done in the transcript, or beside it."""
        if self.header.beside.isChecked():
            self._show_two(False)

    def _find(self) -> None:
        self._one_take()
        self.find_bar.open_bar()

    def _correct(self) -> None:
        self._one_take()
        self.correcting.begin()

    def _show_corrected(self, opened: Opened) -> None:
        """Other words; what is said of them follows."""
        self._opened = opened
        self.beside.show_session(opened)
        self.transcript.show_changed(opened.script)

    def _show_again(self, again: Again) -> None:
        """The session as it is analysed now."""
        self._opened = again.opened
        self.header.show_session(again.opened)
        self.transcript.show_changed(again.opened.script)
        told = again.delivered.annotations if again.delivered is not None else ()
        self.annotations.renew_remarks([*again.opened.annotated.annotations, *told])
        self._show_curves(again.delivered)

    def _show_curves(self, found: Delivered | None) -> None:
        assert self._opened is not None
        self.curves.show_curves(found.curves if found is not None else None, self._opened.timeline.seconds)
        self.curves.show_position(self.player.seconds)
        self.transport.set_curves(known=self.curves.known)

    def _show_remarks(self, opened: Opened) -> None:
        self.problem.clear()
        problems = [one for one in (opened.notes_problem, opened.annotated.problem) if one]
        sentences = [*opened.remarks, *problems]
        if not sentences:
            self.remarks.clear()
            return
        worse = opened.timeline.missing or problems
        self.remarks.say("warn" if worse else "info", " ".join(sentences))

    def _show_failure(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.show_failure(error.sentence).clicked.connect(lambda: self.desk.go(AtLibrary()))

    def _draw(self, picture: Picture) -> None:
        self.waveform.show_sound(picture.interviewer, picture.you)
        self.player.set_silences(picture.silences)

    def _unplayable(self, sentence: str) -> None:
        text = tr("The sound cannot be played: {why}. The transcript can be read.", why=sentence.rstrip("."))
        self.problem.say("bad", text)
        self.transport.set_usable(False, text)
        self._listen()

    # -- while it plays

    def _moved(self, seconds: float) -> None:
        if self._opened is None:
            return
        line = self._opened.timeline
        band = line.band_at(seconds)
        self.transport.show_time(seconds, line.seconds, band.title if band is not None else "", self.sound.remark)
        self.waveform.show_position(seconds)
        self.curves.show_position(seconds)
        self.transcript.show_position(seconds)
        self.beside.show_position(seconds)
        self.annotations.show_position(seconds, playing=self.player.playing)
        self.spans.moved(seconds)

    def _play_or_pause(self) -> None:
        if self._opened is None or not self.transport.disc.isEnabled():
            return
        if self.player.playing:
            self.player.pause()
            return
        self.player.play()
        if not self.player.audible and not self._told_silent:
            self._told_silent = True
            sentence = tr("No loudspeaker or headphones were found. It plays without sound until there are some.")
            self.problem.say("info", sentence, (tr("OK"), "replay_silent_ok", self.problem.clear))

    def _step(self, seconds: float) -> None:
        if self._opened is not None:
            self._seek(self.player.seconds + seconds)

    def _seek(self, seconds: float) -> None:
        self.spans.sought(seconds)
        self.player.seek(seconds)

    def _to_now(self) -> None:
        self.transport.follow.setChecked(True)
        self._follow(True)

    def _follow(self, follows: bool) -> None:
        self.transcript.follow(follows)
        self.annotations.follow(follows)

    def _go_to_review(self) -> None:
        if self._opened is not None:
            self.desk.go(AtAfter(self._opened.session.folder.path))

    def _export(self) -> None:
        if self._opened is not None:
            line, path = self._opened.timeline, self._opened.session.folder.path
            ExportDialog(self.desk, Subject(path, line.seconds, bool(line.clips)), self.window()).open()

    # -- a span by itself

    def _play_just_this(self) -> None:
        one = self._remark_here()
        if one is not None:
            self._play_remark(one, False)

    def _play_remark(self, one: Annotation, loops: bool) -> None:
        if self._opened is not None and self.transport.disc.isEnabled():
            self.spans.play(span_around(one.start, one.end, self._opened.timeline.seconds, loops=loops))

    def _play_passage(self) -> None:
        passage = self.correct_bar.passage
        if self._opened is not None and passage is not None and self.transport.disc.isEnabled():
            self.spans.play(span_around(passage.start, passage.end, self._opened.timeline.seconds))

    def _loop(self) -> None:
        """What is selected, else the open remark or the one that is heard; a second time ends it."""
        span, selected, one = self.spans.span, self.transcript.selected, self._remark_here()
        if span is not None and span.loops:
            self.spans.end()
        elif self._opened is not None and selected is not None and self.transport.disc.isEnabled():
            self.spans.play(span_around(selected[0], selected[1], self._opened.timeline.seconds, loops=True))
        elif one is not None:
            self._play_remark(one, True)
        else:
            sentence = tr("Select words in the transcript or open an annotation, then it is played over and over.")
            self.problem.say("info", sentence, (tr("OK"), "replay_loop_ok", self.problem.clear))
        self._span_changed(self.spans.span)

    def _remark_here(self) -> Annotation | None:
        return self.annotations.current or self.annotations.heard(self.player.seconds)

    def _span_changed(self, span: Span | None) -> None:
        self.transport.loop.setChecked(span is not None and span.loops)
        self.waveform.show_span((span.start, span.end) if span is not None else None)

    # -- remarks and own notes

    def _drop_note(self) -> None:
        """Of what is selected in the transcript, else where the sound is."""
        if self._opened is None:
            return
        self._one_take()
        selected = self.transcript.selected
        if selected is None:
            self.annotations.add(new_note(self.player.seconds))
        else:
            self.annotations.add(new_note(selected[0], until=selected[1], quote=selected[2]))

    def _mark(self) -> None:
        if self._opened is not None:
            self.waveform.show_markers(self._opened.markers(self.annotations.rows))

    def _keep_notes(self, notes: Notes) -> None:
        if self._opened is not None:
            self.keeper.keep(self._opened.session.folder, notes)

    def _keep_stances(self, stances: Stances) -> None:
        if self._opened is not None:
            session = self._opened.session
            self.stances_keeper.keep(session.folder, own_stances(session, stances))
