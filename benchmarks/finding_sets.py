"""The sets of texts that findings are scored on, as lakes: stories of outlets, and translations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import aligned_files, story_files
from benchmarks.text_lakes import TextLake
from parallax.core.errors import InputError
from parallax.judging.claims import Claim, Judged, Spans, Texts, claim_of, judged_of, texts_of
from parallax.judging.finding import Finding
from parallax.judging.finding_reader import FindingReader
from parallax.lake.judgements import latest
from parallax.lake.lake import Lake
from parallax.lake.schema import LINKS
from parallax.lake.stage_protocol import SILENT, Progress


@dataclass(frozen=True)
class FindingSet:
    """A set of texts: its lake, its findings of today with what they claim, and the judgements that
    the lake holds.

    ``pairs`` are linked pairs of texts' sentences: what the findings were made from.
    """

    name: str
    lake: Lake
    texts: Texts
    findings: tuple[tuple[Finding, Claim], ...]
    judged: tuple[Judged, ...]
    pairs: int
    remarks: tuple[str, ...]


def of_stories(place: Path, lakes: Path, progress: Progress = SILENT, name: str = "") -> FindingSet:
    """Return the set of a file of stories, or of a folder of such files.

    :param name: of the set; that of the file or folder when empty.
    :raises InputError: when there is none.
    """
    files = sorted(place.glob("*.jsonl*")) if place.is_dir() else [place]
    if not files:
        raise InputError(f"{place} has no files *.jsonl of texts")
    name = name or name_of(place)
    return _set(name, story_files.built(lakes / name, files, progress=progress))


def of_events(file: Path, lakes: Path, progress: Progress = SILENT) -> FindingSet:
    """Return the set of a file of events told in several languages, translations of each other."""
    stories, notices = aligned_files.event_stories([file])
    made = _set(
        name_of(file), aligned_files.built(lakes / name_of(file), stories, progress=progress)
    )
    return FindingSet(
        **{**vars(made), "remarks": (*made.remarks, *(f"{n.subject}: {n.detail}" for n in notices))}
    )


def of_documents(
    files: Mapping[str, Path],
    ids: Path,
    only: Path | None,
    lakes: Path,
    progress: Progress = SILENT,
) -> FindingSet:
    """Return the set of aligned documents, translations of each other."""
    stories = aligned_files.document_stories(files, ids, only)
    return _set("documents", aligned_files.built(lakes / "documents", stories, progress=progress))


def name_of(place: Path) -> str:
    """Return the name of a file or folder without its endings."""
    return place.resolve().name.split(".")[0]


def _set(name: str, made: TextLake) -> FindingSet:
    lake, texts = made.lake, texts_of(made.lake)
    reader = FindingReader(lake, None, "en")
    findings = tuple((one, claim_of(one, texts)) for one in reader.findings())
    judged = (judged_of(row, texts, name) for row in latest(lake))
    members = lake.columns(LINKS, ["members"])["members"].list.len()
    return FindingSet(
        name,
        lake,
        texts,
        findings,
        tuple(one for one in judged if one is not None),
        int((members * (members - 1) // 2).sum() or 0),
        tuple(f"{notice.subject}: {notice.reason}, {notice.detail}" for notice in made.notices),
    )


def together(own: Sequence[Judged], kept: Sequence[Judged]) -> list[Judged]:
    """Return judgements of a lake and of files, each once, the oldest first: that one counts."""
    seen: dict[tuple[str, str, str, str, frozenset[tuple[str, Spans]]], Judged] = {}
    for one in (*own, *kept):  # in a file the value of a figure is left out, and P is rounded
        words = frozenset((place.text, place.spans) for place in one.claim.places)
        key = one.who, one.when, one.claim.kind, one.claim.subject, words
        seen.setdefault(key, one)
    return sorted(seen.values(), key=lambda one: (one.when, one.who))
