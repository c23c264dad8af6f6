"""The command line: one program, `parallax`, of thin commands."""

import sys
from types import TracebackType


def _excepthook(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Show no traceback of a Ctrl-C that comes while modules are imported."""
    if not issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)


sys.excepthook = _excepthook
