"""``python -m docs.tour``: what a new user does, done in a fresh clone and a fresh environment, with seconds and clicks.

From nothing to what an account leaves out, and on to the words that show it; in a real browser, by what can be seen and
clicked. The exit code says whether the omission was seen within two minutes and five clicks.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
SECONDS, CLICKS = 120.0, 5
"""Limits for all up to where the omission is seen."""


class Tour:
    """Times steps and counts clicks."""

    def __init__(self) -> None:
        self.seconds, self.clicks = 0.0, 0

    @contextmanager
    def step(self, words: str, click: bool = False) -> Iterator[None]:
        """One thing that the user does and waits for."""
        began = time.monotonic()
        yield
        took = time.monotonic() - began
        self.seconds += took
        self.clicks += click
        print(f"{took:6.1f} s  {'click' if click else '     '}  {words}", flush=True)


def main() -> int:
    """Take the tour and print it; the exit code is 2 where there is no browser."""
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        print("no Chromium found; install it (Debian: apt-get install chromium)", file=sys.stderr)
        return 2
    tour = Tour()
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        clone = Path(folder) / "communique"
        with tour.step("git clone"):
            subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        with tour.step("python3 -m venv .venv && .venv/bin/pip install ."):
            subprocess.run([sys.executable, "-m", "venv", ".venv"], cwd=clone, check=True, env=_outside())
            install = [clone / ".venv/bin/pip", "install", "--quiet", "--disable-pip-version-check", "."]
            subprocess.run(install, cwd=clone, check=True, env=_outside())
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        with _demo(tour, clone) as address:
            seen = _looked(tour, page, address)
        browser.close()
    print(
        f"{tour.seconds:6.1f} s  {tour.clicks} clicks in all; the omission was seen after {seen[0]:.1f} s and {seen[1]} clicks"
    )
    return int(seen[0] > SECONDS or seen[1] > CLICKS)


def _outside() -> dict[str, str]:
    """This process's environment as it is outside of any virtual one."""
    return {k: v for k, v in os.environ.items() if k not in ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME")}


@contextmanager
def _demo(tour: Tour, clone: Path) -> Iterator[str]:
    """The example corpus, coded and served from the clone, at the address that is printed."""
    command = [str(clone / ".venv" / "bin" / "communique"), "demo", "--serve"]
    printed = None
    with tour.step("communique demo --serve, until it prints its address"):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_outside())
        assert process.stdout is not None
        for line in process.stdout:
            if (printed := re.search(r"http://\S+", line)) is not None:
                break
        if printed is None:
            raise RuntimeError("communique demo --serve printed no address")
    try:
        yield printed[0]
    finally:
        with tour.step("Ctrl-C, until it has ended"):
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def _looked(tour: Tour, page: Page, address: str) -> tuple[float, int]:
    """Go from the first page to an omission and to the words behind it; returns when the omission was seen."""
    with tour.step("the overview opens"):
        page.goto(address)
        best = page.get_by_role("region", name="Best attested").locator("a.act").first
        expect(best).to_be_visible()
    with tour.step(f"the best attested episode: “{page.locator('.episodes li .what').first.inner_text()}”", click=True):
        best.click()
        missing = page.locator("section.missing")
        expect(missing.get_by_role("heading", name="Left out", exact=False)).to_be_visible()
        omitted = missing.locator("li a").first
        expect(omitted).to_be_visible()
    seen = tour.seconds, tour.clicks
    print(f"{'':17}seen: {missing.locator('h3').first.inner_text()}: {missing.locator('li').first.inner_text()}")
    print(f"{'':17}{'without' if _in_view(page, omitted) else 'after'} scrolling")
    with tour.step("what is left out, in the table of who tells it", click=True):
        omitted.click()
        row = page.locator("tr:target")
        expect(row).to_be_in_viewport()
    with tour.step("an account that tells it: the document, at its words", click=True):
        row.locator("td a").first.click()
        expect(page.locator("#asked")).to_be_in_viewport()
    print(f"{'':17}seen: “{' '.join(''.join(page.locator('.asked').all_inner_texts()).split())}”")
    return seen


def _in_view(page: Page, what: Locator) -> bool:
    box, size = what.bounding_box(), page.viewport_size
    return box is not None and size is not None and box["y"] + box["height"] <= size["height"]


if __name__ == "__main__":
    sys.exit(main())
