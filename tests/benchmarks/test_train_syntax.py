"""Training the Ukrainian parser: the network in torch and in numpy, and projected trees."""

import numpy as np
import torch

from benchmarks.projection import Knowledge, Labels, Lexicon, as_ukrainian
from benchmarks.syntax_examples import ATTRIBUTES, RELATIONS, example
from benchmarks.syntax_torch import Batch, Sizes, TrainedNetwork, loss
from parallax.languages.syntax.network import SyntaxNetwork, save

SIZES = Sizes(embedding=8, units=16, arcs=8, labels=4, attention_heads=2)


def sentence(words, heads, relations, language=0):
    labels = Labels(words, heads, relations, ["NOUN"] * len(words), [{}] * len(words))
    return example(labels, np.ones(len(words), dtype=np.float32), language)


def test_the_network_in_numpy_says_what_it_says_in_torch(tmp_path):
    torch.manual_seed(4)
    network = TrainedNetwork(SIZES).eval()
    for weight in network.parameters():
        weight.data = (weight.data + torch.randn_like(weight) * 0.3).half().float()
    codes = torch.randint(-127, 128, network.emb.weight.shape)
    codes[:, 0] = 127
    network.emb.weight.data = codes / 128  # what is kept in 8 bits as well as in 32
    network.emb.weight.data[-1] = 0
    save(
        tmp_path / "network.npz",
        {name: value.numpy() for name, value in network.state_dict().items()},
        SIZES.layout(),
    )
    sentences = [["One", "tank", "burned", "."], ["Two", "tanks", "and", "a", "gun", "burned"]]
    analyses = SyntaxNetwork.load(tmp_path / "network.npz").analyses(sentences, 0)
    batch = Batch.of(
        [sentence(words, [-1] * len(words), ["dep"] * len(words)) for words in sentences]
    )
    with torch.inference_mode():
        arcs, below, above, tags = network(batch)
        heads = torch.tensor(
            [[h + 1 for h in a.heads] + [0] * (8 - len(a.heads)) for a in analyses]
        )
        labels = network.labels(below, above, heads).softmax(-1)
    for i, found in enumerate(analyses):
        for at, (head, relation) in enumerate(zip(found.heads, found.relations, strict=True)):
            assert RELATIONS[int(labels[i, at].argmax())] == relation
            sure = float(arcs[i, at].softmax(-1)[head + 1] * labels[i, at].max())
            assert abs(found.confidences[at] - sure) < 1e-4
            upos = ATTRIBUTES["UPOS"][int(tags[i, at, : len(ATTRIBUTES["UPOS"])].argmax())]
            assert found.tags[at][0] == upos


def test_training_learns_the_trees_it_is_shown():
    torch.manual_seed(5)
    network = TrainedNetwork(SIZES)
    shown = [
        sentence(["Guns", "fired", "."], [1, -1, 1], ["nsubj", "root", "punct"]),
        sentence(["They", "hit", "a", "school"], [1, -1, 3, 1], ["nsubj", "root", "det", "obj"]),
    ]
    optimiser = torch.optim.Adam(network.parameters(), lr=0.02)
    losses = []
    for _ in range(40):
        lost = loss(network, Batch.of(shown), 0.3)
        optimiser.zero_grad()
        lost.backward()
        optimiser.step()
        losses.append(float(lost.detach()))
    assert losses[-1] < losses[0] / 5


def test_words_of_both_languages_render_each_other():
    knowledge = Knowledge.read()
    lexicon = Lexicon(knowledge, ["война", "школа", "система"])
    for _ in range(2):
        lexicon.count(["Війна", "триває"], ["Война", "длится"])
    assert lexicon.to_russian("Війна") == ("Война", True), "counted"
    assert lexicon.to_russian("кцущ") == ("кцущ", False), "unknown to the Russian parser"
    assert lexicon.to_ukrainian("Длится") == "Триває"


def test_ukrainian_treebanks_name_some_relations_otherwise():
    labels = Labels(
        ["Наше", "рішення", "прийнято"],
        [1, 2, -1],
        ["amod", "nsubj:pass", "root"],
        ["ADJ", "NOUN", "VERB"],
        [{}, {"Case": "Nom"}, {"VerbForm": "Part"}],
    )
    as_ukrainian(labels, Knowledge.read())
    assert labels.relations == ["det", "obj", "root"]
