"""The page in a real browser: judging by keys, by touch and by screen reader."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from parallax.judging.judgements import Judgements
from parallax.judging.server import JudgingPage, served
from parallax.judging.session import Session
from parallax.lake.judgements import Cause, Verdict
from parallax.lake.lake import Lake
from parallax.lake.schema import JUDGEMENTS
from tests.judging.findings import HOSTILE, finding, findings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not shutil.which("chromedriver"), reason="Chromium and its driver are not installed"
    ),
]
AXE = """const done = arguments[arguments.length - 1];
axe.run(document).then(r => done([
  r.passes.length,
  r.violations.map(v => [v.impact, v.id, v.nodes.length, v.nodes[0].html.slice(0, 200)]),
]));"""


@pytest.fixture(scope="module")
def chromium() -> Iterator:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(
        options=options, service=webdriver.ChromeService(shutil.which("chromedriver"))
    )
    yield browser
    browser.quit()


class Page:
    """The page as its person uses it."""

    def __init__(self, browser, judging: JudgingPage, lake: Lake, address: str) -> None:
        self.browser, self.judging, self.lake, self.address = browser, judging, lake, address

    def open(self) -> "Page":
        self.browser.get("about:blank")
        self.browser.get(self.address)
        self.until("document.querySelector('main h1')")
        return self

    def until(self, script: str) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.browser, 10, 0.02).until(
            lambda b: b.execute_script(f"return Boolean({script})"), script
        )

    def key(self, *keys: str) -> None:
        """Press keys, each when the answer to the one before is there."""
        from selenium.webdriver import ActionChains

        for key in keys:
            ActionChains(self.browser).send_keys(key).perform()
            self.until("!document.querySelector('main[aria-busy]')")

    def pressed(self, key: str, code: str) -> None:
        """Press a key of another layout."""
        self.browser.execute_script(
            "document.dispatchEvent(new KeyboardEvent('keydown', "
            "{key: arguments[0], code: arguments[1], bubbles: true}))",
            key,
            code,
        )

    def says(self, start: str) -> None:
        self.until(f"document.querySelector('#progress').textContent.startsWith('{start}')")

    def text(self, selector: str) -> str:
        return self.browser.find_element("css selector", selector).text

    def shown(self, selector: str) -> bool:
        return bool(
            self.browser.execute_script(
                "return [...document.querySelectorAll(arguments[0])].some(e=>e.checkVisibility())",
                selector,
            )
        )

    @property
    def rows(self) -> list[tuple[str, str | None, str | None]]:
        found = self.lake.read(JUDGEMENTS).sort("when")
        return list(found.select("verdict", "cause", "note").iter_rows())


@pytest.fixture
def page(chromium, lake: Lake, tmp_path: Path) -> Iterator[Page]:
    """Three findings; the log of the browser is empty when the test is over."""
    made = [finding("n0"), finding("n1", editions=6), finding("n2")]
    Judgements(lake, "ivan").add(made[0], Verdict.NEAR, Cause.EQUIVALENT)
    judging = JudgingPage(Session(made, Judgements(lake, "anna")), tmp_path / "none", "en")
    size(chromium, 1280, 800)
    chromium.get_log("browser")
    with served(judging) as address:
        yield Page(chromium, judging, lake, address).open()
        assert chromium.get_log("browser") == []
        chromium.get("about:blank")


def size(browser, width: int, height: int, scheme: str = "light") -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {"media": "", "features": [{"name": "prefers-color-scheme", "value": scheme}]},
    )


def test_a_person_judges_by_keys_and_each_verdict_is_written(page: Page) -> None:
    page.says("1 of 3")
    page.key("f")
    assert page.text(".asked") == "false: what made it?"
    page.key("2")
    page.says("2 of 3")
    assert page.text("#said") == "you: false (other thing) · ivan: near (equivalent)"
    page.key("t")
    page.says("3 of 3")
    page.key("u")
    page.says("2 of 3")
    page.key("s")
    page.says("3 of 3")
    page.key("n", "\ue007")  # Enter
    page.until("document.querySelector('main h1').textContent === 'That was the last'")
    mine = page.rows[1:]
    assert [verdict for verdict, _, _ in mine] == ["false", "true", "withdrawn", "near"]
    assert [cause for _, cause, _ in mine] == ["other thing", None, None, None]
    page.key("q")
    page.until("document.querySelector('main h1').textContent === 'Finished'")
    assert page.judging.finished.wait(5)


def test_a_reload_goes_on_where_it_was(page: Page) -> None:
    page.key("t")
    page.says("2 of 3")
    page.browser.refresh()
    page.says("2 of 3")
    page.open()
    page.says("2 of 3")


def test_keys_of_a_cyrillic_layout_are_the_same_keys(page: Page) -> None:
    page.pressed("е", "KeyT")
    page.says("2 of 3")
    page.pressed("ч", "KeyX")
    page.says("3 of 3")
    assert [verdict for verdict, _, _ in page.rows[1:]] == ["true", "not interesting"]


def test_letters_of_a_note_judge_nothing(page: Page) -> None:
    page.key("m")
    assert page.shown("#note")
    page.key("t", "f", "\ue007", "n")
    assert page.text(".asked").startswith("near")
    page.key("\ue00c")  # Escape
    assert not page.shown(".causes")
    page.key("x")
    page.says("2 of 3")
    assert page.rows[1:] == [("not interesting", None, "tf")]
    assert not page.shown("#note")


def test_keys_held_down_or_with_control_judge_nothing(page: Page) -> None:
    page.browser.execute_script(
        "for (const more of [{repeat: true}, {ctrlKey: true}, {metaKey: true}, {altKey: true}])"
        "document.dispatchEvent(new KeyboardEvent('keydown', "
        "{key: 't', code: 'KeyT', bubbles: true, ...more}))"
    )
    page.key("?")
    assert page.shown("dialog")
    page.key("t", "\ue00c")
    assert not page.shown("dialog")
    assert page.text("#progress") == "1 of 3"
    page.browser.execute_script("document.querySelector('#single').checked = false")
    page.key("t")
    assert page.text("#progress") == "1 of 3"
    page.browser.find_element("css selector", ".verdicts [data-key=t]").click()
    page.says("2 of 3")


def test_the_sentences_of_many_editions_unfold(page: Page) -> None:
    page.key("t")
    page.says("2 of 3")
    assert not page.shown("details p")
    page.key("v")
    assert page.shown("details p")
    page.key("v")
    assert not page.shown("details p")


def test_what_others_said_needs_a_key_before_ones_own_verdict(page: Page) -> None:
    assert "ivan" not in page.browser.page_source
    page.key("w")
    assert page.text("#said") == "ivan: near (equivalent)"


def test_a_key_opens_the_row_on_the_page_of_the_story(chromium, lake: Lake, tmp_path: Path) -> None:
    from selenium.webdriver.support.ui import WebDriverWait

    (one,) = findings(1)
    file = tmp_path / one.page.partition("#")[0]
    file.parent.mkdir()
    file.write_text("<!DOCTYPE html><title>Story</title><p id=row-01234567>the row", "utf-8")
    judging = JudgingPage(Session([one], Judgements(lake, "anna")), tmp_path, "en")
    with served(judging) as address:
        page = Page(chromium, judging, lake, address).open()
        first = chromium.current_window_handle
        page.key("o")
        WebDriverWait(chromium, 10, 0.02).until(lambda b: len(b.window_handles) > 1)
        (other,) = set(chromium.window_handles) - {first}
        chromium.switch_to.window(other)
        page.until("document.querySelector(':target')")
        assert page.text(":target") == "the row"
        assert chromium.execute_script("return window.opener") is None
        chromium.close()
        chromium.switch_to.window(first)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_it_fits_every_width_and_a_usual_finding_needs_no_scrolling(page: Page, width: int) -> None:
    size(page.browser, width, 800)
    page.open()
    wide, high = page.browser.execute_script(
        "const e = document.documentElement; return [e.scrollWidth, e.scrollHeight]"
    )
    assert wide <= width
    assert high <= 800
    buttons = page.browser.execute_script(
        "return [...document.querySelectorAll('.bar button')].filter(b => b.checkVisibility())"
        ".map(b => b.getBoundingClientRect()).map(r => [r.width, r.height])"
    )
    assert len(buttons) > 8
    assert min(min(one) for one in buttons) >= 36
    columns = page.browser.execute_script(
        "return new Set([...document.querySelectorAll('.statement')].map(s => s.offsetLeft)).size"
    )
    assert columns == (1 if width == 360 else 2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Page, scheme: str) -> None:
    import axe_core_python

    script = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
    size(page.browser, 1280, 800, scheme)
    page.browser.execute_script(script)
    for keys in ((), ("f",), ("m",), ("\ue007", "1"), ("?",), ("\ue00c", "t", "t")):
        page.key(*keys)
        passed, violations = page.browser.execute_async_script(AXE)
        assert passed > 15, keys
        assert violations == [], keys
    assert page.text("main h1") == "That was the last"


def test_focus_goes_to_what_is_new_and_tab_reaches_every_button(page: Page) -> None:
    from selenium.webdriver import Keys

    active = "return document.activeElement.tagName + document.activeElement.className"
    assert page.browser.execute_script(active) == "H1"
    page.key("f")
    assert page.browser.execute_script(active) == "Pasked"
    page.key(Keys.TAB, Keys.ENTER)
    page.says("2 of 3")
    assert page.rows[1:] == [("false", "wrong link", None)]
    assert page.browser.execute_script(active) == "H1"
    reached = set()
    for _ in range(20):
        page.key(Keys.TAB)
        reached.add(page.browser.execute_script("return document.activeElement.dataset.key"))
    assert set("tnfxsumv?q") <= reached


def test_a_hostile_text_runs_nothing(chromium, lake: Lake) -> None:
    hostile = [finding(HOSTILE, title=HOSTILE)]
    judging = JudgingPage(Session(hostile, Judgements(lake, HOSTILE)), None, "en")
    chromium.get_log("browser")
    with served(judging) as address:
        page = Page(chromium, judging, lake, address).open()
        page.key("t")
        page.until("document.querySelector('main h1').textContent === 'That was the last'")
        assert chromium.title == "Judging · Parallax"
        assert not chromium.find_elements("css selector", "main script, main img")
        assert chromium.get_log("browser") == []


def test_without_the_token_or_the_program_the_page_says_so(chromium, lake: Lake) -> None:
    judging = JudgingPage(Session(findings(1), Judgements(lake, "anna")), None, "en")
    with served(judging) as address:
        page = Page(chromium, judging, lake, address)
        chromium.get(address.partition("#")[0])
        page.until("document.querySelector('#said').textContent.startsWith('refused')")
        page.open()
    page.key("t")
    page.until("document.querySelector('#said').textContent.includes('it has ended')")
    assert lake.read(JUDGEMENTS).is_empty()
