"""Packs and questions in words. Pure; no Qt."""

from __future__ import annotations

from desktop.language import tr, trn
from desktop.pack_shelf import Shelved
from desktop.session_words import level_title, round_title
from desktop.widgets.text_rows import TextRow
from interviewer.content.model import Pack, Question
from interviewer.errors import Problem


def origin(shelved: Shelved) -> str:
    """Where a pack is from."""
    if not shelved.users:
        return tr("built in")
    return tr("yours, instead of the built-in one") if shelved.replaces else tr("yours")


def faults_text(number: int) -> str:
    """How many faults."""
    return trn("{n} fault", "{n} faults", number) if number else tr("No faults")


def pack_row(shelved: Shelved) -> TextRow:
    """A pack as the list shows it."""
    if shelved.pack is None:
        detail = tr("{faults}, left out", faults=faults_text(len(shelved.problems)))
        return TextRow(str(shelved.folder), shelved.title, detail, glyph="triangle-alert", tone="warn")
    questions = trn("{n} question", "{n} questions", len(shelved.pack.questions))
    return TextRow(str(shelved.folder), shelved.title, f"{questions} · {origin(shelved)}")


def difficulty_word(difficulty: str) -> str:
    """A difficulty in a word."""
    return {"easy": tr("Easy"), "medium": tr("Medium"), "hard": tr("Hard")}.get(difficulty, difficulty)


def facts_of(pack: Pack, question: Question) -> str:
    """Round, level, difficulty and industry of a question in a line."""
    titles = {entry.id: entry.title for entry in pack.rounds}
    parts = (
        round_title(question.round, titles.get(question.round, "")),
        level_title(question.level),
        difficulty_word(question.difficulty),
        question.industry,
    )
    return " · ".join(part for part in parts if part)


def question_row(pack: Pack, question: Question, *, practised: bool) -> TextRow:
    """A question as the list shows it."""
    right = tr("Practised") if practised else ""
    return TextRow(question.id, question.title, facts_of(pack, question), right, "check" if practised else "", "good")


def fault_row(problem: Problem) -> TextRow:
    """A fault as the list shows it, with file and line."""
    return TextRow(problem.file, problem.sentence, f"{problem.file}:{problem.line}")
