"""What an interview from elsewhere is taken for: its round, question and candidate. Blocking; any thread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import get_args

from assets import resource
from desktop.language import tr
from desktop.paths import Paths
from desktop.session_words import round_title
from interviewer.content.choose import question_by_id, round_part
from interviewer.content.loader import load_packs
from interviewer.content.model import Level, Pack
from interviewer.content.own import own_question
from interviewer.content.recognise import recognise
from interviewer.errors import ImportRefused, PlanError
from interviewer.records.foreign import LARGEST_BYTES, Turn, candidate_of, read_turns
from interviewer.records.imported import Foreign

ROUND = "execution"
"""Whose rubric an interview is reviewed by when nobody says, and nothing tells."""
_QUESTION_ID = re.compile(r"(?:[a-z0-9-]+:)?[a-z0-9_]+/[a-z0-9-]+")


@dataclass(frozen=True, slots=True)
class About:
    """What is known of an interview that its files do not say."""

    round: str = ""
    """Id of a round; empty: that of the question, else it is found out."""
    question: str = ""
    """A question's id, or the question itself; empty: it is found out, if no round is given either."""
    speaker: str = ""
    """The candidate's name in the transcript; empty: found out."""
    mine: bool = False
    """A bundle is a session of one's own, from another computer."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An interview as it will be taken in."""

    foreign: Foreign
    taken_for: str
    """A sentence that says by what it is reviewed, and what of that was guessed."""


def turns_of(file: Path) -> tuple[Turn, ...]:
    """The turns of a transcript. Raises: ImportRefused."""
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ImportRefused(f"{file.name} cannot be read ({error.strerror}). Check the file and its disk.") from error
    return read_turns(data, file.name)


def guessed(packs: Sequence[Pack], file: Path, turns: Sequence[Turn], about: About) -> About:
    """What nobody said of an interview, as far as its words and its name tell. Raises: as `candidate_of`."""
    candidate = candidate_of(turns, about.speaker) if turns else ""
    if about.round or about.question:
        return replace(about, speaker=candidate)
    found = recognise(packs, (turn.text for turn in turns if turn.speaker != candidate), file.stem)
    if turns and not found.question and not about.speaker:
        others = [turn for turn in turns if turn.speaker != candidate]
        asked_by_them = recognise(packs, (turn.text for turn in turns if turn.speaker == candidate))
        if others and asked_by_them.question:  # who asks a question of a pack is not the candidate
            candidate, found = candidate_of(others), asked_by_them
    return replace(about, round=found.round or ROUND, question=found.question, speaker=candidate)


def plan_of(first: Path, turns: tuple[Turn, ...], about: About, paths: Paths) -> Planned:
    """The interview of some files, `first` among them, without its sound.

    Raises: ImportRefused, PlanError, PackError.
    """
    try:
        started = datetime.fromtimestamp(first.stat().st_mtime).astimezone()
    except OSError as error:
        raise ImportRefused(f"{first.name} cannot be read ({error.strerror}). Check the file and its disk.") from error
    known = bool(about.round or about.question)
    packs = load_packs(resource("packs"), paths.packs, round_id=_round_of(about) if known else None).packs
    about = guessed(packs, first, turns, about)
    round_id, question, text, level = _question(about, packs)
    foreign = Foreign(
        title=" ".join(_written(first.stem).split()) or "Interview",
        started=started,
        round=round_id,
        question=question,
        question_text=text,
        level=level,
        turns=turns,
        candidate=about.speaker,
    )
    return Planned(foreign, _taken_for(about, packs, foreign, known))


def _written(text: str) -> str:
    """The name of a file, or what was entered in a terminal, with question marks for bytes that are not UTF-8."""
    return text.encode("utf-8", "replace").decode()


def _taken_for(about: About, packs: Sequence[Pack], foreign: Foreign, known: bool) -> str:
    title = round_title(
        foreign.round, next((one.title for pack in packs for one in pack.rounds if one.id == foreign.round), "")
    )
    if known:
        return tr("It is reviewed as {round}.", round=title)
    if not about.question:
        return tr("It is taken for {round}, by which it is reviewed.", round=title)
    _, question = question_by_id(packs, about.question)
    return tr("It is taken for {round}, and for the question “{question}”.", round=title, question=question.title)


def _is_id(asked: str) -> bool:
    return _QUESTION_ID.fullmatch(asked) is not None


def _round_of(about: About) -> str:
    asked = about.question.strip()
    return round_part(asked if _is_id(asked) else about.round or ROUND)


def _question(about: About, packs: tuple[Pack, ...]) -> tuple[str, str, str, str]:
    """(round, question's id, its text, level). Raises: PlanError."""
    asked = _written(about.question.strip())
    if _is_id(asked):
        of, found = question_by_id(packs, asked)
        return of.id, found.id, found.spoken, found.level
    round_id = _round_of(about)
    entry = next((entry for pack in packs for entry in pack.rounds if entry.id == round_id), None)
    if entry is None:
        raise PlanError(f"There is no round “{round_id}”. Packs say which there are.", command="pack list")
    level: Level = get_args(Level)[1]
    if not asked:
        return entry.id, "", "", level
    own = own_question(entry, asked, level)
    return entry.id, own.id, own.spoken, level
