"""Pages become documents, or say why not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
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


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read(page(data))
    except UnreadableError:
        return
    assert all(0 <= b.start < b.end <= len(document.text) for b in document.boilerplate)
    assert document.title_span is None or document.title_span.of(document.text) == document.title
