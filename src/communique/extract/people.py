"""People by name: those of the vocabulary and those that the text itself introduces, with their titles and states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Entity

from communique.codebook import load, words_of
from communique.extract.casting import Casting, Naming, head_of
from communique.extract.names import Hit, index, person_id, unmarked
from communique.extract.nouns import one_person
from communique.model import Actor

_PEOPLE = frozenset(("person", "surname", "family"))
_OWNING = _PEOPLE | frozenset(("state", "adjective", "capital", "demonym", "seat", "body"))


@dataclass(frozen=True, slots=True)
class _Introduced:
    """What stands around a name: how far it reaches, the nouns of office in it, and the state that it names.

    ``noun`` is the index of an apposition's head.
    """

    edge: int
    offices: tuple[str, ...] = ()
    country: str | None = None
    noun: int | None = None


def find_people(casting: Casting, hits: Sequence[Hit], states: Mapping[int, Hit]) -> None:
    """Add the people that a document names, full names before short ones.

    Args:
        casting: what has been found so far.
        hits: known names in the text.
        states: the known name that each token stands in.
    """
    doc = casting.doc
    spans: dict[tuple[int, int], Actor | None] = {
        (h.start, h.end): h.name.actor for h in hits if h.name.sort in _PEOPLE
    }
    known = tuple(spans)
    blocked = {i for h in hits if h.name.sort not in _PEOPLE for i in range(h.start, h.end)}
    for entity in doc.ents:
        if entity.label_ != "PERSON" or any(i in blocked for i in range(entity.start, entity.end)):
            continue
        start, end = _bare(entity)
        inside = any(start <= k[0] and k[1] <= end or k[0] <= start and end <= k[1] for k in known)
        if end > start and doc[start].text[0].isupper() and not inside and not _no_person(doc, start, end):
            spans[start, end] = None
    for start, end in _apposed_names(doc):
        if not any(i in blocked or s <= i < e for i in range(start, end) for s, e in spans):
            spans[start, end] = None
    for (start, end), actor in sorted(spans.items(), key=lambda s: (-(s[0][1] - s[0][0] > 1), s[0])):
        if casting.free(start, end):
            _person(casting, start, end, actor, states)
    held = {i for h in hits for i in range(h.start, h.end)}
    for token in doc:
        alone = (
            token.i not in casting.taken and token.i not in held and token.pos_ == "PROPN" and not _follows_name(token)
        )
        if alone and _same_person(casting, [token.text], token.i) is not None:
            _person(casting, token.i, token.i + 1, None, states)


def _no_person(doc: Doc, start: int, end: int) -> bool:
    """Whether what the recognizer takes for a person's name is a thing's, a body's or an office: "the Button", "Charlotte Mayor"."""
    last, article = doc[end - 1], start > 0 and doc[start - 1].lower_ in _ARTICLES
    nouns = load("roles")
    of_many = last.tag_ in ("NNS", "NNPS") and (end - start == 1 or last.lemma_.lower() in nouns["many"])
    return article or of_many or last.lower_ in words_of("roles", "bodies") or last.lower_ in nouns["offices"]


_ARTICLES = frozenset(("the", "a", "an", "our", "this"))


def _follows_name(token: Token) -> bool:
    """Whether a word is the end of a longer name: the one before it is a name, and neither a title nor an office."""
    before = token.nbor(-1) if token.i else None
    if before is None or before.pos_ != "PROPN" or before.head != token and before.dep_ != "compound":
        return False
    return before.lower_ not in words_of("roles", "titles") and before.lower_ not in load("roles")["offices"]


def _apposed_names(doc: Doc) -> Iterator[tuple[int, int]]:
    """Names of two words or more that stand beside a noun for one person, though the recognizer knows nobody there."""
    titles = words_of("roles", "titles")
    for token in doc:
        if token.dep_ != "appos" or token.pos_ != "PROPN" or _described_by(token) is None:
            continue
        start = token.left_edge.i
        while start < token.i and (doc[start].lower_ in titles or doc[start].pos_ != "PROPN"):
            start += 1
        run = doc[start : token.i + 1]
        if token.i > start and all(t.pos_ == "PROPN" and t.text[:1].isupper() for t in run):
            yield start, token.i + 1


def _described_by(name: Token) -> Token | None:
    """The noun for one person that a name stands beside: "a *resident*, Ana Lopez", "a *spokesman* for Mr. B, Ana Lopez"."""
    noun = name.head if name.dep_ == "appos" else name
    if noun.dep_ == "pobj" and noun.pos_ == "PROPN" and noun.head.dep_ == "prep":
        noun = noun.head.head  # nobody is two people by name
    if noun == name or noun.i > name.i:
        return None
    one = noun.lower_ == "one" and any(c.lower_ == "of" for c in noun.rights)  # "one of her lawyers, Ana Lopez"
    return noun if one or noun.pos_ == "NOUN" and one_person(noun) else None


def _bare(entity: Entity) -> tuple[int, int]:
    """Where a recognized name begins and ends once titles, possessive marks and stray words are taken off."""
    doc, start, end = entity.doc, entity.start, entity.end
    while end > start and (
        doc[end - 1].lower_ in ("'s", "'") or doc[end - 1].pos_ in ("PUNCT", "VERB", "ADP") or doc[end - 1].is_space
    ):
        end -= 1
    while end + 1 < len(doc) and doc[end].text == "-" and not doc[end - 1].whitespace_ + doc[end].whitespace_:
        end += 2  # "Jae-in", whose end looks like a preposition
    titles = words_of("roles", "titles")
    owner = next((i for i in range(end - 2, start - 1, -1) if doc[i].lower_ in ("'s", "’s")), None)
    start = start if owner is None else owner + 1  # "NPR's Ana Lopez"
    while start < end and (doc[start].lower_ in titles or not doc[start].text[:1].isalpha() or doc[start].is_lower):
        start += 1
    while end - start > 1 and _says_who(doc[start], end - start - 1):
        start += 1
    return start, end


def _says_who(word: Token, left: int) -> bool:
    """Whether a word before a name is none of it: "Both Abe", "Brit Ana Lopez", "Lawyer Lopez", "Devastated Ana"."""
    lower, nouns = word.lower_, load("roles")
    if lower in ("both", "neither") or lower in nouns["offices"] or lower in nouns["many"]:
        return True
    if left > 1 and any(
        n.words == (word.text,) and n.sort in ("adjective", "demonym") for n in index().get(word.text, ())
    ):
        return True
    return bool(word.is_sent_start and word.pos_ in ("VERB", "ADJ", "ADV"))


def _person(casting: Casting, start: int, end: int, known: Actor | None, states: Mapping[int, Hit]) -> None:
    doc = casting.doc
    name = " ".join(t.text for t in doc[start:end]).replace(" - ", "-").replace(" -", "-").replace("- ", "-")
    head = head_of(doc, start, end)
    left = _before(casting, doc[head], start, states)
    right = _after(casting, doc[head], end, states)
    ahead = _ahead(casting, doc[head], left.edge, states)
    offices = (*left.offices, *right.offices, *ahead.offices)
    words = name.split()
    earlier = _same_person(casting, words, start)
    if known is None and earlier is None and len(words) == 1 and not offices and not _speaks(doc[head]):
        return
    country = left.country or right.country or ahead.country
    sector = _sector(offices)
    if known is not None and (len(words) > 1 or earlier is None):
        actor = known
    elif earlier is not None:
        actor = casting.actors[earlier]
    else:
        actor = Actor(person_id(name), name, "person", None, sector)
    if actor.country is None and actor.sector != "IGO" and country and (sector or actor.sector) != "CVL":
        actor = replace(actor, country=country)
    if actor.sector is None and sector:
        actor = replace(actor, sector=sector)
    key = casting.add(actor, name)
    address = _address(doc, start)
    casting.titles.setdefault(key, set()).update((*offices, address) if address is not None else offices)
    for word in {words[-1], words[0]}:
        if key not in casting.families.setdefault(word, []):
            casting.families[word].append(key)
    # Whoever else an apposition names ("the spokesman for President B") is still to be found.
    casting.namings.append(Naming(left.edge, right.edge, head, (key,), "name"))
    casting.taken.update(range(left.edge, end))
    for noun in (right.noun, ahead.noun):
        if noun is not None and noun not in casting.taken:
            first = max(doc[noun].left_edge.i, noun - 8, *(n.end for n in casting.namings if n.end <= noun), 0)
            casting.mention(first if first <= noun else noun, noun + 1, noun, (key,), "description")


def _speaks(token: Token) -> bool:
    """Whether a lone name is in a place where people stand: doing or saying something, or possessing it."""
    if token.ent_type_ != "PERSON":
        return False
    return token.dep_ in ("nsubj", "poss", "nsubjpass", "agent") and token.text.isalpha() and len(token.text) > 2


def _same_person(casting: Casting, words: list[str], start: int) -> str | None:
    """The person already named whom the words can mean."""
    if len(words) == 1:
        keys = casting.families.get(words[0], [])
        return keys[0] if len(keys) == 1 else _of_family(casting, keys, start)
    full = person_id(" ".join(words))
    if full in casting.actors:
        return full
    bearing: list[str] = [*casting.families.get(words[-1], ()), *casting.families.get(words[0], ())]
    for key in bearing:
        other = casting.actors[key].name.split()
        short, long = sorted((unmarked(" ".join(words)), unmarked(casting.actors[key].name)), key=len)
        if " " in short and (long.startswith(f"{short} ") or long.endswith(f" {short}")):
            return key
        if other[-1] != words[-1]:
            continue
        if len(other) > 1 and (other[0] == words[0] or other[0][0] == words[0][0] and len(words[0].strip(".")) == 1):
            return key
    return None


def _employer(casting: Casting, office: Token) -> str | None:
    """The state of the one person whose name stands before an office ("Clinton spokesman")."""
    names = (c.text for c in office.doc[max(0, office.i - 1) : office.i] if c.pos_ == "PROPN")
    found = {casting.actors[key].country for name in names for key in casting.families.get(name, ())}
    return found.pop() if len(found) == 1 else None


def _of_family(casting: Casting, keys: Sequence[str], start: int) -> str | None:
    """Whom a family's name alone means: news keep it for whoever holds an office, and call the others by both names.

    Of several who do, or none, it is whoever bears the same form of address here as before ("Mrs."), and then whoever was
    named last.
    """
    before = [n for n in casting.namings if n.start < start and n.actors[0] in keys]
    if not before:
        return None
    doc = casting.doc
    address = _address(doc, start)
    likely = [n for n in before if address is not None and _address(doc, n.head) == address] or before
    holding = [n for n in likely if casting.actors[n.actors[0]].sector in _IN_OFFICE]
    return max(holding or likely, key=lambda n: n.start).actors[0]


_IN_OFFICE = frozenset(("GOV", "LEG", "JUD", "MIL", "IGO"))
_ADDRESS = frozenset(("mr", "mrs", "ms", "miss", "sir", "lady"))


def _address(doc: Doc, at: int) -> str | None:
    """The form of address before a name ("Mrs. Clinton", "Mr. Bill Clinton")."""
    words = (doc[i].lower_.strip(".") for i in range(max(0, at - 2), at))
    return next((w for w in words if w in _ADDRESS), None)


def _before(casting: Casting, token: Token, start: int, states: Mapping[int, Hit]) -> _Introduced:
    """What stands before a name within its noun phrase ("Chinese Foreign Minister")."""
    doc, left, country = token.doc, start, None
    offices: list[str] = []
    table = load("roles")["offices"]
    edge = token.left_edge.i
    for i in range(edge, start):
        word = doc[i]
        if word.is_space or word.dep_ == "cc" or word.dep_ == "punct" and word.text not in "-'":
            left, offices, country, edge = start, [], None, i + 1
            continue
        hit = states.get(i)
        if hit is not None and hit.name.actor.country and hit.name.sort != "outlet":
            country = hit.name.actor.country
        if word.lemma_.lower() in table or word.lower_ in table:
            offices.append(word.lemma_.lower())
            country = country or _employer(casting, word)
        if word.pos_ in ("PROPN", "NOUN", "ADJ", "DET", "PART", "ADP", "PUNCT", "PRON", "CCONJ", "ADV", "NUM"):
            left = min(left, i)
    if not offices and country is None:
        titled = start and doc[start - 1].lower_ in words_of("roles", "titles")
        left = max(left, start - 1) if titled else start
    return _Introduced(max(left, edge), tuple(offices), country)


def _after(casting: Casting, token: Token, end: int, states: Mapping[int, Hit]) -> _Introduced:
    """What an apposition after a name says ("…, China's envoy to the UN")."""
    doc = casting.doc
    apposed = next((c for c in token.children if c.dep_ == "appos" and c.i >= end), None)
    if apposed is None or apposed.i - end > 12 or apposed.ent_type_ == "PERSON" and apposed.i - end < 2:
        apposed = _office_beside(doc, range(end + 1, end + 9)) if end < len(doc) and doc[end].text == "," else None
    if apposed is None:
        return _Introduced(end)
    stop = min(apposed.right_edge.i + 1, end + 18)
    table = load("roles")["offices"]
    offices = tuple(t.lemma_.lower() for t in doc[end:stop] if t.lemma_.lower() in table)
    if not offices:
        return _Introduced(end)
    while stop > end and doc[stop - 1].text in ",;":
        stop -= 1
    return _Introduced(stop, offices, _country_in(casting, range(end, min(stop, apposed.i + 8)), states), apposed.i)


def _ahead(casting: Casting, token: Token, start: int, states: Mapping[int, Hit]) -> _Introduced:
    """What a phrase before a name and its comma says ("the spokesman, Name,", "a spokeswoman for Japan, Name,")."""
    doc = casting.doc
    if start < 2 or doc[start - 1].text != ",":
        return _Introduced(start)
    noun = _office_beside(doc, range(start - 2, max(-1, start - 9), -1))
    if noun is None and (described := _described_by(token)) is not None:
        return _Introduced(start, (), None, described.i)
    if noun is None or noun.left_edge.i < start - 12:
        return _Introduced(start)
    country = _country_in(casting, range(noun.left_edge.i, start), states)
    return _Introduced(start, (noun.lemma_.lower(),), country, noun.i)


def _office_beside(doc: Doc, where: range) -> Token | None:
    """The noun for an office in a run of words that no verb or mark breaks."""
    for i in where:
        if i >= len(doc) or doc[i].is_punct or doc[i].is_space or doc[i].pos_ in ("VERB", "AUX"):
            return None
        if doc[i].pos_ in ("NOUN", "PROPN") and doc[i].lemma_.lower() in load("roles")["offices"]:
            return doc[i]
    return None


def _sent_there(doc: Doc, hit: Hit) -> bool:
    """Whether a state is where somebody is sent to, and not whose he is ("ambassador to Slovakia")."""
    return any(t.dep_ == "pobj" and t.head.lower_ == "to" for t in doc[hit.start : hit.end])


def _country_in(casting: Casting, where: range, states: Mapping[int, Hit]) -> str | None:
    """The state of the first state, body or person that is named in a run of words; of people, those known by now too."""
    return next((c for i in where if (c := _country_at(casting, i, states)) is not None), None)


def _country_at(casting: Casting, at: int, states: Mapping[int, Hit]) -> str | None:
    """The state that the known name at a token tells, or that the one person of that family name is of."""
    hit = states.get(at)
    if hit is not None:
        owning = hit.name.sort in _OWNING and not _sent_there(casting.doc, hit)
        return hit.name.actor.country if owning else None
    word = casting.doc[at] if at < len(casting.doc) else None
    keys = casting.families.get(word.text, ()) if word is not None and word.pos_ == "PROPN" else ()
    return casting.actors[keys[0]].country if len(keys) == 1 else None


def _sector(words: Iterable[str]) -> str | None:
    table = load("roles")["offices"]
    return next((table[w] for w in words if w in table), None)
