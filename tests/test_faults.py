"""What goes wrong in months: poisoned pages, broken models, a clock that is put back. One line, and
nothing else stops. All texts are ours.
"""

import time
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from parallax.cli.app import app
from parallax.core.errors import ModelMissingError
from parallax.corpora.extract.article import extract
from parallax.corpora.fetch.response import Response
from parallax.corpora.fetch.revisit import Rechecks
from parallax.corpora.page_error import PageError
from parallax.encoders.encoder import SentenceEncoder
from parallax.lake.lake import Lake
from parallax.lake.schema import ARTICLES, QUANTITIES, SENTENCES
from parallax.languages.split import LIMITS, split

BODY = "Рада ухвалила закон про мову в п’ятницю, повідомили депутати комітету. " * 4


def page(title: str, *paragraphs: str) -> str:
    body = "".join(f"<p>{text}</p>" for text in (BODY, *paragraphs))
    return (
        f'<html lang="uk"><head><title>{title}</title>'
        '<meta property="article:published_time" '
        'content="2024-04-03T10:00:00+03:00"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


@pytest.mark.model
def test_five_thousand_numbers_in_one_line_are_compared_in_time_and_stop_nothing(
    tmp_path: Path,
) -> None:
    for name, text in (
        ("poisoned", "слово 15 людей " * 5000),
        ("one", "Загинули 15 людей."),
        ("two", "Загинули 16 людей."),
    ):
        (tmp_path / f"{name}.html").write_text(page(f"Закон про мову {name}", text), "utf-8")
    began = time.monotonic()
    answer = CliRunner().invoke(
        app, ["story", *map(str, sorted(tmp_path.glob("*.html"))), "--lake", str(tmp_path / "lake")]
    )
    assert answer.exit_code == 0, answer.output
    assert time.monotonic() - began < 120
    lake = Lake(tmp_path / "lake")
    assert len(lake.read(QUANTITIES)) > 5000
    assert lake.read(SENTENCES)["surface"].str.len_chars().max() <= LIMITS.characters


def test_a_line_of_ten_megabytes_is_no_article_and_said_so_at_once() -> None:
    html = page("Закон про мову", "слово 15 людей " * 380_000).encode()
    assert len(html) > 9_000_000
    began = time.monotonic()
    with pytest.raises(PageError, match=r"too long for an article: 5,70\d,\d+ characters"):
        extract(
            Response(
                "https://a.example/x",
                "https://a.example/x",
                html,
                {"content-type": "text/html; charset=utf-8"},
            )
        )
    assert time.monotonic() - began < 20


def test_a_page_with_megabytes_of_script_is_read() -> None:
    html = page("Закон про мову").replace(
        "<body>", "<body><script>" + "x=1;" * 600_000 + "</script>"
    )
    assert (
        extract(
            Response(
                "https://a.example/x",
                "https://a.example/x",
                html.encode(),
                {"content-type": "text/html"},
            )
        ).title
        == "Закон про мову"
    )


@given(
    st.lists(
        st.sampled_from(["слово", "15", "людей.", "x" * 2500, "  ", "№ 5"]),
        min_size=1,
        max_size=1500,
    ).map(" ".join)
)
def test_sentences_have_an_end_and_lose_nothing(text: str) -> None:
    spans = split(text)
    assert all(0 < end - start <= LIMITS.characters for start, end in spans)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


@pytest.mark.model
def test_a_model_that_is_broken_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"}]'
    )
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    (tmp_path / "model.safetensors").write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00{broken")
    with pytest.raises(ModelMissingError, match="cannot be loaded"):
        SentenceEncoder(str(tmp_path)).encode(["Рада ухвалила закон."])


def test_a_clock_that_is_put_back_lets_no_page_rest(tmp_path: Path) -> None:
    url = "https://a.example/1"
    with time_machine.travel("2031-01-01", tick=False), Rechecks(tmp_path / "r.json") as rechecks:
        rechecks.came_back(url, Response(url, url, b""), None)
        rechecks.came_back(url, Response(url, url, b""), "2024-04-03")
        assert rechecks.rests(url) == "2024-04-03"
    assert Rechecks(tmp_path / "r.json").rests(url) is None


def test_the_articles_of_one_poisoned_feed_page_do_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_bytes(b"<html>" + b"<div>" * 50_000)
    (tmp_path / "good.html").write_text(page("Закон про мову"), "utf-8")
    answer = CliRunner().invoke(
        app,
        ["gather", *map(str, sorted(tmp_path.glob("*.html"))), "--lake", str(tmp_path / "lake")],
    )
    assert answer.exit_code == 0, answer.output
    assert len(Lake(tmp_path / "lake").read(ARTICLES)) == 1
    assert "nested more than" in answer.output
