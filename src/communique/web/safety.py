"""What keeps the pages to those who may see them, and keeps the texts in them from doing anything."""

from __future__ import annotations

import hmac
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers as Received
from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]", "::1"))
"""The names of this machine to itself."""
COOKIE = "communique-token"
_SENT = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Headers:
    """Sends the headers by which a browser runs no script but ours and shows the pages in no other site's frame."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SENT.items():
                    headers[name] = value
                if not scope["path"].startswith("/static/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, marked)


class Guard:
    """Refuses requests under a name that is not ours, from other sites' pages, or without the token.

    A name that is not ours is how a page of another site reaches a server on this machine (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None, token: str | None) -> None:
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and (answer := self._answer(scope)) is not None:
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _answer(self, scope: Scope) -> Response | None:
        """What a request gets in place of its page; None where it may have that."""
        received = Received(scope=scope)
        if self._hosts is not None and _name(received.get("host", "")) not in self._hosts:
            return PlainTextResponse("This server does not answer to that name; use the address it printed.", 421)
        if _foreign(scope["method"], received):
            return PlainTextResponse("Refused: the request came from another site's page.", 403)
        if self._token is None or self._known(received.get("cookie", "")):
            return None
        return self._admitted(scope)

    def _known(self, cookies: str) -> bool:
        held = SimpleCookie(cookies).get(COOKIE)
        return held is not None and self._is_token(held.value)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), (self._token or "").encode())

    def _admitted(self, scope: Scope) -> Response:
        """The way in for who brings the token in the address: a cookie in its place, so that it stays in no history."""
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if not any(name == "token" and self._is_token(value) for name, value in asked):
            return PlainTextResponse(
                "This record asks for its token: open the address that `communique serve` printed.", 401
            )
        rest = urlencode([(n, v) for n, v in asked if n != "token"])
        answer = RedirectResponse("/" + scope["path"].lstrip("/") + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(COOKIE, self._token or "", httponly=True, samesite="strict")
        return answer


def _name(host: str) -> str:
    """A host header's name, without the port."""
    return host.lower() if host.endswith("]") else host.lower().rpartition(":")[0] or host.lower()


def _foreign(method: str, received: Received) -> bool:
    """Whether another site's page sends this: anything but following a link from there."""
    site = received.get("sec-fetch-site", "same-origin")
    reads = method in ("GET", "HEAD")
    if site not in ("same-origin", "none") and not (reads and received.get("sec-fetch-mode") == "navigate"):
        return True
    origin = received.get("origin")
    return not reads and origin is not None and urlsplit(origin).netloc != received.get("host")
