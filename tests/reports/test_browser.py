"""The pages in a real browser: filters, folding, keyboard, print, phone, dark scheme,
accessibility, speed; no errors, no requests.
"""

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.large_story import FIRST_PAINT, large_story, many_summaries
from parallax.core.files import write_atomically
from parallax.core.settings import Settings
from parallax.judging.finding_reader import FindingReader
from parallax.judging.judgements import Judgements
from parallax.lake.judgements import Cause, Verdict
from parallax.lake.lake import Lake
from parallax.reports import render, stage

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not shutil.which("chromedriver"), reason="Chromium and its driver are not installed"
    ),
]


AXIS = "conflict_name"
"""An axis on which one difference is shown, and another one of low confidence is folded."""


@pytest.fixture(scope="module")
def pages(sample_lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    lake = Lake(tmp_path_factory.mktemp("pages") / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    stage.run(lake, Settings(lake=lake.root), None)
    return Path(lake.root) / "reports"


@pytest.fixture(scope="module")
def judged(sample_lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages where two people judged a conflict and most passages of one story."""
    lake = Lake(tmp_path_factory.mktemp("judged") / "lake")
    shutil.copytree(sample_lake.root / "tables", lake.root / "tables")
    ann, bohdan = Judgements(lake, "ann"), Judgements(lake, "bohdan " + "with-a-long-name" * 20)
    for number, one in enumerate(FindingReader(lake, ["2024-04-03"], "en").findings()):
        ann.add(one, list(Verdict)[number % 4], Cause.OTHER, "a remark without a blank" * 20)
        if number % 3 == 0 or one.subject == AXIS:
            ann.add(one, Verdict.FALSE)
            bohdan.add(one, Verdict.FALSE)
    stage.run(lake, Settings(lake=lake.root), None)
    return Path(lake.root) / "reports"


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(shutil.which("chromedriver"))
    )
    yield browser
    browser.quit()


@pytest.fixture
def browser(chromium) -> Iterator:
    """A browser whose log and traffic are read when the test is over: no error, no request but of
    the page itself.
    """
    chromium.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )
    chromium.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "", "features": [{"name": "prefers-color-scheme", "value": "light"}]},
    )
    chromium.get_log("browser"), chromium.get_log("performance")
    yield chromium
    assert chromium.get_log("browser") == []
    sent = [json.loads(entry["message"])["message"] for entry in chromium.get_log("performance")]
    asked = [
        m["params"]["request"]["url"] for m in sent if m["method"] == "Network.requestWillBeSent"
    ]
    assert all(
        url.startswith(("file:", "data:")) and url.endswith((".html", ","))
        for url in (u.split("#")[0] for u in asked)
    ), asked


def story(pages: Path, day: str = "2024-04-03") -> str:
    return next((pages / "stories").glob(f"{day}-*.html")).as_uri()


def shown(browser, selector: str) -> int:
    return browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])]"
        ".filter(e => e.checkVisibility()).length",
        selector,
    )


def choose(browser, name: str, value: str) -> None:
    browser.execute_script(
        "const e = document.querySelector('.filters').elements[arguments[0]];"
        "e.value = arguments[1];"
        "e.dispatchEvent(new Event('input', {bubbles: true}))",
        name,
        value,
    )


def test_filters_show_what_they_say_and_clear_again(browser, pages: Path) -> None:
    browser.get(story(pages))
    cards, rows = shown(browser, ".card.framing"), shown(browser, "tr[data-kind]")
    assert cards == 6
    choose(browser, "axis", AXIS)
    assert shown(browser, ".card.framing") == 1
    assert shown(browser, ".card.conflict") == 0
    assert 0 < shown(browser, "tr[data-kind]") < rows
    choose(browser, "axis", "")
    choose(browser, "edition", "6")
    assert 0 < shown(browser, ".card.framing") < cards
    choose(browser, "edition", "")
    choose(browser, "kind", "only")
    assert 0 < shown(browser, "tr[data-kind]") < rows
    choose(browser, "kind", "")
    choose(browser, "p", "0.9")
    least = browser.execute_script(
        "return [...document.querySelectorAll('tr[data-kind]')].filter(r "
        "=> !r.hidden).map(r => Number(r.dataset.p))"
    )
    assert least
    assert min(least) >= 0.9
    browser.find_element("css selector", ".filters button").click()
    assert (shown(browser, ".card.framing"), shown(browser, "tr[data-kind]")) == (cards, rows)
    assert (
        f"{rows} of {rows} rows"
        in browser.find_element("css selector", ".filters output[name=count]").text
    )


def test_a_number_of_the_heat_map_opens_what_it_counts(browser, pages: Path) -> None:
    browser.get(story(pages))
    cell = browser.find_element("css selector", f".heat td a[data-set-axis={AXIS}]")
    cell.click()
    assert shown(browser, ".card.framing") == int(cell.text)


def test_translations_unfold_and_fold(browser, pages: Path) -> None:
    browser.get(story(pages))
    assert shown(browser, "details.translation p") == 0
    browser.find_element("css selector", "input[name=translations]").click()
    assert shown(browser, "details.translation p") > 10
    browser.find_element("css selector", "input[name=translations]").click()
    assert shown(browser, "details.translation p") == 0


def test_the_keyboard_reaches_the_skip_link_the_filters_and_the_translations(
    browser, pages: Path
) -> None:
    from selenium.webdriver import ActionChains, Keys

    browser.get(story(pages))
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.switch_to.active_element.get_attribute("class") == "skip"
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    reached = []
    for _ in range(140):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        element = browser.switch_to.active_element
        reached.append((element.tag_name, element.get_attribute("name")))
        if element.tag_name == "summary" and browser.execute_script(
            "return arguments[0].closest('details.translation') !== null", element
        ):
            break
    assert {("select", "axis"), ("select", "edition"), ("select", "kind"), ("input", "p")} <= set(
        reached
    )
    before = shown(browser, "details.translation p")
    ActionChains(browser).send_keys(Keys.ENTER).perform()
    assert shown(browser, "details.translation p") == before + 1


def test_a_print_holds_the_folded_parts_and_no_controls(browser, pages: Path) -> None:
    browser.get(story(pages))
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.execute_script("dispatchEvent(new Event('beforeprint'))")
    assert shown(browser, ".filters") == 0
    assert shown(browser, "details.translation p") > 10
    browser.execute_script("dispatchEvent(new Event('afterprint'))")
    pdf = base64.b64decode(browser.print_page())
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 20_000


def test_a_fold_of_judged_findings_opens_by_key_and_in_print_and_is_not_counted(
    browser, judged: Path
) -> None:
    from selenium.webdriver import Keys

    browser.get(story(judged))
    folds = browser.find_elements("css selector", "details.folded")
    folded = len(browser.find_elements("css selector", "details.folded .card"))
    assert len(folds) > 2
    assert shown(browser, "details.folded .card") == 0
    cards = len(browser.find_elements("css selector", ".card[data-axes]"))
    count = browser.find_element("css selector", ".filters output[name=count]")
    assert count.text.startswith(f"{cards - folded} of {cards - folded} differences")
    folds[0].find_element("css selector", "summary").send_keys(Keys.ENTER)
    assert shown(browser, "details.folded .card") > 0
    choose(browser, "axis", AXIS)
    assert [fold.is_displayed() for fold in folds].count(True) == 1
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    browser.execute_script(
        "document.querySelector('.filters').reset(); dispatchEvent(new Event('beforeprint'))"
    )
    choose(browser, "axis", "")
    assert shown(browser, "details.folded .card") == folded
    browser.execute_script("dispatchEvent(new Event('afterprint'))")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_nothing_is_wider_than_the_window(browser, pages: Path, judged: Path, width: int) -> None:
    for url in (story(pages), story(judged), (judged / "index.html").as_uri()):
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        browser.get(url)
        browser.execute_script("document.querySelectorAll('.folded').forEach(d => d.open = true)")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width


AXE = """const done = arguments[arguments.length - 1];
axe.run(document).then(r => done([
  r.passes.length,
  r.violations.map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]),
]));"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, pages: Path, judged: Path, scheme: str) -> None:
    import axe_core_python

    script = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )
    for url in (
        story(pages),
        story(pages, "2024-04-05"),
        story(judged),
        (judged / "index.html").as_uri(),
    ):
        browser.get(url)
        browser.execute_script("document.querySelectorAll('.folded').forEach(d => d.open = true)")
        browser.execute_script(script)
        passed, violations = browser.execute_async_script(AXE)
        assert passed > 20
        assert violations == []
    browser.execute_script(
        "document.querySelector('select').parentElement.replaceWith(document.querySelector('select'))"
    )
    assert "select-name" in [name for _, name, _, _ in browser.execute_async_script(AXE)[1]]


def test_the_dark_scheme_is_dark(browser, pages: Path) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"features": [{"name": "prefers-color-scheme", "value": "dark"}]},
    )
    browser.get(story(pages))
    ink, paper = (
        browser.execute_script(f"return getComputedStyle(document.documentElement).{name}")
        for name in ("color", "backgroundColor")
    )
    assert sum(map(int, ink[4:-1].split(","))) > 600
    assert sum(map(int, paper[4:-1].split(","))) < 120
    stroke = "return getComputedStyle(document.querySelector('svg.chart text')).fill"
    assert browser.execute_script(stroke) == ink


def test_a_story_of_twelve_editions_is_a_light_page(browser, tmp_path: Path) -> None:
    html = render.story_page(large_story()).encode("utf-8")
    assert len(html) < 3_000_000
    page = tmp_path / "large.html"
    page.write_bytes(html)
    browser.get(page.as_uri())
    assert shown(browser, "tr[data-kind]") >= 60
    assert browser.execute_async_script(FIRST_PAINT) > 0


def test_the_index_of_two_thousand_stories_is_searched_at_once(browser, tmp_path: Path) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    page = tmp_path / "index.html"
    write_atomically(page, render.index_page(many_summaries(2000)).encode("utf-8"))
    browser.get(page.as_uri())
    WebDriverWait(browser, 10).until(lambda _: shown(browser, "tr[data-words]") == 2000)
    browser.find_element("css selector", "input[name=words]").send_keys("story 1999")
    assert "1 of 2000 stories" in browser.find_element("css selector", "output[name=count]").text
    assert browser.execute_async_script(FIRST_PAINT) > 0
