"""The align stage: the stories of the lake into the `beads` and `links` tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from aligners import beads, links, spans
from aligners.beads import Bead
from aligners.encoder import Encoder
from core.ids import digest
from core.lake import Lake
from core.settings import Settings
from core.tables import ARTICLES, BEADS, LINKS, SENTENCES, STORIES
from translators.memory import Memory, Translation
from translators.translate import known_translations

REGIME = "comparable"


@dataclass(frozen=True)
class Text:
    """A revision to align: its sentences (captions left out) with their indices, and where known their translations."""

    revision_id: str
    edition: str
    indices: tuple[int, ...]
    sentences: tuple[str, ...]
    translated: tuple[str, ...] | None


def story_texts(lake: Lake, days: Iterable[str] | None, target: str) -> dict[tuple[str, str], list[Text]]:
    """Return the texts of each story of several articles on the given days, by (day, story id)."""
    stories = lake.read(STORIES, days)
    articles = lake.read(ARTICLES).select("article_id", "edition", "language")
    members = stories.join(articles, on="article_id", how="inner").sort("day", "story_id", "article_id")
    wanted = members["revision_id"].unique().to_list()
    sentences = (
        lake.read(SENTENCES).filter(pl.col("revision_id").is_in(wanted) & (pl.col("role") != "caption"))
        .sort("revision_id", "index").partition_by("revision_id", as_dict=True)
    )
    languages = sorted(set(members["language"].to_list()) - {target})
    translations = known_translations([(language, target) for language in languages], Memory(lake))
    found: dict[tuple[str, str], list[Text]] = {}
    for row in members.iter_rows(named=True):
        frame = sentences.get((row["revision_id"],))
        if frame is not None:
            texts = tuple(frame["surface"].to_list())
            found.setdefault((row["day"], row["story_id"]), []).append(Text(
                row["revision_id"], row["edition"], tuple(frame["index"].to_list()), texts,
                _translated(texts, row["language"], target, translations),
            ))
    return {key: texts for key, texts in found.items() if len(texts) > 1}


def _translated(
    texts: tuple[str, ...], language: str, target: str, known: dict[tuple[str, str], Translation]
) -> tuple[str, ...] | None:
    """Return the sentences in the target language, or None unless all of them are known."""
    if language == target:
        return texts
    found = [known.get((language, text)) for text in texts]
    return tuple(t.text for t in found if t) if all(found) else None


def align_texts(texts: list[Text], encoder: Encoder, settings: Settings) -> list[tuple[str, str, Bead]]:
    """Return the beads of every pair of texts as (left revision, right revision, bead).

    Indices in the beads are sentence indices of the revisions. A pair that fails the same-story gate has null beads only.
    """
    sides = spans.sides([t.sentences for t in texts], encoder, [t.translated for t in texts], headlines=True)
    found = []
    for i, j in combinations(range(len(texts)), 2):
        both = bool(sides[i].lexical) and bool(sides[j].lexical)
        threshold = settings.bead_threshold_blended if both else settings.bead_threshold
        made = beads.align(sides[i], sides[j], threshold)
        if not beads.passes_gate(made, threshold + settings.gate_margin, settings.gate_beads):
            made = beads.align(sides[i], sides[j], float("inf"))
        left, right = texts[i], texts[j]
        for bead in made:
            other = right.indices if bead.left else left.indices
            found.append((left.revision_id, right.revision_id, Bead(
                tuple(left.indices[k] for k in bead.left), tuple(right.indices[k] for k in bead.right),
                round(bead.score, 4), tuple(other[k] for k in bead.rejected),
            )))
    return found


def align_stories(
    lake: Lake, encoder: Encoder, settings: Settings, days: list[str], progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Align every story of the given days and write `beads` and `links`; call ``progress`` with 1 for each story."""
    bead_rows: list[dict[str, object]] = []
    link_rows: list[dict[str, object]] = []
    stories = story_texts(lake, days, settings.target_language)
    for (day, story_id), texts in stories.items():
        found = align_texts(texts, encoder, settings)
        bead_rows += [_bead_row(day, story_id, *bead) for bead in found]
        made = links.link(found, {text.revision_id: list(text.indices) for text in texts})
        edition = {text.revision_id: text.edition for text in texts}
        link_rows += [_link_row(day, story_id, link, edition) for link in made]
        progress(1)
    lake.replace(BEADS, BEADS.frame(bead_rows), days)
    lake.replace(LINKS, LINKS.frame(link_rows), days)
    kinds = [str(row["kind"]) for row in link_rows]
    return {
        "stories": len(stories), "beads": sum(bool(row["left_sentences"] and row["right_sentences"]) for row in bead_rows),
        **{f"links: {kind}": kinds.count(kind) for kind in ("shared", "pair", "only")},
    }


def _bead_row(day: str, story_id: str, left: str, right: str, bead: Bead) -> dict[str, object]:
    return {
        "bead_id": digest(left, right, bead.left, bead.right), "story_id": story_id, "left": left, "right": right,
        "left_sentences": list(bead.left), "right_sentences": list(bead.right), "score": bead.score,
        "rejected": list(bead.rejected), "regime": REGIME, "day": day,
    }


def _link_row(day: str, story_id: str, link: links.Link, edition: dict[str, str]) -> dict[str, object]:
    members = [
        {"revision_id": revision, "edition": edition[revision], "sentences": list(indices)}
        for revision, indices in sorted(link.members.items())
    ]
    return {
        "link_id": digest("link", [(m["revision_id"], m["sentences"]) for m in members]), "story_id": story_id,
        "kind": link.kind, "score": None if link.score is None else round(link.score, 4), "members": members, "day": day,
    }
