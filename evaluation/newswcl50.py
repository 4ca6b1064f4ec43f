"""NewsWCL50 (Hamborg et al., JCDL 2019): chains of actions and events that outlets tell in words of their own.

A chain holds words, not coded events. So the documents are coded first, and an event counts as a mention of the chain
whose words its trigger is among; which of these events belong together is then scored.

Chains were made story by story: a summit that two stories tell of is two chains, of one name or another. So pairs of
events of two stories are neither right nor wrong, and what counts are the pairs within stories; the figures over all
pairs, which take those of two stories for wrong, are shown beneath.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from communique.linking.linker import Linker
from communique.model import Coding, Page, Span
from communique.pipeline import code_page
from evaluation.corpora import articles
from evaluation.linking import Place, agreement, one_a_day

_KINDS = frozenset(("action", "event"))


@dataclass(frozen=True, slots=True)
class Told:
    """Words of a document that are of a chain."""

    chain: str
    words: Span


def read(file: Path) -> tuple[dict[str, str], dict[str, list[Told]]]:
    """The documents' texts, and their chains' words that can be found in them, by the documents' ids.

    Raises:
        ValueError: a line of the file is no document of NewsWCL50.
    """
    texts = articles(file)
    told: dict[str, list[Told]] = {}
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        row = json.loads(line)
        if "mentions" not in row or "sentences" not in row:
            raise ValueError(f"{file}:{number}: has no sentences and mentions; give the file of NewsWCL50's documents")
        told[row["id"]] = list(_told(row, texts[row["id"]]))
    return texts, told


def _told(row: Mapping[str, object], text: str) -> Iterable[Told]:
    """The words of each mention, found by going through the text token by token."""
    sentences: list[list[str]] = row["sentences"]  # type: ignore[assignment]
    places: list[list[Span]] = []
    at = 0
    for tokens in sentences:
        found = []
        for token in tokens:
            start = text.find(token.strip(), at) if token.strip() and token != "\\n" else -1
            if start < 0 or start - at > 40:
                found.append(Span(at, at))
            else:
                at = start + len(token.strip())
                found.append(Span(start, at))
        places.append(found)
    for mention in row["mentions"]:  # type: ignore[attr-defined]
        if mention["kind"] in _KINDS:
            spans = places[mention["sentence"]][mention["first_token"] : mention["last_token"] + 1]
            if spans and spans[0].start < spans[-1].end:
                yield Told(mention["chain"], Span(spans[0].start, spans[-1].end))


def lines(file: Path) -> Iterable[str]:
    """The table: events of the chains brought together by us, by the one-a-day filter, and not at all."""
    texts, told = read(file)
    codings = [code_page(Page(f"{key}.txt", key, text.encode("utf-8"), "text/plain")) for key, text in texts.items()]
    yield from scored(codings, {f"{key}.txt": found for key, found in told.items()})


def scored(codings: list[Coding], told: Mapping[str, list[Told]]) -> Iterable[str]:
    """The rows of the table for codings of the documents."""
    of: dict[Place, str] = {}
    for coding in codings:
        for event in coding.events:
            chains = [t for t in told[coding.document.name] if t.words.overlaps(event.trigger)]
            if chains:
                shortest = min(chains, key=lambda t: (t.words.end - t.words.start, t.chain))
                of[coding.document.name, event.id] = shortest.chain
    gold: dict[str, list[Place]] = {}
    for place, chain in sorted(of.items()):
        gold.setdefault(chain, []).append(place)
    linker = Linker()
    for coding in codings:
        linker.read(coding)
    number = sum(map(len, told.values()))
    yield f"{len(of)} events of {len(codings)} documents are of {len(gold)} chains, which have {number} mentions"
    ways: dict[str, Iterable[Iterable[Place]]] = {
        "episodes": [e.mentions for e in linker.episodes()],
        "  one a day": one_a_day(codings),
        "  none": [],
    }
    items = sorted(of)
    for over, split in (("within stories", True), ("all pairs", False)):
        yield over
        for name, groups in ways.items():
            yield agreement(items, gold.values(), _within(groups) if split else groups).line(name)


def _within(groups: Iterable[Iterable[Place]]) -> list[list[Place]]:
    """Groups cut into those of one story each, which a document's name begins with."""
    found: dict[tuple[int, str], list[Place]] = {}
    for number, group in enumerate(groups):
        for place in group:
            found.setdefault((number, place[0].split("_")[0]), []).append(place)
    return list(found.values())
