"""What is loaded after the first paint, and by which thread. No Qt.

The modules of the first page import nothing heavy at their top (tests/desktop/test_loading.py). What they need to work
is imported where it is used, in a worker; but two threads that load pydantic at once can meet it half made. So what
workers use first is loaded before any of them begins; whoever loads more, the window for a page too, holds `LOADING`.
"""

from __future__ import annotations

import threading

LOADING = threading.RLock()
"""Held while modules are loaded that may draw in a heavy library."""


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
