"""Write the lock files anew: `python packaging/lock.py [--upgrade]`, with uv on PATH.

Owns `packaging/locks/`. Each file pins every package with its hashes, for Python 3.11 to 3.13 on Linux, macOS and
Windows at once. `run.txt` is the core, `test.txt` the core and the tools, `build.txt` what builds the package, the
others one extra each, in the versions of the core. Without `--upgrade` pins that still fit stay.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
LOCKS = Path("packaging/locks")
EXTRAS = ("voice", "local-llm", "weights")

OVERRIDES = "pyobjc; python_version < '3'\nhttpx2-jsfetch; python_version < '3'\n"
"""Left out: pyttsx3 asks for all of pyobjc and uses one framework of it, which the core names itself; the other one is
for browsers."""

# One version for every Python and system: a test on one then speaks for the others. The machine's own settings for
# indexes and folders of wheels stay out, so that only public names and hashes get in.
COMPILE = (
    "uv", "pip", "compile", "--no-config", "--universal", "--python-version", "3.11", "--fork-strategy", "fewest",
    "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet",
)  # fmt: skip


def compile_lock(name: str, arguments: Sequence[str], requirements: str = "") -> None:
    """Write one lock file, from the arguments and from requirements given as text."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))}
    overrides = LOCKS / ".overrides"
    overrides.write_text(OVERRIDES)
    try:
        subprocess.run(
            [*COMPILE, "--overrides", str(overrides), "--output-file", str(LOCKS / f"{name}.txt"), *arguments],
            env=environment,
            input=requirements,
            text=True,
            check=True,
            stdout=subprocess.DEVNULL,
        )
    finally:
        overrides.unlink()


def main() -> None:
    os.chdir(REPOSITORY)
    LOCKS.mkdir(exist_ok=True)
    upgrade = sys.argv[1:2]
    extras = tomllib.loads(Path("pyproject.toml").read_text())["project"]["optional-dependencies"]
    core = ["--constraints", str(LOCKS / "run.txt")]
    compile_lock("run", ["pyproject.toml", *upgrade])
    compile_lock("test", ["pyproject.toml", "--group", "dev", *core, *upgrade])
    compile_lock("build", ["-", *core, *upgrade], "hatchling\neditables\n")
    for extra in EXTRAS:
        compile_lock(extra, ["-", *core, *upgrade], "\n".join(extras[extra]))


if __name__ == "__main__":
    main()
