"""What one actor did to another: the episodes, and the words of those who tell of them."""

from __future__ import annotations

from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.record import Record
from communique.record.views import Party
from communique.web.acts import taking_part
from communique.web.asking import Days, again, number
from communique.web.pages import download, missing, page, session

_EPISODES = 15
_TELLINGS = 4
"""Mentions of an episode that are shown; its own page has all."""


def dealings(request: Request) -> Response:
    """The page; ``?format=`` gives every mention of these episodes as a file."""
    days, at = Days.of(request), number(request, "page", 1)
    with session(request) as record:
        actor, recipient = (_party(record, request, name) for name in ("actor", "recipient"))
        ends = actor.id, recipient.id
        if "format" in request.query_params:
            return download(
                request, f"{actor.id}-{recipient.id}", record.between_table(*ends, since=days.since, until=days.until)
            )
        episodes, total = record.between(
            *ends, since=days.since, until=days.until, limit=_EPISODES, offset=_EPISODES * (at - 1)
        )
        told = record.tellings((e.id for e in episodes), limit=_TELLINGS)
        speakers = {key for some in told.values() for t in some for key in t.claimed_by}
        ways = [(*pair, record.dealt(pair[0].id, pair[1].id)) for pair in ((actor, recipient), (recipient, actor))]
        return page(
            request, "dealings.html", actor=actor, recipient=recipient, ways=ways, episodes=episodes, told=told, total=total,
            names=record.names(taking_part(episodes) | speakers), most=max(w[2].total for w in ways), days=days, at=at,
            pages=-(-total // _EPISODES), here=partial(again, request),
        )  # fmt: skip


def _party(record: Record, request: Request, name: str) -> Party:
    key = request.query_params.get(name, "").strip()
    if not key:
        raise HTTPException(400, f"Name two actors, as /dealings?actor=isr&recipient=egy; there is no {name}.")
    party = record.party(key)
    if party is None:
        raise missing(f"The record names no actor {key!r}.")
    return party


routes = (Route("/dealings", dealings, name="dealings"),)
