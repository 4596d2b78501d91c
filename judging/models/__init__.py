"""LAYER 1: the tables, one file an aggregate, and their named constraints.

Importing this package registers every table, which migrations rely on.
"""

from judging.models.appearance import Appearance, Deduction
from judging.models.base import Base, canonical_json
from judging.models.certificate import Certificate
from judging.models.competition import Competition, Division
from judging.models.entry import Contestant, Entry, EntryMember
from judging.models.heartbeat import Heartbeat
from judging.models.heat import Draw, Heat, Panel, Seat
from judging.models.honour import Honour
from judging.models.job import Installation, Job
from judging.models.journal import JournalDetail, JournalEntry, JournalHead
from judging.models.person import Person, RoleAssignment, SignInSession
from judging.models.question import QuestionState, SheetQuestion
from judging.models.release import Release
from judging.models.round import Round, RuleSheetVersion
from judging.models.sheet import ScoreSheet, SheetRevision
from judging.models.states import (
    APPEARANCE_MOVES,
    HEAT_MOVES,
    OUT_OF_COMPETITION,
    AppearanceState,
    CertificateState,
    HeatState,
    JobState,
    ReleaseState,
    SheetState,
)
from judging.models.tally import Award, Standing, Tally, TallyBlock
from judging.models.tie_record import TIE_RECORD_STEPS, TieRecord

__all__ = [
    "APPEARANCE_MOVES",
    "HEAT_MOVES",
    "OUT_OF_COMPETITION",
    "TIE_RECORD_STEPS",
    "Appearance",
    "AppearanceState",
    "Award",
    "Base",
    "Certificate",
    "CertificateState",
    "Competition",
    "Contestant",
    "Deduction",
    "Division",
    "Draw",
    "Entry",
    "EntryMember",
    "Heartbeat",
    "Heat",
    "HeatState",
    "Honour",
    "Installation",
    "Job",
    "JobState",
    "JournalDetail",
    "JournalEntry",
    "JournalHead",
    "Panel",
    "Person",
    "QuestionState",
    "Release",
    "ReleaseState",
    "RoleAssignment",
    "Round",
    "RuleSheetVersion",
    "ScoreSheet",
    "Seat",
    "SheetQuestion",
    "SheetRevision",
    "SheetState",
    "SignInSession",
    "Standing",
    "Tally",
    "TallyBlock",
    "TieRecord",
    "canonical_json",
]
