"""The command line: every command and option of `hotseat`, and where the code for it is.

Imports argparse only, so that `hotseat --help` is there at once; `run` names a function that is imported when needed.
"""

from __future__ import annotations

import argparse

TYPE_CHECKING = False  # as in typing, whose import would take a fifth of the time until `--help`
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

EPILOGUE = (
    "exit codes: 0 done; 1 a fault, said in a sentence; 2 wrong usage; 3 something needed is missing (a microphone, "
    "a speech model, a question); 130 interrupted at once; 141 nobody reads the output any more. The first Ctrl+C ends "
    "an interview as its key does, the second at once."
)


def make_parser() -> argparse.ArgumentParser:
    """The parser; a parsed command has `run`, as in "module:function"."""
    parser = argparse.ArgumentParser(
        prog="hotseat",
        description="Practise spoken product-manager interviews. Without a command: open the window, or rehearse here "
        "where there is no display.",
        epilog=EPILOGUE,
    )
    parser.add_argument("--version", action="version", version=_Version())
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=_CommandParser)
    for name, run, text, fill in COMMANDS:
        command = commands.add_parser(name, help=text, description=text, epilog=EPILOGUE)
        command.fill = fill
        command.set_defaults(run=f"desktop.terminal.{run}")
    return parser


class _Version(str):
    """The version, looked up when it is printed."""

    def __mod__(self, _fields: object) -> str:
        from importlib.metadata import version

        return f"hotseat {version('hotseat')}"


class _CommandParser(argparse.ArgumentParser):
    """A command whose options are added when it is the one that was chosen: adding them all costs 10 ms."""

    fill: Callable[[argparse.ArgumentParser], None] | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """See argparse, which calls this for the chosen command only."""
        fill, self.fill = self.fill, None
        if fill is not None:
            _common(self)
            fill(self)
        return super().parse_known_args(args, namespace)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir", metavar="FOLDER", help="keep sessions, models, packs, logs and cache here instead"
    )
    parser.add_argument("--json", action="store_true", help="print JSON, one object a line")
    parser.add_argument("--verbose", action="store_true", help="log more (never what was said)")


def _rehearse(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--question", metavar="ID", help="this question, as in [pm:]execution/library-holds")
    what.add_argument(
        "--round", metavar="ROUND", default="execution", help="a question of this round, as in [pm:]execution"
    )
    parser.add_argument("--minutes", type=float, default=20.0, metavar="N", help="length of the interview (20)")
    parser.add_argument("--mode", choices=("practice", "exam"), default="practice", help="practice allows help")
    sound = parser.add_mutually_exclusive_group()
    sound.add_argument("--microphone", metavar="NAME", help='a device by name, or "none" to type (the default one)')
    sound.add_argument(
        "--answer",
        metavar="FILE",
        action="append",
        default=[],
        help="let a recording answer instead of you; repeat it for more answers",
    )
    parser.add_argument("--pace", choices=("real", "fast"), default="real", help="how recordings are played (real)")
    _speech_model(parser)
    _speech_server(parser)
    parser.add_argument(
        "--voice",
        choices=("system", "neural", "none"),
        default=None,
        help="who speaks: the system's voice, Piper, or nobody (system; none with --pace fast)",
    )
    parser.add_argument("--auto-end", action="store_true", help="end an answer after a long silence")
    minds = ("scripted", "server", "file")
    parser.add_argument("--mind", choices=minds, default="scripted", help="who asks (scripted)")
    parser.add_argument(
        "--server",
        metavar="URL",
        help="an OpenAI-compatible server, with --mind server. Its key, if it wants one, is read from the environment "
        "variable HOTSEAT_API_KEY (for api.openai.com also from OPENAI_API_KEY)",
    )
    parser.add_argument("--server-model", metavar="NAME", help="the model to ask there")
    parser.add_argument(
        "--model-file", metavar="PATH", help="a .gguf model that Hotseat runs itself, or the name of one it downloaded"
    )
    parser.add_argument(
        "--server-seconds",
        type=float,
        metavar="N",
        help="how long a model's first sentence is waited for (6); then the scripted interviewer speaks",
    )
    parser.add_argument("--seed", type=int, help=argparse.SUPPRESS)


def _demo(parser: argparse.ArgumentParser) -> None:
    _speech_model(parser)
    parser.add_argument("--voice", choices=("system", "neural", "none"), default="system", help="who speaks (system)")


def _transcribe(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="WAV, FLAC, OGG or MP3")
    _speech_model(parser)


def _deliver(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="WAV, FLAC, OGG or MP3")
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of what --json prints, and end")
    _speech_model(parser)


def _doctor(parser: argparse.ArgumentParser) -> None:
    _speech_model(parser)
    parser.add_argument("--voice", choices=("system", "neural", "none"), default="system", help="the voice to try")


def _models(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _action(actions, "list", "which models there are, and which can be downloaded")
    download = _action(actions, "download", "download a model; goes on where an earlier download stopped")
    download.add_argument("name", metavar="NAME", help="as `hotseat models list` names it")
    download.add_argument("--hub", metavar="URL", help="a mirror of where the model is published, to download from")
    take = _action(actions, "import", "copy a model folder, as faster-whisper reads it")
    take.add_argument("folder", metavar="FOLDER")
    take.add_argument("--name", help="what to call the model (its folder's name)")
    verify = _action(actions, "verify", "hash a model's files, or all models', and compare")
    verify.add_argument("name", metavar="NAME", nargs="?")
    remove = _action(actions, "remove", "delete a model from the models folder")
    remove.add_argument("name", metavar="NAME")


def _sessions(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = _action(actions, "list", "sessions, newest first")
    listed.add_argument("--search", metavar="WORDS", help="only sessions in which these words were said")
    show = _action(actions, "show", "one session: what was asked and answered, and when")
    show.add_argument("session", metavar="SESSION", help='an id, its beginning, a folder, or "last"')
    review = _action(actions, "review", "what a session was worth, with quotes and times")
    review.add_argument("session", metavar="SESSION", help='an id, its beginning, a folder, or "last"')
    review.add_argument(
        "--level", choices=("apm", "pm", "senior", "group"), help="whose standards are shown (the question's)"
    )
    review.add_argument(
        "--by",
        choices=("rules", "server"),
        default="rules",
        help="who reviews: rules alone, or a language model on a server; a review that was cut off goes on (rules)",
    )
    review.add_argument("--server", metavar="URL", help="with --by server, which one (that of the settings)")
    review.add_argument("--server-model", metavar="NAME", help="the model to ask there")
    recover = _action(actions, "recover", "put interrupted sessions in order and transcribe what is missing")
    recover.add_argument("--no-transcribe", action="store_true", help="leave missing transcriptions for later")
    _speech_model(recover)
    _speech_server(recover)
    verify = _action(actions, "verify", "check files against their hashes; all sessions without an id")
    verify.add_argument("session", metavar="SESSION", nargs="?")


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("session", metavar="SESSION", nargs="?", help='an id, its beginning, a folder, or "last"')
    parser.add_argument(
        "--format",
        action="append",
        choices=("html", "md", "json", "srt", "vtt", "labels", "textgrid", "csv", "bundle"),
        help="what to write, repeated for more: html plays, labels are Audacity's, textgrid is Praat's (html)",
    )
    parser.add_argument("--out", metavar="PATH", help='a file, a folder, or "-" for the standard output (this folder)')
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    parser.add_argument("--no-sound", action="store_true", help="leave the sound out of the page")
    parser.add_argument("--no-notes", action="store_true", help="leave the candidate's own notes out")
    parser.add_argument("--no-case", action="store_true", help="leave out the hidden case and the model answers")
    parser.add_argument(
        "--redact",
        metavar="WORDS",
        action="append",
        default=[],
        help="replace a name, or other words, everywhere by [redacted]; repeat it for more. The sound is left out too, "
        "since the name can be heard in it",
    )
    parser.add_argument(
        "--keep-sound", action="store_true", help="keep the sound, though what was taken out of the text is heard in it"
    )
    parser.add_argument(
        "--for-partner",
        action="store_true",
        help="the page also takes a partner's notes and rating, in any browser, and saves them as a file to hand back",
    )
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of --format json, and end")


def _progress(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--level", choices=("apm", "pm", "senior", "group"), default="pm", help="whose standards count (pm)"
    )


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        help="a bundle (.hotseat), what a partner saved in an exported page (.json), a recording (WAV, FLAC, MP3, "
        "OGG, M4A) or a transcript (SRT, VTT, text with speakers); a recording and its transcript together are one "
        "interview",
    )
    parser.add_argument("--round", metavar="ROUND", default="", help="whose rubric it is reviewed by (guessed)")
    parser.add_argument(
        "--question", metavar="TEXT", default="", help="what was asked, or a question's id (guessed, unless --round)"
    )
    parser.add_argument(
        "--speaker", metavar="NAME=you", default="", help="which speaker of the transcript you are (guessed)"
    )
    parser.add_argument("--mine", action="store_true", help="a bundle is your own, from another computer, and counts")
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of a partner's file, and end")
    _speech_model(parser)
    _speech_server(parser)


def _prompt(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    show = _action(actions, "show", "the messages and the form of the reply, as they would be sent")
    show.add_argument(
        "name",
        metavar="NAME",
        help="which prompt: question, or of a review: dimension, communication, improvements, answer_part",
    )
    show.add_argument(
        "--session", metavar="SESSION", default="last", help='an id, its beginning, a folder, or "last" (last)'
    )
    show.add_argument("--line", metavar="N", type=int, help="the line that is asked for (the last one)")
    show.add_argument("--step", metavar="ID", help="of a review: the dimension, the aspect or the part (the first one)")


def _case(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    _action(actions, "list", "the hidden cases there are, without what is hidden in them")
    ask = _action(actions, "ask", "ask about a case, as in the interview; answers come from its sheet only")
    ask.add_argument("case", metavar="CASE", help="an id, as in execution/library-holds")
    asked = ask.add_mutually_exclusive_group(required=True)
    asked.add_argument("text", metavar="TEXT", nargs="?", help="what the candidate says")
    asked.add_argument("--batch", action="store_true", help="read one turn a line; print one JSON object a line")
    ask.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)


def _coverage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="an answer as text, or - for standard input")
    of_what = parser.add_mutually_exclusive_group()
    of_what.add_argument("--question", metavar="ID", help="the question it answers, as in execution/library-holds")
    of_what.add_argument("--round", metavar="ROUND", default="execution", help="the round it belongs to (execution)")


def _pack(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    check = _action(actions, "check", "check a pack, with file and line of every fault")
    check.add_argument(
        "path", metavar="PATH", help="the folder of a pack, or a file in it, whose faults then come first"
    )
    _action(actions, "list", "which packs there are, and where they are from")
    show = _action(actions, "show", "a pack, a round or a question")
    show.add_argument("name", metavar="ID", help="as in pm, pm/execution or execution/library-holds")
    show.add_argument("--spoilers", action="store_true", help="also hidden cases and model answers")
    new = _action(actions, "new", "make a small pack of your own, with every field explained")
    new.add_argument("id", metavar="ID", help="small letters, digits and hyphens")
    duplicate = _action(actions, "duplicate", "copy a pack into your data folder, to be changed")
    duplicate.add_argument("id", metavar="ID")
    duplicate.add_argument("new_id", metavar="NEW_ID", nargs="?", help="another id; without one, yours is used instead")


def _action(actions: Any, name: str, text: str) -> argparse.ArgumentParser:
    """A sub-command that takes the common options too, wherever they are written."""
    parser: argparse.ArgumentParser = actions.add_parser(name, help=text, description=text)
    parser.add_argument("--data-dir", metavar="FOLDER", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="print JSON, one object a line")
    return parser


def _speech_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--speech-model", metavar="NAME", help='a Whisper model on this machine, or "none" (the best one present)'
    )


def _speech_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--speech-server",
        metavar="URL",
        help="a server with /v1/audio/transcriptions that transcribes instead, for computers that are too slow: the "
        "sound of answers is sent to it. Its key is read as that of the server of --mind server; the speech model "
        "takes over if it fails",
    )
    parser.add_argument("--speech-server-model", metavar="NAME", help="the model that transcribes there")


def _window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="*", help="a session folder to open, or files to take in")


COMMANDS: tuple[tuple[str, str, str, Callable[[argparse.ArgumentParser], None]], ...] = (
    ("window", "window:run", "open the window", _window),
    ("rehearse", "rehearse:run", "hold an interview in this terminal", _rehearse),
    ("demo", "demo:run", "hold a short interview with a synthetic candidate, to see everything work", _demo),
    ("transcribe", "transcribe:run", "transcribe sound files carefully", _transcribe),
    ("deliver", "deliver:run", "say how speech in sound files was delivered: pace, pauses, fillers", _deliver),
    ("doctor", "doctor:run", "try every part for real and say what is wrong and what to do", _doctor),
    ("models", "models:run", "list, download, import, verify and remove models of speech and of language", _models),
    ("case", "case:run", "list the hidden cases, and try what the interviewer answers", _case),
    ("coverage", "coverage:run", "say what an answer in a text file covers, and which metrics it names", _coverage),
    ("pack", "packs:run", "check, list, show, make and copy packs of questions", _pack),
    ("sessions", "sessions:run", "list, show, review, recover and verify kept sessions", _sessions),
    ("export", "export:run", "write a kept session as a page that plays, subtitles, labels and more", _export),
    ("progress", "progress:run", "say how ready you are for each round, and what to practise next", _progress),
    ("import", "imports:run", "take in a bundle, a recording or a transcript as a session", _import),
    ("prompt", "prompt:run", "show exactly what a language model would be sent in a kept session", _prompt),
)
"""Name, the function that runs it, what it does, and what adds its options."""
