"""Garbage is collected between tests, in the main thread, never in whichever thread happens to allocate.

A test leaves widgets behind in cycles. An engine of a later test that collects them in its own thread takes widgets
apart while the main thread builds others, and both can stand still for ever. The program does the same for itself
(`desktop.guards.Garbage`).
"""

from __future__ import annotations

import gc

TESTS_A_FULL_COLLECTION = 100

_tests = 0


def collect_by_hand() -> None:
    """From now on only `collect` collects. What is there already is not looked through again."""
    gc.collect()
    gc.freeze()
    gc.disable()


def collect() -> None:
    """Take away what the last test left; now and then what lived longer too."""
    global _tests  # noqa: PLW0603  (a process has one collector)
    _tests += 1
    if gc.get_count()[0] > gc.get_threshold()[0]:
        gc.collect(1)
    if _tests % TESTS_A_FULL_COLLECTION == 0:
        gc.collect()
