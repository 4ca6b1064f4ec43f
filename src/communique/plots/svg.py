"""The little that pictures are drawn with: SVG elements whose texts are escaped and whose colours follow the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

PALETTE: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#15191c"),
    "ink": ("#1d2327", "#e7e9ea"),
    "soft": ("#59636b", "#a3adb5"),
    "rule": ("#d5dade", "#3a4248"),
    "cooperation": ("#0b5c94", "#6dbcf2"),
    "cooperation-light": ("#a5d0ee", "#1f4a68"),
    "conflict": ("#b5430c", "#f59a5b"),
    "conflict-light": ("#f6c193", "#6b3617"),
}
"""Colours on light and on dark paper: blue and orange, which all eyes tell apart, dark for what is material and light
with a dark edge for what is verbal, so that the four categories differ without colour too."""

PAINTS: dict[str, dict[str, str]] = {
    "paper": {"fill": "paper"},
    "ink": {"fill": "ink"},
    "label": {"fill": "ink", "stroke": "paper"},
    "soft": {"fill": "soft"},
    "faint": {"fill": "rule"},
    "rule": {"stroke": "rule"},
    "line": {"stroke": "ink"},
    "halo": {"stroke": "paper"},
    "hollow": {"fill": "paper", "stroke": "soft"},
    "mark": {"fill": "ink", "stroke": "ink"},
    "verbal-cooperation": {"fill": "cooperation-light", "stroke": "cooperation"},
    "material-cooperation": {"fill": "cooperation", "stroke": "cooperation"},
    "verbal-conflict": {"fill": "conflict-light", "stroke": "conflict"},
    "material-conflict": {"fill": "conflict", "stroke": "conflict"},
    "head-cooperation": {"fill": "cooperation"},
    "head-conflict": {"fill": "conflict"},
    "tie-verbal-cooperation": {"stroke": "cooperation"},
    "tie-material-cooperation": {"stroke": "cooperation"},
    "tie-verbal-conflict": {"stroke": "conflict"},
    "tie-material-conflict": {"stroke": "conflict"},
}
"""What a class paints, by the palette's names. Elements carry the light colours as attributes too, for where no style is."""

SMALL, BODY, HEAD = 11, 12, 16
"""Sizes of letters, in pixels."""

_FONTS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW, _WIDE = frozenset("iIjlftr.,:;'|!()[] -"), frozenset("mwMW@%—…")

Link = Callable[[str], str | None]
"""The address that a mark leads to, by the id of what it stands for; None where it leads nowhere."""


class Markup(str):
    """Text that is SVG already."""

    __slots__ = ()


def _words(text: str) -> str:
    """A text for XML: what it may not hold is left out, what it would take for markup is escaped."""
    return escape(_FORBIDDEN.sub("", text))


def _value(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else _words(str(value))


def element(name: str, *children: str, **attributes: object) -> Markup:
    """An element; children that are no :class:`Markup` are escaped, attributes that are ``None`` left out.

    Underscores in attributes' names stand for hyphens, one at the end for nothing (``class_``).
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(c if isinstance(c, Markup) else _words(c) for c in children)
    return Markup(f"<{name}{given}>{inner}</{name}>" if inner else f"<{name}{given}/>")


def painted(name: str, paint: str, *children: str, **attributes: object) -> Markup:
    """An element of a class that paints it."""
    colours = {attribute: PALETTE[colour][0] for attribute, colour in PAINTS[paint].items()}
    return element(name, *children, class_=paint, **colours, **attributes)


def text(x: float, y: float, words: str, paint: str = "ink", size: int = BODY, **attributes: object) -> Markup:
    """A line of words, its base line's beginning at a point."""
    return painted("text", paint, words, x=float(x), y=float(y), font_size=size, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, paint: str = "rule", width: float = 1.0) -> Markup:
    """A straight line."""
    return painted("line", paint, x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), stroke_width=width)


def linked(address: str | None, label: str, *children: str) -> Markup:
    """Marks that say what they are when pointed at, and lead to an address if there is one."""
    title = element("title", label)
    if address is None:
        return element("g", title, *children)
    return element("a", title, *children, href=address, aria_label=label)


def width_of(words: str, size: float = BODY) -> float:
    """About how wide words are in one of the wider sans-serif fonts, in pixels."""
    return size * sum(0.34 if c in _NARROW else 0.95 if c in _WIDE else 0.7 if c.isupper() else 0.6 for c in words)


def shortened(words: str, room: float, size: float = BODY) -> str:
    """Words cut off with an ellipsis where they are wider than so many pixels."""
    words = " ".join(words.split())
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words.rstrip(" ,;:") + "…" if words else ""


def drawing(width: float, height: float, label: str, about: str, *children: str, links: bool = False) -> Markup:
    """A whole picture.

    Args:
        width: in pixels.
        height: in pixels.
        label: what it is of, for those who do not see it.
        about: what it shows, in a sentence or two.
        children: its parts.
        links: whether parts of it are links, which a picture that is one image to a screen reader would hide.
    """
    w, h = round(width), round(height)
    return element(
        "svg", element("title", label), element("desc", about), *children, xmlns="http://www.w3.org/2000/svg",
        class_="plot", viewBox=f"0 0 {w} {h}", width=w, height=h, role="group" if links else "img", aria_label=label,
        font_family=_FONTS, font_size=BODY,
    )  # fmt: skip


def style() -> str:
    """The stylesheet of all pictures: colours as custom properties, light or dark as the reader has it."""
    light, dark = (";".join(f"--plot-{name}:{pair[k]}" for name, pair in PALETTE.items()) for k in (0, 1))
    rules = "\n".join(
        f".plot .{name}{{{';'.join(f'{attribute}:var(--plot-{c},{PALETTE[c][0]})' for attribute, c in paint.items())}}}"
        for name, paint in PAINTS.items()
    )
    return (
        f":root{{{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f".plot{{max-width:100%;height:auto;background:var(--plot-paper,{PALETTE['paper'][0]})}}\n{rules}\n.plot a:hover,.plot a:focus-visible{{opacity:.7}}\n"
    )
