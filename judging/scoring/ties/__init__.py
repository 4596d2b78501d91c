"""The table of tie-break steps.

A step sees only the outcomes that are still tied, and gives each one a value; equal values stay
tied for the next step of the chain. A step never looks at names, ids, the order of rows or chance.
Reading a rule sheet, ranking, the printed rules and ``judging score`` all take the steps from
:data:`TIE_STEPS`. **A new step** is one function and one line of the table at the end of the module
it belongs to: :mod:`~judging.scoring.ties.by_score` compares what the entries' own marks come to,
:mod:`~judging.scoring.ties.by_judge` what the same judges thought of them, and
:mod:`~judging.scoring.ties.by_record` what people recorded after the tie. Its worked example goes
into ``tests/worked_examples/08_ties.toml`` and its line into ``docs/rule-sheet.md``.
"""

from judging.scoring.ties.by_judge import JUDGE_STEPS
from judging.scoring.ties.by_record import RECORD_STEPS
from judging.scoring.ties.by_score import SCORE_STEPS
from judging.scoring.ties.case import Recorded, TieCase, TieFacts, TieStep

__all__ = ["TIE_STEPS", "Recorded", "TieCase", "TieFacts", "TieStep"]

TIE_STEPS: dict[str, TieStep] = SCORE_STEPS | JUDGE_STEPS | RECORD_STEPS
