"""A comparison in short: what accounts agree on, what they differ in, and what each leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from communique.accounts.comparison import Comparison, Row, Teller
from communique.accounts.origins import independent

_OWN = ("in its words", "status", "according to")
"""Facts that every account has in its own way: one that names no source of them leaves nothing out."""


@dataclass(frozen=True, slots=True)
class Gap:
    """An account, how many of the facts it tells, and those that it leaves out though others tell them."""

    teller: Teller
    told: int
    facts: int
    left_out: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The rows of a comparison by what they come to, each as told most often first.

    ``agreed`` are facts that two independent origins have and none contradicts, ``differing`` those in which accounts
    contradict each other, ``wordings`` the things for which they have rival words, ``single`` facts of one origin by
    its name, ``gaps`` what each account leaves out, ``noted`` what an account itself points out as missing.
    """

    agreed: tuple[Row, ...]
    differing: tuple[Row, ...]
    wordings: tuple[Row, ...]
    single: Mapping[str, tuple[Row, ...]]
    gaps: tuple[Gap, ...]
    noted: tuple[Row, ...]


def summarize(comparison: Comparison) -> Summary:
    """Put a comparison's rows where a reader looks for them."""
    rows = sorted((r for r in comparison.rows if r.part != "wording"), key=lambda r: -r.told)
    return Summary(
        agreed=tuple(r for r in rows if _is_agreed(r, comparison)),
        differing=tuple(r for r in rows if r.differs),
        wordings=tuple(r for r in comparison.rows if r.part == "wording"),
        single=_single(comparison),
        gaps=tuple(_gap(t, rows) for t in comparison.accounts) if len(comparison.accounts) > 1 else (),
        noted=tuple(r for r in rows if r.part == "silence"),
    )


def _is_agreed(row: Row, comparison: Comparison) -> bool:
    origin = {t.document: t.origin for t in comparison.accounts}
    having = {c.document: origin[c.document] for c in row.cells if c.state == "reported"}
    return not row.differs and row.fact not in ("in its words", "according to") and independent(having) > 1


def _single(comparison: Comparison) -> dict[str, tuple[Row, ...]]:
    origin = {t.document: t.origin.name for t in comparison.accounts}
    found: dict[str, list[Row]] = {}
    for row in comparison.single:
        if row.part != "silence":
            teller = next(c.document for c in row.cells if c.state != "omitted")
            found.setdefault(origin[teller], []).append(row)
    return {name: tuple(rows) for name, rows in sorted(found.items())}


def _gap(teller: Teller, rows: list[Row]) -> Gap:
    """What an account leaves out of what happened and what was said."""
    facts = [r for r in rows if r.part != "silence" and r.fact not in _OWN]
    out = tuple(r for r in facts if any(c.document == teller.document and c.state == "omitted" for c in r.cells))
    return Gap(teller, len(facts) - len(out), len(facts), out)
