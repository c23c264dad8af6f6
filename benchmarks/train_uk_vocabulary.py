"""Train the Ukrainian vocabulary of the embedded encoder by distillation.

See docs/model-card-uk.md.

    python benchmarks/train_uk_vocabulary.py uk_ru_en_distill.tsv.xz --out encoders/muse/data

Input: tab-separated rows (Ukrainian, a Russian rendering, an English source or empty), plain or
``.xz``. The student is the frozen network over Ukrainian pieces, the teacher the same network over
the English source where a row has one (together with the Russian rendering) and over the Russian
rendering otherwise. Loss: 1 - cosine plus a small in-batch contrastive term. Only the table of
Ukrainian pieces learns (SparseAdam).
"""

from __future__ import annotations

import argparse
import lzma
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from benchmarks.use_network_torch import UseNetwork
from parallax.encoders.muse import weights
from parallax.encoders.muse.vocabulary import (
    UKRAINIAN_MODEL,
    UKRAINIAN_ROWS,
    Vocabulary,
    normalised,
)
from parallax.languages.letters import ONLY_RUSSIAN, RUSSIAN_FOR_UKRAINIAN, both_cases

TO_RUSSIAN_LETTERS = str.maketrans(*RUSSIAN_FOR_UKRAINIAN)
FOREIGN = set(both_cases(ONLY_RUSSIAN))


def read_rows(path: Path, limit: int | None) -> list[tuple[str, str, str]]:
    """Return distinct (Ukrainian, Russian, English) rows, without Russian letters in Ukrainian."""
    opener = lzma.open if path.suffix == ".xz" else open
    rows: dict[str, tuple[str, str, str]] = {}
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if len(fields) < 2 or FOREIGN & set(fields[0]):
                continue
            ukrainian = normalised(fields[0])
            english = fields[2] if len(fields) > 2 else ""
            if ukrainian not in rows or (english and not rows[ukrainian][2]):
                rows[ukrainian] = (ukrainian, fields[1].translate(TO_RUSSIAN_LETTERS), english)
            if limit and len(rows) >= limit:
                break
    return list(rows.values())


def train_tokenizer(
    texts: list[str], folder: Path, size: int
) -> sentencepiece.SentencePieceProcessor:
    """Train a unigram SentencePiece model of ``size`` pieces and return it."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as corpus:
        corpus.write("\n".join(texts))
        corpus.flush()
        sentencepiece.SentencePieceTrainer.train(
            input=corpus.name,
            model_prefix=str(folder / UKRAINIAN_MODEL.removesuffix(".model")),
            vocab_size=size,
            model_type="unigram",
            character_coverage=0.9998,
            num_threads=2,
            minloglevel=2,
            normalization_rule_name="nmt_nfkc",
            train_extremely_large_corpus=False,
        )
    (folder / UKRAINIAN_MODEL).with_suffix(".vocab").unlink()
    return sentencepiece.SentencePieceProcessor(model_file=str(folder / UKRAINIAN_MODEL))


class Teacher:
    """The frozen encoder over the package's own pieces."""

    def __init__(self) -> None:
        """Load the weights."""
        rows, matrices = weights.load()
        self.network = UseNetwork(matrices).eval()
        self.vocabulary = Vocabulary(rows, None)

    def embeddings(self, ids: list[int]) -> torch.Tensor:
        """Return the dequantised rows of ``ids``, shape (len(ids), 512)."""
        return torch.from_numpy(self.vocabulary.rows[np.asarray(ids, dtype=np.int64)])

    @torch.inference_mode()
    def encode(self, texts: list[str], batch: int = 64) -> NDArray[np.float32]:
        """Return unit vectors, shape (len(texts), 512)."""
        out = np.zeros((len(texts), weights.DIMENSION), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for at in range(0, len(order), batch):
            part = order[at : at + batch]
            ids = [self.vocabulary.ids(texts[i]) for i in part]
            flat = [i for one in ids for i in one]
            out[part] = self.network(
                self.embeddings(flat), torch.tensor([len(one) for one in ids])
            ).numpy()
        return out

    def mean_row(self, piece: str) -> torch.Tensor:
        """Return the mean of the package's rows for a piece, the start of its own row."""
        text = piece.replace("\u2581", " ").strip().translate(TO_RUSSIAN_LETTERS)
        ids = self.vocabulary.ids(text)[1:-1] or self.vocabulary.ids(".")[1:-1]
        return self.embeddings(ids).mean(dim=0)


def initial_table(
    teacher: Teacher, tokenizer: sentencepiece.SentencePieceProcessor
) -> torch.Tensor:
    """Return the table before training, shape (pieces, 512).

    Control pieces have the rows of the package.
    """
    table = torch.stack([teacher.mean_row(tokenizer.id_to_piece(i)) for i in range(len(tokenizer))])
    for control in (0, 1, 2):
        table[control] = teacher.embeddings([control])[0]
    return table


def quantised(table: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
    """Return the table in 8 bits with one scale and one offset a row."""
    low, high = table.min(axis=1), table.max(axis=1)
    scale = np.maximum(high - low, 1e-8) / 255
    codes = np.rint((table - low[:, None]) / scale[:, None]).clip(0, 255).astype(np.uint8)
    return {"codes": codes, "scale": scale.astype(np.float32), "low": low.astype(np.float32)}


def main() -> None:  # noqa: PLR0915 - one script, read from top to bottom
    """Read, tokenise, teach, train, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=Path("encoders/muse/data"))
    parser.add_argument("--pieces", type=int, default=32000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=96)
    parser.add_argument("--rate", type=float, default=0.02)
    parser.add_argument("--contrast", type=float, default=0.1)
    parser.add_argument(
        "--limit", type=int, default=None, help="use only the first rows (to try the script)"
    )
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    shuffle = np.random.default_rng(args.seed)
    clock = time.monotonic()

    def say(message: str) -> None:
        print(f"{time.monotonic() - clock:7.0f} s  {message}", flush=True)

    rows = read_rows(args.data, args.limit)
    say(f"{len(rows):,} rows, {sum(1 for row in rows if row[2]):,} with English")
    tokenizer = train_tokenizer([row[0] for row in rows], args.out, args.pieces)
    teacher = Teacher()
    table = nn.Embedding(
        len(tokenizer), weights.DIMENSION, sparse=True, _weight=initial_table(teacher, tokenizer)
    )
    say(f"tokenizer of {len(tokenizer):,} pieces, table initialised")
    target = teacher.encode([row[1] for row in rows])
    with_english = [i for i, row in enumerate(rows) if row[2]]
    target[with_english] = 0.3 * target[with_english] + 0.7 * teacher.encode(
        [rows[i][2] for i in with_english]
    )
    target /= np.linalg.norm(target, axis=1, keepdims=True)
    say("teacher vectors")

    ids = tokenizer.encode([row[0] for row in rows], add_bos=True, add_eos=True)
    optimizer = torch.optim.SparseAdam(list(table.parameters()), lr=args.rate)
    steps_per_epoch = len(rows) // args.batch
    total = steps_per_epoch * args.epochs
    running, step = 0.0, 0
    for epoch in range(args.epochs):
        order = shuffle.permutation(len(rows))
        for at in range(steps_per_epoch):
            part = order[at * args.batch : (at + 1) * args.batch]
            for group in optimizer.param_groups:
                group["lr"] = args.rate * (1 - step / total)
            flat = torch.tensor([i for row in part for i in ids[row]])
            lengths = torch.tensor([len(ids[row]) for row in part])
            student = teacher.network(table(flat), lengths)
            wanted = torch.from_numpy(target[part])
            similarity = student @ wanted.T
            loss = (1 - similarity.diagonal()).mean()
            running = 0.99 * running + 0.01 * float(loss.detach()) if step else float(loss.detach())
            loss = loss + args.contrast * functional.cross_entropy(
                similarity * 20, torch.arange(len(part))
            )
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
            step += 1
            if step % 200 == 0:
                say(f"epoch {epoch + 1} step {step:,}/{total:,}  1 - cosine {running:.4f}")
    np.savez_compressed(
        args.out / UKRAINIAN_ROWS, allow_pickle=False, **quantised(table.weight.detach().numpy())
    )
    file = args.out / UKRAINIAN_ROWS
    say(f"written {file} ({file.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    main()
