"""The record: one DuckDB file that holds documents and everything that was read out of them."""

from communique.record.explore import Explored
from communique.record.opening import RecordError
from communique.record.relation import Relation
from communique.record.search import Results
from communique.record.store import Record
from communique.record.tables import in_batches

__all__ = ["Explored", "Record", "RecordError", "Relation", "Results", "in_batches"]
