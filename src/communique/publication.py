"""When, by whom and after whom a text was published, as far as the text itself shows it."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from communique.codebook import load
from communique.extract.calendar import MONTHS, WEEKDAYS
from communique.model import Publication, Span

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_HEADER = re.compile(r"^\s*date (\d{4}-\d\d-\d\d)\b(?:\s+(\S+\.\S+))?", re.I)
_ISO = re.compile(r"(?:updated|published|posted)\W{1,4}(\d{4}-\d\d-\d\d)", re.I)
_LINE = re.compile(
    rf"^\W*(?:(?:published|updated|posted|last updated)\W+(?:on\W+)?)?(?:(?:{'|'.join(WEEKDAYS)}),?\s+)?"
    rf"(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH})\.?,?\s+(?P<year2>\d{{4}}))\b",
    re.I,
)
_DATELINE = re.compile(
    rf"^(?:[A-Z][\w.'-]*(?:[ /][A-Z][\w.'-]*){{0,3}},?\s+)?\(?(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}))"
    rf"(?:,?\s+(?P<year>\d{{4}}))?\)?\s*(?:\((?P<agency>[A-Za-z][\w /.-]{{1,30}})\)\s*)?(?:[:\u2014\u2013]|--|-\s)",
    re.I,
)
_YEARS = re.compile(r"\b((?:19|20)\d\d)\b")


def find_publication(text: str, boilerplate: tuple[Span, ...], metadata: str | None = None) -> Publication:
    """The day or interval of publication, and the words for why.

    Args:
        text: the document's text.
        boilerplate: its boilerplate, where page headers stand.
        metadata: the date that the page's own metadata gives, ISO.
    """
    if metadata and (found := _iso(metadata[:10])):
        return _on(found, f"The page's metadata gives {found}.")
    header = _HEADER.match(text)
    if header and (found := _iso(header[1])):
        return _on(found, f'Page header "date {found}".')
    stamp = _ISO.search(text[:2000])
    if stamp and (found := _iso(stamp[1])):
        return _on(found, f'Line "{stamp[0].strip()}".')
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in (*lines[:6], *lines[-2:]):
        match = _LINE.match(line)
        if (
            match
            and len(line) < 90
            and (
                found := _made(
                    match["year"] or match["year2"], match["month"] or match["month2"], match["day"] or match["day2"]
                )
            )
        ):
            return _on(found, f'Date line "{match[0].strip()}".')
    for line in lines[:6]:
        match = _DATELINE.match(line)
        if match is not None:
            return _dateline(match, text)
    return _weekdays(text)


def _iso(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _made(year: str | int, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), MONTHS[month.lower()], int(day))
    except ValueError:
        return None


def _on(day: dt.date, basis: str) -> Publication:
    return Publication(day, day, day, basis)


def _dateline(match: re.Match[str], text: str) -> Publication:
    """A dateline's day, in the year that it gives or that the text's other anchors leave."""
    month, day = match["month"] or match["month2"], match["day"] or match["day2"]
    shown = match[0].strip(" :\u2014\u2013-")
    if match["year"] and (found := _made(match["year"], month, day)):
        return _on(found, f'Dateline "{shown}".')
    found, why = _year_for(month, day, text)
    return (
        _on(found, f'Dateline "{shown}"; {why}.')
        if found is not None
        else Publication(basis=f'Dateline "{shown}", whose year the text does not show.')
    )


def _year_for(month: str, day: str, text: str) -> tuple[dt.date | None, str]:
    """The one year that the text's years, dated events and weekdays allow for a day and a month."""
    anchors = [a for a in load("anchors") if _named(a, text)]
    years = [int(y) for y in _YEARS.findall(text)]
    anniversary = re.search(
        r"\b(one|first|two|second|three|third|four|fourth|five|fifth|ten|tenth)[- ](?:year )?anniversary", text, re.I
    )
    if anchors and anniversary:
        count = {
            "first": 1,
            "second": 2,
            "third": 3,
            "fourth": 4,
            "fifth": 5,
            "tenth": 10,
            "one": 1,
            "two": 2,
            "three": 3,
            "four": 4,
            "five": 5,
            "ten": 10,
        }[anniversary[1].lower()]
        first = max(a["first"] for a in anchors)
        for year in (first.year + count, first.year + count + 1):
            found = _made(year, month, day)
            turned = first.replace(year=first.year + count)
            if found is not None and turned <= found:
                return found, f"after the anniversary of {first}, so {year}"
    if years:
        found = _made(max(years), month, day)
        weekday = next((w for w in WEEKDAYS if re.search(rf"\bon {w}\b", text, re.I)), None)
        near = {max(years), max(years) + 1}
        for year in sorted(near):
            candidate = _made(year, month, day)
            if candidate is not None and weekday and (candidate.weekday() - WEEKDAYS[weekday]) % 7 in (0, 1):
                return candidate, f"{year} after the years that the text names and the weekday"
        return found, f"the latest year that the text names is {max(years)}"
    if anchors:
        first = max(a["first"] for a in anchors)
        weekdays = [w for w in WEEKDAYS if re.search(rf"\b{w}\b", text, re.I)]
        for year in range(first.year, first.year + 3):
            candidate = _made(year, month, day)
            if candidate is None or candidate < first - dt.timedelta(days=2):
                continue
            if not weekdays or any((candidate.weekday() - WEEKDAYS[w]) % 7 in (0, 1) for w in weekdays):
                return candidate, f"the year of an event that the text tells of ({first})"
    return None, ""


def _named(anchor: dict[str, object], text: str) -> bool:
    words, together = anchor["words"], anchor["with"]
    assert isinstance(words, list) and isinstance(together, list)
    return (not together or any(w in text for w in together)) and any(re.search(w, text, re.I) for w in words)


def _weekdays(text: str) -> Publication:
    """An interval after the latest day that the text itself dates, open at its end; else nothing."""
    dates = []
    for match in re.finditer(rf"\b({_MONTH})\.?\s+(\d{{1,2}}),?\s+(\d{{4}})\b", text, re.I):
        if (found := _made(match[3], match[1], match[2])) is not None:
            dates.append(found)
    if dates:
        latest = max(dates)
        return Publication(
            None, latest, None, f"After {latest}, the latest day that the text names; it does not date itself."
        )
    return Publication()


@cache
def _outlets() -> tuple[dict[str, str], dict[str, str]]:
    """Outlets' recorded names by domain and by each of their names."""
    domains: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in load("outlets")["outlets"]:
        domains |= dict.fromkeys(row.get("domains", ()), row["names"][0])
        names |= dict.fromkeys(row["names"], row["names"][0])
    return domains, names


def find_outlet(text: str) -> str | None:
    """The outlet that a page header's address names; an unknown address names itself."""
    header = _HEADER.match(text)
    address = header[2].lower() if header and header[2] else None
    if address is None:
        return None
    domains, _ = _outlets()
    parts = address.split(".")
    for k in range(len(parts) - 1):
        if (name := domains.get(".".join(parts[k:]))) is not None:
            return name
    return address.removeprefix("www.")


_CREDITING = re.compile(
    r"\([^()]{0,60}\)|reports?\b|reported|according to|said|says|quot\w+|via|told|carried|cit\w+|account|/|images?|read",
    re.I,
)


@cache
def _named_outlets() -> re.Pattern[str]:
    """Any outlet's name as a whole word, the longest where one begins another."""
    names = sorted(_outlets()[1], key=lambda n: (-len(n), n))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def find_credits(text: str, outlet: str | None = None) -> tuple[str, ...]:
    """Agencies and outlets that a text credits: in a dateline, a photo credit, a closing line, or with a reporting verb."""
    found: dict[str, int] = {}
    for match in _named_outlets().finditer(text):
        recorded = _outlets()[1][match.group()]
        if recorded == outlet or recorded in found:
            continue
        around = text[max(0, match.start() - 45) : match.end() + 45]
        line = text[
            text.rfind("\n", 0, match.start()) + 1 : (text.find("\n", match.end()) + 1 or len(text) + 1) - 1
        ].strip()
        if _CREDITING.search(around) or len(line) < 60 or text[match.start() - 1 : match.start()] == "(":
            found[recorded] = match.start()
    state = re.search(
        r"\b(?:Chinese |Russian |Iranian |North Korean |Syrian |Cuban )?state (?:media|television|TV|news agency)\b",
        text,
    )
    if state:
        found[state[0]] = state.start()
    return tuple(sorted(found, key=lambda n: found[n]))
