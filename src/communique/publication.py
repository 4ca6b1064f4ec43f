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
# A stamp begins its line, but for who wrote it; further on only a colon tells it from prose that says when something was published.
_ISO = re.compile(
    r"(?:^(?:.{0,60}[|/·•]\s*|(?:by|source)\b.{0,60}?\s|\([^()]{0,40}\)\s*)?(?:last\s+)?(?:updated|published|posted)(?:\s+on)?\W{1,4}"
    r"|\b(?:updated|published|posted):\s{0,3})(\d{4}-\d\d-\d\d)(?!\d)(.*)$",
    re.I | re.M,
)
_LINE = re.compile(
    rf"^\W*(?:(?:published|updated|posted|last updated)\W+(?:on\W+)?)?(?:(?:{'|'.join(WEEKDAYS)}),?\s+)?"
    rf"(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH})\.?,?\s+(?P<year2>\d{{4}}))\b",
    re.I,
)
_TIME = (
    r"t?\d{1,2}(?:[:.]\d\d){1,2}z?(?:\s?[ap]\.?m\b\.?)?|\d{1,2}\s?[ap]\.?m\b\.?|\d{4}(?=\s?(?:gmt|utc))|\d{4}-\d\d-\d\d"
)
_ZONE = r"(?:gmt|utc|bst|c[ed]?s?t|ist|jst|msk|eet|[emp][sd]?t)(?:[+-]\d{1,2}(?::?\d\d)?)?"
_STAMPED = re.compile(
    rf"(?:[\s,|/·•@–—-]+|\b(?:at|{_TIME}|{_ZONE}|{'|'.join(WEEKDAYS)}|(?:last )?(?:updated|published|posted)(?: on)?:?)(?!\w))*+",
    re.I,
)
"""What stands beside a day in a date line: the time, its zone, the weekday, another day."""
_CREDIT = re.compile(r"by\s.{1,60}|\S+\.[a-z]{2,}|[(\[][^()]{1,40}[)\]]", re.I)
_PLACE = r"[A-Z][\w.'-]*(?:[ /](?:[A-Z][\w.'-]*|de|del|la|el|al|of|the|and)){0,3}"
_DATELINE = re.compile(
    rf"^(?:(?P<place>(?-i:{_PLACE})),?\s+)?\(?(?:(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})|(?P<day2>\d{{1,2}})\s+(?P<month2>{_MONTH}))"
    rf"(?:,?\s+(?P<year>\d{{4}}))?\)?\s*(?:\((?P<agency>[A-Za-z][\w /.-]{{1,30}})\)\s*)?(?:[:\u2014\u2013]|--|-\s)",
    re.I,
)
# A number of that size is a year where it stands as years do; "about 2000 soldiers" are none.
_YEARS = re.compile(
    rf"(?:\b(?:in|since|of|early|late|mid|(?:{_MONTH})(?:\.?\s+\d{{1,2}})?)\b\.?[\s-]+|,\s)(?P<year>(?:19|20)\d\d)\b|\b(?P<closing>(?<!\bby )(?<!\buntil )(?:19|20)\d\d)(?=[.,;:!?)])(?!,\d|\.\d)",
    re.I,
)
_CLAUSE_ENDS = re.compile(
    r"(?:(?<![A-Z])[.!?]['\"”’)]*|;)\s+(?=[\"'“‘(]?[A-Z])|,\s+(?=(?:and|but|while|which|who|where|when|after|as)\b)|\n"
)
_CLAUSE = 300
"""Characters around a day in which its clause is looked for."""
_TO_COME = re.compile(
    r"\b(?:will|shall|won['’]t|to be|scheduled|slated|planned|expected|due (?:on|for|in|to take)|set (?:to|for)|upcoming|next|deadline)\b|['’]ll\b",
    re.I,
)
_LIMIT = re.compile(r"\b(?:by|until|till|before|next|than)\s+(?:\w+,?\s+){0,2}$", re.I)


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
    for stamp in _ISO.finditer(text[:2000]):
        if _is_stamp(stamp[2]) and (found := _iso(stamp[1])):
            return _on(found, f'Line "{stamp[0][: stamp.start(2) - stamp.start()].strip()}".')
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in (*lines[:6], *lines[-2:]):
        match = _LINE.match(line)
        if (
            match
            and len(line) < 90
            and _is_stamp(line[match.end() :])
            and (
                found := _made(
                    match["year"] or match["year2"], match["month"] or match["month2"], match["day"] or match["day2"]
                )
            )
        ):
            return _on(found, f'Date line "{match[0].strip()}".')
    for line in lines[:6]:
        match = _DATELINE.match(line)
        if match is not None and (match["place"] or match["agency"]):  # a day alone begins a headline too
            return _dateline(match, text)
    return _weekdays(text)


def _is_stamp(rest: str) -> bool:
    """Whether what follows a day in its line is of a date line: nothing, a time, who wrote it, the outlet; no prose."""
    stamped = _STAMPED.match(rest)
    left = rest[stamped.end() if stamped else 0 :].strip(" .|")
    if not left or _CREDIT.fullmatch(left) or _recorded_name(left) is not None:
        return True
    again = _LINE.match(left)  # the day of an update, after that of publication
    return again is not None and _is_stamp(left[again.end() :])


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
    years = [int(m["year"] or m["closing"]) for m in _YEARS.finditer(text)]
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
        weekday = re.search(rf"\b({'|'.join(WEEKDAYS)})\b", text, re.I)
        if weekday is None:
            return _made(max(years), month, day), f"the latest year that the text names is {max(years)}"
        for year in (max(years), max(years) + 1):
            candidate = _made(year, month, day)
            if candidate is not None and (candidate.weekday() - WEEKDAYS[weekday[1].lower()]) % 7 in (0, 1):
                return candidate, f"{year} after the years that the text names and the weekday"
        return None, ""
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
    """An interval after the latest day that the text itself dates and that was not to come, open at its end; else nothing."""
    dates = []
    for match in re.finditer(rf"\b({_MONTH})\.?\s+(\d{{1,2}}),?\s+(\d{{4}})\b", text, re.I):
        found = _made(match[3], match[1], match[2])
        if found is not None and not _to_come(text, match):
            dates.append(found)
    if dates:
        latest = max(dates)
        return Publication(
            None, latest, None, f"After {latest}, the latest day that the text names; it does not date itself."
        )
    return Publication()


def _to_come(text: str, match: re.Match[str]) -> bool:
    """Whether a day was still to come, or may have been, when its clause was written."""
    ends = [m.span() for m in _CLAUSE_ENDS.finditer(text, max(0, match.start() - _CLAUSE), match.end() + _CLAUSE)]
    start = max((end for _, end in ends if end <= match.start()), default=max(0, match.start() - _CLAUSE))
    end = min((begin for begin, _ in ends if begin >= match.end()), default=match.end() + _CLAUSE)
    return _TO_COME.search(text, start, end) is not None or _LIMIT.search(text[start : match.start()]) is not None


@cache
def _outlets() -> tuple[dict[str, str], dict[str, str]]:
    """Outlets' recorded names by domain and by each of their names."""
    domains: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in load("outlets")["outlets"]:
        domains |= dict.fromkeys(row.get("domains", ()), row["names"][0])
        names |= dict.fromkeys(row["names"], row["names"][0])
    return domains, names


@cache
def _outlets_in_any_case() -> dict[str, str]:
    return {name.casefold(): recorded for name, recorded in reversed(_outlets()[1].items())}


def _recorded_name(name: str) -> str | None:
    """The recorded name of an outlet by any of its names, in any case."""
    return _outlets_in_any_case().get(" ".join(name.split()).casefold())


def _of_address(address: str) -> str | None:
    """The recorded name of the outlet whose domain an address lies in."""
    domains, _ = _outlets()
    parts = address.lower().split(".")
    return next((domains[d] for k in range(len(parts) - 1) if (d := ".".join(parts[k:])) in domains), None)


def find_outlet(text: str) -> str | None:
    """The outlet that a page header's address names; an unknown address names itself."""
    header = _HEADER.match(text)
    address = header[2].lower() if header and header[2] else None
    return None if address is None else _of_address(address) or address.removeprefix("www.")


def recorded_outlet(site: str | None, address: str | None = None) -> str | None:
    """The recorded name of the outlet that a page says it is of; one that is in no list keeps the name that it has.

    Args:
        site: what the page calls its site: a name, an address, or a name on a network ("nytimes").
        address: the host that the page says it lies on.
    """
    known = _recorded_name(site) or _of_address(site) or _of_address(f"{site}.com") if site else None
    return known or (_of_address(address) if address else None) or site


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
