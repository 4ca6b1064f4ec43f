"""The accounts of one episode as a matrix: a row a fact, a column an account, and what each says to each fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from communique.accounts import Comparison
from communique.accounts.comparison import Cell, Part, Row, State, Teller
from communique.plots.legend import MARGIN, TOP, counted, head, nothing
from communique.plots.picture import Picture
from communique.plots.svg import BODY, SMALL, Markup, drawing, line, linked, painted, shortened, text, width_of

CellLink = Callable[[Cell], str | None]
"""The address that a cell leads to; None where it leads nowhere."""

_FACTS = 400.0
"""Pixels for facts."""
_ROW = 22.0
_LEVEL = 84.0
"""Pixels of a column in which names lie level."""
_PARTS: dict[Part, str] = {
    "attribute": "What happened",
    "within it": "Within it",
    "claim": "What was said",
    "silence": "Noted as left out",
    "beside it": "What else is told",
    "wording": "Words for the same",
}
_STATES: tuple[State, ...] = ("reported", "differs", "omitted", "noted as missing")


def accounts(comparison: Comparison, *, facts: int = 40, width: int = 960, link: CellLink | None = None) -> Picture:
    """Draw what each account of an episode says to each fact.

    A disc is reported, one with a stroked-out equals sign differs from others, a ring is left out, a crossed ring noted
    as missing.

    Args:
        comparison: what :func:`communique.accounts.compare` gives.
        facts: at most so many rows, those of each part in the order of the comparison.
        width: in pixels, or as many more as the accounts need.
        link: the address that a cell leads to.
    """
    label = f"Accounts: {comparison.episode.label}"
    if not comparison.accounts or not comparison.rows:
        return nothing(label, "No account tells of it", "Code documents that do.", width)
    number = len(comparison.accounts)
    each = min(max((width - 2 * MARGIN - _FACTS) / number, 34.0), 150.0)
    width = round(max(width, 2 * MARGIN + _FACTS + each * number))
    rows = comparison.rows[:facts]
    high = _heads_height(comparison, each)
    top = TOP + 12 + high
    about = f"{counted(number, 'account')} of {counted(comparison.independent, 'independent origin')}"
    if len(rows) < len(comparison.rows):
        about += f"; the first {len(rows)} of {len(comparison.rows)} facts"
    xs = [MARGIN + _FACTS + each * (k + 0.5) for k in range(number)]
    parts = [*head(shortened(comparison.episode.label, width - 2 * MARGIN, 16), about), *_legend()]
    parts += _heads(comparison, xs, each, top)
    body, bottom = _body(rows, xs, top, width, link)
    parts += body
    parts += _coverage(comparison, xs, bottom)
    return Picture(drawing(width, bottom + 44, label, about, *parts, links=link is not None))


def _legend() -> Iterator[Markup]:
    x = MARGIN + 6
    for state in _STATES:
        yield from _sign(state, x, 60)
        yield text(x + 12, 64, state, "soft", SMALL)
        x += 12 + width_of(state, SMALL) + 24


def _slanted(each: float) -> bool:
    return each < _LEVEL


def _heads_height(comparison: Comparison, each: float) -> float:
    longest = max(width_of(a.outlet or a.document, BODY) for a in comparison.accounts)
    return 36 + min(longest, 130.0) * 0.75 if _slanted(each) else 44.0


def _heads(comparison: Comparison, xs: Sequence[float], each: float, top: float) -> Iterator[Markup]:
    """Outlets above their columns, slanted where these are narrow, and below them whose account it is."""
    slanted, y = _slanted(each), top - 32
    for account, x in zip(comparison.accounts, xs, strict=True):
        words = shortened(account.outlet or account.document, 130 if slanted else each - 10)
        turn = f"rotate(-45 {x:.1f} {y:.1f})" if slanted else None
        said = f"{account.outlet or account.document}: {account.origin}, {account.origin.why}"
        name = text(x, y, words, "ink", BODY, text_anchor=None if slanted else "middle", transform=turn)
        yield linked(None, said, name)
    for _, group in groupby(zip(comparison.accounts, xs, strict=True), key=_whose):
        pairs = list(group)
        origin, held = pairs[0][0].origin, [x for _, x in pairs]
        left, right = held[0] - each / 2 + 5, held[-1] + each / 2 - 5
        words = shortened(origin.name if len(held) > 1 else origin.kind, right - left, SMALL)
        yield linked(
            None, f"origin: {origin}", line(left, top - 22, right, top - 22, "line", 2.5 if len(held) > 1 else 1),
            text((left + right) / 2, top - 7, words, "soft", SMALL, text_anchor="middle"),
        )  # fmt: skip


def _whose(pair: tuple[Teller, float]) -> tuple[str, str]:
    return pair[0].origin.kind, pair[0].origin.name


def _body(
    rows: Sequence[Row], xs: Sequence[float], top: float, width: float, link: CellLink | None
) -> tuple[list[Markup], float]:
    parts, y, part = [], top, None
    for row in rows:
        if row.part != part:
            part = row.part
            y += 10
            parts.append(text(MARGIN, y + 11, _PARTS[part], "soft", SMALL, font_weight=600))
            y += 18
        parts.append(line(MARGIN, y + _ROW, width - MARGIN, y + _ROW, "rule", 0.75))
        parts.append(_fact(row, y + 15))
        for cell, x in zip(row.cells, xs, strict=True):
            said = f"{row.fact}: {cell.state}" + (f", “{cell.value or cell.words}”" if cell.words else "")
            address = link(cell) if link is not None and cell.span is not None else None
            parts.append(linked(address, said, *_sign(cell.state, x, y + _ROW / 2)))
        y += _ROW
    return parts, y


def _fact(row: Row, y: float) -> Markup:
    """A row's head; of what is said, the words too, as one account has them."""
    words = next((c.words for c in row.cells if c.words), None) if row.part == "claim" else None
    fact = shortened(row.fact, _FACTS - 20)
    quote = shortened(words, _FACTS - 30 - width_of(fact), SMALL) if words else ""
    quoted = painted("tspan", "soft", quote, font_size=SMALL, dx=8) if quote else Markup("")
    return linked(
        None,
        row.fact + (f": {words}" if words else ""),
        painted("text", "ink", fact, quoted, x=MARGIN, y=float(y), font_size=BODY),
    )


def _coverage(comparison: Comparison, xs: Sequence[float], bottom: float) -> Iterator[Markup]:
    yield text(MARGIN, bottom + 24, "share of all facts that it reports", "soft", SMALL)
    for account, x in zip(comparison.accounts, xs, strict=True):
        yield text(x, bottom + 24, f"{100 * account.coverage:.0f} %", "soft", SMALL, text_anchor="middle")


def _sign(state: State, x: float, y: float) -> Iterator[Markup]:
    """A state's mark; shapes, not letters, so that no font is needed for them."""
    if state == "reported":
        yield painted("circle", "mark", cx=float(x), cy=float(y), r=5, stroke_width=1)
    elif state == "differs":
        yield painted("circle", "material-conflict", cx=float(x), cy=float(y), r=7, stroke_width=1)
        stroke = f"M{x - 3.4:.1f} {y - 1.7:.1f}h6.8M{x - 3.4:.1f} {y + 1.7:.1f}h6.8M{x - 2:.1f} {y + 4.4:.1f}L{x + 2:.1f} {y - 4.4:.1f}"
        yield painted("path", "halo", d=stroke, fill="none", stroke_width=1.3)
    elif state == "omitted":
        yield painted("circle", "hollow", cx=float(x), cy=float(y), r=4, stroke_width=1.2)
    else:
        yield painted("circle", "hollow", cx=float(x), cy=float(y), r=5.5, stroke_width=1.5)
        yield painted("path", "line", d=f"M{x - 5.5:.1f} {y + 5.5:.1f}L{x + 5.5:.1f} {y - 5.5:.1f}", stroke_width=1.5)
