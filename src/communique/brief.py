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
        "# Briefing",
        f"{len(ordered)} documents of {len(set(desk.origin.values()))} independent origins; {sum(len(e.mentions) > 1 for e in known)} events are told more than once.",
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


def _sentence(document: str, event: Event, date: Interval | None, desk: _Desk) -> str:
    done, undone = load("phrases")[event.type]
    phrase = undone if event.status == "negated" else done
    actor = desk.names(document, event.actor) or "Somebody unnamed"
    if event.recipient:
        act = f"{actor} {phrase} {desk.names(document, event.recipient)}"
    elif event.type == "CONSULT" and len(event.actor) > 1:
        act = f"{actor} met or spoke"
    else:
        act = f"{actor}: {event.type}"
    status = {"future": " (still to come)", "hypothetical": " (as a possibility)", "denied": " (denied)"}.get(
        event.status, ""
    )
    says = f", according to {desk.names(document, event.claimed_by)}" if event.claimed_by else ""
    return f"{act} {when(date)}{status}{says}"


def _happened(episode: Episode, desk: _Desk) -> str:
    document, key = episode.mentions[0]
    event = desk.event((document, key))
    accounts = len({d for d, _ in episode.mentions})
    lines = [
        f"**{_sentence(document, event, episode.date, desk)}** ({accounts} accounts, {_independent(episode, desk)} independent). {desk.cite(document, event.evidence)}"
    ]
    seen: set[str] = set()
    for name, mention in episode.mentions:
        if name in seen:
            continue
        seen.add(name)
        other = desk.event((name, mention))
        lines.append(
            f"- {_title(desk.codings[name])}: \u201c{desk.quote(name, other.evidence)}\u201d {desk.cite(name, other.evidence)}"
        )
    return "\n".join(lines)


def _title(coding: Coding) -> str:
    return coding.document.outlet or coding.document.name


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
            lines.append(f"- {who}{via}: {said} {desk.cite(document, s.content[0])}")
    if not lines:
        for document, coding in desk.codings.items():
            for s in [s for s in coding.statements if s.kind == "direct" and s.source][:3]:
                said = " \u2026 ".join(desk.quote(document, p) for p in s.content)
                lines.append(f"- {desk.names(document, s.source)}: {said} {desk.cite(document, s.content[0])}")
    return ["\n".join(lines)] if lines else ["No statement is reported by more than one document."]


def _differences(episodes: Sequence[Episode], desk: _Desk) -> list[str]:
    lines = []
    for episode in episodes:
        comparison = compare(episode, desk.codings.values())
        for row in comparison.rows:
            cells = [c for c in row.cells if c.state == "differs" and c.span is not None and c.words]
            if len({c.words for c in cells}) > 1:
                lines.append(
                    f"- {episode.label}, {row.fact}: "
                    + "; ".join(f"{c.words} {desk.cite(c.document, c.span)}" for c in cells if c.span)
                )
    return (
        ["\n".join(lines)]
        if lines
        else ["The accounts agree in dates, places, numbers and status as far as they give them."]
    )


def _omissions(desk: _Desk) -> list[str]:
    lines = []
    for document, coding in desk.codings.items():
        for o in coding.omissions:
            who = desk.names(document, o.by) or "An account"
            what = desk.quote(document, o.what) if o.what is not None else "something"
            lines.append(
                f"- {who}, on {what}: \u201c{desk.quote(document, o.evidence)}\u201d {desk.cite(document, o.evidence)}"
            )
    return ["\n".join(lines)] if lines else ["No text points out that something is left out."]


def _timeline(episodes: Sequence[Episode], desk: _Desk) -> list[str]:
    dated = [
        e
        for e in episodes
        if e.date is not None and e.date.earliest is not None and (len(e.mentions) > 1 or e.date.day is not None)
    ]
    lines = []
    for e in sorted(dated, key=lambda e: (e.date.earliest if e.date and e.date.earliest else dt.date.max, e.id))[:40]:
        document, key = e.mentions[0]
        event = desk.event((document, key))
        lines.append(f"- {_sentence(document, event, e.date, desk)} {desk.cite(document, event.evidence)}")
    return ["\n".join(lines)] if lines else ["No event is dated."]


def _sources(codings: Sequence[Coding], desk: _Desk) -> list[str]:
    lines = []
    for c in codings:
        d = c.document
        day = _day(d.published.date) if d.published.date else "day unknown"
        lines.append(
            f"{desk.numbers[d.name]}. {d.title or d.name} ({d.outlet or 'outlet unknown'}, {day}; {d.published.basis}) {d.name}, origin: {desk.origin[d.name]}"
        )
    return ["\n".join(lines)]
