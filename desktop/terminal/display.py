"""Whether there is something to open a window on. Imports nothing that costs time."""

from __future__ import annotations

import os
import sys


def can_show() -> bool:
    """On Linux a display has to be named, or a platform that needs none; the other systems always have one."""
    if not sys.platform.startswith("linux") or "QT_QPA_PLATFORM" in os.environ:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
