"""The Packs page: what can be practised, read, checked, copied and made one's own.

Packs are read off the Qt thread when the page comes to the front and on Reload, and given up when it is left.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop import pack_shelf
from desktop.desk import AtPacks, AtPractice, Desk, Place
from desktop.engine import Job
from desktop.language import tr
from desktop.pack_shelf import Shelf, Shelved
from desktop.pages.packs_parts.pack_view import PackView
from desktop.pages.packs_parts.reader import QuestionReader
from desktop.pages.packs_parts.words import pack_row
from desktop.pages.page import Page
from desktop.paths import Paths
from desktop.retention import TRASH_DAYS
from desktop.theme import tokens
from desktop.theme.look import look
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.frames import Banner, Heading, Scroll
from desktop.widgets.plain import PlainLabel
from desktop.widgets.rows import INSET, inset
from desktop.widgets.text_rows import TextRowsView
from interviewer.errors import InterviewerError, Problem

LIST_WIDTH, LIST_SHARE = 256, 0.34
"""The list of packs: pixels at 100 %, and at most so much of the page."""


class PacksPage(Page):
    """Packs at the left, one of them at the right."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "packs", tr("Packs"), parent)
        self._shelf: Shelf | None = None
        self._wanted = ""
        self._reading: Job | None = None
        self._undo: tuple[Path, str] | None = None
        self._make: Callable[[Paths, str], Path] = pack_shelf.new_pack
        self.banner = Banner("packs_banner")
        self.list = TextRowsView("packs_list", tr("Packs"))
        self.new = Button(tr("New pack"), "packs_new", symbol="plus")
        self.reload = Button(tr("Reload"), "packs_reload", kind="plain", symbol="refresh-cw")
        self.reading = PlainLabel(tr("Reading the packs"), tone="muted", name="packs_reading")
        self.view = PackView()
        self.reader = QuestionReader()
        self.right = QStackedWidget()
        self.scrolled = Scroll(margin=0)
        self.scrolled.setObjectName("packs_scroll")
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolled.body.setContentsMargins(0, 0, 0, 0)
        self.scrolled.body.addWidget(self.view)
        for widget in (self.reading, self.scrolled, self.reader):
            self.right.addWidget(widget)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        buttons = Flow()
        buttons.setContentsMargins(INSET, 0, INSET, 0)
        buttons.addWidget(self.new)
        buttons.addWidget(self.reload)
        left.addLayout(buttons)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self.left)
        row.addWidget(self.right, 1)
        self.column.setContentsMargins(tokens.MARGIN - INSET, 24, tokens.MARGIN - INSET, 16)
        self.column.setSpacing(12)
        self.column.addLayout(inset(Heading(tr("Packs"), size=tokens.PAGE_TITLE)))
        self.column.addLayout(inset(self.banner))
        self.column.addLayout(row, 1)
        look().changed.connect(self._take_size)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._show_chosen)
        self.list.opened.connect(lambda _index: self.view.questions.view.setFocus())
        self.new.clicked.connect(self._ask_new)
        self.reload.clicked.connect(self.read_again)
        self.view.wanted.connect(lambda action: self._actions[action]())
        self.view.opened.connect(self._read_question)
        self.view.file_wanted.connect(self._open_file)
        self.view.form.given.connect(self._given)
        self.view.form.closed.connect(self.list.setFocus)
        self.reader.closed.connect(self._close_reader)
        self.reader.practise.connect(lambda question: self.desk.go(AtPractice(question)))
        self.reader.file_wanted.connect(self._open_file)

    @property
    def _actions(self) -> dict[str, Callable[[], None]]:
        return {"check": self._check, "duplicate": self._ask_copy, "folder": self._open_folder, "delete": self._delete}

    # -- the page comes and goes

    def enter(self, place: Place) -> None:
        """Read the packs, unless they are; `AtPacks.pack` chooses one."""
        if isinstance(place, AtPacks) and place.pack:
            self._wanted = place.pack
        if self._shelf is None:
            self.read_again()
        else:
            self._show_packs()

    def leave(self) -> None:
        self.view.questions.pause()
        self._forget_undo()
        self._shelf = None

    def first_focus(self) -> QWidget:
        return self.list

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back from a question."""
        if event.key() == Qt.Key.Key_Escape and self.right.currentWidget() is self.reader:
            self._close_reader()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._take_size()

    def _take_size(self) -> None:
        self.left.setFixedWidth(min(look().size(LIST_WIDTH), round(self.width() * LIST_SHARE)))

    # -- what there is

    def read_again(self) -> None:
        """Read every pack from the disk."""
        if self._reading is not None:
            self._reading.cancel()
        chosen = self._chosen
        self._wanted = self._wanted or (str(chosen.folder) if chosen is not None else "")
        self.reload.setEnabled(False)
        self.reload.setToolTip(tr("The packs are being read."))
        paths = self.desk.paths
        self._reading = self.desk.engine.call(
            lambda: pack_shelf.read_shelf(paths), self._take, self._cannot, owner=self
        )

    def _take(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.reload.setEnabled(True)
        self.reload.setToolTip("")
        self._show_packs()

    def _show_packs(self) -> None:
        assert self._shelf is not None
        packs, key = self._shelf.packs, self.list.key
        self.list.texts.show([pack_row(shelved) for shelved in packs])
        wanted = next((one for one in packs if self._wanted in (one.id, str(one.folder))), None)
        self._wanted = ""
        if not self.list.select_key(str(wanted.folder) if wanted is not None else key):
            self.list.select_row(0)
        self._show_chosen()

    @property
    def _chosen(self) -> Shelved | None:
        packs = self._shelf.packs if self._shelf is not None else ()
        return next((one for one in packs if str(one.folder) == self.list.key), None)

    def _show_chosen(self, *_: object) -> None:
        chosen = self._chosen
        if chosen is not None and self._shelf is not None:
            self.view.show_pack(chosen, self._shelf.practised)
            self.right.setCurrentWidget(self.scrolled)

    def _cannot(self, error: Exception) -> None:
        self.reload.setEnabled(True)
        if not isinstance(error, InterviewerError):
            raise error
        self.banner.say("bad", error.sentence)

    # -- one question

    def _read_question(self, question_id: str) -> None:
        chosen = self._chosen
        if chosen is None or chosen.pack is None:
            return
        question = next(question for question in chosen.pack.questions if question.id == question_id)
        self.reader.read(chosen.pack, question)
        self.right.setCurrentWidget(self.reader)
        self.reader.start.setFocus()

    def _close_reader(self) -> None:
        self.right.setCurrentWidget(self.scrolled)
        self.view.questions.view.setFocus()

    # -- what is done with packs

    def _open_folder(self) -> None:
        if (chosen := self._chosen) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(chosen.folder)))

    def _open_file(self, name: str) -> None:
        if (chosen := self._chosen) is not None:
            file = chosen.folder / name
            shown = file if file.exists() else chosen.folder
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))

    def _check(self) -> None:
        if (chosen := self._chosen) is None:
            return
        self._forget_undo()

        def found(problems: tuple[Problem, ...]) -> None:
            if self._chosen is chosen:
                self.view.show_faults(problems)

        self.desk.engine.call(partial(pack_shelf.faults_of, chosen.folder), found, self._cannot, owner=self)

    def _ask_new(self) -> None:
        self._ask(tr("A new pack, from a template that explains itself"), "my-pack", pack_shelf.new_pack)

    def _ask_copy(self) -> None:
        if (chosen := self._chosen) is not None:
            title = tr("A copy of “{title}” that is yours to edit", title=chosen.title)
            self._ask(title, f"my-{chosen.id}", lambda paths, new_id: pack_shelf.duplicate(paths, chosen.id, new_id))

    def _ask(self, title: str, proposal: str, make: Callable[[Paths, str], Path]) -> None:
        self._forget_undo()
        self.right.setCurrentWidget(self.scrolled)
        taken = {one.id for one in self._shelf.packs} if self._shelf is not None else set()
        self._make = make
        self.view.form.ask(title, proposal, taken)

    def _given(self, new_id: str) -> None:
        paths, make = self.desk.paths, self._make

        def failed(error: Exception) -> None:
            if not isinstance(error, InterviewerError):
                raise error
            self.view.form.refuse(error.sentence)

        self.desk.engine.call(lambda: make(paths, new_id), self._made, failed, owner=self)

    def _made(self, folder: Path) -> None:
        self.view.form.hide()
        self.banner.say("good", tr("Made {folder}. Edit its files, then Reload.", folder=folder))
        self._wanted = str(folder)
        self.read_again()

    def _delete(self) -> None:
        chosen, paths = self._chosen, self.desk.paths
        if chosen is None or not chosen.users:
            return
        text = tr("The pack “{title}” is moved out of sight. Sessions held with it stay.", title=chosen.title)
        if self.desk.dialogs.confirm(tr("Delete this pack?"), text, tr("Delete"), tr("Keep"), danger=True):
            self._forget_undo()
            done = partial(self._deleted, chosen.folder.name)
            self.desk.engine.call(lambda: pack_shelf.throw_away(paths, chosen.folder), done, self._cannot, owner=self)

    def _deleted(self, name: str, where: Path) -> None:
        self._undo = (where, name)
        text = tr("Deleted. Its folder is kept for {n} days as {folder}.", n=TRASH_DAYS, folder=where)
        self.banner.say("info", text, (tr("Undo"), "packs_undo", self._bring_back))
        self.read_again()

    def _bring_back(self) -> None:
        if self._undo is not None:
            (where, name), paths = self._undo, self.desk.paths
            self._forget_undo()
            self.desk.engine.call(
                lambda: pack_shelf.bring_back(paths, where, name), self._brought_back, self._cannot, owner=self
            )

    def _brought_back(self, folder: Path) -> None:
        self._wanted = str(folder)
        self.read_again()

    def _forget_undo(self) -> None:
        self._undo = None
        self.banner.clear()
