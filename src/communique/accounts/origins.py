"""Where an account comes from: accounts of one origin are one voice, however many outlets print them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from communique.accounts.desk import Desk
from communique.codebook import load
from communique.linking.clustering import components
from communique.model import Coding, Episode

OriginKind = Literal["agency", "state medium", "read-out", "own reporting", "unknown"]

_HEAD = 400
"""Characters in which a text names the agency that it is from, if it begins with that."""
_OFFICIAL = frozenset(("GOV", "MIL", "LEG", "JUD", "IGO"))


@dataclass(frozen=True, slots=True)
class Origin:
    """An agency's report, a state medium's, a government's read-out, an outlet's own reporting, or one not known.

    ``name`` is whose it is; ``why`` says in a few words how that is known; ``owner`` who owns an agency or state medium.
    """

    kind: OriginKind
    name: str
    why: str
    owner: str | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.kind})"


@cache
def _outlets() -> Mapping[str, Mapping[str, Any]]:
    return {name: row for row in load("outlets")["outlets"] for name in row["names"]}


def document_origins(desk: Desk) -> dict[str, Origin]:
    """Where each document's text as a whole comes from.

    Documents of which one has the other's text are of one origin: that of the agency which any of them credits, else of
    the one among them that was published first, by name where days are equal or unknown.
    """
    names = sorted(desk.codings)
    pairs = [(c.one, c.other) for c in desk.copies if c.one in desk.codings and c.other in desk.codings]
    found = {}
    for group in components(names, pairs):
        own = {name: _own(desk.codings[name]) for name in group}
        agency = next((own[n] for n in group if own[n].kind == "agency"), None)
        first = min(group, key=lambda n: (str(desk.codings[n].document.published.date or "9999"), n))
        for name in group:
            origin = agency or own[first]
            copied = name != first or agency is not None
            why = (
                f"has the text of {first if name != first else group[-1]}"
                if len(group) > 1 and copied and own[name] != origin
                else origin.why
            )
            found[name] = Origin(origin.kind, origin.name, why, origin.owner)
    return found


def _own(coding: Coding) -> Origin:
    """Where a document's text comes from by what it says of itself."""
    document = coding.document
    head, end = document.text[:_HEAD], document.text.rstrip()
    for credit in document.credits:
        row = _outlets().get(credit)
        if row is not None and row.get("agency") and _for_all(row["names"], head, end):
            return Origin("agency", row["names"][0], f"credits {credit}", row.get("owner"))
    if document.outlet is None:
        return Origin("unknown", document.name, "the text does not show who published it")
    row = _outlets().get(document.outlet)
    if row is not None and row.get("agency"):
        return Origin("agency", row["names"][0], "published by it", row.get("owner"))
    if row is not None and row.get("state"):
        return Origin("state medium", row["names"][0], "published by it", row.get("owner"))
    return Origin("own reporting", document.outlet, "no agency is credited for the text")


def _for_all(names: Sequence[str], head: str, end: str) -> bool:
    """Whether an agency's name stands where a text names what it is from as a whole: at its head or its very end."""
    words = "|".join(map(re.escape, names))
    return re.search(rf"\b(?:{words})\b", head) is not None or re.search(rf"\b(?:{words})[).]*$", end) is not None


def origins(episode: Episode, desk: Desk, whole: Mapping[str, Origin] | None = None) -> dict[str, Origin]:
    """Where each account of an episode comes from.

    That is its document's origin, but for an account all of whose mentions are according to one and the same official:
    two papers that report what a ministry says have one origin, the ministry's read-out.

    Args:
        episode: the episode.
        desk: holds the documents that tell of it.
        whole: where the desk's documents come from as a whole, where that is known already.
    """
    found = {}
    whole = document_origins(desk) if whole is None else whole
    for name, events in desk.accounts(episode).items():
        told_by = {e.claimed_by for e in events}
        sources = next(iter(told_by)) if len(told_by) == 1 else ()
        actors = {a.id: a for a in desk.codings[name].actors}
        official = len(sources) == 1 and sources[0] in actors and actors[sources[0]].sector in _OFFICIAL
        if official and whole[name].kind in ("own reporting", "unknown"):
            actor = actors[sources[0]]
            found[name] = Origin("read-out", actor.name, f"all of it according to {actor.name}")
        else:
            found[name] = whole[name]
    return found


def independent(found: Mapping[str, Origin]) -> int:
    """How many independent origins there are; each that is not known counts as one of its own."""
    return len({(o.kind, o.name) for o in found.values()})
