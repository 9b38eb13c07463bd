"""What a review has read, and whether the candidate's words have changed since. Pure.

An answer may be transcribed, or transcribed again with care, after a review began, and misheard words are put right:
then scores stand on quotes that are not there any more. The rule-based coach is asked anew, which takes a second; for a
language model that is somebody's time or money, so that it is only said.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from interviewer.records.transcript import Exchange
from interviewer.review.told import answers_in, in_order
from interviewer.review.values import Review


def mark_of(transcript: Iterable[Exchange]) -> str:
    """Stands for all that the candidate said, as the transcript has it: other words, another mark."""
    said = hashlib.sha256()
    for answer in answers_in(in_order(transcript)):
        said.update(f"{answer.number}\n{' '.join(answer.text.split())}\n".encode("utf-8", "replace"))
    return said.hexdigest()[:32]


def is_stale(review: Review, transcript: Iterable[Exchange]) -> bool:
    """Whether the words have changed since; False for a review that does not say what it read."""
    return bool(review.read) and review.read != mark_of(transcript)
