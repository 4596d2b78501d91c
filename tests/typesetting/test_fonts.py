import lzma

import pytest

from judging.typesetting import typeface_store
from judging.typesetting.embedding import to_unicode_cmap
from judging.typesetting.errors import TypefaceUnavailable, describe_character
from judging.typesetting.fonts import CHAINS
from judging.typesetting.lines import wrapped
from judging.typesetting.typeface_store import MANIFEST, TYPEFACE_DIRECTORY, typeface_bytes

SMALLEST = "EBGaramond-Italic"


@pytest.mark.parametrize("role", sorted(CHAINS))
@pytest.mark.parametrize(
    "text",
    [
        "䶮𬭎堃喆",
        "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ",
        "Zoë Müller-Łukasiewicz, François Ñandú, Þór Ağaoğlu Şəhriyar",
        "Жёлтый Ёж, Ελλάς",
        "买买提·阿不都热合曼",
        "《“‘（，。、；：？！）’”》…—",
    ],
)
def test_every_role_covers_rare_names_and_accents(fonts, role, text):
    assert fonts.missing_characters(text, role) == ()


def test_all_of_gb2312_and_gbk_is_covered(fonts):
    pairs = (bytes([high, low]) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    decoded = (pair.decode("gbk", "ignore") for pair in pairs)
    hanzi = "".join(c for c in decoded if len(c) == 1 and "\u3400" <= c <= "\u9fff")
    assert len(hanzi) > 20_000
    assert fonts.missing_characters(hanzi) == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("བསྟན་འཛིན", ("བ", "ས", "ྟ", "ན", "་", "འ", "ཛ", "ི")),
        ("ئابدۇ", ("ئ", "ا", "ب", "د", "ۇ")),
        ("张😀明😀", ("😀",)),
        ("x̂", ("\u0302",)),
        ("葛\U000e0100", ("\U000e0100",)),
        ("한글", ("한", "글")),
    ],
)
def test_what_no_face_has_is_listed_once_in_order(fonts, text, missing):
    assert fonts.missing_characters(text) == missing


def test_a_character_is_described_so_that_a_person_finds_it():
    assert describe_character("ཨ") == "ཨ U+0F68 TIBETAN LETTER A"
    assert describe_character("😀") == "😀 U+1F600 GRINNING FACE"
    assert describe_character("\ue000") == "\ue000 U+E000 unnamed character"


def test_one_word_is_drawn_by_one_face(fonts):
    assert fonts.runs("张Şahin明", "display") == (
        ("NotoSerifSC-SemiBold", "张"),
        ("EBGaramond-Medium", "Şahin"),
        ("NotoSerifSC-SemiBold", "明"),
    )


def test_characters_beyond_the_basic_plane_are_written_as_surrogates():
    cmap = to_unicode_cmap([0, ord("𬭎"), ord("A")])
    assert b"<01> <D872DF4E>" in cmap
    assert b"<02> <0041>" in cmap


def test_a_large_subset_is_listed_in_blocks_of_a_hundred():
    cmap = to_unicode_cmap([0, *range(0x4E00, 0x4E00 + 250)])
    assert [cmap.count(start) for start in (b"100 beginbfchar", b"50 beginbfchar")] == [2, 1]


def test_fonts_are_unpacked_once_and_a_damaged_copy_is_replaced(empty_folder):
    genuine = typeface_bytes(SMALLEST, empty_folder)
    (kept,) = empty_folder.iterdir()
    assert kept.read_bytes() == genuine
    kept.write_bytes(genuine[:-1])
    assert typeface_bytes(SMALLEST, empty_folder) == genuine
    assert kept.read_bytes() == genuine


def test_a_cache_that_cannot_be_written_costs_only_time(tmp_path):
    obstacle = tmp_path / "file"
    obstacle.write_text("in the way")
    assert len(typeface_bytes(SMALLEST, obstacle)) > 100_000


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "absent"), (b"not xz", "damaged"), (lzma.compress(b"not a font"), "damaged")],
)
def test_a_vendored_file_that_is_absent_or_damaged_is_named(tmp_path, monkeypatch, content, reason):
    monkeypatch.setattr(typeface_store, "TYPEFACE_DIRECTORY", tmp_path)
    if content is not None:
        (tmp_path / f"{SMALLEST}.ttf.xz").write_bytes(content)
    with pytest.raises(TypefaceUnavailable) as refused:
        typeface_bytes(SMALLEST, tmp_path / "cache")
    assert dict(refused.value.params) == {"file": f"{SMALLEST}.ttf.xz", "reason": reason}


def test_each_vendored_file_is_in_the_manifest_and_used_and_has_its_licence():
    files = {path.name.removesuffix(".ttf.xz") for path in TYPEFACE_DIRECTORY.glob("*.xz")}
    assert files == set(MANIFEST) == {face for chain in CHAINS.values() for face in chain}
    licences = {path.name: path.read_text("utf-8") for path in TYPEFACE_DIRECTORY.glob("OFL-*")}
    assert sorted(licences) == [
        "OFL-eb-garamond.txt",
        "OFL-noto-sans-sc.txt",
        "OFL-noto-serif-sc.txt",
    ]
    assert all("SIL Open Font License" in text for text in licences.values())


def test_a_paragraph_fills_its_lines_and_never_leaves_its_column(fonts):
    text = "去掉一个最高分和一个最低分，其余取平均分。The mean of the rest counts."
    lines = wrapped(text, 12, "text", fonts)
    assert all(line.width_em - line.hang_right_em <= 12 for line in lines)
    assert "".join("".join(line.text.split()) for line in lines) == "".join(text.split())
    unbroken = wrapped("a" * 30, 5, "latin", fonts)
    assert len(unbroken) > 1
    assert "".join(line.text for line in unbroken) == "a" * 30
    assert wrapped("  ", 5, "text", fonts) == []
