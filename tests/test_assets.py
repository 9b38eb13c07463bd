"""Assets are reached the same way from a checkout, a wheel and a frozen build."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import assets
from assets import AssetMissing, resource

REPOSITORY = Path(__file__).resolve().parent.parent


def names(folder: Path) -> set[str]:
    """Every data file below a folder, with its size."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc"))
    return {f"{path.relative_to(folder)} {path.stat().st_size}" for path in found}


def test_a_checkout_has_packs() -> None:
    assert resource() == REPOSITORY / "assets"
    assert resource("packs").is_dir()
    assert any(resource("packs").iterdir())


def test_parts_may_be_names_or_relative_paths() -> None:
    assert resource("packs", ".") == resource("packs")
    first = next(resource("packs").iterdir()).name
    assert resource(f"packs/{first}") == resource("packs", first)


def test_a_missing_file_is_named_with_the_cure() -> None:
    with pytest.raises(AssetMissing, match=r"assets/packs/none\.md\. Install Hotseat again"):
        resource("packs", "none.md")


@pytest.mark.parametrize("parts", [("..", "pyproject.toml"), ("packs/../../pyproject.toml",), ("/etc/passwd",)])
def test_nothing_outside_is_reached(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not a path inside assets"):
        resource(*parts)


def test_a_frozen_build_keeps_them_beside_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "assets" / "packs").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("packs") == tmp_path / "assets" / "packs"


def test_a_wheel_holds_every_file_of_a_checkout(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "wheels")]
    subprocess.run(build, cwd=REPOSITORY, check=True, capture_output=True)
    (wheel,) = (tmp_path / "wheels").iterdir()
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    done = subprocess.run(
        [sys.executable, "-c", "import assets; print(assets.resource('packs'))"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == installed / "assets" / "packs"
    assert names(installed / "assets") == names(Path(assets.__file__).parent)
    for room in ("desktop", "speech", "interviewer"):
        assert (installed / room / "__init__.py").is_file()
