"""Turns sentences into vectors with a small transformer whose weights are shipped as data.

The one module of this room that does arithmetic on arrays: numpy and the tokenizer are imported in functions, when the
first sentence is read. The network is BERT (Devlin et al., 2019, https://arxiv.org/abs/1810.04805) as MiniLM made it
small (Wang et al., 2020, https://arxiv.org/abs/2002.10957); the weights lie in 8 bits, one scale a row.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Floats = NDArray[np.float32]

EPSILON = 1e-12
"""Of the layer normalisation, as in BERT."""
MOST_TOKENS = 160
"""A longer text is read from its end, which is where a speaker's question stands."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """What became of a text."""

    tokens: Floats
    """Vector of each token of the text, shape (tokens, width)."""
    pooled: Floats
    """Their mean, shape (width,)."""
    spans: tuple[tuple[int, int], ...]
    """First character and the one after the last of each token, in the text."""


class Encoder:
    """A transformer read from `weights.npz`, `tokenizer.json` and `vocabulary.txt` of a folder."""

    def __init__(self, folder: Path) -> None:
        """Loads some twenty megabytes; takes a quarter of a second.

        Raises:
            OSError: a file is missing or cannot be read.
            ValueError: a file is not what it should be.
        """
        try:
            self._load(folder)
        except OSError:
            raise
        except Exception as fault:  # what numpy, zipfile and tokenizers raise has nothing else in common
            raise ValueError(f"The reader in {folder} is damaged ({type(fault).__name__}: {fault}).") from fault

    def _load(self, folder: Path) -> None:
        import numpy as np

        with (folder / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as stored:
            self._stored: dict[str, Any] = {name: stored[name] for name in stored.files}
        for name in [name for name in self._stored if name.endswith(".weight")]:
            self._stored[name] = np.ascontiguousarray(self._single(name).T)  # as every sentence needs it
        self._tokenizer = self._cutter(folder)
        if (words := self._tokenizer.get_vocab_size()) != len(self._stored["words"]):
            raise ValueError(f"{words} words for {len(self._stored['words'])} vectors")
        self._layers = sum(name.endswith(".query.weight") for name in self._stored)
        self._heads = int(self._stored["heads"])

    @staticmethod
    def _cutter(folder: Path) -> Tokenizer:
        """The tokenizer. Its words have a file of their own: read with the rest, they would keep Python's lock, and
        with it a window, for six times as long (38 ms of 20 000 words on two idle processors, against 7)."""
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece

        vocabulary = folder / "vocabulary.txt"
        vocabulary.stat()  # a missing file is told by name
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        tokenizer.model = WordPiece.from_file(str(vocabulary), unk_token=tokenizer.model.unk_token)
        return tokenizer

    def head(self, name: str, vectors: Floats) -> Floats:
        """The scores of a linear head for vectors of shape (…, width)."""
        return self._linear(vectors, name)

    def _single(self, name: str) -> Floats:
        """A stored array in single precision, whatever it was stored in."""
        import numpy as np

        stored = self._stored[name]
        single: Floats = np.asarray(stored, dtype=np.float32)
        return single * self._stored[f"{name}.scale"][:, None] if stored.dtype == np.int8 else single

    def encode(self, text: str, before: str = "") -> Encoded:
        """The vectors of a text; `before` is what was said just before it and only lends meaning."""
        import numpy as np

        ids, types, spans, own = self._tokens(text, before)
        states = self._embed(ids, types)
        for number in range(self._layers):
            states = self._layer(states, number)
        tokens = states[own]
        if not len(tokens):
            return Encoded(tokens, np.zeros(states.shape[1], dtype=np.float32), ())
        return Encoded(tokens, tokens.mean(axis=0), spans)

    def _tokens(self, text: str, before: str) -> tuple[list[int], list[int], tuple[tuple[int, int], ...], list[int]]:
        """Ids and types of all tokens; spans and places of those that are pooled: for a pair, those of `text`."""
        if before:
            found = self._tokenizer.encode(before, text)
            own = [place for place, part in enumerate(found.sequence_ids) if part == 1]
        else:
            found = self._tokenizer.encode(text)
            own = list(range(len(found.ids)))
        surplus = max(0, len(found.ids) - MOST_TOKENS)
        own = [place - surplus for place in own if place >= surplus]
        spans = tuple(found.offsets[place + surplus] for place in own)
        return found.ids[surplus:], found.type_ids[surplus:], spans, own

    def _embed(self, ids: list[int], types: list[int]) -> Floats:
        words = self._stored["words"][ids].astype("float32") * self._stored["words.scale"][ids][:, None]
        places = self._stored["positions"][: len(ids)].astype("float32") + self._stored["types"][types]
        return self._normal(words + places, "embeddings")

    def _layer(self, states: Floats, number: int) -> Floats:
        import numpy as np

        length, width = states.shape
        split = (length, self._heads, width // self._heads)
        query, key, value = (
            self._linear(states, f"{number}.{part}").reshape(split).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(split[2]))
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ value).transpose(1, 0, 2).reshape(length, width)
        states = self._normal(states + self._linear(mixed, f"{number}.output"), f"{number}.attended")
        inner = _gelu(self._linear(states, f"{number}.widen"))
        return self._normal(states + self._linear(inner, f"{number}.narrow"), f"{number}.done")

    def _linear(self, states: Floats, name: str) -> Floats:
        result: Floats = states @ self._stored[f"{name}.weight"] + self._stored[f"{name}.bias"]
        return result

    def _normal(self, states: Floats, name: str) -> Floats:
        import numpy as np

        centred = states - states.mean(axis=-1, keepdims=True)
        variance = (centred**2).mean(axis=-1, keepdims=True)
        result: Floats = centred / np.sqrt(variance + EPSILON) * self._single(f"{name}.gain") + self._single(
            f"{name}.shift"
        )
        return result.astype(np.float32)


def _gelu(values: Floats) -> Floats:
    """x·Φ(x), with the error function to 1.5e-7 by Abramowitz and Stegun (1964), formula 7.1.26."""
    import numpy as np

    size = np.abs(values) / np.float32(np.sqrt(2.0))
    t = 1.0 / (1.0 + 0.3275911 * size)
    series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(values) * (1.0 - series * np.exp(-size * size))
    result: Floats = (0.5 * values * (1.0 + erf)).astype(np.float32)
    return result
