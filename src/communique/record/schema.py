"""The record's tables, described once: the database's definitions and ``docs/record.md`` both come from here."""

from __future__ import annotations

from dataclasses import dataclass

VERSION = 8
"""Raised with every step in ``migrations.py``; a record of a higher version than this is not opened."""

SPAN = 'STRUCT("start" INTEGER, "end" INTEGER)'


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its DuckDB type and what it means."""

    name: str
    type: str
    doc: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, what a row of it is, its columns, and those that make its key."""

    name: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def ddl(self) -> str:
        """The statement that makes the table."""
        parts = [f'"{c.name}" {c.type}' for c in self.columns]
        if self.key:
            parts.append(f"PRIMARY KEY ({', '.join(self.key)})")
        return f"CREATE TABLE IF NOT EXISTS {self.name} ({', '.join(parts)})"


def _columns(text: str) -> tuple[Column, ...]:
    rows = (line.split("|") for line in text.strip().splitlines())
    return tuple(Column(name.strip(), kind.strip().replace("SPAN", SPAN), doc.strip()) for name, kind, doc in rows)


TABLES: tuple[Table, ...] = (
    Table("meta", "Facts about the file itself.", _columns("""
        name | VARCHAR | what the fact is
        value | VARCHAR | the fact; `version` is the schema's, `codebook …` the text of a codebook of the user's own, `relinking` is there while documents are to be brought together anew"""), ("name",)),
    Table("documents", "A document as stored.", _columns("""
        id | VARCHAR | hash of name and content
        name | VARCHAR | the file's name, unique in the record
        path | VARCHAR | where it was read, as seen from the record's folder
        text | VARCHAR | the stored text, which all offsets refer to
        sha256 | VARCHAR | hash of the bytes as found
        text_sha256 | VARCHAR | hash of the stored text
        encoding | VARCHAR | the encoding that the bytes were read in
        title | VARCHAR | headline
        title_span | SPAN | where the headline stands, if it stands in the text
        outlet | VARCHAR | who published it
        credits | VARCHAR[] | agencies and outlets credited
        published_date | DATE | the day of publication, if known
        published_earliest | DATE | the earliest day that the text supports
        published_latest | DATE | the latest day that the text supports
        published_basis | VARCHAR | why
        boilerplate | SPAN[] | spans that are not the article
        coder_version | VARCHAR | the version of the coder
        words | INTEGER | how many words its headline and its article have, without boilerplate
        index_sha256 | VARCHAR | hash of what the table `words` has of it
        event_types | VARCHAR[] | PLOVER types of its events, each once
        event_statuses | VARCHAR[] | statuses of its events, each once"""), ("id",)),
    Table("words", "A word of a document, and what of the document it finds: the index of `communique search`.", _columns("""
        word | VARCHAR | the word without case, accents and inflection
        document | VARCHAR | the document's id
        times | INTEGER | how often its headline and its article have the word
        statements | INTEGER[] | positions of its statements whose content has the word
        events | INTEGER[] | positions of its events whose evidence has the word""")),
    Table("failures", "A document that could not be coded.", _columns("""
        name | VARCHAR | the file's name
        path | VARCHAR | where it is
        reason | VARCHAR | what is wrong and what to do"""), ("name",)),
    Table("actors", "An actor as one document names it.", _columns("""
        document | VARCHAR | the document's id
        position | INTEGER | order in the document
        id | VARCHAR | the actor's id
        name | VARCHAR | its name
        kind | VARCHAR | person, organization, country or group
        country | VARCHAR | ISO 3166-1 alpha-3 code of its state
        sector | VARCHAR | PLOVER sector
        aliases | VARCHAR[] | other words for it in the document"""), ("document", "id")),
    Table("mentions", "Words that mean an actor.", _columns("""
        document | VARCHAR | the document's id
        position | INTEGER | order in the document
        span | SPAN | the noun phrase
        head | SPAN | its head word
        actors | VARCHAR[] | actor ids
        form | VARCHAR | name, adjective, description or pronoun"""), ("document", "position")),
    Table("statements", "Content attributed to a source.", _columns("""
        id | VARCHAR | hash of the document and the statement's place in it
        document | VARCHAR | the document's id
        local_id | VARCHAR | id within the document
        position | INTEGER | order in the document
        source | VARCHAR[] | actor ids of the source
        source_text | SPAN | the words that name the source
        cue | SPAN | the words that attribute
        cue_text | VARCHAR | these words
        content | SPAN[] | what is attributed
        content_text | VARCHAR | these words
        kind | VARCHAR | direct, indirect or mixed
        addressee | VARCHAR[] | actor ids of those told
        via | VARCHAR[] | reporting chain, nearest to the source first
        confidence | DOUBLE | from 0 to 1
        trace | VARCHAR[] | what decided
        meaning | BLOB | what the content means: a vector of signed bytes, for comparing"""), ("id",)),
    Table("events", "One PLOVER-coded act as one document mentions it.", _columns("""
        id | VARCHAR | hash of the document and the event's place in it
        document | VARCHAR | the document's id
        local_id | VARCHAR | id within the document
        position | INTEGER | order in the document
        type | VARCHAR | PLOVER type
        mode | VARCHAR | PLOVER mode
        quad | VARCHAR | quad category
        contexts | VARCHAR[] | PLOVER contexts
        actor | VARCHAR[] | actor ids of those who act
        recipient | VARCHAR[] | actor ids of those acted on
        status | VARCHAR | actual, future, hypothetical, negated or denied
        dated | BOOLEAN | whether the text dates it at all
        date_earliest | DATE | first possible day
        date_latest | DATE | last possible day
        place | VARCHAR | the place, in the text's words
        amount_value | DOUBLE | money or count
        amount_unit | VARCHAR | currency (ISO 4217) or what is counted
        amount_of | VARCHAR | the words for it
        claimed_by | VARCHAR[] | actor ids of those who assert it
        hedged | BOOLEAN | whether an agentless hedge stands with it
        evidence | SPAN | the clause that shows it
        evidence_text | VARCHAR | this clause
        trigger_span | SPAN | the words for the act
        trigger_text | VARCHAR | these words
        confidence | DOUBLE | from 0 to 1
        trace | VARCHAR[] | what decided
        place_state | VARCHAR | ISO 3166-1 alpha-3 code of the state that the place is in
        latitude | DOUBLE | degrees north of the place (WGS 84)
        longitude | DOUBLE | degrees east of the place (WGS 84)
        meaning | BLOB | what the evidence means: a vector of signed bytes, for comparing"""), ("id",)),
    Table("omissions", "A thing that a text says is left out.", _columns("""
        document | VARCHAR | the document's id
        position | INTEGER | order in the document
        by | VARCHAR[] | actor ids of whose account leaves it out
        what | SPAN | the thing
        evidence | SPAN | the words that say so"""), ("document", "position")),
    Table("codes", "A class of a user's own codebook that a sentence is likely of.", _columns("""
        document | VARCHAR | the document's id
        position | INTEGER | order in the document
        local_id | VARCHAR | id within the document
        scheme | VARCHAR | the codebook's name
        name | VARCHAR | the class
        actor | VARCHAR[] | actor ids of those who act
        recipient | VARCHAR[] | actor ids of those acted on
        evidence | SPAN | the sentence
        evidence_text | VARCHAR | this sentence
        event | VARCHAR | id within the document of the event whose sides these are, if there is one
        confidence | DOUBLE | from 0 to 1
        trace | VARCHAR[] | what decided"""), ("document", "position")),
    Table("episodes", "A real event.", _columns("""
        id | VARCHAR | hash of its mentions
        label | VARCHAR | what to call it
        type | VARCHAR | PLOVER type
        actor | VARCHAR[] | actor ids
        recipient | VARCHAR[] | actor ids
        dated | BOOLEAN | whether any mention dates it
        date_earliest | DATE | first possible day
        date_latest | DATE | last possible day
        place | VARCHAR | place
        documents | INTEGER | how many documents tell of it
        status | VARCHAR | actual where any mention has it that it happened, else that of the first"""), ("id",)),
    Table("episode_mentions", "Which events mention an episode.", _columns("""
        episode | VARCHAR | the episode's id
        position | INTEGER | order in the episode
        document | VARCHAR | the document's name
        event | VARCHAR | the event's id within it"""), ("episode", "position")),
    Table("claims", "An utterance or assertion.", _columns("""
        id | VARCHAR | hash of its mentions
        label | VARCHAR | what to call it
        source | VARCHAR[] | actor ids"""), ("id",)),
    Table("claim_mentions", "Which statements report a claim.", _columns("""
        claim | VARCHAR | the claim's id
        position | INTEGER | order in the claim
        document | VARCHAR | the document's name
        statement | VARCHAR | the statement's id within it"""), ("claim", "position")),
    Table("parties", "An actor as all documents together name it; derived from the tables above.", _columns("""
        id | VARCHAR | the actor's id
        name | VARCHAR | the first of its names in the order of letters
        kind | VARCHAR | person, organization, country or group
        country | VARCHAR | ISO 3166-1 alpha-3 code of its state
        sector | VARCHAR | PLOVER sector
        documents | INTEGER | how many documents name it
        episodes | INTEGER | in how many episodes that happened it acts or is acted on
        statements | INTEGER | of how many statements it is a source
        aliases | VARCHAR[] | other words for it, the twelve that most documents have"""), ("id",)),
    Table("appearances", "An actor in a document that names it; derived.", _columns("""
        party | VARCHAR | the actor's id
        document | VARCHAR | the document's id
        day | DATE | when that was published, or the last day that it may have been
        speaks | BOOLEAN | whether it is the source of a statement there""")),
    Table("sides", "Who takes part in an episode that happened; derived.", _columns("""
        party | VARCHAR | the actor's id
        episode | VARCHAR | the episode's id
        type | VARCHAR | PLOVER type
        date_earliest | DATE | first possible day
        date_latest | DATE | last possible day
        documents | INTEGER | how many documents tell of it""")),
    Table("state_sides", "Which state takes part in an episode that happened, itself or by an actor of it; derived.", _columns("""
        country | VARCHAR | ISO 3166-1 alpha-3 code
        episode | VARCHAR | the episode's id
        type | VARCHAR | PLOVER type
        date_earliest | DATE | first possible day
        date_latest | DATE | last possible day
        documents | INTEGER | how many documents tell of it""")),
    Table("days", "How many episodes that happened are of the same days and type; derived.", _columns("""
        date_earliest | DATE | first possible day
        date_latest | DATE | last possible day
        type | VARCHAR | PLOVER type
        episodes | INTEGER | how many there are""")),
    Table("dealings", "What one actor did to or with another in an episode that happened; derived.", _columns("""
        episode | VARCHAR | the episode's id
        actor | VARCHAR | the actor's id
        recipient | VARCHAR | the id of the one acted on, or of the other who takes part in a mutual act
        type | VARCHAR | PLOVER type
        date_earliest | DATE | first possible day
        date_latest | DATE | last possible day""")),
    Table("dyads", "Two states that dealt with each other in an episode that happened, once an episode; derived.", _columns("""
        episode | VARCHAR | the episode's id
        one | VARCHAR | ISO 3166-1 alpha-3 code of the state that is first in the order of letters
        other | VARCHAR | code of the other
        type | VARCHAR | PLOVER type
        date_earliest | DATE | first possible day
        date_latest | DATE | last possible day""")),
    Table("ties", "How one episode stands to another.", _columns("""
        kind | VARCHAR | contains (a visit its talks), produces (talks a joint statement) or contradicts (a deal that was struck, and that was not)
        episode | VARCHAR | the episode's id
        other | VARCHAR | the id of the one that it contains, produces or contradicts"""), ("episode", "other")),
    Table("stories", "Which documents report on one thing.", _columns("""
        id | VARCHAR | hash of the documents' names
        position | INTEGER | order in the story
        document | VARCHAR | the document's name"""), ("id", "position")),
    Table("copies", "Two documents, one of which has the other's text.", _columns("""
        one | VARCHAR | the first document's name
        other | VARCHAR | the second document's name
        share | DOUBLE | how much of the shorter text is in both, from 0 to 1"""), ("one", "other")),
    Table("changed", "A document that was written since the record's documents were last brought together.", _columns("""
        name | VARCHAR | the document's name""")),
    Table("linked_documents", "A document as bringing together knows it, kept so that it need not be read again; derived.", _columns("""
        number | BIGINT | what it is called in the tables below
        name | VARCHAR | the document's name
        outlet | VARCHAR | who published it
        first | DATE | the day of its publication, or the first possible one
        last | DATE | the last possible day
        story | BIGINT | the same for all documents of its story
        terms | VARCHAR[] | its words, cut, by which stories are told
        times | FLOAT[] | how often it uses each, capitalized words counting more
        other_words | VARCHAR[] | other words by which its events and statements are compared
        runs | BLOB | hashes of its runs of five words, by which copies are told
        events | VARCHAR[] | its events' ids, in order
        statements | VARCHAR[] | its statements' ids, in order
        papers | VARCHAR[] | the ids of its events that tell of what comes out of talks
        anchors | BIGINT[] | hashes of the acts by which it may date documents that do not date themselves
        undated | BIGINT[] | hashes of the acts by which it may be dated, if it does not date itself
        packed | BLOB | its events and statements: compressed JSON""")),
    Table("frequencies", "A word of the documents brought together; derived.", _columns("""
        word | VARCHAR | the word, cut
        documents | INTEGER | how many of them use it""")),
    Table("vectors", "A word of a document by which stories are told; derived.", _columns("""
        document | BIGINT | the document's number
        place | INTEGER | the word's place among the document's, the weightiest first
        word | BIGINT | hash of the word
        weight | DOUBLE | how much it weighs, the length of all being 1""")),
    Table("blocks", "A block of documents, events or statements that are compared with each other; derived.", _columns("""
        kind | VARCHAR | documents, events or statements
        block | BIGINT | hash of what those in the block have in common
        item | BIGINT | a document's number; of an event or statement, 1,048,576 times that and its place among the document's
        first | INTEGER | what neighbours in a crowded block are near in: days
        second | INTEGER | and of equal ones, days or words""")),
    Table("likely", "Two documents, events or statements that are alike; derived.", _columns("""
        kind | VARCHAR | documents, events or statements
        one | BIGINT | the one whose place is first, numbered as in `blocks`
        other | BIGINT | the other
        likeness | DOUBLE | how likely they are one, from 0 to 1""")),
    Table("verdicts", "What judgements come to, as documents were last brought together by them; derived.", _columns("""
        verdict | VARCHAR | same, different or wrong
        document | VARCHAR | the document's name
        id | VARCHAR | the event's or statement's id within it
        other_document | VARCHAR | the second document's name
        other_id | VARCHAR | the second id""")),
    Table("judgements", "What people say of events and statements; it wins over what was extracted.", _columns("""
        id | VARCHAR | hash of all that it says
        verdict | VARCHAR | same, different, right or wrong
        kind | VARCHAR | event or statement
        document | VARCHAR | the name of the document that it is about
        text_sha256 | VARCHAR | hash of that document's text
        words | SPAN | the event's trigger or the statement's cue
        shown | SPAN | the event's evidence or the statement's content
        other_document | VARCHAR | the same of the second event or statement, for same and different
        other_text_sha256 | VARCHAR | hash of that document's text
        other_words | SPAN | its trigger or cue
        other_shown | SPAN | its evidence or content
        author | VARCHAR | who judges
        time | TIMESTAMP | when, in UTC
        note | VARCHAR | why, in the author's words"""), ("id",)),
)  # fmt: skip


MEETING = """SELECT episodes.label, documents.name, documents.outlet, events.type, events.trigger_text
FROM episodes
JOIN episode_mentions ON episode_mentions.episode = episodes.id
JOIN documents ON documents.name = episode_mentions.document
JOIN events ON events.document = documents.id AND events.local_id = episode_mentions.event"""
"""How the tables of episodes and of events meet, as an example of a query."""


def describe() -> str:
    """The tables as Markdown, for the documentation."""
    parts = [
        "# The record's tables\n\nGenerated from `communique.record.schema`; schema version " + str(VERSION) + ".\n",
        "What spans documents names them by name, and their events and statements by the id within the document:\n\n"
        f"```sql\n{MEETING}\n```\n",
    ]
    for table in TABLES:
        parts.append(f"## {table.name}\n{table.doc}\n\n| column | type | meaning |\n| --- | --- | --- |")
        parts.extend(f"| `{c.name}` | `{c.type}` | {c.doc} |" for c in table.columns)
        parts.append("")
    return "\n".join(parts)
