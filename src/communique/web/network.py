"""Actors and their dealings in a stretch of time, which a slider moves."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique import plots
from communique.record.views import Edge
from communique.web.asking import Days, again, number
from communique.web.pages import day, download, link, page, session
from communique.web.pictures import set_in

_EDGES = 60
_WIDTH = 1120
"""Pixels of the picture."""
_STRETCHES = (1, 3, 12, 60)
"""Lengths of time, in months, that the slider may move."""


@dataclass(frozen=True, slots=True)
class Slider:
    """Months as numbers, those from year 0 on: the first and last of the record, the one asked for, and how many from it."""

    first: int
    last: int
    at: int
    months: int

    @property
    def days(self) -> Days:
        """The days that it stands for."""
        return Days(_first_day(self.at).isoformat(), _last_day(self.at + self.months - 1).isoformat())


def network(request: Request) -> Response:
    """The page; ``?format=`` gives all dealings of these days as a file."""
    with session(request) as record:
        slider = _slider(request, record.dealt_days())
        days = slider.days if slider and "at" in request.query_params else Days.of(request)
        asked = {"since": days.since, "until": days.until}
        if "format" in request.query_params:
            return download(request, "dealings", record.dealings_table(**asked))
        shown = record.dealings(**asked, limit=_EDGES)
        whole = record.dealings(limit=_EDGES) if days.since or days.until else shown
    return page(
        request, "network.html", shown=shown, days=days, slider=slider, stretches=_STRETCHES, named=_named,
        names={n.id: n.name for n in shown.nodes}, dealing=partial(_dealing, days), steps=_steps(request, slider, days),
        most=max((e.quads.total for e in shown.edges), default=1), here=partial(again, request), written=_written(days),
        picture=set_in(plots.network(shown, whole=whole, width=_WIDTH, link=partial(link, "actor"), dealing=partial(_dealing, days))),
    )  # fmt: skip


def _slider(request: Request, days: tuple[dt.date, dt.date] | None) -> Slider | None:
    if days is None:
        return None
    first, last = (_month(d) for d in days)
    fitting = next((m for m in _STRETCHES if last - first < 24 * m), _STRETCHES[-1])
    at = number(request, "at", max(first, 12), 9999 * 12)
    if at < 12:
        raise HTTPException(400, f"{at} is no month; give its number from year 0 on, as the slider does.")
    return Slider(first, last, at, number(request, "months", fitting, 1200))


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def _last_day(month: int) -> dt.date:
    year, of_year = min(month // 12, dt.MAXYEAR), month % 12 + 1
    return dt.date(year, of_year, calendar.monthrange(year, of_year)[1])


def _named(month: int) -> str:
    return f"{_first_day(month):%B} {month // 12}"


def _written(days: Days) -> str:
    """The days that are shown, as people write them."""
    first, last = (dt.date.fromisoformat(d) if d else None for d in (days.since, days.until))
    if first is None and last is None:
        return "All time"
    if first is None or last is None:
        return f"From {day(first)}" if first else f"Until {day(last)}"
    months = _month(first), _month(last)
    if first == _first_day(months[0]) and last == _last_day(months[1]):
        return " to ".join(dict.fromkeys(map(_named, months)))
    return f"{day(first)} to {day(last)}"


def _steps(request: Request, slider: Slider | None, days: Days) -> list[tuple[str, str, str]]:
    """Links to the stretches of time before and after the one that is shown."""
    if slider is None or days.since is None or days.until is None:
        return []
    first, last = (_month(dt.date.fromisoformat(d)) for d in (days.since, days.until))
    months = max(last - first + 1, 1)
    around = (("Earlier", first - months, "prev"), ("Later", first + months, "next"))
    return [
        (rel, words, again(request, at=at, months=months, since=None, until=None))
        for words, at, rel in around
        if slider.first - months < at <= slider.last
    ]


def _dealing(days: Days, edge: Edge) -> str:
    """The address of the evidence behind an edge."""
    asked = {"actor": edge.actor, "recipient": edge.recipient, "since": days.since, "until": days.until}
    return "/dealings?" + urlencode({k: v for k, v in asked.items() if v})


routes = (Route("/network", network, name="network"),)
