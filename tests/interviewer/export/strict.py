"""Strict readers of the formats, written from their specifications and not from what writes them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "br", "img", "link", "hr"}


@dataclass
class Cue:
    """A subtitle that was read."""

    start: float
    end: float
    text: str
    voice: str = ""


def read_srt(text: str) -> list[Cue]:
    """Blocks of an index that counts, times, and lines of text; raises ValueError for anything else."""
    cues = []
    for number, block in enumerate(text.rstrip("\n").split("\n\n") if text.strip() else [], start=1):
        index, times, *lines = block.split("\n")
        found = re.fullmatch(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})", times)
        if index != str(number) or found is None or not lines or not all(line.strip() for line in lines):
            raise ValueError(block)
        if any("-->" in line or re.search(r"<[a-zA-Z/]|\{[\\a-zA-Z]", line) for line in lines):
            raise ValueError(f"taken for markup: {block}")
        cues.append(Cue(_seconds(*found.groups()[:4]), _seconds(*found.groups()[4:]), "\n".join(lines)))
    return _checked(cues)


def read_vtt(text: str) -> list[Cue]:
    """As https://www.w3.org/TR/webvtt1/#syntax has it, with voices; raises ValueError for anything else."""
    head, *blocks = text.rstrip("\n").split("\n\n")
    if head != "WEBVTT":
        raise ValueError(head)
    cues = []
    for block in blocks:
        name, times, *lines = block.split("\n")
        found = re.fullmatch(r"(\d\d):(\d\d):(\d\d)\.(\d{3}) --> (\d\d):(\d\d):(\d\d)\.(\d{3})", times)
        payload = "\n".join(lines)
        voice = re.fullmatch(r"<v ([^<>&\n]+)>([^<>]*)", payload)
        if "-->" in name or "-->" in payload or found is None or voice is None or not all(map(str.strip, lines)):
            raise ValueError(block)
        if re.search(r"&(?!amp;|lt;|gt;|quot;|#)", voice[2]):
            raise ValueError(f"a bare ampersand: {block}")
        start, end = _seconds(*found.groups()[:4]), _seconds(*found.groups()[4:])
        cues.append(Cue(start, end, html.unescape(voice[2]), voice[1]))
    return _checked(cues)


def _seconds(hours: str, minutes: str, seconds: str, rest: str) -> float:
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + int(rest) / 1000


def _checked(cues: list[Cue]) -> list[Cue]:
    starts = [cue.start for cue in cues]
    if any(cue.end <= cue.start for cue in cues) or starts != sorted(starts):
        raise ValueError("times run backwards")
    return cues


@dataclass
class Tier:
    """A tier of a TextGrid; a point has equal times."""

    kind: str
    name: str
    marks: list[tuple[float, float, str]] = field(default_factory=list)


_TOKEN = re.compile(r'"((?:[^"]|"")*)"|<(exists|absent)>|(?<![\w.\[])(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.\]])')


def read_textgrid(text: str) -> tuple[float, list[Tier]]:
    """Its end and tiers; raises ValueError. As Praat: only free-standing numbers, texts in quotes and flags count."""
    body = re.sub(r"\[\d*\]", "[]", text)
    tokens = [(found[1], found[2], found[3]) for found in _TOKEN.finditer(body)]
    values = iter([_value(*token) for token in tokens])
    if [next(values), next(values)] != ["ooTextFile", "TextGrid"]:
        raise ValueError("no TextGrid")
    start, end, flag, count = _number(values), _number(values), next(values), int(_number(values))
    if start != 0 or flag is not True:
        raise ValueError("a strange head")
    tiers = [_tier(values, end) for _ in range(count)]
    if next(values, None) is not None:
        raise ValueError("something follows the last tier")
    return end, tiers


def _value(quoted: str | None, flag: str | None, number: str | None) -> object:
    if number is not None:
        return float(number)
    return flag == "exists" if flag is not None else (quoted or "").replace('""', '"')


def _number(values: object) -> float:
    value = next(values)  # type: ignore[call-overload]
    if not isinstance(value, float):
        raise ValueError(f"no number: {value!r}")
    return value


def _tier(values: object, end: float) -> Tier:
    tier = Tier(str(next(values)), str(next(values)))  # type: ignore[call-overload]
    if (_number(values), _number(values)) != (0.0, end):
        raise ValueError("a tier of another length")
    behind = 0.0
    for _ in range(int(_number(values))):
        start = _number(values)
        until = _number(values) if tier.kind == "IntervalTier" else start
        mark = str(next(values))  # type: ignore[call-overload]
        if tier.kind == "IntervalTier" and (start != behind or until <= start):
            raise ValueError(f"a hole, or no time, at {start}")
        if tier.kind == "TextTier" and tier.marks and start <= behind:
            raise ValueError("two points at one time")
        behind = until
        tier.marks.append((start, until, mark))
    if tier.kind == "IntervalTier" and behind != end:
        raise ValueError(f"it ends at {behind}, not at {end}")
    return tier


class Page(HTMLParser):
    """A page taken apart: its tags with attributes, the text between them, its style and script."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.raw: dict[str, list[str]] = {"style": [], "script": []}
        self.comments: list[str] = []
        self._open: list[str] = []
        self.unclosed = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
            if tag in self.raw:
                self.raw[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.unclosed = self.unclosed or tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in self.raw:
            self.raw[self._open[-1]][-1] += data
        else:
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)
