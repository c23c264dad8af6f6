"""Dictionary forms from tries equal those of simplemma's own tables."""

from pathlib import Path

import pytest
import simplemma

from benchmarks.corpus import own_documents
from parallax.languages import lemmas
from parallax.languages.phrases import words


def test_a_form_is_the_one_of_the_library() -> None:
    found = {
        (word.surface, language)
        for document in own_documents()[:6]
        for language, sentences in document.items()
        for sentence in sentences
        for word in words(sentence, language)
    }
    assert len(found) > 500
    for word, language in found:
        assert lemmas.lemma_of(word, language) == simplemma.lemmatize(word, lang=language)
        assert lemmas.is_known(word, language) is simplemma.is_known(word, lang=language)


def test_a_torn_trie_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lemmas, "TRIES", tmp_path)
    (tmp_path / "en.dic").write_bytes(b"half of a trie")
    known = lemmas._Tries(disk_cache_dir=str(tmp_path)).get_dictionary("en")
    assert known["houses"] == "house"
    assert (tmp_path / "en.dic").stat().st_size > 100_000


def test_without_a_place_to_write_to_the_trie_is_made_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(lemmas, "TRIES", tmp_path / "file" / "tries")
    tries = lemmas._Tries(disk_cache_dir=str(tmp_path / "file" / "tries"))
    assert tries.get_dictionary("en")["houses"] == "house"
