"""How long 45 minutes take to be exported, and how large they become, in every format."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from desktop.export.formats import format_of, formats
from desktop.export.writing import Wanted, place_of, prepare, render, write
from desktop.paths import find
from interviewer.export.redaction import Redaction
from tests.bench.scoring import table
from tests.support import replayed

pytestmark = pytest.mark.bench

MINUTES = 45
MOST_SECONDS = 90.0
"""With the sound, on a machine that does other things as well."""
MOST_MEGABYTES = 12.0


def test_45_minutes_are_exported(tmp_path: Path) -> None:
    paths = find(tmp_path / "data")
    paths.make()
    session = replayed.long(paths.sessions, MINUTES)
    rows, taken, sizes = [], {}, {}
    wanted = [(one.title, Wanted(one, Redaction(sound=False))) for one in formats()]
    for name, want in [("Web page with sound", Wanted(format_of("html"))), *wanted]:
        began = time.perf_counter()
        prepared = prepare(session, paths, want)
        data = render(prepared, paths)
        assert data is not None
        write(prepared, data, place_of(prepared, tmp_path, over=True))
        taken[name], sizes[name] = time.perf_counter() - began, len(data) / 1e6
        rows.append((name, f"{taken[name]:.1f} s", f"{sizes[name]:.2f} MB"))
    table(f"exporting {MINUTES} minutes", ("format", "time", "size"), rows)
    assert taken["Web page with sound"] < MOST_SECONDS
    assert sizes["Web page with sound"] < MOST_MEGABYTES
