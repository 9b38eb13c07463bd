"""Interviews to be judged by a fake server, and how a review by it goes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from assets import resource
from interviewer.minds.client import ChatClient
from interviewer.minds.forms import Forms
from interviewer.minds.prompts import parse_prompt
from interviewer.minds.server import Server
from interviewer.records.folder import SessionFolder
from interviewer.review.judge.judging import Judge, Progress, made_by
from interviewer.review.judge.kept import KeptReplies
from interviewer.review.judge.matter import Matter
from interviewer.review.judge.steps import Kind
from interviewer.review.values import Review
from tests.interviewer.review.support import LIBRARY, ROUND, Candidate, Held, held, reviewed
from tests.support.fake_openai import MODEL

PROMPTS = {kind: parse_prompt(resource("prompts", f"{kind}.toml").read_text(encoding="utf-8")) for kind in Kind}
STEPS = 9 + 5 + 1 + 6
"""Requests of a review of an execution round."""
FEW_STEPS = 4 + 5 + 1 + 1
"""Of one with its core dimensions alone, and one part of a model answer."""


@cache
def interview(main: str, case: tuple[str, ...] = ()) -> Held:
    """An interview that was held, on a loop of its own; the same words are held once."""
    with ThreadPoolExecutor(1) as worker:
        return worker.submit(asyncio.run, held(Candidate(main, case))).result()


@cache
def coach_of(main: str, case: tuple[str, ...] = ()) -> Review:
    return reviewed(interview(main, case))


def matter_of(main: str, case: tuple[str, ...] = ()) -> Matter:
    return Matter(interview(main, case).transcript, ROUND, (LIBRARY,), "pm")


def small_matter(main: str, case: tuple[str, ...] = ()) -> Matter:
    """The same by the core dimensions alone: it takes half as long."""
    changes = {"dimensions": ROUND.dimensions[:4], "answer_parts": ROUND.answer_parts[:1]}
    return Matter(interview(main, case).transcript, ROUND.model_copy(update=changes), (LIBRARY,), "pm")


def one_dimension(main: str) -> Matter:
    """The same by one dimension."""
    changes = {"dimensions": ROUND.dimensions[:1], "answer_parts": ROUND.answer_parts[:1]}
    return Matter(interview(main).transcript, ROUND.model_copy(update=changes), (LIBRARY,), "pm")


def judge_of(
    matter: Matter,
    url: str,
    folder: Path,
    *,
    coach: Review | None = None,
    seconds: float = 20.0,
    tell: Callable[[Progress], None] = lambda _progress: None,
    model: str = MODEL,
) -> Judge:
    """A judge whose replies are kept in a session folder."""
    server = Server(url, model)
    kept = KeptReplies.of(made(folder), made_by(server).name)
    return Judge(matter, ChatClient(server), PROMPTS, kept, coach=coach, seconds=seconds, tell=tell, forms=Forms())


def made(folder: Path) -> SessionFolder:
    session = SessionFolder(folder / "session")
    if not session.path.exists():
        session.make()
    return session


async def let_generators_end() -> None:
    """The library drops its own generators unfinished; the loop ends them, if it runs on for a moment."""
    for _ in range(10):
        await asyncio.sleep(0)
