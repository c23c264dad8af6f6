"""Take the README's screenshot of a report page the demo made; needs Chromium and its driver.

make demo && .venv/bin/python docs/screenshot.py data/demo docs/report.png
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from selenium import webdriver

SIZE = (1280, 2420)


def main(lake: Path, target: Path) -> None:
    """Open the page of the first story and save its upper part, down to the first differences."""
    page = min((lake / "reports" / "stories").glob("*.html")).resolve()
    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={SIZE[0]},{SIZE[1]}"):
        options.add_argument(argument)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        browser.get(page.as_uri())
        browser.save_screenshot(str(target))
    finally:
        browser.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
