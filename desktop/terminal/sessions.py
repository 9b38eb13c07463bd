"""`hotseat sessions`: list, show, review, recover and verify what was kept."""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import sys
from collections.abc import Iterable
from pathlib import Path

from assets import resource
from desktop.later import transcribe_later
from desktop.paths import Paths
from desktop.reviews import review_kept
from desktop.terminal.judged import review_by_server
from desktop.terminal.recogniser import named_server, nobody_transcribes, recogniser
from desktop.terminal.report import report
from desktop.terminal.screen import clock
from desktop.terminal.setting import Exit, HotseatError, print_json, say, say_fault, setting
from desktop.typed import told, typed
from desktop.worded import worded
from interviewer.content.loader import load_packs
from interviewer.errors import MindUnavailable, RecordError
from interviewer.events import to_json
from interviewer.records.index import Index
from interviewer.records.library import Session, find_session, open_session, session_folders
from interviewer.records.listed import Listed
from interviewer.records.recovery import recover_all
from interviewer.records.transcript import Answer
from interviewer.records.verify import verify
from interviewer.review.storage import to_json as review_json
from speech.errors import ModelMissing, SpeechError
from speech.notices import Notice, Trouble


def run(args: argparse.Namespace) -> int:
    """Do one action; the exit code."""
    action = {"list": _list, "show": _show, "review": _review, "recover": _recover, "verify": _verify}[args.action]
    try:
        with setting(args) as paths:
            return action(args, paths)
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _list(args: argparse.Namespace, paths: Paths) -> int:
    with Index.open(paths.data) as index:
        if index.notice:
            print(index.notice, file=sys.stderr)
        hits = {hit.session.id: hit.snippet for hit in index.search(args.search)} if args.search else {}
        sessions = [one for one in index.sessions() if not args.search or one.id in hits]
    for one in sessions:
        if args.json:
            print_json({**dataclasses.asdict(one), "snippet": hits.get(one.id, "")})
        else:
            say(_row(one, hits.get(one.id, "")))
    if not sessions and not args.json:
        print("No session fits." if args.search else "There is no session yet. `hotseat` holds one.")
    return Exit.DONE


def _row(one: Listed, snippet: str) -> str:
    length = f"{one.seconds / 60:.0f} min" if one.seconds is not None else "?"
    state = one.problem or one.state
    mode = "redo" if one.redo_of else one.mode
    row = f"{one.id}  {state:<9}  {length:>6}  {one.answers:>2} answers  {mode:<8}  {one.title}"
    return f"{row}\n    {snippet}" if snippet else row


def _show(args: argparse.Namespace, paths: Paths) -> int:
    session = open_session(find_session(paths.sessions, args.session))
    if args.json:
        print_json(_object(session))
        return Exit.DONE
    manifest = session.manifest
    say(f"{manifest.title}  ({manifest.plan.mode}, {manifest.plan.minutes:g} minutes, {manifest.state.value})")
    print(f"{session.folder.path}\n")
    for exchange in session.transcript:
        say(f"{_time(exchange.start)}  Interviewer  {exchange.asked}")
        for answer in exchange.answers:
            say(f"{_time(answer.start)}  You          {answer.text or _silence(answer)}")
    if about_the_model := worded(session.events):
        say(f"\n{about_the_model}")
    if manifest.recovered:
        say(f"\n{manifest.recovered}")
    if session.unkept_answers:
        print("\nSome answers wait for their careful transcription: `hotseat sessions recover` does it.")
    return Exit.DONE


def _review(args: argparse.Namespace, paths: Paths) -> int:
    args.session = find_session(paths.sessions, args.session)
    if args.by == "server":
        return review_by_server(args, paths)
    if args.server or args.server_model:
        raise MindUnavailable("--server and --server-model go with --by server.", code="usage")
    session = open_session(args.session)
    library = load_packs(resource("packs"), paths.packs)
    review = review_kept(session, library.packs, args.level)
    if args.json:
        print_json({"id": session.id, **review_json(review)})
    else:
        say(report(review, session.manifest.title))
    return Exit.DONE


def _object(session: Session) -> dict[str, object]:
    return {
        "id": session.id,
        "folder": str(session.folder.path),
        "manifest": session.manifest.model_dump(mode="json"),
        "transcript": [dataclasses.asdict(exchange) for exchange in session.transcript],
        "events": [to_json(event) for event in session.events],
    }


def _time(seconds: float) -> str:
    return clock(seconds).removesuffix(" left").rjust(6)


def _silence(answer: Answer) -> str:
    return "(not transcribed yet)" if answer.pending else "(nothing was said)"


def _recover(args: argparse.Namespace, paths: Paths) -> int:
    named_server(args, paths)  # what is wrong with it is said before anything is done
    recovered = recover_all(paths.sessions)
    for one in recovered:
        facts = {"id": one.id, "failed": one.failed, "note": one.note, "lost_seconds": one.lost_seconds}
        _say(args, facts, f"{one.id}: {one.note}")
    done = not any(one.failed for one in recovered)
    waiting = list(_waiting(paths))
    if waiting and (args.no_transcribe or nobody_transcribes(args)):
        wait = "1 session waits" if len(waiting) == 1 else f"{len(waiting)} sessions wait"
        _say(args, {"waiting": len(waiting)}, f"{wait} for careful transcription: `hotseat sessions recover` does it.")
    elif waiting:
        try:
            done = asyncio.run(_transcribe(args, paths, waiting)) and done
        except ModelMissing as fault:
            _say(args, {"error": fault.code, "sentence": told(fault)}, told(fault))
            return Exit.MISSING
    if not recovered and not waiting:
        _say(args, {"recovered": 0}, "Every session is in order.")
    return Exit.DONE if done else Exit.FAULT


def _waiting(paths: Paths) -> Iterable[Path]:
    for folder in session_folders(paths.sessions):
        try:
            session = open_session(folder)
        except RecordError:
            continue
        if not session.live and any(
            answer.files for answer in session.answers if answer.number in session.unkept_answers
        ):
            yield folder


async def _transcribe(args: argparse.Namespace, paths: Paths, folders: list[Path]) -> bool:
    """Transcribe what sessions lack; whether all of them have it now."""
    done = True
    model = await asyncio.to_thread(recogniser, args, paths)
    for folder in folders:
        try:
            answers = await transcribe_later(folder, model, _notify)
        except (RecordError, SpeechError) as fault:
            done = False
            _say(args, {"id": folder.name, "error": fault.code, "sentence": told(fault)}, told(fault))
        else:
            _say(args, {"id": folder.name, "transcribed": answers}, f"{folder.name}: {answers} answers transcribed.")
    return done


def _notify(notice: Notice) -> None:
    if isinstance(notice, Trouble):
        print(notice.sentence, file=sys.stderr)


def _verify(args: argparse.Namespace, paths: Paths) -> int:
    folders = [find_session(paths.sessions, args.session)] if args.session else session_folders(paths.sessions)
    sound = True
    for folder in folders:
        try:
            found = verify(open_session(folder))
            problems = [{"file": one.file, "sentence": typed(one.sentence, one.command)} for one in found]
        except RecordError as fault:
            problems = [{"file": folder.name, "sentence": told(fault)}]
        sound = sound and not problems
        words = "; ".join(f"{problem['file']}: {problem['sentence']}" for problem in problems)
        _say(args, {"id": folder.name, "problems": problems}, f"{folder.name}: {words or 'sound'}")
    if not folders:
        _say(args, {"problems": []}, "There is no session to verify.")
    return Exit.DONE if sound else Exit.FAULT


def _say(args: argparse.Namespace, facts: dict[str, object], text: str) -> None:
    if args.json:
        print_json(facts)
    else:
        say(text)
