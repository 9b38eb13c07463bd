"""Which microphones there are, asked in a child that ends at once.

PortAudio reads the list when it loads and never again, and loading it can hang or print; so nobody keeps it loaded for
this. Devices are known by name and host API: their numbers change when something is plugged in.
"""

from __future__ import annotations

import dataclasses
import os
import sys

from speech import portaudio
from speech.child import Channel
from speech.errors import MicrophoneError, WorkerError, WorkerLate
from speech.portaudio import Device
from speech.worker import Worker

DEADLINE_SECONDS = 8.0


async def microphones() -> tuple[Device, ...]:
    """Every device that can record, as the system lists them now.

    Raises: MicrophoneError when PortAudio is missing, does not start or hangs.
    """
    worker = Worker("speech.devices", name="device list", on_message=lambda message: None, on_exit=lambda reason: None)
    try:
        ready = await worker.start(deadline=DEADLINE_SECONDS)
    except WorkerLate as fault:
        sentence = "The list of microphones could not be read in time: the sound system hangs. Restart the computer."
        raise MicrophoneError(sentence, code="microphone_late") from fault
    except WorkerError as fault:
        raise MicrophoneError(fault.sentence, code=fault.code) from fault
    finally:
        await worker.stop(grace=0.5)
    return tuple(Device(**device) for device in ready["devices"])


def main() -> int:
    """Say which microphones there are, and end."""
    channel = Channel()
    try:
        devices = portaudio.input_devices()
    except MicrophoneError as fault:
        channel.refuse_to_start(fault.code, fault.sentence)
    else:
        channel.ready(devices=[dataclasses.asdict(device) for device in devices])
    channel.inbox.get()
    os._exit(0)  # letting PortAudio go can hang


if __name__ == "__main__":
    sys.exit(main())
