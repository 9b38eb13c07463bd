"""Sessions as a mock-up has them, for pages that compare: one is held for real, the others are copies of it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from desktop.paths import Paths
from interviewer.events import AnswerEnded, By, LineSaid, Role, SessionEnded
from interviewer.events import to_json as event_json
from interviewer.progress.board import Company, change_board
from interviewer.records.delivered import Delivered, write_delivered
from interviewer.records.folder import SessionFolder, session_name
from tests.interviewer.records import sessions

NAMES = {
    "rationale": "Product rationale",
    "goals": "Goals",
    "metrics": "Metrics",
    "trade_offs": "Trade-off judgement",
    "diagnosis": "Problem diagnosis",
    "detail": "Attention to detail",
}


@dataclass(frozen=True, slots=True)
class Held:
    """One session of a history."""

    days: int
    """Before today."""
    call: str = ""
    round: str = "execution"
    mode: str = "exam"
    by: str = "model"
    coach: str = "lean hire"
    """What the rule-based coach says beside a model's call."""
    own: str = ""
    scores: Mapping[str, int] = field(default_factory=dict)
    delivered: Delivered | None = None


def hold(paths: Paths, history: Sequence[Held], today: date) -> None:
    """Keep sessions; those of one day in the order given."""
    with tempfile.TemporaryDirectory() as scratch:
        model = sessions.hold(Path(scratch))
        for number, held in enumerate(history):
            _copy(model, paths.sessions, held, today, number)


def make_history(paths: Paths, kind: str, today: date) -> None:
    """`empty`, `two` sessions, or all of the `mock-up`, which has companies as well."""
    if kind == "empty":
        return
    if kind == "two":
        spoken = Delivered(90, 150, 4, 6)
        first = Held(3, "lean hire", by="rules", own="hire", scores={"goals": 2}, delivered=spoken)
        hold(paths, [first, Held(1, "lean hire", by="rules", scores={"goals": 3})], today)
        return
    hold(paths, _mock_up(), today)
    for company in companies(today):
        change_board(paths.companies, lambda board, company=company: board.with_company(company))  # type: ignore[misc]


def companies(today: date) -> list[Company]:
    """As the mock-up has them."""
    listed = (
        ("Pebblework", 3, 2, ("execution", "product_sense")),
        ("Ferngate", 3, 4, ("product_sense",)),
        ("Quillstone", 2, 9, ("execution", "product_sense", "behavioural")),
        ("Harrowfinch", 2, 14, ("execution", "product_sense", "strategy")),
        ("Tallowmere", 1, 21, ("execution", "product_sense", "behavioural", "strategy")),
        ("Nettle & Vane", 1, None, ("execution", "product_sense", "behavioural", "strategy", "estimation")),
    )
    return [
        Company.model_validate(
            {
                "id": name.split()[0].lower(),
                "name": name,
                "tier": tier,
                "day": today + timedelta(days=days) if days is not None else None,
                "rounds": rounds,
            }
        )
        for name, tier, days, rounds in listed
    ]


def _mock_up() -> list[Held]:
    def exams(round_id: str, *calls: str) -> list[Held]:
        return [Held(3 * (len(calls) - number), call, round_id, own="hire") for number, call in enumerate(calls)]

    paces = (168.0, 165.0, 171.0, 156.0, 153.0, 146.0, 149.0, 148.0)
    fillers = (6.2, 5.2, 5.6, 4.7, 3.9, 4.2, 3.4, 3.1)
    pauses = (14.0, 9.0, 12.0, 11.0, 8.0, 9.0, 7.0, 6.0)
    spoken = [
        Held(24 - 3 * number, mode="practice", delivered=Delivered(200.0, *figures))
        for number, figures in enumerate(zip(paces, fillers, pauses, strict=True))
    ]
    before = dict(zip(NAMES, (3, 3, 2, 1, 2, 3), strict=True))
    now = dict(zip(NAMES, (3, 4, 2, 3, 3, 2), strict=True))
    scored = [Held(40 + 3 * number, mode="practice", call="lean hire", scores=before) for number in range(3)]
    scored += [Held(2 + 3 * number, mode="practice", call="lean hire", own="hire", scores=now) for number in range(3)]
    return [
        *scored,
        *spoken,
        *exams("execution", "lean hire", "hire", "lean hire", "hire"),
        *exams("product_sense", "hire", "lean hire", "hire", "hire"),
        *exams("behavioural", "hire", "hire", "hire", "lean no hire"),
        *exams("strategy", "lean hire"),
    ]


def _copy(model: Path, sessions_dir: Path, held: Held, today: date, number: int) -> None:
    started = datetime.combine(today - timedelta(days=held.days), time(18, number % 60)).astimezone()
    path = sessions_dir / session_name(started, held.round, f"{held.round}/number-{number}")
    shutil.copytree(model, path)
    folder = SessionFolder(path)
    manifest = json.loads(folder.manifest.read_text())
    plan = {**manifest["plan"], "round": held.round, "mode": held.mode, "level": "pm"}
    facts = {"id": path.name, "title": held.round, "started": started.isoformat(), "plan": plan, "ended": "time"}
    folder.manifest.write_text(json.dumps({**manifest, **facts}))
    asked = LineSaid(
        t=0.0, line=1, role=Role.QUESTION, item="q", text="", seconds=0, heard_seconds=0, stopped=False, file=""
    )
    answered = AnswerEnded(t=600.0, answer=1, by=By.TIME, seconds=600.0)
    events = (asked, answered, SessionEnded(t=600.0, reason="time"))
    lines = (json.dumps({"seq": place, **event_json(event)}) for place, event in enumerate(events, 1))
    folder.events.write_text("".join(f"{line}\n" for line in lines))
    if held.call:
        _review(folder, "model", held.by, held.call, held.scores)
    if held.call and held.by == "model":
        _review(folder, "coach", "rules", held.coach, {})
    if held.own:
        _review(folder, "self", "self", held.own, {})
    if held.delivered is not None:
        write_delivered(folder, held.delivered)


def _review(folder: SessionFolder, name: str, kind: str, call: str, scores: Mapping[str, int]) -> None:
    told = [{"dimension": one, "title": NAMES[one], "score": score} for one, score in scores.items()]
    review = {"made_by": {"kind": kind, "name": name}, "call": call, "level": "pm", "dimensions": told}
    (folder.reviews / f"{name}.json").write_text(json.dumps({"format": 1, "review": review}))
