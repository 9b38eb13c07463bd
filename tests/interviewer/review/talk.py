"""Transcripts made by hand, for what a scripted interview does not say."""

from __future__ import annotations

from dataclasses import replace

from interviewer.events import By, Role
from interviewer.records.transcript import Answer, Exchange


class Talk:
    """Lines and answers, one second after the other."""

    def __init__(self) -> None:
        self.t = 0.0
        self.answers = 0
        self.exchanges: list[Exchange] = []

    def line(self, role: Role, item: str, *said: str, pending: bool = False) -> Talk:
        """A line of the interviewer and what was answered to it, each answer ten seconds long."""
        self.t += 1
        number = len(self.exchanges) + 1
        start = self.t
        answers = []
        for text in said:
            self.t += 1
            self.answers += 1
            answers.append(_answer(self.answers, number, self.t, text, pending))
            self.t += 10
        self.exchanges.append(Exchange(number, role, item, f"Line {number}.", start, 0.0, False, "", tuple(answers)))
        return self

    def untimed(self) -> tuple[Exchange, ...]:
        """The same with every line said in the moment the answer before it began, as piped answers are."""
        return tuple(
            replace(one, start=0.0, answers=tuple(replace(answer, start=0.0) for answer in one.answers))
            for one in self.exchanges
        )


def _answer(number: int, line: int, start: float, text: str, pending: bool) -> Answer:
    return Answer(
        number=number,
        line=line,
        start=start,
        seconds=10.0,
        by=By.KEY,
        text=text,
        kept=False,
        pending=pending,
        typed=not pending,
        utterances=(),
        files=(),
        start_frame=None,
        end_frame=None,
    )
