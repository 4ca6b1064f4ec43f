"""Full-text search over documents, statements and events, with what was found counted by facet."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.model import Span
from communique.record.search import Hit, Results
from communique.web.marks import Mark, Piece, marked
from communique.web.pages import download, page, session

KINDS = ("documents", "statements", "events")
_FILTERS = ("actor", "outlet", "type", "status", "since", "until")
_ON_A_PAGE = 20
_DOWNLOADED = 10_000
"""Hits that a download has at most."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for; empty strings are filters that are not set."""

    query: str
    kind: str
    filters: Mapping[str, str]
    number: int

    @classmethod
    def of(cls, request: Request) -> Asked:
        """What a request asks for.

        Raises:
            HTTPException: the page's number is none.
        """
        given = request.query_params
        number = given.get("page", "1")
        if not number.isdecimal() or not 1 <= int(number) <= 10_000:
            raise HTTPException(400, f"There is no page {number!r} of results.")
        return cls(
            given.get("q", "").strip(),
            given.get("kind", KINDS[0]),
            {f: given.get(f, "").strip() for f in _FILTERS},
            int(number),
        )

    @property
    def set(self) -> dict[str, str]:
        """The filters that are set."""
        return {k: v for k, v in self.filters.items() if v}

    def address(self, **changes: str) -> str:
        """The address of this search with some of its values changed; an empty value takes one out."""
        kept = {"q": self.query, "kind": self.kind, **self.filters} | changes
        return "/search?" + urlencode({k: v for k, v in kept.items() if v and (k, v) != ("kind", KINDS[0])})


def search(request: Request) -> Response:
    """The page; ``?format=`` gives what was found as a file."""
    asked = Asked.of(request)
    if not asked.query:
        return page(request, "search.html", asked=asked, results=None, fault=None, kinds=KINDS)
    whole = "format" in request.query_params
    limit, offset = (_DOWNLOADED, 0) if whole else (_ON_A_PAGE, _ON_A_PAGE * (asked.number - 1))
    with session(request) as record:
        try:
            results = record.search(asked.query, asked.kind, **asked.set, limit=limit, offset=offset)  # type: ignore[arg-type]
        except ValueError as error:
            return page(request, "search.html", status=400, asked=asked, results=None, fault=str(error), kinds=KINDS)
    if whole:
        return download(request, "search", results.relation())
    return page(
        request, "search.html", asked=asked, results=results, fault=None, kinds=KINDS,
        hits=[(h, _title(h), list(_snippets(h))) for h in results.hits], narrowed=narrowed, pages=-(-results.total // _ON_A_PAGE),
        facets=[(name, counts) for name in _shown(asked, results) if (counts := results.facets[name])],
    )  # fmt: skip


def _shown(asked: Asked, results: Results) -> list[str]:
    """The facets by which a search can be narrowed further."""
    return [n for n in results.facets if not asked.filters.get(n) and len(results.facets[n]) > 1]


def narrowed(facet: str, value: str) -> dict[str, str]:
    """The filters that narrow a search to one value of a facet; a year or month is its first and last day."""
    if facet != "date":
        return {facet: value}
    year, _, month = value.partition("-")
    last = monthrange(int(year), int(month))[1] if month else 31
    return {"since": f"{year}-{month or '01'}-01", "until": f"{year}-{month or '12'}-{last}"}


def _title(hit: Hit) -> tuple[Piece, ...]:
    """A document's headline with the hits in it marked."""
    return _line(hit.title, hit.title_hits) if hit.title else _line(hit.document, ())


def _snippets(hit: Hit) -> Iterator[tuple[Span, tuple[Piece, ...]]]:
    """What is shown of a hit's text, each part with its place and its words marked."""
    for snippet in hit.snippets:
        start = snippet.span.start
        yield snippet.span, _line(snippet.text, [Span(s.start - start, s.end - start) for s in snippet.hits])


def _line(text: str, hits: Iterable[Span]) -> tuple[Piece, ...]:
    """A text on one line, with the hits in it marked."""
    return tuple(piece for p in marked(re.sub(r"\s", " ", text), (Mark(s, "hit") for s in hits)) for piece in p.pieces)


routes = (Route("/search", search, name="search"),)
