r"""Train the scorer that tells whether two articles report one event.

    python -m benchmarks.train_events --linking linking.jsonl.xz \
        --events same_story.jsonl.xz same_story_dev.jsonl --stories STORIES/*.jsonl \
        --distractors war_events.jsonl.xz --background PAGES \
        --en eng.txt --ru rus.txt --uk ukr.txt --documents document_ids.tsv --only dev.txt

A logistic regression on the pairs of articles of a day: those of one event against all others. An
event of many articles counts less a pair than one of two. Prints how the articles of each set of
`--linking` are grouped with weights learned without that set, and those of the collected stories
likewise; the shipped weights are learned on all.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from benchmarks import event_days
from benchmarks.corpus import named_documents
from benchmarks.event_days import Days
from benchmarks.stories import Labelled, score_of
from parallax.aligners.scoring import Score
from parallax.aligners.stories.article import Article
from parallax.aligners.stories.clusters import Pairs, cluster_articles
from parallax.aligners.stories.event_scorer import EventScorer
from parallax.aligners.stories.event_vectors import Hubs
from parallax.aligners.stories.pair_features import FEATURES
from parallax.aligners.stories.rarity import counted
from parallax.core.files import write_atomically
from parallax.core.settings import Settings
from parallax.encoders.encoder import EMBEDDED, Encoder, SentenceEncoder

_LEAST = 3
"""Articles of older news that a name must be in to be kept."""


@dataclass(frozen=True)
class Weighing:
    """What counts how much in training."""

    same: float = 3.0
    """A pair of an event of two articles; of larger events less, by the square root."""
    real_day: float = 3.0
    """A pair of a day whose distractors are its own news, against days made of collected stories"""
    ridge: float = 5.0
    """Penalty of the squared weights of standardised features."""


WEIGHING = Weighing()


@dataclass(frozen=True)
class Examples:
    """The pairs of a day: features, whether they report one event, and how much each counts."""

    features: NDArray[np.float64]
    same: NDArray[np.bool_]
    weight: NDArray[np.float64]


def examples(day: Sequence[Labelled], encoder: Encoder, blank: EventScorer, real: bool) -> Examples:
    """Return all pairs of a day."""
    ordered = sorted(day, key=lambda a: a.article.article_id)
    pairs = Pairs([a.article for a in ordered], encoder, 1.0, None, blank)
    one, other = np.triu_indices(len(ordered), 1)
    events = np.array([a.event for a in ordered])
    size = Counter(events.tolist())
    same = events[one] == events[other]
    sizes = np.array([size[event] for event in events[one].tolist()])
    weight = np.where(same, WEIGHING.same / np.sqrt(np.maximum(1, sizes - 1)), 1.0)
    return Examples(
        pairs.reader.features(one, other), same, weight * (WEIGHING.real_day if real else 1.0)
    )


def fitted(days: Sequence[Examples]) -> tuple[NDArray[np.float64], float]:
    """Return weights of the features as they are, and the bias."""
    rows = np.concatenate([day.features for day in days])
    same = np.concatenate([day.same for day in days]).astype(np.float64)
    weight = np.concatenate([day.weight for day in days])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    rows = (rows - mean) / scale

    def loss(given: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logit = rows @ given[:-1] + given[-1]
        wrong = np.logaddexp(0, -logit) * same + np.logaddexp(0, logit) * (1 - same)
        slope = weight * (1 / (1 + np.exp(-logit)) - same)
        penalty = WEIGHING.ridge * given[:-1]
        return (
            float(weight @ wrong + penalty @ given[:-1] / 2),
            np.append(rows.T @ slope + penalty, slope.sum()),
        )

    start = np.append(np.zeros(rows.shape[1]), -5.0)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 2000}).x
    weights = found[:-1] / scale
    return weights, float(found[-1] - weights @ mean)


def usual_hubs(days: Days, encoder: Encoder, background: Mapping[str, int]) -> Hubs:
    """Return how alike unrelated texts are on days that have enough of them."""
    blank = EventScorer(np.zeros(len(FEATURES)), 0.0, Hubs(0.4, 0.35, 0.4, 0.5), background)
    means = []
    for day in days.values():
        pairs = Pairs([a.article for a in day], encoder, 1.0, None, blank)
        means.append(pairs.reader.usual())
    return Hubs(*(round(float(x), 4) for x in np.mean(means, axis=0)))


def background(folder: Path) -> dict[str, int]:
    """Return in how many texts of a folder each name is."""
    articles = []
    for file in sorted(folder.rglob("*.txt")):
        lines = [line for line in file.read_text("utf-8").split("\n") if line.strip()] or [""]
        articles.append(Article(file.name, file.name, "", None, lines[0], tuple(lines[1:])))
    counts = counted(articles)
    return {
        name: count
        for name, count in sorted(counts.items())
        if count >= _LEAST and not any(c.isdigit() for c in name)
    }


def grouped(
    day: Sequence[Labelled], encoder: Encoder, scorer: EventScorer, threshold: float
) -> dict[str, int]:
    """Return the group of each article of a day."""
    made = cluster_articles([a.article for a in day], encoder, threshold, 1.0, scorer=scorer)
    return {member.article_id: member.group for member in made}


def apart(
    days: Days,
    tested: Days,
    encoder: Encoder,
    blank: EventScorer,
    thresholds: Sequence[float],
) -> dict[str, dict[float, tuple[Score, tuple[float, float, float]]]]:
    """Return how the articles of each set are grouped by weights learned without it."""
    made = {
        name: examples(day, encoder, blank, not name.startswith("collected"))
        for name, day in days.items()
    }
    found: dict[str, dict[float, tuple[Score, tuple[float, float, float]]]] = {}
    groups: dict[float, dict[str, int]] = {}
    for name, day in tested.items():
        weights, bias = fitted([one for other, one in made.items() if other != name])
        scorer = EventScorer(weights, bias, blank.hubs, blank.background)
        for threshold in thresholds:
            own = grouped(day, encoder, scorer, threshold)
            found.setdefault(name, {})[threshold] = score_of(day, own)
            shifted = groups.setdefault(threshold, {})
            if not name.startswith("collected"):
                first = len(shifted)
                shifted |= {f"{name} {a}": g + first for a, g in own.items()}
    real = [
        Labelled(_named(name, a.article), a.event)
        for name, day in tested.items()
        if not name.startswith("collected")
        for a in day
    ]
    found["all sets"] = {t: score_of(real, own) for t, own in groups.items()}
    return found


def _named(day: str, article: Article) -> Article:
    return Article(
        f"{day} {article.article_id}", article.url, "", None, article.title, article.paragraphs
    )


def main() -> None:
    """Train, print the scores of sets left out, and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--linking", type=Path, nargs="+", required=True)
    parser.add_argument("--events", type=Path, nargs="*", default=[])
    parser.add_argument("--stories", type=Path, nargs="*", default=[])
    parser.add_argument("--distractors", type=Path)
    parser.add_argument("--background", type=Path, required=True)
    for language in ("en", "ru", "uk"):
        parser.add_argument(f"--{language}", type=Path, help="translations, a sentence a line")
    parser.add_argument("--documents", type=Path, help="the document of each sentence")
    parser.add_argument("--only", type=Path, help="documents to take")
    parser.add_argument("--cache", type=Path, help="folder of cached vectors")
    parser.add_argument(
        "--thresholds", type=float, nargs="*", default=[Settings().cluster.threshold]
    )
    parser.add_argument("--out", type=Path, default=Path("aligners/stories/data/events.json"))
    args = parser.parse_args()
    encoder = SentenceEncoder(EMBEDDED, args.cache)
    tested = event_days.by_set(args.linking)
    tested |= event_days.collected(args.stories, args.distractors) if args.stories else {}
    further = event_days.by_set(args.events, event_days.ids(args.linking))
    days = event_days.joined(tested, further)
    if args.documents:
        texts = named_documents(
            {"en": args.en, "ru": args.ru, "uk": args.uk}, args.documents, args.only
        )
        others = [a for name, day in further.items() if name not in days for a in day]
        days["documents"] = event_days.translated(texts, others)
    counts = background(args.background)
    blank = EventScorer(np.zeros(len(FEATURES)), 0.0, usual_hubs(days, encoder, counts), counts)
    for name, scores in apart(days, tested, encoder, blank, args.thresholds).items():
        for threshold, (pairs, cubed) in scores.items():
            print(
                f"{name:12} {threshold:g}: pairs right {pairs.right} invented {pairs.invented} "
                f"missed {pairs.missed}, precision {pairs.precision:.3f} recall {pairs.recall:.3f};"
                f" B-cubed {cubed[0]:.3f} {cubed[1]:.3f} {cubed[2]:.3f}"
            )
    weights, bias = fitted(
        [
            examples(day, encoder, blank, not name.startswith("collected"))
            for name, day in days.items()
        ]
    )
    made = {
        "version": "1",
        "encoder": encoder.name,
        "weights": {n: round(float(w), 4) for n, w in zip(FEATURES, weights, strict=True)},
        "bias": round(bias, 4),
        "hubs": vars(blank.hubs),
        "background": counts,
    }
    write_atomically(args.out, (json.dumps(made, ensure_ascii=False) + "\n").encode())


if __name__ == "__main__":
    main()
