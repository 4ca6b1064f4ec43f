"""What the mentions of acts in a document settle for each other, and which of them stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from communique.codebook import load, words_of
from communique.extract.parse import sentence_of, text_of
from communique.extract.scene import Draft, Scene, Sides
from communique.extract.syntax import child, undergoer

# Acts whose complement is what is wanted, promised or threatened, and so no event of its own.
_CONTROLLING = frozenset(("REQUEST", "AGREE", "THREATEN", "REJECT"))
_ONE_SIDED = frozenset(("ASSAULT", "SANCTION", "COERCE", "RETREAT"))
_DEEDS = frozenset(("ASSAULT", "MOBILIZE", "COERCE", "SANCTION", "THREATEN", "COOPERATE"))


def settled(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Drafts with the sides that other mentions in the document give them."""
    found = _offered(_judged(_hosted(_launched(_completed(drafts)), scene)), scene)
    return [d for d in found if (d.actor or d.recipient) and not _of_the_press(d, scene)]


def _of_the_press(draft: Draft, scene: Scene) -> bool:
    """Whether only reporters do it: what they ask is no act of politics."""
    actors = [scene.cast.actor(a) for a in draft.actor]
    press = all(a is not None and (a.sector == "MED" or a.name in ("reporters", "journalists")) for a in actors)
    return bool(actors) and press and draft.type in ("REQUEST", "ACCUSE", "AGREE", "CONSULT")


def _completed(drafts: Sequence[Draft]) -> list[Draft]:
    """A force or sanction with no other side named is against whom the text's other mentions of it are."""
    found = []
    for draft in drafts:
        if draft.type in _ONE_SIDED and bool(draft.actor) != bool(draft.recipient):
            known = {
                (d.actor, d.recipient)
                for d in drafts
                if d.type == draft.type and d.actor and d.recipient
                if draft.actor == d.actor or draft.recipient == d.recipient
            }
            if len(known) == 1:
                actor, recipient = known.pop()
                trace = (*draft.trace, "sides: of another mention")
                draft = replace(draft, actor=actor, recipient=recipient, trace=trace)
        found.append(draft)
    return found


def _launched(drafts: Sequence[Draft]) -> list[Draft]:
    """Whoever the text last told of firing or testing a weapon did what it goes on to call "the launch", if nobody is named for it."""
    last: Sides = ()
    found = []
    for draft in drafts:
        token = draft.candidate.token
        if draft.type == "MOBILIZE" and draft.mode == "weapons":
            again = (
                token.pos_ == "NOUN" and any(c.lower_ in _SAME for c in token.children) and child(token, "poss") is None
            )
            if draft.sides_by == "rules" and draft.actor:
                last = draft.actor
            elif again and last and draft.actor != last:
                others = tuple(a for a in draft.recipient if a not in last)
                trace = (*draft.trace, "actor: of the act that is taken up again")
                draft = replace(draft, actor=last, recipient=others, trace=trace)
        found.append(draft)
    return found


_SAME = frozenset(("the", "this", "these", "that", "latest", "recent"))


def _judged(drafts: Sequence[Draft]) -> list[Draft]:
    """Whoever condemns or opposes an act that the text has told of ("condemned the test") does so to who did it."""
    doers: dict[str, Sides] = {}
    last: Sides = ()
    found = []
    for draft in drafts:
        token = draft.candidate.token
        if draft.by is not None and draft.type == "ACCUSE" and not draft.recipient and last:
            draft = replace(draft, recipient=last, trace=(*draft.trace, "recipient: who did what is judged"))
        elif draft.type in ("ACCUSE", "REJECT") and draft.actor and not draft.recipient and token.pos_ == "VERB":
            held = undergoer(token)
            pointed = held is not None and any(
                c.lower_ in ("the", "this", "that", "these", "such") for c in held.children
            )
            done = doers.get(held.lemma_.lower(), ()) if held is not None and pointed else ()
            if held is not None and pointed and not done and held.lemma_.lower() in words_of("acts", "doings"):
                done = last
            if done and not set(done) & set(draft.actor):
                draft = replace(draft, recipient=done, trace=(*draft.trace, "recipient: who did what is judged"))
        if draft.actor and draft.type in _DEEDS:
            lemma = token.lemma_.lower()
            last = draft.actor
            doers[load("acts")["taken_up"].get(lemma, lemma)] = draft.actor
            doers.update({w.lemma_.lower(): draft.actor for w in draft.candidate.words if w.pos_ == "NOUN"})
        found.append(draft)
    return found


def _offered(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """An offer that names nobody is made to whom the text last had its maker deal with, or to the other side of it."""
    found: list[Draft] = []
    for draft in drafts:
        own = scene.states(draft.actor)
        offers = draft.type == "AGREE" or draft.type == "SANCTION" and draft.mode == "discontinue"
        if offers and draft.actor and not draft.recipient and len(own) == 1:
            dealt = (d for d in reversed(found) if d.type in ("AGREE", "CONSULT") and own & scene.states(d.actor))
            others = _beside(draft.candidate.token, own, scene)
            others = others or _counterpart(drafts, own, scene)
            others = others or next((o for d in dealt if (o := _but((*d.actor, *d.recipient), own, scene))), ())
            others = others or (_but(scene.cast.sides, own, scene) if own & scene.states(scene.cast.sides) else ())
            if others:
                draft = replace(draft, recipient=others, trace=(*draft.trace, "recipient: whom it deals with"))
        found.append(draft)
    return found


def _counterpart(drafts: Sequence[Draft], own: frozenset[str | None], scene: Scene) -> Sides:
    """Whom the text has a side deal with most, in good or ill; nobody where it does so once or two are as frequent."""
    often: dict[str, int] = {}
    for draft in drafts:
        together = (*draft.actor, *draft.recipient)
        if scene.states(together) & own:
            for key in {a for a in together if scene.cast.state(a) not in own}:
                held = scene.cast.actor(key)
                if held is not None and held.sector in _POLITICAL:
                    often[key] = often.get(key, 0) + 1
    best = sorted(often, key=lambda k: -often[k])
    if not best or often[best[0]] < 2 or len(best) > 1 and often[best[1]] == often[best[0]]:
        return ()
    return (best[0],)


def _beside(token: Token, own: frozenset[str | None], scene: Scene) -> Sides:
    """The one other state that the same sentence names."""
    sentence = sentence_of(token)
    found: dict[str | None, str] = {}
    for other in sentence:
        mention = scene.cast.headed(other.i)
        for actor in mention.actors if mention is not None and mention.form != "adjective" else ():
            held = scene.cast.actor(actor)
            if held is not None and held.country is not None and held.country not in own and held.sector in _POLITICAL:
                found.setdefault(held.country, actor)
    return tuple(found.values()) if len(found) == 1 else ()


_POLITICAL = frozenset(("GOV", "MIL", "REB", "LEG"))


def _but(actors: Sides, own: frozenset[str | None], scene: Scene) -> Sides:
    return tuple(a for a in actors if scene.cast.state(a) not in own)


def _hosted(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Whoever visits a state and meets its people there is the visitor, and they are the hosts."""
    visits = {
        (a, scene.cast.state(r))
        for d in drafts
        if d.type == "CONSULT" and d.mode == "visit"
        for a in d.actor
        for r in d.recipient
    }
    found = []
    for draft in drafts:
        if draft.apart is not None and draft.type == "CONSULT":
            first, second = draft.apart
            hosts = scene.states(second)
            if len(first) == 1 and len(hosts) == 1 and (first[0], next(iter(hosts))) in visits:
                draft = replace(draft, actor=first, recipient=second, mode="visit")
        found.append(draft)
    return found


# What stays


def without_wants(drafts: Sequence[Draft]) -> list[Draft]:
    """Drop what is only demanded, promised or threatened, but not what is denied to have been done.

    "Refuse to" goes where what is refused is an act of words.
    """
    by_token = {d.candidate.token.i: d for d in drafts}
    kept: list[Draft] = []
    for draft in drafts:
        above = _controller(draft.candidate.token, by_token)
        if above is None or draft.status == "denied":
            kept.append(draft)
        elif above.candidate.token.lemma_.lower() in ("refuse", "decline") and draft.type in ("ACCUSE", "SUPPORT"):
            kept = [*(k for k in kept if k is not above), draft]
    return kept


def _controller(token: Token, drafts: dict[int, Draft]) -> Draft | None:
    """The act of wanting that the token is the thing wanted of."""
    if token.dep_ == "relcl":
        return None
    for step, above in enumerate(token.ancestors):
        draft = drafts.get(above.i) if step <= 5 else None
        if draft is not None:
            return draft if draft.type in _CONTROLLING and _wanted(token, above) else None
        if step > 5 or above.dep_ == "relcl":
            return None
        if above.dep_ in ("acl", "advcl") and above.tag_ in ("VBD", "VBZ", "VBP"):
            return None
    return None


def _wanted(token: Token, above: Token) -> bool:
    """Whether the token stands in the complement (not in the subject or in a reason) of the word above."""
    step = token
    while step.head != above and step.head != step:
        if step.dep_ in ("relcl", "advcl") or step.dep_ == "acl" and step.tag_ == "VBN":
            return False
        step = step.head
    if step.dep_ in ("xcomp", "ccomp", "dobj", "acl", "pcomp", "oprd"):
        return True
    if step.dep_ == "advcl":  # "called for X to withdraw"
        return any(c.dep_ == "mark" and c.lower_ == "for" for c in step.children)
    return step.dep_ == "prep" and step.lower_ in ("for", "to", "of", "on", "from", "into")


def distinct(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """One act once: in a sentence, the same type with the same sides is one event; a repeated line is one line.

    Deeds of two clauses joined by "and" are two.
    """
    seen: set[tuple[object, ...]] = set()
    lines: set[tuple[str, ...]] = set()
    kept: list[Draft] = []
    by_sentence: dict[int, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_sentence[sentence_of(draft.candidate.token).start].append(draft)
    for draft in drafts:
        sentence = sentence_of(draft.candidate.token)
        if any(_fuller(other, draft) for other in by_sentence[sentence.start]):
            continue
        clause = _clause(draft.candidate.token) if draft.type in _DEEDS else sentence.start
        key = (clause, draft.type, frozenset(draft.actor), frozenset(draft.recipient), draft.status)
        words = draft.evidence.of(text_of(scene.doc)).strip().lower()
        whole = " ".join(t.lower_ for t in sentence if t.is_alpha)
        again = (draft.type, words), (draft.type, draft.candidate.token.lower_, whole)
        told = key in seen or any(line in lines and len(line[-1]) > 25 for line in again)
        seen.add(key)
        lines.update(again)
        if not told:
            kept.append(draft)
    return kept


def _fuller(other: Draft, draft: Draft) -> bool:
    """Whether another word of the same sentence tells the same act and names more sides of it."""
    same = other is not draft and (other.type, other.actor, other.status) == (draft.type, draft.actor, draft.status)
    return same and bool(other.recipient) and not draft.recipient


def _clause(token: Token) -> int:
    """The verb of the clause that a word stands in; of two that are one ("shot and killed") the first."""
    if token.pos_ == "VERB" and token.dep_ == "conj" and token.i - token.head.i == 2:
        return _clause(token.head)
    return int(next((t.i for t in (token, *token.ancestors) if t.pos_ == "VERB"), sentence_of(token).root.i))
