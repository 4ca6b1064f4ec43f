"""Who does an act and to whom: the sides of a verb or a noun for it, read off the syntax."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from spacy.tokens import Token

from communique.codebook import words_of
from communique.extract.acts import Act, Candidate, vocabulary
from communique.extract.parse import sentence_of
from communique.extract.scene import Scene, Sides, whom
from communique.extract.syntax import child, doer, governed, joined, passive, subject, undergoer

_WITH_OBJECTS = ("with", "to", "against", "on", "for", "from")
# Acts that make no sense without anybody whom they are done to, unless a verb carries their noun.
_DIRECTED = frozenset(("SUPPORT", "AID", "CONCEDE", "REJECT", "ACCUSE", "REQUEST", "THREATEN", "SANCTION"))
# Acts of words, which are nobody's where nobody is named as speaking ("was asked", "is threatened"), and those of them
# that a full passive tells all the same ("was turned down").
_VERBAL = frozenset(("THREATEN", "REQUEST", "REJECT", "SUPPORT", "AGREE"))
_ANSWERED = frozenset(("REJECT", "SUPPORT", "AGREE"))
# Acts whose noun may say with "from" who does it.
_SENT = frozenset(("SANCTION", "ACCUSE", "THREATEN", "REQUEST", "SUPPORT"))
# Acts whose noun may have its doer in the clause around it ("… during a meeting with Y").
_FROM_CLAUSE = frozenset(("CONSULT", "AGREE", "THREATEN", "REQUEST", "REJECT"))


def other_side(verb: Token, places: Iterable[str], scene: Scene, taken: Sides, words: Sequence[Token] = ()) -> Sides:
    """The other side of a verb: the first of the places where somebody else is named.

    Args:
        verb: the word for the act.
        places: "object", or prepositions, in the order in which they are tried.
        scene: the document's scene.
        taken: who does it, and so is not the other side.
        words: further words of the act on which a preposition may hang ("a round of exercises with X").
    """
    for place in places:
        if place == "object":
            found = object_side(undergoer(verb), scene, deep=verb.dep_ != "amod")
        else:
            found = next((w for v in (verb, *words) if (w := whom(governed(v, place), scene))), ())
        if not found and place == "between" and verb.dep_ == "acl":
            found = whom(governed(verb.head, place), scene)
        if others := tuple(a for a in found if a not in taken):
            return others
    return _in_complement(verb, scene, taken)


def object_side(token: Token | None, scene: Scene, deep: bool) -> Sides:
    """Whom an object names; of what somebody did to others ("welcomed the release of the hostages"), who did it."""
    if token is not None and any(a.patient for a in vocabulary().nouns.get(token.lemma_.lower(), ())):
        owner = whom(child(token, "poss"), scene, deep=False) or whom(governed(token, "by"), scene)
        return owner or _adjectives(token, scene)
    return whom(token, scene, deep)


def _in_complement(verb: Token, scene: Scene, taken: Sides) -> Sides:
    """Who is asked or promised something, where only the clause or infinitive under the verb names them."""
    inner = child(verb, "ccomp", "xcomp")
    lemma = verb.lemma_.lower()
    if inner is None:
        return ()
    if lemma in words_of("acts", "asking") or _wanted(inner, lemma):
        return tuple(a for a in whom(subject(inner), scene) if a not in taken)
    if lemma in words_of("acts", "binding") and inner.dep_ == "xcomp":
        for found in (whom(undergoer(inner), scene), *(whom(governed(inner, p), scene) for p in _WITH_OBJECTS)):
            if others := tuple(a for a in found if a not in taken):
                return others
    return ()


def _wanted(verb: Token, asking: str) -> bool:
    """Whether a clause tells what somebody should do ("told them to leave", "suggested that they leave") and not what is so."""
    auxiliaries = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    if asking in words_of("acts", "telling"):
        return "to" in auxiliaries
    proposed = verb.tag_ == "VB" and auxiliaries <= {"to", "be", *words_of("acts", "obliging")}
    return proposed and asking in words_of("acts", "proposing")


def verb_sides(candidate: Candidate, scene: Scene) -> tuple[Sides, Sides] | None:
    """Actor and recipient of an act that a verb tells; None where too little of it is named for an event.

    Args:
        candidate: the verb and the act that it may be.
        scene: the document's scene.
    """
    token, act = candidate.token, candidate.act
    actor = whom(doer(token), scene, deep=not act.person)
    if act.person == "subject" and not _personal(actor, scene):
        return None
    if act.person == "object" and not _of_people(undergoer(token), scene):
        return None
    if not actor and passive(token) and act.type in ("MOBILIZE", "ASSAULT"):
        actor = whom(governed(token, "from"), scene)
    if not actor and not passive(token) and token.dep_ in ("acl", "xcomp", "advcl", "conj", "pcomp"):
        actor = _from_clause(token, scene, ())
    actor = tuple(dict.fromkeys((*actor, *whom(joined(token), scene))))
    recipient = other_side(token, act.recipient, scene, actor if not act.reciprocal else (), candidate.words)
    if not recipient and act.mode == "weapons":
        recipient = tuple(a for a in _overflown(token, scene) if a not in actor)
    own = scene.states(actor) if act.type in ("AGREE", "SUPPORT", "CONSULT") and len(actor) > 1 else frozenset()
    recipient = tuple(a for a in recipient if a not in actor and scene.cast.state(a) not in own)
    if act.swap or act.suffered:
        actor, recipient = recipient, actor
    if act.reciprocal:
        return _together(candidate, actor, recipient, scene)
    if not actor and act.mode == "weapons":
        return (), recipient
    answered = act.type in _ANSWERED and child(token, "auxpass") is not None
    undergone = act.suffered or passive(token) and (act.type not in _VERBAL or answered)
    if not actor and not (recipient and undergone):
        return None
    return (actor, recipient) if recipient or act.alone else None


def adjective_sides(candidate: Candidate, scene: Scene) -> tuple[Sides, Sides] | None:
    """Actor and recipient of an act that an adjective tells ("was critical of"); None where nobody is named for it.

    Args:
        candidate: the adjective and the act that it may be.
        scene: the document's scene.
    """
    token, act = candidate.token, candidate.act
    first = token.head if token.dep_ == "conj" and token.head.pos_ == "ADJ" else token
    actor = whom(first.head if first.dep_ == "amod" else subject(first), scene)
    recipient = tuple(a for a in other_side(token, act.recipient, scene, actor, candidate.words) if a not in actor)
    if not actor or first.dep_ == "amod" and not recipient:
        return None
    return (actor, recipient) if recipient or act.alone else None


def _overflown(token: Token, scene: Scene) -> Sides:
    """Whose land or waters the sentence says that a weapon flew over."""
    over = (t for t in sentence_of(token) if t.lower_ == "over" and t.dep_ == "prep")
    return next((found for t in over if (found := whom(child(t, "pobj"), scene))), ())


def _together(candidate: Candidate, actor: Sides, recipient: Sides, scene: Scene) -> tuple[Sides, Sides] | None:
    """All of them as actors, for what is done with each other."""
    token, act = candidate.token, candidate.act
    together = tuple(dict.fromkeys((*actor, *recipient)))
    if act.type == "CONSULT" and len(together) < 2:
        held = doer(token)
        mention = scene.cast.at(held.i) if held is not None else None
        if mention is None or len(mention.actors) < 2:
            return (actor, recipient) if recipient else None
    if act.type == "SUPPORT" and not actor:
        held = undergoer(token)
        actor = whom(held, scene) if held is not None and held.lemma_.lower() in words_of("cues", "papers") else ()
        together = tuple(dict.fromkeys((*actor, *recipient)))
        if len(together) < 2:
            return None
    if act.alone and not actor:
        return None
    return together, ()


def _of_people(token: Token | None, scene: Scene) -> bool:
    if token is None:
        return False
    people = token.lemma_.lower() in words_of("acts", "people")
    return people or token.ent_type_ == "PERSON" or scene.cast.at(token.i) is not None or token.pos_ == "NUM"


def _personal(actors: Sides, scene: Scene) -> bool:
    found = (scene.cast.actor(a) for a in actors)
    return any(a is not None and a.kind == "person" for a in found)


def noun_sides(candidate: Candidate, scene: Scene) -> tuple[Sides, Sides] | None:
    """Actor and recipient of an act that a noun tells; None where too little of it is named for an event.

    Args:
        candidate: the noun and the act that it may be.
        scene: the document's scene.
    """
    token, act = candidate.token, candidate.act
    owner = whom(child(token, "poss"), scene, deep=False)
    by = whom(governed(token, "by"), scene) or _participle_agent(token, scene)
    if not by and act.type in _SENT:
        by = whom(governed(token, "from"), scene)
    carried = _carried(token, act, scene)
    recipient = _noun_recipient(token, act, scene, bool(carried)) or _struck(token, scene)
    of = whom(governed(token, "of"), scene)
    actor = by or owner or _adjectives(token, scene) or carried
    if act.patient and of:
        recipient = of
    elif act.patient and owner and (by and not recipient or act.type in ("RETREAT", "COERCE")):
        actor, recipient = by, owner
    elif not act.patient and of and not actor:
        actor = of
    if not recipient:
        recipient = tuple(a for a in _suffering(token, act, scene) if a not in actor)
    told = recipient or act.mode == "visit" or act.type == "AGREE" and any(c.dep_ == "acl" for c in token.children)
    if not actor and act.type in _FROM_CLAUSE and told:
        actor = _from_clause(token, scene, recipient)
    if act.reciprocal:
        between = whom(governed(token, "between"), scene)
        together = tuple(dict.fromkeys((*between, *actor, *recipient)))
        if len(together) < 2 and act.type == "CONSULT" and token.lemma_.lower() in ("negotiation", "talk"):
            return (), ()  # whoever holds them, other mentions may tell
        return (together, ()) if len(together) > 1 else None
    recipient = tuple(a for a in recipient if a not in actor)
    if act.named == "either" and actor and not recipient:
        recipient = tuple(a for a in _from_clause(token, scene, ()) if a not in actor)
    if not actor and act.mode == "weapons":
        return (), recipient
    if not actor and not (recipient and (act.named == "either" or act.patient and act.type == "ASSAULT")):
        return None
    if not recipient and act.type in _DIRECTED and not carried and not (act.alone and actor):
        return None
    if act.type == "AGREE" and not recipient and not carried and not any(c.dep_ == "acl" for c in token.children):
        return None
    return actor, recipient


def _suffering(token: Token, act: Act, scene: Scene) -> Sides:
    """Who faces, draws or comes under what the noun tells."""
    verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
    if verb is None or verb.i > token.i:
        return ()
    attack = act.patient and act.type == "ASSAULT" and verb.lemma_.lower() in words_of("acts", "suffering")
    return whom(subject(verb), scene) if attack or _undergone(token) else ()


def _undergone(token: Token) -> bool:
    """Whether a noun is the object of a verb whose subject it is done to ("drew criticism", "came under attack")."""
    verb = token.head if token.dep_ == "dobj" else token.head.head if token.dep_ == "pobj" else token
    near = token.dep_ == "dobj" or token.dep_ == "pobj" and token.head.lower_ in ("under", "with")
    return near and verb.pos_ == "VERB" and verb.lemma_.lower() in words_of("acts", "undergoing")


def _struck(token: Token, scene: Scene) -> Sides:
    """Whom somebody hits with what the noun tells ("slapped China with tariffs")."""
    verb = token.head.head
    held = token.dep_ == "pobj" and token.head.lower_ == "with" and verb.lemma_.lower() in words_of("acts", "striking")
    return whom(undergoer(verb), scene) if held else ()


def _adjectives(token: Token, scene: Scene) -> Sides:
    """Whose a thing is by its adjectives ("Russian and Belarusian attacks")."""
    beside = (w for c in token.children if c.dep_ in ("amod", "compound", "nmod") for w in (c, *c.conjuncts))
    return tuple(dict.fromkeys(a for c in beside if (m := scene.cast.at(c.i)) is not None for a in m.actors))


def _noun_recipient(token: Token, act: Act, scene: Scene, carried: bool) -> Sides:
    for place in act.recipient:
        found = whom(governed(token, place), scene)
        if not found and carried:
            found = whom(governed(token.head, place), scene)
        if found:
            return found
    return ()


def _carried(token: Token, act: Act, scene: Scene) -> Sides:
    """Who does what a light verb and the noun say together ("hold talks", "issue a warning")."""
    verb = token.head
    if token.dep_ in ("dobj", "nsubjpass") and verb.pos_ == "VERB":
        fits = not act.carriers or verb.lemma_.lower() in act.carriers
    else:
        verb = verb.head
        fits = token.dep_ == "pobj" and verb.pos_ == "VERB" and verb.lemma_.lower() in act.carriers
    struck = token.dep_ == "pobj" and verb.lemma_.lower() in words_of("acts", "striking")
    return whom(doer(verb), scene) if (fits or struck) and not _undergone(token) else ()


def _from_clause(token: Token, scene: Scene, taken: Sides) -> Sides:
    """Who the clause that a noun stands in is about: the subject of the nearest verb above it."""
    for step, above in enumerate(token.ancestors):
        if above.pos_ == "VERB" and (found := tuple(a for a in whom(subject(above), scene) if a not in taken)):
            return found
        if step > 3 or above.dep_ == "relcl":
            break
    return ()


def _participle_agent(noun: Token, scene: Scene) -> Sides:
    """Who did it in "sanctions imposed by the United States"."""
    participle = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    return whom(doer(participle), scene) if participle is not None else ()
