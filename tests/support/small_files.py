"""Files that cannot grow beyond a number of bytes: a partial write comes first, then EFBIG."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest


@contextlib.contextmanager
def small_files(limit_bytes: int) -> Iterator[None]:
    """Limit every file of this process while the block runs.

    As narrow as the fault itself: pytest's own output may be a file, and longer than the limit.
    """
    resource = pytest.importorskip("resource", reason="this system cannot limit the size of files")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
