"""What is loaded when, and by which thread.

The modules of the first page import nothing heavy at their top (tests/desktop/test_loading.py). What they need to work
is imported where it is used, in a worker; but two threads that load pydantic at once can meet it half made. So what
workers use first is loaded before any of them begins; whoever loads more, the window for a page too, holds `LOADING`.
"""

from __future__ import annotations

import builtins
import gc
import threading
from types import ModuleType

LOADING = threading.RLock()
"""Held while modules are loaded that may draw in a heavy library."""


def load_window() -> ModuleType:
    """`desktop.app`, loaded by the shortest way there is.

    PySide puts an import of its own in the place of Python's, which reads the source of every module loaded after it
    in search of a switch (`__feature__`) that Hotseat does not use: an eighth of a cold start. Nothing that start-up
    makes is ever garbage, so nobody looks for it before `desktop.guards.Garbage` does.
    """
    gc.disable()
    pythons_own = builtins.__import__
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = pythons_own
    import desktop.app

    return desktop.app


def load_first() -> None:
    """What the Practice page is filled with: packs and the index of sessions, and pydantic with them."""
    with LOADING:
        import interviewer.content.loader
        import interviewer.records.index  # noqa: F401


def load_rest() -> None:
    """What an interview and a change of the settings need, so that the first click need not wait for it."""
    with LOADING:
        import tomlkit  # noqa: F401
    import desktop.view_state
    import desktop.wishes  # noqa: F401
