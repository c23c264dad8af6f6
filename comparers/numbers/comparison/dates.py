"""Whether two dates agree: one may be more exact than the other."""

from __future__ import annotations


def dates_agree(one: str, other: str) -> bool:
    """Tell whether one date holds the other: ``2024-04`` and ``2024-04-03``, ``--04-03`` and
    ``2024-04-03``, an interval and its ends.
    """
    if "/" in one or "/" in other:
        return (
            any(dates_agree(x, y) for x in one.split("/") for y in other.split("/"))
            or _within(one, other)
            or _within(other, one)
        )
    a, b = sorted((one, other), key=lambda iso: (len(iso), not iso.endswith("X")))
    if a.startswith("--"):
        return b.endswith(a[1:])
    if a.endswith("X"):
        return b.startswith(a.rstrip("X"))
    if "Q" in a and "Q" not in b and len(b) >= len("2024-04"):
        return b[:4] == a[:4] and (int(b[5:7]) + 2) // 3 == int(a[-1])
    return b.startswith(a)


def _within(whole: str, part: str) -> bool:
    ends = whole.split("/")
    return (
        len(ends) == 2
        and ends[0] <= part.split("/", maxsplit=1)[0]
        and part.rsplit("/", maxsplit=1)[-1] <= ends[1]
    )
