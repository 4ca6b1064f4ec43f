"""Silence that a text points out, as the act that is missing: negated, by whoever would have acted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Span as Words

from communique.codebook import load
from communique.extract.acts import Act, Candidate
from communique.extract.parse import char_span, text_of
from communique.extract.scene import Draft, Scene, Sides
from communique.extract.syntax import clause
from communique.model import Omission, Span

_SPEAKING = frozenset(("GOV", "MIL", "LEG", "IGO", "REB", "OPP", "PTY"))


def find_missing(scene: Scene) -> list[Draft]:
    """One draft for each silence of somebody who could have acted; what outlets leave out is no act."""
    return [d for o in scene.omissions if (d := _missing(o, scene)) is not None]


def without_the_missing(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Drafts but for those that only name what is missing."""
    gaps = [o.what for o in scene.omissions if o.what is not None]
    return [
        d
        for d in drafts
        if d.type not in ("RETREAT", "CONCEDE", "REQUEST", "AGREE", "AID", "SUPPORT")
        or not any(g.start <= d.candidate.token.idx < g.end for g in gaps)
    ]


def _missing(omission: Omission, scene: Scene) -> Draft | None:
    by = omission.by
    actors = [scene.cast.actor(a) for a in by]
    if not actors or not all(a is not None and (a.kind == "country" or a.sector in _SPEAKING) for a in actors):
        return None
    what = char_span(scene.doc, omission.what or omission.evidence)
    if what is None:
        return None
    kind = _kind(omission.evidence.of(text_of(scene.doc)), what.text)
    if kind is None:
        return None
    token = what.root
    return Draft(
        Candidate(token, Act(kind, None, ()), (token,)), kind, None, by, _other(what, by, scene), "negated",
        Span(*clause(token)) if omission.what is None else omission.evidence, ("silence pointed out",), 0.6,
    )  # fmt: skip


def _kind(evidence: str, what: str) -> str | None:
    """What kind of act is missing, by the words for it; to keep one's silence is not to blame."""
    for kind, words in load("acts")["missing"].items():
        if re.search("|".join(words), what, re.I):
            return str(kind)
    return "ACCUSE" if re.search(r"\bsilen", evidence, re.I) else None


def _other(what: Words, by: Sides, scene: Scene) -> Sides:
    """The first other side that is named in what is missing."""
    own = scene.states(by)
    for token in what:
        mention = scene.cast.at(token.i)
        others = tuple(a for a in mention.actors if a not in by) if mention is not None else ()
        if others and (scene.states(others) - own or len(own) > 1):
            return others[:1]
    return ()
