"""What leaves this computer: every host Hotseat can contact and why, and the switch that forbids it all. Qt thread."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop.desk import AtSettings, Desk
from desktop.language import tr, trn
from desktop.pages.panels.panel import Actions, Choice, Panel, Remark
from desktop.retention import trash_all
from desktop.settings import Settings
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.frames import Card, Line
from desktop.widgets.marks import Check
from desktop.widgets.plain import PlainLabel
from interviewer.errors import InterviewerError, MindError
from interviewer.minds.server import server_at
from speech.weights.download import HUB_HOSTS
from speech.weights.facts import PACKAGES_HOST


class PrivacyPanel(Panel):
    """Offline only, hosts, keys, and all recordings at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            "privacy",
            title=tr("Privacy"),
            lead=tr("No account, no statistics, no updates behind your back. These hosts are all there are."),
        )
        self.offline = Check(tr("Offline only"), "offline_only")
        self.offline.clicked.connect(self._switch)
        about = tr("Nothing but this computer is ever contacted: no downloads, no server elsewhere.")
        card = Card(padding=24)
        card.body.addWidget(Choice(self.offline, about))
        self.column.addWidget(card)
        self.hosts = _Hosts()
        self.column.addWidget(self.hosts)
        self.keys = Button(tr("Show where"), "privacy_keys")
        self.keys.setAccessibleName(tr("Show where keys are entered"))
        self.keys.clicked.connect(lambda: desk.go(AtSettings("interviewer")))
        self.delete = Button(tr("Delete all recordings"), "delete_all", symbol="trash-2")
        self.delete.clicked.connect(self._delete)
        self.remark = Remark("privacy_remark")
        self._lay_out()
        desk.settings_changed.connect(self._show)

    def _lay_out(self) -> None:
        keys = Card(padding=24, spacing=12)
        keys.body.addWidget(PlainLabel(tr("Keys of servers"), size=tokens.SECTION, bold=True, wrap=True))
        text = tr(
            "They lie in the system’s keyring under “hotseat”, one for each host, or only in memory where there is no "
            "keyring. They are never written into a file, a log or an error."
        )
        keys.body.addWidget(PlainLabel(text, wrap=True))
        keys.body.addWidget(Actions(self.keys))
        self.column.addWidget(keys)
        recordings = Card(padding=24, spacing=12)
        recordings.body.addWidget(PlainLabel(tr("Recordings"), size=tokens.SECTION, bold=True, wrap=True))
        text = tr("Sound, text, notes and reviews of every session lie in your data folder and nowhere else.")
        recordings.body.addWidget(PlainLabel(text, wrap=True))
        recordings.body.addWidget(Actions(self.delete))
        recordings.body.addWidget(self.remark)
        self.column.addWidget(recordings)

    def enter(self) -> None:
        self.remark.clear()
        self._show(self.desk.settings)

    def _show(self, settings: Settings) -> None:
        self.offline.setChecked(settings.privacy.offline_only)
        self.hosts.show_hosts(hosts(settings), offline=settings.privacy.offline_only)

    def _switch(self, on: bool) -> None:
        self.desk.change(privacy=self.desk.settings.privacy.model_copy(update={"offline_only": on}))

    def _delete(self) -> None:
        title = tr("Delete all recordings?")
        text = tr(
            "Every session goes to the trash, with its sound, text, notes and reviews. The trash keeps them for 30 "
            "days; Data can empty it at once."
        )
        if not self.desk.dialogs.confirm(title, text, tr("Delete all"), tr("Keep them"), danger=True):
            return
        self.delete.setEnabled(False)
        self.delete.setToolTip(tr("Sessions are being moved."))
        data = self.desk.paths.data
        self.desk.engine.call(lambda: trash_all(data), self._deleted, self._not_deleted, owner=self)

    def _deleted(self, counts: tuple[int, int]) -> None:
        moved, held = counts
        text = trn("One session is in the trash.", "{n} sessions are in the trash.", moved)
        if held:
            text += " " + trn("One is in use and stays.", "{n} are in use and stay.", held)
        self._told("warn" if held else "good", text)

    def _not_deleted(self, error: Exception) -> None:
        if isinstance(error, InterviewerError):
            self._told("bad", error.sentence)
        else:
            self._told("bad", tr("Not all sessions could be moved."))
            self.desk.engine.failed.emit(error)

    def _told(self, tone: str, sentence: str) -> None:
        self.delete.setEnabled(True)
        self.delete.setToolTip("")
        self.remark.say(tone, sentence)
        self.desk.sessions_changed.emit()


def hosts(settings: Settings) -> list[tuple[str, str, bool]]:
    """Host, why it is contacted and what it is sent, and whether it is another computer."""
    found = [
        (
            ", ".join(HUB_HOSTS),
            tr("When you download a model, and only then. It is told which model; nothing of yours is sent."),
            True,
        ),
        (
            PACKAGES_HOST,
            tr("When you download the language model that only shows that all works, and only then."),
            True,
        ),
    ]
    if settings.speech.remote:
        why = tr("The server you chose to transcribe. It is sent the sound of your answers, and nothing else.")
        found += _chosen(settings.speech.url, why)
    if settings.interviewer.kind == "server":
        why = tr(
            "The interviewer you chose. In an interview it is sent the question and your answers as text, and for a "
            "review, when you ask for one, the whole conversation."
        )
        found += _chosen(settings.interviewer.url, why)
    return found


def _chosen(url: str, why: str) -> list[tuple[str, str, bool]]:
    """A server by its address; none where that is no address."""
    try:
        server = server_at(url, "-", {}, key="")
    except MindError:
        return []
    return [(server.host, tr("{why} It is this computer.", why=why) if server.is_here else why, not server.is_here)]


class _Hosts(Card):
    """A line for each host."""

    def __init__(self) -> None:
        super().__init__(padding=24, spacing=12)
        self.setObjectName("hosts")
        self.body.addWidget(PlainLabel(tr("Who can be contacted"), size=tokens.SECTION, bold=True, wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self.body.addLayout(self._rows)
        self.body.addWidget(Line())
        text = tr("Nothing else. While the Interviewer page is open, four ports of this computer are looked at.")
        self.body.addWidget(PlainLabel(text, size=tokens.CAPTION, tone="muted", wrap=True))
        self._shown: list[PlainLabel] = []

    @property
    def text(self) -> str:
        """Everything the lines say."""
        return "\n".join(label.text() for label in self._shown)

    def show_hosts(self, hosts: list[tuple[str, str, bool]], *, offline: bool) -> None:
        """Show who can be contacted; while offline, whoever is elsewhere is told as blocked."""
        for label in self._shown:
            self._rows.removeWidget(label)
            label.deleteLater()
        self._shown = []
        for number, (host, why, elsewhere) in enumerate(hosts):
            blocked = offline and elsewhere
            name = PlainLabel(
                tr("{host} – blocked", host=host) if blocked else host, bold=True, wrap=True, name=f"host_{number}"
            )
            reason = PlainLabel(why, tone="muted", wrap=True, name=f"host_{number}_why")
            for label in (name, reason):
                self._rows.addWidget(label)
                self._shown.append(label)
