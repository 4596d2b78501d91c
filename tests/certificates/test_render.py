import hashlib
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from judging.certificates.errors import TextTooLong
from judging.certificates.render import check_certificate, render_certificate
from judging.typesetting.errors import GlyphMissing
from tests.certificates.samples import BARE, FACTS, LONG, make_facts

ROOT = Path(__file__).parents[2]
PARTICIPATION = {"kind": "participation", "award_zh": "", "award_en": ""}
SIZE_BOUND = 100_000
USUAL_SIZE_BOUND = 70_000


def words_of(pdf: bytes) -> list[str]:
    """The lines of text of the only page, as a reader's clipboard gets them."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        return page.get_textpage().get_text_range().split("\r\n")


def picture_of(pdf: bytes, scale: float):
    """The only page as an image, `scale` pixels a point."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(scale=scale).to_pil()


def test_every_word_of_an_award_can_be_read_back_in_both_languages(fonts, classic):
    assert words_of(render_certificate(make_facts(), fonts, classic)) == [
        "第十三届北京青年学术演讲比赛",
        "THE 13TH BEIJING YOUTH ACADEMIC SPEECH COMPETITION",
        "荣誉证书",
        "CERTIFICATE OF HONOUR",
        "BYASC-2026-F-0007",
        "证书编号 Certificate No.",
        "扫码验证 Scan to verify",
        "1854N 2PB1D 5RQK0 C9J6C T3ADHQ",
        "张明轩",
        "Zhang Mingxuan",
        "北京市青松岭中学\u3000·\u3000指导教师 李文清",
        "在本届比赛高中组决赛中，发表演讲《量子计算机为什么怕热》，荣获",
        "一等奖",
        "FIRST PRIZE",
        "for the talk “Why Quantum Computers Fear the Heat” in the Final, Senior Division",
        "特发此证，以资鼓励。",
        "北京青年学术演讲比赛组委会",
        "Organising Committee of the Competition",
        "二〇二六年十二月二十日",
        "20 December 2026",
        "周海东",
        "组委会主任",
        "Chair, Organising Committee",
        "林若溪",
        "评委会主席",
        "Chair of the Jury",
    ]


@pytest.mark.parametrize(
    ("changes", "title", "english_title"),
    [
        ({}, "荣誉证书", "certificate of honour"),
        (PARTICIPATION, "参赛证书", "certificate of participation"),
        ({"kind": "adviser"}, "荣誉证书", "certificate of honour"),
        ({"kind": "unit"}, "荣誉证书", "certificate of honour"),
    ],
)
def test_each_kind_has_its_title_in_each_design(fonts, design, changes, title, english_title):
    words = words_of(render_certificate(make_facts(**changes), fonts, design))
    assert title in words
    assert english_title in [each.lower() for each in words]


def test_a_certificate_of_participation_names_no_award(fonts, design):
    words = "".join(words_of(render_certificate(make_facts(**PARTICIPATION), fonts, design)))
    assert "荣获" not in words
    assert "奖" not in words.replace("奖项", "")


@pytest.mark.parametrize("changes", [{}, LONG, BARE, PARTICIPATION, {"recipient_name": "王喆"}])
def test_the_code_on_the_page_holds_the_address(fonts, design, changes):
    facts = make_facts(**changes)
    image = picture_of(render_certificate(facts, fonts, design), scale=2)
    (code,) = zxingcpp.read_barcodes(image)
    assert (code.text, str(code.ec_level)) == (facts.verify_url, "M")


def test_the_code_survives_a_blurred_phone_picture(fonts, design):
    image = picture_of(render_certificate(make_facts(), fonts, design), scale=1.6)
    small = image.convert("L").resize((image.width * 3 // 4, image.height * 3 // 4)).rotate(7)
    assert [code.text for code in zxingcpp.read_barcodes(small)] == [FACTS["verify_url"]]


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("䶮𬭎堃喆", "Yan Hong Kunzhe"),
        ("王𬭎", "Wáng Hóng, lǜ nǚ"),
        ("买买提·阿不都热合曼·吾斯曼", "Muhammad Abdurrahman Usman"),
        ("次仁旺姆·格桑多吉", "Tsering Wangmo Kelsang Dorje"),
        ("Zoë Müller", "Ağaoğlu Şəhriyar Łukasiewicz"),
        ("Анна Жёлтая", "Ελένη Παπαδοπούλου"),
        ("爱新觉罗Şahin", "Aisin-Gioro Şahin"),
    ],
)
def test_names_of_many_scripts_are_drawn_and_read_back(fonts, design, name, latin):
    facts = make_facts(recipient_name=name, recipient_latin=latin)
    assert check_certificate(facts, fonts, design) == ()
    words = words_of(render_certificate(facts, fonts, design))
    assert name in words
    assert latin in words


def test_long_contents_keep_every_character(fonts, design):
    facts = make_facts(**LONG)
    words = "".join(words_of(render_certificate(facts, fonts, design)))
    squeezed = words.replace(" ", "")
    for name in ("recipient_name", "recipient_latin", "unit", "team_name", "adviser"):
        assert LONG[name].replace(" ", "") in squeezed
    assert LONG["entry_title_zh"] in words
    assert LONG["entry_title_en"].replace(" ", "") in squeezed


def test_absent_facts_leave_neither_holes_nor_empty_brackets(fonts, design):
    words = "".join(words_of(render_certificate(make_facts(**BARE), fonts, design)))
    assert "《》" not in words
    assert "“”" not in words
    assert "指导教师" not in words


def test_all_fonts_are_embedded_subsets(fonts, design):
    pdf = render_certificate(make_facts(**LONG), fonts, design)
    names = re.findall(rb"/BaseFont /(\S+)", pdf)
    assert names
    assert all(re.fullmatch(rb"[A-Z]{6}\+(Noto|EBGaramond)\S+", name) for name in names)
    assert len(names) == len(set(names)) == pdf.count(b"/FontFile2 ") == pdf.count(b"/ToUnicode ")
    assert b"Helvetica" not in pdf


def test_the_page_is_a4_landscape_with_title_language_and_no_transition(fonts, design):
    facts = make_facts()
    pdf = render_certificate(facts, fonts, design)
    with pypdfium2.PdfDocument(pdf) as document:
        described = document.get_metadata_dict()
        assert len(document) == 1
        assert [round(side / 72 * 25.4, 1) for side in document[0].get_size()] == [297.0, 210.0]
    assert described["Title"] == "张明轩 第十三届北京青年学术演讲比赛 BYASC-2026-F-0007"
    assert described["Author"] == "北京青年学术演讲比赛组委会"
    assert described["Subject"] == "第十三届北京青年学术演讲比赛 一等奖"
    assert facts.digest in described["Keywords"]
    assert described["CreationDate"].startswith("D:20261220000000")
    assert b"/Lang (zh-Hans)" in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert b"/Trans" not in pdf


def test_the_same_facts_give_the_same_bytes_and_others_do_not(fonts, design):
    first, again, other = (
        render_certificate(make_facts(**changes), fonts, design)
        for changes in ({}, {}, {"number": "BYASC-2026-F-0008"})
    )
    assert first == again
    assert first != other


def test_many_threads_draw_what_one_draws(fonts, classic):
    wanted = [make_facts(number=f"BYASC-2026-F-{number:04d}") for number in range(1, 13)]
    one_by_one = [render_certificate(facts, fonts, classic) for facts in wanted]
    with ThreadPoolExecutor(4) as threads:
        together = list(
            threads.map(lambda facts: render_certificate(facts, fonts, classic), wanted)
        )
    assert together == one_by_one


def test_the_same_face_registered_first_by_something_else_changes_nothing(fonts, classic):
    program = (
        "import hashlib, io\n"
        "from reportlab.pdfbase import pdfmetrics\n"
        "from reportlab.pdfbase.ttfonts import TTFont\n"
        "from judging.typesetting.typeface_store import *\n"
        "for name in MANIFEST:\n"
        "    data = typeface_bytes(name, default_cache_directory())\n"
        "    pdfmetrics.registerFont(TTFont(name, io.BytesIO(data)))\n"
    )
    ours = hashlib.sha256(render_certificate(make_facts(**LONG), fonts, classic)).hexdigest()
    assert _digest_elsewhere(program, "classic") == ours


def test_another_process_with_another_environment_gives_the_same_bytes(fonts, design):
    ours = hashlib.sha256(render_certificate(make_facts(**LONG), fonts, design)).hexdigest()
    environment = {"SOURCE_DATE_EPOCH": "1000000000", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    assert _digest_elsewhere("", design.key, environment) == ours


def _digest_elsewhere(before: str, key: str, environment: dict[str, str] | None = None) -> str:
    """The digest of the long certificate, drawn as the second one of a process of its own."""
    program = before + (
        "import hashlib, sys\n"
        "from judging.certificates.design import get_design\n"
        "from judging.typesetting.fonts import open_fonts\n"
        "from judging.certificates.render import render_certificate\n"
        "from tests.certificates.samples import LONG, make_facts\n"
        "fonts, design = open_fonts(), get_design(sys.argv[1])\n"
        "render_certificate(make_facts(), fonts, design)\n"
        "pdf = render_certificate(make_facts(**LONG), fonts, design)\n"
        "print(hashlib.sha256(pdf).hexdigest())\n"
    )
    return subprocess.run(
        [sys.executable, "-c", program, key],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment or {},
    ).stdout.strip()


@pytest.mark.parametrize(
    ("field", "text", "missing"),
    [
        ("recipient_name", "བསྟན", ("བ", "ས", "ྟ", "ན")),
        ("recipient_latin", "ئابلىز", ("ئ", "ا", "ب", "ل", "ى", "ز")),
        ("unit", "火箭🚀社", ("🚀",)),
        ("entry_title_en", "The x̂ operator", ("\u0302",)),
        ("seal_text", "한글", ("한", "글")),
        ("adviser", "葛\U000e0100", ("\U000e0100",)),
    ],
)
def test_a_character_that_no_face_has_is_refused_by_name(fonts, design, field, text, missing):
    facts = make_facts(**{field: text})
    (problem,) = check_certificate(facts, fonts, design)
    with pytest.raises(GlyphMissing) as refused:
        render_certificate(facts, fonts, design)
    assert refused.value.characters == missing
    assert (problem.code, problem.field) == ("certificate.glyph_missing", field)
    assert problem.params == refused.value.params
    described = refused.value.params["characters"]
    assert isinstance(described, tuple)
    assert f"U+{ord(missing[0]):04X}" in described[0]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("recipient_name", "长" * 80),
        ("recipient_latin", "Maximilian " * 20),
        ("award_zh", "特等奖" * 20),
        ("entry_title_zh", "从量子到星系" * 25),
        ("entry_title_en", "W" * 200),
        ("unit", "北京市青松岭中学" * 30),
        ("host_zh", "组委会" * 40),
    ],
)
def test_a_text_that_cannot_fit_is_refused_by_its_field(fonts, design, field, text):
    facts = make_facts(**{field: text})
    (problem,) = check_certificate(facts, fonts, design)
    with pytest.raises(TextTooLong) as refused:
        render_certificate(facts, fonts, design)
    assert (problem.code, problem.field) == ("certificate.text_too_long", field)
    assert problem.params == refused.value.params
    assert problem.params["text"] == text.strip()


def test_every_problem_of_a_certificate_is_listed_at_once(fonts, design):
    facts = make_facts(recipient_name="长" * 80, unit="🚀", award_zh="特等奖" * 20)
    found = check_certificate(facts, fonts, design)
    assert {(each.code, each.field) for each in found} == {
        ("certificate.text_too_long", "recipient_name"),
        ("certificate.text_too_long", "award_zh"),
        ("certificate.glyph_missing", "unit"),
    }


def test_a_certificate_is_small_enough_to_mail(fonts, design):
    assert len(render_certificate(make_facts(), fonts, design)) < USUAL_SIZE_BOUND
    assert len(render_certificate(make_facts(**LONG), fonts, design)) < SIZE_BOUND
