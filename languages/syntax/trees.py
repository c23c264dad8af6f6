"""From scores of arcs to a tree: every word has one head, one word has none, and no cycle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
"""Logarithms of probabilities, shape (words, words + 1): column 0 is "no head", column h + 1 the
word h."""

_NEVER = -1e9


def best_heads(scores: Scores) -> list[int]:
    """Return the head of each word, from 0, or -1 for the one word without a head.

    The best head of each word is taken where that gives a tree, else the best tree (Chu & Liu
    1965, Edmonds 1967).

    :param scores: finite, shape (words, words + 1); a word is never its own head.
    """
    if not len(scores):
        return []
    heads = [int(head) - 1 for head in scores.argmax(axis=1)]
    if heads.count(-1) == 1 and not _cycle(heads):
        return heads
    return _best_tree(scores)


def _best_tree(scores: Scores) -> list[int]:
    """Return the best tree with one root.

    Words that want to be roots are tried one after another, the likeliest first: with one word as
    root, the rest is a spanning tree below it.
    """
    count = len(scores)
    root = int((scores[:, 0] - scores[:, 1:].max(axis=1)).argmax()) if count > 1 else 0
    arcs = np.array(scores[:, 1:], dtype=np.float64)
    np.fill_diagonal(arcs, _NEVER)
    arcs[root] = _NEVER
    heads = _spanning(arcs, root)
    heads[root] = -1
    return heads


def _spanning(arcs: NDArray[np.float64], root: int) -> list[int]:
    """Return the heads of the best spanning tree below a root; ``arcs[dependent, head]``."""
    heads = [int(head) for head in arcs.argmax(axis=1)]
    heads[root] = -1
    cycle = _cycle(heads)
    if not cycle:
        return heads
    inside = sorted(cycle)
    outside = [i for i in range(len(arcs)) if i not in cycle]
    gain = np.array([arcs[i, heads[i]] for i in inside])
    size = len(outside) + 1  # the cycle becomes the last word
    smaller = np.full((size, size), _NEVER)
    smaller[:-1, :-1] = arcs[np.ix_(outside, outside)]
    leaving = arcs[np.ix_(outside, inside)]
    smaller[:-1, -1] = leaving.max(axis=1)
    entering = arcs[np.ix_(inside, outside)] - gain[:, None]
    smaller[-1, :-1] = entering.max(axis=0)
    np.fill_diagonal(smaller, _NEVER)
    found = _spanning(smaller, outside.index(root))
    made = heads[:]
    for place, word in enumerate(outside):
        head = found[place]
        if head == size - 1:
            made[word] = inside[int(leaving[place].argmax())]
        elif word != root:
            made[word] = outside[head]
    entry = int(entering[:, found[-1]].argmax())
    made[inside[entry]] = outside[found[-1]]
    return made


def _cycle(heads: list[int]) -> set[int]:
    """Return the words of a cycle, or nothing."""
    state = [0] * len(heads)
    for start in range(len(heads)):
        path, at = [], start
        while at != -1 and state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if at != -1 and state[at] == 1:
            return set(path[path.index(at) :])
        for one in path:
            state[one] = 2
    return set()
