"""Whether microphone, recogniser, interviewer and voice are ready, in a word and a line each. Asyncio thread.

Each check is a real one, and short: devices are listed, the model is looked for, the voice is started once. What a
check works with is imported by the check: heavy imports stay out of start-up.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from desktop.language import tr
from desktop.paths import Paths
from desktop.settings import Settings
from interviewer.errors import MindError
from interviewer.minds.server import server_at
from speech.errors import MicrophoneError, VoiceUnavailable

if TYPE_CHECKING:
    from speech.whisper.models import ModelStore

Verdict = Literal["ready", "checking", "choose", "fix"]


@dataclass(frozen=True, slots=True)
class Ready:
    """How one part stands."""

    verdict: Verdict
    detail: str

    @property
    def word(self) -> str:
        """The verdict as it is shown."""
        return {
            "ready": tr("Ready"),
            "checking": tr("Checking"),
            "choose": tr("Choose"),
            "fix": tr("Fix"),
        }[self.verdict]


CHECKING = "checking"


async def microphone_ready(settings: Settings) -> Ready:
    """Whether the chosen microphone is there; the device's name."""
    from speech.devices import microphones

    wanted = settings.sound.microphone
    try:
        devices = await microphones()
    except MicrophoneError as fault:
        return Ready("fix", fault.sentence)
    if not devices:
        return Ready("fix", tr("No microphone found. Answers can be typed."))
    if not wanted:
        return Ready("ready", tr("System default"))
    if any(device.name == wanted for device in devices):
        return Ready("ready", wanted)
    return Ready("choose", tr("{name} is not there. The system’s default is used.", name=wanted))


async def speech_ready(store: ModelStore, settings: Settings) -> Ready:
    """Which model transcribes, here or on a server, if any. No server is contacted for this."""
    import asyncio

    if settings.speech.remote:
        return _server_ready(settings, settings.speech.url, settings.speech.remote_model)

    models = await asyncio.to_thread(store.list)
    wanted = settings.speech.model
    present = [model for model in models if model.installed]
    chosen = next((model for model in present if model.name == wanted), None)
    chosen = chosen or next((model for model in present if model.default), None)
    if chosen is None:
        return Ready("choose", tr("Not set up. Answers are recorded and can be typed."))
    if wanted and chosen.name != wanted:
        return Ready("choose", tr("{wanted} is not here; {name} is used.", wanted=wanted, name=chosen.name))
    return Ready("ready", tr("{name}, {size} MB", name=chosen.name, size=round(chosen.bytes / 1e6)))


def _server_ready(settings: Settings, url: str, model: str) -> Ready:
    try:
        server = server_at(url, model or "-", {}, key="")
    except MindError as fault:
        return Ready("choose", fault.sentence)
    if not model:
        return Ready("choose", tr("{host}: choose a model", host=server.host))
    if settings.privacy.offline_only and not server.is_here:
        return Ready("fix", tr("Offline only: {host} is not asked", host=server.host))
    return Ready("ready", f"{model} · {server.host}")


async def interviewer_ready(settings: Settings) -> Ready:
    """Who asks: the scripted interviewer, or a model and where it runs. Nobody is contacted for this."""
    import asyncio

    chosen = settings.interviewer
    if chosen.kind == "scripted":
        return Ready("ready", tr("Scripted, needs no model"))
    if chosen.kind == "file":
        return await asyncio.to_thread(_file_ready, chosen.file)
    return _server_ready(settings, chosen.url, chosen.model)


def _file_ready(name: str) -> Ready:
    """Whether there is a model file and what runs it; it is not read. Blocking: its disk may be asleep or far away."""
    from desktop.embedded.serving import can_run_files

    file = Path(name)
    if not name:
        return Ready("choose", tr("Choose a model file"))
    if not file.is_file():
        return Ready("choose", tr("{name} is not there", name=file.name))
    if not can_run_files():
        return Ready("fix", tr("The part that runs model files is not installed"))
    return Ready("ready", tr("{name}, run here", name=file.stem))


async def voice_ready(settings: Settings, paths: Paths) -> Ready:
    """Whether the chosen voice starts; its name."""
    chosen = settings.voice
    if chosen.engine == "none":
        return Ready("ready", tr("Text only"))
    from speech.voices.voice import Voice

    voice = Voice(
        engine=chosen.engine, cache_dir=paths.voice_cache, notify=lambda _: None, voice=chosen.name or None, play=False
    )
    try:
        info = await voice.open()
    except VoiceUnavailable as fault:
        return Ready("fix", fault.sentence)
    finally:
        await voice.close()
    return Ready("ready", f"{info.name} · {chosen.rate:g}×")
