"""Faults of the machine, which no other page, text or file would fare better with."""

from __future__ import annotations

import errno

_OF_THE_MACHINE = frozenset(
    {
        errno.EACCES,
        errno.EDQUOT,
        errno.EFBIG,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ENOSPC,
        errno.EPERM,
        errno.EROFS,
        errno.ESTALE,
    }
)


def is_machine_fault(error: BaseException) -> bool:
    """Return whether an error is of this machine (no memory, no disk, no permission) and not of the
    page, text or file that was being read.

    >>> is_machine_fault(OSError(errno.ENOSPC, "No space left on device"))
    True
    >>> is_machine_fault(OSError(errno.ENAMETOOLONG, "File name too long"))
    False
    """
    return isinstance(error, MemoryError) or (
        isinstance(error, OSError) and error.errno in _OF_THE_MACHINE
    )
