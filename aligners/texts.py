"""The texts of a story: aligning them, and reading them from the lake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import Annotated

import polars as pl

from parallax.aligners import links
from parallax.aligners.beads.align import Alignment, Gate, align
from parallax.aligners.beads.bead import Bead, Part
from parallax.aligners.beads.regime import Regime
from parallax.aligners.beads.scorer import load, pair_name
from parallax.aligners.beads.sides import sides
from parallax.aligners.beads.similarity import Side
from parallax.aligners.beads.unit_beads import Shift
from parallax.aligners.same_story import belongings
from parallax.aligners.third_texts import Pair, ThirdTextEvidence
from parallax.core.settings import Settings
from parallax.core.thresholds import thresholds
from parallax.core.times import days_from
from parallax.encoders.encoder import Encoder
from parallax.lake.lake import Lake
from parallax.lake.revisions import days_of_articles
from parallax.lake.schema import ARTICLES, REVISIONS, SENTENCES, STORIES
from parallax.lake.stories import days_of, several
from parallax.languages.letters import WRITTEN
from parallax.translators.memory import EDITION, ENGINES, Memory, Translation


@thresholds("align", chosen="by judgement, so that a run need not read the whole lake")
@dataclass(frozen=True)
class BoilerplateWindow:
    """Where repeated sentences are looked for."""

    days: Annotated[int, "days before a story in which an edition's sentences are counted"] = 30


WINDOW = BoilerplateWindow()


@dataclass(frozen=True)
class Text:
    """A text to align: sentences with their indices, language, translation if known.

    Captions and boilerplate of a revision are left out, so indices may have gaps. ``headline`` says
    whether the first sentence is one; ``member`` whether it surely belongs to the story; ``kin``,
    if not empty, what an outlet's editions of one article have in common; ``starts`` where in the
    whole text each sentence begins, if known.
    """

    name: str
    language: str | None
    indices: tuple[int, ...]
    sentences: tuple[str, ...]
    translated: tuple[str, ...] | None = None
    edition: str = ""
    headline: bool = False
    member: bool = False
    kin: str = ""
    starts: tuple[int, ...] = ()

    def surely_with(self, other: Text) -> bool:
        """Return whether two texts surely report one story: both belong to it, or an outlet says
        that one is an edition of the other.
        """
        return (self.member and other.member) or (bool(self.kin) and self.kin == other.kin)


@dataclass(frozen=True)
class Aligned:
    """An aligned story: the alignment of each pair of texts, by name, and the links of all.

    Indices are those of the texts.
    """

    pairs: dict[tuple[str, str], Alignment]
    links: list[links.Link]


def align_texts(texts: Sequence[Text], encoder: Encoder, settings: Settings) -> Aligned:
    """Align every pair of texts and link all; pairs that need not be of one story and fail the gate
    have only null beads.

    So have sentences without a letter or a digit.
    """
    written = [_without_blanks(text) for text in texts]
    blanks = [
        sorted({*text.indices} - {*kept.indices}) for text, kept in zip(texts, written, strict=True)
    ]
    prepared = sides([t.sentences for t in written], encoder, [t.translated for t in written])
    made = _all_pairs(written, prepared, settings)
    pairs = {}
    for (i, j), one in made.items():
        renumbered = _renumbered(one, written[i], written[j])
        pairs[written[i].name, written[j].name] = _with_blanks(renumbered, blanks[i], blanks[j])
    place = {(text.name, index): k for text in written for k, index in enumerate(text.indices)}

    beads = [(left, right, bead) for (left, right), one in pairs.items() for bead in one.beads]
    joined = links.of_beads(beads)

    def evidence(a: links.Node, b: links.Node) -> float:
        one, other = (a, b) if (a[0], b[0]) in pairs else (b, a)
        table = pairs[one[0], other[0]].likeliest
        return joined(a, b) if table is None else float(table[place[one], place[other]])

    made_links = links.link(beads, {text.name: text.indices for text in texts}, evidence)
    return Aligned(pairs, made_links)


def _all_pairs(
    texts: Sequence[Text], prepared: Sequence[Side], settings: Settings
) -> dict[Pair, Alignment]:
    """Align every pair of texts, by number; then pairs of no translation again, with what third
    texts say of them.
    """
    scorer = load(settings.align.bead_table)

    def aligned(i: int, j: int, shift: Shift | None = None) -> Alignment:
        left, right = texts[i], texts[j]
        return align(
            prepared[i],
            prepared[j],
            settings.align.bead_probability,
            None if shift or left.surely_with(right) else Gate(),
            languages=pair_name(left.language, right.language),
            headlines=left.headline and right.headline,
            scorer=scorer,
            shift=shift,
        )

    made = {(i, j): aligned(i, j) for i, j in combinations(range(len(texts)), 2)}
    known = {pair: one.likeliest for pair, one in made.items() if one.likeliest is not None}
    if len(texts) < 3:
        return made
    others = ThirdTextEvidence(known)
    for pair in known:
        if made[pair].regime is Regime.COMPARABLE:
            made[pair] = aligned(*pair, partial(others.shift, pair))
    return made


def _without_blanks(text: Text) -> Text:
    """Return a text without its sentences that have no letter or digit."""
    kept = [k for k, sentence in enumerate(text.sentences) if WRITTEN.search(sentence)]
    return replace(
        text,
        indices=tuple(text.indices[k] for k in kept),
        sentences=tuple(text.sentences[k] for k in kept),
        translated=text.translated and tuple(text.translated[k] for k in kept),
        starts=text.starts and tuple(text.starts[k] for k in kept),
        headline=text.headline and kept[:1] == [0],
    )


def _with_blanks(made: Alignment, left: Sequence[int], right: Sequence[int]) -> Alignment:
    """Return an alignment with a null bead for each of some sentences that it leaves out."""
    if not left and not right:
        return made
    matched = [bead for bead in made.beads if bead.left and bead.right]
    alone = [
        *(bead for bead in made.beads if not (bead.left and bead.right)),
        *(Bead((index,), (), 0.0, 0.0) for index in left),
        *(Bead((), (index,), 0.0, 0.0) for index in right),
    ]
    alone.sort(key=lambda bead: (not bead.left, bead.left, bead.right))
    return replace(made, beads=[*matched, *alone])


def _renumbered(made: Alignment, one: Text, other: Text) -> Alignment:
    """Return an alignment of positions as one of sentence indices, its parts with their places in
    the texts.
    """
    left, right = one.indices, other.indices
    beads = [
        Bead(
            tuple(left[k] for k in bead.left),
            tuple(right[k] for k in bead.right),
            bead.score,
            bead.p,
            tuple((right if bead.left else left)[k] for k in bead.rejected),
            tuple(_placed(part, one) for part in bead.left_parts),
            tuple(_placed(part, other) for part in bead.right_parts),
        )
        for bead in made.beads
    ]
    return replace(made, beads=beads)


def _placed(part: Part, text: Text) -> Part:
    start = text.starts[part.sentence] if text.starts else 0
    return Part(text.indices[part.sentence], start + part.start, start + part.end)


def story_texts(
    lake: Lake, days: Iterable[str] | None, target: str, boilerplate_articles: int
) -> dict[tuple[str, str], list[Text]]:
    """Return the texts of each story of several articles on the given days, by (day, story id)."""
    days = days_of(lake, days)
    stories = lake.read(STORIES, days)
    compared = set(several(lake, days)["story_id"].to_list())
    articles = lake.columns(ARTICLES, ["article_id", "edition", "language", "url", "siblings"])
    members = stories.join(articles, on="article_id", how="inner").sort(
        "day", "story_id", "article_id"
    )
    wanted = members["revision_id"].unique().to_list()
    read = _days_before(days_of_articles(lake, members["article_id"]), lake.partitions(SENTENCES))
    everything = lake.columns(
        SENTENCES, ["revision_id", "index", "role", "start", "surface"], read
    ).filter(pl.col("role") != "caption")
    repeated = boilerplate(
        everything,
        lake.columns(REVISIONS, ["revision_id", "article_id"], read),
        articles,
        boilerplate_articles,
    )
    editions = dict(members.select("revision_id", "edition").iter_rows())
    ignored = {edition: frozenset(surfaces) for edition, surfaces in repeated.items()}
    sentences: dict[str, list[tuple[int, str, int, str]]] = {
        revision: [] for revision in everything["revision_id"].unique().to_list()
    }
    kept = everything.filter(pl.col("revision_id").is_in(wanted)).sort("revision_id", "index")
    for revision, index, role, start, surface in kept.select(
        "revision_id", "index", "role", "start", "surface"
    ).iter_rows():
        if surface not in ignored.get(editions[revision], ()):
            sentences[revision].append((index, role, start, surface))
    memory, engines = Memory(lake), [engine for engine in ENGINES if engine != EDITION]
    known = {
        language: memory.lookup(language, target, engines)
        for language in set(members["language"].to_list()) - {target}
    }
    belonging = belongings(members.iter_rows(named=True))
    found: dict[tuple[str, str], list[Text]] = {}
    for row in members.iter_rows(named=True):
        own = sentences.get(row["revision_id"])
        if own is not None and row["story_id"] in compared:
            texts = tuple(surface for _, _, _, surface in own)
            found.setdefault((row["day"], row["story_id"]), []).append(
                Text(
                    row["revision_id"],
                    row["language"],
                    tuple(index for index, _, _, _ in own),
                    texts,
                    texts
                    if row["language"] == target
                    else _translated(texts, known[row["language"]]),
                    row["edition"],
                    bool(own) and own[0][1] == "headline",
                    *belonging[row["story_id"], row["article_id"]],
                    starts=tuple(start for _, _, start, _ in own),
                )
            )
    return found


def _days_before(days: Sequence[str], present: Sequence[str]) -> list[str]:
    """Return the days present from the boilerplate window before the first day to the last."""
    if not days:
        return []
    first = days_from(min(days), -WINDOW.days)
    return [day for day in present if first <= day <= max(days)]


def boilerplate(
    sentences: pl.DataFrame, revisions: pl.DataFrame, articles: pl.DataFrame, min_articles: int
) -> dict[str, list[str]]:
    """Return the sentences ("Read also…", "Photo: …") in at least n articles of their edition."""
    counted = (
        sentences.select("revision_id", "surface")
        .join(revisions.select("revision_id", "article_id"), on="revision_id")
        .join(articles.select("article_id", "edition"), on="article_id")
        .group_by("edition", "surface")
        .agg(pl.col("article_id").n_unique())
        .filter(pl.col("article_id") >= min_articles)
        .sort("edition", "surface")
    )
    return {
        str(edition): frame["surface"].to_list()
        for (edition,), frame in counted.partition_by("edition", as_dict=True).items()
    }


def _translated(texts: tuple[str, ...], known: dict[str, Translation]) -> tuple[str, ...] | None:
    """Return the translations of the sentences, flagged ones empty; None unless all are known."""
    found = [known.get(text) for text in texts]
    return tuple("" if t.flags else t.text for t in found if t) if all(found) else None
