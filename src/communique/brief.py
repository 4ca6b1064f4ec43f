"""A briefing that says nothing which the record does not hold: every line ends with references to documents' words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.accounts.attestation import Attestation
from communique.accounts.comparison import Comparison, Row, compare
from communique.accounts.desk import Desk
from communique.accounts.origins import document_origins, independent, origins
from communique.codebook import load
from communique.model import Claim, Episode, Event, Interval, Span

NOTHING = "None found."


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a line's words stand: the document's number in the list of sources, and the characters."""

    number: int
    span: Span

    def __str__(self) -> str:
        return f"[{self.number}:{self.span.start}-{self.span.end}]"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or two and the references that bear them; ``leads`` marks one that heads those after it."""

    text: str
    references: tuple[Reference, ...]
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the list of sources."""

    number: int
    name: str
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """A whole briefing, for an exporter to write down."""

    title: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


def brief(desk: Desk, *, limit: int = 10) -> Briefing:
    """Write the briefing.

    Args:
        desk: the documents, with what they have in common.
        limit: at most so many episodes and claims, the best attested first.
    """
    writer = _Writer(desk)
    ranked = writer.ranked()
    leading = [e for e in ranked if len(writer.accounts(e)) > 1][:limit] or ranked[:limit]
    compared = [compare(e, desk) for e in leading]
    sections = (
        ("What happened", [line for c in compared for line in writer.happened(c)]),
        ("Who said what", writer.voices(limit)),
        ("Where the accounts agree", writer.agreements(compared)),
        ("Where the accounts differ", writer.differences(compared)),
        ("What is left out", writer.silences(compared)),
        ("Timeline", writer.timeline(ranked)),
        ("Open questions", writer.questions(compared, limit)),
    )
    number = independent(writer.origin)
    title = f"Briefing: {_count(len(desk.codings), 'document', 'documents')} of {_count(number, 'independent origin', 'independent origins')}"
    return Briefing(title, tuple(Section(h, tuple(lines)) for h, lines in sections), tuple(writer.sources()))


class _Writer:
    """Words what a desk holds, line by line."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.numbers = {name: k for k, name in enumerate(sorted(desk.codings), 1)}
        self.origin = document_origins(desk)

    # What lines are made of

    def refer(self, document: str, span: Span) -> Reference:
        return Reference(self.numbers[document], span)

    def names(self, document: str, keys: Iterable[str]) -> str:
        return _listed(self.desk.names(document, keys))

    def outlet(self, document: str) -> str:
        return self.desk.codings[document].document.outlet or document

    def accounts(self, episode: Episode) -> list[str]:
        return sorted(self.desk.told(episode))

    def independent(self, episode: Episode) -> int:
        """From how many origins the accounts come that tell of an episode; those that contradict it are not counted."""
        told = self.desk.told(episode)
        return independent({n: o for n, o in origins(episode, self.desk, self.origin).items() if n in told})

    def ranked(self) -> list[Episode]:
        known = [e for e in self.desk.episodes if self.desk.told(e)]
        return sorted(known, key=lambda e: (-self.independent(e), -len(self.accounts(e)), -len(e.mentions), e.id))

    def first(self, episode: Episode) -> tuple[str, Event]:
        return leading_mention(episode, self.desk)

    def heading(self, episode: Episode) -> str:
        """A few words for an episode: what its leading mention says was done, and by whom."""
        name, event = self.first(episode)
        return f"“{self.desk.quote(name, event.trigger)}” ({self.names(name, event.actor) or 'nobody named'})"

    # Sections

    def happened(self, c: Comparison) -> Iterator[Line]:
        name, event = self.first(c.episode)
        yield Line(f"{sentence(self.desk, name, event, c.episode.date)}.", (self.refer(name, event.evidence),), True)
        told = self.desk.told(c.episode)
        every = tuple(self.refer(d, events[0].evidence) for d, events in told.items())
        number = self.independent(c.episode)
        of = f" of {_count(number, 'independent origin', 'independent origins')}" if len(told) > 1 else ""
        every_one = len({d for d, _ in c.episode.mentions})
        more = f"; the record has {every_one}" if every_one > len(told) else ""
        yield Line(f"Told in {_count(len(told), 'account', 'accounts')}{of}{more}.", every)
        if event.status in STATUSES:
            yield Line(STATUSES[event.status], (self.refer(name, event.evidence),))
        for document, events in told.items():
            shown = events[0].evidence
            yield Line(
                f"{self.outlet(document)}: {_marked(self.desk.quote(document, shown))}", (self.refer(document, shown),)
            )
        for row in c.rows:
            if row.part == "within it":
                cells = [x for x in row.cells if x.span is not None and x.words]
                kind = row.fact.partition(":")[0]
                if cells:
                    how = "It contains" if kind == "contains" else "It produced"
                    yield Line(
                        f"{how}: {_marked(cells[0].words or '')}",
                        tuple(self.refer(x.document, x.span) for x in cells if x.span),
                    )

    def voices(self, limit: int) -> Iterator[Line]:
        """What claims are, as each account has them: those first that most origins have and that are surely one."""
        attested = Attestation(self.desk, self.origin)

        def weight(claim: Claim) -> tuple[float, str]:
            return -attested.of(claim), claim.id

        for claim in sorted(self.desk.claims, key=weight)[:limit]:
            heads = True
            for place in claim.mentions:
                statement = self.desk.statement(place)
                if statement is None:
                    continue
                who = self.names(place[0], statement.source) or "Nobody named"
                via = f" (through {self.names(place[0], statement.via)})" if statement.via else ""
                said = _marked(self.desk.said(place[0], statement))
                text = f"{who}{via}: {said}" if heads else f"{self.outlet(place[0])} has it from {who}{via}: {said}"
                yield Line(text, (self.refer(place[0], statement.content[0]),), heads)
                heads = False
        if not self.desk.claims:
            for name, coding in sorted(self.desk.codings.items()):
                for s in [s for s in coding.statements if s.kind == "direct" and s.source][:3]:
                    said = _marked(self.desk.said(name, s))
                    yield Line(f"{self.names(name, s.source)}: {said}", (self.refer(name, s.content[0]),))

    def agreements(self, compared: Sequence[Comparison]) -> Iterator[Line]:
        for c in compared:
            for row in c.rows:
                cells = [x for x in row.cells if x.state == "reported" and x.span is not None]
                if row.part == "attribute" and not row.differs and len(cells) > 1 and cells[0].value:
                    values = list(dict.fromkeys(x.value for x in cells if x.value))
                    text = f"{self.heading(c.episode)}, {row.fact}: {_count(len(cells), 'account has', 'accounts have')} {_listed([f'“{v}”' for v in values])}."
                    yield Line(text, tuple(self.refer(x.document, x.span) for x in cells if x.span))

    def differences(self, compared: Sequence[Comparison]) -> Iterator[Line]:
        for c in compared:
            for row in (r for r in c.rows if r.differs):
                cells = [x for x in row.cells if x.state != "omitted" and x.span is not None]
                if len({x.value for x in cells}) > 1:
                    told = "; ".join(f"{self.outlet(x.document)} has “{x.value or x.words}”" for x in cells)
                    text = f"{self.heading(c.episode)}, {row.fact}: {told}."
                    yield Line(text, tuple(self.refer(x.document, x.span) for x in cells if x.span))

    def silences(self, compared: Sequence[Comparison]) -> Iterator[Line]:
        for name, coding in sorted(self.desk.codings.items()):
            for o in coding.omissions:
                who = self.names(name, o.by) or "What is told of"
                what = self.desk.quote(name, o.what) if o.what is not None else "something"
                leaves = "leave" if len(o.by) > 1 else "leaves"
                text = f"{who} {leaves} out {what}, {self.outlet(name)} points out: {_marked(self.desk.quote(name, o.evidence))}"
                yield Line(text, (self.refer(name, o.evidence),))
        for c in compared:
            missing = {t.document: [r for r in c.rows if self._lacks(r, t.document)] for t in c.accounts}
            for teller in c.accounts:
                rows = missing[teller.document][:3]
                cells = [next(x for x in r.cells if x.state != "omitted" and x.span) for r in rows]
                if cells:
                    lacks = "; ".join(_marked(x.words or "") for x in cells)
                    text = f"{self.heading(c.episode)}: {self.outlet(teller.document)} does not have what others tell of it: {lacks}"
                    yield Line(text, tuple(self.refer(x.document, x.span) for x in cells if x.span))

    def _lacks(self, row: Row, document: str) -> bool:
        """Whether all accounts but one document's have a fact, and they are two at least."""
        told = [x for x in row.cells if x.state != "omitted" and x.span]
        absent = [x for x in row.cells if x.state == "omitted"]
        return (
            row.part in ("within it", "claim", "beside it")
            and len(told) > 1
            and [x.document for x in absent] == [document]
        )

    def timeline(self, ranked: Sequence[Episode]) -> Iterator[Line]:
        dated = [
            (e.date.earliest, e.mentions[0], e)
            for e in ranked
            if e.date and e.date.earliest and (len(e.mentions) > 1 or e.date.day)
        ]
        for _, _, e in sorted(dated, key=lambda d: d[:2])[:40]:
            name, event = self.first(e)
            note = f" {STATUSES[event.status]}" if event.status in STATUSES else ""
            yield Line(f"{sentence(self.desk, name, event, e.date)}.{note}", (self.refer(name, event.evidence),))

    def questions(self, compared: Sequence[Comparison], limit: int) -> Iterator[Line]:
        """What the accounts leave open of what they lead with: days, who it was, and what only one origin has."""
        for c in compared:
            name, event = self.first(c.episode)
            here = (self.refer(name, event.evidence),)
            if c.episode.date is None:
                yield Line(f"When was {self.heading(c.episode)}? No account says.", here)
            elif c.episode.date.day is None:
                yield Line(f"On which day was {self.heading(c.episode)}? It was {when(c.episode.date)}.", here)
            if not c.episode.actor:
                yield Line(f"Who is behind {self.heading(c.episode)}? No account says.", here)
        seen: set[tuple[str, Span]] = set()
        for c in compared[:3]:
            origin = {t.document: t.origin.name for t in c.accounts}
            for row in c.single:
                cell = next((x for x in row.cells if x.state != "omitted" and x.span), None)
                if cell is None or cell.span is None or (cell.document, cell.span) in seen or len(seen) >= limit:
                    continue
                seen.add((cell.document, cell.span))
                yield Line(
                    f"Only {origin[cell.document]} has: {_marked(cell.words or '')}",
                    (self.refer(cell.document, cell.span),),
                )

    def sources(self) -> Iterator[Source]:
        for name, number in self.numbers.items():
            d = self.desk.codings[name].document
            day = _day(d.published.date) if d.published.date else "day unknown"
            about = f"{d.outlet or 'outlet unknown'}, {day}; {d.published.basis} Origin: {self.origin[name]}, {self.origin[name].why}"
            yield Source(number, name, d.title or name, about)


def leading_mention(episode: Episode, desk: Desk) -> tuple[str, Event]:
    """The mention of an episode to tell it by, with its document's name: one whose sides most accounts give, the surest."""
    told = desk.told(episode)
    often = Counter(key for events in told.values() for key in {k for e in events for k in (*e.actor, *e.recipient)})

    def weight(place: tuple[str, Event]) -> tuple[float, float]:
        sides = {*place[1].actor, *place[1].recipient}
        return sum(often[k] for k in sides) / max(1, len(sides)), place[1].confidence

    return max(((name, e) for name, events in told.items() for e in events), key=weight)


def sentence(desk: Desk, document: str, event: Event, date: Interval | None) -> str:
    """What happened, when, and by whose account, without a full stop.

    Args:
        desk: holds the document.
        document: its name.
        event: one of its events.
        date: the days, which other documents may have narrowed.
    """
    wording = load("phrases")
    done, undone, alone, nothing = wording.get(f"{event.type} {event.mode}", wording[event.type])
    negated = event.status in ("negated", "denied")
    actor = _listed(desk.names(document, event.actor)) or "Somebody whom the text does not name"
    if event.recipient:
        act = f"{actor} {undone if negated else done} {_listed(desk.names(document, event.recipient))}"
    else:
        act = f"{actor} {nothing if negated else alone}"
    says = f", according to {_listed(desk.names(document, event.claimed_by))}" if event.claimed_by else ""
    return f"{act[:1].upper()}{act[1:]} {when(date)}{says}"


STATUSES: Mapping[str, str] = {
    "future": "It was still to come.",
    "hypothetical": "It is told as a possibility.",
    "denied": "It is denied.",
}
"""What is said of an event that is not one which happened."""


def when(date: Interval | None) -> str:
    """A date interval in words; the days at its ends are in it."""
    if date is None or not (date.earliest or date.latest):
        return "on a day that the text leaves open"
    if date.day is not None:
        return f"on {_day(date.day)}"
    if date.earliest and date.latest:
        return f"between {_day(date.earliest)} and {_day(date.latest)}"
    return f"by {_day(date.latest)}" if date.latest else f"on or after {_day(date.earliest)}" if date.earliest else ""


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _marked(words: str) -> str:
    """A document's words in quotation marks, unless they have their own."""
    return words if words[:1] in '"“„«' else f"“{words}”"
