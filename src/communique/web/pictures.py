"""The style of the pictures that pages are set with."""

from __future__ import annotations

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique import plots


def set_in(picture: plots.Picture) -> Markup:
    """A picture as part of a page; its own texts are escaped already."""
    return Markup(picture.inline)  # noqa: S704


def sheet(request: Request) -> Response:
    """The stylesheet of all pictures."""
    return Response(plots.style(), media_type="text/css")


routes = (Route("/pictures.css", sheet, name="pictures"),)
