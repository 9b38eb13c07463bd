"""A child process that does what a test asks of it, for the tests of `speech.worker`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Any

from speech.child import Channel
from speech.worker import Message

FOREVER = threading.Event()


def main() -> int:
    """Obey requests until the parent is gone. The first argument may name what to do instead of getting ready."""
    how = sys.argv[1] if len(sys.argv) > 1 else ""
    channel = Channel(grace=0.3 if how == "stubborn" else 2.0, waits=how != "keeps")
    if how == "refuse":
        channel.refuse_to_start("no_luck", "It cannot be done today.")
        return 0
    never_ready(how)
    if how == "sleeper":
        sleeper = subprocess.Popen(["sleep", "600"])
        channel.ready(pid=os.getpid(), sleeper=sleeper.pid)
    else:
        channel.ready(pid=os.getpid(), niceness=os.nice(0), folder=str(sys.path))
    if how == "stubborn":
        FOREVER.wait()
    if how == "flood":
        while True:
            channel.send("drop", text="x" * 1000)
    if how == "keeps":
        keep_talking(channel)
    while (request := channel.inbox.get()) is not None:
        obey(channel, request)
    return 0


def never_ready(how: str) -> None:
    """Some ways not to come so far."""
    if how == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "break":
        raise ValueError("Ten households lent their tools.")
    if how == "silent":
        FOREVER.wait()


def obey(channel: Channel, request: Message) -> None:
    """Do what `op` says."""
    match request["op"]:
        case "echo":
            channel.reply(request, text=request["text"])
        case "refuse":
            channel.refuse(request, "not_today", "It does not want to.")
        case "say":
            channel.send(request["event"], text=request.get("text"))
        case "never":
            pass
        case "print":  # what a library does that knows nothing of the protocol
            sys.stdout.write(request["text"] + "\n")
            sys.stdout.flush()
            os.write(1, request["text"].encode() + b"\n")
            os.write(2, request["text"].encode() + b"\n")
            channel.reply(request)
        case "complain":
            os.write(2, b"x" * int(request["bytes"]))
            channel.reply(request)
        case "raw":
            raw(channel, request)
        case "signal":
            os.kill(os.getpid(), int(request["number"]))
        case "exit":
            os._exit(int(request["code"]))


def raw(channel: Channel, request: Message) -> None:
    """Write bytes that are no message, as a broken child would."""
    data = request["text"].encode("latin-1") * int(request.get("times", 1))
    descriptor: Any = channel._out
    while data:
        data = data[os.write(descriptor, data) :]
    channel.reply(request)


def keep_talking(channel: Channel) -> None:
    """Say more than a pipe holds to a parent that does not read, then say how far it came."""
    for number in range(3000):
        channel.send("kept", number=number, text="x" * 100)
        channel.offer("stale", number=number)
    os.write(2, b"said everything\n")
    while channel.inbox.empty():
        channel.pump()


if __name__ == "__main__":
    sys.exit(main())
