"""Address, key and model of a server, and a test that names one cause. Qt thread.

What is entered holds at once. The key leaves its field as soon as it was kept; it is in no setting, log or sentence.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.desk import Desk
from desktop.language import tr
from desktop.pages.panels.asking import AskingForm, line
from desktop.pages.panels.panel import Field, combo
from desktop.servers import Tried, fault_sentence, has_model, models_of, named_server, try_out
from desktop.settings import Settings
from desktop.theme import tokens
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.frames import Heading
from desktop.widgets.plain import PlainLabel
from interviewer.errors import MindError
from interviewer.minds.server import EXAMPLE, Server


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a server is for: where the settings keep it, and how it is tried."""

    name: str
    """Which the names of the form's parts begin with."""
    title: str
    chosen: Callable[[Settings], tuple[str, str]]
    """Address and model."""
    changed: Callable[[Settings, str, str], dict[str, object]]
    """The section of the settings with another address and model, as `Desk.change` takes it."""
    try_out: Callable[[Server], Awaitable[Tried]]


def _interviews() -> Purpose:
    return Purpose(
        "server",
        tr("Any server that speaks the OpenAI protocol"),
        lambda settings: (settings.interviewer.url, settings.interviewer.model),
        lambda settings, url, model: {
            "interviewer": settings.interviewer.model_copy(update={"url": url, "model": model})
        },
        try_out,
    )


class ServerForm(AskingForm):
    """A server by its address; without a `purpose` the one that interviews."""

    def __init__(self, desk: Desk, purpose: Purpose | None = None, parent: QWidget | None = None) -> None:
        self.purpose = purpose or _interviews()
        name = self.purpose.name
        super().__init__(desk, name, tr("The server is being asked."), parent)
        self._asked = 0
        """How often the keyring was asked."""
        self._session_only: set[str] = set()
        """Hosts whose key the keyring would not take."""
        self.address = line(f"{name}_address", tr("Address of the server"), EXAMPLE)
        self.address.editingFinished.connect(self._address_entered)
        self.key = line(f"{name}_key", tr("Key for the server"), "")
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.editingFinished.connect(self._key_entered)
        self.reveal = IconButton("eye-off", tr("Show the key"), f"{name}_reveal", kind="secondary")
        self.reveal.clicked.connect(self._reveal)
        self.forget = Button(tr("Forget the key"), f"{name}_forget", kind="quiet")
        self.forget.clicked.connect(self._forget)
        self._kept = PlainLabel(size=tokens.CAPTION, tone="muted", wrap=True, name=f"{name}_key_kept")
        self.model = combo(f"{name}_model", tr("Model on the server"), 24)
        self.model.setEditable(True)
        self.model.setInsertPolicy(self.model.InsertPolicy.NoInsert)
        field = self.model.lineEdit()
        assert field is not None
        field.setObjectName(f"{name}_model_name")
        field.setAccessibleName(tr("Model on the server"))
        field.editingFinished.connect(self._model_entered)
        self.model.activated.connect(lambda _place: self._model_entered())
        self.list = Button(tr("List models"), f"{name}_list", symbol="list")
        self.list.clicked.connect(self._list)
        self.test = Button(tr("Test"), f"{name}_test", symbol="server")
        self.test.clicked.connect(self.run_test)
        self.askers = (self.test, self.list)
        self._lay_out()

    def _lay_out(self) -> None:
        self.body.addWidget(Heading(self.purpose.title, size=tokens.BODY))
        self.body.addWidget(Field(tr("Address"), self.address))
        self.body.addWidget(Field(tr("Key"), self.key, self.reveal, self.forget))
        self.body.addWidget(self._kept)
        self.body.addWidget(Field(tr("Model"), self.model, self.list, self.test))
        self.body.addWidget(self.remark)

    # -- what is entered

    def show_settings(self) -> None:
        """Show what holds."""
        url, model = self._chosen
        self.address.setText(url)
        self.model.setEditText(model)
        self.key.clear()
        self.remark.clear()
        self._look_for_key()

    def leave(self) -> None:
        """Nobody looks any more."""
        super().leave()
        self.key.clear()
        self._hide_key()

    def offer_models(self, models: Sequence[str]) -> None:
        """Let one of these be picked; what was entered stays."""
        text = self.model.currentText()
        self.model.clear()
        self.model.addItems(list(models))
        self.model.setEditText(text)

    def _address_entered(self) -> None:
        url, model = self._chosen
        if self.address.text().strip() != url:
            self._keep(self.address.text().strip(), model)
            self.remark.clear()
            self._look_for_key()

    def _model_entered(self) -> None:
        url, model = self._chosen
        if self.model.currentText().strip() != model:
            self._keep(url, self.model.currentText().strip())
            self.remark.clear()

    @property
    def _chosen(self) -> tuple[str, str]:
        """Address and model that hold."""
        return self.purpose.chosen(self.desk.settings)

    def _keep(self, url: str, model: str) -> None:
        self.desk.change(**self.purpose.changed(self.desk.settings, url, model))

    # -- the key

    @property
    def key_note(self) -> str:
        """Where keys are kept."""
        return self._kept.text()

    def _host(self) -> str:
        server, _ = named_server(self.address.text(), "")
        return server.host if server is not None else ""

    def _look_for_key(self) -> None:
        """Whether there is one, not which."""
        host, secrets = self._host(), self.desk.secrets
        self._show_key(False)
        if host:
            self._ask_keyring(host, lambda: (bool(secrets.key_for(host)), True))

    def _ask_keyring(self, host: str, ask: Callable[[], tuple[bool, bool]]) -> None:
        """Have something done with the keyring; what it says is shown unless something later was asked.

        `ask` answers whether there is a key now, and False if it lasts for this session only.
        """
        self._asked += 1
        number = self._asked

        def show(answer: tuple[bool, bool]) -> None:
            there, kept = answer
            if not kept:
                self._session_only.add(host)
            if number == self._asked:
                self._show_key(there, kept=host not in self._session_only)

        self.desk.engine.call(ask, show, owner=self)

    def _show_key(self, there: bool, *, kept: bool = True) -> None:
        self.forget.setVisible(there)
        self.key.setPlaceholderText(tr("a key is kept") if there else tr("none is needed on this computer"))
        if there and not kept:
            self._kept.setText(tr("This system has no keyring: the key holds until Hotseat is closed."))
        else:
            self._kept.setText(
                tr("Keys are kept in the system’s keyring, one for each host, and sent to that host alone.")
            )

    def _key_entered(self) -> None:
        """Keep what was typed; the field is emptied, so that it cannot be read over a shoulder."""
        key = self.key.text().strip()
        server, sentence = named_server(self.address.text(), "", key=key)
        if not key:
            return
        if server is None:
            self.remark.say("bad", sentence)
            return
        host, secrets = server.host, self.desk.secrets
        self.key.clear()
        self._ask_keyring(host, lambda: (True, secrets.keep(host, key)))

    def _forget(self) -> None:
        host, secrets = self._host(), self.desk.secrets

        def forget() -> tuple[bool, bool]:
            secrets.keep(host, "")
            return False, True

        self._ask_keyring(host, forget)

    def _reveal(self) -> None:
        if self.key.echoMode() is QLineEdit.EchoMode.Password:
            self.key.setEchoMode(QLineEdit.EchoMode.Normal)
            self.reveal.set_meaning("eye", tr("Hide the key"))
        else:
            self._hide_key()

    def _hide_key(self) -> None:
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.reveal.set_meaning("eye-off", tr("Show the key"))

    # -- the server is asked

    def run_test(self) -> None:
        """Ask the model something, and say in a sentence how it went."""
        self._ask(needs_model=True)

    def _list(self) -> None:
        self._ask(needs_model=False)

    def _ask(self, *, needs_model: bool) -> None:
        self._address_entered()
        self._model_entered()
        typed = self.key.text().strip()
        self._key_entered()
        offline = self.desk.settings.privacy.offline_only
        server, sentence = named_server(self.address.text(), self.model.currentText(), key=typed, offline_only=offline)
        if server is not None and needs_model and not has_model(server):
            server, sentence = None, tr("Name a model. List models shows which the server has.")
        if server is None:
            self.say("bad", sentence)
            return
        self.allow(False)
        self.remark.say("muted", tr("Asking {host}", host=server.host))
        secrets = self.desk.secrets

        def with_key() -> Server:
            return Server(server.url, server.model, typed or secrets.key_for(server.host))

        done = self._try if needs_model else self._list_of
        self.job = self.desk.engine.call(with_key, done, owner=self)

    def _try(self, server: Server) -> None:
        self.job = self.desk.engine.run(lambda: self.purpose.try_out(server), self.show_tried, owner=self)

    def _list_of(self, server: Server) -> None:
        def failed(error: Exception) -> None:
            if isinstance(error, MindError):
                self.say("bad", fault_sentence(server, error))
            else:
                self.allow(True)
                self.desk.engine.failed.emit(error)

        self.job = self.desk.engine.run(lambda: models_of(server), self._listed, failed, owner=self)

    def _listed(self, models: tuple[str, ...]) -> None:
        self.offer_models(models)
        if models and not self.model.currentText():
            self.model.setCurrentIndex(0)
            self._model_entered()
        names = ", ".join(models)
        self.say(
            "good" if models else "warn", tr("It has {names}.", names=names) if models else tr("It has no model yet.")
        )
