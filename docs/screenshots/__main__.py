"""``python -m docs.screenshots``: a picture of each page of the web app on the example corpus, into ``docs/images``."""

from __future__ import annotations

import shutil
import socket
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import uvicorn
from playwright.sync_api import Browser, sync_playwright

import communique
from communique.record import Record
from communique.web import application

ROOT = Path(__file__).parent.parent.parent
IMAGES = ROOT / "docs" / "images"


def main() -> int:
    """Code the example corpus, serve it, and photograph each page; the exit code says whether there is a browser."""
    chromium = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    if chromium is None:
        print("no Chromium found; install it (Debian: apt-get install chromium)", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listening:
        file = Path(folder) / "examples.duckdb"
        communique.code([ROOT / "examples" / "articles"], record=file)
        with Record.open(file, ample=True) as record, sync_playwright() as playwright:
            server = uvicorn.Server(uvicorn.Config(application(record), log_level="warning"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for name, path in _pages(record).items():
                _photograph(browser, f"http://127.0.0.1:{listening.getsockname()[1]}{path}", name)
            browser.close()
            server.should_exit = True
            thread.join()
    return 0


def _pages(record: Record) -> dict[str, str]:
    """The address of each page, by the name of its picture."""
    best = next(iter(record.episodes(limit=1)))
    actor = record.query("SELECT unnest(actor) AS a FROM episodes GROUP BY a ORDER BY count(*) DESC, a LIMIT 1").rows()[
        0
    ]["a"]
    document = record.query(
        f"SELECT document FROM episode_mentions WHERE episode = '{best['id']}' ORDER BY 1 LIMIT 1"
    ).rows()
    sql = "SELECT type, count(*) AS events FROM events GROUP BY type ORDER BY events DESC"
    return {
        "overview": "/",
        "episode": f"/episode/{best['id']}",
        "document": f"/document/{quote(document[0]['document'], safe='')}",
        "actor": f"/actor/{quote(actor, safe='')}",
        "network": "/network",
        "search": "/search?q=missiles",
        "explore": f"/explore?sql={quote(sql)}",
        "brief": "/brief",
    }


def _photograph(browser: Browser, address: str, name: str) -> None:
    for colours, width in (("light", 1280), ("dark", 1280), ("light", 390)):
        scheme = "dark" if colours == "dark" else "light"
        context = browser.new_context(
            viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce"
        )
        tab = context.new_page()
        tab.goto(address)
        tab.wait_for_load_state("networkidle")
        suffix = "-dark" if colours == "dark" else "-narrow" if width < 600 else ""
        tab.screenshot(path=IMAGES / f"{name}{suffix}.png")
        context.close()
        print(f"{name}{suffix}.png")


if __name__ == "__main__":
    sys.exit(main())
