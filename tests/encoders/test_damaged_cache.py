"""Files in the cache of vectors that are torn, or of others, are passed over: vectors are made
again."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from parallax.encoders.cache import VectorCache
from parallax.encoders.encoder import SentenceEncoder

VECTORS = {f"text {number}": np.full(3, number, dtype=np.float32) for number in range(5)}


def frame(file: Path, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    change(pl.read_parquet(file)).write_parquet(file)


def as_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def as_link_to_nothing(file: Path) -> None:
    file.unlink()
    file.symlink_to(file.with_name("gone"))


def without_nulls(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(None, pl.String).alias("text_sha256"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(b"PAR1"),
        lambda file: file.write_bytes(bytes(500)),
        lambda file: file.write_text('{"vector": [1, 2]}'),
        lambda file: file.write_bytes(file.read_bytes()[:-10]),
        lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
        lambda file: file.write_bytes(file.read_bytes()[100:]),
        lambda file: frame(file, lambda rows: rows.drop("vector")),
        lambda file: frame(file, lambda rows: rows.drop("text_sha256")),
        lambda file: frame(file, lambda rows: rows.with_columns(vector=pl.lit("text"))),
        lambda file: frame(file, lambda rows: rows.with_columns(vector=pl.lit(1.5))),
        lambda file: frame(file, lambda rows: rows.cast({"vector": pl.List(pl.Float32)})),
        lambda file: frame(file, lambda rows: rows.cast({"vector": pl.Array(pl.Float64, 3)})),
        lambda file: frame(file, lambda rows: rows.with_columns(text_sha256=pl.lit(5))),
        lambda file: frame(file, without_nulls),
        lambda file: frame(
            file, lambda rows: rows.with_columns(vector=pl.lit(None, rows.schema["vector"]))
        ),
        lambda file: frame(file, lambda rows: rows.clear()),
        lambda file: frame(file, lambda rows: pl.DataFrame({"a": [1]})),
        as_folder,
        as_link_to_nothing,
        Path.unlink,
    ],
)
@pytest.mark.parametrize("seen", [False, True])
def test_a_damaged_file_has_no_vectors_and_others_have(
    seen: bool, damage: Callable[[Path], object], tmp_path: Path
) -> None:
    cache = VectorCache(tmp_path, "model")
    cache.add(VECTORS)
    (file,) = tmp_path.rglob("*.parquet")
    if seen:
        assert len(cache.lookup(list(VECTORS))) == 5
    damage(file)
    VectorCache(tmp_path, "model").add({"another": np.ones(3, dtype=np.float32)})
    assert list(cache.lookup([*VECTORS, "another"])) == ["another"]


def test_vectors_that_are_no_numbers_are_not_taken(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path, "model")
    cache.add({"good": np.ones(3, np.float32), "bad": np.array([1, np.nan, np.inf], np.float32)})
    assert list(cache.lookup(["good", "bad"])) == ["good"]


def test_flipped_and_cut_bytes_raise_nothing(tmp_path: Path) -> None:
    VectorCache(tmp_path, "model").add(VECTORS)
    (file,) = tmp_path.rglob("*.parquet")
    whole, chance = file.read_bytes(), random.Random(19)
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        file.write_bytes(content[: chance.choice([len(content), chance.randrange(len(content))])])
        VectorCache(tmp_path, "model").lookup(list(VECTORS))


def test_a_torn_file_is_written_again(tmp_path: Path) -> None:
    texts = ["one", "два", "three"]
    before = SentenceEncoder(cache=tmp_path).encode(texts)
    (file,) = tmp_path.rglob("*.parquet")
    whole = file.read_bytes()
    file.write_bytes(whole[:-4])
    again = SentenceEncoder(cache=tmp_path)
    assert (again.encode(texts) == before).all()
    assert again.encoded == 3
    assert file.read_bytes() == whole


def test_vectors_of_an_earlier_model_of_the_same_name_are_made_again(tmp_path: Path) -> None:
    encoder = SentenceEncoder(cache=tmp_path)
    VectorCache(tmp_path, encoder.name).add({"one": np.ones(3, dtype=np.float32)})
    assert encoder.encode(["one", "two"]).shape == (2, 512)
    assert (encoder.encode(["one"]) == SentenceEncoder().encode(["one"])).all()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs another user")
def test_a_cache_that_may_not_be_read_is_none(tmp_path: Path) -> None:
    VectorCache(tmp_path, "model").add(VECTORS)
    (file,) = tmp_path.rglob("*.parquet")
    for folder in (file.parent, tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:  # pytest's own folders are for their owner only
            folder.chmod(0o755)
    file.chmod(0o000)
    os.seteuid(65534)
    try:
        assert VectorCache(tmp_path, "model").lookup(list(VECTORS)) == {}
    finally:
        os.seteuid(0)
