"""What a child that died of a Python error left on its standard error: where it was, never what it was about. Pure.

The message of an exception can quote what was said, and so can whatever else a child prints: of its last lines only the
frames and the type of the exception are told.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Iterable
from pathlib import PurePath

HEADER = "Traceback (most recent call last):"
_FRAME = re.compile(r'  File "(?P<file>[^"]+)", line (?P<line>\d+)(?:, in (?P<name>[\w.<>]+))?')
_TYPE = re.compile(r"(?P<type>[^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:: .*)?")


def origin(lines: Iterable[str]) -> list[str]:
    """Places and types of the exceptions in some lines, as the log tells them; nothing where there are none.

    A long traceback may lack its beginning.
    """
    found: list[str] = []
    in_frames, since = True, 0
    for line in lines:
        if line == HEADER:
            in_frames, since = True, len(found)
        elif not in_frames:
            continue
        elif frame := _FRAME.fullmatch(line):
            name = frame["name"] or ""
            found.append(f"  {PurePath(frame['file']).name}:{frame['line']} {name}".rstrip())
        elif not line.startswith(" "):
            if len(found) > since and (kind := _exception_type(line)):
                found.append(kind)
            in_frames, since = False, len(found)
    return found


def _exception_type(line: str) -> str:
    """Of an exception's last line; those that are not built in are written with their module."""
    match = _TYPE.fullmatch(line)
    name = match["type"] if match else ""
    return name if "." in name or isinstance(getattr(builtins, name, None), type) else ""
