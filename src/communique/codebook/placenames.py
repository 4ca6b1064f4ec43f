"""The names that the gazetteer knows among a place's words ("a village near Chibok, Borno state"), and how they stand together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from communique.codebook import words_of
from communique.codebook.gazetteer import (
    Place,
    Precision,
    capital_of,
    folded,
    nowhere,
    places_of,
    region_by,
    state_adjectives,
    state_place,
)

_LONGEST = 7
"""Words of the longest name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name among a place's words, and which places are called so.

    ``outer`` where the next name lies inside ("Nigeria's Borno"), ``bound`` where it only narrows the next ("Iran's Natanz
    plant") or the last one ("Aspen, Colo."), ``joined`` where "and" joins it to the one before.
    """

    places: tuple[Place, ...]
    wanted: Precision | None = None
    outer: bool = False
    bound: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """A word: as it stands, folded without "'s", whether it has that, whether it is a name's, whether a comma is before it."""

    text: str
    key: str
    owner: bool
    capital: bool
    cut: bool


_TOKEN = re.compile(r"""[^\s,;:()\[\]{}/"“”]+""")
_JOINING = frozenset(("and", "or", "to", "&"))
_AWAY = frozenset(("outside", "beyond"))
_HELD = re.compile(r"\w+-(?:\w+ed|held|run|led|born)")


@lru_cache(maxsize=10_000)
def read(text: str) -> tuple[Name, ...]:
    """The known names among a place's words, in order."""
    words = tuple(_words(text))
    whole = places_of(folded(text))
    if whole and not any(w.cut for w in words):
        return (Name(whole),)
    cased = any(w.capital for w in words)
    found: list[Name] = []
    at = last = 0
    while at < len(words):
        name, end = _name_at(words, at, cased) or _adjective_at(words, at, cased) or (None, at + 1)
        if name is None and found and words[at].cut and (short := region_by(words[at].key, words[at].text)):
            name = Name(short)
        if name is not None:
            joined = bool(found) and any(w.key in _JOINING for w in words[last:at])
            found.append(replace(name, joined=joined))
            last = end
        at = end
    return tuple(found)


def _words(text: str) -> Iterator[_Word]:
    end = 0
    for match in _TOKEN.finditer(text):
        word = match.group().replace("’", "'")
        base = word.removesuffix("'s")
        owner = base != word or word.endswith("s'")
        cut = end > 0 and bool(text[end : match.start()].strip())
        key = folded(base)
        capital = any(c.isupper() for c in word) and key not in words_of("sites", "small") and not _HELD.fullmatch(word)
        yield _Word(word, key, owner, capital, cut)
        end = match.end()


def _name_at(words: Sequence[_Word], start: int, cased: bool) -> tuple[Name, int] | None:
    """The longest known name that begins at a word, and where it ends."""
    if not _may_begin(words, start, cased):
        return None
    for end in range(min(len(words), start + _LONGEST), start, -1):
        part = words[start:end]
        if any(w.cut for w in part[1:]) or not _may_end(words, end, cased):
            continue
        if cased and not any(w.capital for w in part) or len(part) == 1 and part[0].key in _grounds():
            continue
        key = " ".join([*(folded(w.text) for w in part[:-1]), part[-1].key])
        if key.removeprefix("the ") in nowhere():
            return Name((), bound=True), end
        if places := places_of(key):
            return _placed(words, start, end, places), end
    return None


def _placed(words: Sequence[_Word], start: int, end: int, places: tuple[Place, ...]) -> Name:
    """A name with what the words beside it say of it."""
    owner, following = words[end - 1].owner, _following(words, end)
    before = words[max(0, start - 2) : start] if not words[start].cut else ()
    of = before[0].key if len(before) == 2 and before[1].key in ("of", "the") else ""
    state = next((p.location.state for p in places if p.precision == "state"), None)
    if state is None:
        return Name(places, _kind((*following[:1], of)), outer=owner or _heads(words, end))
    if "capital" in (*following, of) and (seat := capital_of(state)):
        return Name(seat, outer=False)
    land = not following or not (_grounds() | words_of("sites", "sides")).isdisjoint(following)
    if any(w.key in _AWAY for w in before) or not land:
        return Name(places, outer=owner and _name_at(words, end, True) is not None, bound=True)
    return Name(places, _kind(following[:1]), outer=owner)


def _adjective_at(words: Sequence[_Word], start: int, cased: bool) -> tuple[Name, int] | None:
    """A state by its adjective ("Syrian town of Douma"), where its land is meant or the next name narrowed."""
    if cased and not words[start].capital:
        return None
    for end in range(min(len(words), start + 3), start, -1):
        state = state_adjectives().get(" ".join(w.key for w in words[start:end]))
        if state is None or any(w.cut for w in words[start + 1 : end]):
            continue
        following = _following(words, end)
        if "capital" in following and (seat := capital_of(state)):
            return Name(seat), end
        if not (_grounds() | words_of("sites", "sides")).isdisjoint(following):
            return Name((state_place(state),), outer=True), end
        inner = end < len(words) and not words[end].cut and _name_at(words, end, True) is not None
        return (Name((state_place(state),), outer=True, bound=True), end) if inner else None
    return None


def _following(words: Sequence[_Word], at: int) -> tuple[str, ...]:
    """The next two words of the phrase that a name is the beginning of."""
    found: list[str] = []
    for word in words[at : at + 2]:
        if word.cut or word.key in words_of("sites", "small") or word.key in _JOINING:
            break
        found.append(word.key)
    return tuple(found)


def _heads(words: Sequence[_Word], at: int) -> bool:
    """Whether what follows a name says what the next one is ("the Kyiv suburb of Bucha")."""
    following = _following(words, at)
    after = at + len(following)
    return bool(following) and after < len(words) and words[after].key == "of" and not words[at].capital


def _may_begin(words: Sequence[_Word], at: int, cased: bool) -> bool:
    """Whether a name may begin at a word: what stands before it is no part of a longer name ("Fort Jackson")."""
    if at == 0 or words[at].cut or words[at - 1].owner:
        return True
    before = words[at - 1]
    if before.key == "of":
        head = words[at - 2] if at > 1 else None
        return head is None or not head.capital or head.key in _grounds()
    if before.key in words_of("sites", "sides") or before.capital and before.key in state_adjectives():
        return _may_begin(words, at - 1, cased)
    return _parts(before, cased)


def _may_end(words: Sequence[_Word], at: int, cased: bool) -> bool:
    """Whether a name may end before a word ("Borno State", and not "Lincoln Memorial")."""
    if at == len(words) or words[at].cut or words[at - 1].owner:
        return True
    if words[at].capital and words[at].key in _grounds():
        return _may_end(words, at + 1, cased)
    if words[at].key == "of":  # "Bank of England"
        return False
    return _parts(words[at], cased)


def _parts(word: _Word, cased: bool) -> bool:
    """Whether a word is none of a name's: a small one in a text with capitals, a known one in a text without."""
    if cased:
        return not word.capital and word.key not in words_of("sites", "particles")
    return word.key in words_of("sites", "small") or word.key in _JOINING or word.key in _grounds()


def _kind(words: Iterable[str]) -> Precision | None:
    """What of one name a word beside it says is meant."""
    for word in words:
        if word in words_of("sites", "region"):
            return "region"
        if word in words_of("sites", "city"):
            return "city"
    return None


@cache
def _grounds() -> frozenset[str]:
    return words_of("sites", "ground") | words_of("sites", "region") | words_of("sites", "city")
