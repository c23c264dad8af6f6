"""Rows as types: every type says what the schema says, and what a stored lake holds."""

from datetime import datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

import polars as pl
import pytest

from parallax.lake import rows
from parallax.lake.lake import Lake
from parallax.lake.schema import (
    BEADS,
    FIGURE_CHANGES,
    FIGURES,
    FRAMING_CONTRASTS,
    FRAMING_DIFFERENCES,
    HOUSE_STYLE,
    LINKS,
    MARKERS,
    NUMBER_DIFFERENCES,
    ORIGINS,
    QUANTITIES,
    SENTENCES,
)
from parallax.lake.table import Table

TYPES = {
    BEADS: rows.BeadRow,
    FIGURES: rows.FigureRow,
    FIGURE_CHANGES: rows.FigureChangeRow,
    FRAMING_CONTRASTS: rows.ContrastRow,
    FRAMING_DIFFERENCES: rows.FramingDifferenceRow,
    HOUSE_STYLE: rows.HouseStyleRow,
    LINKS: rows.LinkRow,
    MARKERS: rows.MarkerRow,
    NUMBER_DIFFERENCES: rows.NumberDifferenceRow,
    ORIGINS: rows.OriginRow,
    QUANTITIES: rows.QuantityRow,
    SENTENCES: rows.SentenceRow,
}
PYTHON: dict[type[pl.DataType], type] = {
    pl.String: str,
    pl.UInt32: int,
    pl.Float64: float,
    pl.Boolean: bool,
    pl.Datetime: datetime,
}


def may_be_null(hint: Any) -> bool:
    return get_origin(hint) is UnionType and type(None) in get_args(hint)


def bare(hint: Any) -> Any:
    return get_args(hint)[0] if may_be_null(hint) else hint


def fits(hint: Any, dtype: pl.DataType) -> bool:
    hint = bare(hint)
    if isinstance(dtype, pl.List):
        return get_origin(hint) is list and fits(get_args(hint)[0], dtype.inner)
    if isinstance(dtype, pl.Struct):
        hints = get_type_hints(hint)
        return is_typeddict(hint) and all(fits(hints[f.name], f.dtype) for f in dtype.fields)
    return hint is PYTHON[type(dtype)]


@pytest.mark.parametrize("table", TYPES, ids=lambda table: table.name)
def test_a_row_type_says_what_the_schema_says(table: Table) -> None:
    hints = get_type_hints(TYPES[table])
    assert hints.keys() == set(table.columns)
    assert [name for name, dtype in table.schema.items() if not fits(hints[name], dtype)] == []


@pytest.mark.parametrize("table", TYPES, ids=lambda table: table.name)
def test_what_is_never_null_by_its_type_is_never_null_in_the_lake(
    table: Table, sample_lake: Lake
) -> None:
    hints = get_type_hints(TYPES[table])
    frame = sample_lake.read(table)
    required = [name for name in table.columns if not may_be_null(hints[name])]
    assert len(frame) > 0
    assert frame.select(pl.col(required).null_count().sum()).sum_horizontal().item() == 0
