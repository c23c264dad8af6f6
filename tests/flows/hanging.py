"""The gather flow whose sources hang in C, with the interpreter's lock held, while a file is there:
an entrypoint for deployments of tests.
"""

import os
import re
from pathlib import Path

from parallax.corpora.stage import Source
from parallax.flows import time_limit
from parallax.flows.gathering import gather_flow

__all__ = ["gather_flow"]

time_limit.LIMITS = time_limit.TimeLimits(grace_seconds=5)
_read = Source.read


def _hangs(self: Source, *given: object) -> object:
    if Path(os.environ["HANGS_WHILE_THERE"]).exists():
        re.match("(a+)+$", "a" * 60 + "b")
    return _read(self, *given)


Source.read = _hangs
