"""Puts an interview together without a window: content, record, sound and mind. Used by the terminal and by tests.

Runs on the asyncio thread; what takes time before the interview (hashing a model, opening the index) runs in a thread.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assets import resource
from desktop.clocks import FrameClock, WallClock
from desktop.listening import READERS, ReadsAlong, scripted_mind
from desktop.parts import Speaks, Transcribes
from desktop.paths import Paths
from desktop.redoing import plan_of_redo
from desktop.remote_speech.listener import Listener
from desktop.studio import Studio
from desktop.version import app_version as app_version  # noqa: PLC0414  (found here, too)
from interviewer.conduct import Interview
from interviewer.content.choose import more_questions, question_by_id, question_of_round, round_part
from interviewer.content.loader import Library, load_packs
from interviewer.content.model import Level
from interviewer.content.own import own_question
from interviewer.errors import PlanError
from interviewer.events import Event, Fault, Part
from interviewer.minds.server import Server
from interviewer.plan import Mode, Plan, make_plan, questions_in
from interviewer.ports import Mind, Publish
from interviewer.records.index import Index
from interviewer.records.manifest import RedoOf, summary_of
from interviewer.records.session import SessionRecord
from speech.endpoint import Endpoint
from speech.errors import SpeechError
from speech.notices import Notice
from speech.recorder.recorder import Device, Recorder, Recordings
from speech.voices.silent import SilentVoice
from speech.voices.unheard import UnheardVoice
from speech.voices.values import VoiceNotice
from speech.voices.voice import Voice
from speech.whisper.models import ModelFiles, ModelStore
from speech.whisper.transcriber import Transcriber

Show = Callable[[Event], None]

DEFAULT_MICROPHONE = Device()
RECORDINGS = "recordings"
"""What a session's engines say of a microphone that played recordings."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody wants to rehearse, and with what."""

    question: str | None = None
    """Id of a question; None: one of the round, by chance."""
    own: str = ""
    """A question of the person's own, asked in place of one of the round's."""
    level: Level | None = None
    """Whose standards the review goes by; None: the question's."""
    round: str = "execution"
    minutes: float = 20.0
    mode: Mode = Mode.PRACTICE
    microphone: Device | Recordings | None = DEFAULT_MICROPHONE
    """None: answers are typed."""
    speech_model: str | None = None
    """None: the best one present."""
    transcribe: bool = True
    """Whether a speech model here transcribes; a listener does in any case."""
    listener: Server | None = None
    """A server that transcribes; the speech model takes over when it fails. None: the speech model does."""
    voice: Literal["system", "neural", "none"] = "system"
    voice_name: str = ""
    """One of the engine's voices; empty: its default."""
    rate: float = 1.0
    """Of the voice, as a multiple of its normal pace."""
    aloud: bool = True
    """Whether the voice is played; if not, its lines are made and kept, and take as long."""
    auto_end: bool = False
    mind: Mind | None = None
    """None: the scripted mind."""
    seed: int | None = None
    """Chooses the question; None: by the clock."""
    origin: str = ""
    """Who holds it, where it is not the candidate: see `interviewer.records.origins`."""
    redo: RedoOf | None = None
    """One part of an earlier session, once more; the question, the round, the length and the mode follow from it."""

    @classmethod
    def for_redo(cls, redo: RedoOf, parts: Wishes, level: Level | None) -> Wishes:
        """Wishes to redo a part, heard and spoken as in `parts`; no language model is asked."""
        return replace(parts, redo=redo, level=level, mode=Mode.PRACTICE, question=None, own="", mind=None)


@dataclass(slots=True)
class Rehearsal:
    """An interview that is ready to be held."""

    interview: Interview
    studio: Studio
    plan: Plan
    folder: Path
    engines: dict[str, str]
    left_out: str = ""
    """Says which packs could not be used, if any."""


def make_plan_for(wishes: Wishes, paths: Paths) -> tuple[Plan, str]:
    """Choose the question and plan its interview; also a sentence if a pack had to be left out for its faults.

    Reads the questions of one round only, since reading is what takes time.

    Raises: PackError, PlanError; of a redo also SessionMissing, SessionDamaged, SessionTooNew: its first take.
    """
    if wishes.redo is not None:
        return plan_of_redo(wishes.redo, paths), ""
    library = load_packs(resource("packs"), paths.packs, round_id=round_part(wishes.question or wishes.round))
    try:
        return _plan_from(library, wishes, paths), _left_out(library)
    except PlanError as error:
        if error.code != PlanError.code:
            raise
    # What was asked for is not there. The sentence that says so names what looks like it, in any round.
    library = load_packs(resource("packs"), paths.packs)
    try:
        return _plan_from(library, wishes, paths), _left_out(library)
    except PlanError as error:
        sentence = f"{error.sentence} {_left_out(library)}".strip()
        raise PlanError(sentence, code=error.code, command="pack check" if library.problems else "") from error


def _plan_from(library: Library, wishes: Wishes, paths: Paths) -> Plan:
    packs = library.packs
    seed = wishes.seed if wishes.seed is not None else time.time_ns()
    if wishes.own:
        chosen, like = question_of_round(packs, wishes.round, seed=seed)
        question = own_question(chosen, wishes.own, wishes.level or like.level)
        return make_plan(chosen, question, wishes.minutes, wishes.mode)
    if wishes.question is not None:
        chosen, question = question_by_id(packs, wishes.question)
    else:
        with Index.open(paths.data) as index:
            recent = [listed.question for listed in reversed(index.sessions())]
        chosen, question = question_of_round(packs, wishes.round, seed=seed, recent=recent)
    more = more_questions(packs, question, questions_in(chosen, wishes.minutes) - 1, seed=seed)
    return make_plan(chosen, question, wishes.minutes, wishes.mode, more)


def _left_out(library: Library) -> str:
    if not library.problems:
        return ""
    folders = ", ".join(dict.fromkeys(problem.file.partition("/")[0] for problem in library.problems))
    first = library.problems[0]
    fault = f"{first.file}, line {first.line}: {first.sentence}"
    return f"Left out because of faults: {folders}. The first is in {fault}"


async def prepare(wishes: Wishes, paths: Paths, store: ModelStore, show: Show) -> Rehearsal:
    """Put together what was wished for; parts that are missing are noted in the interview and done without.

    Raises: PackError, PlanError, RecordError: there is nothing to hold, or nowhere to keep it.
    """
    plan, left_out = await asyncio.to_thread(make_plan_for, wishes, paths)
    wanted = (wishes.transcribe or wishes.listener is not None) and wishes.microphone is not None
    model = await _recogniser(wishes, store) if wanted else None
    origin = time.monotonic()
    fast = isinstance(wishes.microphone, Recordings) and wishes.microphone.fast
    clock = FrameClock() if fast else WallClock(origin)
    mind = wishes.mind or scripted_mind()
    engines = _engines(wishes, model, mind)
    record = SessionRecord.create(
        paths.sessions,
        plan=summary_of(plan, wishes.level or ""),
        engines=engines,
        app=app_version(),
        redo_of=wishes.redo,
        origin=wishes.origin,
    )
    studio: Studio | None = None

    def make_studio(publish: Publish) -> Studio:
        nonlocal studio
        studio = Studio(
            publish,
            clock=clock,
            paths=record,
            make_recorder=_recorder_maker(wishes.microphone, origin),
            make_transcriber=None if model is None or isinstance(model, Fault) else transcriber_maker(model),
            make_voice=_voice_maker(wishes, paths),
            endpoint=Endpoint() if wishes.auto_end else None,
        )
        return studio

    along = ReadsAlong(READERS(plan.round.reader))

    def shown(event: Event) -> None:
        along.show(event)
        show(event)

    interview = Interview(
        plan,
        make_studio=make_studio,
        mind=mind,
        fallback=scripted_mind(),
        clock=clock,
        record=record,
        engines=engines,
        show=shown,
    )
    assert studio is not None
    if isinstance(model, Fault):
        interview.note(model)
    return Rehearsal(interview, studio, plan, record.folder, engines, left_out)


async def _recogniser(wishes: Wishes, store: ModelStore) -> ModelFiles | Listener | Fault:
    """Who transcribes, or why nobody does. A server does without a model here."""
    if wishes.listener is not None and not wishes.transcribe:
        return Listener(wishes.listener)
    model = await _model(wishes, store)
    if wishes.listener is None:
        return model
    return Listener(wishes.listener, model if isinstance(model, ModelFiles) else None)


async def _model(wishes: Wishes, store: ModelStore) -> ModelFiles | Fault:
    """The speech model to use, or why there is none."""
    try:
        return await asyncio.to_thread(store.resolve, wishes.speech_model)
    except SpeechError as fault:
        sentence = f"{fault.sentence} Answers are recorded all the same and can be transcribed later."
        return Fault(t=0.0, part=Part.TRANSCRIBER, code=fault.code, sentence=sentence)


def _engines(wishes: Wishes, model: ModelFiles | Listener | Fault | None, mind: Mind) -> dict[str, str]:
    """What listens, transcribes, speaks and decides, by name."""
    recogniser = "none"
    if isinstance(model, ModelFiles):
        recogniser = f"whisper {model.name}"
    elif isinstance(model, Listener):
        recogniser = model.server.title
    return {
        "microphone": _microphone_name(wishes.microphone),
        "recogniser": recogniser,
        "voice": wishes.voice,
        "mind": mind.name,
    }


def _microphone_name(microphone: Device | Recordings | None) -> str:
    match microphone:
        case Device(name):
            return name or "default"
        case Recordings():
            return RECORDINGS
        case None:
            return "none"


def _recorder_maker(
    microphone: Device | Recordings | None, origin: float
) -> Callable[[Callable[[Notice], None]], Recorder] | None:
    if microphone is None:
        return None
    return lambda notify: Recorder(microphone, origin=origin, notify=notify)


def transcriber_maker(model: ModelFiles | Listener) -> Callable[[Callable[[Notice], None]], Transcribes]:
    """What makes the transcriber that is told whom to notify."""
    if isinstance(model, Listener):
        return model.transcriber
    return lambda notify: Transcriber(model.folder, model=model.name, notify=notify)


def _voice_maker(wishes: Wishes, paths: Paths) -> Callable[[Callable[[VoiceNotice], None]], Speaks]:
    engine = wishes.voice
    if engine == "none":
        return lambda notify: SilentVoice()

    def make(notify: Callable[[VoiceNotice], None]) -> Speaks:
        voice = Voice(
            engine=engine,
            cache_dir=paths.voice_cache,
            notify=notify,
            voice=wishes.voice_name or None,
            rate=wishes.rate,
            play=wishes.aloud,
        )
        return voice if wishes.aloud else UnheardVoice(voice)

    return make
