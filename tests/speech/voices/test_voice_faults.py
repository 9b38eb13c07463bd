"""The parent's side against an engine that fails in every way a real one does, without a loudspeaker."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
import wave
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from speech.errors import VoiceUnavailable
from speech.voices import voice as voice_module
from speech.voices.silent import SilentVoice
from speech.voices.values import Heard, VoiceNotice
from speech.voices.voice import Voice
from tests.speech.voices import stub_engine
from tests.support.guards import ExpectedLog
from tests.support.sound_server import wait_until

AGAIN = "voice is started again for a line"
ENDED = "child ended"


async def each(*sentences: str) -> AsyncIterator[str]:
    for sentence in sentences:
        yield sentence


class Scene:
    """A voice with the stub engine, the notices it gave, and a file for its line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.notices: list[VoiceNotice] = []
        self.out = folder / "line.wav"
        self.environment = stub_engine.install(folder / "stub")
        self.voice = Voice(
            engine="system",
            cache_dir=folder / "cache",
            notify=self.notices.append,
            play=False,
            environment=self.environment,
        )

    @property
    def codes(self) -> list[str]:
        return [notice.code for notice in self.notices]

    @property
    def texts(self) -> list[str]:
        return stub_engine.texts(self.folder / "stub")

    async def say(self, *sentences: str) -> Heard:
        return await self.voice.speak(each(*sentences), self.out)


@pytest.fixture
async def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Scene]:
    monkeypatch.setattr(voice_module, "BASE_SECONDS", 1.0)
    monkeypatch.setattr(voice_module, "SECONDS_PER_CHARACTER", 0.0)
    scene = Scene(tmp_path)
    yield scene
    await scene.voice.close()


def length(path: Path) -> float:
    with wave.open(str(path)) as reader:
        assert (reader.getnchannels(), reader.getsampwidth()) == (1, 2)
        return float(reader.getnframes() / reader.getframerate())


async def test_a_line_becomes_one_file_and_is_not_said_to_be_heard(scene: Scene) -> None:
    info = await scene.voice.open()
    assert (info.engine, info.voice, info.name) == ("system", "tone", "Tone")  # English before the system's own
    heard = await scene.say("How would you\tmeasure it?", "...", "Take your time.")
    assert scene.texts == ["How would you measure it?", "Take your time."]
    assert heard.seconds == pytest.approx(length(scene.out), abs=0.001)
    assert heard.seconds == pytest.approx(40 / 15, abs=0.1)
    assert (heard.heard_seconds, heard.stopped) == (0.0, False)
    assert heard.started_monotonic == heard.ended_monotonic


async def test_what_was_prepared_is_not_made_again(scene: Scene) -> None:
    await scene.voice.open()
    await scene.voice.prepare(["Question one.", "", "Question two."])
    await scene.say("Question two.", "Question one.")
    assert scene.texts == ["Question one.", "Question two."]


async def test_the_voices_of_the_engine_can_be_listed(scene: Scene) -> None:
    await scene.voice.open()
    voices = await scene.voice.list_voices()
    assert [(voice.id, voice.languages) for voice in voices] == [("de", ("de",)), ("tone", ("en-gb",))]


@pytest.mark.parametrize("languages", ["409;9", "409"], ids=["two languages", "no age"])
async def test_where_one_voice_cannot_be_read_the_current_one_speaks(scene: Scene, languages: str) -> None:
    (scene.folder / "stub" / "pyttsx3" / "odd-voice").write_text(languages)
    info = await scene.voice.open()
    assert info.name == "TTS_MS_EN-US_ZIRA"
    assert (await scene.say("How would you measure it?")).seconds > 0
    assert [voice.id for voice in await scene.voice.list_voices()] == [info.voice]
    assert scene.notices == []


async def test_a_voice_that_is_gone_is_replaced_with_a_notice(scene: Scene) -> None:
    voice = Voice(
        engine="system",
        cache_dir=scene.folder / "cache",
        notify=scene.notices.append,
        voice="Zoe",
        play=False,
        environment=scene.environment,
    )
    assert (await voice.open()).voice == "tone"
    assert scene.codes == ["voice_replaced"]
    await voice.close()


@pytest.mark.parametrize("fault", ["HANG", "CRASH", "ZEROS", "SHORT", "REFUSE"])
async def test_an_engine_that_fails_once_is_started_again_for_the_same_line(
    scene: Scene, fault: str, expected_log: ExpectedLog
) -> None:
    expected_log(AGAIN)
    expected_log.may(ENDED)
    await scene.voice.open()
    heard = await scene.say(f"This will {fault} only ONCE I hope.")
    assert length(scene.out) == pytest.approx(heard.seconds, abs=0.001)
    assert heard.seconds > 1.0
    assert scene.codes == ["voice_restarted"]


@pytest.mark.parametrize("fault", ["HANG", "CRASH", "ZEROS"])
async def test_an_engine_that_fails_twice_costs_the_line_and_not_the_next(
    scene: Scene, fault: str, expected_log: ExpectedLog
) -> None:
    expected_log(AGAIN)
    expected_log.may(ENDED)
    await scene.voice.open()
    with pytest.raises(VoiceUnavailable):
        await scene.say(f"This will {fault} always.")
    assert not scene.out.exists()
    assert (await scene.say("The next one is fine.")).seconds > 1.0


async def test_after_two_lost_lines_the_voice_is_left_alone(scene: Scene, expected_log: ExpectedLog) -> None:
    expected_log(AGAIN)
    expected_log.may(ENDED)
    await scene.voice.open()
    for _ in range(2):
        with pytest.raises(VoiceUnavailable):
            await scene.say("ZEROS again.")
    began = time.monotonic()
    with pytest.raises(VoiceUnavailable, match="off for this session"):
        await scene.say("Fine.")
    assert time.monotonic() - began < 0.1


async def test_an_engine_that_hangs_at_the_start_is_given_up_with_a_sentence(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    (scene.folder / "stub" / "pyttsx3" / "hang-at-start").touch()
    monkeypatch.setattr("speech.voices.host.START_SECONDS", {"system": 1.0})
    with pytest.raises(VoiceUnavailable, match="did not answer within 1 seconds"):
        await scene.voice.open()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("raise ImportError('no')", "no speech engine"),
        ("def init(): raise RuntimeError('eSpeak is not installed')", "no speech engine"),
        ("import os; os.abort()", "a library inside it aborted"),
    ],
)
async def test_without_an_engine_the_sentence_says_so(scene: Scene, source: str, sentence: str) -> None:
    (scene.folder / "stub" / "pyttsx3" / "__init__.py").write_text(source)
    with pytest.raises(VoiceUnavailable, match=sentence) as caught:
        await scene.voice.open()
    if sys.platform == "linux" and "speech engine" in sentence:
        assert "sudo apt install espeak-ng" in caught.value.sentence


_NO_ESPEAK = """
import ctypes
load = ctypes.CDLL.__init__

def refusing(self, name, *rest, **options):
    if name is not None and "espeak" in str(name).lower():
        raise OSError(f"{name}: cannot open shared object file")
    load(self, name, *rest, **options)

ctypes.CDLL.__init__ = refusing
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the engine of the system is eSpeak on Linux only")
async def test_without_the_library_of_espeak_the_sentence_names_the_package(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_NO_ESPEAK)
    voice = Voice(
        engine="system",
        cache_dir=tmp_path / "cache",
        notify=lambda notice: None,
        environment={"PYTHONPATH": str(tmp_path)},
    )
    with pytest.raises(VoiceUnavailable, match="sudo apt install espeak-ng") as caught:
        await voice.open()
    assert caught.value.code == "voice_missing"
    await voice.close()


async def test_without_portaudio_lines_are_made_and_the_notice_names_the_package(scene: Scene) -> None:
    (scene.folder / "stub" / "sounddevice.py").write_text("raise OSError('PortAudio library not found')")
    voice = Voice(
        engine="system",
        cache_dir=scene.folder / "cache",
        notify=scene.notices.append,
        environment=scene.environment,
    )
    await voice.open()
    heard = await voice.speak(each("Can you hear me?"), scene.out)
    await voice.close()
    assert (heard.heard_seconds, heard.stopped) == (0.0, False)
    assert length(scene.out) > 0.5
    assert scene.codes == ["loudspeaker_library"]
    assert "libportaudio2" in scene.notices[0].sentence


async def test_without_piper_the_voice_of_the_system_speaks(scene: Scene) -> None:
    (scene.folder / "stub" / "piper.py").write_text("raise ImportError('no')")
    voice = Voice(
        engine="neural",
        cache_dir=scene.folder / "cache",
        notify=scene.notices.append,
        play=False,
        environment=scene.environment,
    )
    assert (await voice.open()).engine == "system"
    assert scene.codes == ["voice_fallback"]
    assert "--neural-voice" in scene.notices[0].sentence
    await voice.speak(each("Still here."), scene.out)
    assert length(scene.out) > 0.5
    await voice.close()


async def test_a_child_killed_between_lines_is_back_for_the_next(scene: Scene, expected_log: ExpectedLog) -> None:
    expected_log(ENDED)
    expected_log.may(AGAIN)
    await scene.voice.open()
    await scene.say("The first line.")
    assert scene.voice.child_pid is not None
    os.kill(scene.voice.child_pid, signal.SIGKILL)
    heard = await scene.say("The second line.")
    assert heard.seconds > 0.5
    assert not heard.stopped
    assert scene.codes == ["voice_restarted"]


async def test_a_full_disk_is_named_and_nothing_is_restarted(tmp_path: Path, scene: Scene) -> None:
    await scene.voice.open()
    pid = scene.voice.child_pid
    shutil.rmtree(tmp_path / "cache")
    (tmp_path / "cache").touch()  # nothing can be written below a file
    with pytest.raises(VoiceUnavailable) as caught:
        await scene.say("A line.")
    assert caught.value.code == "voice_disk"
    assert scene.voice.child_pid == pid


async def test_a_line_that_cannot_be_kept_is_spoken_all_the_same(scene: Scene, expected_log: ExpectedLog) -> None:
    expected_log("a spoken line was not kept")
    await scene.voice.open()
    heard = await scene.voice.speak(each("A line."), scene.folder / "gone" / "line.wav")
    assert heard.seconds > 0.3
    assert scene.codes == ["voice_not_kept"]


async def test_what_the_mind_raises_comes_through(scene: Scene) -> None:
    async def failing() -> AsyncIterator[str]:
        yield "One moment."
        raise ZeroDivisionError

    await scene.voice.open()
    with pytest.raises(ZeroDivisionError):
        await scene.voice.speak(failing(), scene.out)
    assert (await scene.say("And on.")).seconds > 0.3


async def test_a_stop_does_not_wait_for_sentences_that_never_come(scene: Scene) -> None:
    said = asyncio.Event()

    async def slow() -> AsyncIterator[str]:
        yield "The first sentence."
        said.set()
        await asyncio.Event().wait()

    await scene.voice.open()
    speaking = asyncio.create_task(scene.voice.speak(slow(), scene.out))
    await said.wait()
    await scene.voice.hush()
    heard = await speaking
    assert heard.stopped
    assert length(scene.out) == pytest.approx(heard.seconds, abs=0.001)
    await scene.voice.hush()  # nobody speaks: nothing happens


async def test_two_lines_at_once_are_a_mistake(scene: Scene) -> None:
    await scene.voice.open()

    async def first() -> AsyncIterator[str]:
        with pytest.raises(RuntimeError, match="while a line"):
            await scene.say("The second.")
        yield "The first."

    assert (await scene.voice.speak(first(), scene.out)).seconds > 0.3


async def test_a_voice_that_is_not_open_says_so(scene: Scene) -> None:
    with pytest.raises(VoiceUnavailable, match="not open"):
        await scene.say("Anyone?")
    await scene.voice.hush()


async def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    environment = {**os.environ, **stub_engine.install(tmp_path / "stub")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _PARENT, str(tmp_path / "cache"), env=environment, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    child = int(await process.stdout.readline())
    process.kill()
    await process.wait()
    await asyncio.to_thread(wait_until, lambda: not _alive(child), "the child to follow its parent")


_PARENT = """
import asyncio, sys
from pathlib import Path
from speech.voices.voice import Voice

async def main():
    voice = Voice(engine="system", cache_dir=Path(sys.argv[1]), notify=print, play=False)
    await voice.open()
    print(voice.child_pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def _alive(pid: int) -> bool:
    return bool(psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)


def test_the_parent_stays_light() -> None:
    source = "import sys, speech.voices.voice, speech.voices.silent; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert not {"numpy", "sounddevice", "pyttsx3", "piper", "soxr"} & set(done.stdout.split())


async def test_a_silent_voice_takes_lines_and_makes_nothing(tmp_path: Path) -> None:
    voice = SilentVoice()
    assert (await voice.open()).name == "text only"
    out = tmp_path / "line.wav"
    heard = await voice.speak(each("One.", "Two."), out)
    assert (heard.seconds, heard.heard_seconds, heard.stopped) == (0.0, 0.0, False)
    assert not out.exists()
    await voice.prepare(["Three."])
    await voice.hush()
    assert await voice.list_voices() == ()
    await voice.close()
