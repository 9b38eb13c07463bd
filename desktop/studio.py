"""The sound side of an interview: recorder, transcriber and voice as the one `Studio` the conversation asks for.

Here the rooms meet: notices of `speech` become events of `interviewer`. No part is essential. What cannot be heard can
be typed, what cannot be spoken is shown, what cannot be transcribed now is kept as sound. Runs on the asyncio thread.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable

from desktop.parts import Paths, Records, SessionClock, Speaks, Transcribes
from desktop.transcription import Answer, Transcription
from interviewer import events
from interviewer.events import By, Key, Part
from interviewer.ports import Publish, Spoken
from speech import notices
from speech.endpoint import Endpoint
from speech.errors import MicrophoneError, VoiceUnavailable
from speech.notices import Notice
from speech.recorder.recorder import Device, Opened
from speech.voices.values import Heard, VoiceNotice
from speech.words import SAMPLE_RATE

GATE_SECONDS = 0.3
"""After the interviewer's voice has ended her echo may still be in the room."""
TAIL_SECONDS = 4.0
"""How long the interview waits for the last words of an answer; later ones still reach the record."""
TAIL_SECONDS_FAST = 300.0
"""The same where no time passes meanwhile."""
REPORT_SECONDS = 0.1


class Studio:
    """See `interviewer.ports.Studio`. Any of `recorder`, `transcriber` and `voice` may be None."""

    def __init__(
        self,
        publish: Publish,
        *,
        clock: SessionClock,
        paths: Paths,
        make_recorder: Callable[[Callable[[Notice], None]], Records] | None,
        make_transcriber: Callable[[Callable[[Notice], None]], Transcribes] | None,
        make_voice: Callable[[Callable[[VoiceNotice], None]], Speaks] | None,
        endpoint: Endpoint | None = None,
    ) -> None:
        self._publish = publish
        self._clock = clock
        self._paths = paths
        self._microphone = make_recorder(self._heard) if make_recorder else None
        self._recorder = self._microphone
        """None while there is no microphone that works."""
        self._words = (
            Transcription(publish, clock, make_transcriber(self._heard), self._heard_text) if make_transcriber else None
        )
        self._voice = make_voice(self._voice_said) if make_voice else None
        self._endpoint = endpoint
        self._answer: Answer | None = None
        self._voice_ended: float | None = None
        """Monotonic second at which the last line of the interviewer's fell silent; None when it was only shown."""
        self._silent = False
        """The interviewer speaks, or the interview is paused: silence says nothing about the candidate."""
        self._gated = False
        self._counting = False
        self._changing: asyncio.Task[bool] | None = None
        self._closing: asyncio.Task[None] | None = None

    # -- opening and closing

    async def open(self) -> None:
        """Open all parts at once; what does not open is told and done without."""
        await asyncio.gather(self._open_microphone(), self._open_transcriber(), self._open_voice())

    async def _open_microphone(self) -> None:
        if self._recorder is None:
            return
        try:
            opened = await self._recorder.open()
        except MicrophoneError as fault:
            self._recorder = None
            cure = "" if "type your answers" in fault.sentence else " Until then, type your answers."
            self._fault(Part.MICROPHONE, fault.code, fault.sentence + cure)
            return
        self._close_gate()
        self._publish_ready(opened)

    def _publish_ready(self, opened: Opened) -> None:
        self._publish(
            events.MicrophoneReady(
                t=self._clock.now(), device=opened.device, host_api=opened.host_api, rate=opened.rate
            )
        )

    async def use_microphone(self, device: Device) -> bool:
        """Go on with another microphone, also where there was none that works; an open answer is recorded on.

        False when it does not open, which a `Fault` says, and when there is nothing to change: another one is being
        opened, the studio is closing, or it was made without a microphone.
        """
        if self._microphone is None or self._changing is not None or self._closing is not None:
            return False
        self._changing = task = asyncio.create_task(self._change(self._microphone, device), name="other microphone")
        await asyncio.wait([task])
        self._changing = None
        return not task.cancelled() and task.result()

    async def _change(self, recorder: Records, device: Device) -> bool:
        try:
            opened = await recorder.use(device)
        except MicrophoneError as fault:
            self._fault(Part.MICROPHONE, "microphone_not_changed", fault.sentence)
            return False
        first, self._recorder = self._recorder is None, recorder
        self._publish_ready(opened)
        if first:
            self._close_gate()
        if not self._silent:
            await self._record_rest()
        return True

    async def _open_transcriber(self) -> None:
        if self._words is not None and not await self._words.open():
            self._words = None

    async def _open_voice(self) -> None:
        if self._voice is None:
            return
        try:
            await self._voice.open()
        except VoiceUnavailable as fault:
            await self._voice.close()
            self._voice = None
            self._fault(Part.VOICE, fault.code, f"{fault.sentence} The interviewer is shown as text.")

    async def close(self) -> None:
        """Close the microphone first, then finish the careful passes, then stop the rest. Safe to call twice."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(), name="closing studio")
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        if self._answer is not None:
            await self.finish(self._answer.number, By.END)
        if self._changing is not None:
            self._changing.cancel()
            await asyncio.wait([self._changing])
        if self._recorder is not None:
            await self._recorder.close()
        if self._voice is not None:
            await self._voice.close()
        if self._words is not None:
            await self._words.close()

    async def abandon(self) -> None:
        """Close without waiting for what is not transcribed: that can be done later from the record."""
        if self._words is not None:
            await self._words.abandon()
        await self.close()

    # -- the interviewer speaks

    async def speak(self, line: int, sentences: AsyncIterator[str]) -> Spoken:
        """Say a line; what the microphone hears meanwhile, and 0.3 s longer, is not the candidate."""
        self._silent = True
        self._count(None)
        if self._voice is not None and self._voice.sounds:
            self._close_gate()
        heard = await self._say(line, sentences)
        sounded = heard is not None and heard.heard_seconds > 0
        if heard is not None and sounded:
            self._voice_ended = heard.ended_monotonic
        await self._record_rest()
        if self._answer is not None:
            self._open_gate(since=heard.started_monotonic if heard is not None and sounded else None)
        self._listen_for_silence()
        if heard is None:
            return Spoken(0.0, 0.0, stopped=False)
        file = self._paths.line_file(line)
        kept = file if heard.seconds > 0 and (self._paths.folder / file).is_file() else ""
        return Spoken(heard.seconds, heard.heard_seconds, heard.stopped, kept)

    async def _say(self, line: int, sentences: AsyncIterator[str]) -> Heard | None:
        """None: the line could only be shown."""
        if self._voice is not None:
            try:
                return await self._voice.speak(sentences, self._paths.folder / self._paths.line_file(line))
            except VoiceUnavailable as fault:
                self._fault(Part.VOICE, fault.code, fault.sentence)
        async for _ in sentences:
            pass
        return None

    async def hush(self) -> None:
        """Stop the voice within 100 ms."""
        if self._voice is not None:
            await self._voice.hush()

    # -- the candidate speaks

    async def listen(self, answer: int, line: int) -> None:
        """Record from the end of the interviewer's voice; take what is said 0.3 s later for the answer."""
        recorder, began = self._recorder, self._clock.now()
        self._answer = current = Answer(answer, began)
        if self._endpoint is not None:
            self._endpoint.begin()
        self._silent = False
        if recorder is not None:
            since = recorder.frame_at(self._voice_ended) if self._voice_ended is not None else None
            await self._record(recorder, current, since=since)
        frame = current.start if current.recorded else None
        self._publish(events.AnswerBegan(t=began, frame=frame, answer=answer, line=line))

    async def _record(self, recorder: Records, current: Answer, *, since: int | None) -> None:
        """Record an answer from session frame `since` or from now on, and take down what is said."""
        current.recorded = True
        current.dictation = self._words.dictation(current.number) if self._words is not None else None
        pattern = self._paths.answer_file(current.number, 1).replace(".wav", "{part}.wav")
        folder, _, name = pattern.rpartition("/")
        self._open_gate(since=None)  # before the first frame: as fast as possible, thousands come at once
        current.start = await recorder.start_take(self._paths.folder / folder, name, from_frame=since)

    async def _record_rest(self) -> None:
        """Record an open answer from now on where nothing of it is: no microphone worked when it began."""
        recorder, current = self._recorder, self._answer
        if recorder is not None and current is not None and not current.recorded:
            await self._record(recorder, current, since=None)

    async def finish(self, answer: int, by: By) -> None:
        """Close the recording, complete the live text, and begin the careful pass."""
        current, recorder = self._answer, self._recorder
        if current is None or current.number != answer:
            return
        end: int | None = None
        seconds = self._clock.now() - current.began
        if recorder is not None and current.recorded:
            end = await recorder.end_take(at_frame=recorder.frame_at(time.monotonic()))
            seconds = (end - current.start) / SAMPLE_RATE
            self._close_gate()
        self._answer = None
        self._voice_ended = None
        self._count(None)
        self._publish(events.AnswerEnded(t=self._clock.now(), frame=end, answer=answer, by=by, seconds=seconds))
        await self._complete(current, end)

    async def hold(self) -> None:
        """Take nothing in until `resume`."""
        self._silent = True
        self._count(None)
        if self._recorder is not None:
            await self._recorder.hold()

    async def resume(self) -> None:
        """Go on with the open answer in a new file."""
        if self._recorder is not None:
            await self._recorder.resume()
        await self._record_rest()
        self._listen_for_silence()

    def patient(self, until: float) -> None:
        """No automatic end of turn before session second `until`."""
        if self._endpoint is not None:
            self._endpoint.patient(until)
            self._count(None)

    def _listen_for_silence(self) -> None:
        """From now on silence is the candidate's again."""
        self._silent = False
        if self._endpoint is not None:
            self._endpoint.restart()

    def _close_gate(self) -> None:
        """Nothing heard is the candidate. Where time stands still between answers, nothing else can be heard either."""
        if self._recorder is not None and self._recorder.timed:
            self._gated = True
            self._recorder.close_gate()

    def _open_gate(self, *, since: float | None) -> None:
        """From 0.3 s after the voice on the candidate is heard; `since`: the line was put into an open answer."""
        recorder = self._recorder
        if recorder is None or not self._gated:
            return
        self._gated = False
        opens = recorder.frame_at(self._voice_ended + GATE_SECONDS) if self._voice_ended is not None else None
        opens = opens if opens is not None else recorder.frame
        recorder.open_gate(opens)
        began = recorder.frame_at(since) if since is not None else None
        if began is not None and self._answer is not None:
            self._answer.silent.append((began, opens))

    async def _complete(self, current: Answer, end: int | None) -> None:
        if self._words is None or current.dictation is None or end is None:
            recorded = end is not None
            self._publish(events.AnswerHeard(t=self._clock.now(), answer=current.number, text="", pending=recorded))
            return
        timed = self._recorder is not None and self._recorder.timed
        deadline = TAIL_SECONDS if timed else TAIL_SECONDS_FAST
        await self._words.complete(current, current.dictation, end, deadline=deadline)

    def _heard_text(self, text: str) -> None:
        if self._endpoint is not None:
            self._endpoint.heard_text(text)

    # -- what the speech room says

    def _heard(self, notice: Notice) -> None:
        current = self._answer
        if current is not None and current.dictation is not None:
            current.dictation.hear(notice)
        now = self._clock.now()
        match notice:
            case notices.Level():
                self._level(notice, now)
            case notices.SpeechBegan(frame) if current is not None:
                self._count(None)
                self._publish(events.SpeechBegan(t=now, frame=frame, answer=current.number))
            case notices.SpeechPaused(frame) if current is not None:
                self._publish(events.SpeechPaused(t=now, frame=frame, answer=current.number))
            case notices.FileBegan(path, frame):
                number = current.number if current is not None else 0
                file = path.relative_to(self._paths.folder).as_posix()
                self._publish(events.FileBegan(t=now, frame=frame, answer=number, file=file))
            case notices.GapFound(frame, frames, cause):
                self._publish(events.Gap(t=now, frame=frame, frames=frames, cause=cause))
            case notices.SourceEnded(frame):
                self._clock.advance(frame)
                self._publish(events.Pressed(t=self._clock.now(), key=Key.DONE, by=By.SOURCE))
            case notices.Trouble(part, code, sentence):
                self._fault(Part(part), code, sentence)
            case notices.Restored(part, sentence):
                self._publish(events.Restored(t=now, part=Part(part), sentence=sentence))
            case _:
                pass

    def _level(self, level: notices.Level, now: float) -> None:
        self._clock.advance(level.frame)
        self._publish(
            events.LevelShown(t=now, frame=level.frame, peak_db=level.peak_db, rms_db=level.rms_db, speech=level.speech)
        )
        if self._endpoint is None or self._answer is None or self._silent:
            return
        left = self._endpoint.process(now, REPORT_SECONDS, level.speech)
        self._count(left)
        if left == 0.0:
            self._endpoint.begin()
            self._publish(events.Pressed(t=now, key=Key.DONE, by=By.SILENCE))

    def _count(self, left: float | None) -> None:
        """Show the countdown to the end of the turn, or that it was called off."""
        if left is not None or self._counting:
            self._counting = left is not None
            self._publish(events.SilenceCounted(t=self._clock.now(), seconds=left))

    def _voice_said(self, notice: VoiceNotice) -> None:
        if notice.restored:
            self._publish(events.Restored(t=self._clock.now(), part=Part.VOICE, sentence=notice.sentence))
        else:
            self._fault(Part.VOICE, notice.code, notice.sentence)

    def _fault(self, part: Part, code: str, sentence: str) -> None:
        self._publish(events.Fault(t=self._clock.now(), part=part, code=code, sentence=sentence))
