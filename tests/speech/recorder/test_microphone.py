"""The recorder on a real sound server, broken in every way a user's can be: what is said, how soon, what is kept."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.devices import microphones
from speech.errors import MicrophoneError
from speech.notices import FileBegan, GapFound, Level, Restored, SpeechBegan, SpeechPaused, Trouble
from speech.recorder.recorder import Device
from tests.support.guards import ExpectedLog, skip_missing_part
from tests.support.listening import PATTERN, Listener, answering, listening
from tests.support.recorded import RATE, data_of, noise, read_wav, write_wav
from tests.support.sound_server import SoundServer, missing_part, wait_until

CLIPS = sorted(Path("/usr/share/pocketsphinx/test/data/librivox").glob("*.wav"))
ENDED = "child ended"
NOTICED_SECONDS = 2.0
"""What is promised for a microphone that delivers nothing any more."""
BACK_SECONDS = 10.0
"""An attempt to open a microphone that hangs is given up after nine."""


@pytest.fixture
def microphone(sound_server: SoundServer) -> Iterator[SoundServer]:
    """A sound server whose microphone has the latency of a sound card.

    A null sink that nobody hurries makes sound two seconds at a time, and whoever begins to listen waits that long.
    """
    with hurried("mic"):
        yield sound_server


@pytest.fixture
def second(microphone: SoundServer) -> Iterator[SoundServer]:
    """The same with another microphone beside it."""
    microphone.add_second_microphone()
    with hurried("mic2"):
        yield microphone


@contextlib.contextmanager
def hurried(source: str) -> Iterator[None]:
    command = ["parec", f"--device={source}", "--latency-msec=20", "--raw"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as other:
        drain = threading.Thread(target=other.stdout.read if other.stdout else None, name="drain")
        drain.start()
        yield
        other.kill()
        drain.join()


@contextlib.contextmanager
def playing(server: SoundServer, wav: Path, sink: str = "vmic") -> Iterator[None]:
    """Play a file into a microphone until the end of the block."""
    player = server.play_into_microphone(wav, sink)
    try:
        yield
    finally:
        player.kill()
        player.wait()


def hear(seconds: float) -> None:
    """Listen to the microphone with another program for so long."""
    command = ["parec", "--device=mic", "--latency-msec=20", "--raw", f"--rate={RATE}", "--channels=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as other:
        assert other.stdout is not None
        assert len(other.stdout.read(round(2 * RATE * seconds))) == round(2 * RATE * seconds)
        other.kill()


def is_silent(trouble: Trouble) -> bool:
    return trouble.code in ("microphone_silent", "microphone_dead")


async def play(server: SoundServer, wav: Path) -> None:
    assert await asyncio.to_thread(server.play_into_microphone(wav).wait) == 0


async def on_disk(file: FileBegan, end: bytes) -> None:
    """Wait until a growing file holds some sound."""
    await asyncio.to_thread(wait_until, lambda: end in data_of(file.path), "the end of the sound on disk")


async def later(listener: Listener, frames: int = RATE) -> None:
    """Record on for a while, end the answer, and see that nothing is missing that was not named."""
    await listener.frames(frames)
    await listener.recorder.end_take()
    listener.take()


async def test_what_is_played_is_on_disk_bit_for_bit(sound_server: SoundServer, tmp_path: Path) -> None:
    sent = noise(3.0)
    async with listening() as listener:
        assert listener.opened is not None
        assert listener.opened.rate == RATE
        assert listener.opened.frame > 0, "open returns with the first sound"
        start = await answering(listener, tmp_path)
        await play(sound_server, write_wav(tmp_path / "said.wav", sent))
        await on_disk(listener.files[0], sent[-200:])
        end = await listener.recorder.end_take()
        assert listener.codes == []
    (file,) = listener.files
    heard = read_wav(file.path)
    assert len(heard) // 2 == end - start
    at = heard.find(sent[:64])
    assert at >= 0
    assert heard[at : at + len(sent)] == sent
    assert listener.all(GapFound) == []
    assert file.path.stat().st_mode & 0o777 == 0o600


async def test_levels_and_the_callbacks_lateness_are_told(sound_server: SoundServer, tmp_path: Path) -> None:
    async with listening() as listener:
        playing = sound_server.play_into_microphone(write_wav(tmp_path / "said.wav", noise(2.0)))
        level, _ = await listener.wait_for(Level, lambda level: level.peak_db > -10, within=10)
        assert level.rms_db < level.peak_db
        assert await asyncio.to_thread(playing.wait) == 0
        lateness = await listener.recorder.lateness()
        assert lateness["blocks"] > 20
        assert lateness["max"] >= lateness["p99"]


async def test_the_list_of_microphones(sound_server: SoundServer) -> None:
    found = await microphones()
    assert "default" in [one.name for one in found]
    assert any(one.is_default for one in found)


async def test_p4_a_suspended_source(microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog) -> None:
    """No callback comes any more, PortAudio calls the stream active, and closing it would hang."""
    expected_log(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        suspended = time.monotonic()
        await asyncio.to_thread(microphone.suspend_source)
        trouble, at = await listener.trouble("microphone_lost", within=5)
        assert at - suspended < NOTICED_SECONDS
        assert trouble.sentence == (
            "Recording stopped: the microphone delivers nothing any more. What was recorded is safe; it goes on as "
            "soon as sound arrives."
        )
        await asyncio.to_thread(microphone.suspend_source, False)
        await listener.restored(within=BACK_SECONDS)
        await later(listener)
    assert len(listener.files) == 2
    assert len(listener.all(GapFound)) == 1


async def test_a_source_that_is_unplugged_while_another_is_there(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    """The server moves the stream to the other source without a word: a hole, and then silence."""
    expected_log.may(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        with playing(microphone, write_wav(tmp_path / "said.wav", noise(20.0))):
            await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
            await asyncio.to_thread(microphone.remove_source)
            await listener.wait_for(GapFound, within=8)
            trouble, _ = await listener.wait_for(Trouble, is_silent, within=8)
            assert "Check" in trouble.sentence or "check" in trouble.sentence
            await listener.recorder.end_take()
    listener.take()


async def test_the_last_source_is_unplugged_and_plugged_in_again(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        removed = time.monotonic()
        for module in ("module-remap-source", "module-null-sink"):
            await asyncio.to_thread(microphone.pactl, "unload-module", module)
        _, at = await listener.trouble("microphone_lost", within=5)
        assert at - removed < NOTICED_SECONDS
        trouble, _ = await listener.trouble("microphone_refused", within=10)
        assert "Check that it is plugged in" in trouble.sentence
        sink = "sink_name=vmic format=s16le rate=16000 channels=1"
        await asyncio.to_thread(microphone.pactl, "load-module", "module-null-sink", *sink.split())
        await asyncio.to_thread(microphone.add_source)
        await listener.restored(within=BACK_SECONDS)
        await later(listener)
    assert len(listener.files) == 2
    assert listener.codes == ["microphone_lost", "microphone_refused"]


async def test_p4_a_muted_microphone(microphone: SoundServer, tmp_path: Path) -> None:
    await asyncio.to_thread(microphone.mute)
    async with listening() as listener:
        opened = time.monotonic()
        trouble, at = await listener.trouble("microphone_dead", within=4)
        assert at - opened < 2.5
        assert "check the mute switch and the microphone permission" in trouble.sentence
        await asyncio.to_thread(microphone.mute, False)
        with playing(microphone, write_wav(tmp_path / "said.wav", noise(3.0))):
            restored, _ = await listener.restored(within=5)
        assert restored.sentence == "The microphone is heard well again."


async def test_p4_a_microphone_that_is_muted_in_an_answer(microphone: SoundServer, tmp_path: Path) -> None:
    async with listening() as listener:
        await answering(listener, tmp_path)
        with playing(microphone, write_wav(tmp_path / "said.wav", noise(30.0))):
            await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
            muted = time.monotonic()
            await asyncio.to_thread(microphone.mute)
            _, at = await listener.trouble("microphone_silent", within=8)
            assert at - muted < 6
            await asyncio.to_thread(microphone.mute, False)
            await listener.restored(within=3)
        await later(listener, RATE // 2)
    assert len(listener.files) == 1
    assert listener.codes == ["microphone_silent"]


async def test_a_sound_server_that_dies_and_comes_back(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        killed = time.monotonic()
        microphone.kill()
        _, at = await listener.trouble("microphone_lost", within=5)
        assert at - killed < NOTICED_SECONDS
        trouble, _ = await listener.trouble("microphone_missing", within=8)
        assert trouble.sentence.startswith("No microphone was found. Plug one in")
        await asyncio.to_thread(microphone.start)
        await listener.restored(within=BACK_SECONDS)
        await later(listener)
    assert len(listener.files) == 2
    assert listener.codes == ["microphone_lost", "microphone_missing"], "each trouble is told once"


async def test_a_sound_server_that_hangs_and_goes_on(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        frozen = time.monotonic()
        microphone.freeze()
        _, at = await listener.trouble("microphone_lost", within=5)
        assert at - frozen < NOTICED_SECONDS
        microphone.thaw()
        await listener.restored(within=BACK_SECONDS)
        await later(listener)
    assert len(listener.files) == 2


async def test_no_sound_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := missing_part():
        skip_missing_part(reason)
    (tmp_path / ".asoundrc").write_text("pcm.!default { type pulse }\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    listener = Listener(Device())
    with pytest.raises(MicrophoneError, match=r"No microphone was found\. Plug one in, or type your answers"):
        await listener.recorder.open()
    assert listener.heard == []
    await listener.recorder.close()


async def test_a_killed_recorder_is_replaced_and_the_answer_goes_on(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    sent = noise(12.0)
    async with listening() as listener:
        await answering(listener, tmp_path)
        with playing(microphone, write_wav(tmp_path / "said.wav", sent)):
            await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
            await listener.frames(RATE)
            pid = listener.recorder.pid
            assert pid is not None
            killed = time.monotonic()
            os.kill(pid, signal.SIGKILL)
            trouble, at = await listener.trouble("microphone_lost", within=1)
            assert "it was killed" in trouble.sentence
            _, restored_at = await listener.restored(within=5)
            assert restored_at - killed < 2.0
            await listener.frames(RATE)
            await listener.recorder.end_take()
    print(f"noticed after {at - killed:.3f} s, restored after {restored_at - killed:.2f} s")  # noqa: T201
    assert [file.path.name for file in listener.files] == ["0001-candidate.wav", "0001-candidate-02.wav"]
    listener.take()
    for file in listener.files:
        heard = data_of(file.path)
        begin = sent.find(heard[-2000:-1000])
        assert begin >= 0, "what was said is there, before and after"
    (gap,) = listener.all(GapFound)
    assert gap.cause == "the microphone was away"
    lost_before = killed - listener.origin - gap.frame / RATE
    assert lost_before < 0.2, "frames delivered before the kill are on disk"


async def test_an_answer_that_is_asked_for_while_the_recorder_is_away(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        await listener.frames(RATE // 2)
        pid = listener.recorder.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await listener.trouble("microphone_lost", within=2)
        start = await listener.recorder.start_take(tmp_path, PATTERN)
        await listener.restored(within=5)
        await listener.frames(RATE)
        end = await listener.recorder.end_take()
    (file,) = listener.files
    gaps = listener.all(GapFound)
    assert sum(gap.frames for gap in gaps) == file.frame - start
    assert end - file.frame == len(read_wav(file.path)) // 2


async def test_an_answer_that_ends_while_the_recorder_is_away(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        microphone.kill()
        _, at = await listener.trouble("microphone_lost", within=5)
        end = await listener.recorder.end_take()
        (file,) = listener.files
        kept = len(data_of(file.path)) // 2
        (gap,) = listener.all(GapFound)
        assert gap.frame == file.frame + kept
        assert gap.frame + gap.frames == end
        assert end / RATE == pytest.approx(at - listener.origin, abs=0.2)
        await asyncio.to_thread(microphone.start)
        await listener.restored(within=BACK_SECONDS)
    assert len(listener.files) == 1


async def test_a_hung_recorder_is_replaced(microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        pid = listener.recorder.pid
        assert pid is not None
        stopped = time.monotonic()
        os.kill(pid, signal.SIGSTOP)
        trouble, at = await listener.trouble("microphone_lost", within=5)
        assert at - stopped < 3.0
        assert "it hung" in trouble.sentence
        await listener.restored(within=5)
        await later(listener)
    assert len(listener.files) == 2


async def test_a_recorder_that_was_stopped_for_a_second_goes_on(microphone: SoundServer, tmp_path: Path) -> None:
    """What the server could not deliver meanwhile is named; the process is not replaced."""
    async with listening() as listener:
        await answering(listener, tmp_path)
        with playing(microphone, write_wav(tmp_path / "said.wav", noise(20.0))):
            await listener.frames(RATE)
            pid = listener.recorder.pid
            assert pid is not None
            os.kill(pid, signal.SIGSTOP)
            await asyncio.to_thread(hear, 1.0)
            os.kill(pid, signal.SIGCONT)
            await listener.frames(3 * RATE)
            assert listener.recorder.pid == pid
            await listener.recorder.end_take()
            assert listener.codes == []
    sound = listener.take()
    (file,) = listener.files
    assert file.frame + len(sound) // 2 == pytest.approx(listener.recorder.frame, abs=RATE // 10)


async def test_hold_writes_nothing_and_resume_goes_on_in_a_new_file(microphone: SoundServer, tmp_path: Path) -> None:
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        await listener.recorder.hold()
        (first,) = listener.files
        held = read_wav(first.path)
        await listener.frames(RATE)
        assert read_wav(first.path) == held
        await listener.recorder.resume()
        await listener.frames(RATE // 2)
        await listener.recorder.end_take()
    assert len(listener.files) == 2
    assert listener.all(GapFound) == []
    assert listener.files[1].frame - first.frame - len(held) // 2 >= RATE


async def test_a_recorder_that_dies_while_held_stays_held(
    microphone: SoundServer, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        await listener.recorder.hold()
        pid = listener.recorder.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await listener.restored(within=5)
        await listener.frames(RATE // 2)
        assert len(listener.files) == 1
        await listener.recorder.resume()
        await listener.frames(RATE // 2)
        await listener.recorder.end_take()
    assert [file.path.name for file in listener.files] == ["0001-candidate.wav", "0001-candidate-02.wav"]
    assert listener.all(GapFound) == []


async def test_speech_and_pauses_are_told_only_through_an_open_gate(microphone: SoundServer, tmp_path: Path) -> None:
    if not CLIPS:
        skip_missing_part("no read clips; apt install pocketsphinx-testdata")
    async with listening() as listener:
        with playing(microphone, CLIPS[0]):
            await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
            await listener.frames(2 * RATE)
            assert listener.all(SpeechBegan) == []
            opened_at = listener.recorder.frame
            listener.recorder.open_gate(opened_at)
            began, _ = await listener.wait_for(SpeechBegan, within=5)
            assert began.frame >= opened_at
            listener.recorder.close_gate()
            await listener.wait_for(SpeechPaused, lambda paused: paused.frame > began.frame, within=5)
            count = len(listener.all(SpeechBegan))
            await listener.frames(RATE)
            assert len(listener.all(SpeechBegan)) == count


# --- another microphone -----------------------------------------------------------------------------------------------

SECOND = Device("second", "ALSA")


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """What the first and the second microphone hear: noise that tells which of them and when."""
    folder = tmp_path_factory.mktemp("sounds")
    return write_wav(folder / "first.wav", noise(30.0, seed=1)), write_wav(folder / "second.wav", noise(30.0, seed=2))


def part_of(heard: bytes, wav: Path) -> bool:
    """Whether nearly every tenth of a second comes from a file; on a busy machine the player leaves holes."""
    tenths = [heard[at : at + RATE // 5] for at in range(0, len(heard) - RATE // 5, RATE // 5)]
    sound = read_wav(wav)
    return len(tenths) >= 4 and sum(tenth in sound for tenth in tenths) >= 0.8 * len(tenths)


async def test_another_microphone_goes_on_in_a_new_file_and_nothing_is_lost(
    second: SoundServer, sounds: tuple[Path, Path], tmp_path: Path
) -> None:
    first_sound, second_sound = sounds
    async with listening() as listener:
        with playing(second, first_sound), playing(second, second_sound, "vmic2"):
            await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
            await listener.frames(RATE // 2)
            start = await answering(listener, tmp_path)
            await listener.frames(RATE)
            opened = await listener.recorder.use(SECOND)
            assert (opened.device, opened.host_api) == ("second", "ALSA")
            await listener.frames(RATE)
            end = await listener.recorder.end_take()
        restored, _ = await listener.restored(within=1)
        assert restored.sentence == "Recording again from second."
        assert listener.codes == []
    one, other = listener.files
    assert [one.path.name, other.path.name] == ["0001-candidate.wav", "0001-candidate-02.wav"]
    assert part_of(read_wav(one.path), first_sound)
    assert part_of(read_wav(other.path), second_sound)
    assert listener.all(GapFound) == []
    assert len(listener.take()) // 2 == end - start


async def test_a_microphone_that_does_not_open_leaves_the_one_in_use_recording(
    microphone: SoundServer, sounds: tuple[Path, Path], tmp_path: Path
) -> None:
    async with listening() as listener:
        with playing(microphone, sounds[0]):
            await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
            await listener.frames(RATE // 2)
            start, pid = await answering(listener, tmp_path), listener.recorder.pid
            with pytest.raises(MicrophoneError, match="“Headset” is not there") as raised:
                await listener.recorder.use(Device("Headset"))
            assert raised.value.code == "microphone_missing"
            assert raised.value.sentence.endswith("The microphone used so far goes on.")
            await listener.frames(RATE)
            end = await listener.recorder.end_take()
        assert listener.recorder.pid == pid
        assert listener.codes == []
    (file,) = listener.files
    assert part_of(read_wav(file.path), sounds[0])
    assert len(listener.take()) // 2 == end - start


async def test_another_microphone_takes_the_place_of_one_that_is_being_looked_for(
    second: SoundServer, sounds: tuple[Path, Path], tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    async with listening() as listener:
        start = await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        second.suspend_source()
        await listener.trouble("microphone_lost", within=NOTICED_SECONDS + 1)
        with playing(second, sounds[1], "vmic2"):
            await listener.recorder.use(SECOND)
            await listener.frames(RATE)
        second.suspend_source(suspended=False)
        await listener.frames(3 * RATE)
        end = await listener.recorder.end_take()
        again = [one.sentence for one in listener.all(Restored) if "again from" in one.sentence]
        assert again == ["Recording again from second."], "nobody looks for the lost one any more"
    assert len(listener.files) == 2
    heard = data_of(listener.files[1].path)
    assert part_of(heard[: 2 * RATE], sounds[1])
    assert [gap.cause for gap in listener.all(GapFound)] == ["the microphone was away"]
    assert len(listener.take()) // 2 == end - start


async def test_a_microphone_can_be_chosen_where_none_opened(
    second: SoundServer, sounds: tuple[Path, Path], tmp_path: Path
) -> None:
    listener = Listener(Device("Headset"))
    with pytest.raises(MicrophoneError):
        await listener.recorder.open()
    with pytest.raises(MicrophoneError) as raised:
        await listener.recorder.use(Device("Headset"))
    assert "so far" not in raised.value.sentence
    with playing(second, sounds[1], "vmic2"):
        await listener.recorder.use(SECOND)
        await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
        await listener.frames(RATE // 2)
        await answering(listener, tmp_path)
        await later(listener)
    await listener.recorder.close()
    assert part_of(read_wav(listener.files[0].path), sounds[1])
    assert listener.recorder.pid is None


async def test_another_microphone_stays_held(second: SoundServer, tmp_path: Path) -> None:
    async with listening() as listener:
        await answering(listener, tmp_path)
        await listener.frames(RATE // 2)
        await listener.recorder.hold()
        await listener.recorder.use(SECOND)
        await listener.frames(RATE // 2)
        assert len(listener.files) == 1
        await listener.recorder.resume()
        await listener.frames(RATE // 2)
        await listener.recorder.end_take()
    assert [file.path.name for file in listener.files] == ["0001-candidate.wav", "0001-candidate-02.wav"]
    assert listener.all(GapFound) == []


async def test_an_answer_that_ends_while_another_microphone_opens_is_whole(
    second: SoundServer, sounds: tuple[Path, Path], tmp_path: Path
) -> None:
    async with listening() as listener:
        with playing(second, sounds[0]):
            await listener.wait_for(Level, lambda level: level.peak_db > -20, within=5)
            await listener.frames(RATE // 2)
            await answering(listener, tmp_path)
            await listener.frames(RATE)
            choosing = asyncio.create_task(listener.recorder.use(SECOND))
            await asyncio.sleep(0)
            await listener.recorder.end_take()
            assert not choosing.done()
            await choosing
            await listener.frames(RATE // 2)
    (file,) = listener.files
    assert part_of(read_wav(file.path), sounds[0])
