"""Trees from scores: the best one, whatever the best heads of single words are."""

from itertools import product

import numpy as np

from parallax.languages.syntax.trees import best_heads

NEVER = -1e9


def scored(*rows):
    scores = np.array(rows, dtype=np.float32)
    own = np.arange(len(scores))
    scores[own, own + 1] = NEVER
    return scores


def is_tree(heads):
    if list(heads).count(-1) != 1:
        return False
    for start in range(len(heads)):
        seen, at = set(), start
        while at != -1:
            if at in seen:
                return False
            seen.add(at)
            at = heads[at]
    return True


def total(scores, heads):
    return sum(scores[at, head + 1] for at, head in enumerate(heads))


def test_the_best_heads_stay_where_they_make_a_tree():
    assert best_heads(scored([-9, 0, 0, -1], [-1, -9, 0, -9], [-9, -9, -1, 0])) == [1, -1, 1]


def test_two_words_that_want_each_other_are_put_below_the_third():
    heads = best_heads(scored([-9, 0, -1, -3], [-9, -1, 0, -4], [-1, -9, -9, 0]))
    assert heads == [2, 0, -1]


def test_a_sentence_of_one_word_or_of_none():
    assert best_heads(scored([-1, 0])) == [-1]
    assert best_heads(np.zeros((0, 1), dtype=np.float32)) == []


def test_among_trees_with_the_likeliest_root_none_is_better():
    dice = np.random.default_rng(22)
    for _ in range(60):
        words = int(dice.integers(2, 5))
        scores = scored(*dice.normal(size=(words, words + 1)) * 3)
        found = best_heads(scores)
        assert is_tree(found)
        root = found.index(-1)
        trees = [
            heads
            for heads in product(range(-1, words), repeat=words)
            if is_tree(heads) and heads[root] == -1
        ]
        assert total(scores, found) >= max(total(scores, heads) for heads in trees) - 1e-5
