"""Benchmarks are meant to take long: no stack dumps after `faulthandler_timeout`."""

from __future__ import annotations

import faulthandler

import pytest


@pytest.fixture(autouse=True)
def _no_stack_dumps() -> None:
    faulthandler.cancel_dump_traceback_later()
