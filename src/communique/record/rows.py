"""Between the model's dataclasses and the record's rows, both ways and without loss."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from communique.codebook import load
from communique.model import (
    Actor,
    Amount,
    Anchor,
    Code,
    Coding,
    Document,
    Episode,
    Event,
    Interval,
    Judgement,
    Location,
    Mention,
    Omission,
    Publication,
    Span,
    Statement,
)

Row = dict[str, Any]


def span_row(span: Span | None) -> dict[str, int] | None:
    """A span as a struct."""
    return None if span is None else {"start": span.start, "end": span.end}


def span_of(value: Mapping[str, int] | None) -> Span | None:
    """A struct as a span."""
    return None if value is None else Span(value["start"], value["end"])


def _sure(value: Mapping[str, int]) -> Span:
    return Span(value["start"], value["end"])


def content_id(prefix: str, *parts: object) -> str:
    """An id that hashes what it names, long enough for hundreds of millions."""
    return prefix + hashlib.sha256("\0".join(map(str, parts)).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def document_row(document: Document, path: str, coder_version: str) -> Row:
    """A document's row."""
    published = document.published
    return {
        "id": document.id, "name": document.name, "path": path, "text": document.text, "sha256": document.sha256,
        "text_sha256": document.text_sha256, "encoding": document.encoding, "title": document.title,
        "title_span": span_row(document.title_span), "outlet": document.outlet, "credits": list(document.credits),
        "published_date": published.date, "published_earliest": published.earliest, "published_latest": published.latest,
        "published_basis": published.basis, "boilerplate": [span_row(s) for s in document.boilerplate], "coder_version": coder_version,
    }  # fmt: skip


def coding_rows(coding: Coding) -> dict[str, list[Row]]:
    """A coding's rows by table, but for the document's own."""
    doc, text = coding.document.id, coding.document.text
    quads = load("types")
    return {
        "actors": [
            {"document": doc, "position": k, "id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "sector": a.sector, "aliases": list(a.aliases)}
            for k, a in enumerate(coding.actors)
        ],
        "mentions": [
            {"document": doc, "position": k, "span": span_row(m.span), "head": span_row(m.head), "actors": list(m.actors), "form": m.form}
            for k, m in enumerate(coding.mentions)
        ],
        "statements": [
            {
                "id": content_id("s", doc, s.id, s.cue, s.content), "document": doc, "local_id": s.id, "position": k, "source": list(s.source),
                "source_text": span_row(s.source_text), "cue": span_row(s.cue), "cue_text": s.cue.of(text),
                "content": [span_row(c) for c in s.content], "content_text": " … ".join(c.of(text) for c in s.content), "kind": s.kind,
                "addressee": list(s.addressee), "via": list(s.via), "confidence": s.confidence, "trace": list(s.trace), "meaning": s.meaning,
            }
            for k, s in enumerate(coding.statements)
        ],
        "events": [
            {
                "id": content_id("e", doc, e.id, e.type, e.evidence, e.trigger), "document": doc, "local_id": e.id, "position": k, "type": e.type,
                "mode": e.mode, "quad": quads[e.type]["quad"], "contexts": list(e.contexts), "actor": list(e.actor), "recipient": list(e.recipient),
                "status": e.status, "dated": e.date is not None, "date_earliest": e.date.earliest if e.date else None,
                "date_latest": e.date.latest if e.date else None, "place": e.place,
                "place_state": e.location.state if e.location else None, "latitude": e.location.latitude if e.location else None,
                "longitude": e.location.longitude if e.location else None, "amount_value": e.amount.value if e.amount else None,
                "amount_unit": e.amount.unit if e.amount else None, "amount_of": e.amount.of if e.amount else None, "claimed_by": list(e.claimed_by),
                "hedged": e.hedged, "evidence": span_row(e.evidence), "evidence_text": e.evidence.of(text), "trigger_span": span_row(e.trigger),
                "trigger_text": e.trigger.of(text), "confidence": e.confidence, "trace": list(e.trace), "meaning": e.meaning,
            }
            for k, e in enumerate(coding.events)
        ],
        "omissions": [
            {"document": doc, "position": k, "by": list(o.by), "what": span_row(o.what), "evidence": span_row(o.evidence)}
            for k, o in enumerate(coding.omissions)
        ],
        "codes": [
            {
                "document": doc, "position": k, "local_id": c.id, "scheme": c.scheme, "name": c.name, "actor": list(c.actor),
                "recipient": list(c.recipient), "evidence": span_row(c.evidence), "evidence_text": c.evidence.of(text), "event": c.event,
                "confidence": c.confidence, "trace": list(c.trace),
            }
            for k, c in enumerate(coding.codes)
        ],
    }  # fmt: skip


def episode_row(episode: Episode) -> Row:
    """The row of an episode."""
    date = episode.date
    return {
        "id": episode.id, "label": episode.label, "type": episode.type, "actor": list(episode.actor), "recipient": list(episode.recipient),
        "dated": date is not None, "date_earliest": date.earliest if date else None, "date_latest": date.latest if date else None, "place": episode.place,
        "status": episode.status, "documents": len({d for d, _ in episode.mentions}),
    }  # fmt: skip


def document_of(row: Row) -> Document:
    """The document of a row."""
    return Document(
        id=row["id"], name=row["name"], text=row["text"], sha256=row["sha256"], text_sha256=row["text_sha256"], encoding=row["encoding"],
        title=row["title"], title_span=span_of(row["title_span"]), outlet=row["outlet"], credits=tuple(row["credits"]),
        published=Publication(row["published_date"], row["published_earliest"], row["published_latest"], row["published_basis"]),
        boilerplate=tuple(_sure(s) for s in row["boilerplate"]),
    )  # fmt: skip


def actor_of(row: Row) -> Actor:
    """The actor of a row."""
    return Actor(row["id"], row["name"], row["kind"], row["country"], row["sector"], tuple(row["aliases"]))


def mention_of(row: Row) -> Mention:
    """The mention of a row."""
    return Mention(_sure(row["span"]), _sure(row["head"]), tuple(row["actors"]), row["form"])


def statement_of(row: Row) -> Statement:
    """The statement of a row."""
    return Statement(
        row["local_id"], tuple(row["source"]), span_of(row["source_text"]), _sure(row["cue"]), tuple(_sure(s) for s in row["content"]),
        row["kind"], tuple(row["addressee"]), tuple(row["via"]), row["confidence"], tuple(row["trace"]), row["meaning"] or b"",
    )  # fmt: skip


def event_of(row: Row) -> Event:
    """The event of a row."""
    amount = Amount(row["amount_value"], row["amount_unit"], row["amount_of"]) if row["amount_of"] is not None else None
    known = row["place_state"] is not None or row["latitude"] is not None
    location = Location(row["place_state"], row["latitude"], row["longitude"]) if known else None
    return Event(
        id=row["local_id"], type=row["type"], mode=row["mode"], actor=tuple(row["actor"]), recipient=tuple(row["recipient"]), status=row["status"],
        date=interval_of(row), evidence=_sure(row["evidence"]), trigger=_sure(row["trigger_span"]), contexts=tuple(row["contexts"]),
        place=row["place"], location=location, amount=amount, claimed_by=tuple(row["claimed_by"]), hedged=row["hedged"], confidence=row["confidence"],
        trace=tuple(row["trace"]), meaning=row["meaning"] or b"",
    )  # fmt: skip


def interval_of(row: Row) -> Interval | None:
    """The date of an event's or episode's row."""
    return Interval(row["date_earliest"], row["date_latest"]) if row["dated"] else None


def omission_of(row: Row) -> Omission:
    """The omission of a row."""
    return Omission(tuple(row["by"]), span_of(row["what"]), _sure(row["evidence"]))


def code_of(row: Row) -> Code:
    """The code of a row."""
    return Code(
        row["local_id"], row["scheme"], row["name"], tuple(row["actor"]), tuple(row["recipient"]), _sure(row["evidence"]),
        row["confidence"], row["event"], tuple(row["trace"]),
    )  # fmt: skip


def judgement_row(judgement: Judgement) -> Row:
    """The row of a judgement."""
    one, other = judgement.one, judgement.other
    return {
        # Few are made by hand: shorter ids do for them, and are those of records that hold some.
        "id": content_id("j", judgement)[:13], "verdict": judgement.verdict, "kind": one.kind, "document": one.document, "text_sha256": one.text_sha256,
        "words": span_row(one.words), "shown": span_row(one.shown), "other_document": other.document if other else None,
        "other_text_sha256": other.text_sha256 if other else None, "other_words": span_row(other.words) if other else None,
        "other_shown": span_row(other.shown) if other else None, "author": judgement.author, "time": judgement.time, "note": judgement.note,
    }  # fmt: skip


def judgement_of(row: Row) -> Judgement:
    """The judgement of a row; one that an earlier version took in from nobody is by an author without a name."""
    kind = row["kind"]
    one = Anchor(kind, row["document"], row["text_sha256"], _sure(row["words"]), _sure(row["shown"]))
    other = None
    if row["other_document"] is not None:
        sha256 = row["other_text_sha256"]
        other = Anchor(kind, row["other_document"], sha256, _sure(row["other_words"]), _sure(row["other_shown"]))
    return Judgement(row["verdict"], one, other, row["author"] or "", row["time"], row["note"] or "")
