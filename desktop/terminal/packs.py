"""`hotseat pack`: check, list, show, make and copy packs. Blocking file access on the main thread.

Exit codes: 0 done; 1 the pack has faults, or nothing could be written; 2 wrong usage; 3 there is no such pack.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assets import resource
from desktop.pack_shelf import BUILT_IN, duplicate, in_order, new_pack, pack_around
from desktop.paths import Paths
from desktop.terminal import pack_pages as pages
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from interviewer.content.choose import question_by_id
from interviewer.content.loader import Library, id_of, load_pack, load_packs
from interviewer.content.model import Pack, Round
from interviewer.errors import PackError, Problem


def run(args: argparse.Namespace) -> int:
    """Do one action; the exit code."""
    actions = {"check": _check, "list": _list, "show": _show, "new": _new, "duplicate": _duplicate}
    try:
        with setting(args) as paths:
            return actions[args.action](args, paths)
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


# --- check ------------------------------------------------------------------------------------------------------------


def _check(args: argparse.Namespace, _paths: Paths) -> int:
    path = Path(args.path)
    folder = pack_around(path)
    try:
        pack = load_pack(folder)
    except PackError as error:
        problems = in_order(error.problems, folder, path)
        for problem in problems:
            _say_problem(problem, folder, as_json=args.json)
        _say_count(len(problems), folder, as_json=args.json)
        return Exit.FAULT
    facts = pages.counts(pack)
    if args.json:
        print_json({"pack": pack.id, "folder": str(folder), **facts, "faults": 0})
    else:
        numbers = ", ".join(pages.number(count, name) for name, count in facts.items())
        print(f"{pack.id} {pack.version} is sound: {numbers}.")
    return Exit.DONE


def _say_problem(problem: Problem, folder: Path, *, as_json: bool) -> None:
    path = folder / problem.file
    if as_json:
        fields = {"file": problem.file, "path": str(path), "line": problem.line, "sentence": problem.sentence}
        print_json(fields)
    else:
        print(f"{path}:{problem.line}: {problem.sentence}")


def _say_count(faults: int, folder: Path, *, as_json: bool) -> None:
    if as_json:
        print_json({"pack": id_of(folder), "folder": str(folder), "faults": faults})
    else:
        print(f"{pages.number(faults, 'faults')}.", file=sys.stderr)


# --- list and show ----------------------------------------------------------------------------------------------------


def _library(paths: Paths) -> Library:
    return load_packs(resource(BUILT_IN), paths.packs)


def _list(args: argparse.Namespace, paths: Paths) -> int:
    library = _library(paths)
    if args.json:
        for shelved in library.shelved:
            print_json(pages.listed(shelved))
        for problem in library.problems:
            folder, _, file = problem.file.partition("/")
            print_json({"left_out": folder, "file": file, "line": problem.line, "sentence": problem.sentence})
        return Exit.DONE
    print("\n".join(pages.table(library.shelved)))
    if library.problems:
        print(f"\nLeft out because of faults, from {paths.packs}:")
        print("\n".join(f"  {problem}" for problem in library.problems))
    return Exit.DONE


def _show(args: argparse.Namespace, paths: Paths) -> int:
    packs = _library(paths).packs
    name = args.name
    if pack := next((pack for pack in packs if pack.id == name), None):
        fields, lines = pages.pack_fields(pack), pages.pack_page(pack)
    elif found := _round(packs, name):
        fields, lines = pages.round_fields(*found), pages.round_page(*found)
    elif "/" in name:
        _, question = question_by_id(packs, name)
        fields = pages.question_fields(question, spoilers=args.spoilers)
        lines = pages.question_page(question, spoilers=args.spoilers)
    else:
        there_are = ", ".join(pack.id for pack in packs)
        sentence = f"There is no pack or round “{name}”. The packs are: {there_are}."
        raise PackError(sentence, code="pack_missing")
    if args.json:
        print_json(fields)
    else:
        print("\n".join(lines))
    return Exit.DONE


def _round(packs: tuple[Pack, ...], name: str) -> tuple[Pack, Round] | None:
    """The round called so: `execution`, `pm/execution` or `pm:execution`."""
    pack_id, _, round_id = name.replace(":", "/").rpartition("/")
    found = ((pack, entry) for pack in packs for entry in pack.rounds if pack_id in ("", pack.id))
    return next(((pack, entry) for pack, entry in found if entry.id == round_id), None)


# --- new and duplicate ------------------------------------------------------------------------------------------------


def _new(args: argparse.Namespace, paths: Paths) -> int:
    folder = new_pack(paths, args.id)
    pack = load_pack(folder)
    _say_made(args, folder)
    if not args.json:
        print("Edit next, in that folder; every field is explained where it stands:")
        for part, what in _PARTS.items():
            for file in sorted(folder.glob(part)):
                print(f"  {file.relative_to(folder).as_posix():<28}  {what}")
        print(f"Check it:     hotseat pack check {folder}")
        print(f"Rehearse it:  hotseat rehearse --round {pack.id}:{pack.rounds[0].id}")
    return Exit.DONE


_PARTS = {
    "pack.toml": "what the pack is called",
    "rounds/*.toml": "phases, what an answer should touch, what is said",
    "questions/*.toml": "the question, its follow-ups and its case",
    "rubrics/*.toml": "how the round is scored",
}


def _duplicate(args: argparse.Namespace, paths: Paths) -> int:
    new_id = args.new_id or args.id
    folder = duplicate(paths, args.id, new_id)
    _say_made(args, folder)
    if not args.json:
        if new_id == args.id:
            print(f"From now on it is used instead of the built-in pack “{new_id}”.")
        print(f"Check it: hotseat pack check {folder}")
    return Exit.DONE


def _say_made(args: argparse.Namespace, folder: Path) -> None:
    if args.json:
        print_json({"pack": id_of(folder), "folder": str(folder)})
    else:
        print(f"Made {folder}. To undo this, delete that folder.")
