"""The voice of the interviewer, the parent's side: lines in, `Heard` out, on the asyncio thread.

The voice child makes sound and plays it; here are the ladder (neural, system, text only), the deadlines, the second
tries and the file of what was said. A child that hangs or dies costs at most the line it was speaking.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path

from speech.errors import VoiceUnavailable, WorkerError, WorkerFailed, WorkerLate
from speech.voices.host import Host, HostOptions, unavailable
from speech.voices.line import Line
from speech.voices.sound import read_sound, write_wav
from speech.voices.text import speakable
from speech.voices.values import Engine, Heard, VoiceChoice, VoiceInfo, VoiceNotice
from speech.worker import Message

log = logging.getLogger("hotseat.voice")

BASE_SECONDS, SECONDS_PER_CHARACTER = 5.0, 0.1
"""A text may take this long to become sound; a hundred times what eSpeak needs, ten times Piper's on a busy machine."""
LOUDSPEAKER_SECONDS = 5.0
"""Until the loudspeaker says whether it works; its first callbacks can take two seconds."""
IMPATIENT_SECONDS = 0.5
"""The same, once it has failed to say so."""
LOOK_AGAIN_SECONDS = 60.0
"""A child sees the devices of its start; without a loudspeaker it is started anew for a line, but not more often."""
PLAY_OUT_SECONDS = 6.0
"""Beyond the length of its sound, what the end of a line may take."""
HUSH_SECONDS = 1.0
"""A child that is not silent by then is killed, which silences it."""
GIVE_UP_AFTER = 2
"""Lines in a row that could not be made before the voice is left alone for the rest of the session."""

_HANGS = "The loudspeaker does not answer. Lines are shown on the screen; check the sound settings of the system."
_RESTARTED = "The voice failed and was started again."
_RESTARTED_IN_LINE = "The voice failed and was started again. The line it was speaking is on the screen."


class Voice:
    """Speaks one line at a time. `notify` is called for what the candidate should know."""

    def __init__(
        self,
        *,
        engine: Engine,
        cache_dir: Path,
        notify: Callable[[VoiceNotice], None],
        voice: str | None = None,
        rate: float = 1.0,
        play: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`rate` is a multiple of the normal pace; `play` False makes the sound of lines without playing it."""
        self._asked: Engine = engine
        self._wanted = voice
        self._notify = notify
        self._play = play
        options = HostOptions(cache_dir=cache_dir, pace=rate, play=play, environment=environment)
        self._host = Host(options, on_message=self._on_message, on_exit=self._on_exit)
        self._line: Line | None = None
        self._lines = 0
        self._failures = 0
        self._troubles: set[str] = set()
        """Codes of troubles with the loudspeaker that were told and are not over."""
        self._patience = LOUDSPEAKER_SECONDS

    @property
    def sounds(self) -> bool:
        """Whether lines are played, so that a microphone can hear them."""
        return self._play

    @property
    def child_pid(self) -> int | None:
        """Process id of the voice child while it runs."""
        return self._host.pid

    async def open(self) -> VoiceInfo:
        """Start the engine that was asked for, or else the system's.

        Raises: VoiceUnavailable, whose sentence names the cure, when nothing can speak.
        """
        try:
            info = await self._host.open(self._asked, self._wanted)
        except VoiceUnavailable as error:
            if self._asked == "system":
                raise
            info = await self._host.open("system", None)
            self._notify(VoiceNotice("voice_fallback", f"{error.sentence} The voice of the system speaks instead."))
            return info
        if self._wanted not in (None, info.voice, info.name):
            sentence = f"The voice “{self._wanted}” is not installed. “{info.name}” speaks instead."
            self._notify(VoiceNotice("voice_replaced", sentence))
        return info

    async def speak(self, sentences: AsyncIterator[str], out: Path) -> Heard:
        """Say sentences as they arrive, and write their sound to `out` as one 16-bit mono WAV.

        Returns when the last sentence was heard, or `hush` stopped the line; what was made until then is in `out`.
        Whatever `sentences` raises comes through, after silence.
        Raises: VoiceUnavailable when the line cannot be spoken; the caller shows it.
        """
        if self._line is not None:
            raise RuntimeError("speak() while a line is being spoken")
        if self._failures >= GIVE_UP_AFTER:
            raise VoiceUnavailable("The voice failed twice in a row and is off for this session. Lines are shown.")
        self._lines += 1
        self._line = line = Line(self._lines)
        try:
            line.task = asyncio.create_task(self._say(line, sentences), name="voice line")
            await self._outcome(line, line.task)
            self._failures = 0
            await self._keep(line, out)
            return line.heard()
        except VoiceUnavailable as error:
            self._failures += error.code != "voice_disk"
            raise
        finally:
            try:
                await self._silence(line)
            finally:
                self._line = None
                line.silent.set()
                line.done.set()

    async def hush(self) -> None:
        """Silence within 100 ms. Does nothing when nobody speaks."""
        line = self._line
        if line is None or line.task is None:
            return
        if not line.stopped:
            line.stopped = True
            self._host.send("hush", line=line.number)
            line.task.cancel()
        await line.silent.wait()

    async def prepare(self, texts: Iterable[str]) -> None:
        """Make the sound of texts ahead of time, so that they are spoken at once. Trouble is left to `speak`."""
        for text in texts:
            if (plain := speakable(text)) and self._host.running:
                try:
                    await self._host.call("synthesise", deadline=_deadline(plain), text=plain)
                except WorkerError:
                    log.info("a line could not be prepared")

    async def list_voices(self) -> tuple[VoiceChoice, ...]:
        """The voices of the engine that is open.

        Raises: VoiceUnavailable.
        """
        await self._host.ready()
        try:
            reply = await self._host.call("voices", deadline=BASE_SECONDS)
        except WorkerError as error:
            raise unavailable(error) from error
        return tuple(VoiceChoice(one["id"], one["name"], tuple(one["languages"])) for one in reply["voices"])

    async def close(self) -> None:
        """Stop whatever is spoken and end the child. Safe to call twice."""
        if self._line is not None:
            await self.hush()
            await self._line.done.wait()
        await self._host.close()

    # --- a line

    async def _say(self, line: Line, sentences: AsyncIterator[str]) -> None:
        await self._host.ready()
        line.audible = self._play and await self._loudspeaker_works()
        async for sentence in sentences:
            text = speakable(sentence)
            if text and not await self._say_sentence(line, text):
                break
        if line.audible and line.files:
            await self._finish(line, deadline=line.remaining_seconds() + PLAY_OUT_SECONDS)

    async def _say_sentence(self, line: Line, text: str) -> bool:
        """Make a sentence and have it played after the others. False when the engine refuses it mid-line."""
        try:
            file, seconds = await self._synthesise(line, text)
        except WorkerFailed as error:
            if line.started is None or not self._host.running:
                raise
            line.cut = True  # what was made before is still heard
            self._notify(VoiceNotice(error.code, error.sentence))
            return False
        line.add(file, seconds)
        self._send_sound(line, file)
        return True

    async def _synthesise(self, line: Line, text: str) -> tuple[Path, float]:
        """The sound of a sentence. As long as nothing of the line was heard a failing child gets a second try."""
        try:
            return await self._make(line, text)
        except WorkerError as error:
            if line.started is not None or error.code == "voice_disk":
                raise
            log.warning("voice is started again for a line", extra={"code": error.code})
        self._host.restart("it hung or failed")
        await self._host.ready()
        self._notify(VoiceNotice("voice_restarted", _RESTARTED))
        for file in line.files:
            self._send_sound(line, file)
        return await self._make(line, text)

    async def _make(self, line: Line, text: str) -> tuple[Path, float]:
        with line.call():
            reply = await self._host.call("synthesise", deadline=_deadline(text), text=text)
        return Path(reply["file"]), float(reply["seconds"])

    def _send_sound(self, line: Line, file: Path) -> None:
        if line.audible:
            self._host.send("play", line=line.number, file=str(file))

    async def _finish(self, line: Line, deadline: float) -> None:
        """Wait until the line was heard or stopped, and learn how much was heard."""
        with line.call():
            reply = await self._host.call("finish", deadline=deadline, line=line.number)
        line.settle(reply)
        if "code" in reply:
            line.cut = True
            self._tell_trouble(reply)

    async def _outcome(self, line: Line, task: asyncio.Task[None]) -> None:
        """Wait for the end of a line, whichever way it ends."""
        await asyncio.wait({task})
        error = None if task.cancelled() else task.exception()
        if isinstance(error, WorkerError):
            if line.started is None:
                if isinstance(error, WorkerLate):
                    self._host.restart("it hung")
                raise unavailable(error) from error
            line.broken = True
        elif error is not None:
            raise error
        if line.broken:
            line.estimate()
            self._host.restart("it hung or failed")
            self._notify(VoiceNotice("voice_restarted", _RESTARTED_IN_LINE))
        elif line.stopped:
            await self._silence(line)

    async def _silence(self, line: Line) -> None:
        """Make sure that nothing of a line sounds any more, and learn how much was heard. Once a line."""
        if line.silent.is_set():
            return
        if line.task is not None and not line.task.done():
            line.task.cancel()
            await asyncio.wait({line.task})
        if line.audible and line.files and not line.settled:
            self._host.send("hush", line=line.number)
            try:
                await self._finish(line, HUSH_SECONDS)
            except (WorkerError, VoiceUnavailable):
                line.estimate()
                self._host.restart("it did not become silent")
        line.silent.set()

    async def _keep(self, line: Line, out: Path) -> None:
        if line.files:
            try:
                await asyncio.to_thread(_join, line.files, out)
            except (OSError, VoiceUnavailable) as error:
                log.warning("a spoken line was not kept", extra={"error": type(error).__name__})
                sentence = "The sound of a question could not be saved; its text is kept. Check the disk."
                self._notify(VoiceNotice("voice_not_kept", sentence))

    # --- what the child says

    def _on_message(self, message: Message) -> None:
        if self._line is not None and message.get("event") == "playing" and message["line"] == self._line.number:
            self._line.started = message["at"]

    def _on_exit(self, reason: str) -> None:
        line = self._line
        if line is None:
            self._notify(VoiceNotice("voice_restarted", _RESTARTED))
            if self._host.worked:
                self._host.restart("it had ended")
        elif line.task is not None and not line.calling:
            line.broken = True
            line.task.cancel()

    # --- the loudspeaker

    async def _loudspeaker_works(self) -> bool:
        reply = await self._ask_loudspeaker()
        if not reply["ok"] and self._host.age_seconds > LOOK_AGAIN_SECONDS:
            self._host.restart("it is to look for a loudspeaker")
            await self._host.ready()
            reply = await self._ask_loudspeaker()
        if not reply["ok"]:
            self._tell_trouble(reply)
            return False
        for code in sorted(self._troubles):
            self._notify(VoiceNotice(code, "The loudspeaker works again.", restored=True))
        self._troubles.clear()
        return True

    async def _ask_loudspeaker(self) -> Message:
        try:
            reply = await self._host.call("loudspeaker", deadline=self._patience)
        except WorkerLate:
            self._patience = IMPATIENT_SECONDS
            return {"ok": False, "code": "loudspeaker_hangs", "sentence": _HANGS}
        self._patience = LOUDSPEAKER_SECONDS
        return reply

    def _tell_trouble(self, reply: Message) -> None:
        """Tell a trouble with the loudspeaker once, until it is over."""
        if reply["code"] not in self._troubles:
            self._troubles.add(reply["code"])
            self._notify(VoiceNotice(reply["code"], reply["sentence"]))


def _deadline(text: str) -> float:
    return BASE_SECONDS + SECONDS_PER_CHARACTER * len(text)


def _join(files: list[Path], out: Path) -> None:
    write_wav(out, [read_sound(file) for file in files])
