"""Findings made for tests."""

from datetime import UTC, datetime

from parallax.judging.finding import Finding, Kind, Passage, Side
from parallax.reports.views import EditionView

HOSTILE = '<script>document.title="taken"</script><img src=x onerror=alert(1)>\u202egnp.exe'


def side(number: int, statement: int, value: str, words: str, text: str, language: str) -> Side:
    at = text.index(words)
    edition = EditionView(
        number,
        f"revision-{number}",
        f"edition-{number}",
        f"outlet-{number}",
        language,
        text,
        None,
        f"https://outlet-{number}.example/",
        datetime(2024, 4, 3, 7, number, tzinfo=UTC),
        None,
        datetime(2024, 4, 3, 9, tzinfo=UTC),
        "0" * 64,
    )
    marks = ((at, at + len(words)),) if words else ()
    passage = Passage(text, marks, None if language == "en" else f"In English: {number}.")
    return Side(edition, statement, value, words, marks, (passage,))


def finding(
    name: str = "a",
    *,
    kind: Kind = Kind.CONFLICT,
    subject: str = "number",
    editions: int = 2,
    title: str = "A bridge is closed",
    differences: tuple[str, ...] = (),
) -> Finding:
    """Return a finding: the first edition says five, all others say seven."""
    sides = (
        side(1, 0, "5", "Five", f"Five lorries wait at the bridge {name}.", "en"),
        *(
            side(number, 1, "7", "7", f"Біля мосту {name} чекають 7 вантажівок.", "uk")
            for number in range(2, editions + 1)
        ),
    )
    return Finding(
        differences or (f"difference-{name}",),
        "0123456789abcdef",
        "2024-04-03",
        title,
        kind,
        subject,
        None,
        f"{subject}.conflict",
        "high",
        0.9,
        "bridge",
        "5 and 7: do not meet",
        sides,
        "row-01234567",
    )


def findings(count: int) -> list[Finding]:
    return [finding(f"n{number}") for number in range(count)]
