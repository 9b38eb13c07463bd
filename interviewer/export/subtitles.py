"""SubRip and WebVTT, with the speaker of each turn. Pure.

WebVTT: https://www.w3.org/TR/webvtt1/. SubRip has no specification; what its readers agree on is an index, a line of
times with a decimal comma, the text, and an empty line. It knows no escapes either: a zero-width space keeps tags,
style overrides and arrows in the text from being taken for what they look like.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from interviewer.export.cues import Cue, cues_of, lines_of
from interviewer.export.values import Exported
from interviewer.export.wording import SPEAKERS

_ZERO_WIDTH = "\u200b"


def srt(exported: Exported) -> str:
    """The transcript as SubRip subtitles."""
    return "\n".join(_srt_lines(cues_of(exported.turns)))


def vtt(exported: Exported) -> str:
    """The transcript as WebVTT, each cue in the voice of its speaker."""
    return "\n".join(_vtt_lines(cues_of(exported.turns)))


def _srt_lines(cues: Iterable[Cue]) -> Iterator[str]:
    for number, cue in enumerate(cues, start=1):
        speaker = f"{SPEAKERS[cue.speaker]}: " if cue.opens else ""
        yield str(number)
        yield f"{_time(cue.start, ',')} --> {_time(cue.end, ',')}"
        yield from lines_of(speaker + literal(cue.text))
        yield ""


def _vtt_lines(cues: Iterable[Cue]) -> Iterator[str]:
    yield "WEBVTT"
    yield ""
    for number, cue in enumerate(cues, start=1):
        yield str(number)
        yield f"{_time(cue.start, '.')} --> {_time(cue.end, '.')}"
        text = "\n".join(html.escape(line, quote=False) for line in lines_of(cue.text))
        yield f"<v {SPEAKERS[cue.speaker]}>{text}"
        yield ""


def literal(text: str) -> str:
    """Text that no reader of SubRip takes for a tag, a style override, or a line of times."""
    for special, shown in (("<", f"<{_ZERO_WIDTH}"), ("{", f"{{{_ZERO_WIDTH}"), ("-->", f"--{_ZERO_WIDTH}>")):
        text = text.replace(special, shown)
    return text


def _time(seconds: float, mark: str) -> str:
    whole, rest = divmod(round(max(0.0, seconds) * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours:02d}:{minute:02d}:{second:02d}{mark}{rest:03d}"
