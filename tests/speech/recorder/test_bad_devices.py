"""The recorder on devices that refuse, lie, lose sound and fall silent: a scripted PortAudio in the real child."""

from __future__ import annotations

import json
import time
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speech.devices import microphones
from speech.errors import MicrophoneError
from speech.notices import GapFound
from speech.recorder.recorder import Device
from tests.support.guards import ExpectedLog
from tests.support.listening import Listener, answering, listening
from tests.support.recorded import RATE

SCRIPTED = Path(__file__).resolve().parents[2] / "support" / "scripted_sounddevice"
ENDED = "child ended"

Scripted = Callable[..., None]


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Scripted:
    """Give child processes a PortAudio that does what was said last when they start."""
    file = tmp_path_factory.mktemp("script") / "script.json"
    monkeypatch.setenv("PYTHONPATH", str(SCRIPTED))
    monkeypatch.setenv("HOTSEAT_SCRIPTED_SOUND", str(file))

    def script(**fields: Any) -> None:
        file.write_text(json.dumps(fields))

    script()
    return script


def card(name: str, *rates: int, default: int | None = None) -> dict[str, Any]:
    return {"name": name, "rates": list(rates), "rate": default or rates[0]}


def hertz(pcm: bytes) -> float:
    """Frequency of a sine, from where it rises through zero."""
    samples = array("h", pcm)
    rises = [n for n in range(1, len(samples)) if samples[n - 1] < 0 <= samples[n]]
    return (len(rises) - 1) * RATE / (rises[-1] - rises[0])


@pytest.mark.parametrize("rate", [48_000, 44_100, 96_000, 8_000])
async def test_a_device_that_refuses_16_khz_is_resampled(scripted: Scripted, tmp_path: Path, rate: int) -> None:
    scripted(devices=[card("Studio card", rate)])
    async with listening() as listener:
        assert listener.opened is not None
        assert (listener.opened.device, listener.opened.rate) == ("Studio card", rate)
        start = await answering(listener, tmp_path)
        await listener.frames(RATE)
        end = await listener.recorder.end_take()
        assert listener.codes == []
    sound = listener.take()
    assert len(sound) // 2 == end - start
    assert hertz(sound) == pytest.approx(440, abs=1)
    assert 7_500 < max(array("h", sound)) < 8_500
    assert listener.all(GapFound) == []


async def test_the_ladder_goes_on_past_a_default_rate_that_is_refused(scripted: Scripted) -> None:
    scripted(devices=[card("Odd card", 44_100, default=96_000)])
    async with listening() as listener:
        assert listener.opened is not None
        assert listener.opened.rate == 44_100


async def test_a_device_that_refuses_every_rate_says_so(scripted: Scripted) -> None:
    scripted(devices=[card("No card", 11_025, default=22_050)])
    listener = Listener(Device())
    with pytest.raises(MicrophoneError, match="does not offer this sample rate") as raised:
        await listener.recorder.open()
    assert raised.value.code == "microphone_rate"
    await listener.recorder.close()


async def test_a_device_that_is_taken_says_what_to_do_and_is_left_alone(scripted: Scripted) -> None:
    scripted(start_fails=-9985)
    listener = Listener(Device())
    with pytest.raises(MicrophoneError, match="Another program may be using it: close that program") as raised:
        await listener.recorder.open()
    assert raised.value.code == "microphone_refused"
    assert listener.heard == []
    assert listener.recorder.pid is None
    await listener.recorder.close()


async def test_no_device_at_all(scripted: Scripted) -> None:
    scripted(devices=[])
    listener = Listener(Device())
    with pytest.raises(MicrophoneError, match=r"No microphone was found\. Plug one in") as raised:
        await listener.recorder.open()
    assert raised.value.code == "microphone_missing"
    await listener.recorder.close()


async def test_a_device_that_is_not_there_is_named(scripted: Scripted) -> None:
    listener = Listener(Device("Headset", "Scripted API"))
    with pytest.raises(MicrophoneError, match="The microphone “Headset” is not there"):
        await listener.recorder.open()
    await listener.recorder.close()


@pytest.mark.slow
async def test_a_device_that_delivers_nothing_is_given_up(scripted: Scripted, expected_log: ExpectedLog) -> None:
    expected_log.may(ENDED)
    scripted(silent=True)
    listener = Listener(Device())
    began = time.monotonic()
    with pytest.raises(MicrophoneError, match="“Scripted” was opened but delivers nothing") as raised:
        await listener.recorder.open()
    assert raised.value.code == "microphone_stalled"
    assert time.monotonic() - began < 8.5
    assert listener.heard == []
    await listener.recorder.close()


@pytest.mark.slow
async def test_a_library_that_hangs_is_given_up(scripted: Scripted) -> None:
    scripted(hang=True)
    listener = Listener(Device())
    began = time.monotonic()
    with pytest.raises(MicrophoneError, match="did not open in time") as raised:
        await listener.recorder.open()
    assert raised.value.code == "microphone_late"
    assert time.monotonic() - began < 11
    assert listener.recorder.pid is None
    await listener.recorder.close()


async def test_callbacks_that_stop_are_noticed_and_the_answer_goes_on(
    scripted: Scripted, tmp_path: Path, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    scripted(stop_after=1.0)
    async with listening() as listener:
        scripted()
        await answering(listener, tmp_path)
        trouble, at = await listener.trouble("microphone_lost", within=5)
        assert "the microphone delivers nothing any more" in trouble.sentence
        _, restored_at = await listener.restored(within=5)
        assert restored_at - at < 2.0
        await listener.frames(RATE)
        await listener.recorder.end_take()
    last_sound = listener.files[0].frame + len(listener.files[0].path.read_bytes()[44:]) // 2
    assert at - listener.origin - last_sound / RATE < 2.0, "two seconds without callbacks at most"
    assert len(listener.files) == 2
    gaps = listener.all(GapFound)
    assert len(gaps) == 1
    assert gaps[0].frame == last_sound
    listener.take()


async def test_a_lost_headset_is_replaced_by_the_default_microphone(
    scripted: Scripted, expected_log: ExpectedLog
) -> None:
    expected_log(ENDED)
    both = [card("Built-in", 16_000), card("Headset", 16_000)]
    scripted(stop_after=0.5, devices=both)
    listener = Listener(Device("Headset", "Scripted API"))
    opened = await listener.recorder.open()
    assert opened.device == "Headset"
    scripted(devices=both[:1])
    restored, _ = await listener.restored(within=8)
    assert restored.sentence == "Recording again from Built-in."
    assert listener.codes == ["microphone_lost", "microphone_missing"]
    await listener.recorder.close()


async def test_a_device_that_lies_about_its_rate_is_told_once(scripted: Scripted, tmp_path: Path) -> None:
    scripted(devices=[card("Headset", 48_000)], real_rate=24_000)
    async with listening() as listener:
        await answering(listener, tmp_path)
        trouble, _ = await listener.trouble("microphone_rate_wrong", within=10)
        words = trouble.sentence.split()
        assert float(words[3]) == pytest.approx(24_000, rel=0.02)
        assert words[6] == "48000"
        await listener.frames(4 * RATE // 2)
        assert listener.codes == ["microphone_rate_wrong"]
        assert listener.all(GapFound) == []


async def test_sound_that_never_arrives_becomes_silence_and_a_named_gap(scripted: Scripted, tmp_path: Path) -> None:
    scripted(lose=[[2.0, 0.5]])
    async with listening() as listener:
        start = await answering(listener, tmp_path)
        gap, _ = await listener.wait_for(GapFound, within=10)
        await listener.frames(RATE)
        end = await listener.recorder.end_take()
        assert listener.codes == []
    assert gap.cause == "sound that never arrived"
    assert gap.frames == pytest.approx(RATE // 2, abs=RATE // 50)
    (file,) = listener.files
    sound = listener.take()
    assert len(sound) // 2 == end - start
    silent = sound[2 * (gap.frame - file.frame) :][: 2 * gap.frames]
    assert silent == bytes(2 * gap.frames)
    rest = sound[: 2 * (gap.frame - file.frame)] + sound[2 * (gap.frame - file.frame + gap.frames) :]
    assert hertz(rest) == pytest.approx(440, abs=0.5), "nothing but the hole is missing"


async def test_the_first_sound_is_on_disk_before_it_was_asked_for(scripted: Scripted, tmp_path: Path) -> None:
    async with listening() as listener:
        assert listener.opened is not None
        assert listener.opened.frame > 0, "open returns with the first block"
        await listener.frames(RATE)
        wanted = listener.opened.frame
        assert await listener.recorder.start_take(tmp_path, "a{part}.wav", from_frame=wanted) == wanted
        end = await listener.recorder.end_take()
    assert len(listener.take()) // 2 == end - wanted
    assert end - wanted >= RATE


async def test_microphones_are_listed(scripted: Scripted) -> None:
    scripted(devices=[card("Built-in", 16_000), card("Headset", 48_000)])
    found = await microphones()
    assert [(one.name, one.host_api, one.default_rate, one.is_default) for one in found] == [
        ("Built-in", "Scripted API", 16_000.0, True),
        ("Headset", "Scripted API", 48_000.0, False),
    ]


async def test_a_list_that_hangs_is_given_up(scripted: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(hang=True)
    monkeypatch.setattr("speech.devices.DEADLINE_SECONDS", 1.5)
    with pytest.raises(MicrophoneError, match="The list of microphones could not be read in time") as raised:
        await microphones()
    assert raised.value.code == "microphone_late"


async def test_no_portaudio_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on a machine without the package: the real sounddevice finds no library when it loads."""
    (tmp_path / "sitecustomize.py").write_text("import ctypes.util\nctypes.util.find_library = lambda name: None\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    listener = Listener(Device())
    for attempt in (listener.recorder.open, microphones):
        with pytest.raises(MicrophoneError, match="sudo apt install libportaudio2") as raised:
            await attempt()
        assert raised.value.code == "microphone_library"
    assert listener.heard == []
    await listener.recorder.close()
