"""Everything that can go wrong with sound and words, as one tree.

    SpeechError                      code                  raised when
    ├── WorkerError
    │   ├── WorkerFailed             worker_failed         a child process ended, or said it could not do a thing
    │   └── WorkerLate               worker_late           a child process missed its deadline
    ├── MicrophoneError              microphone_*          no microphone, no PortAudio, refused, silent, gone
    ├── DiskFull                     disk_full             a recording could not grow
    ├── ModelError
    │   ├── ModelMissing             model_missing         no such speech model on this machine
    │   ├── ModelDamaged             model_damaged         a model's files do not match their hashes
    │   └── DownloadFailed           download_failed       a download ended early, for the reason given
    ├── TranscriptionFailed          transcription_failed  a server gave no text for a sound; has .passing
    │                                listener_*            the same, and what would mend it is known
    └── VoiceUnavailable             voice_unavailable     no engine can speak; text is shown instead

Every error carries a stable `code` and a sentence for the user that says what happened and what to do, in a window and
in a terminal alike. What is typed in a terminal for that stands apart, as `command`.
"""

from __future__ import annotations


class SpeechError(Exception):
    """A fault in the speech room; `str(error)` is the sentence for the user."""

    code = "speech"

    command = ""
    """What helps in a terminal, as typed after `hotseat`; empty: nothing of the kind."""

    def __init__(self, sentence: str, *, code: str | None = None, command: str = "") -> None:
        super().__init__(sentence)
        if code is not None:
            self.code = code
        if command:
            self.command = command

    @property
    def sentence(self) -> str:
        return str(self)


class WorkerError(SpeechError):
    code = "worker"


class WorkerFailed(WorkerError):
    code = "worker_failed"


class WorkerLate(WorkerError):
    code = "worker_late"


class MicrophoneError(SpeechError):
    code = "microphone"


class DiskFull(SpeechError):
    code = "disk_full"


class ModelError(SpeechError):
    code = "model"


class ModelMissing(ModelError):
    code = "model_missing"


class ModelDamaged(ModelError):
    code = "model_damaged"


class DownloadFailed(ModelError):
    code = "download_failed"
    command = "models import FOLDER"


class TranscriptionFailed(SpeechError):
    """`passing`: asked again, the server may give it."""

    code = "transcription_failed"

    def __init__(self, sentence: str, *, code: str | None = None, passing: bool = False) -> None:
        super().__init__(sentence, code=code)
        self.passing = passing


class VoiceUnavailable(SpeechError):
    code = "voice_unavailable"
