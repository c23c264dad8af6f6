"""Rules for the pages of one outlet: where the text is, what is not part of it, its time zone.

Data, not code: entries of the registry (`corpora/outlets/*.toml`), each with its days of validity.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import GenericTranslator, SelectorError
from lxml.html import HtmlElement

from parallax.core.ids import digest
from parallax.corpora.extract.blocks import blocks
from parallax.corpora.fetch.sites import UNKNOWN_SITE, Site


@dataclass(frozen=True)
class PageRules:
    """Rules for an outlet's pages.

    Without any, the extractors vote and times without a zone are UTC. `body` and `drop` are CSS
    selectors.

    :raises ValueError: when a selector or the time zone cannot be read.
    """

    body: str = ""
    drop: tuple[str, ...] = ()
    timezone: str = "UTC"
    since: date | None = None
    until: date | None = None
    site: Site = UNKNOWN_SITE
    """What belongs to the outlet; not a rule, so no part of `version`."""

    def __post_init__(self) -> None:
        """Check time zone and selectors."""
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"time zone {self.timezone!r} is not known") from error
        for selector in (self.body, *self.drop):
            try:
                _xpath(selector)
            except SelectorError as error:
                raise ValueError(f"selector {selector!r} cannot be read: {error}") from error

    def hold(self, day: date) -> bool:
        """Return whether the rules are valid on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @cached_property
    def version(self) -> str:
        """The name of the rules, recorded with each page they read; empty for the defaults."""
        stated = (self.body, *self.drop, self.timezone)
        return "" if stated == ("", "UTC") else f"rules {digest(*stated)[:8]}"

    def without_dropped(self, tree: HtmlElement) -> HtmlElement:
        """Return the page without what the rules drop, or the page itself if that is nothing."""
        if not any(tree.xpath(_xpath(selector)) for selector in self.drop):
            return tree
        kept = copy.deepcopy(tree)
        for selector in self.drop:
            for element in kept.xpath(_xpath(selector)):
                if element.getparent() is not None:
                    element.drop_tree()
        return kept

    def paragraphs(self, tree: HtmlElement) -> list[str]:
        """Return the blocks of the body that the rules select, in order; none without any."""
        found = tree.xpath(_xpath(self.body)) if self.body else []
        return [
            block.text
            for element in found
            if not any(outer in found for outer in element.iterancestors())
            for block in blocks(element)
            if not block.frames and not block.is_links
        ]


def _xpath(selector: str) -> str:
    return (
        GenericTranslator().css_to_xpath(selector, prefix="descendant-or-self::")
        if selector
        else "self::node()[false()]"
    )


NO_RULES = PageRules()
"""The rules of an outlet without any."""
