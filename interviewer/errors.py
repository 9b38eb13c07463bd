"""Everything that can go wrong with the conversation and its record, as one tree.

    InterviewerError                 code                  raised when
    ├── PackError                    pack_invalid          a pack does not read or does not fit; has .problems
    │                                pack_missing          no pack of that id; pack_exists: there is one already
    ├── PlanError                    plan_impossible       no such question or round; minutes_impossible: no such length
    ├── MindError
    │   ├── MindLate                 mind_late             a mind missed its deadline
    │   ├── MindUnavailable          mind_unavailable      a mind cannot be reached or refused to answer
    │   │                            mind_key              it wants a key, or another one
    │   │                            mind_unfinished       its reply is there, but not whole
    │   │                            mind_context          its context is too small for what it was sent
    │   └── MindReplyUnfit           mind_reply_unfit      what a mind wanted to say breaks a rule of the interview
    └── RecordError
        ├── SessionMissing           session_missing       no session of that name
        ├── SessionDamaged           session_damaged       a session's files contradict each other beyond repair
        ├── SessionTooNew            session_too_new       written by a later version of Hotseat
        ├── SessionBusy              session_busy          another process holds the session
        ├── RecordNotWritten         record_not_written    the record could not be written (disk full, read-only)
        └── ImportRefused            import_refused        a bundle, recording or transcript is not taken in

Every error carries a stable `code` and a sentence for the user that says what happened and what to do, in a window and
in a terminal alike. What is typed in a terminal for that stands apart, as `command`.
"""

from __future__ import annotations

from dataclasses import dataclass


class InterviewerError(Exception):
    """A fault in the interviewer room; `str(error)` is the sentence for the user."""

    code = "interviewer"

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


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a pack."""

    file: str
    """Path inside the pack, or of the pack itself."""
    line: int
    """From 1."""
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class PackError(InterviewerError):
    """Everything that is wrong with a pack, at once."""

    code = "pack_invalid"

    def __init__(
        self, sentence: str, problems: tuple[Problem, ...] = (), *, code: str | None = None, command: str = ""
    ) -> None:
        super().__init__(sentence, code=code, command=command)
        self.problems = problems


class PlanError(InterviewerError):
    code = "plan_impossible"


class MindError(InterviewerError):
    code = "mind"


class MindLate(MindError):
    code = "mind_late"


class MindUnavailable(MindError):
    code = "mind_unavailable"


class MindReplyUnfit(MindError):
    code = "mind_reply_unfit"


class RecordError(InterviewerError):
    code = "record"


class SessionMissing(RecordError):
    code = "session_missing"


class SessionDamaged(RecordError):
    code = "session_damaged"


class SessionTooNew(RecordError):
    code = "session_too_new"


class SessionBusy(RecordError):
    code = "session_busy"


class RecordNotWritten(RecordError):
    code = "record_not_written"


class ImportRefused(RecordError):
    """Something from outside is not what it should be; nothing of it was written."""

    code = "import_refused"
