"""Who transcribes for a command: a speech model on this machine, or the server that was named."""

from __future__ import annotations

import argparse
import os

from desktop.model_store import model_store
from desktop.paths import Paths
from desktop.remote_speech.listener import Listener
from desktop.terminal.contact import allowed
from interviewer.errors import MindUnavailable
from interviewer.minds.server import EXAMPLE, Server, server_at
from speech.errors import ModelError
from speech.whisper.models import ModelFiles

NOBODY = "none"
"""In the place of a speech model's name: none here transcribes."""


def named_server(args: argparse.Namespace, paths: Paths) -> Server | None:
    """The server that was named to transcribe; None: none was.

    Raises: MindUnavailable: what was named is none, or must not be contacted.
    """
    if not args.speech_server and not args.speech_server_model:
        return None
    if not args.speech_server or not args.speech_server_model:
        sentence = f"--speech-server {EXAMPLE} and --speech-server-model NAME go together."
        raise MindUnavailable(sentence, code="usage")
    return allowed(server_at(args.speech_server, args.speech_server_model, os.environ), paths)


def nobody_transcribes(args: argparse.Namespace) -> bool:
    """Whether neither a model here nor a server is to; "none" leaves a server that was named at work."""
    return args.speech_model == NOBODY and not args.speech_server


def recogniser(args: argparse.Namespace, paths: Paths) -> ModelFiles | Listener:
    """Who transcribes; a server does without a model here. Blocking: a model is hashed when it is first used.

    Raises: ModelError when there is neither; MindUnavailable.
    """
    server = named_server(args, paths)
    if server is not None and args.speech_model == NOBODY:
        return Listener(server)
    try:
        model = model_store(paths).resolve(args.speech_model)
    except ModelError:
        if server is None:
            raise
        return Listener(server)
    return model if server is None else Listener(server, model)
