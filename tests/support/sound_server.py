"""A private PulseAudio with a loudspeaker nobody hears and a microphone that hears what a test plays.

    wav ──play_into_microphone──► vmic (null sink) ──► mic (default source) ──► ALSA "default" ──► PortAudio
    wav ──play_into_microphone──► vmic2 (null sink) ──► mic2 ──► ALSA "second" ──► PortAudio
    PortAudio ──► ALSA "default" ──► speaker (null sink) ──record_speaker──► bytes

Everything is 16-bit; `vmic` and `mic` run at 16 kHz mono, so that sound of that form arrives bit for bit. Runs as a
child of the test process; `environment` leads other processes to it. The second line is there after
`add_second_microphone`.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.support import isolation

PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
DEADLINE_SECONDS = 15.0
POLL_SECONDS = 0.02

_ASOUNDRC = "pcm.!default { type pulse }\nctl.!default { type pulse }\npcm.pulse { type pulse }\n"
_VMIC = "module-null-sink sink_name=vmic format=s16le rate=16000 channels=1"
_SPEAKER = "module-null-sink sink_name=speaker format=s16le rate=48000 channels=2"
_SECOND = 'pcm.second { type pulse device mic2 hint { description "Second" } }\n'
_MIC = "module-remap-source master=vmic.monitor source_name=mic source_properties=device.description=VirtualMic"


def missing_part() -> str:
    """Why no sound server can be started here; empty when one can."""
    if not sys.platform.startswith("linux"):
        return "the private PulseAudio is for Linux"
    for program in PROGRAMS:
        if shutil.which(program) is None:
            return f"{program} is not installed (apt install pulseaudio pulseaudio-utils)"
    if not any(Path("/usr/lib").glob("*/alsa-lib/libasound_module_pcm_pulse.so")) and not any(
        Path("/usr").glob("lib*/alsa-lib/libasound_module_pcm_pulse.so")
    ):
        return "ALSA's PulseAudio plugin is not installed (apt install libasound2-plugins)"
    if ctypes.util.find_library("portaudio") is None:
        return "PortAudio is not installed (apt install libportaudio2)"
    return ""


def wait_until(condition: Callable[[], bool], what: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> None:
    """Look again and again until `condition` holds; for states of other processes, which send no event.

    Raises: TimeoutError naming `what`.
    """
    never = threading.Event()
    end = time.monotonic() + deadline_seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {deadline_seconds:g} s in vain: {what}")
        never.wait(POLL_SECONDS)


class Recording:
    """What the loudspeaker was given since the recording began: 16-bit mono at `rate`."""

    rate = 16_000
    """Frames a second."""

    def __init__(self, file: Path) -> None:
        self._file = file

    @property
    def pcm(self) -> bytes:
        data = self._file.read_bytes()
        return data[: len(data) // 2 * 2]

    @property
    def peak(self) -> int:
        """Largest sample so far, 0 to 32768."""
        samples = memoryview(self.pcm).cast("h")
        lowest, highest = min(samples, default=0), max(samples, default=0)
        return max(highest, -lowest)

    def wait_for_sound(self, *, peak: int = 500, deadline_seconds: float = DEADLINE_SECONDS) -> None:
        """Wait until something louder than `peak` was played."""
        wait_until(lambda: self.peak > peak, "sound from the loudspeaker", deadline_seconds=deadline_seconds)


class SoundServer:
    """A PulseAudio that can be broken in every way a user's can."""

    def __init__(self, folder: Path) -> None:
        """`folder` must have a short path: the server's socket lies in it."""
        self._folder = folder
        self._socket = folder / "pulse.sock"
        self._process: subprocess.Popen[bytes] | None = None
        home = folder / "home"
        home.mkdir()
        (home / ".asoundrc").write_text(_ASOUNDRC)
        self.environment = {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(folder),
            "PULSE_STATE_PATH": str(folder),
        }
        """Variables that lead a process to this server; put them over its environment."""

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it answers, its microphone and loudspeaker being the defaults."""
        self._socket.unlink(missing_ok=True)
        modules = (_SPEAKER, _VMIC, _MIC, f"module-native-protocol-unix socket={self._socket} auth-anonymous=1")
        with (self._folder / "pulseaudio.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    "pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--realtime=no",
                    "--high-priority=no", "--log-target=stderr", *(f"--load={module}" for module in modules),
                ],
                env=self._child_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )  # fmt: skip
        wait_until(lambda: not self.running or self._answers(), "PulseAudio to answer")
        if not self.running:
            raise RuntimeError(f"PulseAudio ended: {(self._folder / 'pulseaudio.log').read_text()[-2000:]}")
        self.pactl("set-default-source", "mic")
        self.pactl("set-default-sink", "speaker")

    def kill(self) -> None:
        """End it as a crash would. Does nothing to a dead one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        self.kill()
        self.start()

    def freeze(self) -> None:
        """Let it hang: it stays there and answers nobody. `thaw` undoes it."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def suspend_source(self, suspended: bool = True) -> None:
        """No more sound from the microphone, and no notice of it."""
        self.pactl("suspend-source", "mic", str(int(suspended)))

    def mute(self, muted: bool = True) -> None:
        """Exact zeros from the microphone."""
        self.pactl("set-source-mute", "mic", str(int(muted)))

    def remove_source(self) -> None:
        """Unplug the microphone. PulseAudio moves its streams to another source, which hears nothing."""
        self.pactl("set-default-source", "speaker.monitor")
        self.pactl("unload-module", "module-remap-source")

    def add_source(self) -> None:
        """Plug the microphone in again, as the default."""
        self.pactl("load-module", *_MIC.split())
        self.pactl("set-default-source", "mic")

    def add_second_microphone(self) -> None:
        """Another one beside the default; processes that start from now on know it as `second`."""
        self.pactl("load-module", *_VMIC.replace("vmic", "vmic2").split())
        self.pactl("load-module", *_MIC.replace("vmic", "vmic2").replace("=mic ", "=mic2 ").split())
        with Path(self.environment["HOME"], ".asoundrc").open("a") as file:
            file.write(_SECOND)

    def play_into_microphone(self, wav: Path, sink: str = "vmic") -> subprocess.Popen[bytes]:
        """Play a file at real time; the process ends when it was played. The caller waits for it."""
        return self._spawn("paplay", f"--device={sink}", "--volume=65536", str(wav))

    @contextlib.contextmanager
    def record_speaker(self) -> Iterator[Recording]:
        """Record what is played, from the first line of the block on."""
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".pcm")
        command = ["parec", "--device=speaker.monitor", "--raw", "--format=s16le", "--channels=1", "--latency-msec=20"]
        process = self._spawn(*command, f"--rate={Recording.rate}", stdout=handle)
        os.close(handle)
        recording = Recording(Path(name))
        try:
            wait_until(lambda: bool(recording.pcm), "the recording of the loudspeaker to begin")
            yield recording
        finally:
            process.kill()
            process.wait()

    def pactl(self, *arguments: str) -> str:
        """What `pactl` printed.

        Raises: CalledProcessError when the server does not answer or refuses.
        """
        done = subprocess.run(
            ["pactl", *arguments], env=self._child_environment(), capture_output=True, text=True, check=True, timeout=10
        )
        return done.stdout

    def _answers(self) -> bool:
        if not self._socket.exists():  # the last module that is loaded makes it
            return False
        with contextlib.suppress(subprocess.SubprocessError):
            self.pactl("info")
            return True
        return False

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _spawn(self, *command: str, stdout: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            env=self._child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
        )

    def _child_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


@contextlib.contextmanager
def running_sound_server() -> Iterator[SoundServer]:
    """A server from here to the end of the block."""
    with tempfile.TemporaryDirectory(prefix="p", dir=isolation.ROOT) as folder:
        server = SoundServer(Path(folder))
        try:
            server.start()
            yield server
        finally:
            server.thaw()
            server.kill()
