"""The format of the sample world's sources, ``source/*.story`` (see README.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

HERE = Path(__file__).parent
HOSTS = {
    "visnyk-uk": "visnyk.example",
    "visnyk-ru": "visnyk.example",
    "visnyk-en": "visnyk.example",
    "ohlyad-uk": "ohlyad.example",
    "khronika-ru": "khronika.example",
    "kurier-ru": "kurier.example",
    "harbour-en": "harbourtimes.example",
    "wire-en": "northernwire.example",
}
_ANNOTATED = re.compile(r"\[([^\]]+)\]\{([^}]+)\}")


@dataclass(frozen=True)
class Line:
    """One sentence: its keys, plain text, annotations (surface, fields) and English reference."""

    keys: tuple[str, ...]
    text: str
    annotations: tuple[tuple[str, tuple[str, ...]], ...]
    reference: str


@dataclass(frozen=True)
class SourceArticle:
    """One page of the sample world."""

    edition: str
    path: str
    published: str
    modified: str
    author: str
    headline: Line
    paragraphs: tuple[tuple[Line, ...], ...]
    captions: tuple[Line, ...]
    later: SourceArticle | None = None

    @property
    def language(self) -> str:
        """Language code, the end of the edition's id."""
        return self.edition[-2:]

    @property
    def url(self) -> str:
        """Canonical address."""
        return f"https://{HOSTS[self.edition]}{self.path}"

    @property
    def lines(self) -> tuple[Line, ...]:
        """All sentences, the headline first."""
        return (self.headline, *(line for paragraph in self.paragraphs for line in paragraph))


@dataclass(frozen=True)
class Planted:
    """A planted difference between two groups of editions."""

    kind: str
    axis: str
    key: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    why: str


@dataclass
class SourceStory:
    """A story: its articles and planted differences."""

    name: str
    title: str
    articles: list[SourceArticle] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    also: list[tuple[str, ...]] = field(default_factory=list)
    """Keys whose sentences share a claim with each other and report different things."""


def read_all() -> list[SourceStory]:
    """Read every story, by file name."""
    return [read(path) for path in sorted((HERE / "source").glob("*.story"))]


def read(path: Path) -> SourceStory:
    """Read one ``.story`` file.

    :raises ValueError: with the line that cannot be read.
    """
    head, *blocks = re.split(r"^@article ", path.read_text("utf-8"), flags=re.MULTILINE)
    name, title = re.search(r"^@story (\S+) (.+)$", head, re.MULTILINE).groups()  # type: ignore[union-attr]
    story = SourceStory(name, title)
    for block in blocks:
        story.articles.append(_article(block))
        for line in block.splitlines():
            if line.startswith("!also "):
                story.also.append(tuple(line.split()[1:]))
            elif line.startswith("!"):
                story.planted.append(_planted(line))
    return story


def _article(block: str) -> SourceArticle:
    first, *lines = [
        line for line in block.splitlines() if line.strip() and not line.startswith("!")
    ]
    edition, path, published, modified, *author = first.split(" ", 4)
    paragraphs: list[list[Line]] = []
    captions: list[Line] = []
    updates: dict[str, Line] = {}
    later = ""
    for line in lines:
        if line == "¶":
            paragraphs.append([])
        elif line.startswith("> "):
            captions.append(_line(f"caption | {line[2:]}"))
        elif line.startswith("@update "):
            later = line.split()[1]
        elif later:
            changed = _line(line)
            updates[" ".join(changed.keys)] = changed
        elif paragraphs:
            paragraphs[-1].append(_line(line))
        else:
            paragraphs.append([_line(line)])
    article = SourceArticle(
        edition,
        path,
        published,
        modified,
        author[0] if author else "",
        paragraphs[0][0],
        tuple(tuple(p) for p in paragraphs[1:]),
        tuple(captions),
    )
    if not later:
        return article
    changed_paragraphs = tuple(
        tuple(updates.get(" ".join(x.keys), x) for x in p) for p in article.paragraphs
    )
    return replace(article, later=replace(article, modified=later, paragraphs=changed_paragraphs))


def _line(line: str) -> Line:
    fields = [part.strip() for part in line.split(" | ")]
    if len(fields) not in (2, 3):
        raise ValueError(f"expected KEYS | sentence | reference: {line}")
    annotations = tuple(
        (surface, tuple(body.split())) for surface, body in _ANNOTATED.findall(fields[1])
    )
    plain = _ANNOTATED.sub(lambda found: found[1], fields[1])
    return Line(tuple(fields[0].split()), plain, annotations, fields[2] if len(fields) == 3 else "")


def _planted(line: str) -> Planted:
    head, left, right, why = [part.strip() for part in line[1:].split(" | ")]
    kind, *rest = head.split()
    axis, key = rest if kind == "framing" else (kind, rest[0])
    return Planted(
        kind if kind == "framing" else "number",
        axis,
        key,
        tuple(left.split()),
        tuple(right.split()),
        why,
    )
