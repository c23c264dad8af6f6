"""Errors a user may meet. Each owns its message and a hint; the command line prints both in one
line.
"""

from __future__ import annotations

from parallax.core.passwords import without_passwords


class ParallaxError(Exception):
    """A fault with a message for people; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Keep both parts, without the passwords of addresses in them."""
        super().__init__(without_passwords(message))
        self.hint = without_passwords(hint)

    def __str__(self) -> str:
        """Return the message and, where there is one, the hint."""
        return f"{self.args[0]} ({self.hint})" if self.hint else str(self.args[0])


class ModelMissingError(ParallaxError):
    """A configured model is not on this machine and cannot be had."""


class SchemaError(ParallaxError):
    """A frame does not fit the schema of its table."""


class NewerLakeError(ParallaxError):
    """A newer Parallax wrote a file of the lake, in a version that this one does not know."""


class LakeBusyError(ParallaxError):
    """Another process writes the lake."""


class InputError(ParallaxError):
    """A user's input cannot be read."""


class NothingGatheredError(ParallaxError):
    """Not one page of a whole gathering could be read."""
