"""A pyttsx3 to put in the place of the real one: it writes tones, and fails in the ways real engines fail.

`install(folder)` writes it where PYTHONPATH finds it first. What a text contains decides what happens to it: `HANG`,
`CRASH`, `ZEROS`, `SHORT`, `REFUSE`; with `ONCE` too, only the first time in this folder.
"""

from __future__ import annotations

from pathlib import Path

_SOURCE = """
import _ctypes, array, math, os, pathlib, time, types, wave

HERE = pathlib.Path(__file__).parent

ODD_VOICE = HERE / "odd-voice"

if not hasattr(_ctypes, "COMError"):  # as on Windows
    _ctypes.COMError = type("COMError", (Exception,), {})

class Engine:
    driver_name = "stub"
    def __init__(self):
        self.callbacks = {}
    def connect(self, topic, callback):
        self.callbacks[topic] = callback
    def setProperty(self, name, value):
        pass
    def getProperty(self, name):
        if ODD_VOICE.exists():
            return self.odd(name)
        voices = [types.SimpleNamespace(id="de", name="Deutsch", languages=["de"]),
                  types.SimpleNamespace(id="tone", name="Tone", languages=[b"\\x05en-gb"])]
        return voices if name == "voices" else "de"
    def odd(self, name):
        # As pyttsx3 reads SAPI: a voice of two languages is no number, one without an age is a fault of COM.
        if name == "voices":
            int(ODD_VOICE.read_text(), 16)
            raise _ctypes.COMError("no such attribute")
        return r"HKEY_LOCAL_MACHINE\\Tokens\\TTS_MS_EN-US_ZIRA"
    def save_to_file(self, text, filename):
        self.text, self.filename = text, filename
    def runAndWait(self):
        with (HERE / "texts").open("a") as log:
            log.write(self.text + "\\n")
        fault = self.fault()
        if fault == "HANG":
            time.sleep(3600)
        if fault == "CRASH":
            os.abort()
        if fault == "REFUSE":
            self.callbacks["error"](name=None, exception=ValueError("no"))
            return
        count = 500 if fault == "SHORT" else int(len(self.text) / 15 * 22050)
        loud = 0 if fault == "ZEROS" else 8000
        tone = [int(loud * math.sin(2 * math.pi * 441 * i / 22050)) for i in range(50)]
        samples = (array.array("h", tone) * (count // 50 + 1))[:count]
        with wave.open(self.filename, "wb") as writer:
            writer.setparams((1, 2, 22050, 0, "NONE", ""))
            writer.writeframes(samples.tobytes())
    def fault(self):
        for fault in ("HANG", "CRASH", "REFUSE", "SHORT", "ZEROS"):
            if fault in self.text:
                mark = HERE / fault
                if "ONCE" in self.text and mark.exists():
                    return ""
                mark.touch()
                return fault
        return ""

def init():
    if (HERE / "hang-at-start").exists():
        time.sleep(3600)
    return Engine()
"""


def install(folder: Path) -> dict[str, str]:
    """Put the stub into `folder`; the environment that leads a child to it."""
    package = folder / "pyttsx3"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(_SOURCE)
    return {"PYTHONPATH": str(folder)}


def texts(folder: Path) -> list[str]:
    """Every text the stub was given, without the probe of the start."""
    return (folder / "pyttsx3" / "texts").read_text().splitlines()[1:]
