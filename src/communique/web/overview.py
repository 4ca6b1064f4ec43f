"""The record at a glance: what happened when, how two states got on, who was busiest, and what is not known."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique import plots
from communique.accounts import heads, independents
from communique.brief import leading_mention
from communique.codebook import load
from communique.plots.legend import QUADS
from communique.record import Record
from communique.record.periods import PERIODS, period_for
from communique.record.views import Curve, Moment, Pair, Timeline
from communique.web.acts import taking_part
from communique.web.asking import Days, again, choice
from communique.web.pages import download, link, page, session
from communique.web.pictures import set_in

_LISTED = 5
_TOLD = 12
"""Episodes that most accounts tell of, among which those of most origins are listed."""
_BUSIEST = 12
_PAIRS = 30
_FAILURES = 10
_MARKS = 150
_WIDTH = 1120
"""Pixels of a picture."""
TYPES = {quad: tuple(t for t, row in load("types").items() if row["quad"] == quad) for quad in QUADS}
"""PLOVER types by quad category."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which episodes the timeline is to show; None where all are."""

    since: str | None
    until: str | None
    actor: str | None
    type: str | None
    quad: str | None

    @classmethod
    def of(cls, request: Request) -> Asked:
        """What an address asks for; ``act`` is a type or a quad category.

        Raises:
            HTTPException: it asks for what there is not.
        """
        days, every = Days.of(request), tuple(t for types in TYPES.values() for t in types)
        act = choice(request, "act", (*QUADS, *every))
        actor = request.query_params.get("actor", "").strip() or None
        return cls(days.since, days.until, actor, act if act in every else None, act if act in QUADS else None)

    @property
    def days(self) -> Days:
        """The days alone."""
        return Days(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Lists:
    """The newest episodes, and of those that most accounts tell of the ones of most independent origins."""

    newest: list[Moment]
    best: list[Moment]


def overview(request: Request) -> Response:
    """The page; ``?format=`` gives the dated episodes that fit as a file."""
    asked = Asked.of(request)
    with session(request) as record:
        if "format" in request.query_params:
            return download(request, "episodes", record.timeline_table(**asdict(asked)))
        health = record.health()
        if not health.documents:
            return page(request, "empty.html", failures=_failures(record), health=health)
        unknown = asked.actor if asked.actor and not record.known_as(asked.actor) else None
        shown = record.timeline(**asdict(asked), limit=_MARKS)
        pairs = record.pairs(limit=_PAIRS)
        curve = _curve(request, record, pairs, shown)
        lists = _lists(request, record)
        return page(
            request, "overview.html", asked=asked, unknown=unknown, shown=shown, types=TYPES, zooms=_zooms(request, shown),
            timeline=set_in(plots.timeline(shown, width=_WIDTH, link=partial(link, "episode"))), pairs=pairs, pair=curve, periods=PERIODS,
            curve=set_in(plots.curve(curve, width=_WIDTH)) if curve else None, busiest=record.busiest(limit=_BUSIEST), lists=lists,
            names=record.names(taking_part((*lists.newest, *lists.best))), health=health, failures=_failures(record),
            here=partial(again, request),
        )  # fmt: skip


def _lists(request: Request, record: Record) -> Lists:
    """The lists of the record as it is; kept until it is brought together anew."""
    held: dict[int, Lists] = request.app.state.lists
    rounds = request.app.state.relinking.rounds
    if rounds not in held:
        newest, told = record.newest(limit=_LISTED), record.best_attested(limit=_TOLD)
        episodes = record.episodes_by_id(m.id for m in (*newest, *told))
        desk = heads(episodes, record)
        origins = independents(episodes, desk)
        leading = {e.id: leading_mention(e, desk)[1] for e in episodes if desk.told(e)}

        def shown(moment: Moment) -> Moment:
            """A moment with its origins, told by the mention that its own page begins with."""
            event = leading.get(moment.id)
            sides = (event.actor, event.recipient) if event is not None else (moment.actor, moment.recipient)
            return replace(moment, actor=sides[0], recipient=sides[1], origins=origins[moment.id])

        best = sorted(map(shown, told), key=lambda m: (-(m.origins or 0), -m.accounts, m.id))
        held.clear()
        held[rounds] = Lists([shown(m) for m in newest], best[:_LISTED])
    return held[rounds]


def _failures(record: Record) -> list[dict[str, str]]:
    return record.failures(limit=_FAILURES).rows()


def _curve(request: Request, record: Record, pairs: list[Pair], shown: Timeline) -> Curve | None:
    """What the pair of states that is asked for did to each other; where none is, the pair with most episodes on the curve."""
    written = request.query_params.get("pair", "").strip()
    ends = _extent(shown)
    period = period_for(*ends) if ends else "month"
    by = choice(request, "by", PERIODS) or ("month" if period in ("day", "week") else period)
    if not written:
        best = max(pairs, key=lambda p: p.dated, default=None)  # of equals the first, which has most episodes in all
        return record.curve(best.one, best.other, by=by) if best is not None else None
    one, _, other = written.partition("-")
    try:
        return record.curve(one, other, by=by)
    except ValueError as error:
        raise HTTPException(400, f"There is no curve of {written!r}: {error}.") from error


def _extent(shown: Timeline) -> tuple[dt.date, dt.date] | None:
    """The first and the last day on a timeline."""
    days = [d for m in shown.moments for d in (m.earliest, m.latest) if d is not None]
    days += [d for c in shown.counts for d in (c.first, c.last)]
    return (min(days), max(days)) if days else None


def _zooms(request: Request, shown: Timeline) -> list[tuple[str, str]]:
    """Links to fewer or more days, and to those before and after."""
    ends = _extent(shown)
    asked = Days.of(request)
    first, last = _day(asked.since) or (ends and ends[0]), _day(asked.until) or (ends and ends[1])
    if not first or not last or last < first:
        return []
    length, middle = (last - first).days + 1, first + (last - first) / 2
    half, quarter = length // 2, length // 4
    steps = []
    if length > 3:
        steps.append(("Narrower", _around(middle, -quarter), _around(middle, quarter)))
    if asked.since or asked.until:
        steps += [
            ("Wider", _around(first, -half), _around(last, half)),
            ("Earlier", _around(first, -half), _around(last, -half)),
            ("Later", _around(first, half), _around(last, half)),
        ]
    return [(words, again(request, since=a.isoformat(), until=b.isoformat())) for words, a, b in steps]


def _day(written: str | None) -> dt.date | None:
    return dt.date.fromisoformat(written) if written else None


def _around(day: dt.date, days: int) -> dt.date:
    """A day so many days on, as far as the calendar goes."""
    return dt.date.fromordinal(min(max(day.toordinal() + days, 1), dt.date.max.toordinal()))


routes = (Route("/", overview, name="overview"),)
