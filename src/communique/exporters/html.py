"""A briefing as one HTML page that needs nothing else: no script, no font, no picture from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from communique.brief import NOTHING, Briefing, Line, Reference
from communique.model import Coding

_CELL = 160
"""Characters of a table's cell."""

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2327; --soft: #59636b; --rule: #d5dade; --paper: #fdfdfb; --link: #1f5f8b }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ea; --soft: #a3adb5; --rule: #3a4248; --paper: #15191c; --link: #8cc4ec } }
body { margin: 2rem auto 4rem; padding: 0 1rem; max-width: 46rem; font: 1.05rem/1.55 Georgia, "Times New Roman", serif; color: var(--ink); background: var(--paper) }
h1 { font-size: 1.7rem; line-height: 1.2 } h2 { margin-top: 2.4rem; font-size: 1.2rem; border-bottom: 1px solid var(--rule) }
p.lead { margin: 1.4rem 0 .3rem; font-weight: bold } ul { margin: 0; padding-left: 1.2rem } li { margin: .25rem 0 }
a { color: var(--link) } a.ref { font: .75rem/1 system-ui, sans-serif; text-decoration: none; white-space: nowrap }
.none, .about { color: var(--soft) } ol { padding-left: 1.6rem } blockquote { margin: .2rem 0; font-size: .92rem; color: var(--soft) }
:target { outline: 2px solid var(--link); outline-offset: 3px }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt } a { color: inherit } }
"""


def to_html(briefing: Briefing, codings: Mapping[str, Coding]) -> str:
    """The briefing as a page; every reference leads to the words, which the list of sources holds.

    Args:
        briefing: what is written down.
        codings: the documents by name, whose words are quoted.
    """
    cited = sorted({(r.number, r.span) for s in briefing.sections for line in s.lines for r in line.references})
    body = [f"<h1>{escape(briefing.title)}</h1>"]
    for section in briefing.sections:
        body.append(f"<section><h2>{escape(section.heading)}</h2>{_lines(section.lines)}</section>")
    body.append("<section><h2>Sources</h2><ol>")
    for source in briefing.sources:
        text = codings[source.name].document.text
        words = "".join(
            f'<blockquote id="{_anchor(Reference(number, span))}">{escape(span.of(text))} '
            f'<span class="about">{span.start}–{span.end}</span></blockquote>'
            for number, span in cited
            if number == source.number
        )
        body.append(
            f'<li id="s{source.number}">{escape(source.title)} <span class="about">{escape(source.about)} {escape(source.name)}</span>{words}</li>'
        )
    body.append("</ol></section>")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(briefing.title)}</title><style>{_STYLE}</style></head>\n<body><main>\n"
        + "\n".join(body)
        + "\n</main></body></html>\n"
    )


def table(columns: Sequence[str], rows: Iterable[Mapping[str, object]], caption: str) -> str:
    """Rows as an HTML table, for a notebook; every text is escaped, and a long one cut off.

    Args:
        columns: the columns' names.
        rows: the values by these.
        caption: what stands below the table.
    """
    head = "".join(f"<th>{escape(c)}</th>" for c in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row[c])}</td>' for c in columns)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{escape(caption)}</p>"


def _cell(value: object) -> str:
    if value is None:
        return ""
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return escape(words if len(words) <= _CELL else words[: _CELL - 1] + "…")


def _lines(lines: tuple[Line, ...]) -> str:
    if not lines:
        return f'<p class="none">{escape(NOTHING)}</p>'
    parts, listing = [], False
    for line in lines:
        if line.leads:
            parts.append("</ul>" if listing else "")
            listing = False
            parts.append(f'<p class="lead">{_cited(line)}</p>')
        else:
            parts.append("" if listing else "<ul>")
            listing = True
            parts.append(f"<li>{_cited(line)}</li>")
    return "".join(parts) + ("</ul>" if listing else "")


def _cited(line: Line) -> str:
    links = " ".join(f'<a class="ref" href="#{_anchor(r)}">{escape(str(r))}</a>' for r in line.references)
    return f"{escape(line.text)} {links}"


def _anchor(reference: Reference) -> str:
    return f"w{reference.number}-{reference.span.start}-{reference.span.end}"
