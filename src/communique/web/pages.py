"""What every page is made with: the templates, a session of the record, and how days, sides and links are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from communique import __version__
from communique.codebook import load
from communique.model import Interval, Publication
from communique.record import Record, Relation

_QUADS = {name: "-".join(kind["quad"].split()) for name, kind in load("types").items()}


def quad(type_: str) -> str:
    """A type's quad category as a class of the style sheet, as ``verbal-conflict``."""
    return _QUADS.get(type_, "no-quad")


def day(value: dt.date | None) -> str:
    """A day as people write it."""
    return f"{value.day} {value:%B %Y}" if value is not None else "day unknown"


def interval(value: Interval | None) -> str:
    """A date interval as people write it, as narrow or as wide as it is."""
    if value is None or not (value.earliest or value.latest):
        return "day unknown"
    if value.day is not None:
        return day(value.day)
    if value.earliest and value.latest:
        return f"{day(value.earliest)} to {day(value.latest)}"
    return f"by {day(value.latest)}" if value.latest else f"from {day(value.earliest)}"


def publication(value: Publication) -> str:
    """When a document was published, as people write it."""
    return day(value.date) if value.date is not None else interval(Interval(value.earliest, value.latest))


def cell(value: object) -> str:
    """A value of a table's cell, as text on one line."""
    if isinstance(value, list | tuple):
        return ", ".join(map(cell, value))
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def link(*parts: str) -> str:
    """A page's address from its parts, each escaped."""
    return "/" + "/".join(quote(p, safe="") for p in parts)


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("communique.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    made.filters |= {"cell": cell, "day": day, "interval": interval, "publication": publication, "quad": quad}
    made.globals |= {"link": link, "version": __version__}
    return made


_TEMPLATES = _environment()


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """A page from its template."""
    shown = _TEMPLATES.get_template(template).render(request=request, path=request.url.path, **context)
    return HTMLResponse(shown, status)


@contextmanager
def session(request: Request) -> Iterator[Record]:
    """The record, for the length of one request."""
    record: Record = request.app.state.record
    with record.session() as mine:
        yield mine


def missing(what: str) -> HTTPException:
    """The error for what the record does not hold."""
    return HTTPException(404, what)


FORMATS: Mapping[str, tuple[str, Callable[[Relation], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda r: r.csv().encode()),
    "json": ("application/json", lambda r: r.json().encode()),
}
"""Forms in which every view's rows can be had, by the value of ``?format=``."""


def download(request: Request, name: str, relation: Relation) -> Response:
    """A view's rows as a file, in the form that the address asks for.

    Raises:
        HTTPException: it asks for a form that there is not.
    """
    form = request.query_params.get("format", "")
    if form not in FORMATS:
        raise HTTPException(400, f"There is no form {form!r}; ask for {', '.join(FORMATS)}.")
    media, write = FORMATS[form]
    return Response(
        write(relation), media_type=media, headers={"content-disposition": f'attachment; filename="{name}.{form}"'}
    )
