"""A session as one page that stands for itself: opened from a disk, with no network, on a phone, or printed. Pure.

Nothing in it runs or loads but its own script, style and sound: a content policy names them by their hashes
(https://www.w3.org/TR/CSP3/). Everything said, typed or generated is text, never markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from dataclasses import dataclass

from interviewer.export.html_partner import folded, notes_part, rating_part, tools_part
from interviewer.export.html_review import figures_part, review_part
from interviewer.export.html_session import head_part, remark_cards, remarks_part, rest_part, transcript_part
from interviewer.export.html_timeline import timeline_part
from interviewer.export.markup import NOTHING, Markup, joined, tag, text
from interviewer.export.values import Exported, ForPartner, Sound

SPEEDS = ("0.75", "1", "1.25", "1.5", "2")
STEP_SECONDS = 5
PROMISE = "This file is complete: it loads nothing and sends nothing."
PARTNERS_PROMISE = f"{PROMISE} What you write stays in this browser until you save it as a file."
_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Template:
    """The page, its style and its script, as they stand in the assets."""

    page: str
    style: str
    script: str


def page(exported: Exported, template: Template) -> str:
    """The whole page."""
    parts = {
        "policy": html.escape(policy(template), quote=True),
        "style": template.style,
        "script": template.script,
        "app": text(exported.app),
        "title": text(exported.title),
        "head": head_part(exported),
        "player": _player(exported.sound, exported.partner),
        "timeline": timeline_part(exported),
        "transcript": transcript_part(exported.turns, ends=exported.partner is not None),
        "remarks": _beside(exported),
        "review": _judged(exported),
        "figures": figures_part(exported.figures),
        "rest": rest_part(exported),
        "promise": text(PROMISE if exported.partner is None else PARTNERS_PROMISE),
    }
    return _PLACE.sub(lambda place: parts[place[1]], template.page)


def _beside(exported: Exported) -> Markup:
    """Remarks; with a partner's own notes before them, and theirs to be met without what others said."""
    if exported.partner is None:
        return remarks_part(exported.remarks)
    return notes_part(folded("Remarks there are already", remark_cards(exported.remarks)))


def _judged(exported: Exported) -> Markup:
    review = review_part(exported.review)
    if exported.partner is None:
        return review
    return joined((rating_part(exported.partner), folded("The review there is already", review)))


def policy(template: Template) -> str:
    """What the page may do: its own style and script, sound that it holds itself, and nothing else."""
    return (
        f"default-src 'none'; style-src {_hash(template.style)}; script-src {_hash(template.script)}; "
        "media-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _player(sound: Sound | None, partner: ForPartner | None) -> Markup:
    """The bar that stays in sight."""
    tools = NOTHING if partner is None else tools_part()
    if sound is None:
        return tag("div", tools, class_="player") if tools else NOTHING
    address = f"data:{sound.media_type};base64,{base64.b64encode(sound.data).decode('ascii')}"
    audio = tag("audio", controls=True, preload="metadata", src=address, aria_label="Sound of the session")
    steps = [
        tag("button", text(label), type="button", class_="only-script", data_step=str(step), aria_label=name)
        for step, label, name in (
            (-STEP_SECONDS, f"−{STEP_SECONDS} s", f"Back {STEP_SECONDS} seconds"),
            (STEP_SECONDS, f"+{STEP_SECONDS} s", f"Forward {STEP_SECONDS} seconds"),
        )
    ]
    choices = [tag("option", text(f"{speed}×"), value=speed, selected=speed == "1") for speed in SPEEDS]
    speed = tag("label", text("Speed "), tag("select", *choices, id="speed"), class_="only-script")
    box = tag("input", type="checkbox", id="follow", checked=True)
    follow = tag("label", box, text(" Follow"), class_="only-script")
    return tag("div", audio, *steps, speed, follow, tools, class_="player")
