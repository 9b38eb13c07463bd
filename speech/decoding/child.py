"""The process that reads one foreign sound file with libsndfile. Killing it gives the file up."""

from __future__ import annotations

import sys
from pathlib import Path

from speech.child import Channel
from speech.errors import SpeechError
from speech.files import to_recording


def main() -> int:
    """Do what is asked until the parent is gone."""
    channel = Channel()
    channel.ready()
    while (request := channel.inbox.get()) is not None:
        try:
            source, target = Path(request["source"]), Path(request["target"])
            seconds = to_recording(source, target, lambda share: channel.offer("progress", share=share))
        except SpeechError as fault:
            channel.refuse(request, fault.code, fault.sentence)
        else:
            channel.reply(request, seconds=seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
