"""The application: its routes, and what stands around every one of them."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from communique.record import Record, RecordError
from communique.web import documents, explore, search
from communique.web.pages import page
from communique.web.safety import Guard, Headers

ROUTES: tuple[BaseRoute, ...] = (*documents.routes, *search.routes, *explore.routes)
_STATIC = Path(__file__).parent / "static"


def application(record: Record, *, hosts: frozenset[str] | None = None, token: str | None = None) -> Starlette:
    """The pages of one open record.

    Args:
        record: the record; pages that judge ask for one that can be written.
        hosts: the names under which requests may reach it, without ports; any where None.
        token: what a browser must have shown once to be answered; None asks for nothing.
    """
    app = Starlette(
        routes=[*ROUTES, Mount("/static", StaticFiles(directory=_STATIC), name="static")],
        middleware=[Middleware(GZipMiddleware, minimum_size=500), Middleware(Headers), Middleware(Guard, hosts, token)],
        exception_handlers={HTTPException: _refused, RecordError: _unanswered},
    )
    app.state.record = record
    return app


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return page(request, "error.html", status=error.status_code, code=error.status_code, reason=error.detail)


def _unanswered(request: Request, error: Exception) -> Response:
    return page(request, "error.html", status=400, code=400, reason=str(error))
