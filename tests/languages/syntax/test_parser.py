"""Parses in three languages through one door."""

import subprocess
import sys

import pytest

from parallax.languages.syntax.engine import NoEngineError
from parallax.languages.syntax.parsed import ROOT
from parallax.languages.syntax.parser import missing, parse
from parallax.languages.syntax.ukrainian import UkrainianEngine

pytestmark = pytest.mark.slow(8)
SHELLED = {
    "uk": "Міністр заявив, що російські війська обстріляли лікарню.",
    "ru": "Министр заявил, что российские войска обстреляли больницу.",
    "en": "The minister said Russian troops shelled the hospital.",
}


@pytest.fixture(params=["uk", "ru", "en"])
def language(request):
    if reason := missing(request.param):
        pytest.skip(reason)
    return request.param


def found(parsed, relation, head):
    """The word that depends on another by a relation, by beginnings of the surface."""
    return [
        token.surface
        for token in parsed.tokens
        if token.base == relation
        and token.head != ROOT
        and parsed.tokens[token.head].surface.startswith(head)
    ]


def test_who_said_and_who_did_what_to_whom(language):
    [parsed] = parse([SHELLED[language]], language)
    said, did = {
        "uk": ("заявив", "обстріляли"), "ru": ("заявил", "обстреляли"), "en": ("said", "shelled")
    }[language]  # fmt: skip
    speaker, doer, target = {
        "uk": ("Міністр", "війська", "лікарню"),
        "ru": ("Министр", "войска", "больницу"),
        "en": ("minister", "troops", "hospital"),
    }[language]
    assert found(parsed, "nsubj", said) == [speaker]
    assert found(parsed, "nsubj", did) == [doer]
    assert found(parsed, "obj", did) == [target]
    assert found(parsed, "ccomp", said) == [did]
    assert len(parsed.roots) == 1
    assert all(0 <= token.confidence <= 1 for token in parsed.tokens)


def test_offsets_are_those_of_the_sentence_and_lemmas_of_the_language(language):
    sentence = SHELLED[language]
    [parsed] = parse([sentence], language)
    assert all(sentence[token.start : token.end] == token.surface for token in parsed.tokens)
    noun = next(token for token in parsed.tokens if token.surface in {"лікарню", "больницу"}) if (
        language != "en"
    ) else parsed.tokens[4]  # fmt: skip
    assert (noun.lemma, noun.upos) in {
        ("лікарня", "NOUN"), ("больница", "NOUN"), ("troop", "NOUN")
    }  # fmt: skip


def test_a_sentence_is_parsed_once_and_one_without_words_has_no_tokens(language):
    twice = parse([SHELLED[language], "", SHELLED[language]], language)
    assert twice[0] is twice[2]
    assert parse([SHELLED[language]], language)[0] is twice[0]
    assert len(twice[1]) == 0
    assert not parse(["—"] * 2, language)[0].dependents(0, "nsubj")


def test_what_a_sentence_is_parsed_with_does_not_change_its_tree(language):
    alone = parse([SHELLED[language]], language)[0]
    among = parse([SHELLED[language] + " ", SHELLED[language] * 3], language)[0]
    assert [(t.head, t.relation) for t in among.tokens] == [
        (t.head, t.relation) for t in alone.tokens
    ]


def test_a_missing_parser_is_one_reason_and_no_traceback(tmp_path):
    with pytest.raises(NoEngineError, match="Ukrainian sentences cannot be parsed"):
        UkrainianEngine(tmp_path / "none.npz")
    (tmp_path / "torn.npz").write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(NoEngineError, match="Ukrainian sentences cannot be parsed"):
        UkrainianEngine(tmp_path / "torn.npz")
    assert missing("de") == "there is no parser of the language 'de'"


def test_no_parser_imports_torch_or_a_package_of_models_by_the_way():
    code = """
import sys
from parallax.languages.syntax.parser import missing
assert not {"spacy", "numba", "sklearn"} & set(sys.modules)
for language in ("uk", "ru", "en"):
    missing(language)
assert not {"torch", "natasha", "slovnet", "pymorphy2"} & set(sys.modules)
import torch
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_was_destroyed_is_the_object_of_an_impersonal_verb():
    [parsed] = parse(["За добу знищено 15 танків і вбито 12 солдатів."], "uk")
    assert found(parsed, "obj", "знищено") == ["танків"]
    assert found(parsed, "obj", "вбито") == ["солдатів"]
