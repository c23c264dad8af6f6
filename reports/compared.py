"""What of a story was compared with what: sentences of each edition, and pairs of editions.

Where no sentence of two texts could be linked nothing is known of what they share or leave out, so
the page says "not compared" there and not "no difference" or "only here".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from scipy.cluster.hierarchy import DisjointSet

from parallax.aligners.beads.align import Gate
from parallax.aligners.beads.bead import Bead
from parallax.lake.rows import BeadRow
from parallax.reports.views import Coverage, EditionView, LinkView, SentenceView, SideBySide

ROLES = ("headline", "lead")
"""Roles of sentences that are laid side by side, whether they are linked or not."""


def coverage(
    editions: Iterable[EditionView], links: Sequence[LinkView], lengths: Mapping[str, int]
) -> list[Coverage]:
    """Count the sentences of each edition: told by others too, only here, not compared.

    Nothing of an edition without a link to another is compared.

    :param lengths: sentences of each revision.
    """
    found = []
    for edition in editions:
        told = {one: _sentences(edition, links, several=one) for one in (True, False)}
        shared = len(told[True])
        only = len(told[False] - told[True]) if shared else 0
        apart = lengths.get(edition.revision_id, 0) - shared - only
        found.append(Coverage(edition, shared, only, apart))
    return found


def _sentences(edition: EditionView, links: Iterable[LinkView], *, several: bool) -> set[int]:
    return {
        sentence.index
        for link in links
        if (len(link.cells) > 1) is several
        for sentence in link.cells.get(edition.revision_id, ())
    }


def not_compared(
    editions: Sequence[EditionView], links: Iterable[LinkView]
) -> list[tuple[EditionView, EditionView]]:
    """Return the pairs of editions that no link holds both of, in the order of the page."""
    linked = {frozenset(pair) for link in links for pair in combinations(link.cells, 2)}
    return [
        (one, other)
        for one, other in combinations(editions, 2)
        if frozenset((one.revision_id, other.revision_id)) not in linked
    ]


def strangers(
    editions: Sequence[EditionView], beads: Iterable[BeadRow], lengths: Mapping[str, int]
) -> list[list[EditionView]]:
    """Return the groups of editions that do not look like one story, in the order of the page; none
    where all do.

    Two editions belong together when they pass the same-story gate, or by way of others that do.

    :param lengths: sentences of each revision.
    """
    gate, joined = Gate(), dict[frozenset[str], list[Bead]]()
    for row in beads:
        if row["left_sentences"] and row["right_sentences"]:
            pair = frozenset((row["left"], row["right"]))
            bead = Bead(
                tuple(row["left_sentences"]), tuple(row["right_sentences"]), row["score"], row["p"]
            )
            joined.setdefault(pair, []).append(bead)
    groups = DisjointSet([edition.revision_id for edition in editions])
    for one, other in combinations((edition.revision_id for edition in editions), 2):
        shorter = min(lengths.get(one, 0), lengths.get(other, 0))
        if gate.passes(joined.get(frozenset((one, other)), []), shorter):
            groups.merge(one, other)
    if groups.n_subsets < 2:
        return []
    found: dict[str, list[EditionView]] = {}
    for edition in editions:
        found.setdefault(groups[edition.revision_id], []).append(edition)
    return list(found.values())


def side_by_side(
    editions: Sequence[EditionView],
    sentences: Mapping[str, Sequence[SentenceView]],
    beads: Iterable[BeadRow],
) -> list[SideBySide]:
    """Return headline with headline and lead with lead of all editions, for reading: what is said
    of them comes from links alone.

    :param sentences: those of each revision; an edition without any of a role has an empty cell.
    """
    paired = [bead for bead in beads if bead["left_sentences"] and bead["right_sentences"]]
    found = []
    for role in ROLES:
        cells = {
            edition.revision_id: [
                sentence
                for sentence in sentences.get(edition.revision_id, ())
                if sentence.role == role
            ]
            for edition in editions
        }
        if sum(map(bool, cells.values())) < 2:
            continue
        own = {revision: {s.index for s in cell} for revision, cell in cells.items()}
        likely: dict[frozenset[str], float] = {}
        for bead in paired:
            left, right = bead["left"], bead["right"]
            if not own.get(left, set()).isdisjoint(bead["left_sentences"]) and not own.get(
                right, set()
            ).isdisjoint(bead["right_sentences"]):
                pair = frozenset((left, right))
                likely[pair] = max(bead["p"], likely.get(pair, 0.0))
        linked = [
            (one, other, likely[pair])
            for one, other in combinations(editions, 2)
            if (pair := frozenset((one.revision_id, other.revision_id))) in likely
        ]
        found.append(SideBySide(role, cells, linked))
    return found
