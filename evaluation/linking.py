"""Scores of bringing together: pairs and B³, for whatever is grouped, beside what others do.

The mentions are the gold's own, so that only the linking is measured: ``read`` makes codings of a folder of gold files,
and gives them meanings by the reader, as the pipeline does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

from communique.extract.dates import date_of
from communique.extract.dating import inherit
from communique.extract.parse import blanked, char_span
from communique.linking.linker import Linker
from communique.model import (
    Actor,
    Amount,
    Coding,
    Document,
    Event,
    Interval,
    Page,
    Publication,
    Span,
    Statement,
)
from communique.models import reader
from communique.pipeline import Draft, ready_for_events
from evaluation.corpora import Corpora
from evaluation.matching import Counts
from evaluation.record import Folder, Row, read_folder

K = TypeVar("K")
Place = tuple[str, str]


# Codings out of gold files


def coding_of(row: Row, text: str | None = None) -> Coding:
    """The coding that a gold file holds.

    Args:
        row: the file's content.
        text: the article; where it is not given, one is made of the words that the file's spans show, blank between.
    """
    name = Path(row["document"]).stem
    shown = text if text is not None else _shown(row)
    p = row.get("published") or {}
    published = Publication(_day(p.get("date")), _day(p.get("earliest")), _day(p.get("latest")))
    title = row.get("title")
    at = shown.find(title) if title else -1
    document = Document(
        id=name, name=name, text=shown, title=title, title_span=Span(at, at + len(title)) if title and at >= 0 else None,
        outlet=row.get("outlet"), credits=tuple(row.get("credits") or ()), published=published,
        boilerplate=tuple(map(_span, row.get("boilerplate") or ())),
    )  # fmt: skip
    return Coding(
        document,
        tuple(
            Actor(a["id"], a["name"], a["kind"], a["country"], a["sector"], tuple(a["aliases"])) for a in row["actors"]
        ),
        (),
        tuple(map(_statement, row["statements"])),
        tuple(map(_event, row["events"])),
    )


def _shown(row: Row) -> str:
    spans = list(_spans(row))
    text = [" "] * max((s["end"] for s in spans), default=0)
    for span in spans:
        text[span["start"] : span["end"]] = span.get("text") or " " * (span["end"] - span["start"])
    return "".join(text)


def _spans(value: Any) -> Iterable[Row]:
    if isinstance(value, dict):
        if "start" in value and "end" in value:
            yield value
        for part in value.values():
            yield from _spans(part)
    elif isinstance(value, list):
        for part in value:
            yield from _spans(part)


def _span(row: Row) -> Span:
    return Span(row["start"], row["end"])


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value[:10]) if value else None


def _interval(row: Row | None) -> Interval | None:
    return Interval(_day(row["earliest"]), _day(row["latest"])) if row else None


def _statement(row: Row) -> Statement:
    named = row.get("source_text")
    return Statement(
        row["id"], tuple(row["source"]), _span(named) if named else None, _span(row["cue"]), tuple(map(_span, row["content"])),
        row.get("kind") or "indirect", tuple(row.get("addressee") or ()), tuple(row.get("via") or ()),
    )  # fmt: skip


def _event(row: Row) -> Event:
    amount = row.get("amount")
    return Event(
        id=row["id"], type=row["type"], mode=row.get("mode"), actor=tuple(row["actor"]), recipient=tuple(row["recipient"]),
        status=row.get("status") or "actual", date=_interval(row.get("date")), evidence=_span(row["evidence"]),
        trigger=_span(row.get("trigger") or row["evidence"]), place=row.get("place"),
        amount=Amount(amount.get("value"), amount.get("unit"), amount.get("of") or "") if amount else None,
        claimed_by=tuple(row.get("claimed_by") or ()),
    )  # fmt: skip


# Figures


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far groups agree with the gold's: by pairs, and by B³ (Bagga and Baldwin, 1998)."""

    pairs: Counts
    b3_precision: float
    b3_recall: float

    @property
    def b3(self) -> float:
        """The harmonic mean of B³ precision and recall."""
        both = self.b3_precision + self.b3_recall
        return 2 * self.b3_precision * self.b3_recall / both if both else 0.0

    def line(self, name: str) -> str:
        """One row of a table."""
        p = self.pairs
        return (
            f"{name:26} pairs p {p.precision:.3f}  r {p.recall:.3f}  f1 {p.f1:.3f}   "
            f"b3 p {self.b3_precision:.3f}  r {self.b3_recall:.3f}  f1 {self.b3:.3f}"
        )


def agreement(items: Sequence[Any], gold: Iterable[Iterable[Any]], found: Iterable[Iterable[Any]]) -> Agreement:
    """How far two groupings of the same items agree; items in no group are alone; those in several count with each."""
    known = set(items)
    g, f = ([frozenset(x) & known for x in groups] for groups in (gold, found))
    wanted, had = (
        {frozenset(p) for x in groups for p in combinations(sorted(x, key=str), 2)} for groups in (g, f)
    )  # fmt: skip
    mine, theirs = _beside(items, g), _beside(items, f)
    number = max(1, len(items))
    return Agreement(
        Counts(len(wanted & had), len(wanted), len(had)),
        sum(len(mine[i] & theirs[i]) / len(theirs[i]) for i in items) / number,
        sum(len(mine[i] & theirs[i]) / len(mine[i]) for i in items) / number,
    )


def _beside(items: Sequence[Any], groups: Iterable[frozenset[Any]]) -> Mapping[Any, set[Any]]:
    found = {i: {i} for i in items}
    for group in groups:
        for item in group:
            found[item] |= group
    return found


def one_a_day(codings: Iterable[Coding]) -> list[list[Place]]:
    """What the field does: events of one type and the same sides on one day are one (an undated one is of the day it is told)."""
    found: dict[object, list[Place]] = {}
    for coding in codings:
        actors = {a.id: a.country or a.id for a in coding.actors}
        published = coding.document.published
        told = published.date or published.latest or published.earliest
        for e in coding.events:
            day = (e.date.earliest or e.date.latest if e.date else None) or told
            sides = tuple(frozenset(actors.get(a, a) for a in side) for side in (e.actor, e.recipient))
            found.setdefault((e.type, sides, day), []).append((coding.document.name, e.id))
    return list(found.values())


def lines(folder: Folder, codings: Sequence[Coding]) -> Iterable[str]:
    """The table of one folder: the gold's own mentions brought together by us, by the filter, and not at all."""
    linker = Linker()
    for coding in codings:
        linker.read(coding)
    events = [(c.document.name, e.id) for c in codings for e in c.events]
    episodes = [e.mentions for e in linker.episodes()]
    yield agreement(events, folder.episodes, episodes).line("episodes")
    yield agreement(events, folder.episodes, one_a_day(codings)).line("  one a day")
    yield agreement(events, folder.episodes, []).line("  none")
    statements = [(c.document.name, s.id) for c in codings for s in c.statements]
    yield agreement(statements, folder.claims, [c.mentions for c in linker.claims()]).line("claims")
    yield agreement(statements, folder.claims, []).line("  none")


def coded(row: Row, text: str) -> Coding:
    """The coding that a gold file holds of a text, dated, read and given meanings as the pipeline does it where it says nothing."""
    own = coding_of(row, text)
    page = Page(f"{own.document.name}.txt", own.document.name, text.encode("utf-8"), "text/plain")
    draft = ready_for_events(page)
    document = replace(draft.document, name=own.document.name)
    meanings = draft.reading.meanings
    dated = [replace(e, date=_own_date(e, draft)) for e in own.events]
    events = inherit(dated, draft.dates, draft.parsed, document, draft.cast)
    return replace(
        own, document=document,
        events=tuple(replace(e, meaning=meanings.of([e.evidence])) for e in events),
        statements=tuple(replace(s, meaning=meanings.of(s.content)) for s in own.statements),
    )  # fmt: skip


def _own_date(event: Event, draft: Draft) -> Interval | None:
    words = char_span(draft.parsed, event.trigger)
    return event.date or (date_of(words.root, draft.dates) if words is not None else None)


def read(folder: Path, articles: Corpora | None = None) -> tuple[Folder, list[Coding]]:
    """A folder of gold files, as it is and as codings.

    Args:
        folder: the gold files.
        articles: where their articles are; of one that is not there, only the words that the gold shows are known.
    """
    found = read_folder(folder)
    rows = [row for _, row in sorted(found.documents.items())]
    return found, [_with_meanings(coding_of(row, articles.text_of(row) if articles else None)) for row in rows]


def _with_meanings(coding: Coding) -> Coding:
    document = coding.document
    of = reader.load().read(blanked(document.text, document.boilerplate)).meanings.of
    return replace(
        coding,
        events=tuple(replace(e, meaning=of([e.evidence])) for e in coding.events),
        statements=tuple(replace(s, meaning=of(s.content)) for s in coding.statements),
    )
