"""The encoder and the settings that a call of the library works with."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from parallax.core.errors import InputError
from parallax.core.settings import Settings
from parallax.core.settings_sources import faults

if TYPE_CHECKING:
    from parallax.encoders.encoder import Encoder

log = logging.getLogger(__name__)


def settings_with(threshold: float | None = None) -> Settings:
    """Return the settings (defaults, ``parallax.toml`` of the working folder, environment), with
    the least probability of a bead where one is given.

    :raises InputError: when a setting is wrong, or the threshold is not between 0 and 1.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise InputError(
            f"a setting is wrong (parallax.toml or PARALLAX_…): {faults(error, Settings)}"
        ) from error
    if threshold is None:
        return settings
    try:
        return settings.changed(align={"bead_probability": threshold})
    except ValidationError as error:
        raise InputError(f"threshold must be a number from 0 to 1, not {threshold!r}") from error


def encoder_for(given: str | Encoder | None, settings: Settings) -> Encoder:
    """Return the encoder that was given, by name or as an object; the one of the settings if none.

    A model is loaded once a process; its vectors are kept in memory only.

    :raises TypeError: when it is neither a name nor an encoder.
    """
    if given is None:
        given = settings.encoder
    if isinstance(given, str):
        return _named(given)
    if not (hasattr(given, "encode") and hasattr(given, "name")):
        raise TypeError(
            "encoder must be the name of a model, or have a `name` and `encode(texts)`, not "
            f"{type(given).__name__}"
        )
    return given


@lru_cache(maxsize=2)
def _named(model: str) -> Encoder:
    from parallax.encoders.encoder import SentenceEncoder

    return SentenceEncoder(model)


@lru_cache(maxsize=16)
def warn_of_scorer(table: Path | None, encoder: str) -> None:
    """Say in the log, once, where the probabilities of beads are not made for an encoder."""
    from parallax.aligners.beads.scorer import load

    if warning := load(table).warning(encoder):
        log.warning("%s", warning)
