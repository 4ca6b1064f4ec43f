"""How much: money in its currency, and counts, that belong to an act."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from communique.extract.calendar import NUMBERS
from communique.extract.parse import text_of
from communique.model import Amount, Span

_CURRENCIES = {
    "$": "USD", "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "nt$": "TWD", "nz$": "NZD", "s$": "SGD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR",
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rouble": "RUB", "ruble": "RUB", "rupee": "INR",
    "won": "KRW", "franc": "CHF", "lira": "TRY", "shekel": "ILS", "peso": "MXN", "rand": "ZAR", "riyal": "SAR", "hryvnia": "UAH",
}  # fmt: skip
_SCALE = {
    "thousand": 1e3,
    "k": 1e3,
    "million": 1e6,
    "m": 1e6,
    "mn": 1e6,
    "billion": 1e9,
    "bn": 1e9,
    "b": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
}
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_MONEY = re.compile(
    rf"(?P<sign>(?:US|A|C|HK|NT|NZ|S)?\$|[€£¥₹])\s?(?P<n>{_FIGURE})(?:[\s-]?(?P<scale>thousand|million|billion|trillion|bn|mn|tn|[mkb])\b)?"
    rf"|(?P<n2>{_FIGURE})\s(?:(?P<scale2>thousand|million|billion|trillion|bn)\s)?(?P<word>(?:U\.?S\.? )?dollar|euro|pound|yen|yuan|renminbi|rouble|ruble|rupee|won|franc|lira|shekel|peso|rand|riyal|hryvnia)s?\b",
    re.I,
)
_VAGUE = frozenset(("thousand", "hundred", "dozen", "million", "score", "ten"))


def find_amount(doc: Doc, evidence: Span, trigger: int) -> Amount | None:
    """The amount in an act's evidence: money first, else a count that hangs on the act's word.

    Args:
        doc: the document's parse.
        evidence: the characters of the act's clause.
        trigger: the index of the word for the act.
    """
    text = evidence.of(text_of(doc))
    match = next((m for m in _MONEY.finditer(text) if not _else(m)), None)
    if match is not None:
        figure, scale = match["n"] or match["n2"], (match["scale"] or match["scale2"] or "").lower()
        sign = (match["sign"] or match["word"] or "").lower().removeprefix("u.s. ").removeprefix("us ")
        value = float(figure.replace(",", "")) * _SCALE.get(scale, 1.0)
        return Amount(value, _CURRENCIES.get(sign, sign.upper()), match.group())
    word = doc[trigger]
    for child in word.children:
        if child.dep_ in ("dobj", "nsubjpass", "pobj") and (found := _count(child)) is not None:
            return found
    return _count(word) if word.pos_ == "NOUN" else None


def _else(match: re.Match[str]) -> bool:
    """Whether words for money mean something else: "in 2016 won", "2,000 pounds of explosives"."""
    word = (match["word"] or "").lower()
    year = word == "won" and re.fullmatch(r"(?:1[89]|20)\d\d", match["n2"])
    return bool(year) or word == "pound" and match.string.startswith(" of ", match.end())


def _count(noun: Token) -> Amount | None:
    """The number before a noun ("21 girls", "thousands of children")."""
    if noun.lemma_.lower() in _VAGUE and noun.tag_ == "NNS":
        of = next((c for c in noun.children if c.lower_ == "of"), None)
        inner = next((p for p in of.children if p.dep_ == "pobj"), None) if of is not None else None
        return Amount(None, inner.lower_, noun.doc[noun.left_edge.i : inner.i + 1].text) if inner is not None else None
    number = next((c for c in noun.children if c.dep_ == "nummod" and c.pos_ == "NUM"), None)
    if number is None or noun.pos_ not in ("NOUN", "PROPN") or noun.ent_type_ in ("DATE", "TIME"):
        return None
    bare = number.lower_.replace(",", "")
    value = float(bare) if re.fullmatch(r"\d+(\.\d+)?", bare) else float(NUMBERS[bare]) if bare in NUMBERS else None
    if value is None or (1400 <= value <= 2100 and noun.i < number.i):
        return None
    return Amount(value, noun.lower_, noun.doc[noun.left_edge.i : noun.i + 1].text)
