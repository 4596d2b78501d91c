"""Pairs that several sections of the printed rules use."""

from collections.abc import Sequence

from judging.scoring.bilingual import Bilingual

PER = {
    "heat": Bilingual("每个场次", "each heat"),
    "division": Bilingual("每个组别", "each division"),
    "overall": Bilingual("全部参赛项目", "all entries together"),
}

GROUPS = {
    "expert": Bilingual("专家评委", "experts"),
    "public": Bilingual("大众评委", "public judges"),
    "practice": Bilingual("见习", "practice"),
    "tie_break": Bilingual("同分席位", "tie-break"),
}


def group_words(key: str) -> Bilingual:
    """Return what a judge group is called; a key of the organizer's own stands as it is."""
    return GROUPS.get(key, Bilingual(key, key))


def joined(pairs: Sequence[Bilingual]) -> Bilingual:
    """Return pairs as one list in each language."""
    return Bilingual("、".join(pair.zh for pair in pairs), ", ".join(pair.en for pair in pairs))


def duration_words(seconds: int) -> Bilingual:
    """Return a time as people say it, its seconds beside it.

    Args:
        seconds: at least 1.
    """
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return Bilingual(f"{seconds} 秒", f"{seconds} s")
    zh = f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分钟"
    en = f"{minutes} min {rest} s" if rest else f"{minutes} min"
    return Bilingual(f"{zh}（{seconds} 秒）", f"{en} ({seconds} s)")
