"""The one window: a rail of pages and the page in front. Pages are made when they are first wanted. Qt thread.

Signals of `MainWindow`: `closing()`, the window is about to close for good; `painted()`, each time it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from desktop.desk import (
    AtAfter,
    AtLibrary,
    AtLive,
    AtPacks,
    AtPractice,
    AtProgress,
    AtReplay,
    AtSettings,
    AtSetUp,
    Desk,
    Place,
)
from desktop.hosts import sound_goes_to, words_go_to
from desktop.language import tr
from desktop.loading import LOADING
from desktop.pages.page import Page
from desktop.settings import Settings
from desktop.theme import tokens
from desktop.widgets.accessible import announce
from desktop.widgets.focus import FocusRing
from desktop.widgets.keys import Keys
from desktop.widgets.keys_sheet import KeysSheet
from desktop.widgets.rail import Rail


@dataclass(frozen=True, slots=True)
class _Known:
    """A page of the window."""

    name: str
    make: Callable[[Desk, QWidget | None], Page]
    rail: str = ""
    """Which item of the rail is lit while it is in front; empty: the rail is hidden."""


def _practice(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.practice import PracticePage

    return PracticePage(desk, parent)


def _live(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.live import LivePage

    return LivePage(desk, parent)


def _after(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.after import AfterPage

    return AfterPage(desk, parent)


def _library(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.library import LibraryPage

    return LibraryPage(desk, parent)


def _progress(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.progress import ProgressPage

    return ProgressPage(desk, parent)


def _replay(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.replay import ReplayPage

    return ReplayPage(desk, parent)


def _packs(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.packs import PacksPage

    return PacksPage(desk, parent)


def _settings(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.settings import SettingsPage

    return SettingsPage(desk, parent)


def _set_up(desk: Desk, parent: QWidget | None) -> Page:
    from desktop.pages.setup import SetUpPage

    return SetUpPage(desk, parent)


PAGES: dict[type[Place], _Known] = {
    AtPractice: _Known("practice", _practice, "practice"),
    AtLive: _Known("live", _live),
    AtAfter: _Known("after", _after, "library"),
    AtLibrary: _Known("library", _library, "library"),
    AtReplay: _Known("replay", _replay, "library"),
    AtProgress: _Known("progress", _progress, "progress"),
    AtPacks: _Known("packs", _packs, "packs"),
    AtSettings: _Known("settings", _settings, "settings"),
    AtSetUp: _Known("set_up", _set_up),
}

_FROM_RAIL: dict[str, Callable[[], Place]] = {
    "practice": AtPractice,
    "library": AtLibrary,
    "progress": AtProgress,
    "packs": AtPacks,
    "settings": AtSettings,
}
_GEOMETRY = "window/geometry"


class MainWindow(QMainWindow):
    """Rail and pages."""

    closing = Signal()
    painted = Signal()

    def __init__(self, desk: Desk, geometry: QSettings) -> None:
        super().__init__()
        self.desk, self._geometry = desk, geometry
        self.setObjectName("hotseat")
        self.setWindowTitle(tr("Hotseat"))
        self.setMinimumSize(*tokens.SMALLEST_WINDOW)
        self.setAcceptDrops(True)
        self.resize(QSize(*tokens.WINDOW).boundedTo(self.screen().availableSize()))
        self._made: dict[str, Page] = {}
        self._front: Page | None = None
        self._held_back: tuple[Path, ...] = ()
        self._unasked = False
        self.place: Place = AtPractice()
        """Where the window is."""
        entries = (
            ("practice", tr("Practice"), "mic"),
            ("library", tr("Library"), "text"),
            ("progress", tr("Progress"), "chart-line"),
            ("packs", tr("Packs"), "layers"),
            ("settings", tr("Settings"), "sliders-horizontal"),
        )
        self.rail = Rail(entries)
        self.rail.chosen.connect(self._go_to)
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        inside = QWidget()
        inside.setObjectName("inside")
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.stack, 1)
        self.setCentralWidget(inside)
        self._ring = FocusRing(self)
        self._keys = Keys(self, desk.shortcuts)
        self._bind()
        self.painted.connect(desk.engine.release, Qt.ConnectionType.QueuedConnection)
        desk.wanted.connect(self.go)
        desk.settings_changed.connect(self._settings_changed)
        self._settings_changed(desk.settings)
        self._restore()

    def _bind(self) -> None:
        for number, name in enumerate(_FROM_RAIL, 1):
            action = f"page_{number}"
            self._keys.bind(action, partial(self._go_to, name), everywhere=True)
            self._keys.show(action, partial(self.rail.set_tip, name))
        self._keys.bind("settings", lambda: self.go(AtSettings()), everywhere=True)
        self._keys.bind("keys", self._show_keys, everywhere=True)
        self._keys.bind("full_screen", self._full_screen, everywhere=True)

    # -- where the window is

    def go(self, place: Place) -> None:
        """Bring a page to the front, unless the one that is there holds the window.

        Files that come during an interview are taken in when the Library is shown the next time.
        """
        if isinstance(place, AtLibrary) and place.files and self._front is not None and self._front.busy:
            self._held_back += place.files
            return
        known = PAGES[type(place)]
        page = self._made.get(known.name)
        if self._front is not None and self._front is not page:
            if self._front.holds():
                self._light(self.place)
                return
            self._front.leave()
        if isinstance(place, AtLibrary):
            place, self._held_back = replace(place, files=(*self._held_back, *place.files)), ()
        if page is None:
            with LOADING:
                page = known.make(self.desk, self.stack)  # where it stays: a page that moves is styled again
            self._made[known.name] = page
            self.stack.addWidget(page)
        self._front, self.place = page, place
        self._light(place)
        self.stack.setCurrentWidget(page)
        page.enter(place)
        if (focus := page.first_focus()) is not None:
            focus.setFocus()
        self.setWindowTitle(tr("{page} – Hotseat", page=page.accessibleName()))
        announce(page, page.accessibleName())

    def _go_to(self, name: str) -> None:
        """A page of the rail by its name."""
        self.go(_FROM_RAIL[name]())

    @property
    def front(self) -> Page | None:
        """The page in front."""
        return self._front

    def page(self, name: str) -> Page | None:
        """A page by name, if it was made."""
        return self._made.get(name)

    def _light(self, place: Place) -> None:
        rail = PAGES[type(place)].rail
        self.rail.setVisible(bool(rail))
        if rail:
            self.rail.select(rail)

    def _settings_changed(self, settings: Settings) -> None:
        self.desk.shortcuts.use(settings.shortcuts)
        self._keys.refresh()
        self.rail.words.show_host(words_go_to(settings), sound_goes_to(settings))

    def _show_keys(self) -> None:
        KeysSheet(self, self.desk.shortcuts).exec()

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    # -- geometry and the end

    def _restore(self) -> None:
        kept = self._geometry.value(_GEOMETRY)
        if kept is not None:
            self.restoreGeometry(kept)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files from elsewhere may be dropped, but not into an interview."""
        if _dropped(event.mimeData()) and not isinstance(self.place, AtLive):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in, where it can be seen."""
        if files := _dropped(event.mimeData()):
            event.acceptProposedAction()
            self.go(AtLibrary(files=files))

    def paintEvent(self, event: QPaintEvent) -> None:
        """What waited for the first paint begins when all of the window is painted."""
        super().paintEvent(event)
        self.painted.emit()

    def raise_window(self) -> None:
        """Come before other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A running interview is not closed by the way; it asks, and what was said is kept in any case."""
        if self._front is not None and self._front.busy and not self._unasked and not self._may_close():
            event.ignore()
            return
        self._geometry.setValue(_GEOMETRY, self.saveGeometry())
        self.wind_up()
        self.closing.emit()
        event.accept()

    def close_unasked(self) -> None:
        """The system ends the program: nobody is there to answer."""
        self._unasked = True
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.close()

    def wind_up(self) -> None:
        """Stop what sounds, keep what is written."""
        for page in self._made.values():
            page.leave()

    def _may_close(self) -> bool:
        text = tr("The interview ends here. Everything said so far is kept; what is not transcribed yet can be later.")
        return self.desk.dialogs.confirm(tr("Close Hotseat?"), text, tr("End and close"), tr("Keep going"), danger=True)


def _dropped(data: QMimeData) -> tuple[Path, ...]:
    """The files on this computer among what is dragged."""
    named = (Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
    return tuple(file for file in named if file.is_file())
