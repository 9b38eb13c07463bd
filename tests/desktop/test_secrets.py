"""Keys of servers: kept by the system's keyring, or for this session; never in a file, a log or an error."""

from __future__ import annotations

import threading

import pytest

from desktop import secrets
from desktop.secrets import Secrets
from tests.support import guards


class Ring:
    """A keyring of its own."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service_name: str, username: str) -> str | None:
        return self.kept.get((service_name, username))

    def set_password(self, service_name: str, username: str, password: str) -> None:
        self.kept[(service_name, username)] = password

    def delete_password(self, service_name: str, username: str) -> None:
        del self.kept[(service_name, username)]


def test_a_key_lies_in_the_keyring_by_its_host() -> None:
    ring = Ring()
    assert Secrets(lambda: ring).keep("example.org", "sk-1")
    assert ring.kept == {("hotseat", "example.org"): "sk-1"}
    assert Secrets(lambda: ring).key_for("example.org") == "sk-1"
    assert Secrets(lambda: ring).key_for("other.org") == ""


def test_an_empty_key_is_forgotten() -> None:
    ring = Ring()
    keys = Secrets(lambda: ring)
    keys.keep("example.org", "sk-1")
    assert keys.keep("example.org", "")
    assert ring.kept == {}
    assert keys.keep("example.org", "")
    assert keys.key_for("example.org") == ""


def test_without_a_keyring_it_lasts_for_the_session() -> None:
    keys = Secrets(lambda: None)
    assert not keys.keep("example.org", "sk-1")
    assert keys.key_for("example.org") == "sk-1"
    assert Secrets(lambda: None).key_for("example.org") == ""


def test_a_keyring_that_fails_is_done_without(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Ring):
        def set_password(self, service_name: str, username: str, password: str) -> None:
            raise RuntimeError(f"cannot keep {password}")

    caplog.set_level("DEBUG", logger="hotseat")
    keys = Secrets(Broken)
    assert not keys.keep("example.org", "sk-canary")
    assert keys.key_for("example.org") == "sk-canary"
    assert "sk-canary" not in caplog.text


def test_a_keyring_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()

    class Hanging(Ring):
        def get_password(self, service_name: str, username: str) -> str | None:
            gate.wait(60)
            return None

    monkeypatch.setattr(secrets, "DEADLINE_SECONDS", 0.05)
    assert Secrets(Hanging).key_for("example.org") == ""
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "keyring":
            thread.join(10)


def test_there_is_no_keyring_on_a_machine_without_one(expected_log: guards.ExpectedLog) -> None:
    del expected_log
    backend = secrets.system_keyring()
    assert backend is None or hasattr(backend, "get_password")
