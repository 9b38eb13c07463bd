"""The Live page: an interview while it is held. Renders the view, sends keys; the interview decides.

Qt thread. Keys come from the table of shortcuts; single letters are off while somebody types.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from desktop.desk import AtAfter, AtLive, AtPractice, Desk, Place
from desktop.engine import Job
from desktop.headless import Wishes
from desktop.language import tr
from desktop.live_words import ended_text, state_text
from desktop.pages.live_parts.bar import Bar, cap
from desktop.pages.live_parts.closing import Closing
from desktop.pages.live_parts.conversation import Conversation
from desktop.pages.live_parts.header import Header
from desktop.pages.live_parts.microphones import MicrophoneMenu
from desktop.pages.live_parts.side import Side
from desktop.pages.page import Page
from desktop.session_words import level_title, mode_word, round_title
from desktop.sitting import Outcome, Sitting
from desktop.view_state import Doing, ViewState
from desktop.widgets.accessible import announce
from desktop.widgets.coverage import Item
from desktop.widgets.frames import Line
from interviewer.errors import RecordError
from interviewer.events import Key
from interviewer.listening.coverage import framework
from interviewer.listening.substance import Substance
from interviewer.plan import Mode
from interviewer.records.notes import write_pad
from speech.devices import microphones
from speech.errors import MicrophoneError
from speech.portaudio import Device as Listed
from speech.recorder.recorder import Device

ROOMY = (1000, 680)
"""A smaller page leaves out what is said elsewhere too."""

_KEYS = {
    "done": Key.DONE,
    "ask": Key.ASK,
    "think": Key.THINK,
    "repeat": Key.REPEAT,
    "hint": Key.HINT,
    "stop_voice": Key.STOP_VOICE,
}


class LivePage(Page):
    """Header, conversation beside notes, bar."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "live", tr("Interview"), parent)
        self._sitting: Sitting | None = None
        self._view: ViewState | None = None
        self._said = ""
        self._listing: Job | None = None
        self.header = Header()
        self.conversation = Conversation()
        self.side = Side()
        self.bar = Bar(desk.shortcuts)
        self.closing = Closing(self)
        self.microphones = MicrophoneMenu(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("live_splitter")
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.conversation)
        self._splitter.addWidget(self.side)
        self._splitter.setStretchFactor(0, 65)
        self._splitter.setStretchFactor(1, 35)
        self._splitter.setSizes([764, 416])
        self.conversation.setMinimumWidth(480)
        self.side.setMinimumWidth(320)
        for widget, stretch in ((self.header, 0), (Line(), 0), (self._splitter, 1), (Line(), 0), (self.bar, 0)):
            self.column.addWidget(widget, stretch)
        self._connect()

    def _connect(self) -> None:
        self.header.full_screen.connect(self._full_screen)
        self.header.other_microphone.connect(lambda: self.act("microphone"))
        self.side.hint.connect(lambda: self.act("hint"))
        self.side.noted.connect(self._write_pad)
        self.conversation.wanted.connect(self.act)
        self.conversation.answer.sent.connect(self._give_typed)
        self.conversation.answer.closed.connect(self._speak_instead)
        self.bar.pressed.connect(self.act)
        self.closing.hurry.connect(self._hurry)
        self.microphones.chosen.connect(self._use_microphone)
        for action in (*_KEYS, "pause", "write", "microphone", "note", "end"):
            self.keys.bind(action, partial(self.act, action))
        self.desk.settings_changed.connect(self._keys_changed)
        self.keys.show("microphone", self.header.set_microphone_key)
        self._show_keys()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _keys_changed(self) -> None:
        self.keys.refresh()
        self._show_keys()

    def _show_keys(self) -> None:
        self.bar.refresh_keys()
        self.side.hint_button.set_key(cap(self.desk.shortcuts.key("hint")))

    # -- the page comes and goes

    def enter(self, place: Place) -> None:
        """Hold the interview that is wished for."""
        if isinstance(place, AtLive) and not self.running:
            self._begin(place.wishes)

    def holds(self) -> bool:
        """Nobody leaves a running interview by the way: it asks, and ends it first."""
        if self.running:
            self.act("end")
        return self.running

    def first_focus(self) -> QWidget:
        return self

    @property
    def busy(self) -> bool:
        return self.running

    def leave(self) -> None:
        """What is written is kept; the interview itself is closed by the engine."""
        self._keep_written()

    @property
    def running(self) -> bool:
        """Whether an interview is being held."""
        return self._sitting is not None and not self._sitting.finished

    def _begin(self, wishes: Wishes) -> None:
        sitting = Sitting(self.desk, wishes, self)
        self._sitting, self._view, self._said = sitting, None, ""
        exam = wishes.mode is Mode.EXAM
        for part in (self.conversation, self.side, self.bar):
            part.begin(exam=exam)
        self.header.microphone.setVisible(isinstance(wishes.microphone, Device))
        self.closing.hide()
        self.header.badge.show_host(host_of(self.desk, wishes))
        sitting.prepared.connect(self._prepared)
        sitting.changed.connect(self._render)
        sitting.covered.connect(self._covered)
        sitting.over.connect(self._over)
        sitting.failed.connect(self._failed)
        self.repaint()  # now: threads of the engine are about to want Python's lock as well
        sitting.start()

    def _prepared(self, left_out: str) -> None:
        sitting = self._sitting
        assert sitting is not None
        assert sitting.plan is not None
        view = sitting.view
        level = level_title(view.plan.level) if view is not None and view.plan.level else ""
        mode = mode_word(sitting.plan.mode.value)
        round_name = round_title(sitting.plan.round.id, sitting.plan.round.title)
        redo = tr("Redo of one part") if sitting.redo else ""
        self.header.set_titles(round_name, " · ".join(filter(None, (level, mode, redo))))
        self._covered(Substance())
        if left_out:
            self.conversation.banner.say("warn", tr("{why} The page Packs shows every fault.", why=left_out))

    # -- what is shown

    def _render(self, view: ViewState) -> None:
        before, self._view = self._view, view
        self.header.render_view(view)
        self.conversation.render_view(view)
        self.side.render_view(view)
        self.bar.render_view(view)
        self.conversation.answer.set_can_speak(not view.typing_offered)
        self._offer_typing(before is not None and before.typing_offered, view.typing_offered)
        word = state_text(view).word
        if word != self._said:
            self._said = word
            announce(self.bar, word)
        if view.doing is Doing.ENDED:
            self.closing.show_over(ended_text(view.ended))

    def _offer_typing(self, before: bool, now: bool) -> None:
        """The field comes forward when speaking does not work, and goes when it does, unless something stands in it."""
        if now and not before:
            self.act("write")
        elif before and not now and not self.conversation.answer.text:
            self.conversation.answer.hide()
            self._speak_instead()

    def _covered(self, found: Substance) -> None:
        sitting = self._sitting
        if sitting is None or sitting.plan is None:
            return
        items: list[Item] = []
        for item in framework(sitting.plan.round):
            evidence = found.coverage.get(item.id)
            at = evidence.at if evidence is not None else None
            items.append((item.name, "done" if evidence is not None else "open", at))
        self.side.show_coverage(tuple(items))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        small = self.width() < ROOMY[0] or self.height() < ROOMY[1]
        self.header.set_compact(small)
        self.side.set_compact(small)
        self.conversation.question.set_compact(small)
        self.bar.fit(self.width())

    # -- what the candidate does

    def act(self, action: str) -> None:
        """Do what a key or a button stands for, by its name in the table of shortcuts."""
        sitting, view = self._sitting, self._view
        if sitting is None or sitting.finished:
            return
        if action == "end":
            self._end(sitting)
        elif action == "pause":
            held = view is not None and view.doing is Doing.PAUSED
            sitting.press(Key.RESUME if held else Key.PAUSE)
        elif action == "write":
            self.conversation.answer.open(tr("Nothing spoken is lost by typing.") if view and view.microphone else "")
            sitting.press(Key.WRITE)
        elif action == "microphone":
            self._list_microphones(sitting)
        elif action == "note":
            self.side.pad.setFocus()
        elif action == "done" and self.conversation.answer.isVisible() and self.conversation.answer.text:
            self._give_typed()
        elif action in _KEYS:
            sitting.press(_KEYS[action])

    def _speak_instead(self) -> None:
        if self._sitting is not None:
            self._sitting.press(Key.SPEAK)
        self.setFocus()

    def _give_typed(self) -> None:
        """Hand over what was typed; before the question was asked it stays, and is refused with a sentence."""
        if self._sitting is None:
            return
        too_soon = self._view is None or self._view.doing is Doing.OPENING
        self._sitting.press(Key.DONE, "" if too_soon else self.conversation.answer.take_text())
        if self._view is not None and not too_soon and not self._view.typing_offered:
            self.conversation.answer.hide()
            self.setFocus()

    def _keep_written(self) -> None:
        """The pad, and on it what was typed and is given to nobody any more."""
        if text := self.conversation.answer.take_text():
            self.side.pad.appendPlainText(tr("Written and not given: {text}", text=text))
        self.side.flush()

    def _list_microphones(self, sitting: Sitting) -> None:
        """Look which there are now, and let one be chosen."""
        busy = sitting.opens_microphone or (self._listing is not None and not self._listing.finished)
        if self.header.microphone.isVisible() and self.header.microphone.isEnabled() and not busy:
            self._listing = self.desk.engine.run(microphones, self._offer_microphones, self._cannot_list, owner=self)

    def _offer_microphones(self, devices: tuple[Listed, ...]) -> None:
        if self.running and self.isVisible():
            sound = self.desk.settings.sound
            current = Device(sound.microphone or None, sound.host_api or None)
            self.microphones.open_below(self.header.microphone, devices, current)
            announce(self.header, tr("Choose a microphone"))

    def _cannot_list(self, error: Exception) -> None:
        if not isinstance(error, MicrophoneError):
            self.desk.engine.report(error)
        elif self.running:
            self.conversation.banner.say("warn", error.sentence)

    def _use_microphone(self, device: Device) -> None:
        if self._sitting is not None:
            name = device.name or tr("System default")
            self.conversation.banner.say("info", tr("Opening another microphone: {name}", name=name))
            self._sitting.use_microphone(device)

    def _end(self, sitting: Sitting) -> None:
        if self._view is None:
            sitting.hurry()
            return
        if self._view.doing is Doing.ENDED:
            return
        text = tr("Everything said so far is kept: sound, transcript and notes. The review follows.")
        if self.desk.dialogs.confirm(tr("End the interview?"), text, tr("End it"), tr("Go on"), danger=True):
            self.side.flush()
            self.closing.show_closing()
            sitting.press(Key.END, self.conversation.answer.take_text())

    def _hurry(self) -> None:
        if self._sitting is not None:
            self._sitting.hurry()

    def _write_pad(self, text: str) -> None:
        folder = self._sitting.folder if self._sitting is not None else None
        if folder is None:
            return

        def failed(error: Exception) -> None:
            self.side.show_saved(False)
            if not isinstance(error, RecordError):
                raise error

        self.desk.engine.call(
            lambda: write_pad(folder, text), lambda _: self.side.show_saved(True), failed, owner=self.side
        )

    def _full_screen(self) -> None:
        window = self.window()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
        self.header.set_full_screen(bool(window.windowState() & Qt.WindowState.WindowFullScreen))

    # -- the end

    def _over(self, outcome: Outcome) -> None:
        self._keep_written()
        self.closing.hide()
        self.desk.sessions_changed.emit()
        self.desk.go(AtAfter(Path(outcome.session), fresh=outcome.reason != "interrupted"))

    def _failed(self, error: Exception) -> None:
        sentence = getattr(error, "sentence", "")
        if not sentence:
            self.desk.engine.report(error)
        else:
            self.desk.dialogs.tell(tr("The interview could not begin"), sentence)
        self.closing.hide()
        self.desk.go(AtPractice())


def host_of(desk: Desk, wishes: Wishes) -> str:
    """The host an interview's words go to; empty: none."""
    chosen = desk.settings.interviewer
    return chosen.url if wishes.mind is not None and chosen.kind == "server" else ""
