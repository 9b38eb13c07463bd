"""Settings: kept whole, edited by hand, damaged, and told."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from desktop.settings import Appearance, Privacy, Settings, SettingsFile, SettingsNotWritten, Sound, Voice
from desktop.theme.tokens import Theme
from tests.support.desk import TestDesk


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


# -- edited by hand while the window is open


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    SettingsFile(path).write(Settings(voice=Voice(rate=1.5), shortcuts={"ask": "Q", "hint": "Y"}))
    return path


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))


def test_what_is_edited_meanwhile_is_taken_over_with_its_comments(path: Path) -> None:
    file = SettingsFile(path)
    edit(path, "offline_only = false", "offline_only = true  # at work")
    edit(path, 'hint = "Y"\n', "")
    edit(path, 'ask = "Q"\n', 'ask = "Q"\npause = "X"\n')
    file.write(file.value.model_copy(update={"set_up": True}))
    wanted = Settings(
        voice=Voice(rate=1.5), shortcuts={"ask": "Q", "pause": "X"}, privacy=Privacy(offline_only=True), set_up=True
    )
    assert file.value == wanted
    assert SettingsFile(path).value == wanted
    assert "offline_only = true  # at work" in path.read_text()


def test_what_the_window_changes_wins_for_that_value_only(path: Path) -> None:
    file = SettingsFile(path)
    edit(path, "rate = 1.5", "rate = 0.7")
    edit(path, 'engine = "system"', 'engine = "none"')
    file.write(file.value.model_copy(update={"voice": Voice(rate=2.0)}))
    assert file.value.voice == SettingsFile(path).value.voice == Voice(engine="none", rate=2.0)
    file.write(file.value.model_copy(update={"voice": Voice(engine="none", rate=1.2)}))
    assert SettingsFile(path).value.voice.rate == 1.2, "an edit that was overruled does not come back"


def test_nothing_is_written_when_nothing_changes(path: Path) -> None:
    file = SettingsFile(path)
    path.write_text("# mine\n[voice]\nrate = 0.7\n")
    made = path.stat().st_ino
    file.write(file.value)
    assert file.value == Settings(voice=Voice(rate=0.7))
    assert (path.stat().st_ino, path.read_text()) == (made, "# mine\n[voice]\nrate = 0.7\n")


@pytest.mark.parametrize("text", ["", None], ids=["emptied", "deleted"])
def test_a_file_that_went_is_written_anew(path: Path, text: str | None) -> None:
    file = SettingsFile(path)
    path.unlink()
    if text is not None:
        path.write_text(text)
    file.write(file.value)
    assert SettingsFile(path).value.voice.rate == 1.5


def test_an_edit_that_does_not_fit_leaves_the_value_in_use_and_a_copy(path: Path) -> None:
    file = SettingsFile(path)
    edit(path, "rate = 1.5", "rate = 9.0")
    edit(path, 'ask = "Q"', "ask = 3")
    edit(path, "offline_only = false", "offline_only = true")
    edited = path.read_text()
    file.write(file.value)
    assert file.value == SettingsFile(path).value
    assert (file.value.voice.rate, file.value.shortcuts["ask"], file.value.privacy.offline_only) == (1.5, "Q", True)
    first, second = file.problems
    assert first.startswith("The setting voice.rate is not used")
    assert first.endswith("It stays as it was. The file as it was is kept as settings.toml.damaged.")
    assert second.startswith("The setting shortcuts.ask is not used")
    assert path.with_name("settings.toml.damaged").read_text() == edited


@pytest.mark.parametrize("comment", [b"", b"# caf\xe9\n"], ids=["no TOML", "no UTF-8"])
def test_an_edit_that_cannot_be_read_is_kept_beside(path: Path, comment: bytes) -> None:
    edit(path, "[voice]", "[voice]  # mine")
    file = SettingsFile(path)
    broken = comment + (b"[voice]" if comment else b"[voice") + b"\nrate = 0.7"
    path.write_bytes(broken)
    file.write(file.value)
    assert path.read_bytes() == broken, "it may be mended yet"
    file.write(file.value.model_copy(update={"set_up": True}))
    assert "[voice]  # mine" in path.read_text()
    assert SettingsFile(path).value == Settings(voice=Voice(rate=1.5), shortcuts={"ask": "Q", "hint": "Y"}, set_up=True)
    (problem,) = file.problems
    assert "was changed and cannot be read as TOML" in problem
    assert "rate = 0.7" in path.with_name("settings.toml.damaged").read_text(encoding="utf-8")


def test_an_edit_after_a_write_that_failed_is_taken_over_too(path: Path, tmp_path: Path) -> None:
    file = SettingsFile(path)
    away = path.rename(tmp_path / "away")
    path.mkdir()
    with pytest.raises(SettingsNotWritten):
        file.write(file.value.model_copy(update={"set_up": True}))
    path.rmdir()
    away.rename(path)
    edit(path, "rate = 1.5", "rate = 0.7")
    file.write(file.value.model_copy(update={"sound": Sound(microphone="second")}))
    value = SettingsFile(path).value
    assert (value.set_up, value.voice.rate, value.sound.microphone) == (True, 0.7, "second")


def test_the_window_is_told_of_an_edit_and_of_what_is_wrong_with_it(desk: TestDesk) -> None:
    desk.desk.change(set_up=True)
    path = desk.desk.paths.settings
    edit(path, "offline_only = false", "offline_only = true")
    edit(path, "rate = 1.0", "rate = 9.0")
    told: list[Settings] = []
    desk.desk.settings_changed.connect(told.append)
    desk.desk.change(sound=Sound(microphone="second"))
    assert told == [desk.desk.settings]
    assert (told[0].privacy.offline_only, told[0].sound.microphone) == (True, "second")
    assert any("voice.rate is not used" in sentence for sentence in desk.dialogs.told)
