"""A file that arrives piece by piece: its bytes so far, what it must become, and how to go on after an interruption.

`NAME.part` holds the bytes and `NAME.part.json` what they are of. The hash grows with the file, so that nothing is read
twice unless a download is taken up again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from io import FileIO
from pathlib import Path

from speech.errors import DownloadFailed
from speech.weights.checked import CHUNK_BYTES, hash_file
from speech.weights.facts import FileFact


def arrived_bytes(folder: Path, facts: Iterable[FileFact]) -> int:
    """How much of a download an earlier one has left in its folder. Looks at sizes; nothing is hashed."""
    return sum(min(fact.bytes, max(_size(folder / fact.name), _size(_part(folder, fact)))) for fact in facts)


class Partial:
    """One file of a download. `close` keeps what has arrived for the next time."""

    def __init__(self, folder: Path, fact: FileFact, url: str) -> None:
        self.fact = fact
        self.url = url
        self.etag = ""
        """The server's name for the content the bytes so far are of; empty when it gave none."""
        self.bytes = 0
        self._target = folder / fact.name
        self._path = _part(folder, fact)
        self._side = folder / f"{fact.name}.part.json"
        self._digest = hashlib.sha256()
        self._file: FileIO | None = None

    @property
    def complete(self) -> bool:
        return self.bytes == self.fact.bytes

    @property
    def missing(self) -> int:
        return self.fact.bytes - self.bytes

    def finished_before(self) -> bool:
        """Whether the whole file is there from an earlier time. Hashes it; a wrong one is deleted."""
        if not self._target.is_file():
            return False
        if self._target.stat().st_size == self.fact.bytes and hash_file(self._target) == self.fact.sha256:
            return True
        self._target.unlink()
        return False

    def take_up(self) -> None:
        """Go on from what an interrupted download of the same file left, if anything. Hashes it."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        etag = self._left_etag()
        if etag is None:
            self.restart("")
            return
        self.etag = etag
        self._file = self._path.open("r+b", buffering=0)
        while chunk := self._file.read(CHUNK_BYTES):
            self._digest.update(chunk)
            self.bytes += len(chunk)

    def restart(self, etag: str) -> None:
        """Throw the bytes so far away and begin again with the content called `etag`."""
        self.close()
        self._side.unlink(missing_ok=True)
        self._file = self._path.open("wb", buffering=0)
        self._digest = hashlib.sha256()
        self.bytes = 0
        self.etag = etag
        line = {"url": self.url, "etag": etag, "bytes": self.fact.bytes, "sha256": self.fact.sha256}
        self._side.write_text(json.dumps(line), encoding="utf-8")

    def append(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises: DownloadFailed when there are more than the file has.
        """
        if self._file is None:
            raise ValueError("the partial file is not open")
        if len(chunk) > self.missing:
            self.discard()
            sentence = f"The hub sent more of {self.fact.name} than the file has, so it was deleted. Try again later."
            raise DownloadFailed(sentence, code="download_wrong")
        left = memoryview(chunk)
        while left:  # unbuffered, so that nothing is left to fail on a full disk when the file is closed
            left = left[self._file.write(left) :]
        self._digest.update(chunk)
        self.bytes += len(chunk)

    def finish(self) -> None:
        """Check the hash of the complete file and give it its name.

        Raises: DownloadFailed when the content is wrong; it is deleted.
        """
        if self._file is not None:
            os.fsync(self._file.fileno())
        self.close()
        if self._digest.hexdigest() != self.fact.sha256:
            self.discard()
            raise DownloadFailed(
                f"{self.fact.name} arrived with the wrong content and was deleted. Download it again; if that does not "
                "help, something between this computer and the hub changes files.",
                code="download_wrong",
            )
        self._path.replace(self._target)
        self._side.unlink(missing_ok=True)

    def discard(self) -> None:
        """Delete what has arrived."""
        self.close()
        self.bytes = 0
        self._path.unlink(missing_ok=True)
        self._side.unlink(missing_ok=True)

    def _left_etag(self) -> str | None:
        """The content's name when there are bytes of this very file to go on from, else None."""
        try:
            line = json.loads(self._side.read_text(encoding="utf-8"))
            same = (line["url"], line["bytes"], line["sha256"]) == (self.url, self.fact.bytes, self.fact.sha256)
            size = self._path.stat().st_size
            etag = str(line["etag"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return etag if same and 0 < size <= self.fact.bytes else None

    def close(self) -> None:
        """Let the file go. Safe to call twice."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _part(folder: Path, fact: FileFact) -> Path:
    return folder / f"{fact.name}.part"


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
