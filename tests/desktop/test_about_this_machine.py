"""Room on the disk, licences, and what is copied for somebody who helps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.diagnostics import diagnostics
from desktop.disk_use import disk_use, megabytes
from desktop.licences import PARTS, lines
from desktop.paths import find
from desktop.settings import Interviewer, Settings, Sound
from interviewer.records.library import trash
from speech.errors import MicrophoneError
from speech.portaudio import Device
from speech.whisper.models import ModelStore
from tests.interviewer.records.sessions import hold

DEPENDENCIES = Path(__file__).parents[2] / "packaging" / "DEPENDENCIES.md"


def test_what_takes_room(tmp_path: Path) -> None:
    paths = find(tmp_path / "data")
    paths.make()
    hold(paths.sessions)
    moved = trash(hold(paths.sessions))
    (paths.models / "weights").write_bytes(bytes(5_000))
    found = disk_use(paths)
    assert (found.session_count, found.trash_count) == (1, 1)
    assert found.models == 5_000
    assert found.trash == sum(file.stat().st_size for file in moved.rglob("*") if file.is_file())
    assert found.sessions > 0
    assert found.free > 0


@pytest.mark.parametrize(
    ("count", "says"),
    [(0, "0 MB"), (1_000, "1 kB"), (640_000, "640 kB"), (78_090_594, "78 MB"), (1_400_000_000, "1.4 GB")],
)
def test_sizes_for_people(count: int, says: str) -> None:
    assert megabytes(count) == says


def test_every_dependency_is_named_with_its_licence() -> None:
    """The table of `packaging/DEPENDENCIES.md` is the list this one is held against."""
    named = " ".join(f"{part.name} {part.package}".lower() for part in PARTS)
    ours = {part.licence for part in PARTS}
    table = DEPENDENCIES.read_text(encoding="utf-8").partition("Options,")[0]
    rows = re.findall(r"^\| (?:– )?([\w-]+)[^|]*\|[^|]*\| ([^|]+)\|", table, re.MULTILINE)
    wanted = [(name, licence) for name, licence in rows if name not in ("package", "---", "pyobjc-core", "comtypes")]
    assert len(wanted) > 10
    for name, licence in wanted:
        assert name.lower() in named, name
        first = re.split(r"[;,( ]", licence.strip())[0]
        assert any(first in each for each in ours), (name, licence)


def test_only_what_is_installed_is_listed() -> None:
    names = [name for name, _, _ in lines()]
    assert any(re.fullmatch(r"PySide6, Qt 6\.\d+\.\d+", name) for name in names)
    assert "Lucide" in names
    assert all(licence for _, _, licence in lines())


def test_diagnostics_say_what_helps_and_nothing_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home" / "Ada Lovelace"
    monkeypatch.setenv("HOME", str(home))
    paths = find(home / "data")
    paths.make()
    settings = Settings(
        interviewer=Interviewer(kind="server", url="https://private.example.com/v1", model="secret-model"),
        sound=Sound(microphone="Ada’s headset"),
    )
    device = Device("USB microphone", "ALSA", 1, 48_000.0, True)
    text = diagnostics(paths, settings, ModelStore(paths.models).list(), (device,), qt="6.11.1, offscreen")
    assert "Qt: 6.11.1, offscreen" in text
    assert "USB microphone (ALSA, 48000 Hz, default)" in text
    assert "interviewer server elsewhere" in text
    assert "Data: ~" in text
    for private in ("Ada", "private.example.com", "secret-model"):
        assert private not in text


def test_diagnostics_without_a_sound_system(tmp_path: Path) -> None:
    paths = find(tmp_path)
    fault = MicrophoneError("Install PortAudio.", code="microphone_library")
    assert "none: microphone_library" in diagnostics(paths, Settings(), (), fault, qt="")
