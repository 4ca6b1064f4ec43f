"""Measures what the package codes against gold codings; run as ``python -m evaluation`` from the repository."""
