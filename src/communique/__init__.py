"""Reads news reports about politics and diplomacy and keeps a record that can be checked.

>>> import communique
>>> run = communique.code(["articles/"], record="story.duckdb")  # doctest: +SKIP
>>> with communique.Record.open("story.duckdb", read_only=True) as record:  # doctest: +SKIP
...     record.events(actor="CHN").arrow()
"""

from communique.codebook.schemes import SchemeError
from communique.coding import Failure, Summary, code, code_text, link
from communique.documents import UnreadableError
from communique.judgements import JudgementError
from communique.judging import import_judgements, judge
from communique.record import Record, RecordError

__version__ = "0.1.0"

__all__ = [
    "Failure",
    "JudgementError",
    "Record",
    "RecordError",
    "SchemeError",
    "Summary",
    "UnreadableError",
    "__version__",
    "code",
    "code_text",
    "import_judgements",
    "judge",
    "link",
]
