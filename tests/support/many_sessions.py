"""Libraries of many sessions, quickly: one is held for real, the others are its folder under other names and facts."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from interviewer.records.folder import SessionFolder, session_name
from tests.interviewer.records import sessions

TITLES = (
    "Seasonal passes for a ferry timetable app",
    "A recipe planner for shared kitchens",
    "A promise you had to take back",
    "Lifts in a tower at noon",
    "A second-hand market that lost its sellers",
    "Holds in a public library",
)
ROUNDS = ("execution", "product_sense", "behavioural", "estimation", "strategy", "execution")
CALLS = ("hire", "lean hire", "lean no hire", "strong hire", "no hire", None, "strong no hire")


def make_sessions(
    sessions_dir: Path,
    count: int,
    *,
    last: datetime,
    titles: Sequence[str] = TITLES,
    calls: Sequence[str | None] = CALLS,
) -> list[Path]:
    """Sessions a day apart, the newest begun at `last`; their folders, newest first. Every seventh was recovered."""
    with tempfile.TemporaryDirectory() as scratch:
        model = sessions.hold(Path(scratch), said="more members and more time for the people who hold books")
        return [_copy(model, sessions_dir, number, last, titles, calls) for number in range(count)]


def _copy(
    model: Path, sessions_dir: Path, number: int, last: datetime, titles: Sequence[str], calls: Sequence[str | None]
) -> Path:
    started = last - timedelta(days=number)
    round_id = ROUNDS[number % len(ROUNDS)]
    path = sessions_dir / session_name(started, round_id, f"{round_id}/number-{number}")
    shutil.copytree(model, path)
    folder = SessionFolder(path)
    manifest = json.loads(folder.manifest.read_text())
    plan = {**manifest["plan"], "round": round_id, "mode": ("exam", "practice")[number % 2], "level": "pm"}
    facts = {"id": path.name, "title": titles[number % len(titles)], "started": started.isoformat(), "plan": plan}
    state = "recovered" if number % 7 == 3 else "closed"
    length = (35, 20, 45, 10)[number % 4] * 60.0
    folder.manifest.write_text(json.dumps({**manifest, **facts, "state": state, "seconds": length}))
    if (call := calls[number % len(calls)]) is not None:
        review = {"call": call, "level": "pm"}
        (folder.reviews / "coach.json").write_text(json.dumps({"format": 1, "review": review}))
    return path


def damage(folder: Path) -> None:
    """Make a session's manifest unreadable."""
    (folder / "session.json").write_text('{"format": 1, "id": ')
