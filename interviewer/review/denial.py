"""Whether something is claimed or denied: "it was the release" against "it was not the release". Pure.

Only denials of the claim itself count. "Members did not get the notice" claims something with a "not" in it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from interviewer.content import cues


@dataclass(frozen=True, slots=True)
class Denials:
    """Cues that deny what stands beside them in the same clause."""

    before: tuple[str, ...]
    behind: tuple[str, ...]


_EITHER = (
    "instead of", "rather than", "other than", "apart from", "neither", "nor", "against", "avoid*", "dismiss*",
)  # fmt: skip
OF_CAUSES = Denials(
    before=(
        *_EITHER,
        "it|that|this|cause|reason|problem|issue|culprit|they is|was|are|were|can|could not|never",
        "it's|that's not|never",
        "isn't|wasn't|aren't|weren't the|a|an|our|about|because|due|caused|from|related|likely|really",
        "not the|a|an|our|about|because|due|caused|from|related|likely",
        "can't|couldn't|cannot be",
        "don't|doesn't|didn't|wouldn't|can't|cannot think|believe|suspect|suppose|say|expect|buy",
        "do|does|did|would|can not think|believe|suspect|suppose|say|expect|buy",
        "nothing to do with", "rul* out", "rul* that|this|it out", "exclud*", "eliminat*", "unlikely", "doubt*",
        "unrelated to",
    ),
    behind=(
        "is|was|are|were not the|to|it|behind|our|likely|really|responsible|what|why|a cause|reason|problem|factor",
        "isn't|wasn't|aren't|weren't the|to|it|behind|our|likely|really|responsible|what|why|a",
        "is|was|are|were|can|could be? ruled|excluded|dismissed|unlikely|unrelated|irrelevant|innocent",
        "has|have|had nothing to do",
        "doesn't|didn't|don't|cannot|can't explain", "does|did|do not explain",
    ),
)  # fmt: skip
"""What is said not to be the cause."""
OF_ACTIONS = Denials(
    before=(
        *_EITHER,
        "i'd|we'd|would|will|should|shall|must|do|i|we|or not|never",
        "wouldn't|won't|shouldn't|don't|mustn't|needn't|can't|cannot",
        "no need|reason|point", "without", "not yet?",
    ),
    behind=("is|are|would|will|should not|be? wrong|useless|pointless|premature|overkill", "isn't|wouldn't|won't"),
)  # fmt: skip
"""What is said not to be done."""

_CLAUSE_ENDS = re.compile(
    r",|(?<!not )(?<!n't )\bbecause\b|\b(?:but|so|although|though|and (?=i|it|we|the|they|that|then|instead)\b)"
)


def affirmed(wanted: tuple[str, ...], text: str, denials: Denials) -> bool:
    """Whether any of the cues stands in the text (as spoken) without being denied."""
    return any(_claimed(cue, sentence, denials) for sentence in cues.plain(text).splitlines() for cue in wanted)


def _claimed(cue: str, sentence: str, denials: Denials) -> bool:
    place = 0
    while match := cues.compiled(cue).search(sentence[place:]):
        begin, end = place + match.start(), place + match.end()
        if not _denied(sentence[:begin], sentence[end:], denials):
            return True
        place = end
    return False


def _denied(before: str, behind: str, denials: Denials) -> bool:
    """By the words of the same clause on either side."""
    same_clause = _CLAUSE_ENDS.split(before)[-1], _CLAUSE_ENDS.split(behind)[0]
    return cues.heard(denials.before, same_clause[0]) or cues.heard(denials.behind, same_clause[1])
