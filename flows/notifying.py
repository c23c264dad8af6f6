"""Notifications of sure conflicts: an event for each new one, and an automation that sends it on.

The event is `parallax.conflict.sure`, of the resource `parallax.story.ID`; any automation of
Prefect may wait for it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from prefect.automations import Automation, EventTrigger
from prefect.blocks.notifications import CustomWebhookNotificationBlock
from prefect.events import emit_event
from prefect.events.actions import SendNotification
from prefect.events.schemas.automations import Posture
from prefect.exceptions import ObjectNotFound

from parallax.reports.feeds import Item, base_of
from parallax.reports.summary import Difference, Summary, sure_conflicts

EVENT = "parallax.conflict.sure"
NAME = "parallax-sure-conflicts"
_SUBJECT = "{{ event.payload.title }}"
_BODY = "{{ event.payload.said }}\n{{ event.payload.page }}"


def emit(story: Summary, differences: Sequence[Difference], site_url: str) -> None:
    """Send an event for each sure conflict."""
    for difference in sure_conflicts(differences):
        item = Item(difference, story, base_of(site_url))
        emit_event(
            EVENT,
            resource={
                "prefect.resource.id": f"parallax.story.{story.story_id}",
                "prefect.resource.name": story.title,
            },
            payload={
                "title": item.title,
                "said": item.text,
                "page": item.url,
                "confidence": difference.confidence,
                "day": story.day,
            },
        )


def notify(url: str, *, allow_private: bool = False) -> None:
    """Make an automation that posts every sure conflict as JSON to an address, or change the one
    that is there.

    :param allow_private: also addresses of the local network.
    """
    block = CustomWebhookNotificationBlock(
        name=NAME,
        url=url,
        json_data={"title": "{{subject}}", "text": "{{body}}"},
        allow_private_urls=allow_private,
    )
    document = block.save(NAME, overwrite=True)
    action = SendNotification(block_document_id=document, subject=_SUBJECT, body=_BODY)
    trigger = EventTrigger(
        expect={EVENT},
        match={"prefect.resource.id": "parallax.story.*"},
        posture=Posture.Reactive,
        threshold=1,
        within=timedelta(0),
    )
    try:
        known = cast("Automation", Automation.read(name=NAME))
    except (ObjectNotFound, ValueError):
        Automation(
            name=NAME,
            description="Posts every sure conflict of figures.",
            trigger=trigger,
            actions=[action],
        ).create()
        return
    known.trigger, known.actions = trigger, [action]
    known.update()
