"""What an address asks for, checked; and the same address with something changed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request

_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that are asked for, as YYYY-MM-DD; None where that end is open."""

    since: str | None = None
    until: str | None = None

    @classmethod
    def of(cls, request: Request) -> Days:
        """The days in an address, as ``?since=1978-09-01&until=1978-09-30``.

        Raises:
            HTTPException: one is no day.
        """
        return cls(_day(request, "since"), _day(request, "until"))


def _day(request: Request, name: str) -> str | None:
    written = request.query_params.get(name, "").strip()
    if not written:
        return None
    try:
        return dt.date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise HTTPException(400, f"{written!r} is no day; write it as 1978-09-17.") from error


def number(request: Request, name: str, default: int, most: int = _MOST_PAGES) -> int:
    """A number from one on in an address.

    Raises:
        HTTPException: there is something else, or a number above the most.
    """
    written = request.query_params.get(name, "").strip() or str(default)
    if not (written.isascii() and written.isdecimal()) or not 1 <= int(written) <= most:
        raise HTTPException(400, f"{written!r} is no {name}; give a number from 1 to {most}.")
    return int(written)


def choice(request: Request, name: str, among: tuple[str, ...]) -> str | None:
    """One of some words in an address; None where it has none of that name.

    Raises:
        HTTPException: it has another word.
    """
    written = request.query_params.get(name, "").strip()
    if written and written not in among:
        raise HTTPException(400, f"{written!r} is no {name}; choose from {', '.join(among)}.")
    return written or None


def again(request: Request, **changes: object) -> str:
    """The same page's address with some of its parameters changed; None takes one out."""
    kept = {k: v for k, v in request.query_params.items() if v and k != "format"} | changes
    written = {k: v for k, v in kept.items() if v is not None}
    return request.url.path + "?" + urlencode(written)
