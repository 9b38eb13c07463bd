"""`hotseat case`: the hidden cases there are, and what the case desk answers to a question about one."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any

from assets import resource
from desktop.paths import Paths
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from interviewer.content.loader import load_packs
from interviewer.content.model import Case, FollowUp, Pack, Question
from interviewer.errors import PlanError
from interviewer.listening.reader import Readers
from interviewer.minds.desk import CaseDesk, CaseReply
from interviewer.minds.listening import Listener


def run(args: argparse.Namespace) -> int:
    """List the cases, or ask about one; the exit code."""
    try:
        with setting(args) as paths:
            cases = list(_cases(paths))
            return _list(cases, as_json=args.json) if args.action == "list" else _ask(args, cases)
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


@dataclass(frozen=True, slots=True)
class _Found:
    """A case with what it belongs to."""

    pack: Pack
    question: Question
    follow_up: FollowUp
    case: Case

    @property
    def id(self) -> str:
        """That of its question."""
        return self.question.id

    def shown(self) -> dict[str, Any]:
        """What somebody may see who is going to practise with it."""
        return {
            "id": self.id,
            "pack": self.pack.id,
            "title": self.question.title,
            "industry": self.question.industry,
            "level": self.question.level,
            "difficulty": self.question.difficulty,
            "metric": self.case.metric,
            "opening": self.follow_up.spoken,
        }


def _cases(paths: Paths) -> Iterator[_Found]:
    seen = set()
    for pack in load_packs(resource("packs"), paths.packs).packs:
        for question in pack.questions:
            for follow_up in question.follow_ups:
                if follow_up.case is not None and question.id not in seen:
                    seen.add(question.id)
                    yield _Found(pack, question, follow_up, follow_up.case)


def _list(cases: list[_Found], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps([found.shown() for found in cases]))
        return Exit.DONE
    for found in cases:
        print(f"{found.id:<34} {found.question.level:<7} {found.question.difficulty:<7} {found.case.metric}")
    return Exit.DONE


def _ask(args: argparse.Namespace, cases: list[_Found]) -> int:
    found = _chosen(args.case, cases)
    entry = found.pack.round_of(found.question)
    desk = CaseDesk(entry, found.question, found.follow_up, found.case, args.seed)
    listener = Listener(entry, Readers(resource("readers"))(entry.reader))
    for text in _questions(args):
        reply = desk.reply(listener, text)
        said = reply.line.text if reply.line else desk.closing_words(reply.turn)
        if args.json or args.batch:
            print_json(_shown(reply, said))
            sys.stdout.flush()
        else:
            print(said)
    return Exit.DONE


def _questions(args: argparse.Namespace) -> Iterable[str]:
    if not args.batch:
        return (args.text,)
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # one odd byte must not end a batch
    return (line.rstrip("\n") for line in sys.stdin)


def _shown(reply: CaseReply, said: str) -> dict[str, Any]:
    return {"kind": reply.turn.kind.value, "slots": list(reply.turn.slots), "reply": said}


def _chosen(case_id: str, cases: list[_Found]) -> _Found:
    """The case of an id, or of the part of an id after its last slash.

    Raises: PlanError.
    """
    fitting = [found for found in cases if case_id in (found.id, found.id.rsplit("/", 1)[-1])]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise PlanError(f"Several cases are called “{case_id}”: {', '.join(found.id for found in fitting)}. Name one.")
    raise PlanError(f"There is no case “{case_id}”. `hotseat case list` names those there are.")
