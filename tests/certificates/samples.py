"""Invented certificates for tests and benchmarks: nobody of these names took part in anything."""

from datetime import date
from typing import Any

from judging.certificates.facts import CertificateFacts, Signatory
from judging.certificates.serials import new_serial

SERIAL = new_serial(bytes(range(40, 56)))
SIGNATORIES = (
    Signatory("组委会主任", "Chair, Organising Committee", "周海东"),
    Signatory("评委会主席", "Chair of the Jury", "林若溪"),
)
FACTS: dict[str, Any] = {
    "competition_zh": "北京青年学术演讲比赛",
    "competition_en": "Beijing Youth Academic Speech Competition",
    "edition": "13",
    "host_zh": "北京青年学术演讲比赛组委会",
    "host_en": "Organising Committee of the Competition",
    "recipient_name": "张明轩",
    "recipient_latin": "Zhang Mingxuan",
    "entry_title_zh": "量子计算机为什么怕热",
    "entry_title_en": "Why Quantum Computers Fear the Heat",
    "unit": "北京市青松岭中学",
    "adviser": "李文清",
    "division_zh": "高中组",
    "division_en": "Senior Division",
    "round_zh": "决赛",
    "round_en": "Final",
    "award_zh": "一等奖",
    "award_en": "First Prize",
    "issued_on": date(2026, 12, 20),
    "number": "BYASC-2026-F-0007",
    "serial": SERIAL,
    "verify_url": f"https://rostrum.example.org/verify/{SERIAL}",
    "signatories": SIGNATORIES,
    "seal_text": "北京青年学术演讲比赛组委会",
}
LONG: dict[str, Any] = {
    "recipient_name": "买买提·阿不都热合曼·吾斯曼",
    "recipient_latin": "Muhammad Abdurrahman Usman-Khodzhayev von Hohenstein",
    "unit": "新疆维吾尔自治区乌鲁木齐市第一高级中学（南校区）",
    "team_name": "星辰大海跨学科联合探索队",
    "adviser": "阿依古丽·吐尔逊",
    "entry_title_zh": "从深空探测器的自主导航到人工智能辅助的行星际轨道设计："
    "我们怎样把算力送到更远的地方",
    "entry_title_en": "From Autonomous Navigation of Deep-Space Probes to AI-Assisted "
    "Interplanetary Trajectory Design: How We Carry Computing Farther Out",
    "award_zh": "优秀奖暨最佳学术表达奖",
    "award_en": "Excellence Award and Best Academic Expression",
    "signatories": (
        *SIGNATORIES,
        Signatory("首席科学顾问", "Chief Scientific Adviser", "欧阳致远"),
    ),
    "host_zh": "北京市科学技术协会青少年科技中心北京青年学术演讲比赛组织委员会",
    "host_en": "Organising Committee, Beijing Association for Science and Technology Youth Centre",
}
BARE: dict[str, Any] = dict.fromkeys(
    (
        *("recipient_latin", "unit", "adviser", "entry_title_zh", "entry_title_en", "edition"),
        *("division_zh", "division_en", "round_zh", "round_en", "seal_text"),
    ),
    "",
) | {"signatories": ()}


def make_facts(**changes: object) -> CertificateFacts:
    """Facts of one certificate for a first prize, with `changes`."""
    return CertificateFacts(**(FACTS | changes))
