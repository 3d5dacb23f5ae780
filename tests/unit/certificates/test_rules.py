"""How long a certificate is valid, and what it is worth."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.certificates.rules import Validity, expiry, validity

ISSUED = datetime(2026, 11, 21, 10, 42, 7, tzinfo=UTC)
YEAR_LATER = datetime(2027, 11, 21, 10, 42, 7, tzinfo=UTC)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, 42, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("issued", "months", "expected"),
    [
        pytest.param(ISSUED, None, None, id="for ever"),
        pytest.param(ISSUED, 1, at(2026, 12, 21), id="one month"),
        pytest.param(ISSUED, 2, at(2027, 1, 21), id="over the turn of the year"),
        pytest.param(ISSUED, 36, at(2029, 11, 21), id="three years"),
        pytest.param(at(2026, 12, 5), 12, at(2027, 12, 5), id="from December"),
        pytest.param(at(2026, 12, 5), 1, at(2027, 1, 5), id="from December into January"),
        pytest.param(at(2026, 1, 31), 1, at(2026, 2, 28), id="the last of January into February"),
        pytest.param(at(2027, 12, 31), 2, at(2028, 2, 29), id="into February of a leap year"),
        pytest.param(at(2028, 2, 29), 12, at(2029, 2, 28), id="from a leap day"),
        pytest.param(at(2028, 2, 29), 48, at(2032, 2, 29), id="from leap day to leap day"),
        pytest.param(at(2026, 3, 31), 1, at(2026, 4, 30), id="31 days into 30"),
        pytest.param(at(2026, 2, 28), 1, at(2026, 3, 28), id="the last of February stays the 28th"),
    ],
)
def test_a_certificate_expires_on_the_same_day_of_a_later_month(
    issued: datetime, months: int | None, expected: datetime
) -> None:
    assert expiry(issued, months) == expected


@given(st.integers(0, 40_000), st.integers(1, 1200))
def test_a_certificate_never_expires_before_its_months_are_over(days: int, months: int) -> None:
    issued = ISSUED + timedelta(days=days)
    ends = expiry(issued, months)
    assert ends is not None
    assert (ends.year * 12 + ends.month) - (issued.year * 12 + issued.month) == months
    assert issued.day - 3 <= ends.day <= issued.day
    assert ends.timetz() == issued.timetz()


@pytest.mark.parametrize(
    ("revoked_at", "replaced", "expires_at", "now", "expected"),
    [
        pytest.param(None, False, None, YEAR_LATER, Validity.VALID, id="for ever"),
        pytest.param(
            None,
            False,
            YEAR_LATER,
            YEAR_LATER - timedelta(seconds=1),
            Validity.VALID,
            id="in its last second",
        ),
        pytest.param(None, False, YEAR_LATER, YEAR_LATER, Validity.EXPIRED, id="when its time is over"),
        pytest.param(ISSUED, False, None, YEAR_LATER, Validity.REVOKED, id="revoked"),
        pytest.param(ISSUED, True, ISSUED, YEAR_LATER, Validity.REVOKED, id="revoked outweighs all"),
        pytest.param(None, True, None, YEAR_LATER, Validity.REPLACED, id="replaced"),
        pytest.param(None, True, ISSUED, YEAR_LATER, Validity.REPLACED, id="replaced and expired"),
    ],
)
def test_what_a_certificate_is_worth(
    revoked_at: datetime | None,
    replaced: bool,
    expires_at: datetime | None,
    now: datetime,
    expected: Validity,
) -> None:
    assert validity(revoked_at=revoked_at, replaced=replaced, expires_at=expires_at, now=now) == expected
