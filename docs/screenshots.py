"""Take the screenshots of docs/ from the pages that the demo made; needs Chromium and its driver.

make demo && .venv/bin/python docs/screenshots.py data/demo docs
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.support.ui import WebDriverWait

from parallax.judging.finding_reader import FindingReader
from parallax.judging.judgements import Judgements
from parallax.judging.server import JudgingPage, served
from parallax.judging.session import Session
from parallax.lake.lake import Lake


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the page, the size of the window, the part of the page, and whether
    the dark scheme is asked for.
    """

    name: str
    page: str
    width: int
    height: int
    anchor: str = ""
    dark: bool = False


SHOTS = (
    Shot("report", "first", 1280, 1500),
    Shot("report-numbers", "second", 1280, 1300, "figures"),
    Shot("report-wording", "first", 1280, 1300, "wording"),
    Shot("report-order", "first", 1280, 1250, "order"),
    Shot("report-rows", "first", 1280, 1100, "rows", dark=True),
    Shot("report-phone", "first", 360, 900, "rows"),
    Shot("index", "index", 1280, 800),
)


def main(lake: Path, target: Path) -> None:
    """Take every shot; the page of the first story and of the second are named after their day."""
    stories = sorted((lake / "reports" / "stories").glob("*.html"))
    pages = {"index": lake / "reports" / "index.html", "first": stories[0], "second": stories[1]}
    for shot in SHOTS:
        browser = open_browser(shot.width, shot.height, dark=shot.dark)
        try:
            browser.get(pages[shot.page].resolve().as_uri())
            if shot.anchor:
                browser.execute_script(
                    "document.getElementById(arguments[0]).scrollIntoView()", shot.anchor
                )
            browser.save_screenshot(str(target / f"{shot.name}.png"))
        finally:
            browser.quit()


def judging(lake: Path, target: Path) -> None:
    """Take a picture of the page of `parallax judge --page`; nothing is judged."""
    kept = Lake(lake)
    findings = list(FindingReader(kept, None, "en").findings())
    session = Session(findings, Judgements(kept, "ann"), again=True)
    session.skip()
    browser = open_browser(1280, 720)
    try:
        with served(JudgingPage(session, lake / "reports", "en")) as address:
            browser.get(address)
            WebDriverWait(browser, 10).until(lambda b: b.find_elements("css selector", "main h1"))
            browser.save_screenshot(str(target / "judging.png"))
    finally:
        browser.quit()


def open_browser(width: int, height: int, *, dark: bool = False) -> WebDriver:
    """Return a headless Chromium with a window of this size; narrower than a window may be, by
    emulation.
    """
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"):
        options.add_argument(argument)
    browser = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(shutil.which("chromedriver"))
    )
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    scheme = {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", scheme)
    return browser


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
    judging(Path(sys.argv[1]), Path(sys.argv[2]))
