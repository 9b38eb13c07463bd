"""Disks that fill up: a small tmpfs where this user may mount one."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.support.guards import skip_missing_part


@contextlib.contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A folder with so much room and no more. Skips the test where it cannot be had."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        skip_missing_part("a small disk is mounted by root on Linux only")
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k,mode=0700", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        skip_missing_part(f"no small disk can be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path, leave_bytes: int = 0) -> Path:
    """Fill a small disk with one file, up to some room; the file."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("ab", buffering=0) as file:
        while True:
            free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize - leave_bytes
            if free <= 0:
                break
            file.write(b"x" * min(free, 1 << 20))
    return filler
