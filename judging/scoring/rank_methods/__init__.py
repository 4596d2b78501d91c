"""Rank methods: the judges' totals of one heat become ranks, and the ranks decide.

A rank method stands where other rule sheets have an aggregate (``[tally] aggregate``). It sees a
whole heat at once, since a judge's rank says something only among the entries that the judge saw.
:data:`RANK_METHODS` is the table; **a new method** is one module here with its line of the table.
"""

from judging.scoring.rank_methods.table import RANK_METHODS, RankMethod, is_lower_better

__all__ = ["RANK_METHODS", "RankMethod", "is_lower_better"]
