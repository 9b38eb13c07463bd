"""Has a kept session reviewed by a language model on a server or in a file, and keeps the review beside the others.

The asking runs on the asyncio thread; sessions, packs and keys are read in workers. What Offline-only forbids is
refused before a client is made, here as in `hosts`. A model nearby is asked only when it is its turn (`model_turns`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from assets import resource
from desktop.embedded.chat import FileChat
from desktop.embedded.serving import usable_file
from desktop.hosts import chosen_server
from desktop.language import tr
from desktop.listening import heard_in
from desktop.model_turns import TURNS
from desktop.paths import Paths
from desktop.prompts import shipped_prompt
from desktop.reviews import content_of, wanted_level
from desktop.secrets import Secrets
from desktop.settings import Settings
from interviewer.content.loader import load_packs
from interviewer.content.model import Level
from interviewer.errors import MindUnavailable, PlanError, SessionBusy
from interviewer.minds.chat import Chat
from interviewer.minds.client import ChatClient
from interviewer.minds.server import Server
from interviewer.records.library import Session, open_session
from interviewer.review.coach import USUAL_LEVEL, review_session
from interviewer.review.judge.judging import STEP_SECONDS, Judge, Progress, made_by
from interviewer.review.judge.kept import KeptReplies
from interviewer.review.judge.matter import Matter
from interviewer.review.judge.steps import Kind, Prompts
from interviewer.review.phases import pauses_in
from interviewer.review.storage import write_review
from interviewer.review.values import Review


async def judge_session(
    path: Path,
    paths: Paths,
    chat: Callable[[], Chat],
    tell: Callable[[Progress], None],
    *,
    level: Level | None = None,
    seconds: float = STEP_SECONDS,
) -> tuple[str, Review]:
    """Have a session reviewed; the name of the review, which is kept, and the review.

    Args:
        chat: which model to ask; called in a worker, since a key may have to be read.
        level: whose standards; None: those the session was held for.

    Raises:
        MindError: the model cannot be used, or does not answer. What was said before is kept, and taken up next time.
        PlanError: the round is in no pack any more.
        RecordError: the session or the review.
    """
    asked = await asyncio.to_thread(chat)
    last = Progress(Kind.DIMENSION, "", 0, 0, 0, 0)

    def told(progress: Progress) -> None:
        nonlocal last
        last = progress
        tell(progress)

    async def judged() -> tuple[str, Review]:
        judge = await asyncio.to_thread(_judge, path, paths, asked, told, level, seconds)
        review = await _reviewed(judge)
        await asyncio.to_thread(_keep, judge, review)
        return judge.kept.name, review

    if asked.server.is_near:
        return await TURNS.review(judged, lambda: tell(replace(last, waiting=True)))
    return await judged()


async def _reviewed(judge: Judge) -> Review:
    if not isinstance(judge.client, FileChat):
        return await judge.review()
    async with judge.client.loaded():
        review = await judge.review()
    return replace(review, call_reason=f"{review.call_reason} {judge.client.remark}".strip())


def chat_of(settings: Settings, secrets: Secrets) -> Chat:
    """The model of the settings, to be asked. Blocking.

    Raises: MindUnavailable: none is chosen, or it cannot be used.
    """
    if settings.interviewer.kind == "file" and settings.interviewer.file:
        return FileChat(usable_file(Path(settings.interviewer.file)))
    return ChatClient(server_of(settings, secrets))


def server_of(settings: Settings, secrets: Secrets) -> Server:
    """The server and model of the settings, with its key. Blocking.

    Raises: MindUnavailable: none is chosen, or Offline-only forbids it.
    """
    server = chosen_server(settings)
    if server is None:
        if settings.privacy.offline_only and settings.interviewer.kind == "server":
            raise MindUnavailable(
                tr("Offline only is on, so the chosen server is not contacted. Privacy has the switch.")
            )
        raise MindUnavailable(tr("No model is chosen. Choose a server and a model under Interviewer in the settings."))
    with_key = chosen_server(settings, secrets.key_for(server.host))
    assert with_key is not None
    return with_key


def matter_of(session: Session, paths: Paths, level: Level | None = None) -> Matter:
    """What is judged of a session. Blocking.

    Raises: PackError, PlanError.
    """
    packs = load_packs(resource("packs"), paths.packs, round_id=session.manifest.plan.round).packs
    of, questions = content_of(session, packs)
    if of is None or not of.dimensions:
        sentence = tr(
            "The round of this session is in no pack any more, so that nobody can score it. Put the pack back."
        )
        raise PlanError(sentence)
    usual = questions[0].level if questions else USUAL_LEVEL
    return Matter(session.transcript, of, tuple(questions), level or wanted_level(session) or usual)


def review_prompts() -> Prompts:
    """The prompts of all kinds of steps. Blocking."""
    return {kind: shipped_prompt(kind) for kind in Kind}


def coach_on(session: Session, matter: Matter) -> Review:
    """What the rule-based coach says of it now, to be held against a reviewer. Blocking; nothing is kept."""
    return review_session(
        session.transcript,
        matter.of,
        matter.questions,
        heard_in,
        plan=session.manifest.plan,
        level=matter.level,
        pauses=pauses_in(session.events),
    )


def _judge(
    path: Path,
    paths: Paths,
    asked: Chat,
    tell: Callable[[Progress], None],
    level: Level | None,
    seconds: float,
) -> Judge:
    session = open_session(path)
    if session.live:
        raise SessionBusy(f"Session {session.id} is still being held. It can be reviewed once it has ended.")
    matter = matter_of(session, paths, level)
    return Judge(
        matter,
        asked,
        review_prompts(),
        KeptReplies.of(session.folder, made_by(asked.server).name),
        coach=coach_on(session, matter),
        seconds=seconds,
        tell=tell,
    )


def _keep(judge: Judge, review: Review) -> None:
    write_review(judge.kept.folder, review, judge.kept.name)
    judge.kept.forget()


def progress_words(progress: Progress) -> str:
    """How far a review is, as in "3 of 9 dimensions: Goals"."""
    if progress.waiting:
        return tr("it goes on when the interview, or another review, is over")
    texts = {
        Kind.DIMENSION: tr("{done} of {all} dimensions: {title}", **_fields(progress)),
        Kind.ASPECT: tr("communication, {done} of {all}: {title}", **_fields(progress)),
        Kind.IMPROVEMENTS: tr("what to do better"),
        Kind.PART: tr("model answer, {done} of {all} parts: {title}", **_fields(progress)),
    }
    return texts[progress.kind]


def _fields(progress: Progress) -> dict[str, object]:
    return {"done": progress.done, "all": progress.all, "title": progress.title}
