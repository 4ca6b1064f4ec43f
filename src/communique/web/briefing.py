"""The briefing, on a page that prints well; the same as ``communique brief`` writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from communique.accounts import Desk, choose
from communique.brief import NOTHING, Briefing, Line, brief
from communique.exporters.html import to_html
from communique.exporters.markdown import to_markdown
from communique.record import Record
from communique.web.pages import missing, page, session

WHOLE = 60
"""Documents that a briefing reads at most."""
EACH = 6
"""Accounts of one episode that are read where a record has more documents than that."""
LIMIT, MOST = 10, 50
"""Episodes of a briefing, if no other number is asked for, and at most."""
_HELD = 8
"""Briefings that are kept at hand: people come back to one from its references."""
ASKED = ("story", "actor", "since", "until")
"""What an address may ask for, to bound the documents."""

_FORMS: Mapping[str, tuple[str, Callable[[Briefing, Desk], str]]] = {
    "md": ("text/markdown", lambda written, desk: to_markdown(written)),
    "html": ("text/html", lambda written, desk: to_html(written, desk.codings)),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """The documents that a briefing reads, by name, and how that many were chosen where there are more."""

    names: list[str]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing, the documents that it was written of, and how these were chosen."""

    briefing: Briefing
    desk: Desk
    why: str


def briefing(request: Request) -> Response:
    """The page; ``?story=``, ``?actor=``, ``?since=`` and ``?until=`` say which documents it is of, ``?limit=`` how long."""
    asked = {k: v for k in ASKED if (v := request.query_params.get(k, "").strip())}
    limit = _limit(request.query_params.get("limit", ""))
    made = _made(request, asked, limit)
    written = made.briefing
    form = request.query_params.get("format")
    if form is not None:
        return _file(form, written, made.desk)
    again = urlencode(asked | ({"limit": str(limit)} if limit != LIMIT else {}))
    return page(
        request, "brief.html", briefing=written, sections=[(s.heading, _grouped(s.lines)) for s in written.sections],
        names={s.number: s.name for s in written.sources}, asked={k: asked.get(k, "") for k in ASKED}, limit=limit, most=MOST, why=made.why,
        again=f"/brief?{again}&" if again else "/brief?", nothing=NOTHING,
    )  # fmt: skip


def _made(request: Request, asked: Mapping[str, str], limit: int) -> Made:
    """The briefing that is asked for, as it was written before if nothing was brought together anew since then."""
    held: dict[object, Made] = request.app.state.briefings
    key = (*asked.items(), limit, request.app.state.relinking.rounds)
    made = held.get(key)
    if made is None:
        with session(request) as record:
            reach = _reach(record, asked, limit)
            desk = Desk.of(record, reach.names)
        made = Made(brief(desk, limit=limit), desk, reach.why)
        if len(held) >= _HELD:
            held.clear()
        held[key] = made
    return made


def _limit(written: str) -> int:
    if not written:
        return LIMIT
    if re.fullmatch(r"[0-9]{1,3}", written) is None or not 1 <= int(written) <= MOST:
        raise HTTPException(400, f"limit={written}: write a number of episodes from 1 to {MOST}.")
    return int(written)


def _reach(record: Record, asked: Mapping[str, str], limit: int) -> Reach:
    """The documents that are asked for, and no more than can be read at once."""
    if "story" in asked:
        story = record.story(asked["story"])
        if story is None:
            raise missing(f"The record holds no story {asked['story']!r}.")
        return _first(list(story.documents), len(story.documents), "of the story's documents")
    if asked:
        return _about(record, asked)
    total = record.count_documents()
    if total <= WHOLE:
        return Reach(record.names_of(limit=WHOLE))
    episodes = record.told_most(limit)
    names = choose(episodes, record, EACH) or record.names_of(limit=WHOLE)
    return Reach(
        names,
        f"It reads {len(names)} of the record's {total:,} documents: those of the {len(episodes)} episodes that most "
        f"documents tell of, {EACH} at most of each, one of each origin first. Name an actor or days to have another choice.",
    )


def _about(record: Record, asked: Mapping[str, str]) -> Reach:
    about = {k: asked.get(k) for k in ("actor", "since", "until")}
    try:
        names, total = record.names_of(**about, limit=WHOLE), record.count_documents(**about)
    except ValueError as error:
        raise HTTPException(400, f"{error}.") from error
    return _first(names, total, "of these documents, the newest")


def _first(names: list[str], total: int, which: str) -> Reach:
    if total <= WHOLE:
        return Reach(names)
    return Reach(names[:WHOLE], f"It reads {WHOLE} {which}, of {total:,}.")


def _grouped(lines: tuple[Line, ...]) -> list[tuple[Line | None, list[Line]]]:
    """A section's lines in groups, each under the line that leads it, if one does."""
    number, numbered = 0, []
    for line in lines:
        number += line.leads
        numbered.append((number, line))
    groups = [[line for _, line in some] for _, some in groupby(numbered, key=lambda n: n[0])]
    return [(g[0], g[1:]) if g[0].leads else (None, g) for g in groups]


def _file(form: str, written: Briefing, desk: Desk) -> Response:
    if form not in _FORMS:
        raise HTTPException(400, f"There is no form {form!r}; ask for {', '.join(_FORMS)}.")
    media, write = _FORMS[form]
    return Response(
        write(written, desk), media_type=media, headers={"content-disposition": f'attachment; filename="brief.{form}"'}
    )


routes = (Route("/brief", briefing, name="brief"),)
