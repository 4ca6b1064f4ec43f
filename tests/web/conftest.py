"""A record of the example corpus, served, and a real browser to look at it with."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright
from starlette.applications import Starlette
from starlette.testclient import TestClient

from communique.record import Record
from communique.web import application
from communique.web.safety import LOOPBACK

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def record_file(story: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of the example corpus in a file that no other test opens; what changes it works on a copy."""
    return Path(shutil.copyfile(story, tmp_path_factory.mktemp("web") / "examples.duckdb"))


@pytest.fixture
def record_copy(record_file: Path, tmp_path: Path) -> Path:
    """The same record in a file of the test's own."""
    return Path(shutil.copyfile(record_file, tmp_path / "record.duckdb"))


Serving = Callable[[Starlette], AbstractContextManager[str]]


@contextmanager
def _serving(app: Starlette) -> Iterator[str]:
    """An application on a free port of this machine; yields its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        until = time.monotonic() + 20
        while not server.started and time.monotonic() < until:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Serves an application on a free port of this machine, for as long as the context lasts, and gives its address."""
    return _serving


@pytest.fixture(scope="session")
def served(record_file: Path) -> Iterator[Record]:
    with Record.open(record_file, read_only=True) as record:
        yield record


@pytest.fixture(scope="session")
def client(served: Record) -> TestClient:
    """Asks the application without a browser."""
    return TestClient(application(served), base_url="http://127.0.0.1")


@pytest.fixture(scope="session")
def site(served: Record, serving: Serving) -> Iterator[str]:
    """The address at which the example corpus is served."""
    with serving(application(served, hosts=LOOPBACK)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; without one the test is skipped, but not where every test must run."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """An empty page; a script's error or a breach of the content security policy fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert faults == []
