"""The areas whose problem sentences are known. A new area is one import and one line here."""

from types import ModuleType

from judging.wording import backups, general, lan, marking, people, results, scoring, setup

AREAS: tuple[ModuleType, ...] = (backups, general, lan, marking, people, results, scoring, setup)
