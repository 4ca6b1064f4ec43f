"""From a page as found to a document: its text, title, outlet, credits, publication date and boilerplate."""

from __future__ import annotations

import hashlib
import re
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import charset_normalizer
import trafilatura
from lxml import etree, html
from trafilatura.settings import use_config

from communique.boilerplate import find_boilerplate
from communique.model import Document, Page, Publication, Span
from communique.publication import find_credits, find_outlet, find_publication, recorded_outlet

MAX_CHARACTERS = 2_000_000
MAX_BYTES = 4 * MAX_CHARACTERS
MAX_LINE = 500_000
MAX_DEPTH = 2_000


class UnreadableError(ValueError):
    """A page holds no text that can be coded; ``name`` is the page's, ``reason`` says what is wrong and what to do."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _Body:
    """An article's text and what its page says about it."""

    text: str
    encoding: str
    title: str | None = None
    outlet: str | None = None
    date: str | None = None


def read(page: Page) -> Document:
    """Make a document of a page.

    Raises:
        UnreadableError: it is empty, binary, too large, of no known encoding, or holds no article.
    """
    body = _html(page) if page.media == "text/html" else _plain(page)
    text = body.text
    _check(page.name, text)
    boilerplate = find_boilerplate(text)
    title_span = find_title(text, boilerplate)
    outlet = body.outlet or find_outlet(text)
    sha256 = hashlib.sha256(page.data).hexdigest()
    published = find_publication(text, boilerplate, body.date)
    return Document(
        id="d" + hashlib.sha256(f"{page.name}\0{sha256}".encode()).hexdigest()[:16],
        name=page.name,
        text=text,
        sha256=sha256,
        text_sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        encoding=body.encoding,
        title=title_span.of(text) if title_span else body.title,
        title_span=title_span,
        outlet=outlet,
        credits=find_credits(text, outlet),
        published=published if isinstance(published, Publication) else Publication(),
        boilerplate=boilerplate,
    )


def check_size(name: str, size: int) -> None:
    """Refuse a page of more bytes than any article has; what yields pages asks before it reads one.

    Raises:
        UnreadableError: it is too large.
    """
    if size > MAX_BYTES:
        raise UnreadableError(name, f"is {size:,} bytes, which no article is; split it into one file per article")


def _check(name: str, text: str) -> None:
    if not text.strip():
        raise UnreadableError(name, "holds no text; remove it or save the article again")
    if len(text) > MAX_CHARACTERS:
        raise UnreadableError(
            name, f"is {len(text):,} characters long, over {MAX_CHARACTERS:,}; split it into one file per article"
        )
    if max(map(len, text.split("\n"))) > MAX_LINE:
        raise UnreadableError(
            name, f"has a line of over {MAX_LINE:,} characters, which no article has; check what the file is"
        )


def _plain(page: Page) -> _Body:
    text, encoding = _decode(page)
    return _Body(text, encoding)


def _decode(page: Page) -> tuple[str, str]:
    """The page's text and its encoding: UTF-8 if it is that, else the likeliest one."""
    data = page.data
    check_size(page.name, len(data))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16"), "utf-16"
        except UnicodeDecodeError as error:
            raise UnreadableError(
                page.name, f"begins like UTF-16 but is not ({error.reason}); save it as UTF-8"
            ) from error
    if b"\0" in data:
        raise UnreadableError(page.name, "is not text (it holds zero bytes); save the article as plain text or HTML")
    try:
        return data.decode("utf-8-sig"), "utf-8"  # a byte order mark is no part of the text
    except UnicodeDecodeError:
        guess = charset_normalizer.from_bytes(data).best()
    if guess is None:
        raise UnreadableError(page.name, "is in no encoding that can be told; save it as UTF-8")
    return str(guess), guess.encoding


# trafilatura builds its settings from a file; ours differ in one: no minimum, so that a short article is one.
def _settings() -> object:
    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "1")
    config.set("DEFAULT", "MIN_OUTPUT_SIZE", "1")
    return config


_FEWEST = 20
"""Words below which what is found in a page is an article only if it holds a sentence."""
_SENTENCE = re.compile(r"\w \w[^.!?]*[.!?](?:\s|[\"'”’)]|$)")


def _html(page: Page) -> _Body:
    source, encoding = _decode(page)
    if _depth(source) > MAX_DEPTH:
        raise UnreadableError(
            page.name, f"nests over {MAX_DEPTH:,} tags in each other, which no article does; check what the file is"
        )
    tree = trafilatura.load_html(source)
    if tree is None:
        raise UnreadableError(page.name, "is not HTML that can be read; save the page again or save its text as .txt")
    text = trafilatura.extract(
        tree, favor_precision=True, include_comments=False, include_tables=False, config=_settings()
    )
    if not text or len(text.split()) < _FEWEST and not _SENTENCE.search(text):
        raise UnreadableError(page.name, "holds no article that can be told from its menus; save its text as .txt")
    tree = trafilatura.load_html(source)  # again: what extracts the text takes its tree apart
    dated = trafilatura.extract_metadata(_dating(tree), date_config=_DATES)
    about = trafilatura.extract_metadata(tree, date_config=_DATES)
    title = about.title
    if title and not text.startswith(title):
        text = f"{title}\n\n{text}"
    return _Body(text, encoding, title, recorded_outlet(about.sitename, _host(about.url)), dated.date)


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url).hostname if url else None
    except ValueError:
        return None


_DATES = {"extensive_search": False, "original_date": True}
"""trafilatura's settings for dates: when a page was published, not when it was changed, and no day out of its prose."""
_TOLD = etree.XPath(
    "//meta[string-length(@content) < 50 and not(contains(@itemprop, 'opyright'))]"
    " | //script[@type='application/ld+json'] | //link[@rel='canonical']"
)
_PUBLISHED = etree.XPath("//*[contains(@itemprop, 'datePublished') or @pubdate]")
_ARTICLE = etree.XPath("(//article | //main)[1]")
_TIMES = etree.XPath(
    ".//time[not(contains(@itemprop, 'odified') or contains(@class, 'update') or contains(@class, 'modified'))]"
)


def _dating(tree: Any) -> Any:
    """Of a page, what tells when it was published: short meta tags, data for machines, its address, and one marked time.

    In a whole page days are found in prose and footers too, which are those of other things.
    """
    page = html.Element("html")
    head, body = etree.SubElement(page, "head"), etree.SubElement(page, "body")
    head.extend(map(deepcopy, _TOLD(tree)))
    (article,) = _ARTICLE(tree) or [tree]
    for mark in (_PUBLISHED(tree) or _TIMES(article))[:1]:
        words = mark.get("datetime") or mark.get("content") or mark.text_content()
        etree.SubElement(body, "time", datetime="".join(filter(str.isprintable, words)).strip())
    for told in head:
        told.tail = None  # what follows it in the page comes along with it
    return page


_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*+)[^<>]*+>")
_EMPTY = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "td",
        "tr",
        "th",
        "option",
        "dt",
        "dd",
    ]
)


def _depth(source: str) -> int:
    """How deep tags lie in each other, counted in one pass, before any parser recurses into them."""
    depth = deepest = 0
    for match in _TAG.finditer(source):
        closes, name = match.groups()
        if match[0].endswith("/>") or name.lower() in _EMPTY:
            continue
        depth = max(0, depth - 1) if closes else depth + 1
        deepest = max(deepest, depth)
    return deepest


_ENDS_SENTENCE = re.compile(r"[.!?…]['\"”’)]*$")


def find_title(text: str, boilerplate: tuple[Span, ...]) -> Span | None:
    """The headline: a first line that is short, does not end like a sentence, and has text after it."""
    start = 0
    for line in text.splitlines(keepends=True):
        span = Span(start, start + len(line.rstrip()))
        start += len(line)
        if not line.strip() or any(b.overlaps(span) for b in boilerplate):
            continue
        lead = len(line) - len(line.lstrip())
        words = line.split()
        follows = bool(text[start:].strip())
        if (
            len(words) <= 25
            and len(line) < 180
            and follows
            and (not _ENDS_SENTENCE.search(line.strip()) or len(words) <= 14)
        ):
            return Span(span.start + lead, span.end)
        return None
    return None
