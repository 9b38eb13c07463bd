"""Transcripts of other programs as turns: SRT, VTT, and text with speakers. Pure; bytes come in as an argument.

Speakers are told by WebVTT voices (`<v Jo>`), by "Jo: …" before the words, or by "Jo  12:34" on a line of its own.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from interviewer.errors import ImportRefused

LARGEST_BYTES = 5_000_000
MOST_PIECES = 20_000
LONGEST_SECONDS = 12 * 3600.0
SECONDS_A_WORD = 0.4
"""Where nothing says when: 150 words a minute."""
CANDIDATES = frozenset({"you", "me", "candidate", "interviewee", "i"})
INTERVIEWERS = frozenset({"interviewer", "host", "recruiter", "hiring manager"})
KINDS = frozenset({".srt", ".vtt", ".txt", ".md"})

_CLOCK = r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?"
_SPAN = re.compile(rf"{_CLOCK}\s*-->\s*{_CLOCK}")
_LABEL = re.compile(r"(?:[-–>]+\s*)?([^\W\d_][\w.'’-]*(?: [\w.'’()-]+){0,2})\s*:(?:\s+(.*))?$")
_STAMPED = re.compile(rf"[\[(]?{_CLOCK}[\])]?\s+(.+)$")
_HEAD = re.compile(rf"([^\W\d_][\w .'’-]{{0,38}}?)\s*[\[(]?{_CLOCK}[\])]?:?\s*$")
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]{1,60})>")
_TAG = re.compile(r"<[^>]{0,200}>|\{\\[^}]{0,60}\}")
_FEW_LINES = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that was said."""

    speaker: str
    """Empty: not told."""
    start: float | None
    """Seconds from the beginning; None: not told."""
    end: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said until another did."""

    speaker: str
    pieces: tuple[Piece, ...]
    """With times."""
    timed: bool
    """False: the times are made up."""

    @property
    def start(self) -> float:
        return self.pieces[0].start or 0.0

    @property
    def end(self) -> float:
        return max(piece.end or 0.0 for piece in self.pieces)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)


def read_turns(data: bytes, name: str) -> tuple[Turn, ...]:
    """The turns of a transcript, in the order they were spoken. `name` is told in errors.

    Raises: ImportRefused: it is none, or more than an interview.
    """
    if len(data) > LARGEST_BYTES:
        raise ImportRefused(f"{name} is larger than the transcript of an interview. Choose a shorter one.")
    text = _decoded(data, name)
    pieces = list(_cues(text)) if "-->" in text or text.startswith("WEBVTT") else list(_lines(text))
    pieces = [piece for piece in pieces if piece.text]
    if not pieces:
        raise ImportRefused(f"{name} holds no words. Subtitles (SRT, VTT) and text with “Name: words” can be read.")
    if len(pieces) > MOST_PIECES or any((piece.end or piece.start or 0.0) > LONGEST_SECONDS for piece in pieces):
        raise ImportRefused(f"{name} is longer than an interview. Cut it, then try again.")
    timed = all(piece.start is not None for piece in pieces)
    return tuple(_turns(_in_time(pieces), timed=timed))


def candidate_of(turns: Sequence[Turn], wanted: str = "") -> str:
    """Which speaker is the candidate: the one that is wanted, one that is called so, or who says most.

    Raises: ImportRefused: nobody of that name speaks.
    """
    words = Counter[str]()
    for turn in turns:
        words[turn.speaker] += len(turn.text.split())
    if wanted:
        for name in words:
            if name.casefold() == wanted.casefold():
                return name
        known = ", ".join(sorted(filter(None, words))) or "nobody by name"
        raise ImportRefused(f"“{wanted}” does not speak in this transcript. Speakers in it: {known}.")
    called = [name for name in words if name.casefold() in CANDIDATES]
    others = Counter({name: count for name, count in words.items() if name.casefold() not in INTERVIEWERS})
    return called[0] if called else (others or words).most_common(1)[0][0]


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise ImportRefused(f"{name} is not a text. Subtitles (SRT, VTT) and text with “Name: words” can be read.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- subtitles --------------------------------------------------------------------------------------------------------


def _cues(text: str) -> Iterator[Piece]:
    speaker = ""
    found: list[tuple[float, float, str]] = []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = block.strip("\n").split("\n")
        at = next((number for number, line in enumerate(lines) if "-->" in line), None)
        span = _SPAN.search(lines[at]) if at is not None else None
        if at is not None and span is not None:
            start, end = _seconds(span.groups()[:4]), _seconds(span.groups()[4:])
            found.append((start, max(start, end), "\n".join(lines[at + 1 :])))
    names = _names([line for _, _, body in found for line in body.split("\n")])
    for start, end, body in found:
        parts = list(_spoken(body, speaker, names))
        each = (end - start) / max(1, len(parts))
        for number, (who, words) in enumerate(parts):
            speaker = who
            yield Piece(who, start + number * each, start + (number + 1) * each, words)


def _spoken(body: str, speaker: str, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Who says what in one cue; two may speak in it, each on a line."""
    gathered: list[tuple[str, list[str]]] = []
    for line in body.split("\n"):
        voice = _VOICE.search(line)
        words = _plain(line)
        label = _LABEL.match(words)
        who = speaker
        if voice is not None:
            who = " ".join(voice[1].split())
        elif label is not None and label[1] in names:
            who, words = label[1], (label[2] or "").strip()
        if not gathered or gathered[-1][0] != who:
            gathered.append((who, []))
        gathered[-1][1].append(words)
        speaker = who
    for who, several in gathered:
        if text := " ".join(filter(None, several)):
            yield who, text


# --- text -------------------------------------------------------------------------------------------------------------


def _lines(text: str) -> Iterator[Piece]:
    """Lines of text; one without a speaker goes on with what the one before it said."""
    lines = [line for line in map(_plain, text.split("\n")) if line]
    bare = [stamped[5] if (stamped := _STAMPED.match(line)) else line for line in lines]
    names = _names(bare)
    speaker, start, words = "", None, list[str]()
    for line, rest in zip(lines, bare, strict=True):
        stamped, head = _STAMPED.match(line), _HEAD.match(line)
        label = _LABEL.match(rest)
        named = label is not None and label[1] in names
        if head is not None:
            yield Piece(speaker, start, None, " ".join(words))
            speaker, start, words = head[1].strip(), _seconds(head.groups()[1:]), []
        elif named or stamped is not None:
            yield Piece(speaker, start, None, " ".join(words))
            start = _seconds(stamped.groups()[:4]) if stamped is not None else None
            speaker, words = (label[1], [label[2] or ""]) if named and label is not None else (speaker, [rest])
        else:
            words.append(line)
    yield Piece(speaker, start, None, " ".join(words))


def _names(lines: Sequence[str]) -> frozenset[str]:
    """Words before a colon that are speakers: they are called so, come again, or there is hardly more than that."""
    labels = [label[1] for line in lines if (label := _LABEL.match(_plain(line))) is not None]
    counts = Counter(labels)
    few = len(lines) <= _FEW_LINES
    known = CANDIDATES | INTERVIEWERS
    return frozenset(name for name, count in counts.items() if count > 1 or few or name.casefold() in known)


def _plain(line: str) -> str:
    """A line without markup, characters that steer a terminal, and doubled blanks."""
    text = html.unescape(_TAG.sub("", line))
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, fraction = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


# --- turns ------------------------------------------------------------------------------------------------------------


def _in_time(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with times: told ones in their order, those between or without any at a normal pace."""
    if all(piece.start is not None for piece in pieces):
        pieces = sorted(pieces, key=lambda piece: piece.start or 0.0)
    at = 0.0
    timed: list[Piece] = []
    for number, piece in enumerate(pieces):
        start = at if piece.start is None else max(piece.start, timed[-1].start or 0.0 if timed else 0.0)
        long = start + SECONDS_A_WORD * len(piece.text.split())
        following = next((one.start for one in pieces[number + 1 :][:1] if one.start is not None), None)
        end = piece.end if piece.end is not None else min(long, following) if following else long
        timed.append(replace(piece, start=round(start, 3), end=round(max(start, end), 3)))
        at = max(at, timed[-1].end or 0.0)
    return timed


def _turns(pieces: Sequence[Piece], *, timed: bool) -> Iterator[Turn]:
    together: list[Piece] = []
    for piece in pieces:
        if together and piece.speaker != together[-1].speaker:
            yield Turn(together[-1].speaker, tuple(together), timed)
            together = []
        together.append(piece)
    if together:
        yield Turn(together[-1].speaker, tuple(together), timed)
