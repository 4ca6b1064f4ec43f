"""``serve``: the record as pages in a browser."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.terminal import DEFAULT_RECORD, RecordFile, fail, out
from communique.record import Record, RecordError

_PORT = 8765
_SOCKET, _TOKEN = "COMMUNIQUE_SOCKET", "COMMUNIQUE_TOKEN"
"""How a process that begins anew tells what it was before: the number of its socket, and its token."""


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(serve)


def serve(
    record: RecordFile = DEFAULT_RECORD,
    host: Annotated[
        str, typer.Option(help="Where to listen. Elsewhere than on this machine a token is asked for.")
    ] = "127.0.0.1",
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help=f"The port; 0 takes a free one, none {_PORT} or a free one.")
    ] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Take no judgements.")] = False,
) -> None:
    """Open the record as pages in a browser.

    Example: communique serve --record story.duckdb
    """
    run_server(record, host, port, read_only)


def run_server(record: Path, host: str = "127.0.0.1", port: int | None = None, read_only: bool = False) -> None:
    """Serve a record until it is stopped; whatever stands in the way ends the command with a clear line."""
    import uvicorn

    from communique.web import application
    from communique.web.safety import LOOPBACK

    at_home = host in LOOPBACK
    token = None if at_home else os.environ.pop(_TOKEN, "") or secrets.token_urlsafe(24)
    frozen = read_only or (record.exists() and not os.access(record, os.W_OK))
    with ExitStack() as held:
        try:
            if not record.exists():
                raise RecordError(f"{record}: no such record; make one with `communique code PATH --record {record}`")
            opened = held.enter_context(Record.open(record, read_only=frozen, ample=True))
            listening, again = _listening(host, port)
            held.enter_context(listening)
        except RecordError as error:
            fail(str(error))
        except OSError as error:
            fail(f"cannot listen on {host}:{port or _PORT} ({error.strerror}); name another --port or --host")
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/" + (f"?token={token}" if token else "")
        if again:
            out.print("Begun anew, since SQL could not be stopped.", markup=False)
        else:
            out.print(f"{record} is at {address}", markup=False, soft_wrap=True)
            out.print("Stop with Ctrl-C." + (" It takes no judgements." if frozen else ""), markup=False)
        renewing = partial(_begin_anew, listening, record, host, read_only, token) if os.name == "posix" else None
        app = application(opened, hosts=LOOPBACK if at_home else None, token=token, begin_anew=renewing)
        config = uvicorn.Config(app, log_level="warning", server_header=False, timeout_graceful_shutdown=1)
        with suppress(KeyboardInterrupt):  # uvicorn has ended in good order by then
            uvicorn.Server(config).run(sockets=[listening])
        if app.state.relinking.running or app.state.questions.left:
            # A thread is in a long step of some library. What it has not written whole, the database leaves out.
            os._exit(0)


def _listening(host: str, port: int | None) -> tuple[socket.socket, bool]:
    """The socket to listen on, and whether it is that of this process before it began anew."""
    number = os.environ.pop(_SOCKET, "")
    if number:
        return socket.socket(fileno=int(number)), True
    try:
        return socket.create_server((host, _PORT if port is None else port), family=_family(host)), False
    except OSError as error:
        if port is not None or error.errno != errno.EADDRINUSE:
            raise
        return socket.create_server((host, 0), family=_family(host)), False


def _begin_anew(listening: socket.socket, record: Path, host: str, read_only: bool, token: str | None) -> None:
    """Put a new process in the place of this one, which goes on listening where this one did."""
    os.set_inheritable(listening.fileno(), True)
    told = {_SOCKET: str(listening.fileno()), **({_TOKEN: token} if token else {})}
    command = [sys.executable, "-c", "from communique.cli import main; main()", "serve", "--record", str(record)]
    os.execve(  # noqa: S606
        sys.executable, [*command, "--host", host, *(["--read-only"] if read_only else [])], os.environ | told
    )  # fmt: skip


def _family(host: str) -> int:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
