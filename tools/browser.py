"""Drives the Chromium of the system, without a window, for tests of pages and for pictures of them."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import attrs
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

__all__ = ["DESKTOP", "PHONE", "Browser", "NoBrowserError", "Size", "browsing"]

Size: TypeAlias = tuple[int, int]
PHONE: Size = (390, 844)
DESKTOP: Size = (1280, 900)

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_DRIVERS = ("chromedriver", "chromium-driver")


class NoBrowserError(Exception):
    """There is no Chromium, or nothing to drive it with."""


@attrs.frozen(eq=False)
class Browser:
    """A browser with one page.

    Attributes:
        driver: What selenium drives it with.
    """

    driver: webdriver.Chrome

    def look(self, *, size: Size = DESKTOP, dark: bool = False, media: str = "") -> None:
        """Look at pages on a screen of a size, in the light or in the dark.

        Args:
            size: Width and height in pixels.
            dark: Whether the user prefers dark pages.
            media: What the page is shown on, such as ``print``; empty for a screen.
        """
        width, height = size
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)
        features = {
            "prefers-color-scheme": "dark" if dark else "light",
            # What glides cannot be clicked on.
            "prefers-reduced-motion": "reduce",
        }
        named = [{"name": name, "value": value} for name, value in features.items()]
        self.command("Emulation.setEmulatedMedia", media=media, features=named)

    def open(self, path: Path, *, scripts: bool = True) -> None:
        """Open a page from a file.

        Args:
            path: The file.
            scripts: Whether scripts may run.
        """
        self.command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.driver.get(path.resolve().as_uri())

    def command(self, name: str, **parameters: object) -> Any:
        """Give a command of the DevTools protocol.

        Args:
            name: Its name.
            parameters: Its parameters.
        """
        return self.driver.execute_cdp_cmd(name, parameters)

    def console(self) -> Sequence[str]:
        """What the console has said since the last time."""
        return [str(entry["message"]) for entry in self._log("browser")]

    def requests(self) -> Sequence[str]:
        """The addresses that were asked for since the last time."""
        entries = (json.loads(entry["message"])["message"] for entry in self._log("performance"))
        return [
            entry["params"]["request"]["url"] for entry in entries if entry["method"] == "Network.requestWillBeSent"
        ]

    def _log(self, kind: str) -> Sequence[Any]:
        found: Sequence[Any] = self.driver.get_log(kind)  # type: ignore[no-untyped-call]
        return found

    def picture(self, *, top: float = 0, height: float | None = None) -> bytes:
        """A picture of the page as PNG.

        Args:
            top: Where it begins, in pixels from the top of the page.
            height: How high it is; None takes the rest of the page.
        """
        width, whole = self.driver.execute_script(
            "return [document.documentElement.clientWidth, document.documentElement.scrollHeight]"
        )
        clip = {"x": 0, "y": top, "width": width, "height": height or whole - top, "scale": 1}
        shot = self.command("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        return base64.b64decode(shot["data"])


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser; it ends with the block.

    Raises:
        NoBrowserError: There is none.
    """
    browser, driver = _found(_BROWSERS), _found(_DRIVERS)
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for argument in ("--headless=new", "--hide-scrollbars", "--disable-dev-shm-usage", "--force-color-profile=srgb"):
        options.add_argument(argument)
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=Service(driver))
    # A busy machine takes its time over checking a page for everybody.
    chrome.set_script_timeout(300)
    try:
        yield Browser(chrome)
    finally:
        chrome.quit()


def _found(names: Sequence[str]) -> str:
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return path
    raise NoBrowserError(f"{' or '.join(names)} is not installed; on Debian: apt-get install chromium chromium-driver")
