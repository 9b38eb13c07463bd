"""A process that shows an hour's interview on the Live page, and says how much memory it takes. Run by a benchmark."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

import psutil
from PySide6.QtCore import QEventLoop

from assets import resource
from desktop.app import make_application, make_desk
from desktop.pages.live import LivePage
from desktop.paths import find
from desktop.view_state import begin, reduce
from interviewer.content.choose import question_by_id
from interviewer.content.loader import load_packs
from interviewer.events import (
    AnswerBegan,
    AnswerEnded,
    By,
    Event,
    LevelShown,
    LineBegan,
    LineSaid,
    Role,
    SegmentHeard,
    SpeechBegan,
    StudioOpened,
    Ticked,
)
from interviewer.plan import Mode, make_plan
from interviewer.records.manifest import summary_of
from speech.words import Utterance

TURN_SECONDS = 60


def hour() -> list[Event]:
    """Sixty lines with an answer each, a segment every 6 s, levels and ticks ten times a second."""
    events: list[Event] = [StudioOpened(t=0.0)]
    for turn in range(60):
        at = turn * TURN_SECONDS + 0.1
        role = Role.QUESTION if turn == 0 else Role.PROBE
        line = {"line": turn + 1, "role": role, "item": "x", "text": "What would you do about the other side, and why?"}
        events.append(LineBegan(t=at, **line))  # type: ignore[arg-type]
        events.append(LineSaid(t=at + 4, **line, seconds=4, heard_seconds=4, stopped=False, file=""))  # type: ignore[arg-type]
        events.append(AnswerBegan(t=at + 5, answer=turn + 1, line=turn + 1))
        events.append(SpeechBegan(t=at + 6, answer=turn + 1))
        for second in range(6, 54, 6):
            said = Utterance(
                "I would look at how many people come back in the week after that. ", at + second, at + second + 5, 0.9
            )
            events.append(SegmentHeard(t=at + second + 5, answer=turn + 1, utterance=said))
        for tenth in range(50, 540):
            now = at + tenth / 10
            events += [Ticked(t=now), LevelShown(t=now, peak_db=-20 - tenth % 7, rms_db=-30, speech=True)]
        events.append(AnswerEnded(t=at + 55, answer=turn + 1, by=By.KEY, seconds=50))
    return sorted(events, key=lambda event: event.t)


def megabytes() -> float:
    gc.collect()
    return float(psutil.Process().memory_full_info().pss) / 1e6


def main() -> None:
    app = make_application()
    paths = find(Path(sys.argv[1]))
    paths.make()
    desk, _look = make_desk(app, paths)
    page = LivePage(desk)
    page.resize(1180, 760)
    page.show()
    app.processEvents()
    told = {"start": megabytes()}
    chosen, question = question_by_id(
        load_packs(resource("packs"), round_id="execution").packs, "execution/library-holds"
    )
    view = begin(summary_of(make_plan(chosen, question, 60, Mode.PRACTICE)))
    for number, event in enumerate(hour()):
        view = reduce(view, event)
        if number % 4 == 0:
            page._render(view)
            app.processEvents()
    told["hour"] = megabytes()
    seen = [0]

    def count() -> None:
        seen[0] += 1

    for name in ("half", "end"):
        goal = seen[0] + 150_000

        def many() -> None:
            for _ in range(150_000):
                desk.engine.post(count)

        desk.engine.post_in(many)
        while seen[0] < goal:
            app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        told[name] = megabytes()
    page.leave()
    desk.engine.stop()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
