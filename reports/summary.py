"""The summary of a story for the index and the feeds, kept beside its page: neither is rebuilt from
the tables of all days.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from parallax.comparers.confidence import Confidence
from parallax.core.errors import InputError
from parallax.core.ids import digest
from parallax.core.path_names import path_name
from parallax.reports.views import EditionView, NumberView, StoryView

CONFLICT = "figures in conflict"


@dataclass(frozen=True)
class Difference:
    """One difference as a feed reports it.

    `when` is the time of the later of the texts that differ (ISO 8601), None where none is stated;
    `said` who says what, in their words; `folded` whether people judged it false or not
    interesting: it is no news then.
    """

    id: str
    kind: str
    confidence: str
    title: str
    when: str | None
    anchor: str
    said: tuple[tuple[str, str], ...]
    folded: bool = False


def sure_conflicts(differences: Sequence[Difference]) -> list[Difference]:
    """Return the number conflicts of high confidence that nobody judged away."""
    return [
        d
        for d in differences
        if d.kind == CONFLICT and d.confidence == Confidence.HIGH and not d.folded
    ]


@dataclass(frozen=True)
class Summary:
    """A story in a line of the index.

    `conflicts`, `sure_conflicts`, `framing` and `omitted` count what people did not judge false or
    not interesting; the counts named `folded` what they did.
    """

    story_id: str
    day: str
    title: str
    file: str
    editions: tuple[str, ...]
    languages: tuple[str, ...]
    outlets: tuple[str, ...]
    conflicts: int
    sure_conflicts: int
    framing: int
    omitted: int
    axes: tuple[str, ...]
    differences: tuple[Difference, ...]
    made_of: str = ""
    """hash of what the page was made of: what it shows, templates and libraries"""
    folded_conflicts: int = 0
    folded_framing: int = 0
    folded_omitted: int = 0

    @property
    def folded(self) -> list[str]:
        """How many people judged false or not interesting, by the columns of the index."""
        counts = {
            "conflicts": self.folded_conflicts,
            "wording": self.folded_framing,
            "left out": self.folded_omitted,
        }
        return [f"{column} {count}" for column, count in counts.items() if count]

    @classmethod
    def of(cls, view: StoryView, made_of: str = "") -> Summary:
        """Return the summary of a page."""
        return cls(
            view.story_id,
            view.day,
            view.title,
            view.file_name,
            tuple(e.edition for e in view.editions),
            tuple(sorted({e.language for e in view.editions})),
            tuple(sorted({e.outlet for e in view.editions})),
            len(view.conflicts),
            sum(n.confidence is Confidence.HIGH for n in view.conflicts),
            len(view.worded),
            len(view.omitted),
            tuple(sorted({f.axis for f in view.worded})),
            (*_conflicts(view), *_wordings(view)),
            made_of,
            len(_of(view, "conflict")) - len(view.conflicts),
            len(view.framing) - len(view.worded),
            len(_of(view, "omitted")) - len(view.omitted),
        )

    def to_json(self) -> bytes:
        """Return the summary as JSON; the same summary gives the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, indent=1).encode(
            "utf-8"
        )

    @classmethod
    def from_json(cls, content: bytes) -> Summary:
        """Read what `to_json` wrote.

        :raises ValueError: when it is something else: torn, or of another version.
        """
        try:
            data: dict[str, Any] = json.loads(content)
            differences = tuple(
                Difference(**{**d, "said": tuple((str(a), str(b)) for a, b in d["said"])})
                for d in data.pop("differences")
            )
            lists = {name: tuple(value) for name, value in data.items() if isinstance(value, list)}
            path_name(data["file"], "the page")
            return cls(**{**data, **lists, "differences": differences})
        except (TypeError, KeyError, AttributeError, InputError) as error:
            raise ValueError(f"not a summary: {error}") from error


def _of(view: StoryView, verdict: str) -> list[NumberView]:
    return [n for n in view.numbers if n.verdict == verdict]


def _conflicts(view: StoryView) -> list[Difference]:
    return [
        Difference(
            digest(view.story_id, n.anchor, n.left.value, n.right.value),
            CONFLICT,
            n.confidence,
            f"{n.left.value} / {n.right.value}",
            _latest(e for e, _ in (*n.left.words, *n.right.words)),
            n.anchor,
            tuple((e.edition, words) for e, words in (*n.left.words, *n.right.words)),
            n.judged.folded,
        )
        for n in _of(view, "conflict")
    ]


def _wordings(view: StoryView) -> list[Difference]:
    return [
        Difference(
            digest(view.story_id, f.anchor, f.axis, f.ref or ""),
            f.axis,
            f.confidence,
            " / ".join(s.value for s in f.statements),
            _latest(e for s in f.statements for e, _ in s.words),
            f.anchor,
            tuple((e.edition, words) for s in f.statements for e, words in s.words if words),
            f.judged.folded,
        )
        for f in view.framing
    ]


def _latest(editions: Any) -> str | None:
    found: list[EditionView] = list(editions)
    stamps = [stamp for e in found if (stamp := e.modified or e.published)]
    return max(stamps).isoformat() if stamps else None
