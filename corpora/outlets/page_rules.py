"""What is known of the pages of one outlet: where the text stands, what does not belong to it,
which clock its times follow.

Data, not code: entries of the registry (`corpora/outlets/outlets.toml`), each with the dates
between which it holds.
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


@dataclass(frozen=True)
class PageRules:
    """Rules for an outlet's pages; without any, the extractors vote and times without a zone count
    as UTC.

    `body` and `drop` are CSS selectors.

    :raises ValueError: when a selector or the time zone cannot be read.
    """

    body: str = ""
    drop: tuple[str, ...] = ()
    timezone: str = "UTC"
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Check what was given."""
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
        """Tell whether the rules hold on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    @cached_property
    def version(self) -> str:
        """Name the rules for the record of what read a page; empty where there is nothing but
        defaults.
        """
        told = (self.body, *self.drop, self.timezone)
        return "" if told == ("", "UTC") else f"rules {digest(*told)[:8]}"

    def without_dropped(self, tree: HtmlElement) -> HtmlElement:
        """Return the page without what the rules drop; the page itself where they drop nothing of
        it.
        """
        if not any(tree.xpath(_xpath(selector)) for selector in self.drop):
            return tree
        kept = copy.deepcopy(tree)
        for selector in self.drop:
            for element in kept.xpath(_xpath(selector)):
                if element.getparent() is not None:
                    element.drop_tree()
        return kept

    def paragraphs(self, tree: HtmlElement) -> list[str]:
        """Return the blocks of the body the rules name, in order; none where the page has no such
        place, or there is no rule.
        """
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
"""Nothing is known of the outlet."""
