"""Events of Parallax on Prefect's server; any automation may wait for them.

| event | of the resource | when |
|---|---|---|
| `parallax.conflict.sure` | `parallax.story.ID` | a new conflict of high confidence |
| `parallax.edition.silent` | `parallax.edition.ID` | an edition fell silent; again each day |
| `parallax.edition.speaks` | `parallax.edition.ID` | a silent edition brings pages again |

Each carries `title` and `text` for people; the rest of the payload is for programs.
"""

from collections.abc import Sequence

from prefect.events import emit_event

from parallax.corpora.silence import Turn
from parallax.reports.feeds import Item, base_of
from parallax.reports.summary import Difference, Summary, sure_conflicts

CONFLICT = "parallax.conflict.sure"
SILENT = "parallax.edition.silent"
SPEAKS = "parallax.edition.speaks"


def emit_conflicts(story: Summary, differences: Sequence[Difference], site_url: str) -> None:
    """Send an event for each sure conflict."""
    for difference in sure_conflicts(differences):
        item = Item(difference, story, base_of(site_url))
        emit_event(
            CONFLICT,
            resource={
                "prefect.resource.id": f"parallax.story.{story.story_id}",
                "prefect.resource.name": story.title,
            },
            payload={
                "title": item.title,
                "text": f"{item.text}\n{item.url}",
                "said": item.text,
                "page": item.url,
                "confidence": difference.confidence,
                "day": story.day,
            },
        )


def emit_turn(turn: Turn) -> None:
    """Send an event for an edition that is silent or speaks again."""
    emit_event(
        SPEAKS if turn.speaks else SILENT,
        resource={
            "prefect.resource.id": f"parallax.edition.{turn.edition}",
            "prefect.resource.name": turn.edition,
        },
        payload={
            "title": f"{turn.edition} {'speaks again' if turn.speaks else 'is silent'}",
            "text": turn.detail,
            "since": f"{turn.silence.since:%Y-%m-%dT%H:%M:%SZ}",
            "passes": turn.silence.passes,
        },
    )
