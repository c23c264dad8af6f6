"""Count which arcs of the English parser are right: its confidences.

    python -m benchmarks.fit_english_arcs en_ewt-ud-dev.conllu.xz

writes `languages/syntax/data/english_arcs.tsv`: counts by labels, distance and preposition.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.treebanks import arcs, gold_words, read_treebank
from parallax.languages.syntax.parser import engine
from parallax.languages.syntax.reliability import ArcTable

OUT = Path(__file__).parents[1] / "languages" / "syntax" / "data" / "english_arcs.tsv"


def main(treebanks: list[str]) -> None:
    """Count the arcs of the treebanks' sentences."""
    gold = [sentence for path in treebanks for sentence in read_treebank(Path(path))]
    parses = engine("en").parse([gold_words(sentence) for sentence in gold])
    table = ArcTable.counted(arcs(gold, parses))
    OUT.write_text("".join(f"{line}\n" for line in table.lines()), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
