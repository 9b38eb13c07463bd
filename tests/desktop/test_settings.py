"""Settings: kept whole, edited by hand, damaged, and told."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from desktop.settings import Appearance, Settings, SettingsFile, SettingsNotWritten, Sound
from desktop.theme.tokens import Theme


def test_without_a_file_all_is_usual(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.toml")
    assert file.value == Settings()
    assert file.problems == ()


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    wanted = Settings(
        sound=Sound(microphone='A "mic"\\ 1'), appearance=Appearance(theme=Theme.DARK), shortcuts={"ask": "Q"}
    )
    SettingsFile(path).write(wanted)
    assert SettingsFile(path).value == wanted
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_people_wrote_around_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n[voice]\nrate = 1.5 # slowly\n")
    file = SettingsFile(path)
    file.write(file.value.model_copy(update={"set_up": True}))
    text = path.read_text()
    assert "# mine" in text
    assert "# slowly" in text
    assert SettingsFile(path).value.voice.rate == 1.5


def test_a_shortcut_that_is_usual_again_leaves_the_file(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    file = SettingsFile(path)
    file.write(Settings(shortcuts={"ask": "Q", "hint": "Y"}))
    file.write(Settings(shortcuts={"hint": "Y"}))
    assert SettingsFile(path).value.shortcuts == {"hint": "Y"}


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("[voice]\nrate = 9.0\n", "voice.rate"),
        ("[voice]\nrate = nan\n", "voice.rate"),
        ('[voice]\nname = ["one"]\n', "voice.name"),
        ('[voice]\nengine = "none of these"\n', "voice.engine"),
        ("[privacy]\nkeep_days = 1.5\n", "privacy.keep_days"),
        ("[privacy]\nkeep_days = true\n", "privacy.keep_days"),
        ("[privacy]\noffline_only = 1\n", "privacy.offline_only"),
        ("[shortcuts]\nask = 3\n", "shortcuts.ask"),
        ('[appearance]\ntheme = "pink"\n', "appearance.theme"),
        ("[speech]\nmodle = 1\n", "speech.modle"),
        ("voice = 3\n", "voice"),
    ],
)
def test_one_bad_value_costs_one_value(tmp_path: Path, text: str, setting: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[sound]\nmicrophone = "kept"\n' if not text.startswith("voice =") else text)
    if not text.startswith("voice ="):
        path.write_text(path.read_text() + text)
    file = SettingsFile(path)
    assert len(file.problems) == 1
    assert f"{setting} is not used" in file.problems[0]
    assert file.value.voice.rate == 1.0
    if not text.startswith("voice ="):
        assert file.value.sound.microphone == "kept"
    assert path.with_name("settings.toml.damaged").exists()


def test_a_whole_number_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[voice]\nrate = 2\n[privacy]\nkeep_days = 7.0\n")
    file = SettingsFile(path)
    assert file.problems == ()
    assert repr(file.value.voice.rate) == "2.0"
    assert repr(file.value.privacy.keep_days) == "7"


def test_what_does_not_fit_is_not_kept_but_the_rest_is(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# mine\n[speech]\nmodle = 1\nmodel = "base"  # this one\n')
    file = SettingsFile(path)
    file.write(file.value)
    assert "modle" not in path.read_text()
    assert 'model = "base"  # this one' in path.read_text()
    again = SettingsFile(path)
    assert again.problems == ()
    assert again.value.speech.model == "base"


def test_a_file_that_is_no_toml_is_set_aside(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("[voice\nrate = 1")
    file = SettingsFile(path)
    assert file.value == Settings()
    assert "cannot be read as TOML" in file.problems[0]
    file.write(Settings(set_up=True))
    assert SettingsFile(path).value.set_up
    assert path.with_name("settings.toml.damaged").read_text() == "[voice\nrate = 1"


def test_what_cannot_be_written_holds_until_the_end(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "gone" / "settings.toml")
    with pytest.raises(SettingsNotWritten, match="They hold until"):
        file.write(Settings(set_up=True))
    assert file.value.set_up
