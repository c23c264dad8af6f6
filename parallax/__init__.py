"""Parallax as a library: sentences aligned across Ukrainian, Russian and English, numbers and
wording read and compared.

>>> import parallax
>>> parallax.align(["Schools are closed."], ["Школи зачинені."]).beads[0].left
(0,)

Nothing heavy is imported before a function is used. ``docs/library.md`` shows each function with
its output. Faults are a `parallax.InputError` (a text that cannot be used) or a `TypeError`
(something that is no text), each one line that names what was given.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parallax.alignments import Alignment as Alignment
    from parallax.alignments import Links as Links
    from parallax.alignments import align as align
    from parallax.alignments import align_many as align_many
    from parallax.core.errors import InputError as InputError
    from parallax.core.errors import ParallaxError as ParallaxError
    from parallax.quantities import Numbers as Numbers
    from parallax.quantities import NumbersCompared as NumbersCompared
    from parallax.quantities import compare_numbers as compare_numbers
    from parallax.quantities import numbers as numbers
    from parallax.sentences import Sentence as Sentence
    from parallax.sentences import Text as Text
    from parallax.sentences import split as split
    from parallax.story import Story as Story
    from parallax.story_comparison import compare as compare
    from parallax.tables import Tables as Tables
    from parallax.tables import open_lake as open_lake
    from parallax.wording import Framing as Framing
    from parallax.wording import compare_framing as compare_framing
    from parallax.wording import framing as framing

    __version__: str

_HOMES = {
    "Alignment": "alignments",
    "Framing": "wording",
    "InputError": "core.errors",
    "Links": "alignments",
    "Numbers": "quantities",
    "NumbersCompared": "quantities",
    "ParallaxError": "core.errors",
    "Sentence": "sentences",
    "Story": "story",
    "Tables": "tables",
    "Text": "sentences",
    "align": "alignments",
    "align_many": "alignments",
    "compare": "story_comparison",
    "compare_framing": "wording",
    "compare_numbers": "quantities",
    "framing": "wording",
    "numbers": "quantities",
    "open_lake": "tables",
    "split": "sentences",
}
"""The module each name comes from; it is imported when the name is first used."""

__all__ = [
    "Alignment",
    "Framing",
    "InputError",
    "Links",
    "Numbers",
    "NumbersCompared",
    "ParallaxError",
    "Sentence",
    "Story",
    "Tables",
    "Text",
    "__version__",
    "align",
    "align_many",
    "compare",
    "compare_framing",
    "compare_numbers",
    "framing",
    "numbers",
    "open_lake",
    "split",
]

logging.getLogger(__name__).addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    """Import what is asked for; the next access finds it without this call."""
    if name == "__version__":
        from importlib import metadata

        found: Any = metadata.version("parallax-news")
    elif name in _HOMES:
        found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the public names, whether or not they were used yet."""
    return sorted({*globals(), *__all__})
