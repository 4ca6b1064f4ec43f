"""A briefing in Markdown that says nothing which the record does not hold; every sentence ends with its reference."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.accounts import compare, origins
from communique.codebook import load
from communique.model import Claim, Coding, Episode, Event, Interval, Span


@dataclass(frozen=True, slots=True)
class _Desk:
    """The codings of a brief, with what it looks up in them."""

    codings: dict[str, Coding]
    numbers: dict[str, int]
    origin: dict[str, str]

    def cite(self, document: str, span: Span) -> str:
        """A reference: the document's number and the characters."""
        return f"[{self.numbers[document]}:{span.start}-{span.end}]"

    def event(self, place: tuple[str, str]) -> Event:
        """The event of a mention."""
        return next(e for e in self.codings[place[0]].events if e.id == place[1])

    def names(self, document: str, keys: Sequence[str]) -> str:
        """Actors' names, joined."""
        names = {a.id: a.name for a in self.codings[document].actors}
        shown = [names.get(k, k) for k in keys]
        return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""

    def quote(self, document: str, span: Span) -> str:
        """A document's words on one line."""
        return re.sub(r"\s+", " ", span.of(self.codings[document].document.text)).strip()


def brief(codings: Sequence[Coding], episodes: Sequence[Episode], claims: Sequence[Claim], *, limit: int = 10) -> str:
    """Write the briefing.

    Args:
        codings: the documents' codings, in any order.
        episodes: their episodes, singletons too.
        claims: their claims.
        limit: at most so many episodes, the best attested first.

    Returns:
        Markdown. A reference such as ``[2:120-188]`` is document 2 of the sources, characters 120 to 188.
    """
    ordered = sorted(codings, key=lambda c: c.document.name)
    desk = _Desk(
        {c.document.name: c for c in ordered}, {c.document.name: k for k, c in enumerate(ordered, 1)}, origins(ordered)
    )
    known = [e for e in episodes if all(d in desk.codings for d, _ in e.mentions)]
    ranked = sorted(
        known, key=lambda e: (-_independent(e, desk), -len({d for d, _ in e.mentions}), -len(e.mentions), e.id)
    )
    leading = [e for e in ranked if len(e.mentions) > 1][:limit] or ranked[:limit]
    parts = [
        f"# Briefing: {_count(len(ordered), 'document', 'documents')} of {_count(len(set(desk.origin.values())), 'independent origin', 'independent origins')}",
        "## What happened",
        *(_happened(e, desk) for e in leading),
        "## Who said what",
        *_voices(claims, desk, limit),
        "## Where the accounts differ",
        *_differences(leading, desk),
        "## What is left out",
        *_omissions(desk),
        "## Timeline",
        *_timeline(ranked, desk),
        "## Sources",
        *_sources(ordered, desk),
    ]
    return "\n\n".join(p for p in parts if p) + "\n"


def _independent(episode: Episode, desk: _Desk) -> int:
    return len({desk.origin[d] for d, _ in episode.mentions})


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def when(date: Interval | None) -> str:
    """A date interval in words."""
    if date is None or not (date.earliest or date.latest):
        return "on a day that the text leaves open"
    if date.day is not None:
        return f"on {_day(date.day)}"
    if date.earliest and date.latest:
        return f"between {_day(date.earliest)} and {_day(date.latest)}"
    return f"by {_day(date.latest)}" if date.latest else f"after {_day(date.earliest)}" if date.earliest else ""


_STATUS = {
    "future": "It was still to come.",
    "hypothetical": "It is told as a possibility.",
    "denied": "It is denied.",
}


def _sentence(document: str, event: Event, date: Interval | None, desk: _Desk) -> str:
    """What happened, when, and by whose account, without a full stop."""
    done, undone, alone, nothing = load("phrases")[event.type]
    negated = event.status in ("negated", "denied")
    actor = desk.names(document, event.actor) or "Somebody whom the text does not name"
    if event.recipient:
        act = f"{actor} {undone if negated else done} {desk.names(document, event.recipient)}"
    else:
        act = f"{actor} {nothing if negated else alone}"
    says = f", according to {desk.names(document, event.claimed_by)}" if event.claimed_by else ""
    return f"{act[:1].upper()}{act[1:]} {when(date)}{says}"


def _cited(document: str, event: Event, date: Interval | None, desk: _Desk) -> str:
    """The sentence about an event with its reference, and one about its status where that is not plain."""
    reference = desk.cite(document, event.evidence)
    note = f" {_STATUS[event.status]} {reference}" if event.status in _STATUS else ""
    return f"{_sentence(document, event, date, desk)}. {reference}{note}"


def _happened(episode: Episode, desk: _Desk) -> str:
    document, key = episode.mentions[0]
    event = desk.event((document, key))
    accounts = {d for d, _ in episode.mentions}
    independent = _independent(episode, desk)
    told = _count(len(accounts), "account", "accounts") + (
        f" of {_count(independent, 'independent origin', 'independent origins')}" if len(accounts) > 1 else ""
    )
    lines = [
        f"**{_sentence(document, event, episode.date, desk)}.** {desk.cite(document, event.evidence)}",
        f"- Told in {told}. {' '.join(desk.cite(d, desk.event((d, e)).evidence) for d, e in _firsts(episode))}",
    ]
    if event.status in _STATUS:
        lines.append(f"- {_STATUS[event.status]} {desk.cite(document, event.evidence)}")
    for name, mention in _firsts(episode):
        other = desk.event((name, mention))
        lines.append(
            f"- {_title(desk.codings[name])}: \u201c{desk.quote(name, other.evidence)}\u201d {desk.cite(name, other.evidence)}"
        )
    return "\n".join(lines)


def _firsts(episode: Episode) -> list[tuple[str, str]]:
    """The first mention of an episode in each document."""
    found: dict[str, str] = {}
    for document, event in episode.mentions:
        found.setdefault(document, event)
    return list(found.items())


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _title(coding: Coding) -> str:
    return coding.document.outlet or coding.document.name


_NONE = "*None found.*"


def _marked(words: str) -> str:
    """A document's words in quotation marks, unless they have their own."""
    return words if words[:1] in '"\u201c\u201e\u00ab' else f"\u201c{words}\u201d"


def _voices(claims: Sequence[Claim], desk: _Desk, limit: int) -> list[str]:
    lines = []
    for claim in sorted(claims, key=lambda c: (-len({d for d, _ in c.mentions}), c.id))[:limit]:
        for document, key in claim.mentions:
            if document not in desk.codings:
                continue
            s = next(s for s in desk.codings[document].statements if s.id == key)
            who = desk.names(document, s.source) or "Nobody named"
            said = " \u2026 ".join(desk.quote(document, p) for p in s.content)
            via = f" (through {desk.names(document, s.via)})" if s.via else ""
            lines.append(f"- {who}{via}: {_marked(said)} {desk.cite(document, s.content[0])}")
    if not lines:
        for document, coding in desk.codings.items():
            for s in [s for s in coding.statements if s.kind == "direct" and s.source][:3]:
                said = " \u2026 ".join(desk.quote(document, p) for p in s.content)
                lines.append(f"- {desk.names(document, s.source)}: {_marked(said)} {desk.cite(document, s.content[0])}")
    return ["\n".join(lines)] if lines else [_NONE]


def _differences(episodes: Sequence[Episode], desk: _Desk) -> list[str]:
    lines = []
    for episode in episodes:
        comparison = compare(episode, desk.codings.values())
        for row in comparison.rows:
            cells = [c for c in row.cells if c.state == "differs" and c.span is not None and c.words]
            if len({c.words for c in cells}) > 1:
                told = "; ".join(
                    f"{_title(desk.codings[c.document])} has \u201c{c.words}\u201d {desk.cite(c.document, c.span)}"
                    for c in cells
                    if c.span
                )
                lines.append(f"- {_heading(episode, desk)}, {row.fact}: {told}")
    return ["\n".join(lines)] if lines else [_NONE]


def _heading(episode: Episode, desk: _Desk) -> str:
    """A few words for an episode: what its first mention says was done."""
    document, key = episode.mentions[0]
    event = desk.event((document, key))
    return f"\u201c{desk.quote(document, event.trigger)}\u201d ({desk.names(document, event.actor) or 'nobody named'})"


def _omissions(desk: _Desk) -> list[str]:
    lines = []
    for document, coding in desk.codings.items():
        for o in coding.omissions:
            who = desk.names(document, o.by) or "What is told of"
            what = desk.quote(document, o.what) if o.what is not None else "something"
            lines.append(
                f"- {who} leaves out {what}: \u201c{desk.quote(document, o.evidence)}\u201d {desk.cite(document, o.evidence)}"
            )
    return ["\n".join(lines)] if lines else [_NONE]


def _timeline(episodes: Sequence[Episode], desk: _Desk) -> list[str]:
    dated = [
        e
        for e in episodes
        if e.date is not None and e.date.earliest is not None and (len(e.mentions) > 1 or e.date.day is not None)
    ]
    lines = []
    for e in sorted(
        dated, key=lambda e: (e.date.earliest if e.date and e.date.earliest else dt.date.max, e.mentions[0])
    )[:40]:
        document, key = e.mentions[0]
        event = desk.event((document, key))
        lines.append(f"- {_cited(document, event, e.date, desk)}")
    return ["\n".join(lines)] if lines else [_NONE]


def _sources(codings: Sequence[Coding], desk: _Desk) -> list[str]:
    lines = []
    for c in codings:
        d = c.document
        day = _day(d.published.date) if d.published.date else "day unknown"
        lines.append(
            f"{desk.numbers[d.name]}. {d.title or d.name} ({d.outlet or 'outlet unknown'}, {day}; {d.published.basis}) {d.name}, origin: {desk.origin[d.name]}"
        )
    return ["\n".join(lines)]
