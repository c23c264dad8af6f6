"""Counting what fires on pairs of sentences, and what share of it must be false. Texts are ours."""

import json
import lzma
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from typer.testing import CliRunner

from benchmarks import decoy_table, decoy_texts
from benchmarks.comparable_news import Document
from benchmarks.corpus import own_documents
from benchmarks.decoy_texts import as_story, events, parallel_lines, renderings, whole_documents
from benchmarks.false_discovery import Rate, Rates, false_share, reproduced
from benchmarks.finding_counts import Counts, Name, Story, count
from benchmarks.linked_stories import LinkedStories
from parallax.cli.app import app
from parallax.comparers.decoy_rates import ANY, WORDING, load
from parallax.comparers.numbers.comparison.context_similarity import Surroundings
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.encoders.encoder import encoder_of
from parallax.lake.lake import Lake

SETTINGS = Settings()
RUNNER = CliRunner()


def counted(*documents: Document) -> Counts:
    stories = [as_story(str(number), document) for number, document in enumerate(documents)]
    return count(stories, SETTINGS, None)


def fired(counts: Counts) -> dict[tuple[Name, str], int]:
    return {place: sum(found.values()) for place, found in counts.fired.items()}


def test_a_faithful_translation_has_chances_and_fires_nothing() -> None:
    counts = counted(
        {
            "en": ["The ministry said that 12 people were killed."],
            "uk": ["Міністерство заявило, що загинули 12 людей."],
        }
    )
    assert counts.pairs == {"en-uk": Counter({"0": 1})}
    assert fired(counts) == {}
    assert counts.chances_of(Name("conflict", "count"), "en-uk") == {"0": 1}
    assert counts.chances_of(Name(WORDING, "attribution"), "en-uk") == {"0": 1}


def test_a_difference_counts_for_its_kind_its_axis_and_each_of_its_rules() -> None:
    counts = counted(
        {
            "en": ["The ministry claimed that 12 people were killed."],
            "uk": ["Міністерство заявило, що загинули 15 людей."],
        }
    )
    conflicts = [name for name, _ in fired(counts) if name.kind == "conflict"]
    assert sorted(conflicts) == [
        Name("conflict"),
        Name("conflict", "count"),
        Name("conflict", "count", "number.conflict"),
    ]
    rules = {name.rule for name, _ in fired(counts) if name.axis == "attribution"}
    assert rules >= {ANY, "attribution.distance.en:claim"}


def test_a_figure_can_be_left_out_where_one_side_has_it_and_contradict_where_both_do() -> None:
    counts = counted({"en": ["They lost 40 boats."], "uk": ["Вони втратили човни."]})
    assert counts.chances_of(Name("omitted", "count"), "en-uk") == {"0": 1}
    assert counts.chances_of(Name("conflict", "count"), "en-uk") == {}
    assert fired(counts)[Name("omitted", "count", "number.omitted"), "en-uk"] == 1


def test_words_in_direct_speech_and_places_in_the_text_are_no_chance() -> None:
    said = '"They brutally murdered us," she said.'
    counts = counted({"en": [said], "uk": ["«Нас по-звірячому вбили», — сказала вона."]})
    axes = {name.axis for name, _ in counts.chances if name.kind == WORDING}
    assert "attribution" in axes
    assert not axes & {"intensity", "salience"}


def swapped(story: Story) -> Story:
    """Return a story with the texts of each link in the opposite order."""
    links = [{**link, "members": link["members"][::-1]} for link in story.links]
    return replace(story, links=links)  # type: ignore[arg-type]


@examples(max_examples=10)
@given(order=st.permutations(["en", "ru", "uk"]), number=st.integers(0, len(own_documents()) - 1))
def test_swapping_the_sides_changes_nothing(order: Sequence[str], number: int) -> None:
    document = own_documents()[number]
    mixed = {language: document[language][number:] for language in order}
    shifted = {
        language: document[language][: len(document[language]) - number] for language in order
    }
    unlike = {**mixed, order[0]: shifted[order[0]]}  # so that something differs
    story = as_story("story", unlike)
    likeness = Surroundings(encoder_of(SETTINGS))
    there, back = (count([one], SETTINGS, likeness) for one in (story, swapped(story)))
    assert fired(there) == fired(back)
    assert there.chances == back.chances
    assert there.pairs == back.pairs


def test_the_story_of_a_document_is_the_same_in_every_order_of_its_languages() -> None:
    document = own_documents()[0]
    backwards = dict(reversed(document.items()))
    assert as_story("story", document) == as_story("story", backwards)


def test_the_targets_of_a_lake_are_pairs_of_different_outlets(sample_lake: Lake) -> None:
    linked = LinkedStories(str(sample_lake.root))
    counts = count(linked, SETTINGS, Surroundings(encoder_of(SETTINGS)))
    assert len(linked) == len(counts.clusters()) > 0
    assert sum(counts.pairs["en-uk"].values()) > 0
    for story in linked:
        outlets = {row["revision_id"]: row["outlet"] for row in story.revisions}
        for pair in story.left_out:
            assert pair <= set(outlets)
        same = [
            {one, other}
            for one in outlets
            for other in outlets
            if one != other and outlets[one] == outlets[other]
        ]
        assert all(pair in story.left_out for pair in same)


def test_a_lake_without_links_is_named(lake: Lake) -> None:
    with pytest.raises(InputError, match="is not a lake"):
        LinkedStories(str(lake.root))
    (Path(str(lake.root)) / "tables").mkdir(parents=True)
    with pytest.raises(InputError, match="has no linked sentences"):
        LinkedStories(str(lake.root))


# --- files ---


def lines(file: Path, rows: Sequence[dict[str, Any]]) -> Path:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    file.write_bytes(lzma.compress(text) if file.suffix == ".xz" else text)
    return file


@pytest.mark.parametrize("name", ["pairs.jsonl", "pairs.jsonl.xz"])
def test_parallel_lines_are_cut_into_blocks_in_order(name: str, tmp_path: Path) -> None:
    rows = [{"ru": f"Предложение {i}.", "en": f"Sentence {i}."} for i in range(45)]
    source = parallel_lines(lines(tmp_path / name, rows))
    assert [len(one["en"]) for one in source.documents.values()] == [20, 20, 5]
    assert source.documents["lines 21-40"]["ru"][0] == "Предложение 20."


def test_events_are_split_and_those_of_unequal_length_are_left_out(tmp_path: Path) -> None:
    rows = [
        {"story_id": "a", "lang": "en", "text": "The bridge fell. Nobody was hurt."},
        {"story_id": "a", "lang": "uk", "text": "Міст упав.\nНіхто не постраждав."},
        {"story_id": "a", "lang": "en", "text": "It was rebuilt."},
        {"story_id": "a", "lang": "uk", "text": "Його відбудували."},
        {"story_id": "b", "lang": "en", "text": "One sentence here."},
        {"story_id": "b", "lang": "uk", "text": "Тут перше речення. А тут друге."},
        {"story_id": "c", "lang": "en", "text": "Nobody translated this."},
    ]
    source = events(lines(tmp_path / "events.jsonl", rows))
    assert source.documents == {
        "a 0": {
            "en": ["The bridge fell.", "Nobody was hurt."],
            "uk": ["Міст упав.", "Ніхто не постраждав."],
        },
        "a 1": {"en": ["It was rebuilt."], "uk": ["Його відбудували."]},
    }
    assert source.left_out == "1 of 3 events have different numbers of sentences"


def test_a_sample_of_renderings_depends_on_the_texts_not_on_their_order(tmp_path: Path) -> None:
    rows = [f"Речення {i}.\tгрубо {i}\tSentence {i // 2}." for i in range(40)]
    rows.append("Лише грубий переклад.\tлишь грубо\t")
    samples = []
    for number, several in enumerate((rows, rows[::-1])):
        file = tmp_path / f"{number}.tsv"
        file.write_text("\n".join(several) + "\n", "utf-8")
        samples.append(renderings(file, 7))
    assert samples[0].documents == samples[1].documents
    assert len(samples[0].documents) == 7
    assert samples[0].left_out == "7 of 20 English sentences taken"


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.jsonl", b"", "is not JSON"),
        ("a.jsonl", b'{"ru": "a", "en": "b"}\nnonsense\n', "line 2 is not JSON"),
        ("a.jsonl", b"[1]\n", "line 1 is no JSON object"),
        ("a.jsonl", b'{"ru": "a", "en": "b"}\n{"ru": "a"}\n', "same two languages"),
        ("a.jsonl", b"\xff\xfe", "UTF-8"),
        ("a.jsonl.xz", b"not packed", "packed with xz"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_named(
    name: str, content: bytes, fault: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=fault):
        parallel_lines(tmp_path / name)


def test_events_and_renderings_without_their_fields_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks story_id, lang or text"):
        events(lines(tmp_path / "a.jsonl", [{"story_id": "a", "text": "b"}]))
    (tmp_path / "a.tsv").write_text("one\ttwo\n", "utf-8")
    with pytest.raises(InputError, match="three columns"):
        renderings(tmp_path / "a.tsv", 5)


# --- statistics ---


def simulated(rng: random.Random, rates: dict[str, float], documents: int, alike: float) -> Counts:
    """Return counts of a made axis: each document has rates of its own around those given.

    :param alike: how alike documents are, in observations; fewer means larger design effects.
    """
    counts = Counts()
    for document in range(documents):
        own = {
            rule: rng.betavariate(max(rate, 1e-9) * alike, (1 - rate) * alike)
            for rule, rate in rates.items()
        }
        for _ in range(10):
            present = rng.choice(list(rates))
            names = {Name("made"), Name("made", "axis"), Name("made", "axis", present)}
            names = {name._replace(kind=WORDING) for name in names}
            happened = rng.random() < own[present]
            counts.add(f"document {document}", "en-uk", names, names if happened else set())
    return counts


def test_a_known_share_of_false_findings_lies_in_its_interval() -> None:
    """Rules that cry wolf at known rates, and targets of which a known share is true besides."""
    inside = tries = 0
    for seed in range(25):
        rng = random.Random(seed)
        false = {f"rule {i}": rng.betavariate(1, 9) for i in range(12)}
        all_ = {rule: rate + 0.2 * (1 - rate) for rule, rate in false.items()}
        decoys = Rates(simulated(rng, false, 150, 20))
        targets = Rates(simulated(rng, all_, 60, 20))
        for rule, rate in false.items():
            truth = rate / all_[rule]
            _, low, high = false_share(decoys, targets, (Name(WORDING, "axis", rule), ANY))
            inside += low <= truth <= high
            tries += 1
    assert inside / tries > 0.9


def test_two_halves_of_one_world_predict_each_other_and_those_of_two_worlds_do_not() -> None:
    rng = random.Random(7)
    rates = {f"rule {i}": rng.betavariate(1, 5) for i in range(60)}
    first, second = (Rates(simulated(rng, rates, 400, 5)) for _ in range(2))
    cells = [cell for cell in sorted(first.cells()) if cell[0].rule and cell[1] == ANY]
    told = [inside for _, inside in reproduced(first, second, cells)]
    assert len(told) == 60
    assert sum(told) / 60 >= 0.9
    other = {rule: min(0.95, rate * 2 + 0.1) for rule, rate in rates.items()}
    elsewhere = Rates(simulated(rng, other, 400, 5))
    told = [inside for _, inside in reproduced(first, elsewhere, cells)]
    assert sum(told) / 60 < 0.5


def test_pairs_of_one_document_count_less_than_pairs_of_many() -> None:
    rates = {"rule": 0.3}
    cell = (Name(WORDING, "axis", "rule"), ANY)
    alone = Rates(simulated(random.Random(1), rates, 100, 0.5))
    assert alone.design_effect(cell) > 3
    independent = Rates(simulated(random.Random(1), rates, 100, 1000))
    assert independent.design_effect(cell) < 1.5
    assert sum(alone.of(cell).margins()) > 2 * sum(independent.of(cell).margins())


def test_a_rule_that_never_fired_has_an_upper_bound_by_the_rule_of_three() -> None:
    counts = Counts()
    for number in range(300):
        counts.add(f"document {number}", "en-uk", {Name(WORDING)}, set())
    assert Rates(counts).in_pairs((Name(WORDING), "en-uk")) == (0.0, 0.0, pytest.approx(0.01))
    assert Rates(counts).in_pairs((Name(WORDING), "en-ru"))[1:] == (0.0, 1.0)


def test_a_rule_seen_once_is_drawn_towards_the_rules_of_its_axis() -> None:
    rng = random.Random(3)
    counts = simulated(rng, {f"rule {i}": 0.05 for i in range(20)}, 300, 1000)
    rare = Name(WORDING, "axis", "rare")
    counts.add("one more", "en-uk", {Name(WORDING), Name(WORDING, "axis"), rare}, {rare})
    rates = Rates(counts)
    assert 0.04 < rates.of((Name(WORDING, "axis", "rule 1"), ANY)).mean < 0.07
    assert 0.05 < rates.of((rare, ANY)).mean < 0.2
    low, high = rates.of((rare, ANY)).interval()
    assert 0 < low < 0.06
    assert high < 0.5


@given(st.floats(0.01, 0.99), st.floats(2, 500), st.floats(0, 400), st.floats(0, 1))
def test_what_is_believed_of_a_rate_lies_between_its_counts_and_its_brothers(
    mean: float, weight: float, chances: float, share: float
) -> None:
    brothers = Rate(mean * 1000, (1 - mean) * 1000)
    child = brothers.child(chances, share * chances, weight)
    low, high = sorted((mean, share))
    assert low - 1e-9 <= child.mean <= high + 1e-9


def test_the_only_pair_of_languages_is_believed_nearly_what_all_pairs_are() -> None:
    rates = Rates(simulated(random.Random(9), {"rule": 0.1, "other": 0.3}, 50, 10))
    for cell in rates.cells():
        if cell[1] == ANY and cell[0].axis:
            one = rates.of((cell[0], "en-uk"))
            assert one.mean == pytest.approx(rates.of(cell).mean, rel=0.1)


def test_the_table_has_a_row_for_kinds_axes_and_rules_that_say_something(tmp_path: Path) -> None:
    rng = random.Random(5)
    rates = {f"rule {i}": 0.1 for i in range(5)}
    decoys = Rates(simulated(rng, rates, 50, 100))
    targets = Rates(simulated(rng, dict.fromkeys(rates, 0.5), 50, 100))
    rows = decoy_table.rows(decoys, targets)
    names = {(row.axis, row.rule, row.languages) for row in rows}
    assert {(ANY, ANY, ANY), ("axis", ANY, "en-uk"), ("axis", "rule 3", ANY)} <= names
    whole = next(row for row in rows if row.axis == ANY and row.languages == ANY)
    assert whole.decoy_chances == whole.target_chances == 500
    assert whole.false_share == pytest.approx(0.2, abs=0.08)


def test_the_halves_of_our_own_documents_are_disjoint_and_told_both_ways() -> None:
    documents = {str(number): document for number, document in enumerate(own_documents())}
    source = whole_documents(documents, [Path(decoy_texts.__file__)])
    counts = count(source.stories(), SETTINGS, None)
    told = decoy_table.halves(counts)
    assert [one.what for one in told if one.what.startswith("rules")] == [
        "rules, there",
        "rules, back",
    ]
    assert all(one.inside <= one.cells and one.often_inside <= one.often for one in told)
    assert all(len(one.outside) == one.cells - one.inside for one in told)


# --- the command ---


def test_without_texts_the_shipped_table_is_printed_and_what_it_takes_to_count_again() -> None:
    result = RUNNER.invoke(app, ["bench", "decoys"])
    assert result.exit_code == 0
    assert "No texts are given, so this is the shipped table" in result.stdout
    assert "wording · attribution" in result.stdout
    printed = RUNNER.invoke(app, ["bench", "decoys", "--jsonl"]).stdout.splitlines()
    assert len(printed) == len(load().rows)
    assert {"kind", "axis", "rule", "languages", "false_share"} <= set(json.loads(printed[0]))


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--halves"], "there are no decoys"),
        (["--lake", "lake"], "lake is not a lake"),
        (["--en", "en.txt"], "a corpus is four files"),
        (["--write", "--parallel", "pairs.jsonl"], "there are no targets"),
    ],
)
def test_what_is_missing_is_said_in_one_line(arguments: list[str], fault: str) -> None:
    lines(Path("pairs.jsonl"), [{"ru": "Дождь.", "en": "Rain."}])
    with pytest.raises(InputError, match=fault):
        RUNNER.invoke(app, ["bench", "decoys", *arguments], catch_exceptions=False)


def test_decoys_and_targets_are_counted_and_halves_predicted(sample_lake: Lake) -> None:
    rows = [
        {language: document[language][at] for language in ("ru", "en")}
        for document in own_documents()
        for at in range(len(document["en"]))
    ]
    lines(Path("pairs.jsonl"), rows)
    arguments = ["--parallel", "pairs.jsonl", "--lake", str(sample_lake.root), "--halves"]
    printed = RUNNER.invoke(app, ["bench", "decoys", *arguments]).stdout
    assert f"en-ru {len(rows)}" in printed
    for title in ("pairs with a finding, of 50", "must be false", "rules, back"):
        assert title in printed
