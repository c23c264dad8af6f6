"""The align stage: the stories of the lake into the `beads` and `links` tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import polars as pl

from aligners import links, spans
from aligners.beads import Alignment, Bead, Gate, align
from aligners.encoder import Encoder
from aligners.scorer import load, pair_name
from core.ids import digest
from core.lake import Lake
from core.settings import Settings
from core.tables import ARTICLES, BEADS, LINKS, REVISIONS, SENTENCES, STORIES
from translators.memory import EDITION, ENGINES, Memory, Translation

VERSION = 1
"""Of what this package does with a story; raised where the same texts, models and settings would give other rows."""


@dataclass(frozen=True)
class Text:
    """A text to align: its sentences with their indices, its language, where known its translation, whether it has a headline.

    Captions and boilerplate of a revision are left out, so indices may have gaps.
    """

    name: str
    language: str | None
    indices: tuple[int, ...]
    sentences: tuple[str, ...]
    translated: tuple[str, ...] | None = None
    edition: str = ""
    headline: bool = False


@dataclass(frozen=True)
class Aligned:
    """A story aligned: the alignment of each pair of its texts, by their names, and the links of all. Indices are the texts'."""

    pairs: dict[tuple[str, str], Alignment]
    links: list[links.Link]


def align_texts(texts: Sequence[Text], encoder: Encoder, settings: Settings) -> Aligned:
    """Align every pair of texts and link all; a pair that fails the same-story gate has null beads only."""
    sides = spans.sides([t.sentences for t in texts], encoder, [t.translated for t in texts])
    scorer = load(settings.bead_table)
    gate = Gate(settings.gate_probability, settings.gate_beads)
    pairs = {}
    for i, j in combinations(range(len(texts)), 2):
        left, right = texts[i], texts[j]
        languages = pair_name(left.language, right.language)
        made = align(
            sides[i], sides[j], settings.bead_probability, gate, languages=languages, headlines=left.headline and right.headline,
            scorer=scorer,
        )
        pairs[left.name, right.name] = _renumbered(made, left.indices, right.indices)
    place = {(text.name, index): k for text in texts for k, index in enumerate(text.indices)}

    def similarity(a: links.Node, b: links.Node) -> float:
        one, other = (a, b) if (a[0], b[0]) in pairs else (b, a)
        table = pairs[one[0], other[0]].similarity
        return 1.0 if table is None else float(table[place[one], place[other]])

    made_links = links.link(
        [(left, right, bead) for (left, right), made in pairs.items() for bead in made.beads],
        {text.name: list(text.indices) for text in texts}, similarity, settings.third_similarity,
    )
    return Aligned(pairs, made_links)


def _renumbered(made: Alignment, left: tuple[int, ...], right: tuple[int, ...]) -> Alignment:
    """Return an alignment by positions as one by sentence indices."""
    beads = [
        Bead(
            tuple(left[k] for k in bead.left), tuple(right[k] for k in bead.right), bead.score, bead.p,
            tuple((right if bead.left else left)[k] for k in bead.rejected),
        )
        for bead in made.beads
    ]
    return replace(made, beads=beads)


def story_texts(
    lake: Lake, days: Iterable[str] | None, target: str, boilerplate_articles: int
) -> dict[tuple[str, str], list[Text]]:
    """Return the texts of each story of several articles on the given days, by (day, story id)."""
    stories = lake.read(STORIES, days)
    articles = lake.read(ARTICLES).select("article_id", "edition", "language")
    members = stories.join(articles, on="article_id", how="inner").sort("day", "story_id", "article_id")
    wanted = members["revision_id"].unique().to_list()
    everything = lake.read(SENTENCES).filter(pl.col("role") != "caption")
    repeated = boilerplate(everything, lake.read(REVISIONS), articles, boilerplate_articles)
    sentences = (
        everything.filter(pl.col("revision_id").is_in(wanted)).sort("revision_id", "index").partition_by("revision_id", as_dict=True)
    )
    memory, engines = Memory(lake), [engine for engine in ENGINES if engine != EDITION]
    known = {language: memory.lookup(language, target, engines) for language in set(members["language"].to_list()) - {target}}
    found: dict[tuple[str, str], list[Text]] = {}
    for row in members.iter_rows(named=True):
        frame = sentences.get((row["revision_id"],))
        if frame is not None:
            frame = frame.filter(~pl.col("surface").is_in(repeated.get(row["edition"], [])))
            texts = tuple(frame["surface"].to_list())
            found.setdefault((row["day"], row["story_id"]), []).append(Text(
                row["revision_id"], row["language"], tuple(frame["index"].to_list()), texts,
                texts if row["language"] == target else _translated(texts, known[row["language"]]), row["edition"],
                "headline" in frame["role"][:1],
            ))
    return {key: texts for key, texts in found.items() if len(texts) > 1}


def boilerplate(
    sentences: pl.DataFrame, revisions: pl.DataFrame, articles: pl.DataFrame, least: int
) -> dict[str, list[str]]:
    """Return the sentences of each edition that stand in at least so many of its articles ("Read also…", "Photo: …")."""
    counted = (
        sentences.select("revision_id", "surface")
        .join(revisions.select("revision_id", "article_id"), on="revision_id")
        .join(articles.select("article_id", "edition"), on="article_id")
        .group_by("edition", "surface").agg(pl.col("article_id").n_unique())
        .filter(pl.col("article_id") >= least).sort("edition", "surface")
    )
    return {str(edition): frame["surface"].to_list() for (edition,), frame in counted.partition_by("edition", as_dict=True).items()}


def _translated(texts: tuple[str, ...], known: dict[str, Translation]) -> tuple[str, ...] | None:
    """Return the translations of the sentences, or None unless all of them are known; flagged translations say nothing."""
    found = [known.get(text) for text in texts]
    return tuple("" if t.flags else t.text for t in found if t) if all(found) else None


def align_stories(
    lake: Lake, encoder: Encoder, settings: Settings, days: list[str], progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Align every story of the given days and write `beads` and `links`; call ``progress`` with 1 for each story.

    A story whose texts, translations, models and settings are those it was aligned with before keeps its rows.
    """
    stored = _stored(lake, days)
    bead_rows: list[dict[str, object]] = []
    link_rows: list[dict[str, object]] = []
    stories = story_texts(lake, days, settings.target_language, settings.boilerplate_articles)
    anew = 0
    for (day, story_id), texts in stories.items():
        made_of = _made_of(texts, encoder, settings)
        if kept := stored.get((day, story_id, made_of)):
            bead_rows += kept[0]
            link_rows += kept[1]
        else:
            made = align_texts(texts, encoder, settings)
            for (left, right), alignment in made.pairs.items():
                bead_rows += [_bead_row(day, story_id, left, right, bead, alignment.regime, made_of) for bead in alignment.beads]
            edition = {text.name: text.edition for text in texts}
            link_rows += [_link_row(day, story_id, link, edition, made_of) for link in made.links]
            anew += 1
        progress(1)
    lake.replace(BEADS, BEADS.frame(bead_rows), days)
    lake.replace(LINKS, LINKS.frame(link_rows), days)
    kinds = [str(row["kind"]) for row in link_rows]
    return {
        "stories": len(stories), "stories aligned anew": anew,
        "beads": sum(bool(row["left_sentences"] and row["right_sentences"]) for row in bead_rows),
        **{f"links: {kind}": kinds.count(kind) for kind in ("shared", "pair", "only")},
    }


def _made_of(texts: Sequence[Text], encoder: Encoder, settings: Settings) -> str:
    """Return the hash of all that decides how a story is aligned."""
    chosen = (
        settings.bead_probability, settings.gate_probability, settings.gate_beads, settings.third_similarity,
    )
    return digest(VERSION, encoder.name, load(settings.bead_table).version, chosen, list(texts))


def _stored(lake: Lake, days: list[str]) -> dict[tuple[str, str, str], tuple[list[dict[str, object]], list[dict[str, object]]]]:
    """Return (rows of beads, rows of links) by (day, story, what it was made of), of stories that have both.

    A killed run may have written the beads of a story and not its links; then what they were made of differs.
    """
    rows: list[dict[tuple[str, str, str], list[dict[str, object]]]] = [defaultdict(list), defaultdict(list)]
    for found, table in zip(rows, (BEADS, LINKS), strict=True):
        for row in lake.read(table, days).iter_rows(named=True):
            found[row["day"], row["story_id"], row["made_of"]].append(row)
    beads, linked = rows
    return {key: (beads[key], linked[key]) for key in beads.keys() & linked.keys()}


def _bead_row(day: str, story_id: str, left: str, right: str, bead: Bead, regime: str, made_of: str) -> dict[str, object]:
    return {
        "bead_id": digest(left, right, bead.left, bead.right), "story_id": story_id, "left": left, "right": right,
        "left_sentences": list(bead.left), "right_sentences": list(bead.right), "score": bead.score, "p": bead.p,
        "rejected": list(bead.rejected), "regime": str(regime), "made_of": made_of, "day": day,
    }


def _link_row(day: str, story_id: str, link: links.Link, edition: dict[str, str], made_of: str) -> dict[str, object]:
    members = [
        {"revision_id": revision, "edition": edition[revision], "sentences": list(indices)}
        for revision, indices in sorted(link.members.items())
    ]
    return {
        "link_id": digest("link", [(m["revision_id"], m["sentences"]) for m in members]), "story_id": story_id,
        "kind": link.kind, "score": None if link.score is None else round(link.score, 4), "p": link.p, "members": members, "made_of": made_of,
        "day": day,
    }
