"""Which documents have changed since a record's were last brought together, and what of them counts for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from communique.corpus import CorpusDates, Occasion, acts_to_be_dated_by, acts_to_date_by, undated
from communique.linking.acts import is_paper
from communique.linking.dating import own
from communique.linking.leaned import Leaned, leaned, packed, unpacked
from communique.linking.mentions import EventMention, Lean, Utterance
from communique.linking.sets import key_of
from communique.model import Coding, Document
from communique.pipeline import Settings, code_document
from communique.record import Record, in_batches
from communique.record.tables import Row

_AT_ONCE = 128
_COLUMNS = (
    "number", "name", "papers", "outlet", "first", "last", "terms", "times", "other_words", "runs", "events", "statements", "anchors", "undated",
    "packed",
)  # fmt: skip
_ASKS = 0
"""Stands among the hashes of every document that does not date itself, also of one that tells of no act."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A document as it is now: as linking knows it, and the hashes of the acts that dates are passed on by."""

    leaned: Leaned
    anchors: Sequence[int]
    undated: Sequence[int]

    def row(self, number: int) -> Row:
        """What a record keeps of it."""
        d = self.leaned
        return {
            "number": number, "name": d.name, "outlet": d.outlet, "first": d.days.earliest if d.days else None,
            "last": d.days.latest if d.days else None, "terms": list(d.terms), "times": list(d.terms.values()), "other_words": d.other_words,
            "runs": d.runs.tobytes(), "events": [m.place[1] for m in d.events], "statements": [u.place[1] for u in d.statements],
            "anchors": list(self.anchors), "undated": list(self.undated), "papers": [m.place[1] for m in d.events if is_paper(m)], "packed": packed(d),
        }  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """A document as it was when it was last brought together."""

    number: int
    terms: Sequence[str]
    events: Sequence[EventMention]
    statements: Sequence[Utterance]


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What has changed.

    Attributes:
        numbers: the numbers of all documents that there are now, by name.
        before: those that are gone or replaced, by name.
        found: those that are new or replace others, by name.
        rewritten: the names of those that were written anew as they were, but for the dates that had flowed to them.
        lean: what keeps one object for equal parts of them.
    """

    numbers: Mapping[str, int]
    before: Mapping[str, Before]
    found: Mapping[str, Found]
    rewritten: frozenset[str]
    lean: Lean

    @property
    def any_document(self) -> bool:
        """Whether a document was written or is gone."""
        return bool(self.before or self.found or self.rewritten)


def read(record: Record) -> Changes:
    """Read what has changed, and date documents that do not date themselves by what others of the record tell."""
    lean, names = Lean(), record.changed_documents()
    numbers = dict(record.linked_names())
    found = dict(_read(record, names, lean))
    held = _held(record, names, numbers)
    redated = _publish_through_others(record, found, held)
    found.update(_read(record, redated, lean))
    held.update(_held(record, redated, numbers))
    above = max(numbers.values(), default=-1) + 1
    rewritten = set()
    for name in sorted(set(names) | set(redated)):
        if name in found and name in held and found[name].row(numbers[name]) == held[name]:
            del found[name], held[name]
            rewritten.add(name)
        elif name not in found:
            numbers.pop(name, None)
        elif name not in numbers:
            numbers[name] = above
            above += 1
    before = {
        name: Before(row["number"], row["terms"], *unpacked(name, row["packed"], lean)) for name, row in held.items()
    }
    return Changes(numbers, before, found, frozenset(rewritten), lean)


def _read(record: Record, names: Iterable[str], lean: Lean) -> Iterator[tuple[str, Found]]:
    for some in in_batches(names, _AT_ONCE):
        for coding in map(own, record.codings_of(some, ("actors", "statements", "events"))):
            asks = [_ASKS, *_hashes(acts_to_be_dated_by(coding))] if undated(coding) else []
            yield coding.document.name, Found(leaned(coding, lean), _hashes(acts_to_date_by(coding)), asks)


def _held(record: Record, names: Iterable[str], numbers: Mapping[str, int]) -> dict[str, Row]:
    """What the record keeps of documents, by name."""
    wanted = [numbers[n] for n in names if n in numbers]
    return {row["name"]: row for row in record.linked_documents(wanted, *_COLUMNS)}


def _hashes(told: Iterable[Occasion]) -> list[int]:
    return sorted({key_of(repr((o.type, *map(sorted, o.sides)))) for o in told})


# Dates of publication

_UNDATED = "is not dated by what other documents tell"
"""How the reason begins that is noted of a document which could not be coded anew."""


def _publish_through_others(record: Record, found: Mapping[str, Found], held: Mapping[str, Row]) -> list[str]:
    """Code documents anew that do not say when they were published, by what others date of the acts that they tell of.

    Only those can have another date than before that have changed, or that share an act with one that has.

    Returns:
        The names of the documents that were coded anew.
    """
    acts = {h for f in found.values() for h in f.anchors} | {h for row in held.values() for h in row["anchors"]}
    asking = {name for name, f in found.items() if f.undated}
    asking |= {name for name in record.with_hashes("undated", sorted(acts)) if name not in held}
    if not asking:
        return []
    wanted = {h for name in asking if name in found for h in found[name].undated}
    wanted |= {h for name in asking if name not in found for h in record.undated_acts(name)}
    dating = {name for name, f in found.items() if not wanted.isdisjoint(f.anchors)}
    dating |= {name for name in record.with_hashes("anchors", sorted(wanted)) if name not in held}
    dates = CorpusDates()
    for coding in _codings(record, sorted(asking | dating)):
        dates.read(coding)
    anew = [replace(document, published=p) for document, p in dates.publications() if p != document.published]
    return [document.name for document in anew if _coded_anew(document, record)]


def _coded_anew(document: Document, record: Record) -> bool:
    """Code a document anew; whether that went well. Else it keeps the coding that it has, and that is noted.

    The version noted with it stays that of the coder which read it: its text, headline and boilerplate are still from
    that, so that coding its file again must not pass it over.
    """
    noted, schemes = record.coder_version(document.name), record.schemes()
    try:
        coding = code_document(document, Settings.of(noted, schemes))
    except Exception as error:  # one document must not keep all others from being brought together
        why = f"{_UNDATED}, since coding it anew failed ({error!r}); it stays as it was"
        record.fail(document.name, record.paths()[document.name], why)
        return False
    record.revise([coding])
    record.unfail(document.name, _UNDATED)
    return True


def _codings(record: Record, names: Sequence[str]) -> Iterator[Coding]:
    for some in in_batches(names, _AT_ONCE):
        yield from map(own, record.codings_of(some, ("actors", "events")))
