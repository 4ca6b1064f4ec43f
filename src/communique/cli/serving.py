"""``serve``: the record as pages in a browser."""

from __future__ import annotations

import os
import secrets
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from communique.cli.terminal import DEFAULT_RECORD, RecordFile, fail, out
from communique.record import Record, RecordError


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command()(serve)


def serve(
    record: RecordFile = DEFAULT_RECORD,
    host: Annotated[
        str, typer.Option(help="Where to listen. Elsewhere than on this machine a token is asked for.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8765,
    read_only: Annotated[bool, typer.Option("--read-only", help="Take no judgements.")] = False,
) -> None:
    """Open the record as pages in a browser.

    Example: communique serve --record story.duckdb
    """
    run_server(record, host, port, read_only)


def run_server(record: Path, host: str = "127.0.0.1", port: int = 8765, read_only: bool = False) -> None:
    """Serve a record until it is stopped; whatever stands in the way ends the command with a clear line."""
    import socket

    import uvicorn

    from communique.web import application
    from communique.web.safety import LOOPBACK

    at_home = host in LOOPBACK
    token = None if at_home else secrets.token_urlsafe(24)
    frozen = read_only or (record.exists() and not os.access(record, os.W_OK))
    with ExitStack() as held:
        try:
            if not record.exists():
                raise RecordError(f"{record}: no such record; make one with `communique code PATH --record {record}`")
            opened = held.enter_context(Record.open(record, read_only=frozen, ample=True))
            listening = held.enter_context(socket.create_server((host, port), family=_family(host)))
        except RecordError as error:
            fail(str(error))
        except OSError as error:
            fail(f"cannot listen on {host}:{port} ({error.strerror}); name another --port or --host")
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listening.getsockname()[1]}/" + (f"?token={token}" if token else "")
        out.print(f"{record} is at {address}", markup=False, soft_wrap=True)
        out.print("Stop with Ctrl-C." + (" It takes no judgements." if frozen else ""), markup=False)
        app = application(opened, hosts=LOOPBACK if at_home else None, token=token)
        uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])


def _family(host: str) -> int:
    import socket

    return socket.AF_INET6 if ":" in host else socket.AF_INET
