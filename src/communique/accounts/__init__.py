"""One event as its accounts tell it: where each comes from, what they share, where they differ, what each leaves out."""

from communique.accounts.comparison import Cell, Comparison, Row, Teller, compare
from communique.accounts.desk import Desk
from communique.accounts.origins import Origin

__all__ = ["Cell", "Comparison", "Desk", "Origin", "Row", "Teller", "compare"]
