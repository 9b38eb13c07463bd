"""One question to read. What whoever wants to be asked it should not see yet is folded away. GUI thread.

Signals of `QuestionReader`: `closed()`; `practise(str)`, its id; `file_wanted(str)`, its file inside the pack.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.language import tr, trn
from desktop.pages.packs_parts.words import facts_of
from desktop.theme import tokens
from desktop.widgets.buttons import Button
from desktop.widgets.flow import Flow
from desktop.widgets.fold import Fold
from desktop.widgets.frames import Scroll
from desktop.widgets.plain import PlainLabel
from interviewer.content.model import Case, Pack, Question


class QuestionReader(QWidget):
    """A scrolling text with buttons over it."""

    closed = Signal()
    practise = Signal(str)
    file_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("packs_reader")
        self.question: Question | None = None
        self.folds: dict[str, Fold] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.back = Button(tr("All questions"), "packs_back", kind="quiet", symbol="chevron-left")
        self.start = Button(tr("Practise this"), "packs_practise", kind="primary", symbol="mic")
        self.file = Button(tr("Open file"), "packs_open_file", symbol="file-text")
        flow = Flow()
        flow.setContentsMargins(8, 4, 8, 0)
        for button in (self.back, self.start, self.file):
            flow.addWidget(button)
        self._scroll = Scroll(margin=8, spacing=8)
        self._scroll.setObjectName("packs_reader_text")
        self._scroll.setAccessibleName(tr("Question"))
        column.addLayout(flow)
        column.addWidget(self._scroll, 1)
        self.back.clicked.connect(self.closed)
        self.start.clicked.connect(lambda: self.question and self.practise.emit(self.question.id))
        self.file.clicked.connect(lambda: self.question and self.file_wanted.emit(file_of(self.question)))

    def read(self, pack: Pack, question: Question) -> None:
        """Show a question from its beginning, everything folded."""
        self.question = question
        self.folds = {}
        _empty(self._scroll.body)
        for widget in self._parts(pack, question):
            self._scroll.body.addWidget(widget)
        self._scroll.body.addStretch(1)
        self._scroll.verticalScrollBar().setValue(0)

    def _parts(self, pack: Pack, question: Question) -> Iterator[QWidget]:
        yield PlainLabel(question.title, size=tokens.TITLE, bold=True, wrap=True, name="packs_question_title")
        yield PlainLabel(facts_of(pack, question), tone="muted", wrap=True, name="packs_question_facts")
        yield _quoted(question.spoken)
        if question.strong:
            yield _strong(question.strong)
        yield from self._hints(question)
        yield from self._model_answer(question)
        yield from self._cases(question)

    def _hints(self, question: Question) -> Iterator[QWidget]:
        titles = (tr("Hint 1 of 3, a nudge"), tr("Hint 2 of 3, a pointer"), tr("Hint 3 of 3, part of an answer"))
        for number, (title, hint) in enumerate(zip(titles, question.hints.graded, strict=True), 1):
            yield self._fold(f"hint_{number}", title, (hint,))

    def _model_answer(self, question: Question) -> Iterator[QWidget]:
        if not question.model_answer:
            return
        title = trn("Model answer, {n} part: read your own first", "Model answer, {n} parts: read your own first",
                    len(question.model_answer))  # fmt: skip
        texts = [text for section in question.model_answer for text in (section.title, section.text)]
        yield self._fold("model_answer", title, texts, headed=True)

    def _cases(self, question: Question) -> Iterator[QWidget]:
        cases = [follow_up.case for follow_up in question.follow_ups if follow_up.case is not None]
        for number, case in enumerate(cases, 1):
            yield self._fold(
                f"case_{number}", tr("Show what is hidden (spoils the case)"), _case_texts(case), headed=True
            )

    def _fold(self, name: str, title: str, texts: Sequence[str], *, headed: bool = False) -> Fold:
        """`headed`: every other text is the heading of the next."""
        fold = self.folds[name] = Fold(title, f"packs_{name}")
        for number, text in enumerate(texts):
            if headed and number and number % 2 == 0:
                fold.body.addSpacing(8)
            fold.body.addWidget(PlainLabel(text, bold=headed and number % 2 == 0, wrap=True))
        return fold


def file_of(question: Question) -> str:
    """The file of a question inside its pack."""
    return f"questions/{question.id.partition('/')[2]}.toml"


def _case_texts(case: Case) -> list[str]:
    signals = "\n".join(f"•  {fact.fact}" for fact in case.facts if fact.signal)
    noise = "\n".join(f"•  {fact.fact}" for fact in case.facts if not fact.signal)
    parts = (
        (tr("What moved"), case.metric),
        (tr("What caused it"), case.cause),
        (tr("What fits"), case.action),
        (tr("Answers that point at it"), signals),
        (tr("Answers that rule something out"), noise),
    )
    return [text for title, text in parts if text for text in (title, text)]


def _quoted(text: str) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "quotation")
    inside = QVBoxLayout(frame)
    inside.setContentsMargins(16, 4, 0, 4)
    inside.addWidget(PlainLabel(text, size=tokens.SECTION, wrap=True, name="packs_question_spoken"))
    return frame


def _strong(points: Sequence[str]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 8)
    column.setSpacing(8)
    column.addWidget(PlainLabel(tr("What a strong answer contains"), bold=True, wrap=True))
    for point in points:
        column.addWidget(bullet(point))
    return box


def bullet(text: str) -> QWidget:
    """A point whose further lines stand under its first."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(PlainLabel("•", tone="muted"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(PlainLabel(text, wrap=True), 1)
    return box


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
