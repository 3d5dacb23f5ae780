"""A CSV file that spreadsheets read as it is meant, and in which nothing runs."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.exchange.spreadsheets import CHUNK, csv_bytes


def cells(*values: object) -> list[str]:
    """Return the cells of a row, read back."""
    file = b"".join(csv_bytes(["header"], [values])).decode("utf-8-sig")
    return list(csv.reader(StringIO(file, newline="")))[1]


def test_the_file_begins_with_a_byte_order_mark_and_its_lines_end_as_rfc_4180_says() -> None:
    file = b"".join(csv_bytes(["name", "score"], [["Мария", 7], ["Ελένη, Αθήνα", None]]))
    assert file == b"\xef\xbb\xbf" + 'name,score\r\nМария,7\r\n"Ελένη, Αθήνα",\r\n'.encode()


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="equals"),
        pytest.param("+1+1", "'+1+1", id="plus"),
        pytest.param("-1+1", "'-1+1", id="minus"),
        pytest.param("@SUM(A1)", "'@SUM(A1)", id="at"),
        pytest.param("\t=1+1", "'\t=1+1", id="tab"),
        pytest.param("\rx", "'\rx", id="carriage-return"),
        pytest.param("\nx", "'\nx", id="line-feed"),
        pytest.param("  =1+1", "'  =1+1", id="blanks-before"),
        pytest.param("\u00a0\u200b\ufeff=1", "'\u00a0\u200b\ufeff=1", id="blanks-nobody-sees"),
        pytest.param("＝1+1", "'＝1+1", id="wide-equals"),
        pytest.param("-", "'-", id="a-dash"),
        pytest.param("+359 88 123", "'+359 88 123", id="a-telephone-number"),
        pytest.param("-5 points", "'-5 points", id="a-number-and-more"),
        pytest.param("Anna;=1+1", "Anna;'=1+1", id="after-a-semicolon"),
        pytest.param("Anna\n =1+1", "Anna\n '=1+1", id="on-the-next-line"),
    ],
)
def test_a_formula_is_made_text(text: str, cell: str) -> None:
    assert cells(text) == [cell]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        pytest.param(-5, "-5", id="a-negative-number"),
        pytest.param(-0.25, "-0.25", id="a-negative-float"),
        pytest.param(Decimal("-1.50"), "-1.50", id="a-decimal"),
        pytest.param("-5", "-5", id="a-number-as-text"),
        pytest.param("+3,5", "+3,5", id="a-decimal-comma"),
        pytest.param(date(2026, 11, 21), "2026-11-21", id="a-day"),
        pytest.param(None, "", id="none"),
        pytest.param("", "", id="an-empty-text"),
        pytest.param("a=b, c-d @e", "a=b, c-d @e", id="signs-inside"),
        pytest.param('Anna "Ani"\nMaria', 'Anna "Ani"\nMaria', id="quotes-and-lines"),
        pytest.param("'=1", "'=1", id="already-guarded"),
    ],
)
def test_what_is_no_formula_stays_as_it_is(value: object, cell: str) -> None:
    assert cells(value) == [cell]


def test_the_header_is_guarded_too() -> None:
    assert b"".join(csv_bytes(["=1"], [])) == b"\xef\xbb\xbf'=1\r\n"


def test_half_a_character_does_not_stop_the_file() -> None:
    assert cells("a\ud800b") == ["a?b"]


def test_a_long_file_comes_in_chunks() -> None:
    rows = [[number, "x" * 100] for number in range(1000)]
    chunks = list(csv_bytes(["number", "text"], rows))
    assert len(chunks) == 4
    assert max(map(len, chunks)) < CHUNK + 200
    assert b"".join(chunks).count(b"\r\n") == 1001


@given(st.text(alphabet=st.sampled_from("=+-@\t\r\n ;,\"'aЖ5\u00a0\u200b＝"), max_size=12))
def test_no_cell_that_is_not_a_number_begins_like_a_formula(text: str) -> None:
    [cell] = cells(text)
    begins = cell.strip(" \t\r\n\u00a0\u200b")[:1]
    assert begins not in {"=", "@", "＝"}
    assert begins not in {"+", "-"} or cell[1:].replace(",", "").isdigit()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_only_apostrophes_are_added(text: str) -> None:
    [cell] = cells(text)
    assert cell.replace("'", "") == text.replace("'", "")
