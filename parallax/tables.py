"""The tables of a lake as lazy polars frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parallax import notebook
from parallax.core.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from parallax.core.files import Folder
    from parallax.lake.lake import Lake
    from parallax.lake.table import Table


class Tables:
    """A lake opened for reading: each table is a lazy polars frame by its name.

    `tables` lists the names; a table that no pass has written yet is a frame without rows.
    ``docs/data.md`` says what is in each column. Nothing is read before a frame is collected, and
    nothing is ever written.
    """

    def __init__(self, lake: Lake) -> None:
        """Take a lake that exists; see `open_lake`."""
        from parallax.lake.schema import TABLES

        self._lake = lake
        self._known: dict[str, Table] = dict(TABLES)

    @property
    def tables(self) -> list[str]:
        """The names of all tables."""
        return sorted(self._known)

    def __getattr__(self, name: str) -> pl.LazyFrame:
        """Return a table.

        :raises AttributeError: when no table has that name; the message lists the tables.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._known:
            raise AttributeError(f"no table {name!r}; there are {', '.join(self.tables)}")
        return self._lake.scan(self._known[name])

    def __getitem__(self, name: str) -> pl.LazyFrame:
        """Return a table by a name in a variable.

        :raises InputError: when no table has that name.
        """
        if name not in self._known:
            raise InputError(f"no table {name!r}", f"there are {', '.join(self.tables)}")
        return self._lake.scan(self._known[name])

    def __dir__(self) -> list[str]:
        """List the tables, for completion."""
        return [*super().__dir__(), *self.tables]

    def __repr__(self) -> str:
        """Show how many rows each table has."""
        sizes = self._sizes()
        width = max(map(len, sizes))
        lines = [f"  {name:{width}}  {size:>9,}" for name, size in sizes.items()]
        return "\n".join([f"lake {self._lake.root}, rows of", *lines])

    def _repr_html_(self) -> str:
        rows = [(notebook.text(name), f"{size:,}") for name, size in self._sizes().items()]
        return notebook.table(("table", "rows"), rows, str(self._lake.root))

    def _sizes(self) -> dict[str, int]:
        import polars as pl

        counts = pl.collect_all([self[name].select(pl.len()) for name in self.tables])
        return {name: int(frame.item()) for name, frame in zip(self.tables, counts, strict=True)}


def open_lake(path: str | Folder | None = None) -> Tables:
    """Open the lake at a path for reading.

    :param path: folder of a lake, or an fsspec URL (`s3://bucket/lake`), whose tables are read
        whole; the setting `lake` when not given.
    :returns: each table as a lazy polars frame by attribute: `open_lake("data/lake").quantities`.
    :raises InputError: when there is no lake.
    """
    from parallax.core.files import folder
    from parallax.lake.lake import Lake
    from parallax.models import settings_with

    try:
        root = settings_with().lake if path is None else folder(path)
    except ValueError as error:
        raise InputError(str(error)) from error
    return Tables(Lake(root).required("`parallax demo --lake FOLDER` makes one"))
