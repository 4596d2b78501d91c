import hashlib
import json
from datetime import date, datetime

import pytest

from judging.certificates.errors import FactsInvalid
from judging.certificates.facts import CertificateFacts, Signatory
from tests.certificates.samples import BARE, LONG, make_facts

DIGEST_OF_THE_SAMPLE = "d65c32b92d09bffaf7b1cf35f0704f579c04da4c5f7840ca04fa55caf4a50d5a"


@pytest.mark.parametrize("changes", [{}, LONG, BARE, {"kind": "participation", "award_zh": ""}])
def test_facts_survive_being_stored_as_json(changes):
    facts = make_facts(**changes)
    stored = json.loads(json.dumps(facts.as_data()))
    assert CertificateFacts.from_data(stored) == facts
    assert CertificateFacts.from_data(stored).digest == facts.digest


def test_the_digest_is_the_hash_of_the_canonical_form_and_never_changes():
    facts = make_facts()
    assert facts.digest == hashlib.sha256(facts.canonical()).hexdigest()
    assert facts.digest == DIGEST_OF_THE_SAMPLE


def test_any_other_fact_gives_another_digest():
    digests = {
        make_facts(**changes).digest
        for changes in (
            {},
            {"recipient_name": "张明軒"},
            {"award_zh": "二等奖"},
            {"issued_on": date(2026, 12, 21)},
            {"kind": "participation"},
            {"signatories": ()},
        )
    }
    assert len(digests) == 6


def test_texts_are_normalised_so_that_one_name_has_one_digest():
    composed = make_facts(recipient_latin="Zoë Müller")
    decomposed = make_facts(recipient_latin=" Zoe\u0308 Mu\u0308ller\u3000")
    assert decomposed == composed


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"recipient_name": "　"}, "recipient_name", "empty"),
        ({"competition_en": ""}, "competition_en", "empty"),
        ({"award_en": ""}, "award_en", "empty"),
        ({"award_zh": ""}, "award_zh", "empty"),
        ({"unit": None}, "unit", "not_text"),
        ({"unit": "校" * 301}, "unit", "too_long"),
        ({"unit": "一中\u200b"}, "unit", "invisible_character"),
        ({"unit": "一中\n二中"}, "unit", "invisible_character"),
        ({"kind": "diploma"}, "kind", "unknown"),
        ({"serial": "ABC"}, "serial", "malformed"),
        ({"serial": "0000-0000"}, "serial", "malformed"),
        ({"verify_url": "javascript:alert(1)"}, "verify_url", "malformed"),
        ({"verify_url": "https://示例.cn/verify/1"}, "verify_url", "malformed"),
        ({"design": "../../etc/passwd"}, "design", "malformed"),
        ({"issued_on": datetime(2026, 12, 20)}, "issued_on", "not_a_date"),
        ({"issued_on": "2026-12-20"}, "issued_on", "not_a_date"),
        ({"signatories": (Signatory("主任", "Chair", "周海东"),) * 4}, "signatories", "too_many"),
    ],
)
def test_a_wrong_fact_is_refused_by_its_name(changes, field, reason):
    with pytest.raises(FactsInvalid) as refused:
        make_facts(**changes)
    assert dict(refused.value.params) == {"field": field, "reason": reason}


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"format": 2}, "format", "unknown"),
        ({"grade": "A"}, "grade", "unknown"),
        ({"issued_on": "20 December"}, "issued_on", "not_a_date"),
        ({"issued_on": 20261220}, "issued_on", "not_a_date"),
        ({"signatories": "周海东"}, "signatories", "malformed"),
        ({"signatories": [{"name": "周海东"}]}, "signatories", "malformed"),
    ],
)
def test_stored_facts_of_another_form_are_refused(change, field, reason):
    with pytest.raises(FactsInvalid) as refused:
        CertificateFacts.from_data(make_facts().as_data() | change)
    assert dict(refused.value.params) == {"field": field, "reason": reason}


def test_stored_facts_without_a_needed_one_are_refused():
    data = make_facts().as_data()
    del data["serial"]
    with pytest.raises(FactsInvalid) as refused:
        CertificateFacts.from_data(data)
    assert dict(refused.value.params) == {"field": "serial", "reason": "absent"}
