"""Signs, words and English trees: rules that need no parser."""

import pytest

from parallax.languages.syntax.clearnlp import ClearTree, english_words, universal
from parallax.languages.syntax.punctuation import hang_signs
from parallax.languages.syntax.reliability import Arc, ArcTable
from parallax.languages.syntax.words import word_spans


def words(sentence, language):
    return [sentence[start:end] for start, end in word_spans(sentence, language)]


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("uk", "З об'єкта п’ять разів.", ["З", "об'єкта", "п’ять", "разів", "."]),
        ("ru", "Кто-то сказал: «Нет».", ["Кто-то", "сказал", ":", "«", "Нет", "»", "."]),
        (
            "en",
            "They don't know Ann's U.S. plan.",
            ["They", "do", "n't", "know", "Ann", "'s", "U.S.", "plan", "."],
        ),
        (
            "en",
            "It cost $3.5m, didn’t it?",
            ["It", "cost", "$", "3.5", "m", ",", "did", "n’t", "it", "?"],
        ),
        ("en", "", []),
    ],
)
def test_words_are_those_of_treebanks(language, sentence, expected):
    assert words(sentence, language) == expected


def test_quotation_marks_hang_on_what_they_hold_and_the_last_sign_on_the_root():
    sentence = ["He", "said", ":", '"', "We", "stay", '"', "."]
    heads = [1, -1, 1, 1, 5, 1, 1, 5]
    relations = ["nsubj", "root", "punct", "punct", "nsubj", "ccomp", "punct", "punct"]
    hung = hang_signs(sentence, heads, relations, [1.0] * 8)
    assert [hung[at] for at in (3, 6, 7)] == [5, 5, 1]
    assert [hung[at] for at in (0, 1, 4, 5)] == [1, -1, 5, 1], "words stay where they were"


def tree(sentence, upos, tags, heads, labels):
    return ClearTree(
        sentence.split(), upos.split(), tags.split(), heads, labels.split(), english_words()
    )


def arcs(*given):
    clear = tree(*given)
    heads, relations = universal(clear, lambda word: word not in {"moss", "kline"})
    return {
        word: (clear.words[head] if head >= 0 else "", relation)
        for word, head, relation in zip(clear.words, heads, relations, strict=True)
    }


def test_the_predicate_stands_above_the_copula():
    found = arcs(
        "She is the mayor", "PRON AUX DET NOUN", "PRP VBZ DT NN", [1, -1, 3, 1],
        "nsubj ROOT det attr",
    )  # fmt: skip
    assert found["mayor"] == ("", "root")
    assert found["is"] == ("mayor", "cop")
    assert found["She"] == ("mayor", "nsubj")


def test_a_preposition_hangs_on_its_noun_and_the_doer_of_a_passive_is_named():
    found = arcs(
        "Five were hurt by shells in March", "NUM AUX VERB ADP NOUN ADP PROPN",
        "CD VBD VBN IN NNS IN NNP", [2, 2, -1, 2, 3, 2, 5],
        "nsubjpass auxpass ROOT agent pobj prep pobj",
    )  # fmt: skip
    assert found["shells"] == ("hurt", "obl:agent")
    assert found["by"] == ("shells", "case")
    assert found["March"] == ("hurt", "obl")
    assert found["Five"] == ("hurt", "nsubj:pass")


def test_conjuncts_hang_on_the_first_and_the_conjunction_on_what_follows_it():
    found = arcs(
        "tanks , guns and drones burned", "NOUN PUNCT NOUN CCONJ NOUN VERB",
        "NNS , NNS CC NNS VBD", [5, 0, 0, 2, 2, -1], "nsubj punct conj cc conj ROOT",
    )  # fmt: skip
    assert found["drones"] == ("tanks", "conj")
    assert found["and"] == ("drones", "cc")


def test_according_to_is_one_preposition():
    found = arcs(
        "According to police he fled", "VERB ADP NOUN PRON VERB", "VBG IN NN PRP VBD",
        [4, 0, 1, 4, -1], "prep prep pobj nsubj ROOT",
    )  # fmt: skip
    assert found["police"] == ("fled", "obl")
    assert found["According"] == ("police", "case")
    assert found["to"] == ("According", "fixed")


def test_the_first_name_is_the_head_of_a_name_and_a_title_no_part_of_it():
    found = arcs(
        "Mr Carl Moss left", "PROPN PROPN PROPN VERB", "NNP NNP NNP VBD", [2, 2, 3, -1],
        "compound compound nsubj ROOT",
    )  # fmt: skip
    assert found["Carl"] == ("left", "nsubj")
    assert found["Moss"] == ("Carl", "flat")
    assert found["Mr"] == ("Carl", "nmod")


def test_an_arc_is_as_sure_as_its_kind_was_right():
    near, far = (Arc("nsubj", "NOUN", "VERB", distance, "-") for distance in (1, 9))
    counted = ArcTable.counted([(True, near)] * 90 + [(False, far)] * 10)
    table = ArcTable.read("\n".join(counted.lines()))
    assert table.confidence(near) > 0.98
    assert table.confidence(far) < 0.5
    unseen = Arc("obl", "NOUN", "VERB", 1, "by")
    assert table.confidence(unseen) == 0.9, "as sure as all arcs together"
