"""The numeric constants of the product: what each one means and how it was chosen.

A constant is a field of a frozen dataclass beside the code that reads it:

    @thresholds("compare", chosen="by hand on benchmarks/data/number_pairs.tsv, which is scored")
    @dataclass(frozen=True)
    class PairingWeights:
        same_noun: Annotated[float, "added when both count the same noun"] = 2.0

A second text in `Annotated` says how that one field was chosen, where it differs from its class.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

_Class = TypeVar("_Class", bound=type)
_REGISTERED: dict[type, tuple[str, str]] = {}


@dataclass(frozen=True)
class Threshold:
    """One constant: the stage that reads it, its class and name, its value and its origin."""

    stage: str
    group: str
    name: str
    value: Any
    meaning: str
    chosen: str


def thresholds(stage: str, *, chosen: str) -> Callable[[_Class], _Class]:
    """Register a frozen dataclass of constants; `chosen` says how, and on what, they were set."""

    def register(group: _Class) -> _Class:
        _REGISTERED[group] = (stage, chosen)
        return group

    return register


def registered(packages: Iterable[str]) -> Iterator[Threshold]:
    """Yield every constant of the packages (full names, such as "parallax.aligners"), in order."""
    for package in packages:
        for place in getattr(find_spec(package), "submodule_search_locations", None) or ():
            for file in sorted(Path(place).rglob("*.py")):
                if "@thresholds(" in file.read_text(encoding="utf-8"):
                    import_module(".".join((package, *file.relative_to(place).parts))[:-3])
    for group, (stage, chosen) in sorted(
        _REGISTERED.items(), key=lambda item: (item[1][0], item[0].__name__)
    ):
        hints = get_type_hints(group, include_extras=True)
        for name, value in ((field.name, getattr(group(), field.name)) for field in fields(group)):
            meaning, *own = hints[name].__metadata__
            yield Threshold(stage, group.__name__, name, value, meaning, own[0] if own else chosen)
