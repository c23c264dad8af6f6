"""Lakes of texts in files: declared stories, given links, and what is wrong with single lines."""

import json
import lzma
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from benchmarks import aligned_files, story_files
from benchmarks.aligned_files import AlignedStory, aligned_story, document_stories, event_stories
from benchmarks.corpus import own_documents
from benchmarks.story_files import BadRowError, date_of, made_address, read_texts
from benchmarks.text_lakes import build
from parallax.core.errors import InputError
from parallax.lake.lake import Lake
from parallax.lake.schema import (
    ARTICLES,
    BEADS,
    FIGURES,
    LINKS,
    REVISIONS,
    SENTENCES,
    STORIES,
)
from parallax.languages import split

FLOOD = "The river rose\nThe river rose by 3 metres.\nNobody was hurt, the mayor said."
FLOOD_UK = "Річка піднялася\nРічка піднялася на 3 метри.\nНіхто не постраждав, сказав мер."
NEWS = dict(enumerate(own_documents()))


def row(**changed: Any) -> dict[str, Any]:
    """Return a line of a file about a flood."""
    return {
        "story_id": "flood",
        "doc_id": "flood:herald-en",
        "outlet": "herald",
        "lang": "en",
        "published": "2024-05-02T08:00:00+03:00",
        "title": "The river rose",
        "text": FLOOD,
        **changed,
    }


def written(file: Path, *rows: Mapping[str, Any] | str) -> Path:
    """Write rows as lines of JSON, and texts as they are."""
    lines = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in rows]
    data = ("\n".join(lines) + "\n").encode("utf-8")
    file.write_bytes(lzma.compress(data) if file.suffix == ".xz" else data)
    return file


def own_rows(number: int, story: str) -> list[dict[str, Any]]:
    """Return one of our own documents as the texts of three outlets."""
    return [
        row(
            story_id=story,
            doc_id=f"{story}:{outlet}",
            outlet=outlet,
            lang=language,
            text="\n".join(NEWS[number][language]),
            published=f"2024-05-0{number + 1}",
        )
        for outlet, language in (("herald", "en"), ("visti", "uk"), ("vesti", "ru"))
    ]


@pytest.fixture(scope="module")
def two_stories(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A file of two stories, and the folder of its lake, built once."""
    folder = tmp_path_factory.mktemp("lakes")
    file = written(folder / "two.jsonl.xz", *own_rows(0, "first"), *own_rows(1, "second"))
    story_files.built(folder / "lake", [file])
    return file, folder / "lake"


def test_texts_of_one_story_are_linked_and_belong_to_the_editions_the_file_names(
    two_stories: tuple[Path, Path],
) -> None:
    file, folder = two_stories
    again = story_files.built(folder, [file])
    assert set(again.lake.read(ARTICLES)["edition"]) == {"herald-en", "visti-uk", "vesti-ru"}
    assert [(m.story, m.document) for m in again.members][:2] == [
        ("first", "first:herald"),
        ("first", "first:visti"),
    ]
    stories = again.lake.read(STORIES)
    assert stories.group_by("story_id").len()["len"].to_list() == [3, 3]
    assert set(stories["reason"]) == {"declared"}
    linked = again.lake.read(LINKS).filter(pl.col("kind") != "only")
    assert set(linked["story_id"]) == {m.story_id for m in again.members}
    assert len(list((folder / "reports" / "stories").glob("*.html"))) == 2


def test_a_second_build_of_the_same_file_makes_nothing_again_and_keeps_all_ids(
    two_stories: tuple[Path, Path], tmp_path: Path
) -> None:
    file, folder = two_stories
    again, elsewhere = (
        story_files.built(folder, [file]),
        story_files.built(tmp_path / "elsewhere", [file]),
    )
    assert again.members == elsewhere.members
    assert again.lake.read(LINKS).equals(elsewhere.lake.read(LINKS))
    rebuilt = {r.stage: r.counts.get("stories rebuilt") for r in again.results}
    assert rebuilt["align"] == rebuilt["compare"] == 0


def test_a_file_that_changed_replaces_the_texts_and_keeps_what_was_made_of_the_others(
    tmp_path: Path,
) -> None:
    file = written(tmp_path / "two.jsonl", *own_rows(0, "first"), *own_rows(1, "second"))
    before = story_files.built(tmp_path / "lake", [file])
    written(file, *own_rows(1, "second"))
    after = story_files.built(tmp_path / "lake", [file])
    assert after.members == before.members[3:]
    assert {r.stage: r.counts.get("stories rebuilt") for r in after.results}["align"] == 0
    days = {member.day for member in after.members}
    for table in (ARTICLES, SENTENCES, STORIES, LINKS, BEADS, FIGURES):
        assert set(after.lake.partitions(table)) <= days, table.name


def test_lines_that_cannot_be_read_are_named_and_the_others_are_read(tmp_path: Path) -> None:
    good, other = row(), row(doc_id="flood:visti-uk", outlet="visti", lang="uk", text=FLOOD_UK)
    file = written(
        tmp_path / "texts.jsonl",
        good,
        "{not json",
        '["a list"]',
        {name: value for name, value in good.items() if name not in ("outlet", "text")},
        row(lang="de"),
        row(text=" \n "),
        row(doc_id=7),
        row(published="next Tuesday"),
        row(url="not an address"),
        row(text="Another text"),
        "",
        other,
    )
    texts, notices = read_texts([file])
    assert [text.document for text in texts] == ["flood:herald-en", "flood:visti-uk"]
    assert [(n.subject, n.reason, n.detail) for n in notices] == [
        ("texts.jsonl line 2", "not read", "it is not JSON"),
        ("texts.jsonl line 3", "not read", "it is not an object of JSON"),
        ("texts.jsonl line 4", "not read", "it has no outlet, text"),
        ("texts.jsonl line 5", "not read", "its language de is not one of uk, ru, en"),
        ("texts.jsonl line 6", "not read", "its text is empty"),
        ("texts.jsonl line 7", "not read", "its doc_id is not text"),
        ("texts.jsonl line 8", "not read", "its date next Tuesday cannot be read"),
        ("texts.jsonl line 9", "not read", "its url not an address is no address"),
        (
            "texts.jsonl line 10",
            "not read",
            "its address https://herald.example/flood%3Aherald-en/en is that of texts.jsonl line 1",
        ),
    ]


def test_the_same_text_of_an_outlet_twice_in_a_story_is_one(tmp_path: Path) -> None:
    file = written(tmp_path / "texts.jsonl", row(), row(doc_id="again"), row(outlet="copyist"))
    texts, (notice,) = read_texts([file])
    assert [text.outlet for text in texts] == ["herald", "copyist"]
    assert (notice.subject, notice.reason) == ("texts.jsonl line 2", "same text twice")
    assert not notice.is_error


def test_translated_rows_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    address = "https://herald.example/flood"
    file = written(
        tmp_path / "texts.jsonl",
        row(url=address, is_translation=False),
        row(url=address, lang="uk", text=FLOOD_UK, is_translation=True),
    )
    assert [text.language for text in read_texts([file])[0]] == ["en"]
    original, translated = read_texts([file], translations=True)[0]
    assert original.url == address
    assert translated.url == made_address("herald", "flood:herald-en", "uk")


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("2024-05-02T08:00:00+03:00", datetime(2024, 5, 2, 5, tzinfo=UTC)),
        ("2024-05-02", datetime(2024, 5, 2, tzinfo=UTC)),
        ("2020-07-25/27", datetime(2020, 7, 25, tzinfo=UTC)),
        ("2021-12-10/13 (news domain)", datetime(2021, 12, 10, tzinfo=UTC)),
        ("2/24/2022", datetime(2022, 2, 24, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_dates_are_read_in_the_forms_of_our_files(stated: str | None, read: datetime) -> None:
    assert date_of(stated) == read


@pytest.mark.parametrize("stated", ["24/2/2022", "2/30/2022", "1066-10-14", "soon", 12, ["2024"]])
def test_what_is_no_date_of_a_publication_is_refused(stated: object) -> None:
    with pytest.raises(BadRowError, match="cannot be read"):
        date_of(stated)


def test_sentences_of_a_text_are_those_of_the_splitter(tmp_path: Path) -> None:
    file = written(tmp_path / "texts.jsonl", row(text=f"{FLOOD}\n\n  It rained. It rained on. "))
    (text,), _ = read_texts([file])
    made = story_files.built(tmp_path / "lake", [file])
    rows = made.lake.read(SENTENCES)
    assert rows["surface"].to_list() == [s.surface for s in split.split_text(text.text, 0)]
    assert rows["surface"].to_list()[-2:] == ["It rained.", "It rained on."]
    assert made.lake.read(REVISIONS)["text"].to_list() == [text.text]


def given(number: int, name: str = "paper.1") -> AlignedStory:
    """Return one of our own documents as an aligned story."""
    return aligned_story(name, "paper", NEWS[number])


def test_given_links_are_the_links_of_the_lake_and_are_compared(tmp_path: Path) -> None:
    stories = [given(0), given(1, "paper.2")]
    made = aligned_files.built(tmp_path / "lake", stories)
    links = made.lake.read(LINKS)
    assert len(links) == sum(len(NEWS[number]["en"]) for number in (0, 1))
    assert set(links["kind"]) == {"shared"}
    assert set(links["p"]) == {1.0}
    for members in links["members"]:
        assert [member["sentences"] for member in members] == [members[0]["sentences"]] * 3
    assert set(made.lake.read(BEADS)["regime"]) == {"translation"}
    counts = {result.stage: result.counts for result in made.results}
    assert list(counts) == ["compare", "report"]
    assert counts["compare"]["numbers: equal"] > 0
    again = aligned_files.built(tmp_path / "lake", stories)
    assert again.lake.read(LINKS).equals(links)
    assert again.results[0].counts["stories rebuilt"] == 0


def test_a_line_of_an_aligned_file_is_a_sentence(tmp_path: Path) -> None:
    lines = {"en": "One sentence. And two.\nThree.\nOther", "uk": "Одне. І друге.\nТретє.\nІнше"}
    files = {}
    for language, text in lines.items():
        files[language] = tmp_path / f"{language}.txt"
        files[language].write_text(f"{text}\n", "utf-8")
    ids = tmp_path / "ids.tsv"
    ids.write_text("daily.example.17\n" * 3)
    (story,) = document_stories(files, ids)
    made = aligned_files.built(tmp_path / "lake", [story])
    rows = made.lake.read(SENTENCES).join(
        made.lake.read(REVISIONS).select("revision_id", "text"), on="revision_id"
    )
    surfaces = set(rows["surface"])
    assert surfaces == {line for text in lines.values() for line in text.split("\n")}
    assert all(r["text"][r["start"] : r["end"]] == r["surface"] for r in rows.to_dicts())
    assert {member.outlet for member in made.members} == {"daily.example"}


def test_lines_that_one_language_leaves_empty_are_left_out() -> None:
    story = aligned_story(
        "paper.1", "paper", {"en": ["One", "Two", "Three"], "uk": ["1", " ", "3"]}
    )
    assert [text.lines for text in story.texts] == [("One", "Three"), ("1", "3")]
    assert story.links == (((0,), (0,)), ((1,), (1,)))
    assert aligned_story("paper.2", "paper", {"en": ["One"], "uk": [""]}).links == ()


def test_events_are_linked_sentence_by_sentence_or_as_a_whole(tmp_path: Path) -> None:
    def event(language: str, title: str, text: str) -> dict[str, str]:
        return {"story_id": "e", "lang": language, "title": title, "text": text}

    file = written(
        tmp_path / "events.jsonl",
        event("en", "Flood", "The river rose. Nobody was hurt.\nIt rains."),
        event("uk", "Flood", "Річка піднялася. Ніхто не постраждав.\nДощить."),
        event("en", "Fire", "A barn burnt. Nobody was hurt."),
        event("uk", "Fire", "Згорів сарай, ніхто не постраждав."),
        event("uk", "Fire", "Ще одна новина."),
        event("en", "Alone", "Nobody tells this twice."),
    )
    (flood, fire), (twice,) = event_stories([file])
    assert flood.links == (((0,), (0,)), ((1,), (1,)), ((2,), (2,)))
    assert fire.links == (((0, 1), (0,)),)
    assert {text.story for text in fire.texts} == {"e 2"}
    assert twice.detail == "the event e 2 has a text in uk already"
    for text in (*flood.texts, *fire.texts):
        assert [s.surface for s in text.sentences] == [
            text.text[s.start : s.end] for s in text.sentences
        ]
        assert "headline" not in {s.role for s in text.sentences}
    made = aligned_files.built(tmp_path / "lake", [flood, fire])
    assert made.lake.read(LINKS)["kind"].to_list() == ["pair"] * 4


def test_a_build_that_was_killed_is_made_whole_by_the_next_one(tmp_path: Path) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "lake", given(0).texts, align=killed)
    made = aligned_files.built(tmp_path / "lake", [given(0)])
    assert len(made.members) == 3
    assert set(made.lake.read(LINKS)["kind"]) == {"shared"}


def test_a_lake_of_other_articles_is_left_alone(tmp_path: Path) -> None:
    other = Lake(tmp_path / "lake")
    other.replace(STORIES, STORIES.empty(), [])
    (other.root / "tables").mkdir(exist_ok=True)
    file = written(tmp_path / "texts.jsonl", row())
    with pytest.raises(InputError, match="a lake of other articles"):
        story_files.built(tmp_path / "lake", [file])


def test_a_file_without_a_text_and_one_that_is_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text could be read"):
        story_files.built(tmp_path / "lake", [written(tmp_path / "empty.jsonl", "")])
    with pytest.raises(InputError, match=r"cannot read .*nowhere\.jsonl"):
        read_texts([tmp_path / "nowhere.jsonl"])
    (tmp_path / "packed.xz").write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"cannot read .*packed\.xz"):
        read_texts([tmp_path / "packed.xz"])
