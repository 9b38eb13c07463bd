"""Sessions to compare: exams so many days before today, with calls and scores."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone

from interviewer.records.delivered import Delivered
from interviewer.records.measured import MODEL, Measured, Scored

TODAY = date(2026, 11, 27)
ZONE = timezone(timedelta(hours=1))


def session(
    days: int,
    call: str = "hire",
    *,
    round_id: str = "execution",
    mode: str = "exam",
    level: str = "pm",
    ended: str = "time",
    hints: int = 0,
    used: float | None = 1.0,
    self_call: str = "",
    by: str = MODEL,
    coach: str = "lean hire",
    scores: Mapping[str, int] | None = None,
    pace: float | None = None,
) -> Measured:
    """A session held so many days before today."""
    started = datetime.combine(TODAY - timedelta(days=days), time(20, 47), ZONE)
    return Measured(
        id=f"{started:%Y-%m-%dT%H%M}_{round_id}_{days:04d}",
        started=started.isoformat(),
        round=round_id,
        mode=mode,
        level=level,
        ended=ended,
        call=call,
        called_by=by,
        self_call=self_call,
        coach_call=coach,
        hints=hints,
        used=used,
        scores=tuple(Scored(name, name.title(), score) for name, score in (scores or {}).items()),
        delivered=Delivered(120.0, pace, None, 3.0) if pace is not None else None,
    )
