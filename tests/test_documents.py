"""Pages become documents, or say why not."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.documents import UnreadableError, read
from communique.model import Page

ARTICLE = "date 1990-08-03 www.bbc.co.uk\nA headline of this kind\n\nThe first sentence stands here. And a second.\nSee also  Something else\n"


def page(data: bytes, media: str = "text/plain") -> Page:
    return Page("a.txt", "a.txt", data, media)


def test_read() -> None:
    document = read(page(ARTICLE.encode()))
    assert document.text == ARTICLE
    assert document.title == "A headline of this kind"
    assert document.outlet == "BBC"
    assert document.published.date == dt.date(1990, 8, 3)
    assert [b.of(ARTICLE) for b in document.boilerplate] == [
        "date 1990-08-03 www.bbc.co.uk",
        "See also  Something else",
    ]


@pytest.mark.parametrize(
    ("data", "media", "reason"),
    [
        (b"", "text/plain", "no text"),
        (b"  \n ", "text/plain", "no text"),
        (b"abc\0\0\0def", "text/plain", "zero bytes"),
        (b"x" * 600_000, "text/plain", "line"),
        (b"word " * 1_700_000, "text/plain", "bytes"),
        (b"<html><body></body></html>", "text/html", "no article"),
        (b"<div>" * 200_000, "text/html", "nests"),
    ],
)
def test_unreadable(data: bytes, media: str, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read(page(data, media))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "Der Präsident sagte „nein“ und ging in das Café, wo er später noch einmal über Österreich sprach.\n" * 4
    document = read(page(text.encode(encoding)))
    assert "Präsident" in document.text
    assert "Österreich" in document.text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_byte_order_mark_hides_no_header(encoding: str) -> None:
    document = read(page(ARTICLE.encode(encoding)))
    assert document.text == ARTICLE
    assert (document.outlet, document.published.date) == ("BBC", dt.date(1990, 8, 3))


def html(head: str = "", byline: str = "", told: str = "") -> bytes:
    """A web page; days in its prose and footer are those of other things."""
    return f"""<html><head><title>Talks go on</title>{head}</head><body><article><h1>Talks go on</h1>{byline}
    <p>The ministry said in Geneva that the talks would go on for several weeks, and that nobody had left so far. {told}</p>
    </article><footer>Copyright 2011-2019. Page changed 3 May 2018. <time datetime="2018-05-03">3 May</time></footer></body></html>""".encode()


MAY = dt.date(2024, 5, 6)
DATED: dict[str, tuple[dict[str, str], dt.date | None]] = {
    "nothing": ({}, None),
    "a day in prose": ({"told": "It was signed on 2015-07-14 in Vienna."}, None),
    "a time in prose": ({"told": "It was signed on 2015-07-14T10:00:00Z in Vienna."}, None),
    "a time marked in prose": (
        {"byline": '<time datetime="2024-05-06">6 May</time>', "told": '<time datetime="2015-07-14">then</time>'}, MAY,
    ),
    "an update before": (
        {"byline": '<time class="updated" datetime="2024-05-09">x</time> <time datetime="2024-05-06">y</time>'}, MAY,
    ),
    "a description": ({"head": f'<meta name="description" content="What came of 2015-07-14T10:00:00Z {"in Vienna " * 5}">'}, None),
    "a copyright": ({"head": '<meta itemprop="copyrightYear" content="2019">'}, None),
    "a meta tag": ({"head": '<meta name="date" content="Mon, 06 May 2024 10:00:00 GMT">'}, MAY),
    "both days": (
        {"head": "".join(f'<meta property="article:{k}_time" content="2024-05-{d}T10:00:00Z">' for k, d in (("modified", "09"), ("published", "06")))},
        MAY,
    ),
    "JSON": ({"head": '<script type="application/ld+json">{"datePublished": "2024-05-06T10:00:00Z"}</script>'}, MAY),
    "an address": ({"head": '<link rel="canonical" href="https://example.test/2024/05/06/talks">'}, MAY),
    "an item": ({"byline": '<span itemprop="datePublished" content="2024-05-06">Monday</span>'}, MAY),
    "attributes that no tag has": ({"head": '<meta @name"="1" content="a">2015-07-14<meta name="date" content="2024-05-06">'}, MAY),
}  # fmt: skip


@pytest.mark.parametrize("case", DATED)
def test_a_page_is_dated_by_what_it_says_of_itself(case: str) -> None:
    parts, day = DATED[case]
    assert read(page(html(**parts), "text/html")).published.date == day


@pytest.mark.parametrize(
    ("site", "address", "outlet"),
    [
        ("", "https://www.reuters.com/world/talks", "Reuters"),
        ("U.K.", "https://uk.reuters.com/world/talks", "Reuters"),
        ("AP News", "", "Associated Press"),
        ("AP NEWS", "https://apnews.com/article/talks", "Associated Press"),
        ("The Economic Times", "https://economictimes.indiatimes.com/talks", "The Economic Times"),
        ("The Morning Ledger", "https://ledger.test/talks", "The Morning Ledger"),
        ("", "https://www.ledger.com/talks", "ledger.com"),
        ("", "https://[ledger/talks", None),
        ("", "", None),
    ],
)
def test_a_pages_outlet_is_called_as_it_is_recorded(site: str, address: str, outlet: str | None) -> None:
    head = f'<meta property="og:site_name" content="{site}">' if site else ""
    head += f'<link rel="canonical" href="{address}">' if address else ""
    assert read(page(html(head), "text/html")).outlet == outlet


def test_an_outlets_handle_is_its_name() -> None:
    document = read(page(html('<meta name="twitter:site" content="@nytimes">'), "text/html"))
    assert document.outlet == "The New York Times"


def test_a_long_tag_is_counted_in_time() -> None:
    began = time.process_time()
    with pytest.raises(UnreadableError):
        read(page(b"<" + b"a" * 200_000, "text/html"))
    assert time.process_time() - began < 5


@settings(deadline=None)  # the first page that is read loads vocabulary
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(page(data))
    except UnreadableError:
        return
    assert all(0 <= b.start < b.end <= len(document.text) for b in document.boilerplate)
    assert document.title_span is None or document.title_span.of(document.text) == document.title
