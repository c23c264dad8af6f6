"""Numbers for the distinct rows of a table of whole numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def distinct_rows(table: Numbers) -> tuple[Numbers, Numbers]:
    """Return where each distinct row is first, shape (distinct rows,), and the number of each row
    among the distinct ones, shape (rows,).

    :param table: whole numbers from 0, shape (rows, columns).

    >>> first, number = distinct_rows(np.array([[4, 7], [2, 0], [4, 7]]))
    >>> first.tolist(), number.tolist()
    ([1, 0], [1, 0, 1])
    """
    columns = table.T
    keys, sizes = columns[0].astype(np.int64), int(columns[0].max(initial=0)) + 1
    for column in columns[1:]:
        more = int(column.max(initial=0)) + 1
        if sizes * more > np.iinfo(np.int64).max:  # number what there is, then go on
            keys = np.unique(keys, return_inverse=True)[1]
            sizes = int(keys.max(initial=0)) + 1
        keys, sizes = keys * more + column, sizes * more
    _, first, number = np.unique(keys, return_index=True, return_inverse=True)
    return first, number
