"""A picture: an SVG that stands alone, the same to be set into a page, and as PNG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import resvg_py

from communique.plots.svg import PALETTE, Markup, style

_FAMILIES = (
    "Inter", "Segoe UI", "Helvetica Neue", "Helvetica", "Arial", "Roboto", "Noto Sans", "Liberation Sans", "DejaVu Sans",
    "Open Sans", "Ubuntu", "Cantarell", "Verdana", "Tahoma", "FreeSans", "DejaVu Serif", "Times New Roman",
    "Liberation Serif", "Noto Serif", "DejaVu Sans Mono", "Liberation Mono", "Courier New",
)  # fmt: skip


class PictureError(Exception):
    """A picture cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What was drawn; in a notebook it shows itself.

    ``inline`` is the SVG element to be set into a page whose stylesheet holds :func:`communique.plots.style`; it has no
    style of its own, so that it is allowed wherever inline styles are not, and then has the colours of light paper.
    """

    inline: str

    @property
    def svg(self) -> str:
        """The picture as an SVG file, with its style."""
        head, gap, rest = self.inline.partition(">")
        return f"{head}{gap}<style>{style()}</style>{rest}\n"

    def png(self, *, zoom: float = 2.0, fonts: tuple[Path, ...] = ()) -> bytes:
        """The picture as a PNG file, on light paper.

        Args:
            zoom: how many of the image's pixels a pixel of the drawing has in each direction.
            fonts: font files to letter it with; those of the system, where none are given.

        Raises:
            PictureError: no font is found, so that the picture would be without words.
        """
        files = tuple(str(f) for f in fonts)
        family = _family(files)
        if family is None:
            raise PictureError(
                "no font is found to letter a PNG with; install one, such as the package fonts-dejavu-core, or write SVG"
            )
        # The renderer knows no custom properties, so that it is given the drawing without its style.
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=self.inline, background=PALETTE["paper"][0], zoom=zoom, font_files=list(files),
                skip_system_fonts=bool(files), font_family=family, sans_serif_family=family, serif_family=family,
            )
        )  # fmt: skip

    def _repr_svg_(self) -> str:
        return self.svg


@cache
def _family(files: tuple[str, ...]) -> str | None:
    """The first family of fonts that letters anything at all."""
    return next((f for f in _FAMILIES if _lettered("A", f, files) != _lettered(" ", f, files)), None)


def _lettered(words: str, family: str, files: tuple[str, ...]) -> bytes:
    sample = Markup(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><text y="15" font-family="{family}">{words}</text></svg>'
    )
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=sample, font_files=list(files), skip_system_fonts=bool(files), serif_family=family,
            sans_serif_family=family,
        )
    )  # fmt: skip
