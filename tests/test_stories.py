"""Episodes, accounts and the brief, on the example corpus."""

from __future__ import annotations

import re
from pathlib import Path

from communique.accounts import compare, origins
from communique.brief import brief
from communique.episodes import claims, link
from communique.model import Coding
from communique.record import Record


def test_order_does_not_matter(codings: tuple[Coding, ...]) -> None:
    assert list(link(codings)) == list(link(tuple(reversed(codings))))
    assert claims(codings) == claims(tuple(reversed(codings)))


def test_two_copies_of_an_agency_report_are_one_origin(codings: tuple[Coding, ...]) -> None:
    found = origins([c for c in codings if c.document.name.startswith("campdavid")])
    assert found["campdavid_wire.txt"] == found["campdavid_courier.txt"] != found["campdavid_gazette.txt"]


def test_an_account_that_leaves_something_out(story: Path) -> None:
    with Record.open(story, read_only=True) as record:
        codings = list(record.codings())
        episodes = [e for e in record.all_episodes() if len({d for d, _ in e.mentions}) > 1]
    assert episodes
    rows = [r for e in episodes for r in compare(e, codings).rows]
    assert any(c.state == "omitted" for r in rows for c in r.cells)
    assert all(c.span is None or c.words for r in rows for c in r.cells)


def test_every_line_of_a_brief_is_cited(codings: tuple[Coding, ...]) -> None:
    text = brief(codings, tuple(link(codings, singletons=True)), claims(codings))
    names = sorted(c.document.name for c in codings)
    sizes = {k: len(c.document.text) for k, c in enumerate(sorted(codings, key=lambda c: c.document.name), 1)}
    body = text.split("## What happened")[1].split("## Sources")[0]
    lines = [line for line in body.splitlines() if line.startswith(("- ", "**"))]
    assert lines
    for line in lines:
        references = re.findall(r"\[(\d+):(\d+)-(\d+)\]", line)
        assert references, line
        assert all(int(a) < int(b) <= sizes[int(n)] for n, a, b in references)
    assert all(name in text for name in names)
