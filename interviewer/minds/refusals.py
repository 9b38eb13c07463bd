"""What the error of a server is about, as far as it tells. Pure.

Servers that speak one protocol word their errors in many ways: OpenAI by a code, llama.cpp by a type, Ollama, vLLM and
LM Studio by the message alone, some with the status of another matter. The message is only looked at here; it is never
shown, since it can quote the key or what was said.
"""

from __future__ import annotations

import re
from enum import Enum, auto

FORM_STATUSES = frozenset({400, 422, 501})
LOOKED_AT = 300
"""Characters of a message: what follows may repeat the request."""

_FORM = re.compile(r"schema|grammar|response_format|stream_options")
_CONTEXT = re.compile(
    r"context[ _](?:size|length|window|the overflow)|(?:exceed|maximum|larger than|longer than)\w* .{0,30}context|n_ctx"
)
_MODEL = re.compile(
    r"model\b.{0,80}\b(?:not found|does not exist|not loaded|not available)|no models? (?:is |are )?loaded|"
    r"(?:invalid|unknown|no such) model"
)


class About(Enum):
    """What was wrong with a request."""

    CONTEXT = auto()
    """It does not fit into the context of the model."""
    MODEL = auto()
    """The server has not got the model."""
    FORM = auto()
    """How the reply was asked for: it may take a request of another form."""
    OTHER = auto()


def about(status: int, kind: str, message: str) -> About:
    """What an error is about.

    Args:
        status: of the answer; 200 for an error that came in a stream.
        kind: the error's code and type, as far as it gave any, in lower case.
        message: what it says.
    """
    said = message[:LOOKED_AT].lower()
    if status in (200, 400, 413, 422, 500) and (status == 413 or "context" in kind or _CONTEXT.search(said)):
        return About.CONTEXT
    if "model_not_found" in kind or (status in (400, 404, 422) and _MODEL.search(said)):
        return About.MODEL
    if status in FORM_STATUSES or (status == 500 and _FORM.search(said)):
        return About.FORM
    return About.OTHER
