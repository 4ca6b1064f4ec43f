"""The application: its routes, and what stands around every one of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from communique.record import Record, RecordError
from communique.web import (
    actors,
    briefing,
    dealings,
    documents,
    episodes,
    explore,
    judging,
    network,
    overview,
    pictures,
    search,
)
from communique.web.pages import page
from communique.web.questions import Questions
from communique.web.relinking import Relinking
from communique.web.safety import Guard, Headers

_PAGES = (
    overview, documents, episodes, judging, briefing, search, explore, actors, dealings, network, pictures,
)  # fmt: skip
ROUTES: tuple[BaseRoute, ...] = tuple(route for module in _PAGES for route in module.routes)
_STATIC = Path(__file__).parent / "static"


_SECONDS = 1.2
"""How long what runs in the background has to end when the server does."""


def application(
    record: Record,
    *,
    hosts: frozenset[str] | None = None,
    token: str | None = None,
    begin_anew: Callable[[], None] | None = None,
) -> Starlette:
    """The pages of one open record.

    Args:
        record: the record; pages that judge ask for one that can be written.
        hosts: the names under which requests may reach it, without ports; any where None.
        token: what a browser must have shown once to be answered; None asks for nothing.
        begin_anew: starts this whole process anew, where SQL does not stop; where None, it runs on, in bounded number.
    """
    app = Starlette(
        routes=[*ROUTES, Mount("/static", StaticFiles(directory=_STATIC), name="static")],
        middleware=[Middleware(GZipMiddleware, minimum_size=500), Middleware(Headers), Middleware(Guard, hosts, token)],
        exception_handlers={HTTPException: _refused, RecordError: _unanswered},
        lifespan=_lifespan,
    )
    app.state.record = record
    app.state.relinking = Relinking(record)
    app.state.questions = Questions(record, renewed=begin_anew is not None)
    app.state.begin_anew = begin_anew
    app.state.briefings = {}
    app.state.lists = {}
    return app


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    """What was left undone before is taken up; what is under way at the end is ended, so that the record can be closed."""
    relinking = app.state.relinking
    if relinking.due:
        relinking.ask()
    yield
    await run_in_threadpool(relinking.stop, _SECONDS)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return page(request, "error.html", status=error.status_code, code=error.status_code, reason=error.detail)


def _unanswered(request: Request, error: Exception) -> Response:
    return page(request, "error.html", status=400, code=400, reason=str(error))
