"""Downloads in which text stays text."""

import io

import openpyxl
import pytest

from judging.services.table_files import as_csv, as_xlsx, neutral


@pytest.fixture(autouse=True)
def _in_context() -> None:
    """No application is needed here."""


DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\u3000=1",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_what_looks_like_a_formula_is_neutralised_in_csv(text: str) -> None:
    assert neutral(text) == f"'{text}"
    assert as_csv(["x"], [[text]]).decode("utf-8-sig").splitlines()[1].lstrip('"')[0] == "'"


def test_numbers_and_names_stay_as_they_are_in_csv() -> None:
    assert as_csv(["编号", "n"], [["林·见微", -5]]) == "编号,n\r\n林·见微,-5\r\n".encode(
        "utf-8-sig"
    )


@pytest.mark.parametrize("text", [*DANGEROUS[:4], "http://example.org/", "007", "{=A1}"])
def test_text_is_typed_as_text_in_a_workbook(text: str) -> None:
    content = as_xlsx(["x", "n"], [[text, -5]], "Sheet", [("a", "=1")], "Notes")
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = book.worksheets[0][2]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s"), (-5, "n")]
    assert book.worksheets[1]["B1"].data_type == "s"
