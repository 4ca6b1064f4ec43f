"""One actor: who it is, what it did and what was done to it, what it said, and whom it deals with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.accounts import Desk
from communique.codebook import load
from communique.codebook.offices import Office, offices
from communique.positions import Position, positions
from communique.record import Record
from communique.record.views import Party
from communique.web.acts import taking_part
from communique.web.asking import Days, again, choice, number
from communique.web.pages import download, missing, page, session

SIDES = ("actor", "recipient")
_DEEDS = 20
"""Episodes on a page."""
_QUOTING = 16
"""Documents that positions are looked for in: comparing sayings with each other takes the square of their number."""
_READ = ("actors", "statements", "events")
"""What positions are read from."""
_MATTERS = 8
_OTHERS = 15
_NAMING = 8


@dataclass(frozen=True, slots=True)
class Said:
    """What was said on the matters with most sayings, in the newest ``read`` of the ``quoting`` documents."""

    matters: Sequence[Position]
    more: int
    read: int
    quoting: int


def actor(request: Request) -> Response:
    """The page; ``?format=`` gives the episodes as a file."""
    days, side = Days.of(request), choice(request, "side", SIDES)
    at = number(request, "page", 1)
    with session(request) as record:
        who = record.party(request.path_params["id"])
        if who is None:
            raise missing(f"The record names no actor {request.path_params['id']!r}.")
        asked = {"side": side, "since": days.since, "until": days.until}
        if "format" in request.query_params:
            return download(request, who.id, record.deeds_table(who.id, **asked))
        deeds, total = record.deeds(who.id, **asked, limit=_DEEDS, offset=_DEEDS * (at - 1))
        others = record.counterparts(who.id, limit=_OTHERS)
        names = record.names(taking_part(deeds))
        said = _said(record, who)
        return page(
            request, "actor.html", who=who, offices=_offices(who), state_named=_state, sector=load("sectors").get(who.sector, who.sector),
            compatriots=record.compatriots(who) if who.kind == "country" else [], namings=record.namings(who.id, limit=_NAMING),
            deeds=deeds, names=names, total=total, at=at, pages=-(-total // _DEEDS), days=days, side=side,
            others=others, most=max((max(o.did.total, o.met.total) for o in others), default=1), said=said,
            here=partial(again, request),
        )  # fmt: skip


def _said(record: Record, who: Party) -> Said:
    names, quoting = record.quoting(who.id, limit=_QUOTING)
    codings = {c.document.name: c for c in record.codings_of(names, _READ)}
    found = positions(who.id, Desk(codings, claims=record.claims_of(names))) if names else []
    return Said(found[:_MATTERS], len(found) - len(found[:_MATTERS]), len(names), quoting)


def _offices(who: Party) -> tuple[Office, ...]:
    return offices(who.name) if who.kind == "person" else ()


def _state(code: str) -> str:
    """A state's name by its ISO code; what is no code stays as it is."""
    return str(load("states").get(code, {}).get("name", code))


routes = (Route("/actor/{id:path}", actor, name="actor"),)
