"""What a language model may say as an interviewer: the rules its reply is held against before a word is heard. Pure.

A reply that breaks one is not mended; the scripted line is said instead.
"""

from __future__ import annotations

import re

from interviewer.errors import MindReplyUnfit
from interviewer.minds.sentences import split, words
from interviewer.minds.thoughts import after_thoughts

WORDS_MOST = 60
WORDS_READ = WORDS_MOST + 20
"""With what a model writes around it."""
CHARACTERS_READ = 4000
"""What has no spaces may go on for ever in one word."""

_LABEL = re.compile(r"^(?:\W*(?:interviewer|question|next question|reply)\W*:\W*)", re.IGNORECASE)
_QUOTED = re.compile(r'^["“](?P<inside>[^"“”]*)["”]$')
_MARKUP = re.compile(r"[*_#`<>{}\[\]|\\]|https?:|^\s*(?:[-•]|\d+[.)])\s", re.MULTILINE)
_THOUGHTS = re.compile(
    r"\bthe (?:candidate|interviewee)\b|\bthe user (?:said|says|wants me|asked|just)\b|\bas an ai\b|\blanguage model\b"
    r"|planned[_ ]question|last[_ ]answer"
    r"|^(?:\w+\W+)?(?:we|i) (?:need|have|should|must|want)(?: to)? (?:ask|produce|write|phrase|respond|reply)"
    r"|^(?:\w+\W+)?let(?: me|'s|’s) (?:think|see|analy[sz]e)",
    re.IGNORECASE,
)
_KIND = (
    "good|great|excellent|awesome|fantastic|wonderful|brilliant|impressive|amazing|perfect|superb|terrific|outstanding"
    "|interesting|insightful|thoughtful|nice|strong|solid|smart|valid|fair|helpful"
)
_PRAISE = re.compile(
    rf"(?:^|[.!?,]\s+)(?:(?:that|this|it)(?:'s|’s| is| was| sounds)? )?(?:an? )?(?:very |really |quite )?(?:{_KIND})\b"
    rf"|\b(?:{_KIND}) (?:answer|point|question|job|start|idea|thinking|choice|thought|work|observation|approach)\b"
    r"|\bwell (?:done|said)\b|\bspot on\b|\b(?:i|we) (?:really )?(?:like|love|appreciate)\b"
    r"|\b(?:that|this) makes (?:\w+ )?sense\b|\byou(?: did|'ve done|’ve done| have done) (?:\w+ )?(?:great|well)\b"
    r"|\b(?:that|you)(?: is| are|'s|’s|'re|’re) (?:not )?(?:right|correct|true|wrong)\b"
    r"|^(?:right|correct|agreed|true|exactly|absolutely|indeed)\b",
    re.IGNORECASE,
)


def fit_sentences(reply: str, *, model: str, boundary: str) -> tuple[str, ...]:
    """The sentences of a reply as they are spoken.

    `model` is named in the fault; `boundary` is the one the prompt was sent with.

    Raises:
        MindReplyUnfit: nothing is said, or it breaks a rule; the sentence names which.
    """
    text = _spoken(reply)
    if fault := _fault(text, boundary):
        raise MindReplyUnfit(f"{model} {fault}.")
    return split(text)


def is_too_long(reply: str) -> bool:
    """Whether a reply that still goes on will be refused for its length anyway."""
    said = after_thoughts(reply)
    return words(said) > WORDS_READ or len(said) > CHARACTERS_READ


def _spoken(reply: str) -> str:
    """The reply without what models put around a line: thoughts, a label, quotation marks, line breaks."""
    text = _LABEL.sub("", after_thoughts(reply).strip()).strip()
    if quoted := _QUOTED.match(text):
        text = quoted["inside"].strip()
    text = text.replace("**", "")
    return "".join(character if character.isprintable() else "\n" for character in text).strip()


def _fault(text: str, boundary: str) -> str:
    """The rule that is broken, as the rest of a sentence; empty when all is well."""
    broken = {
        "gave an empty reply": not re.search(r"\w", text),
        "thought aloud instead of asking": _THOUGHTS.search(text),
        "talked too long": words(text) > WORDS_MOST,
        "asked more than one question at once": len(re.findall(r"\?+", text)) > 1,
        "praised or judged the answer": _PRAISE.search(text),
        "repeated its instructions": boundary in text,
        "wrote something that cannot be spoken": _MARKUP.search(text),
    }
    return next((fault for fault, is_broken in broken.items() if is_broken), "")
