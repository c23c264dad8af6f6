"""Interstitials: a consent wall, a captcha or a paywall in place of an article (status 200)."""

from __future__ import annotations

import re

_SIGNS = (
    (
        "captcha",
        re.compile(
            r"g-recaptcha|h-captcha|hcaptcha\.com|cf-chl-|challenge-platform|cf-turnstile|smartcaptcha|ddos-guard|just a moment\.\.\."
            r"|are you a robot|you are (?:not )?a robot|verify (?:that )?you are human|checking your browser|підтвердіть, що ви не робот"
            r"|подтвердите, что (?:вы|запросы)[^.]{0,40}не робот|attention required! \| cloudflare|доступ к ресурсу ограничен",
            re.IGNORECASE,
        ),
    ),
    (
        "consent wall",
        re.compile(
            r"consent\.google\.|consent-wall|before you continue to|we value your privacy|we and our partners (?:store|use|process)"
            r"|sp_message_container|fc-consent-root|прийняти всі (?:файли )?cookie|принять все (?:файлы )?cookie",
            re.IGNORECASE,
        ),
    ),
    (
        "paywall",
        re.compile(
            r"\"isaccessibleforfree\"\s*:\s*\"?false|subscribe to (?:continue|read)|subscribers only|лише для передплатників"
            r"|только для подписчиков",
            re.IGNORECASE,
        ),
    ),
)


def wall(html: str) -> str | None:
    """Return what hides a page's text: `captcha`, `consent wall`, `paywall`, or None.

    Only for pages without an article: articles may mention captchas, and most pages have a consent
    banner.
    """
    return next((name for name, sign in _SIGNS if sign.search(html)), None)
