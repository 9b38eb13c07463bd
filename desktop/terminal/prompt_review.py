"""`hotseat prompt show dimension` and the other prompts of a review: what a reviewing model would be sent."""

from __future__ import annotations

import argparse
import json
import secrets

from desktop.judging import matter_of, review_prompts
from desktop.paths import Paths
from desktop.terminal.setting import print_json, say
from interviewer.errors import PlanError
from interviewer.minds.forms import Form, body
from interviewer.minds.structured import tokens_of
from interviewer.records.library import Session
from interviewer.review.judge.matter import Matter
from interviewer.review.judge.steps import (
    Kind,
    Step,
    aspect_steps,
    dimension_steps,
    improvements_step,
    part_steps,
)

MODEL = "MODEL"
STAND_IN = "(what the model itself said of it)"
"""In place of what only an earlier reply could tell."""


def show_review_prompt(args: argparse.Namespace, session: Session, paths: Paths) -> None:
    """Print one request of a review.

    Raises: PlanError, PackError.
    """
    matter = matter_of(session, paths)
    step = _chosen(_steps(Kind(args.name), matter), args.step)
    messages = step.messages(matter, review_prompts(), secrets.token_hex(8))
    if args.json:
        print_json(body(MODEL, messages, Form.SCHEMA, step.form))
        return
    print(
        f"Session {session.id}, {step.title}: about {tokens_of(messages)} tokens. The boundary is drawn anew for every "
        "review. Where a model has no room for so much, the middle of long answers is left out and that is said."
    )
    for message in messages:
        say(f"\n--- {message.role} ---\n{message.content}")
    print(f"\n--- form of the reply ---\n{json.dumps(step.form)}")


def _steps(kind: Kind, matter: Matter) -> tuple[Step, ...]:
    match kind:
        case Kind.DIMENSION:
            return dimension_steps(matter)
        case Kind.ASPECT:
            return aspect_steps()
        case Kind.IMPROVEMENTS:
            return (improvements_step([(one, STAND_IN) for one in matter.of.dimensions]),)
        case Kind.PART:
            return tuple(part_steps(matter))


def _chosen(steps: tuple[Step, ...], wanted: str | None) -> Step:
    if not steps:
        raise PlanError("This round's model answers have no parts.")
    found = next((step for step in steps if wanted in (None, step.id)), None)
    if found is None:
        raise PlanError(f"There is no step “{wanted}”. There is: {', '.join(step.id for step in steps)}.")
    return found
