"""Numbers in news: extraction from the original text and comparison of what linked sentences say."""

from comparers.numbers.compare import Comparison, Verdict, compare
from comparers.numbers.extract import extract
from comparers.numbers.quantity import Quantity

__all__ = ["Comparison", "Quantity", "Verdict", "compare", "extract"]
