r"""Train the Ukrainian parser by projection from the Russian one.

See docs/model-card-syntax.md.

    python -m benchmarks.train_syntax --renderings uk_ru_en_distill.tsv.xz \
        --russian parallel_ru_en.jsonl.xz --ukrainian war_events.jsonl.xz \
        --treebank ru_taiga-ud-dev.conllu.xz --out languages/syntax/data/uk_syntax.npz

Training has two rounds. In the first the network learns the projected trees as they are. Then its
own parses correct them: where both agree, an arc counts more; where they differ, the surer one is
kept and counts less. The second round goes on from the first with those.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from benchmarks.projection import Knowledge, Lexicon, words_of
from benchmarks.syntax_examples import (
    RUSSIAN,
    Example,
    addressed,
    example,
    gold_examples,
    projected,
    rendered,
    renderings,
    russian_examples,
    texts_of,
    turned,
)
from benchmarks.syntax_torch import Batch, Sizes, TrainedNetwork, loss
from parallax.languages.letters import ONLY_UKRAINIAN
from parallax.languages.syntax.network import save
from parallax.languages.syntax.russian import RussianEngine


@dataclass(frozen=True)
class Training:
    """How long and how the network is trained."""

    rate: float = 2e-3
    warming: int = 200
    """Steps in which the rate rises."""
    tokens: int = 3_000
    """Words of a batch."""
    tag_weight: float = 0.3
    most_unknown: float = 0.05
    """Share of words unknown to the Russian parser, above which a rendering is left out."""
    most_unknown_news: float = 0.15
    least_sure: float = 0.75
    """Mean confidence of a projected tree in the first round."""
    least_agreed: float = 0.72
    """The same in the second round, of both parsers together."""
    treebank_times: int = 3
    news_times: int = 2
    addresses: int = 2_500


def main() -> None:
    """Make the examples, train twice, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--renderings", type=Path, required=True)
    parser.add_argument("--russian", type=Path, nargs="*", default=[])
    parser.add_argument("--ukrainian", type=Path, nargs="*", default=[])
    parser.add_argument("--treebank", type=Path, nargs="*", default=[], help="Russian gold")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, nargs=2, default=(2_000, 3_500), help="of each round")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    random.seed(chosen.seed)
    torch.manual_seed(chosen.seed)
    training, network = Training(), TrainedNetwork(Sizes())
    silver, others = _examples(chosen, training)
    sure = [one for one in silver if one.weights.mean() > training.least_sure]
    _say(f"{len(sure):,} of {len(silver):,} projected sentences, {len(others):,} others")
    _train(network, sure + others, chosen.steps[0], training)
    _write(network, chosen.out)
    _correct(network, silver)
    agreed = [one for one in silver if one.weights.mean() > training.least_agreed]
    _say(f"{len(agreed):,} projected sentences after correction")
    knowledge = Knowledge.read()
    others += addressed(agreed, knowledge, training.addresses, chosen.seed)
    _train(network, agreed + others, chosen.steps[1], training)
    _write(network, chosen.out)


def _write(network: TrainedNetwork, path: Path) -> None:
    state = {name: value.numpy() for name, value in network.state_dict().items()}
    save(path, state, network.sizes.layout())


def _examples(
    chosen: argparse.Namespace, training: Training
) -> tuple[list[Example], list[Example]]:
    """Return the projected examples, and the others, those of news and treebanks repeated."""
    knowledge = Knowledge.read()
    lexicon = Lexicon(knowledge, RussianEngine().words)
    pairs = renderings(chosen.renderings)
    for ukrainian, russian in pairs:
        lexicon.count(ukrainian, russian)
    _say(f"{len(pairs):,} renderings")
    silver = list(projected(rendered(pairs, lexicon, training.most_unknown), knowledge, 0.6))
    sentences = [
        words_of(text, "uk")
        for path in chosen.ukrainian
        for text in texts_of(path, "uk")
        if set(ONLY_UKRAINIAN) & set(text)
    ]
    own = rendered(((words, None) for words in sentences), lexicon, training.most_unknown_news)
    others = list(projected(own, knowledge, 0.65)) * training.news_times
    texts = (text for path in chosen.russian for text in texts_of(path, "ru"))
    for labels, weights in russian_examples(texts, 0.7):
        others.append(example(labels, weights, RUSSIAN))
        others += [turned(labels, weights, lexicon, knowledge)] * training.news_times
    for path in chosen.treebank:
        for labels, weights in gold_examples(path):
            others.append(example(labels, weights, RUSSIAN))
            others += [turned(labels, weights, lexicon, knowledge)] * training.treebank_times
    return silver, others


def _train(network: TrainedNetwork, examples: list[Example], steps: int, how: Training) -> None:
    """Take some steps, the rate falling to 0; products in bfloat16."""
    optimiser = torch.optim.AdamW(
        network.parameters(), lr=how.rate, betas=(0.9, 0.98), weight_decay=1e-3, fused=True
    )
    network.train()
    started, total = time.monotonic(), 0.0
    for step, chosen in enumerate(_batches(examples, steps, how.tokens), 1):
        for group in optimiser.param_groups:
            group["lr"] = how.rate * min(1, step / how.warming) * (1 - (step - 1) / steps)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            lost = loss(network, Batch.of(chosen), how.tag_weight)
        optimiser.zero_grad(set_to_none=True)
        lost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimiser.step()
        total += float(lost.detach())
        if step % 200 == 0:
            _say(f"step {step} loss {total / 200:.3f} {time.monotonic() - started:.0f} s")
            total = 0.0


def _batches(examples: list[Example], count: int, tokens: int) -> Iterator[list[Example]]:
    """Yield batches of sentences of nearly equal length, of few different shapes: the library
    compiles its products for each shape anew.
    """
    made = 0
    while made < count:
        batches, open_ones = [], dict[int, list[Example]]()
        for one in random.sample(examples, len(examples)):
            length = -(-len(one.words) // 4) * 4
            batch = open_ones.setdefault(length, [])
            batch.append(one)
            if len(batch) >= max(8, tokens // length // 8 * 8):
                batches.append(open_ones.pop(length))
        random.shuffle(batches)
        yield from batches[: count - made]
        made += len(batches)


@torch.inference_mode()
def _correct(network: TrainedNetwork, examples: list[Example]) -> None:
    """Join the trees of the examples with the network's own, in place."""
    network.eval()
    order = sorted(examples, key=lambda one: len(one.words))
    for at in range(0, len(order), 128):
        batch = Batch.of(order[at : at + 128])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            arcs, below, above, _ = network(batch)
            sure_heads, heads = arcs.softmax(-1).max(-1)
            sure_labels, labels = network.labels(below, above, heads).softmax(-1).max(-1)
        sure = (sure_heads * sure_labels).float().numpy()
        for i, one in enumerate(order[at : at + 128]):
            words = len(one.words)
            _join(one, heads[i, :words].numpy(), labels[i, :words].numpy(), sure[i, :words])


def _join(one: Example, heads: np.ndarray, labels: np.ndarray, sure: np.ndarray) -> None:
    """Keep the surer arc of two; arcs that agree count more, others less."""
    agree = (heads == one.heads) & (labels == one.relations)
    own = ~agree & (sure > one.weights)
    one.heads = np.where(own, heads, one.heads)
    one.relations = np.where(own, labels, one.relations)
    together = 1 - (1 - one.weights) * (1 - sure)
    either = 0.6 * np.maximum(one.weights, sure)
    one.weights = np.where(agree, together, either).astype(np.float32)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
