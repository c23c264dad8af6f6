"""What was made of texts once, on disk by text, so that it is made once and not once a run.

Each addition is a new parquet file named by its texts, so parallel runs are safe. The keys of a
file are read once a process: a lookup opens only new files and those with a text that is asked
for. A file that is torn, gone or not one of ours is passed over: its texts are made again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from parallax.core.files import write_parquet
from parallax.core.ids import digest

log = logging.getLogger(__name__)

KEY_LENGTH = 32
"""Hexadecimal digits of the hash of a text."""
KEY = "text_sha256"


class TextFiles:
    """The files of a folder; each has a row a text, with its hash in the column `KEY`."""

    def __init__(self, folder: Path, fits: Callable[[Mapping[str, pl.DataType]], bool]) -> None:
        """Open the folder; nothing is created before the first addition.

        :param fits: tells whether a file has the right columns beside the key.
        """
        self._folder = folder
        self._fits = fits
        self._known: set[Path] = set()
        self._file_of: dict[str, Path] = {}

    def rows(
        self, texts: Sequence[str], columns: Sequence[str]
    ) -> Iterator[tuple[list[str], pl.DataFrame]]:
        """Yield, file by file, which of the texts it knows, and columns of their rows."""
        self._look_for_new_files()
        by_file: dict[Path, dict[str, str]] = {}
        for text in texts:
            if file := self._file_of.get(key := key_of(text)):
                by_file.setdefault(file, {})[key] = text
        for file, wanted in by_file.items():
            found = self._read(file, [KEY, *columns])
            found = found.filter(pl.col(KEY).is_in(list(wanted)))
            yield [wanted[key] for key in found[KEY].to_list()], found.select(columns)

    def add(self, columns: Mapping[str, Any], texts: Sequence[str]) -> None:
        """Add rows of some texts, which come in the order of `key_of`.

        :param columns: what `polars.DataFrame` takes, one row a text.
        """
        keys = list(map(key_of, texts))
        file = self._folder / f"{digest(*keys)}.parquet"
        write_parquet(file, pl.DataFrame({KEY: keys}).hstack(pl.DataFrame(columns)))
        self._known.discard(file)  # it may have been torn

    def _look_for_new_files(self) -> None:
        for file in sorted(set(self._folder.glob("*.parquet")) - self._known):
            for key in self._read(file, [KEY])[KEY]:
                self._file_of.setdefault(key, file)
            self._known.add(file)

    def _read(self, file: Path, columns: list[str]) -> pl.DataFrame:
        """Return some columns of a file, without rows where they cannot be read."""
        try:
            if not self._fits(pl.read_parquet_schema(file)):
                raise pl.exceptions.SchemaError("other columns")
            return pl.read_parquet(file, columns=columns).cast({KEY: pl.String}).drop_nulls()
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            log.debug("%s is passed over: %s", file, error)
            return pl.DataFrame(schema={KEY: pl.String, **dict.fromkeys(columns[1:], pl.Null)})


def key_of(text: str) -> str:
    """Return the hash of a text."""
    return digest(text, length=KEY_LENGTH)
