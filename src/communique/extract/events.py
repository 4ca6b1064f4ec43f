"""Events: candidates from the vocabulary of acts, sides from the syntax, status, date, place, amount and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from communique.codebook import load
from communique.extract.acts import Act, Candidate, candidates
from communique.extract.amounts import find_amount
from communique.extract.casting import Cast
from communique.extract.dates import Dated, date_of
from communique.extract.parse import char_span
from communique.extract.places import find_place
from communique.extract.sources import authors
from communique.extract.status import status_of
from communique.extract.syntax import child, clause, conjuncts, doer, governed, inside, passive, subject, undergoer
from communique.model import Document, Event, Span, Statement, Status

Sides = tuple[str, ...]

_FIRST_PERSON = frozenset(("i", "we", "me", "us", "our", "my", "ourselves"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
# Acts whose complement is what is wanted, promised or threatened, and so no event of its own.
_CONTROLLING = frozenset(("REQUEST", "AGREE", "THREATEN", "REJECT"))
_SPEAKING_ACTS = frozenset(("ACCUSE", "SUPPORT", "REQUEST", "CONCEDE", "AGREE"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What the coding of one document's events looks at."""

    doc: Doc
    document: Document
    cast: Cast
    statements: tuple[Statement, ...]
    dates: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A candidate with its sides and status, before it is written down as an event."""

    candidate: Candidate
    type: str
    mode: str | None
    actor: Sides
    recipient: Sides
    status: Status
    evidence: Span
    trace: tuple[str, ...]
    confidence: float
    apart: tuple[Sides, Sides] | None = None


def find_events(
    doc: Doc, document: Document, cast: Cast, statements: Sequence[Statement], dates: Sequence[Dated]
) -> tuple[Event, ...]:
    """The events that a document mentions, in text order, with ids ``e1``…

    Args:
        doc: the document's parse, character for character its text.
        document: the document itself.
        cast: its actors and their mentions.
        statements: its statements, which say who claims what.
        dates: its date expressions.
    """
    scene = Scene(doc, document, cast, tuple(statements), tuple(dates))
    drafts = [d for c in candidates(doc) if (d := _draft(c, scene)) is not None]
    drafts += _spoken(scene, drafts)
    drafts = _judged(_hosted(_completed(sorted(drafts, key=lambda d: (d.candidate.token.i, d.type))), scene))
    kept = _distinct(_without_wants(drafts, doc))
    return tuple(_event(d, i, scene) for i, d in enumerate(kept, 1))


# Sides


def whom(token: Token | None, scene: Scene, deep: bool = True) -> Sides:
    """The actors that a noun phrase names: itself and what is joined to it, else whose it is."""
    if token is None:
        return ()
    if token.lower_ in _RELATIVE and token.head.dep_ == "relcl":
        token = token.head.head
    if token.lower_ in _FIRST_PERSON:
        return _speaker(token, scene)
    names: list[str] = []
    for word in conjuncts(token):
        mention = scene.cast.at(word.i)
        if mention is not None and (
            mention.head.start == word.idx or mention.span.start <= word.idx and mention.form != "adjective"
        ):
            names.extend(mention.actors)
    if not names and deep:
        for word in inside(token):
            mention = scene.cast.at(word.i)
            names.extend(mention.actors if mention is not None else ())
            if names:
                names.extend(a for w in word.conjuncts if (m := scene.cast.at(w.i)) is not None for a in m.actors)
                break
    if not names and token.lemma_.lower() in load("cues")["papers"]:
        names.extend(authors(token, scene.cast))
    return tuple(dict.fromkeys(names))


def _speaker(token: Token, scene: Scene) -> Sides:
    """Whose "we" it is: the source of the innermost statement that holds the word."""
    holding = _holding(token, scene)
    return holding[0].source if holding else ()


def _holding(token: Token, scene: Scene) -> list[Statement]:
    """Statements whose content holds the token, the tightest first."""
    at = token.idx
    found = [s for s in scene.statements if any(p.start <= at < p.end for p in s.content)]
    return sorted(found, key=lambda s: sum(p.end - p.start for p in s.content))


def _side(verb: Token, places: Iterable[str], scene: Scene, taken: Sides) -> Sides:
    """The other side of a verb: the first of the places where somebody else is named."""
    for place in places:
        found = whom(undergoer(verb), scene) if place == "object" else whom(governed(verb, place), scene)
        if not found and place == "between" and verb.dep_ == "acl":
            found = whom(governed(verb.head, place), scene)
        others = tuple(a for a in found if a not in taken)
        if others:
            return others
    inner = child(verb, "ccomp", "xcomp")
    if inner is None:
        return ()
    lemma = verb.lemma_.lower()
    if lemma in _ASKING:
        return tuple(a for a in whom(subject(inner), scene) if a not in taken)
    if lemma in _BINDING and inner.dep_ == "xcomp":
        for found in (
            whom(undergoer(inner), scene),
            *(whom(governed(inner, p), scene) for p in ("with", "to", "against", "on", "for", "from")),
        ):
            if others := tuple(a for a in found if a not in taken):
                return others
    return ()


_ASKING = frozenset(["demand", "insist", "urge", "ask", "warn", "request", "propose"])
# What is promised, refused or threatened in an infinitive is so to whoever stands in it.
_BINDING = frozenset(
    ["agree", "promise", "pledge", "vow", "offer", "undertake", "commit", "threaten", "refuse", "decline", "propose"]
)


def _draft(candidate: Candidate, scene: Scene) -> Draft | None:
    token, act = candidate.token, candidate.act
    nominal = token.pos_ in ("NOUN", "PROPN")
    sides = _noun_sides(candidate, scene) if nominal else _verb_sides(candidate, scene)
    if sides is None:
        return None
    apart = None
    if act.reciprocal and not nominal:
        doers = whom(doer(token), scene)
        others = tuple(a for a in sides[0] if a not in doers)
        apart = (doers, others) if doers and others else None
    actor, recipient = sides
    status = status_of(token)
    kind, status = _in_future(act.type, status)
    trace = (
        f"word: {' '.join(w.text for w in candidate.words)}",
        f"vocabulary: {act.type}{' ' + act.mode if act.mode else ''}",
    )
    confidence = 0.5 + 0.2 * bool(actor) + 0.15 * bool(recipient) + 0.1 * bool(act.objects or act.particle or act.words)
    evidence = Span(*clause(token))
    return Draft(
        candidate,
        kind,
        act.mode or _mode(kind, candidate),
        actor,
        recipient,
        status,
        evidence,
        trace,
        round(confidence, 2),
        apart,
    )


def _verb_sides(candidate: Candidate, scene: Scene) -> tuple[Sides, Sides] | None:
    token, act = candidate.token, candidate.act
    actor = whom(doer(token), scene, deep=not act.person)
    if act.person == "subject" and not _personal(actor, scene):
        return None
    if act.person == "object":
        held = undergoer(token)
        if held is None or not (held.ent_type_ == "PERSON" or scene.cast.at(held.i) or _people(held)):
            return None
    recipient = _side(token, act.recipient, scene, actor if not act.reciprocal else ())
    recipient = tuple(a for a in recipient if a not in actor)
    if act.swap:
        actor, recipient = recipient, actor
    if act.reciprocal:
        together = tuple(dict.fromkeys((*actor, *recipient)))
        if act.type == "CONSULT" and (len(together) < 2 and not _plural_group(token, scene)):
            return None if not recipient else (actor, recipient)
        if act.alone and not actor:
            return None
        return together, ()
    if not actor and not (recipient and passive(token)):
        return None
    if not recipient and not act.alone:
        return None
    return actor, recipient


def _plural_group(token: Token, scene: Scene) -> bool:
    held = doer(token)
    mention = scene.cast.at(held.i) if held is not None else None
    return mention is not None and len(mention.actors) > 1


_PEOPLE = frozenset(
    [
        "girl",
        "boy",
        "child",
        "hostage",
        "prisoner",
        "journalist",
        "soldier",
        "captive",
        "detainee",
        "activist",
        "citizen",
        "militant",
        "worker",
        "student",
        "sailor",
        "schoolgirl",
        "american",
        "national",
        "people",
        "man",
        "woman",
        "pilot",
        "inmate",
        "leader",
        "fighter",
        "person",
        "refugee",
    ]
)


def _people(token: Token) -> bool:
    return token.lemma_.lower() in _PEOPLE


def _personal(actors: Sides, scene: Scene) -> bool:
    return any(scene.cast.actor(a) is not None and scene.cast.actor(a).kind == "person" for a in actors)  # type: ignore[union-attr]


def _noun_sides(candidate: Candidate, scene: Scene) -> tuple[Sides, Sides] | None:
    token, act = candidate.token, candidate.act
    owner = whom(child(token, "poss"), scene, deep=False)
    adjectives = tuple(
        a
        for c in token.children
        if c.dep_ in ("amod", "compound", "nmod") and (m := scene.cast.at(c.i)) is not None
        for a in m.actors
    )
    by = whom(governed(token, "by"), scene) or _acl_agent(token, scene)
    carried: Sides = ()
    if (
        token.dep_ in ("dobj", "nsubjpass")
        and token.head.pos_ == "VERB"
        and (not act.carriers or token.head.lemma_.lower() in act.carriers)
    ):
        carried = whom(doer(token.head), scene)
    elif (
        token.dep_ == "pobj"
        and token.head.head.pos_ == "VERB"
        and act.carriers
        and token.head.head.lemma_.lower() in act.carriers
    ):
        carried = whom(doer(token.head.head), scene)
    recipient: Sides = ()
    for place in act.recipient:
        recipient = whom(governed(token, place), scene)
        if not recipient and carried:
            recipient = whom(governed(token.head, place), scene)
        if recipient:
            break
    of = whom(governed(token, "of"), scene)
    actor = by or owner or adjectives or carried
    if act.patient and of:
        recipient, actor = of, by or owner or adjectives or carried
    elif act.patient and not recipient and owner and by:
        recipient, actor = owner, by
    elif act.patient and act.type in ("RETREAT", "COERCE") and owner and not of:
        actor, recipient = by, owner
    elif not act.patient and of and not actor:
        actor = of
    if act.reciprocal:
        between = whom(governed(token, "between"), scene)
        together = tuple(dict.fromkeys((*between, *actor, *recipient)))
        return (together, ()) if len(together) > 1 else None
    recipient = tuple(a for a in recipient if a not in actor)
    if (
        not actor
        and not (act.named == "either" and recipient)
        and not (act.patient and recipient and act.type == "ASSAULT")
    ):
        return None
    if (
        not recipient
        and act.type in ("SUPPORT", "AGREE", "AID", "CONCEDE", "REJECT", "ACCUSE", "REQUEST", "THREATEN", "SANCTION")
        and not carried
    ):
        return None
    return actor, recipient


def _acl_agent(noun: Token, scene: Scene) -> Sides:
    """Who did it in "sanctions imposed by the United States"."""
    for c in noun.children:
        if c.dep_ == "acl" and c.tag_ == "VBN":
            return whom(doer(c), scene)
    return ()


# Type, mode, status


def _in_future(kind: str, status: Status) -> tuple[str, Status]:
    """A future act of cooperation is the willingness to it: another type, and actual."""
    instead = load("types")[kind].get("future")
    return (instead, "actual") if status == "future" and instead else (kind, status)


def _mode(kind: str, candidate: Candidate) -> str | None:
    words = {t.lemma_.lower() for t in candidate.token.subtree}
    table: dict[str, dict[str, list[str]]] = load("modes")
    for mode, cues in table.get(kind, {}).items():
        if words & set(cues):
            return mode
    return None


# What is said in so many words


def _spoken(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Acts done by saying: demands ("must"), promises ("is ready to"), and plain accusation in reported content."""
    phrases = load("acts")["content"]
    found = []
    for statement in scene.statements:
        cue = char_span(scene.doc, statement.cue)
        if cue is None or any(d.candidate.token.i in range(cue.start, cue.end) for d in drafts) or not statement.source:
            continue
        for piece in statement.content:
            span = char_span(scene.doc, piece)
            if span is None:
                continue
            for sentence in span.sents:
                draft = _demand(sentence, span, statement, phrases, scene) or _promise(
                    sentence, span, statement, phrases, scene
                )
                if draft is not None:
                    found.append(draft)
    return found


def _inside_piece(token: Token, span: object) -> bool:
    return span.start <= token.i < span.end  # type: ignore[attr-defined, no-any-return]


def _demand(
    sentence: Iterable[Token], span: object, statement: Statement, phrases: dict[str, list[str]], scene: Scene
) -> Draft | None:
    modals = frozenset(phrases["must"])
    for token in sentence:
        if (
            not _inside_piece(token, span)
            or token.lower_ not in modals
            or token.dep_ != "aux"
            or token.head.dep_ in ("relcl", "advcl", "acl")
        ):
            continue
        addressed = tuple(a for a in whom(subject(token.head), scene, deep=False) if a not in statement.source)
        if addressed:
            act = Act("REQUEST", "change", ())
            return _said("REQUEST", token, act, statement, addressed, scene, f"demand: {token.text}")
    return None


def _promise(
    sentence: Iterable[Token], span: object, statement: Statement, phrases: dict[str, list[str]], scene: Scene
) -> Draft | None:
    willing = frozenset(w.split()[0] for w in phrases["willing"])
    helpful = frozenset(load("modes")["helpful"])
    for token in sentence:
        if not _inside_piece(token, span):
            continue
        if (
            token.lower_ in willing
            and token.dep_ in ("acomp", "oprd")
            or token.lower_ == "will"
            and token.dep_ == "aux"
        ):
            verb = token.head
            if any(c.dep_ == "neg" for c in verb.children):
                continue
            lemmas = {t.lemma_.lower() for t in verb.subtree}
            who = whom(subject(verb), scene, deep=False)
            if who and lemmas & helpful:
                others = _side(verb, ("with", "to"), scene, who)
                act = Act("AGREE", None, ())
                draft = _said("AGREE", token, act, statement, others, scene, f"promise: {token.text}")
                return replace(draft, actor=who)
    return None


def _said(kind: str, token: Token, act: Act, statement: Statement, recipient: Sides, scene: Scene, why: str) -> Draft:
    return Draft(
        Candidate(token, act, (token,)), kind, act.mode, statement.source, recipient, "actual",
        Span(*clause(token.head)), (why, f"statement: {statement.id}"), 0.55,
    )  # fmt: skip


# What other mentions settle


_ONE_SIDED = frozenset(("ASSAULT", "SANCTION", "COERCE", "RETREAT"))


def _completed(drafts: Sequence[Draft]) -> list[Draft]:
    """A force or sanction with no other side named is against whom the text's other mentions of it are."""
    found = []
    for draft in drafts:
        if draft.type in _ONE_SIDED and bool(draft.actor) != bool(draft.recipient):
            known = {
                (d.actor, d.recipient)
                for d in drafts
                if d.type == draft.type
                and d.actor
                and d.recipient
                and (d.actor == draft.actor or d.recipient == draft.recipient)
            }
            if len(known) == 1:
                actor, recipient = known.pop()
                draft = replace(
                    draft, actor=actor, recipient=recipient, trace=(*draft.trace, "sides: of another mention")
                )
        found.append(draft)
    return found


_DEEDS = frozenset(("ASSAULT", "MOBILIZE", "COERCE", "SANCTION", "THREATEN"))


def _judged(drafts: Sequence[Draft]) -> list[Draft]:
    """Whoever condemns or opposes an act that the text has told of ("condemned the test") does so to who did it."""
    doers: dict[str, Sides] = {}
    found = []
    for draft in drafts:
        token = draft.candidate.token
        if draft.type in ("ACCUSE", "REJECT") and draft.actor and not draft.recipient and token.pos_ == "VERB":
            held = undergoer(token)
            done = (
                doers.get(held.lemma_.lower())
                if held is not None and any(c.lower_ in ("the", "this", "that", "these") for c in held.children)
                else None
            )
            if done and not set(done) & set(draft.actor):
                draft = replace(draft, recipient=done, trace=(*draft.trace, "recipient: who did what is judged"))
        if draft.actor and draft.type in _DEEDS:
            lemma = token.lemma_.lower()
            doers[_AS_NOUN.get(lemma, lemma)] = draft.actor
            doers.update({w.lemma_.lower(): draft.actor for w in draft.candidate.words if w.pos_ == "NOUN"})
        found.append(draft)
    return found


# The noun by which an act that was told with a verb is taken up again.
_AS_NOUN = {
    "invade": "invasion",
    "attack": "attack",
    "annex": "annexation",
    "kill": "killing",
    "bomb": "bombing",
    "withdraw": "withdrawal",
    "fire": "launch",
    "agree": "agreement",
    "blockade": "blockade",
    "offer": "offer",
    "propose": "proposal",
    "demand": "demand",
    "deploy": "deployment",
    "arrest": "arrest",
}


def _hosted(drafts: Sequence[Draft], scene: Scene) -> list[Draft]:
    """Whoever visits a state and meets its people there is the visitor, and they are the hosts."""

    def state(key: str) -> str | None:
        actor = scene.cast.actor(key)
        return actor.country if actor is not None else None

    visits = {
        (a, state(r)) for d in drafts if d.type == "CONSULT" and d.mode == "visit" for a in d.actor for r in d.recipient
    }
    found = []
    for draft in drafts:
        if draft.apart is not None and draft.type == "CONSULT":
            first, second = draft.apart
            hosts = {state(b) for b in second}
            if len(first) == 1 and len(hosts) == 1 and (first[0], next(iter(hosts))) in visits:
                draft = replace(draft, actor=first, recipient=second, mode="visit")
        found.append(draft)
    return found


# What stays


def _without_wants(drafts: Sequence[Draft], doc: Doc) -> list[Draft]:
    """Drop what is only demanded, promised or threatened; "refuse to" goes where what is refused is itself an act of words."""
    by_token = {d.candidate.token.i: d for d in drafts}
    kept = []
    for draft in drafts:
        token = draft.candidate.token
        above = _controller(token, by_token)
        if above is not None:
            if above.candidate.token.lemma_.lower() in ("refuse", "decline") and draft.type in ("ACCUSE", "SUPPORT"):
                kept.append(draft)
                kept = [k for k in kept if k is not above]
            continue
        kept.append(draft)
    return kept


def _controller(token: Token, drafts: dict[int, Draft]) -> Draft | None:
    """The act of wanting that the token is the thing wanted of."""
    for step, above in enumerate(token.ancestors):
        if step > 5 or above.dep_ in ("relcl",):
            return None
        draft = drafts.get(above.i)
        if draft is not None:
            if draft.type not in _CONTROLLING:
                return None
            return draft if _wanted(token, above) else None
        if above.dep_ in ("acl", "relcl", "advcl") and above.tag_ in ("VBD", "VBZ", "VBP"):
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
    return step.dep_ == "prep" and step.lower_ in ("for", "to", "of", "on", "from", "into")


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
    """One act once: in a sentence, the same type with the same sides is one event; a repeated line is one line."""
    seen: set[tuple[object, ...]] = set()
    lines: set[tuple[str, str]] = set()
    kept = []
    for draft in drafts:
        token = draft.candidate.token
        sentence = token.sent
        key = (sentence.start, draft.type, frozenset(draft.actor), frozenset(draft.recipient), draft.status)
        words = token.doc.text[draft.evidence.start : draft.evidence.end].strip().lower()
        if key in seen or (draft.type, words) in lines and len(words) > 25:
            continue
        seen.add(key)
        lines.add((draft.type, words))
        kept.append(draft)
    return kept


# Writing down


def _event(draft: Draft, number: int, scene: Scene) -> Event:
    token = draft.candidate.token
    trigger = Span(draft.candidate.words[0].idx, draft.candidate.words[0].idx + len(draft.candidate.words[0]))
    last = max(draft.candidate.words, key=lambda t: t.i)
    first = min(draft.candidate.words, key=lambda t: t.i)
    if last.i - first.i <= 6:
        trigger = Span(first.idx, last.idx + len(last))
    evidence = Span(min(draft.evidence.start, trigger.start), max(draft.evidence.end, trigger.end))
    return Event(
        id=f"e{number}",
        type=draft.type,
        mode=draft.mode,
        actor=draft.actor,
        recipient=draft.recipient,
        status=draft.status,
        date=date_of(token, scene.dates, scene.doc, scene.document),
        evidence=evidence,
        trigger=trigger,
        place=find_place(scene.doc, token.i, scene.cast),
        amount=find_amount(scene.doc, evidence, token.i),
        claimed_by=_claimed_by(draft, scene),
        confidence=draft.confidence,
        trace=draft.trace,
    )


def _claimed_by(draft: Draft, scene: Scene) -> Sides:
    """Who asserts it: the source and chain of the tightest statement that holds the act, if it asserts rather than presupposes."""
    token = draft.candidate.token
    own = next((s for s in scene.statements if s.cue.start <= token.idx < s.cue.end), None)
    if own is not None:
        return own.via
    for statement in _holding(token, scene):
        if draft.trace and draft.trace[-1] == f"statement: {statement.id}":
            return statement.via if draft.actor == statement.source else (*statement.source, *statement.via)
        if token.pos_ in ("NOUN", "PROPN") and (
            child(token, "poss") is not None or any(c.lower_ == "the" for c in token.children)
        ):
            return ()
        if set(statement.source) == set(draft.actor) and draft.type in _SPEAKING_ACTS:
            return statement.via
        return tuple(dict.fromkeys((*statement.source, *statement.via)))
    return ()
