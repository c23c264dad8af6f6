"""A process that a test starts several of: adds rows to one partition of a lake. ``python -m
tests.writer LAKE NAME COUNT``.
"""

import sys

from parallax.lake.lake import Lake
from parallax.lake.schema import STORIES


def add(folder: str, name: str, count: int) -> None:
    lake = Lake(folder)
    for number in range(count):
        row = {
            "story_id": f"{name}{number}",
            "article_id": "a",
            "revision_id": "r",
            "reason": "first",
            "score": 1.0,
            "copy_of": None,
            "day": "2024-04-03",
        }
        lake.add(STORIES, STORIES.frame([row]))


if __name__ == "__main__":
    add(sys.argv[1], sys.argv[2], int(sys.argv[3]))
