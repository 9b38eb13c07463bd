"""Takes in what was made elsewhere: bundles, partners' files, recordings, transcripts. Runs on the asyncio thread.

Sound is read in a child process and everything else in worker threads; cancelling gives up what is under way, and
nothing of it stays. A recording and a transcript of one name, or one of each alone, are one interview.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from desktop.export.partner import rubric_of
from desktop.import_plan import About, Planned, plan_of, turns_of
from desktop.language import tr, trn
from desktop.paths import Paths
from desktop.version import app_version
from interviewer.bundles.hand_back import KIND
from interviewer.bundles.hand_back import SUFFIX as HANDED
from interviewer.bundles.layout import SUFFIX
from interviewer.bundles.taking_back import take_back
from interviewer.bundles.taking_in import Outcome, TakenIn, take_in
from interviewer.errors import ImportRefused
from interviewer.records.foreign import KINDS as TRANSCRIPTS
from interviewer.records.imported import import_session
from speech.decoding.decoder import CHILD, decode

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")
Told = Callable[[float], None]
"""Is told which share of a file is done, from 0 to 1."""

SOUNDS = frozenset({".wav", ".flac", ".mp3", ".ogg", ".oga", ".opus", ".aiff", ".aif", ".m4a", ".mp4", ".aac", ".webm"})
QT_CHILD = "desktop.decoder_child"
_ZIP = b"PK\x03\x04"
_HEAD_BYTES = 12
_KIND_BYTES = 200
"""The page writes what kind of file it is first."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of one interview."""

    folder: Path
    sentence: str
    """What was done, and what was taken for what."""
    waits: bool = False
    """It has sound that is not transcribed yet."""
    reviewable: bool = False
    """It is the user's own, and has words that nobody has reviewed."""


def kinds() -> str:
    """What can be taken in, as a file dialog wants it."""
    return " ".join(f"*{tail}" for tail in (SUFFIX, HANDED, *sorted(SOUNDS), *sorted(TRANSCRIPTS)))


def together(files: Sequence[Path]) -> list[tuple[Path, ...]]:
    """Files as interviews: a transcript goes with the recording of its name, or with the only one."""
    texts = [file for file in files if file.suffix.lower() in TRANSCRIPTS]
    bundles = [file for file in files if file.suffix.lower() in (SUFFIX, HANDED)]
    sounds = [file for file in files if file not in texts and file not in bundles]
    pairs: list[tuple[Path, ...]] = []
    rest = texts
    if len(texts) == len(sounds) == 1:
        pairs, rest = [(sounds[0], texts[0])], []
    else:
        of = {(file.parent, file.stem): file for file in reversed(texts)}
        found = [(file, of.pop((file.parent, file.stem), None)) for file in sounds]
        pairs = [tuple(filter(None, pair)) for pair in found]
        rest = [file for file in texts if not any(file in pair for pair in pairs)]
    return [*((file,) for file in bundles), *pairs, *((file,) for file in rest)]


async def take(files: Sequence[Path], about: About, paths: Paths, told: Told = lambda _share: None) -> Imported:
    """Take in one interview, as `together` has it.

    Raises: ImportRefused and other RecordErrors, PlanError, PackError, SpeechError: nothing was taken in.
    """
    first = files[0]
    if await asyncio.to_thread(_is_bundle, first):
        work = partial(take_in, first, paths.sessions, check_spoken, mine=about.mine)
        taken = await _in_thread(told, lambda go_on: work(go_on=go_on))
        return _bundle_taken(taken, first)
    if await asyncio.to_thread(_is_handed_back, first):
        rubric = partial(rubric_of, paths=paths)
        return _bundle_taken(await asyncio.to_thread(take_back, first, paths.sessions, rubric), first)
    texts = [file for file in files if file.suffix.lower() in TRANSCRIPTS]
    sounds = [file for file in files if file not in texts]
    turns = await asyncio.to_thread(turns_of, texts[0]) if texts else ()
    if sounds and turns and not all(turn.timed for turn in turns):
        raise ImportRefused(f"{texts[0].name} does not say when things were said. Take it in without the recording.")
    planned = await asyncio.to_thread(plan_of, first, turns, about, paths)
    if not sounds:
        return await _make(planned, paths, told)
    sound = paths.cache / "import" / f"{secrets.token_hex(6)}.wav"
    try:
        await _decode(sounds[0], sound, lambda share: told(0.8 * share))
        with_sound = replace(planned, foreign=replace(planned.foreign, sound=sound))
        return await _make(with_sound, paths, lambda share: told(0.8 + 0.2 * share))
    finally:
        await asyncio.shield(asyncio.to_thread(sound.unlink, missing_ok=True))


async def _in_thread(told: Told, work: Callable[[Callable[[float], bool]], T]) -> T:
    """Work that blocks, told to give up when this is cancelled; waits until it has."""
    given_up = threading.Event()

    def go_on(share: float) -> bool:
        told(share)
        return not given_up.is_set()

    running = asyncio.ensure_future(asyncio.to_thread(work, go_on))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        given_up.set()
        await asyncio.wait([running])
        raise


def is_foreign(file: Path) -> bool:
    """Whether it is neither a bundle nor a partner's file, which say all of themselves. Raises: ImportRefused."""
    return not (_is_bundle(file) or _is_handed_back(file))


def _is_bundle(file: Path) -> bool:
    if file.suffix.lower() == SUFFIX:
        return True
    return _head(file).startswith(_ZIP)


def _is_handed_back(file: Path) -> bool:
    """What a partner saved in a page; a mail program may have given it another ending."""
    return file.suffix.lower() == HANDED or KIND.encode() in _head(file, _KIND_BYTES)


def _head(file: Path, count: int = _HEAD_BYTES) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(count)
    except OSError as error:
        raise ImportRefused(f"{file.name} cannot be read ({error.strerror}). Check the file and its disk.") from error


def _bundle_taken(taken: TakenIn, file: Path) -> Imported:
    by = taken.by or tr("a partner")
    if taken.folder is None:
        raise ImportRefused(f"{file.name} was given up. Nothing of it was taken in.")
    if taken.outcome is Outcome.NEW:
        return Imported(taken.folder, tr("{file} was opened. It is in the list, and can be replayed.", file=file.name))
    if taken.merged.older:
        return Imported(
            taken.folder, tr("{file} brings nothing new: a later one of {by} is here.", file=file.name, by=by)
        )
    if taken.merged.replaced:
        said = tr("What {by} handed back takes the place of what came from them before.", by=by)
        return Imported(taken.folder, said)
    if taken.outcome is Outcome.NOTHING_NEW:
        return Imported(taken.folder, tr("{file} brings nothing new: all of it is here already.", file=file.name))
    told = []
    if taken.merged.notes or taken.merged.reviews:
        notes = trn("{n} note", "{n} notes", taken.merged.notes)
        reviews = trn("{n} review", "{n} reviews", len(taken.merged.reviews))
        words = tr("From {by}: {notes} and {reviews} were added to the session.", by=by, notes=notes, reviews=reviews)
        told.append(words)
    if taken.stances:
        words = trn(
            "What {by} thinks of {n} remark stands beside it in the replay.",
            "What {by} thinks of {n} remarks stands beside them in the replay.",
            taken.stances,
            by=by,
        )
        told.append(words)
    if taken.merged.apart:
        told.append(tr("What differs from what came before is kept beside it."))
    return Imported(taken.folder, " ".join(told))


def check_spoken(value: Any) -> None:
    """Whether a value is the JSON of an answer as it was spoken. Raises: ValueError."""
    _spoken_model().validate_json(json.dumps(value), strict=True)


@cache
def _spoken_model() -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    from speech.delivery.words import Spoken

    return TypeAdapter(Spoken)


# --- recordings and transcripts ---------------------------------------------------------------------------------------


async def _decode(source: Path, target: Path, told: Told) -> None:
    """Have a sound file read by whoever can."""
    head = await asyncio.to_thread(_head, source)
    await asyncio.to_thread(partial(target.parent.mkdir, mode=0o700, parents=True, exist_ok=True))
    await decode(source, target, told, child=QT_CHILD if _for_qt(head) else CHILD)


def _for_qt(head: bytes) -> bool:
    """What libsndfile does not read but Qt's FFmpeg does: MP4 and M4A, WebM, bare AAC."""
    return head[4:8] == b"ftyp" or head.startswith((b"\x1a\x45\xdf\xa3", b"\xff\xf1", b"\xff\xf9"))


async def _make(planned: Planned, paths: Paths, told: Told) -> Imported:
    foreign = planned.foreign
    work = partial(import_session, paths.sessions, foreign, app=app_version())
    folder = await _in_thread(told, lambda go_on: work(go_on=go_on))
    if folder is None:
        raise ImportRefused("The import was given up. Nothing of it was taken in.")
    said = tr("{title} was taken in.", title=foreign.title)
    if foreign.candidate:
        said += " " + tr("{name} is taken for you.", name=foreign.candidate)
    elif not foreign.turns:
        said += " " + tr("Everything in it is taken for your answer, since nothing says who speaks when.")
    said += f" {planned.taken_for}"
    return Imported(folder, said, waits=foreign.sound is not None, reviewable=True)
