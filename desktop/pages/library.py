"""The Library: every session, found again by words and filters, opened, replayed, thrown away and brought back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.desk import AtAfter, AtLibrary, AtPractice, AtReplay, AtSettings, Desk, Place
from desktop.imports import kinds as kinds_of_files
from desktop.language import tr, trn
from desktop.library_filter import shown
from desktop.library_work import Moved, bring_back, put_in_order, throw_away
from desktop.pages.demo_card import DemoCard
from desktop.pages.importing import Importing, Result
from desktop.pages.library_parts.collection import Collection
from desktop.pages.library_parts.filters import Filters
from desktop.pages.library_parts.handing_back import HandingBack
from desktop.pages.library_parts.sample import DemoBanner, EmptyLibrary
from desktop.pages.library_parts.selection import Selection
from desktop.pages.library_parts.trash_view import TrashView
from desktop.pages.page import Page
from desktop.pages.transcribing import Outcome, Transcribing
from desktop.session_words import today_here
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Banner, EmptyState, Heading, Tone
from desktop.widgets.plain import PlainLabel
from desktop.widgets.rows import inset
from desktop.widgets.session_list import SessionsView
from desktop.widgets.session_model import SessionRow
from interviewer.errors import InterviewerError
from interviewer.records.listed import Listed


class LibraryPage(Page):
    """Sessions and their trash."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, "library", tr("Library"), parent)
        self.collection = Collection(desk, self)
        self._going: set[str] = set()
        """Sessions on their way to the trash, or there by now, that are still listed."""
        self._moved = Moved(())
        """What Undo brings back."""
        self._wanted_row = 0
        self.filters = Filters()
        self.banner = Banner("library_banner")
        self.work = Banner("library_work")
        self.demo = DemoCard(desk, "library_demo")
        self.demo_banner = DemoBanner(desk, self.demo)
        self.view = SessionsView("library_list", tr("Sessions"), many=True)
        self.selection = Selection()
        self.trash = TrashView(desk)
        self.transcribing = Transcribing(desk, self)
        self.importing = Importing(desk, self)
        self.handing_back = HandingBack(desk, self)
        self.to_import = Button(tr("Import"), "library_import", symbol="download")
        self.to_import.setToolTip(tr("Take in a bundle, a recording or a transcript; files can be dropped here, too"))
        self.to_trash = Button(tr("Trash"), "library_trash", kind="quiet", symbol="trash-2")
        self.reading = PlainLabel(tr("Reading the sessions"), tone="muted", name="library_reading")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        start = Button(tr("Start practising"), "library_start", kind="primary")
        start.clicked.connect(lambda: self.desk.go(AtPractice()))
        clear = Button(tr("Clear search and filters"), "library_clear")
        clear.clicked.connect(self.filters.clear)
        self.nothing = EmptyLibrary(start, self.demo)
        self.unfound = EmptyState(
            "search", tr("No session fits"), tr("No title and nothing said has all of these words."), clear
        )
        self.middle = QStackedWidget()
        for page in (self.reading, self.nothing, self.unfound, self.view):
            self.middle.addWidget(page)
        main = QWidget()
        column = QVBoxLayout(main)
        # The list stands 8 px further out on both sides, so that the text in its rows is in line with the title.
        column.setContentsMargins(tokens.MARGIN - 8, 24, tokens.MARGIN - 8, 16)
        column.setSpacing(12)
        head = Heading(tr("Library"), self.to_import, self.to_trash, size=tokens.PAGE_TITLE)
        for widget in (head, self.banner, self.work, self.demo_banner, self.filters):
            column.addLayout(inset(widget))
        column.addWidget(self.middle, 1)
        column.addLayout(inset(self.selection))
        self.stack = QStackedWidget()
        self.stack.addWidget(main)
        self.stack.addWidget(self.trash)
        self.column.addWidget(self.stack)

    def _connect(self) -> None:
        self.collection.changed.connect(self._show)
        self.collection.progress.connect(self.reading.setText)
        self.collection.failed.connect(partial(self.banner.say, "bad"))
        self.collection.noticed.connect(partial(self.work.say, "warn"))
        self.filters.searched.connect(self.collection.search)
        self.filters.changed.connect(self._show)
        self.filters.search.left.connect(self._to_list)
        self.view.opened.connect(self._open)
        self.view.end_clicked.connect(self._replay)
        self.view.selectionModel().selectionChanged.connect(self._offer)
        self.selection.wanted.connect(lambda action: self._actions[action]())
        self.to_trash.clicked.connect(self._show_trash)
        self.to_import.clicked.connect(self._choose_files)
        self.handing_back.said.connect(self.banner.say)
        self.importing.progress.connect(self._say_importing)
        self.importing.ended.connect(self._imported)
        self.importing.took_in.connect(self.desk.sessions_changed)
        self.trash.closed.connect(self._close_trash)
        self.trash.changed.connect(self._going.clear)
        self.trash.changed.connect(self.desk.sessions_changed)
        self.desk.sessions_changed.connect(self._changed)
        for sample in (self.demo, self.demo_banner):
            sample.opened.connect(lambda session: self.desk.go(AtReplay(session)))
        self.transcribing.progress.connect(self._say_progress)
        self.transcribing.ended.connect(self._say_outcome)
        self.transcribing.took_in.connect(self.desk.sessions_changed)
        self.keys.bind("search", self._to_search)
        self.keys.bind("delete", self.throw_away)
        self.selection.show_key("open", tr("Enter"))
        self.keys.show("delete", partial(self.selection.show_key, "delete"))
        self.keys.show("search", self.filters.search.setToolTip)

    @property
    def _actions(self) -> dict[str, Callable[[], None]]:
        return {
            "open": lambda: self._open(self.view.currentIndex()),
            "replay": lambda: self._replay(self.view.currentIndex()),
            "transcribe": self._transcribe,
            "hand_back": self._hand_back,
            "recover": self._recover,
            "folder": self._open_folder,
            "delete": self.throw_away,
        }

    # -- the page comes and goes

    def enter(self, place: Place) -> None:
        """Show the sessions; `AtLibrary.search` searches at once."""
        self.stack.setCurrentIndex(0)
        self.demo.refresh()
        if isinstance(place, AtLibrary) and place.search:
            self.filters.search.setText(place.search)
            self.filters.search.settle()
        self.collection.read()
        self.importing.go_on()
        if isinstance(place, AtLibrary) and place.files:
            self.importing.start(place.files)

    def leave(self) -> None:
        self.filters.search.pause()
        self.demo_banner.forget()
        self._forget_undo()

    def first_focus(self) -> QWidget:
        return self.view if self.view.sessions.rowCount() else self.filters.search

    # -- what there is

    def _changed(self) -> None:
        if self.isVisible():
            self.collection.read()

    def _show(self) -> None:
        """The sessions that fit, with those selected that were."""
        sessions, hits = self.collection.sessions, self.collection.hits
        if sessions is None:
            return
        self._going &= {listed.id for listed in sessions}
        self.filters.offer_rounds({listed.round for listed in sessions if listed.round})
        selected = {listed.id for listed in self.view.selected()}
        rows = [SessionRow(*pair) for pair in shown(sessions, self.filters.wanted, hits)]
        top = self.view.verticalScrollBar().value()
        self.view.sessions.show(rows, today=today_here(), with_snippets=hits is not None)
        self.view.select_ids(selected, otherwise=self._wanted_row)
        self.view.verticalScrollBar().setValue(top)
        page = self.view if rows else self.unfound if sessions else self.nothing
        self.middle.setCurrentWidget(page)
        self.filters.setVisible(bool(sessions))
        self.selection.setVisible(bool(rows))
        self.demo_banner.refresh()
        self._offer()

    def _offer(self) -> None:
        rows = self.view.sessions.rows
        self.selection.show_selected(self.view.selected(), len(rows), sum(row.listed.disk_bytes for row in rows))

    # -- what is done with them

    def _to_search(self) -> None:
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def _to_list(self) -> None:
        if self.view.sessions.rowCount():
            self.view.setFocus()
            self.view.select_row(max(0, self.view.currentIndex().row()))

    def _folder(self, listed: Listed) -> Path:
        return self.desk.paths.sessions / listed.id

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and not (listed := self.view.sessions.row(index).listed).problem:
            self.desk.go(AtAfter(self._folder(listed)))

    def _replay(self, index: QModelIndex) -> None:
        if index.isValid() and not (listed := self.view.sessions.row(index).listed).problem:
            self.desk.go(AtReplay(self._folder(listed)))

    def _open_folder(self) -> None:
        for listed in self.view.selected()[:1]:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder(listed))))

    def throw_away(self) -> None:
        """Move the selected sessions to the trash; it can be undone, with those that are still on their way."""
        ids = [listed.id for listed in self.view.selected() if listed.id not in self._going]
        paths = self.desk.paths
        if ids and self.stack.currentIndex() == 0:
            if not self._going:
                self._forget_undo()
            self._wanted_row = self.view.rows()[0]
            self._going.update(ids)
            self.desk.engine.call(
                lambda: {one: throw_away(paths, (one,)) for one in ids},
                self._thrown_away,
                partial(self._not_thrown_away, ids),
                owner=self,
            )

    def _thrown_away(self, moves: dict[str, Moved]) -> None:
        self._going -= {one for one, moved in moves.items() if not moved.done}
        for moved in moves.values():
            self._moved = Moved(self._moved.done + moved.done, self._moved.faults + moved.faults)
        done, faults = self._moved.done, self._moved.faults
        said = trn("{n} session moved to the trash.", "{n} sessions moved to the trash.", len(done)) if done else ""
        undo = [(tr("Undo"), "library_undo", self._bring_back)] if done else []
        self.banner.say("bad" if faults else "info", " ".join((said, *faults)).strip(), *undo)
        self.desk.sessions_changed.emit()

    def _not_thrown_away(self, ids: list[str], error: Exception) -> None:
        self._going.difference_update(ids)
        raise error

    def _bring_back(self) -> None:
        folders, paths = self._moved.done, self.desk.paths
        self._forget_undo()
        self.desk.engine.call(lambda: bring_back(paths, folders), self._brought_back, owner=self)

    def _brought_back(self, moved: Moved) -> None:
        self._going -= {folder.name for folder in moved.done}
        if moved.faults:
            self.banner.say("bad", " ".join(moved.faults))
        self.desk.sessions_changed.emit()

    def _forget_undo(self) -> None:
        self._moved = Moved(())
        self.banner.clear()

    def _recover(self) -> None:
        for listed in self.view.selected()[:1]:
            folder = self._folder(listed)
            self._forget_undo()
            self.desk.engine.call(partial(put_in_order, folder), self._recovered, self._cannot, owner=self)

    def _cannot(self, error: Exception) -> None:
        if not isinstance(error, InterviewerError):
            raise error
        self.banner.say("bad", error.sentence)

    def _recovered(self, note: str) -> None:
        self.banner.say("good", note)
        self.desk.sessions_changed.emit()

    # -- files from elsewhere

    def _choose_files(self) -> None:
        kinds = tr("Bundles, partners’ files, recordings and transcripts ({kinds})", kinds=kinds_of_files())
        self.importing.start(self.desk.dialogs.choose_files(tr("Import"), Path.home(), kinds))

    def _say_importing(self, text: str) -> None:
        self.work.say("info", text, (tr("Cancel"), "library_import_cancel", self.importing.cancel))

    def _imported(self, result: Result) -> None:
        """Say what came; what can be heard in it is transcribed and reviewed at once."""
        close = (tr("Close"), "library_banner_close", self.banner.clear)
        self.work.clear()
        tone: Tone = "good" if not result.faults else "warn" if result.folders else "bad"
        self.banner.say(tone, result.sentence, close)
        self.transcribing.start(result.waiting)

    def _hand_back(self) -> None:
        for listed in self.view.selected()[:1]:
            self.handing_back.start(self._folder(listed), listed.title)

    # -- transcribing

    def _transcribe(self) -> None:
        self._forget_undo()
        selected: Sequence[Listed] = self.view.selected()
        self.transcribing.start([self._folder(one) for one in selected if one.unkept and not one.problem])

    def _say_progress(self, text: str) -> None:
        self.work.say("info", text, (tr("Cancel"), "library_transcribe_cancel", self.transcribing.cancel))

    def _say_outcome(self, outcome: Outcome) -> None:
        set_up = (tr("Set up speech"), "library_set_up", lambda: self.desk.go(AtSettings("speech")))
        close = (tr("Close"), "library_work_close", self.work.clear)
        tone: Tone = "warn" if outcome.needs_model else "bad" if outcome.fault else "good"
        self.work.say(tone, outcome.sentence, *((set_up, close) if outcome.needs_model else (close,)))

    # -- the trash

    def _show_trash(self) -> None:
        self._forget_undo()
        self.trash.refresh()
        self.stack.setCurrentWidget(self.trash)
        self.trash.back.setFocus()

    def _close_trash(self) -> None:
        self.stack.setCurrentIndex(0)
        self.to_trash.setFocus()
