"""Judging in the browser: the form, what it sends, and what people have said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from communique.accounts import Desk, choose
from communique.judgements import JudgementError, found_in
from communique.judging import judge_in
from communique.linking.mentions import Place
from communique.model import Anchor, Episode, Event, Judgement, Span
from communique.record import Record
from communique.web.pages import link, missing, page, session

BODY = 64 * 1024
"""Bytes that a form may send."""
NAME, NOTE = 80, 2000
"""Characters of an author's name and of a note."""
MENTIONS = 40
"""Mentions of an episode or claim that a form offers at most."""
AUTHOR = "communique-author"
_YEAR = 365 * 24 * 3600

WORDING: Mapping[str, Mapping[str, str]] = {
    "event": {
        "right": "is coded right", "wrong": "is coded wrong", "different": "is not the same event as",
        "same": "is the same event as",
    },
    "statement": {
        "right": "is attributed right", "wrong": "is attributed wrong", "different": "is not the same utterance as",
        "same": "is the same utterance as",
    },
}  # fmt: skip
"""Verdicts in words, by what they are about."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A mention that can be judged: its document's name and id there as ``visit.txt:e3``, who tells it, and its words."""

    key: str
    outlet: str
    words: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a form for a judgement shows: the mentions that it offers, and what is filled in already.

    ``kind`` is event or statement, ``episode`` the id of the episode on whose page it stands; ``kept`` is a judgement
    that was just sent with it, ``error`` why one was not kept.
    """

    kind: str
    mentions: tuple[Offered, ...]
    one: str
    other: str = ""
    key: str = ""
    verdict: str = "right"
    note: str = ""
    author: str = ""
    episode: str = ""
    kept: Judgement | None = None
    error: str | None = None

    @property
    def verdicts(self) -> Mapping[str, str]:
        return WORDING[self.kind]

    @property
    def mine(self) -> Offered:
        """The mention that is to be judged, where it is settled."""
        return next(m for m in self.mentions if m.key == self.one)


@dataclass(frozen=True, slots=True)
class Said:
    """A judgement and what it is about: for each mention its document's name, its words where they are at hand, and where."""

    judgement: Judgement
    about: tuple[tuple[str, str | None, Span], ...]


def mentions_of(episode: Episode, desk: Desk) -> tuple[Offered, ...]:
    """The mentions of an episode that are on a desk."""
    return tuple(
        Offered(f"{name}:{e.id}", desk.codings[name].document.outlet or name, desk.quote(name, e.evidence))
        for name, events in desk.told(episode).items()
        for e in events
    )[:MENTIONS]


def judged(record: Record, desk: Desk, episode: Episode | None = None) -> list[Said]:
    """What people said of an episode's mentions, or of anything in the documents on a desk, the latest first."""
    held = set(episode.mentions) if episode is not None else None
    found = []
    for judgement in record.judgements():
        anchors = [a for a in (judgement.one, judgement.other) if a is not None]
        places = [_place(a, desk) for a in anchors]
        if any(p is not None and (held is None or p in held) for p in places):
            found.append(Said(judgement, tuple(_about(a, desk) for a in anchors)))
    return found[::-1]


def _place(anchor: Anchor, desk: Desk) -> Place | None:
    coding = desk.codings.get(anchor.document)
    return found_in(anchor, coding) if coding is not None else None


def _about(anchor: Anchor, desk: Desk) -> tuple[str, str | None, Span]:
    here = anchor.document in desk.codings
    return anchor.document, desk.quote(anchor.document, anchor.shown) if here else None, anchor.shown


def form(request: Request) -> Response:
    """The form for one mention, ``?one=visit.txt:e3``."""
    _may_judge(request)
    with session(request) as record:
        shown = _form(record, request.query_params.get("one", ""), request.query_params.get("episode", ""))
    return _answer(request, replace(shown, author=author_of(request)))


def author_of(request: Request) -> str:
    """The name under which this browser last judged."""
    return unquote(request.cookies.get(AUTHOR, ""))[:NAME]


def _form(record: Record, one: str, episode: str) -> Form:
    """A form for a mention, which offers the others of its episode as well."""
    found = record.find(one)
    if found is None:
        raise missing(f"The record holds no event or statement {one!r} to judge.")
    coding, item = found
    name = coding.document.name
    key = f"{name}:{item.id}"
    here = Desk({name: coding})
    words = here.quote(name, item.evidence) if isinstance(item, Event) else here.said(name, item)
    mine = Offered(key, coding.document.outlet or name, words)
    others = _others(record, name, item) if isinstance(item, Event) else ()
    offered = (mine, *(m for m in others if m.key != key))
    other = offered[1].key if len(offered) > 1 else ""
    return Form("event" if isinstance(item, Event) else "statement", offered, key, other, episode=episode)


def _others(record: Record, document: str, event: Event) -> tuple[Offered, ...]:
    """The mentions of an event's episode."""
    group = record.episode_of(document, event.id)
    if group is None:
        return ()
    names = set(choose([group], record, MENTIONS))
    heads = record.heads_of(p for p in group.mentions if p[0] in names)
    return mentions_of(group, Desk({c.document.name: c for c in heads}, [group]))


async def judge(request: Request) -> Response:
    """Keep a judgement, have the record brought together anew, and lead back to where it was made."""
    _may_judge(request)
    given = await _fields(request)
    return await run_in_threadpool(_keep, request, given)


def _may_judge(request: Request) -> None:
    record: Record = request.app.state.record
    if not record.writable:
        raise HTTPException(
            403, "This record is open for reading only: it takes no judgements. Serve it without --read-only."
        )


async def _fields(request: Request) -> dict[str, str]:
    """A form's fields, of which no more is read than a form of ours sends."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "A judgement is sent as a form.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise HTTPException(413, f"A judgement has {BODY // 1024} kilobytes at most; shorten the note.")
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20))
    except ValueError as error:
        raise HTTPException(400, "The form cannot be read; send it again from its page.") from error


def _keep(request: Request, given: Mapping[str, str]) -> Response:
    verdict, one = given.get("verdict", ""), given.get("one", "")
    other = given.get("id", "").strip() or given.get("other", "")
    author, note = given.get("author", "").strip(), given.get("note", "").strip()
    ids = [one, other] if verdict in ("same", "different") and other else [one]
    with session(request) as record:
        try:
            _check(author, note)
            made = judge_in(record, verdict, *ids, author=author, note=note)
        except JudgementError as error:
            return _refused(request, record, given, str(error))
        request.app.state.relinking.ask()
        if "hx-request" in request.headers:
            shown = _form(record, one, given.get("episode", ""))
            answer = _answer(request, replace(shown, kept=made))
        else:
            answer = RedirectResponse(_back(record, made, given.get("episode", "")), 303)
    answer.set_cookie(AUTHOR, quote(author), max_age=_YEAR, httponly=True, samesite="strict")
    return answer


def _check(author: str, note: str) -> None:
    if not author:
        raise JudgementError("Say who judges: give your name.")
    if len(author) > NAME or len(note) > NOTE:
        raise JudgementError(f"A name has {NAME} characters at most, and a note {NOTE}; shorten it.")


def _refused(request: Request, record: Record, given: Mapping[str, str], why: str) -> Response:
    shown = replace(
        _form(record, given.get("one", ""), given.get("episode", "")), verdict=given.get("verdict", ""), error=why,
        other=given.get("other", ""), key=given.get("id", ""), note=given.get("note", ""), author=given.get("author", ""),
    )  # fmt: skip
    return _answer(request, shown, 422)


def _back(record: Record, made: Judgement, episode: str) -> str:
    """The page on which a judgement was made. An episode's id changes with its mentions: another of them leads there."""
    document = made.one.document
    coding = record.coding(document)
    place = found_in(made.one, coding) if coding is not None else None
    held = next(iter(record.episodes_by_id([episode])), None) if episode else None
    if held is None:
        return f"{link('document', document)}?judged={made.verdict}#{quote(place[1] if place else '')}"
    stays = next((p for p in held.mentions if p != place), held.mentions[0])
    return f"{link('episode', held.id)}?judged={made.verdict}&mention={quote(':'.join(stays), safe='')}"


def _answer(request: Request, shown: Form, status: int = 200) -> Response:
    """The form, as a page or, where a page asks to take it in, by itself."""
    template = "judging.html" if "hx-request" in request.headers else "judge.html"
    return page(request, template, status=status, form=shown)


def status(request: Request) -> Response:
    """Whether the record is being brought together anew, for a page to show."""
    return page(request, "relinking.html", asked=True)


routes = (
    Route("/judge", form, name="judge"),
    Route("/judge", judge, methods=["POST"]),
    Route("/relinking", status, name="relinking"),
)
