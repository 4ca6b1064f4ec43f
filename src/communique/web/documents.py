"""One document: its text with everything that was read out of it, marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.accounts import Desk
from communique.accounts.origins import document_origins
from communique.model import Coding, Episode, Event, Span, Statement
from communique.web.marks import Mark, Paragraph, marked
from communique.web.pages import missing, page, session

_SPAN = re.compile(r"(\d+)-(\d+)")


def document(request: Request) -> Response:
    """The page; ``?span=120-180`` marks these characters of the text, so that any words can be linked to."""
    key = request.path_params["document"]
    with session(request) as record:
        coding = record.coding(key)
        if coding is None:
            raise missing(f"The record holds no document {key!r}.")
        desk = Desk.of(record, [coding.document.name])
    asked = _asked(request.query_params.get("span", ""), coding.document.text)
    paragraphs = marked(coding.document.text, _marks(coding, asked))
    return page(
        request, "document.html", coding=coding, document=coding.document, desk=desk, asked=asked,
        rows=[(p, _notes(coding, p)) for p in paragraphs], episodes=_episodes(desk, coding.document.name),
        origin=document_origins(desk)[coding.document.name],
        story=next((s for s in desk.stories if coding.document.name in s.documents), None),
    )  # fmt: skip


def _asked(written: str, text: str) -> Span | None:
    """The characters that an address asks for; None where it asks for none that the text has."""
    found = _SPAN.fullmatch(written)
    if found is None:
        return None
    span = Span(int(found[1]), int(found[2]))
    return span if span.start < span.end <= len(text) else None


def _marks(coding: Coding, asked: Span | None) -> Iterator[Mark]:
    document = coding.document
    yield from (Mark(s, "boilerplate") for s in document.boilerplate)
    if document.title_span is not None:
        yield Mark(document.title_span, "headline")
    for s in coding.statements:
        if s.source_text is not None:
            yield Mark(s.source_text, "source", s.id)
        yield Mark(s.cue, "cue", s.id, f"#{s.id}")
        yield from (Mark(c, "content", s.id) for c in s.content)
    for e in coding.events:
        yield Mark(e.evidence, "evidence", e.id)
        yield Mark(e.trigger, "trigger", e.id, f"#{e.id}")
    for o in coding.omissions:
        yield Mark(o.evidence, "silence")
    if asked is not None:
        yield Mark(asked, "asked")


def _notes(coding: Coding, paragraph: Paragraph) -> list[Event | Statement]:
    """What stands in the margin of a paragraph: the statements that are attributed and the acts that are named in it."""
    inside: list[tuple[Span, Event | Statement]] = [
        *((s.cue, s) for s in coding.statements), *((e.trigger, e) for e in coding.events)
    ]  # fmt: skip
    here = [(span, i.id, i) for span, i in inside if paragraph.span.start <= span.start < paragraph.span.end]
    return [i for _, _, i in sorted(here, key=lambda h: h[:2])]


def _episodes(desk: Desk, name: str) -> dict[str, Episode]:
    """The episode of each event of a document, by the event's id."""
    return {event: e for e in desk.episodes for doc, event in e.mentions if doc == name}


routes = (Route("/document/{document:path}", document, name="document"),)
