"""Numbers in news: extraction from the original text, comparison between linked sentences."""

from parallax.comparers.numbers.comparison.result import Comparison, Verdict
from parallax.comparers.numbers.comparison.verdicts import compare
from parallax.comparers.numbers.quantity import Quantity
from parallax.comparers.numbers.read.extract import extract

__all__ = ["Comparison", "Quantity", "Verdict", "compare", "extract"]
