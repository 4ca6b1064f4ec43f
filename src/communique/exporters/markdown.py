"""A briefing as Markdown; a reference such as ``[2:120-188]`` is source 2, characters 120 to 188."""

from __future__ import annotations

import re

from communique.brief import NOTHING, Briefing, Line

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")


def to_markdown(briefing: Briefing) -> str:
    """The briefing's text."""
    parts = [f"# {briefing.title}"]
    for section in briefing.sections:
        parts.append(f"## {section.heading}")
        parts.append("\n".join(map(_line, section.lines)) if section.lines else f"*{NOTHING}*")
    parts.append("## Sources")
    parts.append(
        "\n".join(f"{s.number}. {plain(s.title)} ({plain(s.about)}) {plain(s.name)}" for s in briefing.sources)
    )
    return "\n\n".join(parts) + "\n"


def _line(line: Line) -> str:
    cited = " ".join(map(str, line.references))
    return f"\n**{plain(line.text)}** {cited}" if line.leads else f"- {plain(line.text)} {cited}"


def plain(text: str) -> str:
    """Text whose characters mean nothing to Markdown."""
    return _SPECIAL.sub(r"\\\1", text)
