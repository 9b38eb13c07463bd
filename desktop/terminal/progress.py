"""`hotseat progress`: how ready somebody is for each round and why, what to practise next, the companies ahead."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from desktop.progress import words
from desktop.progress.picture import USUAL_DAYS, Picture, picture_of, read_progress
from desktop.session_words import level_title, round_title, today_here
from desktop.terminal.setting import Exit, HotseatError, print_json, say_fault, setting
from interviewer.progress.board import TIERS, Company
from interviewer.progress.next import Advice
from interviewer.progress.readiness import Readiness


def run(args: argparse.Namespace) -> int:
    """Say it; the exit code."""
    try:
        with setting(args) as paths:
            kept = read_progress(paths)
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    if kept.problem:
        print(kept.problem, file=sys.stderr)
    picture = picture_of(kept, args.level, USUAL_DAYS, today_here())
    if args.json:
        print_json(_object(picture))
    else:
        print("\n".join(_lines(picture)))
    return Exit.DONE


def _lines(picture: Picture) -> Iterator[str]:
    """What a person reads."""
    yield f"Readiness at level {level_title(picture.level)}"
    width = max(len(round_title(name)) for name in picture.rounds)
    for name, found in picture.readiness.items():
        yield f"  {round_title(name):<{width}}  {words.state_word(found.state):<8}  {words.reason(found)}"
    yield f"\n{words.rule()}"
    if picture.only_rules:
        yield words.only_rules()
    if picture.advice is not None:
        yield f"\n{words.advice_words(picture.advice, picture.today)} {words.why_words(picture.advice)}"
    if not picture.board.companies:
        yield "\nNo company is on the board yet; the window's Progress page adds them."
    for tier in TIERS:
        companies = picture.board.of_tier(tier)
        if companies:
            yield f"\n{words.tier_title(tier)}"
        for company in companies:
            ready = f"{picture.ready_rounds(company)} of {len(company.rounds)} rounds ready"
            yield f"  {company.name}, {words.day_of(company, picture.today)}: {ready}"


def _object(picture: Picture) -> dict[str, object]:
    """What a program reads."""
    return {
        "level": picture.level,
        "sessions": picture.held,
        "rounds": [_round(found) for found in picture.readiness.values()],
        "next": _advice(picture.advice, picture) if picture.advice is not None else None,
        "companies": [_company(one, picture) for one in picture.board.companies],
    }


def _round(found: Readiness) -> dict[str, object]:
    return {
        "round": found.round,
        "state": found.state.value,
        "causes": [cause.value for cause in found.causes],
        "reason": words.reason(found),
        "exams": [
            {
                "id": exam.id,
                "day": exam.day.isoformat(),
                "call": exam.call or None,
                "counts": not exam.alone,
                "hints": exam.hints,
                "used": exam.used,
                "ended": exam.ended,
            }
            for exam in found.exams
        ],
        "held": found.held,
    }


def _advice(advice: Advice, picture: Picture) -> dict[str, object]:
    return {
        "round": advice.round,
        "mode": advice.mode.value,
        "why": advice.why.value,
        "company": advice.company.id if advice.company is not None else None,
        "dimension": advice.dimension.id if advice.dimension is not None else None,
        "sentence": f"{words.advice_words(advice, picture.today)} {words.why_words(advice)}",
    }


def _company(company: Company, picture: Picture) -> dict[str, object]:
    return {
        "id": company.id,
        "name": company.name,
        "tier": company.tier,
        "day": company.day.isoformat() if company.day is not None else None,
        "rounds": list(company.rounds),
        "ready_rounds": sorted(picture.ready.intersection(company.rounds)),
        "ready": company.is_ready(picture.ready),
    }
