"""Where a child was when it died of an error, without a word of what its error says."""

from __future__ import annotations

import subprocess
import sys

from speech.last_words import origin

CHAINED = """
import json

def decode(text):
    try:
        json.loads(text)
    except ValueError as error:
        raise RuntimeError("I would lend tools.\\n  and then\\nsecret: he said so") from error

print("the words: of a library")
decode("we lend")
"""


def died(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30, check=False)
    return done.stderr.splitlines()


def test_places_and_types_of_a_chain_are_told_and_no_message() -> None:
    found = origin(died(CHAINED))
    assert [line for line in found if not line.startswith("  ")] == ["json.decoder.JSONDecodeError", "RuntimeError"]
    assert found[0] == "  <string>:6 decode"
    assert found[-3:] == ["  <string>:11 <module>", "  <string>:8 decode", "RuntimeError"]
    told = "\n".join(found)
    assert not [word for word in ("tools", "lend", "secret", "said", "library") if word in told]


def test_a_traceback_without_its_beginning_is_told() -> None:
    lines = ["    return mend(text)", '  File "/x/speech/whisper/engine.py", line 88, in __init__', "    import x"]
    assert origin([*lines, "ModuleNotFoundError: No module named 'av'"]) == [
        "  engine.py:88 __init__",
        "ModuleNotFoundError",
    ]


def test_what_only_looks_like_one_is_not() -> None:
    assert origin([]) == []
    assert origin(["loans: he lends them", '  File "spoken words", line 3, in loans', "ValueError: tools"]) == []
    assert origin(["Traceback (most recent call last):", "ValueError: tools"]) == []
    frame = ["Traceback (most recent call last):", '  File "/a/b.py", line 3, in c']
    assert origin([*frame, "we lend: tools"]) == ["  b.py:3 c"]
    assert origin([*frame, "loans: tools"]) == ["  b.py:3 c"]
