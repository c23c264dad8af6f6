"""Floors: how many cases of each kind pass at least. They rise, and fall only with a reason.

The file is TOML, a kind a line, so that a change of a floor is one line of a diff.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from benchmarks.cases.scoring import Count
from parallax.core.errors import InputError
from parallax.core.files import write_atomically

SHIPPED = Path(__file__).parents[1] / "data" / "case_floors.toml"
_HEAD = """\
# How many cases of each kind pass at least. Only the program writes this file:
# `parallax bench cases --raise-floors` raises; `--lower-floors REASON` is the only way down,
# and the reason stays beside the floor until it is back.
"""


class Floor(BaseModel):
    """A floor of a kind: cases that pass at least, of how many. `lowered_from` is what it was, and
    `reason` why it was lowered.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    passed: NonNegativeInt
    cases: NonNegativeInt
    lowered_from: NonNegativeInt | None = None
    reason: str | None = None

    def raised(self, count: Count) -> Floor:
        """Return it as high as a count; the reason of a fall goes when it is back."""
        passed = max(self.passed, count.passed)
        back = self.lowered_from is not None and passed >= self.lowered_from
        kept = {} if back else {"lowered_from": self.lowered_from, "reason": self.reason}
        return Floor(passed=passed, cases=max(self.cases, count.cases), **kept)

    def lowered(self, count: Count, reason: str) -> Floor:
        """Return it as low as a count, with the reason; what it was first is kept."""
        before = max(self.passed, self.lowered_from or 0)
        return Floor(passed=count.passed, cases=count.cases, lowered_from=before, reason=reason)


@dataclass(frozen=True)
class Floors:
    """Floors by kind, and the digest of the files of cases that they are of."""

    digest: str
    kinds: Mapping[str, Floor]

    def below(self, counts: Mapping[str, Count]) -> dict[str, str]:
        """Return the kinds that are below their floors, and what is wrong with each: fewer pass, or
        cases are gone.
        """
        found = {}
        for kind, floor in self.kinds.items():
            count = counts.get(kind, Count())
            if count.passed < floor.passed:
                found[kind] = f"{count.passed} pass, the floor is {floor.passed}"
            elif count.cases < floor.cases:
                found[kind] = f"{count.cases} cases, the floor is of {floor.cases}"
        return found

    def above(self, counts: Mapping[str, Count]) -> list[str]:
        """Return the kinds of which more pass than their floors say."""
        return [
            kind
            for kind, floor in self.kinds.items()
            if counts.get(kind, Count()).passed > floor.passed
        ]

    def raised(self, digest: str, counts: Mapping[str, Count]) -> Floors:
        """Return floors as high as these counts, and nowhere lower; new kinds get theirs.

        The digest becomes that of the cases unless a floor is still above.
        """
        known = {kind: Floor(passed=0, cases=0) for kind in counts} | dict(self.kinds)
        kinds = {kind: floor.raised(counts.get(kind, Count())) for kind, floor in known.items()}
        return replace(self, digest=self.digest if self.below(counts) else digest, kinds=kinds)

    def lowered(self, digest: str, counts: Mapping[str, Count], reason: str) -> Floors:
        """Return floors of which those above the counts are lowered to them, with the reason.

        :raises InputError: when there is no reason, or no floor to lower.
        """
        reason = " ".join(reason.split())
        if not reason:
            raise InputError("a floor is lowered for a reason", '--lower-floors "why"')
        below = self.below(counts)
        if not below:
            raise InputError("no floor is above what passes: there is none to lower")
        kinds = {
            kind: floor.lowered(counts.get(kind, Count()), reason) if kind in below else floor
            for kind, floor in self.kinds.items()
        }
        return replace(self, digest=digest, kinds=kinds)

    def write(self, path: Path) -> None:
        """Write the file."""
        lines = [
            f"{_quoted(kind)} = {{ {_inline(floor)} }}"
            for kind, floor in sorted(self.kinds.items())
        ]
        written = [f"{_HEAD}cases = {_quoted(self.digest)}", "", "[kinds]", *lines, ""]
        write_atomically(path, "\n".join(written).encode())


def read(path: Path) -> Floors:
    """Read a file of floors; one that does not exist has none.

    :raises InputError: when it cannot be read or is no file of floors.
    """
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        kinds = {kind: Floor.model_validate(row) for kind, row in found["kinds"].items()}
        return Floors(str(found["cases"]), kinds)
    except FileNotFoundError:
        return Floors("", {})
    except OSError as error:
        raise InputError(f"cannot read the floors {path}: {error.strerror}") from error
    except (ValueError, KeyError, AttributeError, ValidationError) as error:
        raise InputError(f"{path} is no file of floors", "restore it from git") from error


def _inline(floor: Floor) -> str:
    row = floor.model_dump(exclude_none=True)
    return ", ".join(
        f"{key} = {_quoted(value) if isinstance(value, str) else value}"
        for key, value in row.items()
    )


def _quoted(text: str) -> str:
    """Return a string of TOML, whose escapes are those of JSON but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
