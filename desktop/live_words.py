"""What the Live page says, from the view of the moment: state, detail, phase, troubles. Pure; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.language import tr
from desktop.view_state import Doing, Trouble, ViewState, soon_seconds
from desktop.widgets.times import clock_text
from interviewer.events import Part

QUIET_SECONDS = 8.0
"""Somebody who says nothing for so long is told that it is their turn, once, and gently."""


GOOD_NEWS_SECONDS = 8.0
"""That something works again need not stay on the screen."""


@dataclass(frozen=True, slots=True)
class StateText:
    """The state in one word, and what it means for the candidate."""

    word: str
    detail: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A trouble as it is told: what is safe first, then what happened and what goes on."""

    tone: Literal["good", "warn", "bad"]
    """`warn`, `bad` or `good`."""
    text: str
    part: Part | None = None


def state_text(view: ViewState) -> StateText:
    """The state of the moment in words."""
    match view.doing:
        case Doing.OPENING:
            return StateText(tr("Opening"), tr("Microphone and recogniser get ready"))
        case Doing.SPEAKING:
            return StateText(
                tr("Speaking"), tr("Your answer stays open") if view.answer_began else tr("Your turn comes next")
            )
        case Doing.LISTENING:
            return StateText(tr("Listening"), _listening(view))
        case Doing.THINKING:
            return StateText(tr("Thinking"), tr("About what you said") if view.turns else tr("The question comes"))
        case Doing.PAUSED:
            return StateText(tr("Paused"), tr("The clock stands still"))
        case Doing.ENDED:
            return StateText(tr("Ended"), tr("Everything is kept"))


def _listening(view: ViewState) -> str:
    if view.countdown is not None:
        return tr("Ends in {n} s unless you go on", n=max(1, round(view.countdown)))
    if view.thinking_until is not None and view.thinking_until > view.now:
        return tr("Take your time: {left}", left=clock_text(view.thinking_until - view.now))
    if view.typing_offered:
        return tr("Type your answer")
    return tr("{time} in this answer", time=clock_text(view.answer_seconds))


def phase_title(view: ViewState) -> str:
    """The phase that is planned now; empty before the first."""
    return next((phase.title for phase in view.plan.phases if phase.id == view.phase), "")


def phase_detail(view: ViewState) -> str:
    """How long the phase goes on, in Practice; an exam has no time plan, and one phase alone is the whole of it."""
    if view.exam or not view.phase or len(view.plan.phases) == 1 or view.seconds_left <= soon_seconds(view.seconds):
        return ""
    return tr("{time} left in this part", time=clock_text(max(0.0, view.phase_left)))


def notice(view: ViewState) -> Notice | None:
    """What of all troubles is to be told now: the latest, unless it is over."""
    if not view.troubles:
        return None
    trouble = view.troubles[-1]
    if trouble.over and view.now - trouble.at > GOOD_NEWS_SECONDS:
        return None
    if trouble.over:
        return Notice("good", trouble.sentence, trouble.part)
    return Notice("bad" if trouble.costs_sound else "warn", f"{_safe(view, trouble)}{trouble.sentence}", trouble.part)


def _safe(view: ViewState, trouble: Trouble) -> str:
    """What is safe comes first, where something is recorded and the sentence is not about just that."""
    if trouble.costs_sound or trouble.part is Part.MICROPHONE or view.began is None or not view.microphone:
        return ""
    return tr("Your recording is safe, {time} so far.", time=clock_text(view.elapsed)) + " "


def ended_text(reason: str) -> str:
    """Why an interview ended."""
    return {
        "finished": tr("The interview is over."),
        "time": tr("The interview is over: time is up."),
        "candidate": tr("You ended the interview."),
        "interrupted": tr("The interview was interrupted."),
        "failed": tr("The interview failed."),
    }.get(reason, reason)
