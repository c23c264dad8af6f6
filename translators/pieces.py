"""The tokenizers of Argos packages: text to the pieces that a model knows, and back."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import sentencepiece
    from sacremoses import MosesDetokenizer, MosesPunctNormalizer, MosesTokenizer
    from subword_nmt.apply_bpe import BPE

SENTENCE_PIECES = "sentencepiece.model"
BYTE_PAIRS = "bpe.model"


class Tokenizer(Protocol):
    """Text to pieces and back."""

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a sentence."""

    def decode(self, pieces: list[str]) -> str:
        """Return the sentence of pieces."""


class SentencePieces:
    """A unigram model of SentencePiece, as packages of today have.

    Argos' own decoder would turn underscores into blanks.
    """

    def __init__(self, file: Path) -> None:
        """Keep the file; it is read at the first sentence."""
        self._file = file

    @cached_property
    def _processor(self) -> sentencepiece.SentencePieceProcessor:
        import sentencepiece

        return sentencepiece.SentencePieceProcessor(model_file=str(self._file))

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a sentence."""
        return list(self._processor.encode(text, out_type=str))

    def decode(self, pieces: list[str]) -> str:
        """Return the sentence of pieces."""
        return str(self._processor.decode_pieces(pieces))


class BytePairs:
    """Moses' tokens in byte pairs, as old packages have (Sennrich et al. 2016)."""

    def __init__(self, file: Path, source: str, target: str) -> None:
        """Keep the file; it is read at the first sentence."""
        self._file, self._source, self._target = file, source, target

    @cached_property
    def _rules(self) -> tuple[MosesPunctNormalizer, MosesTokenizer, BPE]:
        from sacremoses import MosesPunctNormalizer, MosesTokenizer
        from subword_nmt.apply_bpe import BPE

        with self._file.open(encoding="utf-8") as codes:
            pairs = BPE(codes)
        return MosesPunctNormalizer(self._source), MosesTokenizer(self._source), pairs

    @cached_property
    def _detokenizer(self) -> MosesDetokenizer:
        from sacremoses import MosesDetokenizer

        return MosesDetokenizer(self._target)

    def encode(self, text: str) -> list[str]:
        """Return the pieces of a sentence."""
        normalizer, tokenizer, pairs = self._rules
        tokens = " ".join(tokenizer.tokenize(normalizer.normalize(text)))
        return list(pairs.segment_tokens(tokens.strip("\r\n ").split(" ")))

    def decode(self, pieces: list[str]) -> str:
        """Return the sentence of pieces."""
        return str(self._detokenizer.detokenize(" ".join(pieces).replace("@@ ", "").split(" ")))


def tokenizer_of(package: Path, source: str, target: str) -> Tokenizer | None:
    """Return the tokenizer in a package's folder, or None without one."""
    if (package / SENTENCE_PIECES).exists():
        return SentencePieces(package / SENTENCE_PIECES)
    if (package / BYTE_PAIRS).exists():
        return BytePairs(package / BYTE_PAIRS, source, target)
    return None
