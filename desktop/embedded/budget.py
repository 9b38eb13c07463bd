"""What a model inside Hotseat may use of this computer: processors, context, memory. Pure but for looking at them.

Recogniser and model work at the same time, and where both want every processor each waits for the other: a small model
on two cores wrote 65 tokens a second with two threads in quiet, 2 to 4 with both cores busy, and there 15 to 18 with
one thread (measured for this project).
"""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from desktop.embedded.gguf import Head
from desktop.language import tr
from interviewer.errors import MindUnavailable
from speech.whisper.transcriber import budget_threads

MOST_CONTEXT = 8192
"""Tokens. Holds an interview of an hour, and every step of a review."""
OVERHEAD_BYTES = 300_000_000
"""Beside the file and its context: buffers, and the process."""
SMALL_BYTES = 600_000_000
"""Files up to this size hold half a billion parameters or fewer."""
TOO_LARGE = "model_too_large"
"""Code of a fault that a smaller model mends."""
_CPUS = Path("/sys/devices/system/cpu")
_MEMORY = Path("/proc/meminfo")


@dataclass(frozen=True, slots=True)
class Budget:
    """What one model is given."""

    threads: int
    context: int
    """Tokens."""


def budget_for(name: str, head: Head, *, threads: int, free_bytes: int | None) -> Budget:
    """What a model is given. `free_bytes`: memory that is free; None: not known, and then it is tried.

    Raises: MindUnavailable: it does not fit into the memory.
    """
    context = min(MOST_CONTEXT, head.context or MOST_CONTEXT)
    needed = needed_bytes(head, context)
    if free_bytes is not None and needed > free_bytes:
        sentence = tr(
            "{name} needs {need} GB of memory, and {free} GB are free. Choose a smaller model or close other programs.",
            name=name,
            need=_gigabytes(needed),
            free=_gigabytes(free_bytes),
        )
        raise MindUnavailable(sentence, code=TOO_LARGE)
    return Budget(threads, context)


def too_small(name: str, size: int) -> str:
    """What has to be said of a model of so few bytes wherever its words are used; empty of a larger one."""
    if size > SMALL_BYTES:
        return ""
    return tr("{name} is far too small to interview or to judge: it only shows that all works.", name=name)


def needed_bytes(head: Head, context: int) -> int:
    """Memory a model takes, about: its file, what it remembers, and buffers."""
    return head.bytes + context * head.token_bytes + OVERHEAD_BYTES


def model_threads(processors: int, cores: int, recogniser: int) -> int:
    """Threads of the model beside those of the recogniser: one core stays free, and half of them is always allowed.

    `processors` counts the two of a core that runs two threads, `cores` does not.
    """
    return max(1, min(cores - 1, max(processors - recogniser, processors // 2)))


def threads_here() -> int:
    """Threads for a model on this computer."""
    processors = _usable()
    return model_threads(processors, _cores(processors), budget_threads())


def free_memory() -> int | None:
    """Bytes of memory that are free here; None where nobody says."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError, IndexError):
            for line in _MEMORY.read_text(encoding="ascii").splitlines():
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    elif sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):
            return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return None


def _usable() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 2


def _cores(processors: int) -> int:
    """Cores of those processors. Elsewhere than on Linux nobody says: Macs run one thread a core, most others two."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            pairs = {(_CPUS / f"cpu{n}/topology/thread_siblings_list").read_text() for n in os.sched_getaffinity(0)}
            return len(pairs)
    return processors if sys.platform == "darwin" or processors <= 2 else processors // 2


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f}"
