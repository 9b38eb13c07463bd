"""The desktop program: puts window, engine and settings together, and takes them apart again in every state.

`run_window` is all there is to it; it returns when the window is closed. Runs on the main thread.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from assets import resource
from desktop.desk import AtAfter, AtLibrary, AtPractice, AtSetUp, Desk
from desktop.engine import Engine
from desktop.guards import Errors, Garbage, crash_file, stop_signals
from desktop.language import tr, use_language
from desktop.loading import load_rest
from desktop.model_store import language_models, model_store
from desktop.paths import Paths
from desktop.secrets import Secrets
from desktop.settings import Settings, SettingsFile
from desktop.shortcuts import Shortcuts
from desktop.single import Single
from desktop.start import Started, start_up
from desktop.theme.look import Look
from desktop.widgets.dialogs import QtDialogs
from desktop.window import MainWindow
from interviewer.errors import InterviewerError

APP_ID = "io.github.hotseat.Hotseat"
LANGUAGE_VARIABLE = "HOTSEAT_LANGUAGE"
"""Environment variable: the language of the window, over the settings."""

log = logging.getLogger("hotseat.window")


class WindowOccupied(InterviewerError):
    """Another Hotseat holds the data folder and does not answer."""

    code = "window_occupied"

    def __init__(self, data: Path) -> None:
        super().__init__(f"Hotseat already runs with {data} and does not answer. Close it, or wait until it has ended.")


def run_window(paths: Paths, files: Sequence[str] = ()) -> int:
    """Show the window until it is closed; the exit code. `files`: sessions to open.

    A second start for the same data folder raises the first window and ends.
    """
    named = [str(Path(name).absolute()) for name in files]  # the first window may run in another folder
    app = make_application()
    single = Single(paths.data)
    if not single.claim():
        if single.pass_on(named):
            return 0
        raise WindowOccupied(paths.data)
    with contextlib.ExitStack() as stack:
        stack.callback(single.release)
        errors = stack.enter_context(Errors())
        stack.enter_context(crash_file(paths.logs))
        desk, look = make_desk(app, paths)
        window = MainWindow(desk, QSettings(str(paths.settings.with_name("window.ini")), QSettings.Format.IniFormat))
        stack.enter_context(_told(errors, desk))
        stack.enter_context(stop_signals(lambda: _end(app, window)))
        stack.enter_context(Garbage())
        app.commitDataRequest.connect(lambda _manager: _end(app, window))
        single.raised.connect(lambda more: _raised(window, more))
        look.changed.connect(window.update)
        _begin(desk, window, named)
        try:
            return app.exec()
        finally:
            window.wind_up()
            stopped = desk.engine.stop()
            window.deleteLater()
            if not stopped:
                _leave_at_once()
    return 0


def _leave_at_once() -> None:
    """End the process without waiting for threads that are stuck. Everything that was recorded is on the disk."""
    logging.shutdown()
    os._exit(0)


def make_application() -> QApplication:
    """The application, with Hotseat’s names, in Fusion."""
    QLoggingCategory.setFilterRules("qt.multimedia.*=false")  # else it tells a terminal of each file it plays
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("hotseat")
    app.setApplicationDisplayName("Hotseat")
    app.setDesktopFileName(APP_ID)
    app.setWindowIcon(QIcon(str(resource("icons", "app.svg"))))
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(True)
    return app


def make_desk(app: QApplication, paths: Paths) -> tuple[Desk, Look]:
    """Everything the pages work with, and the look they have."""
    settings = SettingsFile(paths.settings)
    use_language(os.environ.get(LANGUAGE_VARIABLE) or settings.value.appearance.language, resource() / "locale")
    look = Look(app)
    wear(look, settings.value)
    engine = Engine(app)
    engine.hold()
    dialogs = QtDialogs(_window_in_front)
    desk = Desk(
        engine=engine,
        paths=paths,
        settings=settings,
        secrets=Secrets(),
        shortcuts=Shortcuts(settings.value.shortcuts),
        dialogs=dialogs,
        models=lambda: model_store(
            paths, folder=settings.value.speech.folder, offline=settings.value.privacy.offline_only
        ),
        language_models=lambda: language_models(paths, offline=settings.value.privacy.offline_only),
    )
    desk.settings_changed.connect(lambda changed: wear(look, changed))
    return desk, look


def _window_in_front() -> QWidget | None:
    """Where a dialog belongs, also while another program has the keyboard."""
    shown = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
    return QApplication.activeWindow() or next(shown, None)


def wear(look: Look, settings: Settings) -> None:
    """Take on the appearance of the settings, if it is another one."""
    chosen = settings.appearance
    look.use(chosen.theme, chosen.text_percent, reduced_motion=chosen.reduced_motion)


def _begin(desk: Desk, window: MainWindow, files: list[str]) -> None:
    window.go(AtPractice() if desk.settings.set_up else AtSetUp())
    window.show()
    _open_files(window, files)
    paths, keep_days = desk.paths, desk.settings.privacy.keep_days
    desk.engine.call(lambda: start_up(paths, keep_days), lambda started: _started(desk, window, started), owner=window)
    for problem in desk.settings_problems:
        log.warning("a setting is not used")
        desk.dialogs.tell(tr("Settings"), problem)


def _started(desk: Desk, window: MainWindow, started: Started) -> None:
    """What was found of earlier sessions is told where the person is looking."""
    if started.changed:
        desk.sessions_changed.emit()
    desk.engine.call(load_rest, lambda _: None, owner=window)
    practice = window.page("practice")
    if practice is not None and started.notes:
        practice.tell_recovered(started.notes)  # type: ignore[attr-defined]


def _raised(window: MainWindow, files: list[str]) -> None:
    window.raise_window()
    _open_files(window, files)


def _open_files(window: MainWindow, files: list[str]) -> None:
    """A session's folder is shown; files are taken in."""
    named = [Path(name) for name in files]
    folders = [path for path in named if path.is_dir()]
    if others := tuple(path for path in named if path not in folders):
        window.go(AtLibrary(files=others))
    elif folders:
        window.go(AtAfter(folders[0]))


def _end(app: QApplication, window: MainWindow) -> None:
    """Asked to end by the system: nobody is asked back."""
    window.close_unasked()
    app.quit()


@contextlib.contextmanager
def _told(errors: Errors, desk: Desk) -> Iterator[None]:
    """One dialog for whatever went wrong, however often it does."""
    told: list[str] = []

    def tell(error: object) -> None:
        name = type(error).__name__
        if name in told:
            return
        told.append(name)
        text = tr(
            "Something is wrong in Hotseat itself ({name}). What was recorded is kept, and you can go on. "
            "Where it happened stands in the log.",
            name=name,
        )
        desk.dialogs.tell(tr("An error in Hotseat"), text, str(desk.paths.logs))

    errors.met.connect(tell)
    desk.engine.failed.connect(tell)
    try:
        yield
    finally:
        errors.met.disconnect(tell)
        desk.engine.failed.disconnect(tell)
