"""Translation through the real argostranslate package format and the real CTranslate2; memory; TMX."""

import zipfile
from pathlib import Path

import ctranslate2
import pytest
from argostranslate.package import Package
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError, ModelMissingError
from core.lake import Lake
from corpora.sample.story_file import HERE
from tests.argos_package import build
from translators import packages, tmx
from translators.argos import Argos
from translators.memory import Memory, Translation
from translators.translate import translate


@pytest.fixture(scope="session")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {f"{a}-{b}": build(tmp_path_factory.mktemp(f"{a}{b}"), a, b) for a, b in (("uk", "en"), ("ru", "en"), ("en", "uk"))}


@pytest.fixture
def installed(archives: dict[str, Path], tmp_path: Path) -> Path:
    folder = tmp_path / "packages"
    folder.mkdir()
    assert [packages.install_file(path, folder) for path in archives.values()] == ["uk-en", "ru-en", "en-uk"]
    return folder


SENTENCES = ["Рада ухвалила закон", "Загинули п'ять людей", "Рада ухвалила закон", "snake_case Рада", ""]


def test_a_batch_gives_what_the_model_gives_for_each_sentence(installed: Path) -> None:
    made = Argos(installed).translate(SENTENCES, "uk", "en")
    package = Package(next(p for p in installed.iterdir() if "uk_en" in p.name))
    model = ctranslate2.Translator(str(package.package_path / "model"))
    for text, translated in zip(SENTENCES, made, strict=True):
        result = model.translate_batch(
            [package.tokenizer.encode(text)], beam_size=2, replace_unknowns=True, no_repeat_ngram_size=4, max_decoding_length=256
        )
        expected = package.tokenizer.lazy_processor().decode_pieces(result[0].hypotheses[0]).strip()
        assert translated == (expected if text else "")


def test_without_a_direct_package_the_fewest_hops_are_taken(installed: Path) -> None:
    argos = Argos(installed)
    assert argos.route("uk", "en") == [("uk", "en")]
    assert argos.route("ru", "uk") == [("ru", "en"), ("en", "uk")]
    assert argos.route("en", "ru") is None
    assert argos.model("ru", "uk") == "ru-en 1.9 + en-uk 1.9, beam 2"
    assert len(argos.translate(["Президент подписал указ"], "ru", "uk")) == 1
    with pytest.raises(LookupError, match="en to ru"):
        argos.translate(["law"], "en", "ru")


def test_the_second_run_translates_nothing(installed: Path, lake: Lake) -> None:
    first = translate(SENTENCES[:3], "uk", "en", Memory(lake), Argos(installed))
    second = translate(SENTENCES[:3], "uk", "en", Memory(lake), Argos(installed))
    assert (first.made, first.from_memory) == (2, 0)
    assert (second.made, second.from_memory) == (0, 2)
    assert {k: v.text for k, v in first.translations.items()} == {k: v.text for k, v in second.translations.items()}


def test_without_a_package_it_says_how_to_get_one(lake: Lake, tmp_path: Path) -> None:
    outcome = translate(["Рада"], "uk", "en", Memory(lake), Argos(tmp_path / "none"))
    assert outcome.missing == 1
    assert outcome.why_missing.endswith("parallax models install uk-en")


def test_a_human_translation_goes_before_a_machine_one(lake: Lake) -> None:
    memory = Memory(lake)
    memory.add("uk", "en", [("Рада", Translation("Council", "argos", "1.9", "machine"))])
    memory.add("uk", "en", [("Рада", Translation("Parliament", "tmx", "reference", "reference"))])
    assert memory.lookup("uk", "en")["Рада"].text == "Parliament"


@pytest.mark.parametrize("name", ["../outside.txt", "/absolute.txt", "package/../../up.txt"])
def test_an_archive_that_climbs_is_refused_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / "evil.argosmodel"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("package/metadata.json", "{}")
        archive.writestr(name, "x")
    folder = tmp_path / "packages"
    folder.mkdir()
    with pytest.raises(InputError):
        packages.install_file(path, folder)
    assert list(folder.iterdir()) == []


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.argosmodel").write_text("not a zip")
    with pytest.raises(InputError, match="not an Argos package"):
        packages.install_file(tmp_path / "x.argosmodel", tmp_path)


def test_an_unreachable_index_is_one_clear_error() -> None:
    with pytest.raises(ModelMissingError, match="--from FOLDER"):
        packages.read_index("http://127.0.0.1:9/index.json")


def test_a_package_can_be_removed(installed: Path) -> None:
    assert packages.remove("uk-en", installed) == 1
    assert Argos(installed).route("uk", "en") is None


TEXT = st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(str.strip).filter(bool)


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


def test_a_file_that_is_no_memory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tmx").write_text("<html/>")
    with pytest.raises(InputError, match="root is <html>"):
        list(tmx.read(tmp_path / "a.tmx"))
    with pytest.raises(InputError, match="cannot read"):
        list(tmx.read(tmp_path / "missing.tmx"))
