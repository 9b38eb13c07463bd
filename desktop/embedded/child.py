"""The process that serves one model file on loopback: the door to `xllamacpp`, which speaks the OpenAI protocol itself.

Only who has the key of this run is answered. Once the model is loaded, what the library writes goes nowhere: it could
hold what was said.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from speech.child import Channel
from speech.worker import Message

EXTRA_MISSING = "extra_missing"
"""Code of a fault that an installation mends."""
NOT_LOADED = "model_not_loaded"
"""Code of a fault that another file mends."""
LONGEST_REPLY = 2048
"""Tokens: a model that does not find an end is stopped here."""

BATCH = 128
"""Tokens read at a time. What nobody waits for any more is given up between two batches: with the library's 2048, a
reply to a question that was dropped kept the next one waiting for 9 s on two busy cores."""


def main() -> int:
    """Load what is asked for and serve it until nobody is there any more."""
    channel = Channel()
    try:
        import xllamacpp
    except ImportError:
        channel.refuse_to_start(EXTRA_MISSING, "The part that runs model files is not installed.")
        return 0
    channel.ready()
    request: Message | None = channel.inbox.get()
    if request is None:
        return 0
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, request))
    except RuntimeError:
        channel.refuse(request, NOT_LOADED, "The model could not be loaded.")
    else:
        _hush()
        channel.reply(request, url=server.listening_address)
    while channel.inbox.get() is not None:
        pass
    os._exit(0)  # nothing is kept, and a reply that is being made would be waited for


def _parameters(library: Any, request: Message) -> Any:
    """How the model is served: one conversation at a time, nothing but the chat, nothing from the network."""
    parameters = library.CommonParams()
    parameters.model.path = request["file"]
    parameters.n_ctx = request["context"]
    parameters.n_parallel = 1
    parameters.n_predict = LONGEST_REPLY
    parameters.cpuparams.n_threads = request["threads"]
    parameters.cpuparams_batch.n_threads = request["threads"]
    parameters.n_batch = parameters.n_ubatch = BATCH
    parameters.cache_ram_mib = 0  # prompts of former conversations, by gigabytes
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0  # a free one
    parameters.api_keys = [request["key"]]
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.offline = True
    return parameters


def _hush() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
