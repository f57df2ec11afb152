"""The HTML report in a real browser: people click, type, turn their phones, print, and use screen readers."""

from __future__ import annotations

import base64
import importlib.resources
import io
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from loms.errors import Severity
from loms.reporting import check_file, read_earlier, write_report
from tests.reporting.files import DAY, checked, found, issue, offers
from tests.support.documents import EXAMPLES
from tools.browser import DESKTOP, PHONE, Browser, Size

ATTACK = "&lt;img src=x onerror=&quot;window.caught=1&quot;&gt;&lt;script&gt;window.caught=1&lt;/script&gt;"
LONG = "https://data.example.org/" + "verylong" * 60
SMALL_PHONE = (320, 600)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report with issues of each severity, providers, numbers, a comparison, and data that means harm."""
    folder = tmp_path_factory.mktemp("report")
    write_report(checked(offers("a").replace('lang="fr"', 'lang="xx"')), folder / "earlier.json", date=DAY)
    text = (EXAMPLES / "courses-loms.xml").read_text("utf-8")
    text = text.replace('lang="pt"', f'lang="{ATTACK}"').replace("country/LUX", "country/LUXX")
    text = text.replace("Institut de formation", f"{ATTACK} Institut")
    long_ones = [issue(f"MY-{severity.name}", severity, message=LONG, record=LONG) for severity in Severity]
    files = [check_file(io.BytesIO(text.encode())), found(*long_ones, source=f"{'long' * 60}.xml")]
    write_report(files, folder / "report.html", date=DAY, earlier=read_earlier(folder / "earlier.json"))
    return folder / "report.html"


def findings(browser: Browser, *, shown: bool = True) -> list[WebElement]:
    """The groups of findings, those that are shown or all."""
    found = browser.driver.find_elements(By.CSS_SELECTOR, "details.finding")
    return [each for each in found if each.is_displayed() or not shown]


def is_open(details: WebElement) -> bool:
    return details.get_attribute("open") is not None


def open_all(browser: Browser) -> None:
    browser.driver.execute_script("document.querySelectorAll('details').forEach(each => { each.open = true })")


def press(browser: Browser, *keys: str) -> None:
    ActionChains(browser.driver).send_keys(*keys).perform()


def focused(browser: Browser) -> WebElement:
    return browser.driver.switch_to.active_element


def test_nothing_but_the_page_is_asked_for(chromium: Browser, page: Path) -> None:
    chromium.requests()
    chromium.look()
    chromium.open(page)
    open_all(chromium)
    assert chromium.requests() == [page.as_uri()]


def test_data_that_means_harm_is_text(browser: Browser) -> None:
    assert browser.driver.execute_script("return window.caught") is None
    assert browser.driver.find_elements(By.TAG_NAME, "img") == []
    assert "window.caught=1" in browser.driver.find_element(By.TAG_NAME, "main").text


def test_the_policy_lets_no_other_script_run(browser: Browser) -> None:
    browser.driver.execute_script(
        "const one = document.createElement('script'); one.textContent = 'window.caught = 1'; document.body.append(one)"
    )
    assert browser.driver.execute_script("return window.caught") is None
    assert any("Content Security Policy" in said for said in browser.console())


def test_a_click_opens_and_closes_a_group(browser: Browser) -> None:
    group = findings(browser)[1]
    summary = group.find_element(By.TAG_NAME, "summary")
    sample = group.find_element(By.CSS_SELECTOR, ".samples li")
    assert not sample.is_displayed()
    summary.click()
    assert sample.is_displayed()
    summary.click()
    assert not sample.is_displayed()


def test_buttons_open_and_close_all_groups(browser: Browser) -> None:
    browser.driver.find_element(By.ID, "expand").click()
    assert all(map(is_open, findings(browser)))
    browser.driver.find_element(By.ID, "collapse").click()
    assert not any(map(is_open, findings(browser)))


def test_typing_shows_what_matches_and_says_how_many(browser: Browser) -> None:
    all_groups = len(findings(browser))
    find = browser.driver.find_element(By.ID, "find")
    find.send_keys("MY-warning LOMS-X")
    assert findings(browser) == []
    find.clear()
    find.send_keys("my-WARNING")
    assert len(findings(browser)) == 1
    status = browser.driver.find_element(By.CSS_SELECTOR, "[role=status]")
    assert status.text == f"1 of {all_groups} groups of findings match."
    find.send_keys(Keys.BACKSPACE * 20)
    assert len(findings(browser)) == all_groups
    assert status.text == ""


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_a_severity_can_be_left_out(browser: Browser, severity: str) -> None:
    browser.driver.find_element(By.CSS_SELECTOR, f"[name=severity][value={severity}]").click()
    left = {each.get_dom_attribute("data-severity") for each in findings(browser)}
    assert severity not in left
    assert left


def test_the_first_key_leads_past_the_contents(browser: Browser) -> None:
    press(browser, Keys.TAB)
    assert focused(browser).text == "Skip to the findings"
    assert focused(browser).rect["y"] >= 0
    press(browser, Keys.ENTER)
    assert focused(browser).get_dom_attribute("id") == "main"


def test_everything_can_be_done_with_keys(browser: Browser) -> None:
    seen: list[str] = []
    for _ in range(60):
        press(browser, Keys.TAB)
        element = focused(browser)
        seen.append(element.get_dom_attribute("id") or element.tag_name)
        assert browser.driver.execute_script("return getComputedStyle(arguments[0]).outlineStyle", element) == "solid"
        if element.tag_name == "summary":
            break
    assert {"find", "expand", "collapse"} <= set(seen)
    group = focused(browser).find_element(By.XPATH, "..")
    assert is_open(group)
    press(browser, Keys.ENTER)
    assert not is_open(group)
    press(browser, Keys.SPACE)
    assert is_open(group)


def test_the_contents_lead_to_the_sections(browser: Browser) -> None:
    for link in browser.driver.find_elements(By.CSS_SELECTOR, "nav a"):
        target = browser.driver.find_element(By.CSS_SELECTOR, str(link.get_dom_attribute("href")))
        link.click()
        assert target.is_displayed()
        assert browser.driver.current_url.endswith(f"#{target.get_dom_attribute('id')}")


@pytest.mark.parametrize("size", [SMALL_PHONE, PHONE, DESKTOP], ids=str)
def test_nobody_has_to_scroll_sideways(browser: Browser, size: Size) -> None:
    browser.look(size=size)
    open_all(browser)
    width = browser.driver.execute_script("return document.documentElement.scrollWidth")
    assert width <= size[0]


def test_on_a_phone_there_is_room_for_fingers(browser: Browser) -> None:
    browser.look(size=PHONE)
    targets = browser.driver.find_elements(By.CSS_SELECTOR, "summary, button, nav a, input[type=search]")
    assert [each.tag_name for each in targets if each.is_displayed() and each.rect["height"] < 32] == []


def colours(browser: Browser) -> tuple[str, str]:
    script = "const style = getComputedStyle(document.body); return [style.color, style.backgroundColor]"
    text, page = browser.driver.execute_script(script)
    return text, page


def test_in_the_dark_the_page_is_dark(browser: Browser) -> None:
    light = colours(browser)
    browser.look(dark=True)
    assert light == ("rgb(27, 36, 48)", "rgb(246, 247, 249)")
    assert colours(browser) == ("rgb(232, 236, 241)", "rgb(18, 23, 30)")


def test_without_scripts_all_is_there_and_groups_open(browser: Browser, page: Path) -> None:
    browser.open(page, scripts=False)
    assert not browser.driver.find_element(By.CSS_SELECTOR, ".filter").is_displayed()
    group = findings(browser)[1]
    group.find_element(By.TAG_NAME, "summary").click()
    assert group.find_element(By.CSS_SELECTOR, ".samples li").is_displayed()


def test_on_paper_everything_is_open_and_nothing_is_to_click(browser: Browser, page: Path) -> None:
    browser.look(media="print")
    sample = findings(browser)[1].find_element(By.CSS_SELECTOR, ".samples li")
    visible = "return arguments[0].checkVisibility({contentVisibilityAuto: true})"
    assert browser.driver.execute_script(visible, sample)
    assert not browser.driver.find_element(By.TAG_NAME, "nav").is_displayed()
    assert not browser.driver.find_element(By.CSS_SELECTOR, ".filter").is_displayed()


def test_it_is_printed_and_then_as_before(browser: Browser) -> None:
    before = [is_open(each) for each in findings(browser)]
    assert base64.b64decode(browser.driver.print_page()).startswith(b"%PDF")
    assert [is_open(each) for each in findings(browser)] == before


@pytest.mark.parametrize(("size", "dark"), [(PHONE, False), (DESKTOP, True)], ids=["phone light", "desktop dark"])
def test_nothing_keeps_anybody_out(browser: Browser, size: Size, dark: bool) -> None:
    browser.look(size=size, dark=dark)
    open_all(browser)
    axe = importlib.resources.files("axe_core_python").joinpath("axe.min.js").read_text("utf-8")
    browser.driver.execute_script(axe)
    result = browser.driver.execute_async_script(
        "const [tags, done] = arguments; axe.run({runOnly: tags}).then(done, error => done({error: String(error)}))",
        ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    )
    violations = {each["id"]: [node["html"][:200] for node in each["nodes"][:3]] for each in result["violations"]}
    assert violations == {}
    assert {"color-contrast", "heading-order", "landmark-one-main", "skip-link"} <= {
        each["id"] for each in result["passes"]
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_pictures_can_be_taken(browser: Browser, tmp_path: Path, size: Size, dark: bool) -> None:
    browser.look(size=size, dark=dark)
    picture = browser.picture(height=size[1])
    width, height = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    assert picture.startswith(b"\x89PNG")
    assert (width, height) == size
    # An empty page is a hundred times smaller.
    assert len(picture) > 20_000
