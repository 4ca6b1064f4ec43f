"""Whether the record still says what its texts say: every span re-read, every text re-hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from communique.codebook import load
from communique.model import Coding, Span
from communique.record.store import Record
from communique.record.tables import in_batches

_AT_ONCE = 16
"""Documents whose words are read at once."""
_Words = Mapping[tuple[str, str, str, str], str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that does not hold: the document's name, what kind of thing, its id, and what is wrong."""

    doc: str
    what: str
    id: str
    reason: str


def verify(record: Record) -> Iterator[Problem]:
    """Every problem in a record, document by document."""
    for some in in_batches(record.codings(), _AT_ONCE):
        words = record.shown([c.document.id for c in some])
        for coding in some:
            yield from _document(coding)
            yield from _words(coding, words)


def _document(coding: Coding) -> Iterator[Problem]:
    document = coding.document
    if hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest() != document.text_sha256:
        yield Problem(
            document.name, "text", document.id, "the stored text no longer has the hash that it was stored with"
        )
    spans = [("boilerplate", str(k), s) for k, s in enumerate(document.boilerplate)]
    spans += [("title", document.id, s) for s in (document.title_span,) if s is not None]
    spans += [("mention", str(k), s) for k, m in enumerate(coding.mentions) for s in (m.span, m.head)]
    spans += [
        ("statement", s.id, p)
        for s in coding.statements
        for p in (s.cue, *s.content, *((s.source_text,) if s.source_text else ()))
    ]
    spans += [("event", e.id, p) for e in coding.events for p in (e.evidence, e.trigger)]
    spans += [
        ("omission", str(k), s) for k, o in enumerate(coding.omissions) for s in (o.evidence, o.what) if s is not None
    ]
    spans += [("code", c.id, c.evidence) for c in coding.codes]
    for what, key, span in spans:
        if not 0 <= span.start < span.end <= len(document.text):
            yield Problem(document.name, what, key, f"its span {span.start}-{span.end} lies outside the text")
    types = load("types")
    for e in coding.events:
        if e.type not in types:
            yield Problem(document.name, "event", e.id, f"{e.type} is no PLOVER type")
        if e.date is not None and e.date.earliest and e.date.latest and e.date.earliest > e.date.latest:
            yield Problem(document.name, "event", e.id, "its date ends before it begins")


def _words(coding: Coding, words: _Words) -> Iterator[Problem]:
    document = coding.document
    if document.title_span is not None and document.title != document.title_span.of(document.text):
        yield Problem(document.name, "title", document.id, "it is not what stands in the text")
    shown: list[tuple[str, str, str, tuple[Span, ...]]] = []
    for s in coding.statements:
        shown += [("statement", s.id, "cue_text", (s.cue,)), ("statement", s.id, "content_text", s.content)]
    for e in coding.events:
        shown += [("event", e.id, "evidence_text", (e.evidence,)), ("event", e.id, "trigger_text", (e.trigger,))]
    shown += [("code", c.id, "evidence_text", (c.evidence,)) for c in coding.codes]
    for what, key, column, spans in shown:
        if words.get((document.id, f"{what}s", key, column)) != " … ".join(p.of(document.text) for p in spans):
            yield Problem(
                document.name, what, key, f"its {column.removesuffix('_text')} is not what stands in the text"
            )
