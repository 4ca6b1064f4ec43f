"""Names that the vocabulary knows, found in a parse by their tokens, the longest first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Doc

from communique.codebook import load, words_of
from communique.extract.parse import load as load_parser
from communique.model import Actor, Kind

Sort = Literal[
    "state", "adjective", "demonym", "capital", "seat", "body", "outlet", "person", "surname", "family", "group"
]


@dataclass(frozen=True, slots=True)
class Name:
    """A known name, what sort of name it is, and whom it names."""

    words: tuple[str, ...]
    sort: Sort
    actor: Actor


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name in a text: tokens ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    name: Name


def state_actor(code: str) -> Actor:
    """The actor that a state is.

    Args:
        code: ISO 3166-1 alpha-3.
    """
    return Actor(code.lower(), load("states")[code]["name"], "country", code, "GOV")


def unmarked(words: str) -> str:
    """Words without the marks on their letters: "François" is "Francois", as other outlets spell him."""
    if words.isascii():
        return words
    apart = unicodedata.normalize("NFKD", words)
    return "".join(c for c in apart if not unicodedata.combining(c))


def person_id(name: str) -> str:
    """Snake case of a person's or body's name."""
    bare = "".join(c if c.isalnum() else "_" for c in unmarked(name).lower())
    return "_".join(p for p in bare.split("_") if p)


@cache
def index() -> dict[str, tuple[Name, ...]]:
    """Known names by their first token, the longest first; built once a process."""
    tokenize = load_parser().tokenizer
    found: dict[str, list[Name]] = {}

    def add(name: str, sort: Sort, actor: Actor) -> None:
        words = tuple(unmarked(t.text) for t in tokenize(name))
        found.setdefault(words[0], []).append(Name(words, sort, actor))

    for code, row in load("states").items():
        actor = state_actor(code)
        for name in (row["name"], *row.get("names", ())):
            add(name, "state", actor)
        for sort, key in (
            ("adjective", "adjectives"),
            ("demonym", "demonyms"),
            ("capital", "capitals"),
            ("seat", "seats"),
        ):
            for name in row.get(key, ()):
                add(name, sort, actor)  # type: ignore[arg-type]
    for row in load("bodies"):
        kind: Kind = "organization"
        actor = Actor(person_id(row["names"][0]), row["names"][0], kind, row.get("country"), row["sector"])
        for name in row["names"]:
            add(name, "body", actor)
    for row in load("outlets")["outlets"]:
        actor = Actor(person_id(row["names"][0]), row["names"][0], "organization", row["country"], "MED")
        for name in row["names"]:
            add(name, "outlet", actor)
    for row in load("people"):
        country = row.get("country")
        actor = Actor(
            person_id(row["name"]),
            row["name"],
            "person",
            country,
            row.get("sector") or ("IGO" if row.get("body") else "GOV"),
        )
        for name in (row["name"], *row.get("also", ())):
            add(name, "person", actor)
            words = name.split()
            if row.get("known") and len(words) == len(row["name"].split()):  # "Noboa Azin" is no other spelling
                add(words[-1], "surname", actor)
        if row.get("family"):
            add(row["family"], "family", actor)
    return {k: tuple(sorted(v, key=lambda n: (-len(n.words), _ORDER[n.sort]))) for k, v in found.items()}


_ORDER: dict[str, int] = {
    k: i
    for i, k in enumerate(
        ("person", "outlet", "body", "seat", "state", "adjective", "demonym", "capital", "surname", "family", "group")
    )
}
_AMERICAN_STATE = frozenset(
    [
        "Atlanta",
        "Florida",
        "Alabama",
        "Carolina",
        "Tennessee",
        "Savannah",
        "Republican",
        "Democrat",
        "senator",
        "Senate",
    ]
)
_GEORGIAN = frozenset(("Tbilisi", "Abkhazia", "Saakashvili"))
_SOVIET = frozenset(("Soviet", "Soviets", "USSR", "U.S.S.R."))
_RUSSIAN = frozenset(("Russia", "Russian"))
_KOREAN = frozenset(("Korea", "Korean", "Pyongyang", "Seoul"))
# Words that are names only in some contexts, and are passed over elsewhere.
_COMMON = frozenset(
    (
        "IS",
        "Quad",
        "Time",
        "Express",
        "Metro",
        "Shell",
        "Solidarity",
        "Victoria",
        "Sputnik",
        "Guardian",
        "Fox",
        "Male",
        "Valletta",
        "Vanguard",
        "US",
        "Slate",
        "Bild",
        "Beehive",
        "Dawn",
    )
)


def known_names(doc: Doc) -> Iterator[Hit]:
    """Every known name in the parse, left to right, none inside another."""
    table, texts = index(), tuple(unmarked(t.text) for t in doc)
    held = frozenset(texts)
    soviet = bool(held & _SOVIET) and not held & _RUSSIAN
    georgian = bool(held & _AMERICAN_STATE) and not held & _GEORGIAN
    korean = bool(held & _KOREAN)
    i, n = 0, len(doc)
    while i < n:
        hit = None
        for name in table.get(texts[i], ()):
            k = len(name.words)
            whole = k == 1 or texts[i : i + k] == name.words
            if whole and name.sort == "family" and not _of_that_family(doc, i, name, texts):
                continue
            if whole and _plausible(doc, i, i + k, name, georgian):
                hit = Hit(i, i + k, _of_its_time(name, soviet))
                break
        if hit is None and korean and texts[i] in _HALVES and doc[i].pos_ == "PROPN" and doc[i].dep_ != "compound":
            hit = Hit(i, i + 1, Name((texts[i],), "state", state_actor(_HALVES[texts[i]])))
        if hit is None:
            i += 1
        else:
            yield hit
            i = hit.end


def _of_that_family(doc: Doc, at: int, name: Name, texts: Sequence[str]) -> bool:
    """Whether a family name that many bear, and that may be a common word, means its best-known bearer here.

    It does where it is used as a person's, in a text that names his state and nobody else who bears it in full.
    """
    titled = at > 0 and doc[at - 1].lower_ in words_of("roles", "titles")
    if doc[at].pos_ != "PROPN" or not (titled or doc[at].ent_type_ == "PERSON"):
        return False
    people = (e for e in doc.ents if e.label_ == "PERSON" and len(e) > 1)
    named = ([t.text for t in e if t.lower_ not in words_of("roles", "titles") and t.lower_ != "'s"] for e in people)
    bearers = (words for words in named if len(words) > 1 and texts[at] in (words[0], words[-1]))
    if any(person_id(" ".join(words)) != name.actor.id for words in bearers):
        return False
    country = name.actor.country
    return any(
        n.actor.country == country and n.sort in _NAMES_STATE and texts[i : i + len(n.words)] == n.words
        for i, text in enumerate(texts)
        for n in index().get(text, ())
    )


_NAMES_STATE = frozenset(("state", "adjective", "demonym", "capital", "seat"))


# In a text about Korea, its halves.
_HALVES = {"North": "PRK", "South": "KOR"}


def _of_its_time(name: Name, soviet: bool) -> Name:
    """Moscow and the Kremlin are the Soviet Union's in a text of its time."""
    if soviet and name.actor.id == "rus" and name.sort in ("capital", "seat"):
        return Name(name.words, name.sort, state_actor("SUN"))
    return name


# States and capitals that are family or given names too.
_ALSO_PEOPLE = frozenset(
    (
        "Jordan",
        "Chad",
        "Israel",
        "Georgia",
        "Kenya",
        "Paris",
        "London",
        "Berlin",
        "Lima",
        "Victoria",
        "Stanley",
        "Santiago",
        "Douglas",
        "Hamilton",
        "Kingston",
        "Nelson",
        "Holland",
    )
)


def _given(doc: Doc, at: int) -> bool:
    """Whether a word is a given name: a family name that is nobody's office follows it, perhaps after an initial."""
    after = doc[at + 1 : at + 3]
    family = next((t for t in after if not (len(t.text.strip(".")) == 1 and t.text[0].isupper())), None)
    if family is None or family.pos_ != "PROPN" or not family.text[:1].isupper():
        return False
    known = (words_of("roles", "titles"), load("roles")["offices"], load("roles")["institutions"])
    return not any(family.lower_ in table for table in known)


def _family(doc: Doc, word: str) -> bool:
    """Whether a text names somebody in full whose family name a word is ("Tom Holland")."""
    people = (e for e in doc.ents if e.label_ == "PERSON" and len(e) > 1)
    return any(e[-1].text == word and e[-2].pos_ == "PROPN" for e in people)


def _plausible(doc: Doc, start: int, end: int, name: Name, georgian: bool) -> bool:
    """Whether the words are the name here: not part of a longer proper name, not an ambiguous word elsewhere."""
    word = doc[start].text
    if end - start > 1:
        return True
    if name.sort == "state" and (word == "Georgia" and georgian or start and doc[start - 1].text == "New"):
        return False  # "New Jersey", "New Mexico"; New Zealand is a name of its own
    if (
        name.sort in ("state", "capital")
        and word in _ALSO_PEOPLE
        and doc[start].ent_type_ == "PERSON"
        and (
            start
            and doc[start - 1].ent_type_ == "PERSON"
            or end < len(doc)
            and doc[end].ent_type_ == "PERSON"
            and doc[end].pos_ == "PROPN"
        )
    ):
        return False  # "Michael Jordan", "Jordan Spieth"
    if name.sort == "capital" and word in _ALSO_PEOPLE and _given(doc, start):
        return False
    if name.sort in ("state", "capital") and word in _ALSO_PEOPLE and _family(doc, word):
        return False
    if word in ("Jordan", "Chad", "Israel") and doc[start].ent_type_ == "PERSON" and doc[start].dep_ == "compound":
        return False
    if word == "US":
        return not (start and doc[start - 1].text.isupper() and len(doc[start - 1].text) > 1)
    if word in ("Polish", "Turkey") and doc[start].pos_ == "VERB":
        return False
    if word in _COMMON:
        return doc[start].ent_type_ in ("ORG", "GPE", "NORP", "PRODUCT") and word not in (
            "IS",
            "Time",
            "Male",
            "Express",
        )
    if name.sort in ("surname", "family"):
        before, after = (doc[start - 1] if start else None), (doc[end] if end < len(doc) else None)
        first = (
            before is not None
            and before.pos_ == "PROPN"
            and before.ent_type_ == "PERSON"
            and before.text not in ("Mr.", "Mrs.", "Ms.")
        )
        return not first and not (
            after is not None and after.ent_type_ == "PERSON" and after.ent_iob_ == "I" and after.pos_ == "PROPN"
        )
    return True
