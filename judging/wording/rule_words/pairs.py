"""Pairs that several sections of the printed rules use."""

from judging.scoring.bilingual import Bilingual

PER = {
    "heat": Bilingual("每个场次", "each heat"),
    "division": Bilingual("每个组别", "each division"),
    "overall": Bilingual("全部参赛项目", "all entries together"),
}

GROUPS = {
    "expert": Bilingual("专家评委", "experts"),
    "public": Bilingual("大众评委", "public judges"),
}


def group_words(key: str) -> Bilingual:
    """Return what a judge group is called; a key of the organizer's own stands as it is."""
    return GROUPS.get(key, Bilingual(key, key))
