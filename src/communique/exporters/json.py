"""The codebook's JSON: one file per document, and the episodes and claims that span them."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from communique.model import Code, Coding, Interval, Location, Span
from communique.record import Record

Row = dict[str, Any]
_TAKEN = ("episodes", "claims")
"""Files that are no document's."""


def coding_json(coding: Coding) -> Row:
    """A coding in exactly the codebook's form."""
    document, text = coding.document, coding.document.text
    published = document.published
    return {
        "document": document.name,
        "title": document.title,
        "outlet": document.outlet,
        "credits": list(document.credits),
        "published": {
            "date": _day(published.date), "earliest": _day(published.earliest), "latest": _day(published.latest), "basis": published.basis,
        },
        "boilerplate": [_span(s, text) for s in document.boilerplate],
        "actors": [
            {"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "sector": a.sector, "aliases": list(a.aliases)} for a in coding.actors
        ],
        "statements": [
            {
                "id": s.id, "source": list(s.source), "source_text": _span(s.source_text, text), "cue": _span(s.cue, text),
                "content": [_span(c, text) for c in s.content], "kind": s.kind, "addressee": list(s.addressee), "via": list(s.via),
                "confidence": s.confidence, "trace": list(s.trace),
            }
            for s in coding.statements
        ],
        "events": [
            {
                "id": e.id, "type": e.type, "mode": e.mode, "actor": list(e.actor), "recipient": list(e.recipient), "status": e.status,
                "date": _interval(e.date), "place": e.place, "location": _location(e.location),
                "amount": {"value": e.amount.value, "unit": e.amount.unit, "of": e.amount.of} if e.amount else None,
                "claimed_by": list(e.claimed_by), "evidence": _span(e.evidence, text), "trigger": _span(e.trigger, text),
                **({"hedged": True} if e.hedged else {}), "contexts": list(e.contexts), "confidence": e.confidence, "trace": list(e.trace),
            }
            for e in coding.events
        ],
        "omissions": [{"by": list(o.by), "what": _span(o.what, text), "evidence": _span(o.evidence, text)} for o in coding.omissions],
        **({"codes": [_code(c, text) for c in coding.codes]} if coding.codes else {}),
    }  # fmt: skip


def _code(code: Code, text: str) -> Row:
    return {
        "id": code.id, "scheme": code.scheme, "name": code.name, "actor": list(code.actor), "recipient": list(code.recipient),
        "evidence": _span(code.evidence, text), "event": code.event, "confidence": code.confidence, "trace": list(code.trace),
    }  # fmt: skip


def _location(location: Location | None) -> Row | None:
    if location is None:
        return None
    return {"state": location.state, "latitude": location.latitude, "longitude": location.longitude}


def write_json(record: Record, folder: Path, documents: Container[str] | None = None) -> None:
    """Write documents' codings, ``episodes.json`` and ``claims.json`` to a folder, which is made if need be.

    Args:
        record: the record.
        folder: where to; a document ``a.txt`` becomes ``a.json``, or ``a.txt.json`` as :func:`file_names` has it.
        documents: names of the documents to write, with the episodes and claims that they are in; all, if not given.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = file_names(record.paths())

    def wanted(names: Iterable[str]) -> bool:
        return documents is None or any(n in documents for n in names)

    for coding in record.codings():
        if not wanted([coding.document.name]):
            continue
        _write(folder / f"{files[coding.document.name]}.json", coding_json(coding))
    episodes = [
        {"id": e.id, "label": e.label, "type": e.type, "actor": list(e.actor), "recipient": list(e.recipient), "date": _interval(e.date),
         "place": e.place, "mentions": [list(m) for m in e.mentions]}
        for e in record.all_episodes() if len(e.mentions) > 1 and wanted(d for d, _ in e.mentions)
    ]  # fmt: skip
    claims = [
        {"id": c.id, "label": c.label, "source": list(c.source), "mentions": [list(m) for m in c.mentions]}
        for c in record.all_claims()
        if wanted(d for d, _ in c.mentions)
    ]
    _write(folder / "episodes.json", episodes)
    _write(folder / "claims.json", claims)


def file_names(documents: Iterable[str]) -> dict[str, str]:
    """What the files of documents are called, without the ending, by the documents' names.

    That is the name without its ending. Documents of which that is the same, or the name of a file that is no document's,
    keep their whole names, and where these are the same too (``x/a.txt`` and ``x__a.txt``) get a hash beside. Which
    do hangs on all the documents of a record, so that it is the same whichever of them are written.
    """
    forms = {name: _forms(name) for name in documents}
    chosen = dict.fromkeys(forms, 0)
    while True:
        files = {name: forms[name][k] for name, k in chosen.items()}
        # Where case does not tell files apart, these are one too.
        often = Counter([*_TAKEN, *(file.casefold() for file in files.values())])
        again = [name for name, k in chosen.items() if often[files[name].casefold()] > 1 and k + 1 < len(forms[name])]
        if not again:
            return files
        for name in again:
            chosen[name] += 1


def _forms(name: str) -> tuple[str, ...]:
    """What a document's file may be called, the shortest first."""
    stem, whole = (n.replace("/", "__") for n in (PurePosixPath(name).with_suffix("").as_posix(), name))
    return stem, whole, f"{whole}-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _span(span: Span | None, text: str) -> Row | None:
    return None if span is None else {"start": span.start, "end": span.end, "text": span.of(text)}


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _interval(interval: Interval | None) -> Row | None:
    return None if interval is None else {"earliest": _day(interval.earliest), "latest": _day(interval.latest)}
