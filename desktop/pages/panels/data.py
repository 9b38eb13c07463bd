"""Where everything lies, how much room it takes, and how long sessions are kept. Qt thread; counting in a worker."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout

from desktop.desk import Desk
from desktop.disk_use import DiskUse, disk_use, megabytes
from desktop.language import tr, trn
from desktop.pages.panels.panel import Actions, Field, Panel, Remark, combo
from desktop.retention import TRASH_DAYS, empty_trash, old_sessions
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card
from desktop.widgets.plain import PlainLabel

KEEP_DAYS = (0, 30, 90, 180, 365)
"""How long sessions can be kept; 0: for ever."""


class DataPanel(Panel):
    """Folder, sizes, retention, trash."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "data", title=tr("Data"), lead=tr("Plain files in a folder of your own."))
        self.folder = PlainLabel(str(desk.paths.data), wrap=True, name="data_folder")
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open = Button(tr("Open folder"), "data_open", symbol="folder-open")
        self.open.clicked.connect(lambda: open_folder(desk.paths.data))
        self.sizes: dict[str, PlainLabel] = {}
        self.keep = combo("keep_days", tr("How long sessions are kept"), 16)
        self.keep.activated.connect(lambda _place: self._keep_for(self.keep.currentData()))
        self._old = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name="data_old")
        self.empty = Button(tr("Empty the trash"), "empty_trash", symbol="trash-2")
        self.empty.clicked.connect(self._empty)
        self.remark = Remark("data_remark")
        self._lay_out()
        desk.sessions_changed.connect(lambda: self.refresh() if self.isVisible() else None)

    def _lay_out(self) -> None:
        where = Card(padding=24, spacing=12)
        where.body.addWidget(PlainLabel(tr("Data folder"), size=tokens.SECTION, bold=True, wrap=True))
        where.body.addWidget(self.folder)
        where.body.addWidget(Actions(self.open))
        self.column.addWidget(where)
        sizes = Card(padding=24, spacing=12)
        sizes.body.addWidget(PlainLabel(tr("Room on the disk"), size=tokens.SECTION, bold=True, wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 3)
        kinds = (
            ("sessions", tr("Sessions")),
            ("trash", tr("Trash")),
            ("models", tr("Speech models")),
            ("language_models", tr("Language models")),
            ("packs", tr("Your packs")),
            ("cache", tr("Cache")),
            ("free", tr("Free")),
        )
        for number, (kind, title) in enumerate(kinds):
            self.sizes[kind] = PlainLabel(wrap=True, name=f"size_{kind}")
            grid.addWidget(PlainLabel(title, tone="muted", wrap=True), number, 0)
            grid.addWidget(self.sizes[kind], number, 1)
        sizes.body.addLayout(grid)
        sizes.body.addWidget(Actions(self.empty))
        sizes.body.addWidget(self.remark)
        self.column.addWidget(sizes)
        kept = Card(padding=24, spacing=12)
        kept.body.addWidget(PlainLabel(tr("How long sessions are kept"), size=tokens.SECTION, bold=True, wrap=True))
        kept.body.addWidget(Field(tr("Keep"), self.keep))
        kept.body.addWidget(self._old)
        self.column.addWidget(kept)

    def enter(self) -> None:
        self.remark.clear()
        self._offer()
        for label in self.sizes.values():
            label.setText(tr("counting"))
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        paths, days = self.desk.paths, self.desk.settings.privacy.keep_days
        self.desk.engine.call(lambda: (disk_use(paths), len(old_sessions(paths.data, days))), self._counted, owner=self)

    def _counted(self, found: tuple[DiskUse, int]) -> None:
        use, old = found
        sessions = trn("one session", "{n} sessions", use.session_count)
        trashed = _words(use.trash_count, use.trashed_pack_count)
        some = use.trash_count + use.trashed_pack_count > 0
        for kind, text in (
            ("sessions", tr("{size}, {sessions}", size=megabytes(use.sessions), sessions=sessions)),
            ("trash", tr("{size}, {what}", size=megabytes(use.trash), what=trashed)),
            ("models", megabytes(use.models)),
            ("language_models", megabytes(use.language_models)),
            ("packs", megabytes(use.packs)),
            ("cache", megabytes(use.cache)),
            ("free", megabytes(use.free)),
        ):
            self.sizes[kind].setText(text)
        self.empty.setEnabled(some)
        self.empty.setToolTip("" if some else tr("The trash is empty."))
        self._old.setText(self._means(old))

    @property
    def keep_note(self) -> str:
        """What the choice means."""
        return self._old.text()

    def _means(self, old: int) -> str:
        days = self.desk.settings.privacy.keep_days
        if not days:
            return tr("Nothing is removed by itself. What you delete lies in the trash for {n} days.", n=TRASH_DAYS)
        now = trn("One session is older now.", "{n} sessions are older now.", old)
        rule = tr(
            "When Hotseat starts, older sessions go to the trash, and what has lain there for {n} days is deleted.",
            n=TRASH_DAYS,
        )
        return f"{rule} {now}"

    # -- how long

    def _offer(self) -> None:
        chosen = self.desk.settings.privacy.keep_days
        self.keep.clear()
        for days in sorted({*KEEP_DAYS, chosen}):
            self.keep.addItem(trn("for one day", "for {n} days", days) if days else tr("for ever"), days)
        self.keep.setCurrentIndex(self.keep.findData(chosen))

    def _keep_for(self, days: int) -> None:
        self.desk.change(privacy=self.desk.settings.privacy.model_copy(update={"keep_days": days}))
        self.refresh()

    # -- the trash

    def _empty(self) -> None:
        title, data = tr("Empty the trash?"), self.desk.paths.data
        text = tr("The sessions in it are deleted for good, with their sound, and the packs in it too.")
        if self.desk.dialogs.confirm(title, text, tr("Delete for good"), tr("Keep them"), danger=True):
            self.desk.engine.call(lambda: empty_trash(data), self._emptied, owner=self)

    def _emptied(self, counts: tuple[int, int]) -> None:
        self.remark.say("good", tr("Deleted for good: {what}.", what=_words(*counts)))
        self.refresh()


def _words(sessions: int, packs: int) -> str:
    """As in "2 sessions" or "one session, 2 packs"; packs are named where there are some."""
    parts = [trn("one session", "{n} sessions", sessions)] if sessions or not packs else []
    return ", ".join([*parts, trn("one pack", "{n} packs", packs)] if packs else parts)


def open_folder(folder: Path) -> None:
    """Show a folder in the system's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
