"""The order of an article's revisions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def oldest_first(revisions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of `revisions` of one article by the change they state, then by when they were read."""
    return sorted(revisions, key=lambda r: (r["modified"] is not None, r["modified"], r["retrieved"], r["revision_id"]))
