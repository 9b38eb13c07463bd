"""What a language model could say as reviewer, made from the request it got, for the fake server."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.support.fake_openai import record_in

Score = Callable[[dict[str, Any], str], int]
"""A score from 1 to 4 for a record and the title of a dimension."""


def said_in(record: dict[str, Any]) -> list[str]:
    """The candidate's answers."""
    return [turn["candidate"] for turn in record["transcript"] if "candidate" in turn]


def quote_from(record: dict[str, Any]) -> str:
    """The first words of the longest answer."""
    return " ".join(max(said_in(record), key=len).split()[:12])


def reviewer(
    score: Score | int = 3,
    *,
    quote: Callable[[dict[str, Any]], str] = quote_from,
    answer: str = "I would count holds that are collected within fourteen days.",
) -> Callable[[Any], str]:
    """A reviewer that keeps to the form. `quote` gives what it quotes each time."""

    def reply(body: Any) -> str:
        record = record_in(body)
        return json.dumps(_reply(record, score, quote(record), answer))

    return reply


def _reply(record: dict[str, Any], score: Score | int, quoted: str, answer: str) -> dict[str, object]:
    if "dimension" in record:
        given = score if isinstance(score, int) else score(record, record["dimension"]["title"])
        return {"evidence": [quoted], "lacks": "An order with a reason.", "why": "Says what it is.", "score": given}
    if "aspect" in record:
        return {"evidence": [quoted], "remark": "One follows it.", "better": "Two things.", "rating": "mixed"}
    if "weakest_first" in record:
        return {
            "improvements": [
                {
                    "dimension": one["dimension"],
                    "quote": quoted,
                    "missing": f"{one['title']}: {one['lacks']}",
                    "better": answer,
                    "drill": "Say it in ninety seconds.",
                }
                for one in record["weakest_first"][:4]
            ]
        }
    return {"said": [quoted], "missing": "", "answer": answer}
