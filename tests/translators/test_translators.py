"""Translation through real argostranslate packages and the real CTranslate2; memory; TMX."""

from pathlib import Path

import polars as pl
import pytest
from argostranslate.package import Package
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from benchmarks.corpus import own_documents
from parallax.aligners.texts import story_texts
from parallax.cli.app import app
from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.corpora.sample.story_file import HERE
from parallax.lake.lake import Lake
from parallax.lake.schema import TRANSLATIONS
from parallax.translators import packages, tmx
from parallax.translators import translate as translate_module
from parallax.translators.argos import Argos
from parallax.translators.editions import stage as learn
from parallax.translators.fuzzy_matches import suggest
from parallax.translators.memory import EDITION, Memory, Translation
from parallax.translators.translate import translate
from tests.argos_package import build

SENTENCES = ["Рада ухвалила закон", "Загинули п'ять людей", "Рада ухвалила закон"]


def by_the_library(package: Path, texts: list[str]) -> list[str]:
    """What argostranslate itself makes of single sentences, without the sentence splitter it would
    fetch.
    """
    from argostranslate.translate import Language, PackageTranslation

    class Whole:
        def split_sentences(self, text: str) -> list[str]:
            return [text]

    translation = PackageTranslation(Language("uk", "uk"), Language("en", "en"), Package(package))
    translation.sentencizer = Whole()
    return [translation.translate(text) for text in texts]


def as_the_library_shows(text: str) -> str:
    return text.replace("_", " ").strip()


def test_a_batch_gives_the_text_the_library_gives_for_each_sentence(installed: Path) -> None:
    texts = [
        *SENTENCES,
        "snake_case",
        *(text for document in own_documents()[:4] for text in document["uk"]),
    ]
    theirs = by_the_library(next(p for p in installed.iterdir() if "uk_en" in p.name), texts)
    made = Argos(installed).translate(texts, "uk", "en")
    assert [as_the_library_shows(text) for text in made] == [text.strip() for text in theirs]
    assert made[0] == made[2]
    assert len(set(made)) == len(set(texts))
    assert Argos(installed).translate([""], "uk", "en") == [""]


def test_the_choices_of_the_test_package_are_clear_ones(installed: Path) -> None:
    engine = Argos(installed)
    tokenizer = engine.packages["uk", "en"].tokenizer
    found = engine._translator(("uk", "en")).translate_batch(
        [tokenizer.encode(text) for document in own_documents()[:4] for text in document["uk"]],
        beam_size=4,
        num_hypotheses=2,
        return_scores=True,
        length_penalty=0,
    )
    margins = [best - second for best, second in (one.scores for one in found)]
    assert min(margins) > 10  # logarithms of probabilities


def test_a_clear_choice_depends_neither_on_the_batch_nor_on_threads(installed: Path) -> None:
    texts = [text for document in own_documents()[:4] for text in document["uk"]]
    made = Argos(installed).translate(texts, "uk", "en")
    for batch_tokens, threads in ((1, 1), (100, 3), (100_000, 1)):
        engine = Argos(installed, batch_tokens=batch_tokens, threads=threads)
        assert engine.translate(texts[::-1], "uk", "en") == made[::-1]


def test_a_package_of_many_languages_gets_its_prefix_and_the_text_does_not_show_it(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "packages"
    folder.mkdir()
    packages.install_file(build(tmp_path, "uk", "en", prefix=">>en<<"), folder)
    theirs = by_the_library(next(path for path in folder.iterdir() if path.is_dir()), SENTENCES)
    made = Argos(folder).translate(SENTENCES, "uk", "en")
    assert [as_the_library_shows(text) for text in made] == [text.strip() for text in theirs]


def test_underscores_stay_where_the_library_makes_blanks_of_them(installed: Path) -> None:
    package = Argos(installed).packages["uk", "en"]
    pieces = package.tokenizer.encode("snake_case")
    assert package.tokenizer.decode(pieces) == "snake_case"
    assert Package(package.path).tokenizer.decode(pieces) == "snake case"


def test_a_package_with_byte_pairs_is_translated_as_the_library_does(tmp_path: Path) -> None:
    folder = tmp_path / "packages"
    folder.mkdir()
    packages.install_file(build(tmp_path, "uk", "en", bpe=True), folder)
    texts = ["Рада ухвалила закон", "Загинули п'ять людей"]
    theirs = by_the_library(next(path for path in folder.iterdir() if path.is_dir()), texts)
    assert Argos(folder).translate(texts, "uk", "en") == [text.strip() for text in theirs]


def test_without_a_direct_package_the_fewest_hops_are_taken(installed: Path) -> None:
    engine = Argos(installed)
    assert engine.route("uk", "en") == [("uk", "en")]
    assert engine.route("ru", "uk") == [("ru", "en"), ("en", "uk")]
    assert engine.route("en", "ru") is None
    assert engine.model("ru", "uk") == "ru-en 1.9 + en-uk 1.9, beam 4"
    assert len(engine.translate(["Президент подписал указ"], "ru", "uk")) == 1
    with pytest.raises(LookupError, match="en to ru"):
        engine.translate(["law"], "en", "ru")


def test_the_second_run_translates_nothing(installed: Path, lake: Lake) -> None:
    first = translate(SENTENCES, "uk", "en", Memory(lake), Argos(installed))
    second = translate(SENTENCES, "uk", "en", Memory(lake), Argos(installed))
    assert (first.made, first.from_memory) == (2, 0)
    assert (second.made, second.from_memory) == (0, 2)
    assert {k: v.text for k, v in first.translations.items()} == {
        k: v.text for k, v in second.translations.items()
    }


def test_a_killed_run_loses_one_batch_at_most(
    installed: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translate_module, "LIMITS", translate_module.BatchLimits(2))
    texts = [f"Рада ухвалила закон {i}" for i in range(5)]

    def kill(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        translate(texts, "uk", "en", Memory(lake), Argos(installed), kill)
    again = translate(texts, "uk", "en", Memory(lake), Argos(installed))
    assert (again.from_memory, again.made) == (2, 3)


def test_what_is_wrong_with_a_translation_is_on_its_row(installed: Path, lake: Lake) -> None:
    outcome = translate(
        ["Загинули 5 людей, 12 поранено"], "uk", "en", Memory(lake), Argos(installed)
    )
    (made,) = outcome.translations.values()
    assert "numbers" in made.flags
    assert outcome.flagged == 1
    assert Memory(lake).lookup("uk", "en")["Загинули 5 людей, 12 поранено"].flags == made.flags


def test_nearly_the_same_sentence_is_a_marked_suggestion_unless_its_numbers_differ() -> None:
    known = {
        "Рада ухвалила закон про ринок землі 5 травня.": Translation(
            "The Rada passed …", "tmx", "x", "by hand"
        )
    }
    found = suggest("Рада ухвалила закон про ринок землі 5 травня!", "uk", known)
    assert found is not None
    assert found.percent > 90
    assert found.says.startswith("suggestion only: of a sentence 98 % like this one")
    assert suggest("Рада ухвалила закон про ринок землі 6 травня.", "uk", known) is None
    assert suggest("Уряд відхилив проєкт.", "uk", known) is None


def test_an_outlets_editions_teach_the_memory_and_never_the_aligner(sample_lake: Lake) -> None:
    rows = sample_lake.read(TRANSLATIONS).filter(pl.col("engine") == EDITION)
    assert {"uk-en", "en-uk", "ru-uk"} <= set(rows["pair"].to_list())
    assert (
        rows["origin"]
        .str.contains("own (English|Ukrainian|Russian) edition \\(aligned, P (0.9[5-9]|1.00)\\)$")
        .all()
    )
    there = {(row["text"], row["translation"]) for row in rows.iter_rows(named=True)}
    assert all((translation, text) in there for text, translation in there)
    assert learn.run(sample_lake, Settings(lake=sample_lake.root), None).counts == {
        "translations learnt from editions": 0
    }
    texts = [
        text
        for story in story_texts(sample_lake, None, "ru", 3).values()
        for text in story
        if text.language == "uk"
    ]
    assert texts
    assert {text.translated for text in texts} == {None}


def test_without_a_package_it_says_how_to_get_one(lake: Lake, tmp_path: Path) -> None:
    outcome = translate(["Рада"], "uk", "en", Memory(lake), Argos(tmp_path / "none"))
    assert outcome.missing == 1
    assert outcome.why_missing.endswith("parallax models install uk-en")
    assert translate(["Рада"], "uk", "ru", Memory(lake), Argos(tmp_path)).why_missing.endswith(
        "parallax models install uk-en en-ru"
    )


def test_a_human_translation_goes_before_a_machine_one(lake: Lake) -> None:
    memory = Memory(lake)
    memory.add("uk", "en", [("Рада", Translation("Council", "argos", "1.9", "machine"))])
    memory.add("uk", "en", [("Рада", Translation("Parliament", "tmx", "reference", "reference"))])
    assert memory.lookup("uk", "en")["Рада"].text == "Parliament"


TEXT = (
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40)
    .map(str.strip)
    .filter(bool)
)


@given(st.dictionaries(TEXT, TEXT, min_size=1, max_size=6))
def test_a_memory_survives_tmx(tmp_path_factory, texts: dict[str, str]) -> None:
    path = tmp_path_factory.mktemp("tmx") / "memory.tmx"
    units = [tmx.Unit("uk", "en", source, target, "by hand") for source, target in texts.items()]
    tmx.write(path, units, "label")
    assert [u for u in tmx.read(path) if u.source == "uk"] == units


def test_a_memory_is_exported_and_imported(lake: Lake, tmp_path: Path) -> None:
    new = Memory(lake).import_tmx(HERE / "memory.tmx")
    assert new == 90
    assert Memory(lake).import_tmx(HERE / "memory.tmx") == 0
    assert Memory(lake).export_tmx(tmp_path / "out.tmx") == new
    assert Memory(Lake(tmp_path / "other")).import_tmx(tmp_path / "out.tmx") == new


def test_another_tool_reads_our_memory_and_gives_it_back_without_loss(tmp_path: Path) -> None:
    from translate.storage.tmx import tmxfile

    units = [
        tmx.Unit(
            "uk", "en", "Ціна < 5 & > 2 «грн»", "The price is < 5 & > 2 “hryvnias”", "by hand"
        ),
        tmx.Unit("ru", "en", "Пробел\u00a0здесь", "A blank\u00a0here", "by hand"),
    ]
    tmx.write(tmp_path / "ours.tmx", units, "label")
    theirs = tmxfile.parsefile(str(tmp_path / "ours.tmx"))
    assert [(unit.source, unit.target) for unit in theirs.units] == [
        (unit.text, unit.translation) for unit in units
    ]
    theirs.savefile(str(tmp_path / "theirs.tmx"))
    back = list(tmx.read(tmp_path / "theirs.tmx"))
    assert [u for u in back if u.target == "en"] == units


def test_the_memory_goes_through_the_command_line(tmp_path: Path) -> None:
    first, second = str(tmp_path / "first"), str(tmp_path / "second")
    run = CliRunner().invoke
    assert (
        "90 new translations"
        in run(app, ["memory", "import", str(HERE / "memory.tmx"), "--lake", first]).stdout
    )
    assert (
        "90 translations"
        in run(app, ["memory", "export", str(tmp_path / "all.tmx"), "--lake", first]).stdout
    )
    assert (
        "90 new translations"
        in run(app, ["memory", "import", str(tmp_path / "all.tmx"), "--lake", second]).stdout
    )


def test_a_file_that_is_no_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text("<html/>")
    with pytest.raises(InputError, match="root is <html>"):
        list(tmx.read(tmp_path / "a.tmx"))
    with pytest.raises(InputError, match="cannot read"):
        list(tmx.read(tmp_path / "missing.tmx"))
