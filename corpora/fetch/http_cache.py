"""The answers of servers, kept so that an unchanged page costs a 304: one an address, for a few
days, in one file that does not grow without bound. It may be deleted.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from hishel import Entry, Request, Response, SqliteStorage

from parallax.core.thresholds import thresholds

log = logging.getLogger(__name__)

_GONE = """
    SELECT id FROM entries WHERE last_accessed_at < :moment
    OR (expires_at < :now AND (chunk_count IS NOT NULL OR last_accessed_at < :idle))
"""
"""Answers that are old, replaced (hishel puts expires_at into the past) or were never whole."""


@thresholds("gather", chosen="by judgement; a feed stops listing a page after hours")
@dataclass(frozen=True)
class CacheLimits:
    """How much of the answers of servers is kept."""

    days: Annotated[float, "an answer that nobody asked for in this time is deleted"] = 3.0
    megabytes: Annotated[int, "most that all answers take; beyond, the longest unused go"] = 500
    busy_seconds: Annotated[
        float, "an answer used within this time may be in use by another process and stays"
    ] = 60.0
    free_share: Annotated[float, "the file is written anew when this share of it is free"] = 0.5
    wait_seconds: Annotated[float, "how long another process is waited for"] = 5.0


LIMITS = CacheLimits()


class _OneLine(logging.Filter):
    """A fault of the cache is a line of the log, without the places in the code."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Pass every record, shortened."""
        if record.exc_info and record.exc_info[1]:
            record.msg, record.args = "%s (%s)", (record.getMessage(), record.exc_info[1])
            record.exc_info = None
        return True


logging.getLogger(SqliteStorage.__module__).addFilter(_OneLine())


@dataclass
class Cleared:
    """How many answers were deleted, or would be, and how many bytes the file became shorter."""

    answers: int = 0
    size: int = 0


class OneAnswer(SqliteStorage):
    """A storage that keeps one answer an address: a new one replaces what was there."""

    def create_entry(
        self,
        request: Request,
        response: Response,
        key: str,
        *,
        ttl: float | None = None,
        tti: float | None = None,
    ) -> Entry:
        """Store an answer, and let go of the earlier ones."""
        for earlier in self.get_entries(key):
            self.remove_entry(earlier.id)
        return super().create_entry(request, response, key, ttl=ttl, tti=tti)


def open_storage(folder: Path, longest: int) -> OneAnswer | None:
    """Return the storage of a folder, empty where its file is damaged or of another version; None
    where there can be none.

    :param longest: the most bytes of an answer.
    """
    file = _file(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if file.is_file() and not _is_ours(file):
            _delete(file)
        elif file.exists() and not file.is_file():
            return None
    except OSError as error:
        log.warning("no HTTP cache: %s", error)
        return None
    return OneAnswer(
        database_path=file,
        default_tti=LIMITS.days * 86_400,
        max_size=LIMITS.megabytes * 1_000_000,
        max_stream_size=longest,
        soft_delete_ttl=LIMITS.busy_seconds,
    )


def trim(folder: Path) -> None:
    """Delete the answers that are replaced, expired or half-written, after a pass."""
    _clear(folder, time.time() - LIMITS.days * 86_400, dry=False)


def prune_cache(folder: Path, before: date, *, dry: bool = False) -> Cleared:
    """Delete the answers that nobody asked for since a date, and make the file as short as it can
    be.

    :param folder: the folder of what may be deleted (`Settings.cache_folder`).
    :param dry: only count.
    """
    moment = datetime(before.year, before.month, before.day, tzinfo=UTC).timestamp()
    return _clear(folder / "cache", moment, dry=dry, always_shorten=True)


def _clear(folder: Path, moment: float, *, dry: bool, always_shorten: bool = False) -> Cleared:
    file, now = _file(folder), time.time()
    if not file.is_file():
        return Cleared()
    values = {"moment": moment, "now": now, "idle": now - LIMITS.busy_seconds}
    size = _size(file)
    try:
        with _connected(file) as database:
            gone = database.execute(_GONE, values).fetchall()
            if not dry:
                database.executemany("DELETE FROM entries WHERE id = ?", gone)
                _shorten(database, always=always_shorten)
    except sqlite3.Error as error:
        if not isinstance(error, sqlite3.OperationalError):
            _delete(file)
        # else it is locked by another process: next time
        log.info("the HTTP cache was not cleared: %s", error)
        return Cleared()
    return Cleared(len(gone), max(0, size - _size(file)))


def _shorten(database: sqlite3.Connection, *, always: bool) -> None:
    (free,) = database.execute("PRAGMA freelist_count").fetchone()
    (pages,) = database.execute("PRAGMA page_count").fetchone()
    if free and (always or free > LIMITS.free_share * pages):
        database.execute("VACUUM")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def _file(folder: Path) -> Path:
    return folder / "http.sqlite"


def _sidecars(file: Path) -> tuple[Path, Path]:
    return file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")


def _size(file: Path) -> int:
    return sum(path.stat().st_size for path in (file, *_sidecars(file)) if path.is_file())


def _delete(file: Path) -> None:
    log.warning("%s is damaged or of another version: it is begun anew", file)
    for path in (file, *_sidecars(file)):
        path.unlink(missing_ok=True)


def _is_ours(file: Path) -> bool:
    """Return whether a file is empty or has the tables of this version of hishel."""
    try:
        with _connected(file) as database:
            names = {
                row[0] for row in database.execute("SELECT name FROM sqlite_master").fetchall()
            }
            if "entries" in names:
                database.execute("SELECT chunk_count, ttl_deadline, tti FROM entries LIMIT 1")
    except sqlite3.OperationalError as error:
        return "no such column" not in str(error)  # locked by another process: not damaged
    except sqlite3.DatabaseError:
        return False
    return True


@contextmanager
def _connected(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(
        sqlite3.connect(file, timeout=LIMITS.wait_seconds, isolation_level=None)
    ) as database:
        database.execute("PRAGMA foreign_keys=ON")
        yield database
