"""What a lake of texts in files holds and how long it took, for whoever builds one."""

from __future__ import annotations

from collections import Counter

from benchmarks.text_lakes import TextLake
from parallax.cli.console import err, out, table


def show(made: TextLake) -> None:
    """Print the texts, the counts of the stages with their seconds, and the notices."""
    for notice in made.notices:
        err.print(f"{notice.subject}: {notice.reason}, {notice.detail}")
    languages = Counter(member.language for member in made.members)
    stories = len({member.story for member in made.members})
    out.print(
        f"{made.lake.root}: {stories:,} stories, {len(made.members):,} texts ("
        + ", ".join(f"{language} {count:,}" for language, count in sorted(languages.items()))
        + ")"
    )
    rows = [("texts", f"{made.seconds['texts']:.1f}", "")]
    for result in made.results:
        counts = ", ".join(f"{what} {count:,}" for what, count in result.counts.items())
        rows.append((result.stage, f"{made.seconds[result.stage]:.1f}", counts))
    table(("stage", "seconds", "what"), rows)
