"""`hotseat prompt show`: exactly what a language model would be sent in a kept session, so that anyone can read it."""

from __future__ import annotations

import argparse
import json
import secrets
from collections.abc import Sequence

from assets import AssetMissing, resource
from desktop.listening import scripted_mind
from desktop.paths import Paths
from desktop.prompts import CASE_SLOT, PROMPTS
from desktop.reviews import content_of
from desktop.terminal.prompt_review import show_review_prompt
from desktop.terminal.screen import clock
from desktop.terminal.setting import Exit, HotseatError, print_json, say, say_fault, setting
from interviewer.content.loader import load_packs
from interviewer.content.own import own_question
from interviewer.errors import MindUnavailable, PlanError
from interviewer.minds.asking import Asker
from interviewer.minds.forms import Form, body
from interviewer.minds.phrasing import CONTEXT_TOKENS
from interviewer.minds.prompts import Prompt, parse_prompt
from interviewer.minds.replayed import Sent, requests_in, ties_in
from interviewer.minds.structured import tokens_of
from interviewer.plan import Mode, Phase, Plan
from interviewer.records.library import Session, find_session, open_session
from interviewer.review.judge.steps import Kind

MODEL = "MODEL"
"""Stands for the name of the model, which is not part of a session without one."""


def run(args: argparse.Namespace) -> int:
    """Show one prompt; the exit code."""
    try:
        with setting(args) as paths:
            prompt = _prompt(args.name)
            session = open_session(find_session(paths.sessions, args.session))
            if args.name in set(Kind):
                show_review_prompt(args, session, paths)
                return Exit.DONE
            chosen = _chosen(_sent(args.name, prompt, session, _plan_of(session, paths)), args.line, args.name)
            if args.json:
                print_json(body(MODEL, chosen.request.messages, Form.SCHEMA, chosen.request.form))
            else:
                _show(chosen, session)
            return Exit.DONE
    except HotseatError as fault:
        return say_fault(fault, as_json=args.json)
    except KeyboardInterrupt:
        return Exit.INTERRUPTED


def _sent(name: str, prompt: Prompt, session: Session, plan: Plan) -> tuple[Sent, ...]:
    asker = Asker(scripted_mind(), prompt, secrets.token_hex(8))
    if name == CASE_SLOT:
        return tuple(ties_in(session.events, plan, asker, prompt))
    return tuple(requests_in(session.events, plan, asker, CONTEXT_TOKENS))


def _prompt(name: str) -> Prompt:
    """Raises: MindUnavailable."""
    try:
        file = resource(PROMPTS, f"{name}.toml")
    except (AssetMissing, ValueError):
        names = ", ".join(sorted(path.stem for path in resource(PROMPTS).glob("*.toml")))
        raise MindUnavailable(f"There is no prompt “{name}”. There is: {names}.", code="usage") from None
    return parse_prompt(file.read_text(encoding="utf-8"))


def _plan_of(session: Session, paths: Paths) -> Plan:
    """The plan a session was held by, with the texts its packs have today. Raises: PackError, PlanError."""
    kept = session.manifest.plan
    packs = load_packs(resource("packs"), paths.packs, round_id=kept.round).packs
    of, questions = content_of(session, packs)
    if of is None:
        raise PlanError(f"The round “{kept.round}” of this session is in no pack any more.")
    if not questions:
        questions = [own_question(of, kept.question_text, "pm")]
    numbers = {phase.id: phase.question for phase in of.phases}
    phases = tuple(Phase(phase.id, phase.title, phase.seconds, numbers.get(phase.id, 0)) for phase in kept.phases)
    return Plan(of, questions[0], Mode(kept.mode), phases, tuple(questions[1:]))


def _chosen(sent: Sequence[Sent], line: int | None, name: str) -> Sent:
    """Raises: PlanError."""
    if not sent and name == CASE_SLOT:
        raise PlanError("No question of a case in this session is one that was unclear to the rules.")
    if not sent:
        raise PlanError("No line of this session is one that a language model words: it ended before the first probe.")
    found = next((one for one in sent if one.line == line), None) if line is not None else sent[-1]
    if found is None:
        lines = ", ".join(str(one.line) for one in sent)
        raise PlanError(f"Line {line} is not one that a language model words. In this session these are: {lines}.")
    return found


def _show(sent: Sent, session: Session) -> None:
    request = sent.request
    print(
        f"Session {session.id}, for line {sent.line} at {clock(sent.at).removesuffix(' left').strip()}: about "
        f"{tokens_of(request.messages)} tokens. The boundary is drawn anew for every interview."
    )
    for message in request.messages:
        say(f"\n--- {message.role} ---\n{message.content}")
    print(f"\n--- form of the reply ---\n{json.dumps(request.form)}")
