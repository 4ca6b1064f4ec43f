"""One episode: its accounts side by side, with what each has and what each leaves out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Any

import pyarrow as pa
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from communique.accounts import Cell, Comparison, Desk, Layout, Row, Teller, lay_out, summarize
from communique.accounts.wording import terms
from communique.brief import STATUSES, leading_mention, sentence
from communique.model import Document, Episode, Span
from communique.record import Record, Relation
from communique.web.asking import again, number
from communique.web.judging import WORDING, Form, author_of, judged, mentions_of
from communique.web.pages import day, download, link, missing, page, session

COLUMNS = 12
"""Accounts that a page lays side by side at most; a download has all."""
STORY = 40
"""Documents of the story that a page lists at most."""
SHOWN = {"all": "All", "differs": "Differs", "omitted": "Left out"}
"""Which facts the table shows, by the value of ``?show=``."""
_CHOICES: Mapping[str, Callable[[Row], bool]] = {
    "all": lambda row: True,
    "differs": lambda row: row.differs,
    "omitted": lambda row: (
        row.part != "attribute" and any(c.state in ("omitted", "noted as missing") for c in row.cells)
    ),
}
_PARTS = {
    "attribute": "The event itself",
    "within it": "Within it",
    "claim": "What was said",
    "silence": "Pointed out as missing",
    "wording": "Loaded words",
    "beside it": "Beside it",
}
_FACTS = {
    "in its words": "In its words", "when": "When", "where": "Where", "how much": "How much",
    "status": "Whether it happened", "according to": "According to", "whether it happened": "Whether it happened",
}  # fmt: skip
_TIES = {
    ("contains", True): "It contains", ("contains", False): "It is part of",
    ("produces", True): "It produced", ("produces", False): "It came out of",
    ("contradicts", True): "Told otherwise", ("contradicts", False): "Told otherwise",
}  # fmt: skip
_STATUS = {
    "actual": "happened", "future": "still to come", "hypothetical": "possible", "negated": "did not happen",
    "denied": "denied",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Fact:
    """A row as the page has it: its number, what it is about, and the episode's type and address where it is of one."""

    number: int
    row: Row
    about: str
    type: str | None = None
    href: str | None = None

    @property
    def first(self) -> Cell:
        """The first cell that has words."""
        return next(c for c in self.row.cells if c.state != "omitted")


def episode(request: Request) -> Response:
    """The page; ``?show=`` narrows the table, ``?page=`` lays out others of very many accounts, ``?format=`` gives all rows."""
    key = request.path_params["episode"]
    at = number(request, "page", 1)
    show = request.query_params.get("show", "all")
    if show not in SHOWN:
        raise HTTPException(400, f"There is no {show!r} to show; say {', '.join(SHOWN)}.")
    with session(request) as record:
        found = next(iter(record.episodes_by_id([key])), None)
        if found is None:
            return _moved(request, record, key)
        if "format" in request.query_params:
            everything = lay_out(found, record, most=len(found.mentions))
            return download(request, key, _table(everything))
        laid = lay_out(found, record, most=COLUMNS, after=COLUMNS * (at - 1))
        pages = -(-laid.accounts // COLUMNS)
        if at > max(pages, 1):
            raise missing(f"Its {laid.accounts} accounts fill {pages} pages; there is no page {at}.")
        if not laid.comparison.accounts:
            raise missing(
                "Its documents have been coded anew since it was found; run `communique code` on them to the end."
            )
        context = _context(laid, record) | {"story": _story(record, laid), "form": _form(request, laid)}
    return page(
        request, "episode.html", **context, show=show, shown=SHOWN, **_narrowed(context["facts"], show), number=at, pages=pages,
        before=COLUMNS * (at - 1), here=partial(again, request),
    )  # fmt: skip


def _narrowed(facts: Sequence[Fact], show: str) -> dict[str, Any]:
    """The table's parts with the facts that are to be shown, and how many each choice shows."""
    kept = {name: [f for f in facts if is_shown(f.row)] for name, is_shown in _CHOICES.items()}
    parts = [(_PARTS[p], p, [f for f in kept[show] if f.row.part == p]) for p in _PARTS]
    return {"table": [p for p in parts if p[2]], "counts": {name: len(k) for name, k in kept.items()}}


def _form(request: Request, laid: Layout) -> Form | None:
    """The form for judging a mention of the episode; None where the record takes no judgements."""
    record: Record = request.app.state.record
    if not record.writable:
        return None
    mentions = mentions_of(laid.comparison.episode, laid.desk)
    first, last = mentions[0].key, mentions[-1].key
    return Form("event", mentions, last, first, author=author_of(request), episode=laid.comparison.episode.id)


def _moved(request: Request, record: Record, key: str) -> Response:
    """Where an episode is that is no more under the id, which hashes its mentions."""
    document, _, event = request.query_params.get("mention", "").rpartition(":")
    now = record.episode_of(document, event) if document else None
    if now is not None:
        return RedirectResponse(f"{link('episode', now.id)}?{request.url.query}", 303)
    if document and record.coding(document) is not None:
        return RedirectResponse(f"{link('document', document)}?{request.url.query}#{event}", 303)
    alike = record.episodes_like(key)
    if len(alike) == 1:
        return RedirectResponse(link("episode", alike[0].id), 303)
    raise missing(f"The record holds no episode {key!r}. Judgements and new documents give an episode another id.")


def _context(laid: Layout, record: Record) -> dict[str, Any]:
    """What the template is given of a layout."""
    comparison, desk = laid.comparison, laid.desk
    name, event = leading_mention(comparison.episode, desk)
    facts = list(_facts(comparison, desk))
    by_row = {id(f.row): f for f in facts}
    summary = summarize(comparison)

    def of(rows: Sequence[Row]) -> list[Fact]:
        return [by_row[id(r)] for r in rows]

    return {
        "episode": comparison.episode,
        "laid": laid,
        "lead": sentence(desk, name, event, comparison.episode.date),
        "outcome": STATUSES.get(event.status),
        "origins": [list(g) for _, g in groupby(comparison.accounts, key=_origin)],
        "begins": _begins(comparison.accounts),
        "facts": facts,
        "agreed": of(summary.agreed),
        "differing": of([*summary.differing, *summary.wordings]),
        "single": [(n, of(rows)) for n, rows in summary.single.items()],
        "gaps": [(g, of(g.left_out)) for g in summary.gaps],
        "noted": of(summary.noted),
        "pieces": _Words(comparison).pieces,
        "value": _value,
        "named": _named,
        "head_of": {t.document: t.outlet or t.document for t in comparison.accounts},
        "ties": _ties(comparison.episode, record),
        "judgements": judged(record, desk, comparison.episode),
        "wording": WORDING,
    }


def _begins(tellers: Sequence[Teller]) -> frozenset[str]:
    """The accounts with which an origin's columns begin, but for the very first."""
    return frozenset(b.document for a, b in zip(tellers, tellers[1:], strict=False) if _origin(a) != _origin(b))


def _origin(teller: Teller) -> tuple[str, str]:
    """What makes two accounts' origins one."""
    return teller.origin.kind, teller.origin.name


def _facts(comparison: Comparison, desk: Desk) -> Iterator[Fact]:
    for k, row in enumerate(comparison.rows):
        other = desk.episode(row.key) if row.key is not None and row.part in ("within it", "beside it") else None
        if other is not None:
            yield Fact(k, row, _named(other), other.type, link("episode", other.id))
        elif row.part == "claim":
            yield Fact(k, row, f"{row.fact.removeprefix('said by ')} says")
        elif row.part == "wording":
            yield Fact(k, row, f"Words {row.fact.removeprefix('words ')}")
        else:
            about = _FACTS.get(row.fact, row.fact.replace("left out by what is told of: ", "left out: "))
            yield Fact(k, row, about[:1].upper() + about[1:])


def _named(episode: Episode) -> str:
    """An episode's label without its type, which is shown beside it."""
    return _dated(episode.label.removeprefix(episode.type).strip())


def _dated(text: str) -> str:
    """A text whose days are written as people write them."""
    return _DAY.sub(lambda found: day(dt.date.fromisoformat(found[0])), text)


def _value(fact: Fact, cell: Cell) -> str:
    """What a cell comes to, in a reader's words; empty where its words say it all."""
    if cell.value is None or fact.row.part == "claim":
        return ""
    if fact.type is not None:
        return _STATUS[cell.value] if cell.value not in ("actual", "negated") else ""
    return _dated(_STATUS.get(cell.value, cell.value))


class _Words:
    """Cells' words, cut at the loaded terms in which accounts differ."""

    def __init__(self, comparison: Comparison) -> None:
        self._about = {r.fact.removeprefix("words for ") for r in comparison.rows if r.part == "wording"}

    def pieces(self, words: str) -> list[tuple[str, bool]]:
        """The words in pieces, each with whether it is such a term."""
        found = terms(words, [Span(0, len(words))]) if self._about else {}
        spans = sorted(s for about, each in found.items() if about in self._about for s in each.values())
        pieces, at = [], 0
        for span in spans:
            if span.start >= at:
                pieces += [(words[at : span.start], False), (span.of(words), True)]
                at = span.end
        return [p for p in (*pieces, (words[at:], False)) if p[0]]


def _ties(episode: Episode, record: Record) -> list[tuple[str, list[Episode]]]:
    """The episodes that this one hangs together with, by how."""
    ties = record.ties([episode.id])
    held = {e.id: e for e in record.episodes_by_id({t.episode for t in ties} | {t.other for t in ties})}
    found: dict[str, list[Episode]] = {}
    for tie in ties:
        outwards = tie.episode == episode.id
        other = held.get(tie.other if outwards else tie.episode)
        if other is not None and other not in found.setdefault(_TIES[tie.kind, outwards], []):
            found[_TIES[tie.kind, outwards]].append(other)
    return sorted(found.items())


def _story(record: Record, laid: Layout) -> list[tuple[Document, bool]]:
    """Documents of the story, each with whether it tells of the episode; those that do not come last."""
    told = {document for document, _ in laid.comparison.episode.mentions}
    names = sorted({n for s in laid.desk.stories for n in s.documents}, key=lambda n: (n not in told, n))[:STORY]
    documents = {d.name: d for d in record.documents_of(names)}
    return [(documents[n], n in told) for n in names if n in documents]


def _table(laid: Layout) -> Relation:
    """The comparison's cells, a row each."""
    tellers: Mapping[str, Teller] = {t.document: t for t in laid.comparison.accounts}
    return Relation(pa.Table.from_pylist([_line(row, cell, tellers[cell.document]) for row in laid.comparison.rows for cell in row.cells], _SCHEMA))  # fmt: skip


_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("part", "fact", "key", "document", "outlet", "origin", "origin_kind", "state", "value", "words")),
        ("start", pa.int64()),
        ("end", pa.int64()),
    ]
)  # fmt: skip


def _line(row: Row, cell: Cell, teller: Teller) -> dict[str, object]:
    start, end = cell.span if cell.span is not None else (None, None)
    return {
        "part": row.part, "fact": row.fact, "key": row.key, "document": cell.document, "outlet": teller.outlet,
        "origin": teller.origin.name, "origin_kind": teller.origin.kind, "state": cell.state, "value": cell.value,
        "words": cell.words, "start": start, "end": end,
    }  # fmt: skip


routes = (Route("/episode/{episode}", episode, name="episode"),)
