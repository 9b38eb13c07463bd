"""`hotseat sessions review --by server`: a language model reviews a session, and says how far it is."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from dataclasses import asdict

from desktop.judging import chat_of, coach_on, judge_session, matter_of, progress_words, server_of
from desktop.paths import Paths
from desktop.secrets import Secrets
from desktop.settings import Settings, SettingsFile
from desktop.terminal.contact import allowed
from desktop.terminal.report import report
from desktop.terminal.setting import Exit, print_json, say
from interviewer.errors import MindUnavailable
from interviewer.minds.chat import Chat
from interviewer.minds.client import ChatClient
from interviewer.minds.server import KEY_VARIABLE, server_at
from interviewer.records.library import open_session
from interviewer.review.judge.guards import disagreements
from interviewer.review.judge.judging import Progress
from interviewer.review.read_text import is_stale
from interviewer.review.storage import to_json


def review_by_server(args: argparse.Namespace, paths: Paths) -> int:
    """Review, print, keep; the exit code. `args.session` is a folder.

    Raises: MindError, PlanError, RecordError.
    """
    settings = SettingsFile(paths.settings).value

    def tell(progress: Progress) -> None:
        if args.json:
            print_json({"progress": asdict(progress)})
        else:
            print(f"{progress.steps_done} / {progress.steps}  {progress_words(progress)}", file=sys.stderr)

    def chat() -> Chat:
        return _chat(args, settings, paths)

    name, review = asyncio.run(judge_session(args.session, paths, chat, tell, level=args.level))
    session = open_session(args.session)
    coach = coach_on(session, matter_of(session, paths, review.level))
    if args.json:
        apart = [{**asdict(one), "steps": one.steps} for one in disagreements(review, coach)]
        print_json({"id": session.id, "name": name, **to_json(review), "disagreements": apart})
    else:
        say(report(review, session.manifest.title, coach, stale=is_stale(review, session.transcript)))
    return Exit.DONE


def _chat(args: argparse.Namespace, settings: Settings, paths: Paths) -> Chat:
    """The model that is named, else that of the settings. Raises: MindUnavailable."""
    if args.server:
        server = server_at(args.server, args.server_model or "", os.environ)
    elif args.server_model:
        raise MindUnavailable("--server-model goes with --server.", code="usage")
    elif settings.interviewer.kind == "file":
        return chat_of(settings, Secrets())
    elif key := os.environ.get(KEY_VARIABLE):
        chosen = server_of(settings, Secrets(lambda: None))
        server = server_at(chosen.url, chosen.model, {}, key=key)
    else:
        server = server_of(settings, Secrets())
    return ChatClient(allowed(server, paths))
