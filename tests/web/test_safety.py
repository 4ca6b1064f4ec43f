"""Who is answered, and what texts can do in a page: nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.testclient import TestClient

import communique
from communique.record import Record
from communique.web import application
from communique.web.safety import LOOPBACK

PAYLOADS = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\"></svg>",
    "\"><script>document.title='owned'</script>",
    "'><img src=x onerror=document.title='owned'>",
    "</title><script>document.title='owned'</script>",
    "</textarea><script>document.title='owned'</script>",
    "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
    "<a href=\"javascript:document.title='owned'\">here</a>",
    "<body onpageshow=\"document.title='owned'\">",
    "<details open ontoggle=\"document.title='owned'\">",
    "<input autofocus onfocus=\"document.title='owned'\">",
    "<math><mi xlink:href=\"javascript:document.title='owned'\">x</mi></math>",
    '<link rel=stylesheet href="data:text/css,body{display:none}">',
    "<meta http-equiv=refresh content=\"0;url=javascript:document.title='owned'\">",
    '<base href="https://elsewhere.example/">',
    '<form action="https://elsewhere.example/"><button>go</button></form>',
    "<div hx-get=/ hx-trigger=load hx-on:htmx:load=\"document.title='owned'\">",
    "{{ 7*7 }}{% for x in (1,2) %}owned{% endfor %}${7*7}",
    "<style>@import 'https://elsewhere.example/x.css';</style>\u202e<scr\u200bipt>",
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of articles that each have a payload for headline, in the outlet's name, in an address and in the text."""
    folder = tmp_path_factory.mktemp("hostile")
    for k, payload in enumerate(PAYLOADS):
        text = (
            f"{payload}\n\nBy {payload} Times\nhttps://news.example/{payload}\n\n"
            f"PARIS, 3 May 2021 (Reuters) - French President Emmanuel Macron met German Chancellor Angela Merkel in Paris "
            f"on Monday. {payload} “France {payload} stands with Germany,” Macron said. Merkel accused Russia of {payload} lying.\n"
        )
        (folder / f"article{k:02}{'<b>' if k == 1 else ''}.txt").write_text(text, "utf-8")
    file = folder / "hostile.duckdb"
    communique.code([folder], record=file)
    return file


def test_texts_do_nothing_in_a_real_browser(
    hostile: Path, browser: Browser, serving: Callable[[Starlette], AbstractContextManager[str]]
) -> None:
    with Record.open(hostile, read_only=True) as record:
        names = [r["name"] for r in record.documents()]
        assert len(names) == len(PAYLOADS)
        pages = [f"/document/{name.replace('<', '%3C').replace('>', '%3E')}" for name in names]
        with serving(application(record, hosts=LOOPBACK)) as address:
            context = browser.new_context()
            tab = context.new_page()
            outside: list[str] = []
            tab.on("request", lambda r: outside.append(r.url) if not r.url.startswith(address) else None)
            for path in [*pages, *SHARED_PAGES]:
                answer = tab.goto(address + path)
                assert answer is not None and answer.status == 200, path
                assert tab.title() != "owned", path
                shown = tab.evaluate(
                    "[...document.querySelectorAll('main script, main img, main iframe, main base, main meta, main link, "
                    "main style, main svg[onload], main [onerror], main [onfocus], main [hx-on\\\\:htmx\\\\:load], "
                    'main a[href^="javascript"]\')].map(e => e.outerHTML)'
                )
                assert shown == [], path
            context.close()
    assert outside == []


SHARED_PAGES = ("/search?q=Macron", "/search?q=Merkel&kind=events", "/search?q=France&kind=statements")
"""Pages that show several documents' texts at once."""


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765"])
def test_a_name_that_is_not_ours_is_refused(served: Record, name: str) -> None:
    client = TestClient(application(served, hosts=LOOPBACK), base_url="http://127.0.0.1")
    assert client.get("/", headers={"host": name}).status_code == 421


@pytest.mark.parametrize("name", ["127.0.0.1", "127.0.0.1:8765", "localhost:1", "[::1]:8765", "[::1]"])
def test_our_own_names_are_answered(served: Record, name: str) -> None:
    client = TestClient(application(served, hosts=LOOPBACK), base_url="http://127.0.0.1")
    assert client.get("/static/style.css", headers={"host": name}).status_code == 200


@pytest.mark.parametrize(
    "method, headers, answered",
    [
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, True),
        ("GET", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, False),
        ("GET", {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"}, True),
        ("POST", {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, False),
        ("POST", {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"}, False),
        ("POST", {"origin": "http://elsewhere.example"}, False),
        ("POST", {"origin": "null"}, False),
    ],
)
def test_requests_of_other_sites_are_refused(
    client: TestClient, method: str, headers: dict[str, str], answered: bool
) -> None:
    refused = client.request(method, "/static/style.css", headers=headers).status_code == 403
    assert refused is not answered


def test_elsewhere_a_token_is_asked_for_once(served: Record) -> None:
    client = TestClient(application(served, token="secret"), base_url="http://192.0.2.1")
    assert client.get("/static/style.css").status_code == 401
    assert client.get("/static/style.css?token=wrong").status_code == 401
    answer = client.get("/static/style.css?a=1&token=secret", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/static/style.css?a=1")
    assert "HttpOnly" in answer.headers["set-cookie"] and "SameSite=strict" in answer.headers["set-cookie"]
    assert client.get("/static/style.css").status_code == 200


def test_the_way_in_leads_to_no_other_site(served: Record) -> None:
    client = TestClient(application(served, token="secret"), base_url="http://192.0.2.1")
    answer = client.get("http://192.0.2.1//elsewhere.example/?token=secret", follow_redirects=False)
    assert answer.headers["location"].startswith("/elsewhere.example")


def test_every_answer_forbids_inline_script(client: TestClient) -> None:
    policy = client.get("/no/such/page").headers["content-security-policy"]
    assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
