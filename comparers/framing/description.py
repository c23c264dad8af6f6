"""The codebook as a page for people: ``python -m parallax.comparers.framing.description >
docs/markers.md``.
"""

from __future__ import annotations

import sys
from typing import Any

from parallax.comparers.framing import ledger
from parallax.comparers.framing.codebook import axis_files, load, shipped
from parallax.languages.detect import LANGUAGES

_TRIAL = (
    "**Experimental**: its precision is not measured yet; what it finds is folded on a page and "
    "counted in no summary."
)
_MOST = 6
"""Patterns of a marker that are shown."""
_HEAD = (
    "# What the framing codebook finds",
    "",
    "Generated from `comparers/framing/codebook/` ({version}) by "
    "`python -m parallax.comparers.framing.description`; the rules by which",
    "values are compared are in [codebook.md](codebook.md). All sentences are ours. "
    "`parallax codebook check` reads each of them.",
    "",
)


def page() -> str:
    """Return what every axis finds: definition, literature, limits, and of each value a sentence
    that has it and one that has not.
    """
    parts = [line.format(version=load().version) for line in _HEAD]
    for data in axis_files(shipped()):
        parts += _axis(data)
    return "\n".join(parts)


def _axis(data: dict[str, Any]) -> list[str]:
    parts = [
        f"## {data['axis']}",
        "",
        data["definition"],
        *(["", _TRIAL] if data.get("experimental") else []),
        "",
        f"- **Literature:** {data['source']}.",
        f"- **Limits:** {data['limits']}",
    ]
    if data.get("traps"):
        parts.append(f"- **Traps:** {'; '.join(data['traps'])}.")
    parts += [
        f"- **Convention** ({entry.language}, {entry.value}): {entry.convention}."
        for entry in ledger.entries(data)
        if entry.convention
    ]
    rows = _rows(data)
    if rows:
        parts += [
            "",
            "| value | language | words, for example | found in | not found in |",
            "|---|---|---|---|---|",
            *rows,
        ]
    parts += [_actors(entry) for entry in data.get("actor", [])]
    if choices := data.get("choice"):
        forms = sum(
            len(choice.get(language, {})) > 0 for choice in choices for language in LANGUAGES
        )
        parts += [
            "",
            f"Names with two forms: {len(choices)} places, {forms} choices in the three languages.",
        ]
    return [*parts, ""]


def _actors(entry: dict[str, Any]) -> str:
    of = f" of {entry['ref']}" if "ref" in entry else ""
    return (
        f"\nNames of actors (`languages/actors.toml`), {entry['value']}{of} of each side: "
        f"{', '.join(entry['kinds'])}."
    )


def _rows(data: dict[str, Any]) -> list[str]:
    rows = []
    for entry in sorted(
        ledger.entries(data),
        key=lambda e: (e.value, e.ref or "", _concept(e), LANGUAGES.index(e.language)),
    ):
        words = ", ".join(f"`{pattern}`" for pattern in entry.patterns[:_MOST])
        value = entry.value + (f" of {entry.ref}" if entry.ref else "")
        if entry.member:
            value += f": {_concept(entry)}"
        rows.append(
            f"| {value} | {entry.language} | {words} | {entry.hit or ''} | {entry.miss or ''} |"
        )
    for sense in data.get("sense", []):
        for language in LANGUAGES:
            words = ", ".join(f"`{pattern}`" for pattern in sense[language][:_MOST])
            rows.append(f"| {sense['value']}: {sense['ref']} | {language} | {words} | | |")
    return rows


def _concept(entry: ledger.Entry) -> str:
    if entry.member is None:
        return ""
    of = "" if entry.member.scale == entry.member.concept else f", of {entry.member.scale}"
    return f"{entry.member.concept}{of}"


if __name__ == "__main__":
    sys.stdout.write(page() + "\n")
