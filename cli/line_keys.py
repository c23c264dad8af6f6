"""The keys of a line of JSON: what is wrong with one is said in a sentence that names it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from parallax.cli.jsonl import kind_of
from parallax.core.errors import InputError
from parallax.languages.detect import LANGUAGES

_CODE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8}){0,3}")
"""A language as packages of translation name it, after BCP 47."""


class Keys:
    """An object of a line, whose texts are clean; what is null is not there.

    >>> Keys({"a": {"text": None}}).part("a").text("text")
    Traceback (most recent call last):
    parallax.core.errors.InputError: 'a.text' is null: it must be a string
    """

    def __init__(self, given: Mapping[str, Any], path: str = "") -> None:
        """Take an object.

        :param path: where in its line it is.
        """
        self._given, self._path = given, path

    def __contains__(self, key: str) -> bool:
        """Tell whether there is a value."""
        return self._given.get(key) is not None

    def text(self, key: str, most: int | None = None) -> str:
        """Return a string.

        :param most: characters that it may have.
        :raises InputError: when it is missing, no string or too long.
        """
        found = self._required(key, "a string", str)
        if most is not None and len(found) > most:
            raise InputError(
                f"{self._name(key)} has {len(found):,} characters; it may have {most:,}"
            )
        return str(found)

    def texts(self, key: str, most: int) -> tuple[str, ...]:
        """Return a list of strings.

        :param most: characters that each may have.
        :raises InputError: when it is missing or something else.
        """
        items = self._required(key, "a list of strings", list)
        each = Keys({f"{key}[{n}]": item for n, item in enumerate(items)}, self._path)
        return tuple(each.text(name, most) for name in each._given)

    def part(self, key: str) -> Keys:
        """Return an object inside this one.

        :raises InputError: when it is missing or something else.
        """
        return Keys(self._required(key, "an object", dict), f"{self._path}{key}.")

    def parts(self, key: str) -> list[Keys]:
        """Return the objects of a list.

        :raises InputError: when it is missing or something else.
        """
        items = self._required(key, "a list of objects", list)
        each = Keys({f"{key}[{n}]": item for n, item in enumerate(items)}, self._path)
        return [each.part(name) for name in each._given]

    def optional(self, key: str) -> str | None:
        """Return a string, None where there is none or an empty one.

        :raises InputError: when it is something else.
        """
        return (self.text(key) or None) if key in self else None

    def name(self, key: str) -> str | None:
        """Return a string or a whole number as a string, None where there is none.

        :raises InputError: when it is something else.
        """
        found = self._given.get(key)
        return str(found) if type(found) is int else self.optional(key)

    def language(self, key: str = "lang") -> str | None:
        """Return one of our languages, None where none is given.

        :raises InputError: when it is something else.
        """
        return self._chosen(key, f"one of {', '.join(LANGUAGES)}", LANGUAGES.__contains__)

    def code(self, key: str) -> str | None:
        """Return the code of any language, None where none is given.

        :raises InputError: when it is something else.
        """
        return self._chosen(key, "the code of a language, such as uk", _CODE.fullmatch)

    def _chosen(self, key: str, what: str, good: Callable[[str], object]) -> str | None:
        if self._given.get(key) in (None, ""):
            return None
        found = self._required(key, what, str)
        if not good(found):
            raise InputError(f"{self._name(key)} must be {what}, not {_shown(found)}")
        return str(found)

    def _required(self, key: str, what: str, kind: type) -> Any:
        found = self._given.get(key)
        if found is None:
            missing = "is missing" if key not in self._given else "is null"
            raise InputError(f"{self._name(key)} {missing}: it must be {what}")
        if not isinstance(found, kind):
            raise InputError(f"{self._name(key)} must be {what}, not {kind_of(found)}")
        return found

    def _name(self, key: str) -> str:
        return f"'{self._path}{key}'"


def _shown(value: str) -> str:
    """Return the beginning of a string, for an error."""
    return f"“{value[:30]}{'…' if len(value) > 30 else ''}”"
