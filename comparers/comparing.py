"""The compare stage: quantities and markers of every text, and the differences between linked sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import polars as pl

from comparers.framing import codebook as framing_codebook
from comparers.framing import markers as framing_markers
from comparers.framing.marker import Marker
from comparers.framing.quotes import still_open
from comparers.numbers import Comparison, Quantity, Verdict, compare, extract
from comparers.numbers.compare import compare_pair
from comparers.numbers.pairing import Likeness, may_share_subject, same_subject
from comparers.timeline import Timeline, quantity_id
from comparers.wording import Wording, marker_id
from core.ids import digest
from core.lake import Lake
from core.settings import Settings
from core.tables import ARTICLES, BEADS, LINKS, MARKERS, NUMBER_DIFFERENCES, QUANTITIES, SENTENCES

_TAIL = 0.25
"""Share of an article's sentences, from the end, that are its tail."""
Row = dict[str, object]
Unit = tuple[list[int], list[int]]
"""Sentences of two revisions that are compared with each other."""
Found = dict[tuple[str, int], list[Any]]
"""What was found in a sentence, by (revision, sentence index); offsets are those of the revision's text."""


def read_sentences(lake: Lake, days: Iterable[str] | None) -> tuple[Found, Found]:
    """Extract quantities and markers of every sentence of the given days (captions left out) and write their tables.

    Dates that leave out their year are completed from the day of publication.
    """
    codebook = framing_codebook.load()
    quantities: Found = {}
    markers: Found = {}
    quantity_rows: list[Row] = []
    marker_rows: list[Row] = []
    days = lake.partitions(ARTICLES) if days is None else list(days)
    sentences = lake.read(SENTENCES, days).filter(pl.col("role") != "caption")
    sentences = sentences.with_columns(_position().alias("position"))
    speaking, paragraph = False, None
    for row in sentences.sort("day", "revision_id", "index").iter_rows(named=True):
        place = row["revision_id"], row["index"]
        if paragraph != (paragraph := (row["revision_id"], row["paragraph"])):
            speaking = False
        found = extract(row["surface"], row["language"], date.fromisoformat(row["day"]))
        quantities[place] = [_shifted(q, row["start"]) for q in found]
        marked = framing_markers.find(row["surface"], row["language"], codebook, row["position"], inside=speaking)
        markers[place] = [_shifted(m, row["start"]) for m in marked]
        speaking = still_open(row["surface"], inside=speaking)
        quantity_rows += [_quantity_row(row, q) for q in quantities[place]]
        marker_rows += [_marker_row(row, m, codebook.version) for m in markers[place]]
    lake.replace(QUANTITIES, QUANTITIES.frame(quantity_rows), days)
    lake.replace(MARKERS, MARKERS.frame(marker_rows), days)
    return quantities, markers


def _position() -> pl.Expr:
    """Where in its article a sentence stands; the last quarter of the sentences is the tail."""
    place = pl.col("index").rank("ordinal").over("revision_id")
    tail = place > pl.len().over("revision_id") * (1 - _TAIL)
    return pl.when(pl.col("role").is_in(["headline", "lead"])).then(pl.col("role")).when(tail).then(pl.lit("tail")).otherwise(pl.lit("body"))


def compare_stories(
    lake: Lake, days: list[str], settings: Settings, likeness: Likeness | None = None, progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Compare the linked sentences of every story of the given days; write the differences and the figures over time.

    :param likeness: says which figures are about one thing where words do not (`Surroundings` of an encoder).
    """
    links = lake.read(LINKS, days)
    beads = _beads_by_pair(lake.read(BEADS, days))
    revisions = {member["revision_id"] for members in links["members"].to_list() for member in members}
    text_days = sorted(set(lake.columns(SENTENCES, ["revision_id", "day"]).filter(pl.col("revision_id").is_in(revisions))["day"].to_list()))
    quantities, markers = read_sentences(lake, sorted({*text_days, *days}))
    everywhere: dict[str, list[Quantity]] = {}
    for (revision, _), found in sorted(quantities.items()):
        everywhere.setdefault(revision, []).extend(found)
    timeline = Timeline(lake, quantities, settings)
    number_rows: list[Row] = []
    wording = Wording(lake, days)
    for link in links.iter_rows(named=True):
        for a, b in combinations(link["members"], 2):
            left, right = a["revision_id"], b["revision_id"]
            base: Row = {
                "story_id": link["story_id"], "link_id": link["link_id"], "left": left, "right": right, "day": link["day"],
            }
            for mine, theirs in _units(beads.get((left, right), []), a["sentences"], b["sentences"]):
                here, there = (left, mine), (right, theirs)
                compared = compare(_of(quantities, *here), _of(quantities, *there), likeness=likeness, rates=settings.rates)
                compared = [timeline.explained(one, left, right) for one in compared]
                compared = _without_repeats(compared, everywhere.get(left, []), everywhere.get(right, []))
                number_rows += [_number_row(base, one) for one in compared]
                wording.compare(base, _of(markers, *here), _of(markers, *there))
        members = [(m["revision_id"], index) for m in link["members"] for index in m["sentences"]]
        wording.quoted(link, [(place[0], marker) for place in members for marker in markers.get(place, [])])
        progress(1)
    number_frame = NUMBER_DIFFERENCES.frame(number_rows)
    lake.replace(NUMBER_DIFFERENCES, number_frame, days)
    tracked, edited = timeline.write(number_rows, days, text_days)
    verdicts = number_frame["verdict"].to_list()
    return {
        "quantities": sum(map(len, quantities.values())), "markers": sum(map(len, markers.values())),
        **{f"numbers: {verdict}": verdicts.count(verdict) for verdict in Verdict},
        "figures over time": tracked, "figures edited": edited,
        **wording.write(markers, days),
    }


def _beads_by_pair(beads: pl.DataFrame) -> dict[tuple[str, str], list[Unit]]:
    """Return the beads of each pair of revisions, both ways round; null beads left out."""
    found: dict[tuple[str, str], list[Unit]] = {}
    for row in beads.iter_rows(named=True):
        left, right = row["left_sentences"], row["right_sentences"]
        if left and right:
            found.setdefault((row["left"], row["right"]), []).append((left, right))
            found.setdefault((row["right"], row["left"]), []).append((right, left))
    return found


def _units(beads: Sequence[Unit], left: Sequence[int], right: Sequence[int]) -> list[Unit]:
    """Return what of a link is compared for two of its revisions: each of their own beads inside the link.

    A long link may hold two neighbouring statements, because one outlet tells both in one sentence; the beads of a pair
    keep them apart. A pair without a bead of its own is compared as a whole.
    """
    own = [(a, b) for a, b in beads if set(a) <= set(left) and set(b) <= set(right)]
    return own or [(list(left), list(right))]


def _of(found: Found, revision: str, sentences: Sequence[int]) -> list[Any]:
    return [item for index in sentences for item in found.get((revision, index), [])]


def _without_repeats(compared: Sequence[Comparison], left: Sequence[Quantity], right: Sequence[Quantity]) -> list[Comparison]:
    """Drop omissions of figures the other text gives in another sentence, and figures that are no statement of fact.

    A date, an ordinal or a duration left out is not reported: what matters is a count, a sum or a share. Nor is a single one:
    "a man was killed" says "one person was killed" in other words.
    """
    kept = []
    for one in compared:
        if one.verdict is Verdict.OMITTED:
            quantity = one.left or one.right
            assert quantity is not None
            elsewhere = right if one.left else left
            if quantity.kind in ("date", "ordinal", "duration") or quantity.value == 1 or any(_says_the_same(quantity, q) for q in elsewhere):
                continue
        kept.append(one)
    return kept


def _says_the_same(one: Quantity, other: Quantity) -> bool:
    if one.kind != other.kind or one.unit != other.unit or one.period != other.period:
        return False
    verdict = compare_pair(one, other).verdict
    return (verdict is Verdict.EQUAL and may_share_subject(one, other)) or (
        verdict is Verdict.COMPATIBLE and same_subject(one, other)
    )


def _shifted(item: Any, offset: int) -> Any:
    return replace(item, start=item.start + offset, end=item.end + offset)


def _quantity_row(sentence: dict[str, Any], q: Quantity) -> Row:
    return {
        "quantity_id": quantity_id(sentence["revision_id"], q), "revision_id": sentence["revision_id"],
        "sentence": sentence["index"], "start": q.start, "end": q.end, "surface": q.surface, "kind": q.kind,
        "value": q.value, "low": q.low, "high": q.high, "date": q.date, "modifier": q.modifier, "unit": q.unit,
        "counted": q.counted, "role": q.role, "period": q.period, "day": sentence["day"],
    }


def _marker_row(sentence: dict[str, Any], m: Marker, version: str) -> Row:
    return {
        "marker_id": marker_id(sentence["revision_id"], m), "revision_id": sentence["revision_id"],
        "sentence": sentence["index"], "start": m.start, "end": m.end, "surface": m.surface, "axis": m.axis,
        "value": m.value, "ref": m.ref, "quoted": m.quoted, "speech": m.speech, "speaker": m.speaker, "rule": m.rule, "codebook": version, "day": sentence["day"],
    }


def _number_row(base: Row, one: Comparison) -> Row:
    left = [quantity_id(str(base["left"]), one.left)] if one.left else []
    right = [quantity_id(str(base["right"]), one.right)] if one.right else []
    quantity = one.left or one.right
    assert quantity is not None
    return {
        **base, "difference_id": digest("number", base["link_id"], base["left"], base["right"], left, right),
        "left_quantities": left, "right_quantities": right, "kind": quantity.kind, "verdict": one.verdict.value,
        "why": one.why, "rule": one.rule, "tier": one.tier,
    }
