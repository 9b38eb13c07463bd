"""The only door to PortAudio: which devices there are, and streams of 16-bit mono sound in and out.

Used inside child processes only: the list of devices is frozen when the library loads, and a device that is gone can
hang `stop`, `abort` and `close` for ever, so that whoever opens a stream must be killable. Callbacks run on PortAudio's
own thread and must do no more than copy.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal, Protocol, cast

from speech.errors import MicrophoneError, SpeechError, VoiceUnavailable

SAMPLE_BYTES = 2
"""Bytes of one 16-bit sample."""

Direction = Literal["input", "output"]

SoundCallback = Callable[[Any, int, Any, Any], None]
"""Called with (bytes-like block, frames, times, flags). `times` has `currentTime`, `inputBufferAdcTime` and
`outputBufferDacTime` in seconds of the stream's clock; `flags` is true when the device reports trouble, and can stay
false through any amount of it. An output callback must fill its whole block."""

_INVALID_RATE = -9997
_DEVICE_UNAVAILABLE = -9985


@dataclass(frozen=True, slots=True)
class Device:
    """A device as PortAudio lists it. Name and host API together identify it; its index changes between starts."""

    name: str
    host_api: str
    max_channels: int
    """Channels in the direction it was listed for."""
    default_rate: float
    """Frames a second."""
    is_default: bool
    """The one the system uses when none is named."""


class Stream(Protocol):
    """What an opened stream offers. `active` can stay true while no callback comes any more."""

    @property
    def active(self) -> bool: ...

    @property
    def latency(self) -> float:
        """Seconds between the callback and the device, as PortAudio estimates it."""

    @property
    def samplerate(self) -> float:
        """Frames a second, as the device granted it."""

    def start(self) -> None: ...

    def stop(self) -> None:
        """Play out, then stop. Can hang."""

    def abort(self) -> None:
        """Stop at once. Can hang."""

    def close(self) -> None:
        """Let the device go. Can hang."""


def input_devices() -> tuple[Device, ...]:
    """Everything that can record.

    Raises: MicrophoneError when the PortAudio library is missing or does not start.
    """
    return _devices("input")


def output_devices() -> tuple[Device, ...]:
    """Everything that can play.

    Raises: VoiceUnavailable when the PortAudio library is missing or does not start.
    """
    return _devices("output")


def open_input(
    device_name: str | None, host_api: str | None, rate: int, blocksize: int, callback: SoundCallback
) -> Stream:
    """A stream from a microphone, not yet started: 16-bit mono at `rate`, `blocksize` frames a callback.

    `device_name` None is the system's default microphone; `host_api` None takes the name wherever it is found.
    Raises: MicrophoneError with code `microphone_library`, `microphone_missing`, `microphone_rate` (this device
    refuses `rate`) or `microphone_refused`.
    """
    return _open("input", device_name, host_api, rate, blocksize, "high", callback)


def start_input(stream: Stream) -> None:
    """Start a microphone's stream; one that refuses is closed.

    Raises: MicrophoneError with code `microphone_refused`.
    """
    sounddevice = _library("input")
    with contextlib.ExitStack() as undo:
        undo.callback(stream.close)
        with _translated(sounddevice, "input"):
            stream.start()
        undo.pop_all()


def open_output(
    device_name: str | None,
    host_api: str | None,
    rate: int,
    blocksize: int,
    callback: SoundCallback,
    *,
    latency_seconds: float = 0.04,
) -> Stream:
    """A stream to a loudspeaker, not yet started: 16-bit mono at `rate`, `blocksize` frames a callback.

    Raises: VoiceUnavailable with code `loudspeaker_library`, `loudspeaker_missing`, `loudspeaker_rate` or
    `loudspeaker_refused`.
    """
    return _open("output", device_name, host_api, rate, blocksize, latency_seconds, callback)


def start_output(stream: Stream) -> None:
    """Start a loudspeaker's stream; one that refuses is left to the end of the process, for closing it can hang.

    Raises: VoiceUnavailable with code `loudspeaker_rate` or `loudspeaker_refused`.
    """
    with _translated(_library("output"), "output"):
        stream.start()


def _devices(direction: Direction) -> tuple[Device, ...]:
    sounddevice = _library(direction)
    with _translated(sounddevice, direction):
        default = _default_index(sounddevice, direction)
        return tuple(
            Device(
                name=info["name"],
                host_api=host_api,
                max_channels=info[f"max_{direction}_channels"],
                default_rate=info["default_samplerate"],
                is_default=index == default,
            )
            for index, host_api, info in _listed(sounddevice, direction)
        )


def _open(
    direction: Direction,
    device_name: str | None,
    host_api: str | None,
    rate: int,
    blocksize: int,
    latency: float | str,
    callback: SoundCallback,
) -> Stream:
    sounddevice = _library(direction)
    with _translated(sounddevice, direction):
        index, found_api = _find(sounddevice, direction, device_name, host_api)
        kind = sounddevice.RawInputStream if direction == "input" else sounddevice.RawOutputStream
        # Shared WASAPI offers only the mixer's own rate unless Windows is asked to convert.
        extra = sounddevice.WasapiSettings(auto_convert=True) if "WASAPI" in found_api else None
        stream = kind(
            samplerate=rate,
            blocksize=blocksize,
            device=index,
            channels=1,
            dtype="int16",
            latency=latency,
            extra_settings=extra,
            callback=callback,
        )
    return cast(Stream, stream)


def _library(direction: Direction) -> Any:
    try:
        import sounddevice
    except ImportError:
        raise _error(direction, "library", "The Python package sounddevice is missing. Install it again.") from None
    except OSError:
        sentence = (
            "The PortAudio library is missing, so no sound can be recorded or played. "
            "Install it (Debian and Ubuntu: sudo apt install libportaudio2) and start Hotseat again."
        )
        raise _error(direction, "library", sentence) from None
    return sounddevice


def _listed(sounddevice: Any, direction: Direction) -> Iterator[tuple[int, str, dict[str, Any]]]:
    apis = [api["name"] for api in sounddevice.query_hostapis()]
    for index, info in enumerate(sounddevice.query_devices()):
        if info[f"max_{direction}_channels"] > 0:
            yield index, apis[info["hostapi"]], info


def _default_index(sounddevice: Any, direction: Direction) -> int:
    """Index of the default device, -1 when there is none."""
    pair = sounddevice.default.device
    return int(pair[0 if direction == "input" else 1])


def _find(sounddevice: Any, direction: Direction, name: str | None, host_api: str | None) -> tuple[int, str]:
    default = _default_index(sounddevice, direction)
    for index, api, info in _listed(sounddevice, direction):
        if name is None and index == default:
            return index, api
        if name == info["name"] and host_api in (None, api):
            return index, api
    thing = _thing(direction)
    if name is None:
        raise _error(direction, "missing", f"No {thing} was found. Plug one in, or choose one in the sound settings.")
    raise _error(direction, "missing", f"The {thing} “{name}” is not there. Plug it in, or choose another one.")


@contextlib.contextmanager
def _translated(sounddevice: Any, direction: Direction) -> Iterator[None]:
    try:
        yield
    except sounddevice.PortAudioError as error:
        code = error.args[1] if len(error.args) > 1 else 0
        thing = _thing(direction)
        if code == _INVALID_RATE:
            raise _error(direction, "rate", f"The {thing} does not offer this sample rate.") from error
        cure = (
            "Another program may be using it: close that program and try again."
            if code == _DEVICE_UNAVAILABLE
            else "Check that it is plugged in and that the system lets Hotseat use it, or choose another one."
        )
        raise _error(direction, "refused", f"The {thing} could not be opened. {cure}") from error


def _thing(direction: Direction) -> str:
    return "microphone" if direction == "input" else "loudspeaker"


def _error(direction: Direction, what: str, sentence: str) -> SpeechError:
    if direction == "input":
        return MicrophoneError(sentence, code=f"microphone_{what}")
    return VoiceUnavailable(sentence, code=f"loudspeaker_{what}")
