"""Names as the public may see them: family name and stars, or given name and initial.

Masking is the default for minors (trust.md, "Children's data"). The rules, each with its case in
``tests/publishing/test_masking.py``:

- Chinese, one-character family name: two characters show the first (张*), more show the first and
  the last with one star for each character between (张*三, 张**丰);
- Chinese, compound family name (欧阳, 司马 …): the family name, and a star for each character more;
- names with an interpunct (阿卜杜拉·买买提): the first part, the others as one star each;
- Latin: the given name and the initial of the family name (Mary K.);
- one single letter or character: one star, since nothing could be hidden otherwise.
"""

import unicodedata

#: Compound family names in use (百家姓, and those of the 2020 census list of family names).
_COMPOUND = (
    "欧阳 司马 上官 诸葛 夏侯 东方 皇甫 尉迟 公孙 慕容 司徒 司空 令狐 长孙 宇文 端木 轩辕 "
    "南宫 独孤 百里 东郭 西门 闻人 申屠 太史 公冶 宗政 濮阳 淳于 单于 澹台 呼延 赫连 钟离 "
    "仲孙 鲜于 闾丘 亓官 司寇 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 谷梁 "
    "段干 羊舌 微生 梁丘 左丘 第五 纳兰 完颜 叶赫 万俟 欧陽 司馬 諸葛 東方 長孫 獨孤"
)
COMPOUND_SURNAMES = frozenset(_COMPOUND.split())
STAR = "*"
_INTERPUNCTS = "·•・‧∙"
_PARTICLES = frozenset({"van", "von", "de", "der", "den", "da", "di", "al", "bin", "ibn", "la"})


def mask_name(name: str) -> str:
    """Return a person's name as the public may see it.

    Args:
        name: the full name in any script; blanks around it do not count.

    Returns:
        The masked name; an empty text for an empty one.

    >>> mask_name("张三"), mask_name("张小三"), mask_name("欧阳小三"), mask_name("Mary Kingsley")
    ('张*', '张*三', '欧阳**', 'Mary K.')
    """
    text = unicodedata.normalize("NFC", name).strip()
    if not text:
        return ""
    for mark in _INTERPUNCTS[1:]:
        text = text.replace(mark, _INTERPUNCTS[0])
    if _INTERPUNCTS[0] in text:
        first, *others = [part.strip() for part in text.split(_INTERPUNCTS[0]) if part.strip()]
        return _INTERPUNCTS[0].join([first, *(STAR for _part in others)]) if others else STAR
    if all(_is_han(character) for character in text.replace(" ", "")):
        return _mask_chinese(text.replace(" ", ""))
    return _mask_spaced(text)


def _is_han(character: str) -> bool:
    """Whether a character is a Chinese ideograph, of any plane."""
    return "IDEOGRAPH" in unicodedata.name(character, "") or character == "〇"


def _mask_chinese(name: str) -> str:
    """Mask a name of Chinese characters."""
    if len(name) == 1:
        return STAR
    if len(name) > 2 and name[:2] in COMPOUND_SURNAMES:
        return name[:2] + STAR * (len(name) - 2)
    if len(name) == 2:
        return name[0] + STAR
    return name[0] + STAR * (len(name) - 2) + name[-1]


def _mask_spaced(name: str) -> str:
    """Mask a name whose parts stand apart: given name first, family name last."""
    parts = [part for part in name.split() if part]
    if len(parts) == 1:
        return parts[0][0] + STAR if len(parts[0]) > 1 else STAR
    family = next((p for p in reversed(parts[1:]) if p.lower() not in _PARTICLES), parts[-1])
    return f"{parts[0]} {family[0].upper()}."
