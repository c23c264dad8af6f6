"""Pages: self-contained, hostile text inert, every claim with its words."""

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parallax.core.settings import Settings
from parallax.lake.lake import Lake
from parallax.lake.schema import REVISIONS, SENTENCES
from parallax.reports import render, stage
from parallax.reports.highlights import Span, joined, pieces
from parallax.reports.ribbons import Column, Sentence, draw
from parallax.reports.story_reader import StoryReader
from parallax.reports.views import StoryView


@pytest.fixture(scope="module")
def views(sample_lake: Lake) -> dict[str, StoryView]:
    reader = StoryReader(
        sample_lake, ["2024-04-03", "2024-04-05", "2024-04-07", "2024-04-09"], "en"
    )
    return {view.day: view for view in reader.stories()}


def visible(html: str) -> str:
    body = re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_a_page_asks_nothing_of_any_host(views: dict[str, StoryView]) -> None:
    for view in views.values():
        html = render.story_page(view)
        assert re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*", html) == [
            '<link rel="icon" href="data:,"',
            "<script",
        ]
        assert "default-src &#39;none&#39;" in html
        assert "@import" not in html
        assert "url(" not in html


def test_the_page_shows_the_planted_differences(views: dict[str, StoryView]) -> None:
    contracts = visible(render.story_page(views["2024-04-03"]))
    for words in (
        "Some 1,500",
        "1,7 тысячи",
        "Нібито",
        "Специальная военная операция",
        "повномасштабн",
        "reference translation",
    ):
        assert words.lower() in contracts.lower()
    conflict = views["2024-04-03"].conflicts[0]
    assert [e.edition for e, _ in conflict.left.words + conflict.right.words].count(
        "harbour-en"
    ) == 1
    assert len(conflict.left.words) + len(conflict.right.words) == 5


def test_who_is_silent_and_what_is_shared_is_shown(views: dict[str, StoryView]) -> None:
    view = views["2024-04-03"]
    assert any(
        "ohlyad-uk" in [e.edition for e, _ in (*n.left.words, *n.right.words)] for n in view.omitted
    )
    assert len(view.shared_figures[0].words) == 6


def test_an_update_after_publication_is_shown(views: dict[str, StoryView]) -> None:
    change = views["2024-04-05"].changes[0]
    assert "загинули троє людей" in change.removed[0]
    assert "загинули п’ятеро людей" in change.added[0]
    assert change.figures == ["троє → п’ятеро"]


def test_figures_over_time_show_an_update_and_a_contradiction(views: dict[str, StoryView]) -> None:
    wounded = next(
        f for f in views["2024-04-05"].figures if any(m.words == "15" for m in f.mentions)
    )
    assert [m.change for m in wounded.mentions][-1] == "update"
    assert not wounded.contested
    storm = views["2024-04-07"].figures[0]
    assert storm.contested
    assert "308" in [m.words for m in storm.mentions]
    assert "Figures over time" in visible(render.story_page(views["2024-04-05"]))


def test_every_marked_span_is_verbatim(views: dict[str, StoryView], sample_lake: Lake) -> None:
    texts = {
        row["revision_id"]: row["text"] for row in sample_lake.read(REVISIONS).iter_rows(named=True)
    }
    marked = 0
    for view in views.values():
        for link in view.links:
            for revision, cell in link.cells.items():
                for piece in (p for s in cell for p in s.pieces if p.span):
                    assert texts[revision][piece.span.start : piece.span.end] == piece.text
                    marked += 1
    assert marked > 100


def test_hostile_text_is_inert(sample_lake: Lake, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    days = lake.partitions(SENTENCES)
    evil = lake.read(SENTENCES).with_columns(
        surface="<script>alert(1)</script>\u202e\u200b" + lake.read(SENTENCES)["surface"]
    )
    lake.replace(SENTENCES, evil, days)
    title = "</title><img src=x onerror=alert(1)>\u202e" + lake.read(REVISIONS)["title"]
    lake.replace(REVISIONS, lake.read(REVISIONS).with_columns(title=title), days)
    stage.run(lake, Settings(lake=lake.root), None)
    for page in (lake.root / "reports").rglob("*.html"):
        html = page.read_text("utf-8")
        assert html.count("<script") == 1
        assert "alert(1)</script>" not in html
        assert "<img" not in html
        assert not re.search("[\u202a-\u202e\u200b]", html)
        assert "⟨U+202E⟩" in html
    assert b"<img" not in (lake.root / "reports" / "feed.atom").read_bytes()


def test_only_web_addresses_become_links() -> None:
    assert render.safe_url("javascript:alert(1)") == ""
    assert render.safe_url("https://a.example/") == "https://a.example/"


def test_pages_of_stories_that_are_no_more_are_removed(sample_lake: Lake, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    stale = lake.root / "reports" / "stories" / "2020-01-01-gone.html"
    stale.parent.mkdir(parents=True)
    stale.write_text("old")
    assert stage.run(lake, Settings(lake=lake.root), None).counts["pages written"] == 4
    assert not stale.exists()
    index = (lake.root / "reports" / "index.html").read_text("utf-8")
    pages = list((lake.root / "reports" / "stories").glob("*.html"))
    assert len(pages) == 4
    for page in pages:
        assert f"stories/{page.name}" in index


def test_without_translations_the_page_says_so(sample_lake: Lake, tmp_path: Path) -> None:
    lake = Lake(tmp_path / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    shutil.rmtree(lake.root / "tables" / "translations")
    view = StoryReader(lake, ["2024-04-03"], "en").stories()[0]
    assert "parallax models install ru-en" in visible(render.story_page(view))


@given(
    st.text(min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20))),
    st.integers(0, 500),
)
def test_the_pieces_put_together_are_the_sentence(
    text: str, found: list[tuple[int, int]], offset: int
) -> None:
    spans = [Span(offset + a, offset + a + n, "number", "count") for a, n in found]
    assert joined(pieces(text, offset, spans)) == text


def test_ribbons_join_neighbouring_columns_and_tell_which_cross() -> None:
    def column(number: int, name: str) -> Column:
        return Column(
            number,
            name,
            name,
            [Sentence(i, 50 * (i + 1), f"{name} {i}", f"row-{i}") for i in range(3)],
        )

    beads = {
        ("a", "b"): [((0,), (0,), 0.9), ((1,), (2,), 0.8), ((2,), (1,), 0.7)],
        ("c", "b"): [((0, 1), (2,), 0.6)],
    }
    picture = draw([column(1, "a"), column(2, "b"), column(3, "c")], beads)
    assert [(r.p, r.crossing) for r in picture.ribbons] == [
        (0.9, False),
        (0.8, True),
        (0.7, True),
        (0.6, False),
        (0.6, False),
    ]
    assert picture.crossings == 2
    assert picture.ribbons[1].title == "P 0.80: 1 “a 1” – 2 “b 2”"
    assert [bar.linked for bar in picture.bars] == [True] * 3 + [True] * 3 + [True, True, False]
    assert all(bar.y + bar.height <= picture.height + 0.1 for bar in picture.bars)


def test_the_page_draws_ribbons_and_says_p_for_each(views: dict[str, StoryView]) -> None:
    for view in views.values():
        html = render.story_page(view)
        assert (
            html.count('class="ribbon') - html.count('class="ribbons"')
            == len(view.ribbons.ribbons)
            > 5
        )
        assert len(re.findall(r"<title>P [01]\.\d\d: ", html)) == len(view.ribbons.ribbons)
        assert len(re.findall(r'class="p"[^>]*>P [01]\.\d\d<', html)) == sum(
            link.kind != "only" for link in view.links
        )
        rows = set(re.findall(r'<tr id="(row-\w+)"', html))
        assert {ribbon.anchor for ribbon in view.ribbons.ribbons} <= rows
