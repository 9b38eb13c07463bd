"""Keys of servers: in the system's keyring where there is one, else for this session only. Never in a file of ours.

Blocking, and a keyring may ask the person for its password or never answer: call through `Engine.call`, which the
deadline here backs up. Keys never reach a log or an error.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

SERVICE = "hotseat"
DEADLINE_SECONDS = 30.0
"""A keyring that is locked asks for its password; one that hangs is given up."""

log = logging.getLogger("hotseat.secrets")


class Backend(Protocol):
    """What is used of a keyring; `keyring` itself has it."""

    def get_password(self, service_name: str, username: str) -> str | None: ...

    def set_password(self, service_name: str, username: str, password: str) -> None: ...

    def delete_password(self, service_name: str, username: str) -> None: ...


class Secrets:
    """The keys of one person, by the host they belong to."""

    def __init__(self, backend: Callable[[], Backend | None] | None = None) -> None:
        """`backend` finds the keyring when it is first needed; None from it: there is none."""
        self._find = backend or system_keyring
        self._session: dict[str, str] = {}

    def key_for(self, host: str) -> str:
        """The key for a host, empty when there is none. Blocking."""
        if host in self._session:
            return self._session[host]
        found = self._with_keyring(lambda backend: backend.get_password(SERVICE, host))
        return found if isinstance(found, str) else ""

    def keep(self, host: str, key: str) -> bool:
        """Keep a key; empty: forget it. False when it lasts only until Hotseat is closed. Blocking."""
        self._session[host] = key
        kept = self._with_keyring(lambda backend: _store(backend, host, key))
        return bool(kept)

    def _with_keyring(self, work: Callable[[Backend], str | bool | None]) -> str | bool | None:
        """What the keyring says; None when it fails, refuses or does not answer in time."""
        outcome: list[str | bool | None] = []

        def ask() -> None:
            try:
                backend = self._find()
                outcome.append(work(backend) if backend is not None else None)
            except Exception as error:  # noqa: BLE001  (any backend's errors, and none may quote a key)
                log.info("the keyring cannot be used", extra={"cause": type(error).__name__})

        thread = threading.Thread(target=ask, name="keyring", daemon=True)
        thread.start()
        thread.join(DEADLINE_SECONDS)
        return outcome[0] if outcome else None


def system_keyring() -> Backend | None:
    """The keyring of this system; None where there is none that keeps anything safe."""
    import keyring
    from keyring.backends import fail, null

    backend = keyring.get_keyring()
    return None if isinstance(backend, (fail.Keyring, null.Keyring)) else backend


def _store(backend: Backend, host: str, key: str) -> bool:
    if key:
        backend.set_password(SERVICE, host, key)
    elif backend.get_password(SERVICE, host):
        backend.delete_password(SERVICE, host)
    return True
