"""The record: one DuckDB file that holds documents and everything that was read out of them."""

from communique.record.store import Record, RecordError, Relation, in_batches

__all__ = ["Record", "RecordError", "Relation", "in_batches"]
