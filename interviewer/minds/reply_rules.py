"""What a language model may say as an interviewer: the rules its reply is held against before a word is heard. Pure.

A reply that breaks one is sent back once with the rule it breaks; what breaks one again is not said, and the scripted
line is. Rules err on the strict side: a refused question costs a wording, a coached candidate costs the interview.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from interviewer.minds.grounds import Grounds
from interviewer.minds.sentences import split, words
from interviewer.minds.thoughts import after_thoughts
from interviewer.minds.wording import is_english, words_in

WORDS_MOST = 60
WORDS_READ = WORDS_MOST + 20
"""With what a model writes around it."""
CHARACTERS_READ = 4000
"""What has no spaces may go on for ever in one word."""
STATED_WORDS_MOST = 30
"""What leads to a question is shorter; more is a summary."""


class Rule(StrEnum):
    """A rule a reply can break, by the word that stands for it in a record."""

    EMPTY = "empty"
    THOUGHTS = "thoughts"
    TOO_LONG = "too_long"
    LANGUAGE = "language"
    TWO_QUESTIONS = "two_questions"
    PRAISE = "praise"
    VERDICT = "verdict"
    SUMMARY = "summary"
    HINT = "hint"
    INSTRUCTIONS = "instructions"
    MARKUP = "markup"
    NO_QUESTION = "no_question"
    GIVEN_AWAY = "given_away"
    REPEAT = "repeat"
    MISQUOTE = "misquote"
    FIGURE = "figure"
    INVENTED = "invented"
    NOT_TAKEN_UP = "not_taken_up"

    @property
    def broken(self) -> str:
        """What a reply did that broke it, as the rest of a sentence."""
        return _BROKEN[self]


_BROKEN: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.EMPTY: "gave an empty reply",
        Rule.THOUGHTS: "thought aloud instead of asking",
        Rule.TOO_LONG: "talked too long",
        Rule.LANGUAGE: "did not speak English",
        Rule.TWO_QUESTIONS: "asked more than one question at once",
        Rule.PRAISE: "praised or judged the answer",
        Rule.VERDICT: "gave a verdict on the answer",
        Rule.SUMMARY: "summarised what was said",
        Rule.HINT: "gave a hint in an exam",
        Rule.INSTRUCTIONS: "repeated its instructions",
        Rule.MARKUP: "wrote something that cannot be spoken",
        Rule.NO_QUESTION: "asked nothing",
        Rule.GIVEN_AWAY: "gave away what the candidate has to find out",
        Rule.REPEAT: "repeated a question that was asked before",
        Rule.MISQUOTE: "quoted something that was never said",
        Rule.FIGURE: "named a figure that nobody gave",
        Rule.INVENTED: "brought up something that nobody said",
        Rule.NOT_TAKEN_UP: "took up nothing the candidate said",
    }
)

_LABEL = re.compile(r"^(?:\W*(?:interviewer|question|next question|reply)\W*:\W*)", re.IGNORECASE)
_QUOTED = re.compile(r'^["“](?P<inside>[^"“”]*)["”]$')
_MARKUP = re.compile(r"[*_#`<>{}\[\]|\\]|https?:|^\s*(?:[-•]|\d+[.)])\s", re.MULTILINE)
_THOUGHTS = re.compile(
    r"\bthe (?:candidate|interviewee)\b|\bthe user (?:said|says|wants me|asked|just)\b"
    r"|\bas an (?:ai|interviewer)\b|\blanguage model\b"
    r"|\bi(?:'ll|’ll| will| should| need to| must| want to) (?:now )?(?:ask|probe|follow up|choose|pick|phrase)\b"
    r"|planned[_ ]question|last[_ ](?:answer|question)|already[_ ]asked|minutes[_ ]left"
    r"|\bthe (?:json|record|boundary|aims?) (?:is|says|has|i)\b"
    r"|^(?:\w+\W+)?(?:we|i) (?:need|have|should|must|want)(?: to)? (?:ask|produce|write|phrase|respond|reply|choose)"
    r"|^(?:sure|certainly|of course|ok(?:ay)?|here(?:'s|’s| is| are| it is| you go))\b"
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
    r"|^(?:right|correct|agreed|true|exactly|absolutely|indeed)\b"
    r"|\b(?:that|this|it|your (?:\w+ )?\w+)(?: is|'s|’s| was| sounds| seems| looks) (?:an? )?"
    r"(?:very |really |quite |pretty |well )?(?:clear|comprehensive|thorough|detailed|structured|reasonable|sensible"
    r"|logical|useful|compelling|creative|convincing)\b",
    re.IGNORECASE,
)
_BE = r"(?: is| was| were| are|'s|’s|'re|’re| sounds| seems| looks| feels)"
_VERDICT = re.compile(
    r"\byou(?:'ve|’ve| have)? (?:completely |also |totally )?(?:missed|forgot|forgotten|overlooked|neglected|ignored"
    r"|failed to|got (?:it|that) (?:right|wrong))\b"
    rf"|\b(?:that|this|it|your (?:\w+ )?\w+){_BE}"
    r" (?:not |too |a bit |rather |quite |so )*"
    r"(?:weak|vague|wrong|incorrect|incomplete|inadequate|enough|insufficient|unclear|shallow|generic|flawed|bad|poor)\b"
    r"|\bi(?:'m|’m| am) (?:not |un)?(?:convinced|impressed|persuaded|satisfied)\b|\bi (?:dis)?agree\b"
    r"|\b(?:no|strong|lean) (?:no )?hire\b|\bhire (?:you|call)\b|\bon the right track\b|\bgood enough\b"
    r"|\b(?:score|rating|grade) (?:of|is|would)\b|\bout of (?:ten|four|five|10|4|5)\b|\byou (?:pass|fail)(?:ed)?\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"\b(?:summari[sz]e|recap|sum (?:it |that |this )?up)\b|\bin (?:summary|short|sum)\b"
    r"|^so,? (?:far,? )?(?:you|we)(?:'ve|’ve| have)?\b|\bwhat (?:i|we)(?:'ve|’ve| have)? heard\b"
    r"|\byou(?:'ve|’ve| have) (?:covered|walked (?:me|us) through|talked us through)\b|\blet me make sure\b",
    re.IGNORECASE,
)
_HINT = re.compile(
    r"\bhave you (?:considered|thought (?:of|about)|looked at)\b"
    r"|\byou (?:could|might|may|should|would want to|may want to|might want to)(?: also| perhaps)? (?:want to )?"
    r"(?:consider|look at|think (?:of|about)|try|start|mention|add|focus|include)\b"
    r"|(?:^|[.!?,]\s+)(?:try|consider|think (?:of|about)|remember|don(?:'|’)t forget|maybe|perhaps)\b"
    r"|\b(?:could|might|can) (?:it|this|that) be (?:that|because)\b|\bis it (?:possible|because)\b"
    r"|\b(?:for example|for instance|such as)\b|\bhere(?:'s|’s| is) a (?:hint|tip|clue)\b|\ba hint\b"
    r"|\ba good \w+(?: here)? (?:is|would be)\b",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:what|how|why|which|who|where|when)\b[^.?!]*\b(?:and|or|then)\s+(?:what|how|why|which|who|where|when)\s+"
    r"(?:would|will|do|does|did|is|are|was|were|can|could|should|might|many|much|else)\b",
    re.IGNORECASE,
)
_REQUEST_WORDS = (
    "argue choose compare convince defend describe do draw estimate explain give go guess imagine list make name "
    "order pick play please put rank reckon say show sketch suppose take talk tell think try walk"
)
_REQUESTS = frozenset(_REQUEST_WORDS.split())
"""Words with which a sentence asks for something and needs no question mark."""


def broken_rule(reply: str, *, boundary: str, grounds: Grounds | None = None, whole: bool = True) -> Rule | None:
    """The first rule a reply breaks; None when it may be said.

    Args:
        boundary: the one the prompt was sent with.
        grounds: what it may build on; None: only how it speaks is looked at.
        whole: False for the beginning of a reply, which need not ask anything yet.
    """
    text = _spoken(reply)
    planned = "" if grounds is None else grounds.planned
    manners: dict[Rule, Callable[[], object]] = {
        Rule.EMPTY: lambda: not re.search(r"\w", text),
        Rule.THOUGHTS: lambda: _THOUGHTS.search(text),
        Rule.TOO_LONG: lambda: words(text) > WORDS_MOST,
        Rule.INSTRUCTIONS: lambda: boundary in text,
        Rule.MARKUP: lambda: _MARKUP.search(text),
        Rule.LANGUAGE: lambda: not is_english(text),
        Rule.TWO_QUESTIONS: lambda: _asks_two(text, planned),
        Rule.PRAISE: lambda: _PRAISE.search(text),
        Rule.VERDICT: lambda: _VERDICT.search(text),
        Rule.SUMMARY: lambda: _SUMMARY.search(text) or _stated_words(text) > STATED_WORDS_MOST,
        Rule.HINT: lambda: grounds is not None and grounds.exam and _HINT.search(text),
        Rule.NO_QUESTION: lambda: whole and not _asks(text),
    }
    if planned and words_in(text) == words_in(planned):
        return None  # the line of the pack as it stands
    found = next((rule for rule, is_broken in manners.items() if is_broken()), None)
    return found or (None if grounds is None else _unfounded(text, grounds, whole=whole))


def _unfounded(text: str, grounds: Grounds, *, whole: bool) -> Rule | None:
    """The first rule about what was said that a text breaks."""
    rules: dict[Rule, Callable[[], object]] = {
        Rule.GIVEN_AWAY: lambda: grounds.gives_away(text),
        Rule.REPEAT: lambda: whole and grounds.repeats(text),
        Rule.MISQUOTE: lambda: grounds.misquotes(text),
        Rule.FIGURE: lambda: grounds.figures(text),
        Rule.INVENTED: lambda: grounds.invents(text),
        Rule.NOT_TAKEN_UP: lambda: not grounds.takes_up(text),
    }
    return next((rule for rule, is_broken in rules.items() if is_broken()), None)


def sentences_of(reply: str) -> tuple[str, ...]:
    """The sentences of a reply as they are spoken."""
    return split(_spoken(reply))


def is_statement(sentence: str) -> bool:
    """Whether a sentence neither asks nor asks for anything."""
    return not sentence.rstrip().endswith("?") and not set(words_in(sentence)[:3]) & _REQUESTS


def asks_twice(text: str) -> bool:
    """Whether there are two question marks in a text, however it goes on."""
    return len(re.findall(r"\?+", text)) > 1


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


def _asks_two(text: str, planned: str) -> bool:
    """Whether there are two questions, be it in one sentence; a line of the pack that joins two may be worded so."""
    return asks_twice(text) or (bool(_JOINED.search(text)) and not _JOINED.search(planned))


def _asks(text: str) -> bool:
    return "?" in text or any(set(words_in(sentence)[:3]) & _REQUESTS for sentence in split(text))


def _stated_words(text: str) -> int:
    return sum(words(sentence) for sentence in split(text) if is_statement(sentence))
