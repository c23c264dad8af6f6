"""The program: ``parallax`` and ``python -m parallax``."""

import gc
import os
import signal
from types import FrameType

_INTERRUPTED = 130
"""Exit status of a shell: 128 and the number of the signal."""


def main() -> None:
    """Run the program; Ctrl-C ends it quietly, while its modules are imported as well."""
    raised = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # or ignored, as nohup
    if raised:
        signal.signal(signal.SIGINT, _end)
    from parallax.cli.app import main as program

    try:
        if raised:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        program()
    except KeyboardInterrupt:  # before the program waits for it, or when it no longer does
        raise SystemExit(_INTERRUPTED) from None
    finally:
        gc.freeze()  # with models loaded, a last search for garbage takes a second and more


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End at once: nothing is begun, and a module half imported must not see an exception."""
    os._exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
