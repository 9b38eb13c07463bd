"""What servers of models differ in: lists of models, words of errors, streams, counts, prompts too long for them.

Shapes as the servers were met in 2025 and 2026; texts are our own. See the notes on servers in the research of the
house, and the trackers of ggml-org/llama.cpp (#15780, #19774, #24013), lmstudio-ai (#189, #1602, #2322, #2339),
vllm-project (#20409) and ollama (#4967).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

CREATED = 1_760_000_000


class TooLong(StrEnum):
    """What becomes of a prompt that does not fit into the context."""

    REFUSED = "refused"
    """It is answered with an error."""
    CUT = "cut"
    """What does not fit is left out without a word."""
    MIDWAY = "midway"
    """A stream begins with status 200, and the error comes in it."""
    NOTHING = "nothing"
    """The reply is whole, and empty."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of a server's."""

    status: int
    message: str
    kind: str = "invalid_request_error"
    code: str | None = None


Listing = Callable[[Sequence[str]], dict[str, Any]]
Body = Callable[[Refusal], dict[str, Any]]


def listed(names: Sequence[str], owner: str, **more: Any) -> dict[str, Any]:
    """A list of models."""
    entries = [{"id": name, "object": "model", "created": CREATED, "owned_by": owner, **more} for name in names]
    return {"object": "list", "data": entries}


def whole_error(refusal: Refusal) -> dict[str, Any]:
    """As OpenAI words it."""
    error = {"message": refusal.message, "type": refusal.kind, "param": None, "code": refusal.code}
    return {"error": error}


@dataclass(frozen=True)
class Vendor:
    """One kind of server."""

    refuses: frozenset[str] = frozenset()
    """Ways to ask for a reply (`asked_form`) that get an error."""
    no_form: Refusal = Refusal(400, "Unrecognized request argument supplied")
    """That error."""
    keeps_form: bool = True
    """Whether the reply is the JSON that was asked for; if not, it is prose with the JSON in it."""
    counts: bool = True
    """Whether it says how many tokens it read, when asked."""
    too_long: TooLong = TooLong.REFUSED
    no_room: Refusal = Refusal(400, "Too long.", code="context_length_exceeded")
    """The error where it is one."""
    missing: Refusal = Refusal(404, "The model does not exist.", code="model_not_found")
    """A model it has not."""
    listing: Listing = field(default=lambda names: listed(names, "openai"))
    body: Body = field(default=whole_error)
    begins: str | None = ""
    """Content of the first piece, which names the role; None: null."""
    thinks: str = ""
    """Field of a piece in which thoughts come; empty: the model does not think."""
    pings: bool = False
    """Whether comments keep the connection open until the first piece."""
    nulls: bool = False
    """Whether every piece has a count that is null, until the one that has it."""


def _listed_by_ollama(names: Sequence[str]) -> dict[str, Any]:
    """An empty list is null."""
    return {**listed(names, "library"), **({} if names else {"data": None})}


def _listed_by_llama(names: Sequence[str]) -> dict[str, Any]:
    """Twice: in its own way, and in OpenAI's."""
    own = [{"name": name, "model": name, "type": "model", "capabilities": ["completion"]} for name in names]
    return {"models": own, **listed(names, "llamacpp", meta={"n_ctx_train": 32768, "n_params": 4_000_000_000})}


def _listed_by_vllm(names: Sequence[str]) -> dict[str, Any]:
    return listed(names, "vllm", root="/models", parent=None, max_model_len=4096, permission=[{"object": "permission"}])


def _ollama_error(refusal: Refusal) -> dict[str, Any]:
    """No code, whatever it is about."""
    return {"error": {"message": refusal.message, "type": "api_error", "param": None, "code": None}}


def _llama_error(refusal: Refusal) -> dict[str, Any]:
    return {"error": {"code": refusal.status, "message": refusal.message, "type": refusal.kind}}


def _lm_studio_error(refusal: Refusal) -> dict[str, Any]:
    """A bare text."""
    return {"error": refusal.message}


def _vllm_error(refusal: Refusal) -> dict[str, Any]:
    """Not under "error", and the status for a code."""
    fields = {"message": refusal.message, "type": "BadRequestError", "param": None, "code": refusal.status}
    return {"object": "error", **fields}


OPENAI = Vendor(nulls=True)
OLLAMA = Vendor(
    keeps_form=False,
    too_long=TooLong.CUT,
    missing=Refusal(404, 'model "it" not found, try pulling it first'),
    listing=_listed_by_ollama,
    body=_ollama_error,
    thinks="reasoning",
)
LLAMA = Vendor(
    no_room=Refusal(400, "request exceeds the available context size", "exceed_context_size_error"),
    missing=Refusal(400, "model 'it' not found"),
    listing=_listed_by_llama,
    body=_llama_error,
    begins=None,
    thinks="reasoning_content",
    pings=True,
)
LM_STUDIO = Vendor(
    frozenset({"json_object"}),
    Refusal(400, "'response_format.type' must be 'json_schema' or 'text'"),
    too_long=TooLong.MIDWAY,
    no_room=Refusal(400, "More tokens have to be kept than the context length. Load the model with a larger one."),
    missing=Refusal(400, "Invalid model identifier. Name one that was downloaded."),
    listing=lambda names: listed(names, "organization_owner"),
    body=_lm_studio_error,
    thinks="reasoning_content",
)
VLLM = Vendor(
    no_room=Refusal(400, "This model's maximum context length is 4096 tokens, and more were requested."),
    missing=Refusal(404, "The model `it` does not exist."),
    listing=_listed_by_vllm,
    body=_vllm_error,
    thinks="reasoning_content",
)
MAIN = {"openai": OPENAI, "ollama": OLLAMA, "llama.cpp": LLAMA, "lm studio": LM_STUDIO, "vllm": VLLM}
"""Those most people have."""
VENDORS = {
    **MAIN,
    "llama.cpp, old": Vendor(
        frozenset({"json_schema"}),
        Refusal(500, "Failed to parse grammar", "server_error"),
        no_room=Refusal(500, "Context size has been exceeded.", "server_error"),
        listing=_listed_by_llama,
        body=_llama_error,
    ),
    "lm studio, gguf": Vendor(
        LM_STUDIO.refuses, LM_STUDIO.no_form, too_long=TooLong.NOTHING, body=_lm_studio_error, missing=LM_STUDIO.missing
    ),
    "no schema": Vendor(frozenset({"json_schema"}), Refusal(422, "Unrecognized request argument supplied")),
    "no form": Vendor(frozenset({"json_schema", "json_object"}), keeps_form=False),
    "nothing new": Vendor(frozenset({"json_schema", "json_object", "plain"}), keeps_form=False, counts=False),
}
"""Those, other versions of them, and servers that lack a thing each."""
