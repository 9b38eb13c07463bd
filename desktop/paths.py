"""Where everything of the user's lies: sessions, models, packs, logs, cache, settings. The only place that knows.

Pure values but for `make`, which creates folders; called once by `desktop.__main__` and passed on.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PACKS_TRASH = "packs_trash"
"""Folder of the user's data: packs that were deleted. The one of sessions is in `interviewer.records.library`."""


class FolderUnusable(Exception):
    """A folder of Hotseat's cannot be made; `str(error)` is the sentence for the user."""

    code = "folder_unusable"

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"Hotseat cannot use the folder {folder}: {reason}. Choose another one with --data-dir.")


@dataclass(frozen=True, slots=True)
class Paths:
    """Folders and files of one user."""

    data: Path
    """What cannot be made again: sessions and their index, packs, models."""
    settings: Path
    """A file."""
    logs: Path
    cache: Path
    """What can be deleted at any time."""

    @property
    def sessions(self) -> Path:
        return self.data / "sessions"

    @property
    def index(self) -> Path:
        """A file: the index of sessions, which can be built again from them."""
        return self.data / "index.sqlite"

    @property
    def companies(self) -> Path:
        """A file: the companies somebody is going to interview with."""
        return self.data / "companies.json"

    @property
    def models(self) -> Path:
        """Speech models, one folder each."""
        return self.data / "models"

    @property
    def language_models(self) -> Path:
        """Language models that were downloaded, one folder each."""
        return self.data / "language-models"

    @property
    def packs(self) -> Path:
        """The user's own packs; Hotseat's are in `assets`."""
        return self.data / "packs"

    @property
    def packs_trash(self) -> Path:
        """Packs of the user's that were deleted."""
        return self.data / PACKS_TRASH

    @property
    def voice_cache(self) -> Path:
        """Spoken lines by text and voice."""
        return self.cache / "voice"

    def make(self) -> None:
        """Create the folders that are missing, for the user's eyes only.

        Raises: FolderUnusable.
        """
        models = (self.models, self.language_models)
        for folder in (self.sessions, *models, self.packs, self.logs, self.voice_cache, self.settings.parent):
            try:
                _make_private(folder)
            except OSError as error:
                raise FolderUnusable(folder, error.strerror or str(error)) from error


def find(data_dir: Path | None = None) -> Paths:
    """The folders to use: below `data_dir` if it is given, all of them; else where this system keeps such things."""
    if data_dir is not None:
        folder = data_dir.expanduser().absolute()
        return Paths(folder, folder / "settings.toml", folder / "logs", folder / "cache")
    from platformdirs import PlatformDirs

    system = PlatformDirs("hotseat", appauthor=False)
    return Paths(
        data=system.user_data_path,
        settings=system.user_config_path / "settings.toml",
        logs=system.user_log_path,
        cache=system.user_cache_path,
    )


def _make_private(folder: Path) -> None:
    """`mkdir` gives its mode to the last folder only; whatever else it makes follows the umask."""
    for parent in reversed(folder.parents):
        if not parent.exists():
            parent.mkdir(mode=0o700, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
