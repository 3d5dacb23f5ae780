"""Who can have an account, what can be a password, how long a sign-in lasts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.domain.people.rules import (
    LONGEST_NAME,
    Refusal,
    clean_name,
    email_key,
    mailbox_key,
    sign_in_is_alive,
    why_not_password,
    why_not_person,
    why_not_register,
)

BEGAN = datetime(2026, 11, 21, 10, 42, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("ana@example.org", "Ana@Example.ORG", True, id="capitals"),
        pytest.param("ana@example.org", "  ana@example.org ", True, id="blanks around"),
        pytest.param("ana@example.org", "ana@example．org", True, id="a wide full stop"),
        pytest.param("straße@example.org", "STRASSE@example.org", True, id="a sharp s"),
        pytest.param("ana@example.org", "аna@example.org", False, id="a Cyrillic letter is another one"),
        pytest.param(
            "ana@example.org", "ana+x@example.org", False, id="a part after plus is another address"
        ),
    ],
)
def test_two_spellings_of_an_address_are_one_account(one: str, other: str, same: bool) -> None:
    assert (email_key(one) == email_key(other)) is same


@given(st.emails())
def test_the_key_of_a_key_is_itself(address: str) -> None:
    assert email_key(email_key(address)) == email_key(address)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("  Ana   Ilieva ", "Ana Ilieva", id="blanks"),
        pytest.param("Ana\nIlieva", "Ana Ilieva", id="a line end"),
        pytest.param("Ana\x00\x1b[31mIlieva", "Ana [31mIlieva", id="control characters"),
        pytest.param("Ana\u2028Ilieva", "Ana Ilieva", id="a line separator"),
        pytest.param("Zoe\u0308", "Zo\u00eb", id="accents put together"),
        pytest.param("Ιωάννα Παπαδοπούλου", "Ιωάννα Παπαδοπούλου", id="Greek"),
        pytest.param(" \n ", "", id="nothing to be seen"),
    ],
)
def test_a_name_is_kept_as_people_see_it(name: str, expected: str) -> None:
    assert clean_name(name) == expected


@pytest.mark.parametrize(
    ("name", "email", "role", "expected"),
    [
        pytest.param("Ana", "ana@example.org", "learner", None, id="all there"),
        pytest.param("A" * LONGEST_NAME, "ana@example.org", "admin", None, id="the longest name"),
        pytest.param("", "ana@example.org", "learner", Refusal.NO_NAME, id="no name"),
        pytest.param(
            "A" * (LONGEST_NAME + 1), "ana@example.org", "learner", Refusal.NAME_TOO_LONG, id="name too long"
        ),
        pytest.param("Ana", "", "learner", Refusal.NO_EMAIL, id="no address"),
        pytest.param("Ana", "ana", "learner", Refusal.NO_EMAIL, id="no at"),
        pytest.param("Ana", "@example.org", "learner", Refusal.NO_EMAIL, id="nothing before the at"),
        pytest.param("Ana", "ana@", "learner", Refusal.NO_EMAIL, id="nothing after the at"),
        pytest.param("Ana", "ana@b@example.org", "learner", Refusal.NO_EMAIL, id="two ats"),
        pytest.param("Ana", "ana ilieva@example.org", "learner", Refusal.NO_EMAIL, id="a blank"),
        pytest.param(
            "Ana", "ana@example.org\r\nBcc: x@y.z", "learner", Refusal.NO_EMAIL, id="a header smuggled in"
        ),
        pytest.param("Ana", "ana\u200b@example.org", "learner", Refusal.NO_EMAIL, id="an invisible sign"),
        pytest.param("Ana", "a" * 243 + "@example.org", "learner", Refusal.NO_EMAIL, id="255 signs"),
        pytest.param("Ana", "a" * 242 + "@example.org", "learner", None, id="254 signs"),
        pytest.param("Ana", "ana@example.org", "king", Refusal.UNKNOWN_ROLE, id="no such role"),
        pytest.param("Ana", "ana@example.org", "", Refusal.UNKNOWN_ROLE, id="no role"),
    ],
)
def test_who_can_have_an_account(name: str, email: str, role: str, expected: Refusal | None) -> None:
    assert why_not_person(name, email, role) == expected


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        pytest.param("x" * 14, Refusal.PASSWORD_TOO_SHORT, id="14 signs"),
        pytest.param("x" * 15, None, id="15 signs"),
        pytest.param("x" * 128, None, id="128 signs"),
        pytest.param("x" * 129, Refusal.PASSWORD_TOO_LONG, id="129 signs"),
        pytest.param("дълго изречение", None, id="another script"),
        pytest.param("               ", None, id="blanks are signs as well"),
    ],
)
def test_only_the_length_of_a_password_is_asked_for(password: str, expected: Refusal | None) -> None:
    assert why_not_password(password) == expected


@pytest.mark.parametrize(
    ("role", "seen", "now", "expected"),
    [
        pytest.param(
            "learner",
            0 * HOUR,
            4 * HOUR - timedelta(microseconds=1),
            True,
            id="a learner, nearly four hours idle",
        ),
        pytest.param("learner", 0 * HOUR, 4 * HOUR, False, id="a learner, four hours idle"),
        pytest.param(
            "learner", 14 * DAY - HOUR, 14 * DAY, False, id="a learner, after two weeks whatever happens"
        ),
        pytest.param(
            "learner", 14 * DAY - HOUR, 14 * DAY - timedelta(seconds=1), True, id="a learner, just before"
        ),
        pytest.param("trainer", 0 * HOUR, 2 * HOUR, False, id="a trainer, two hours idle"),
        pytest.param("trainer", 23 * HOUR, 24 * HOUR, False, id="a trainer, after a day"),
        pytest.param("admin", 0 * HOUR, HOUR / 2, False, id="an administrator, half an hour idle"),
        pytest.param(
            "admin", 0 * HOUR, HOUR / 2 - timedelta(seconds=1), True, id="an administrator, just before"
        ),
        pytest.param(
            "admin",
            12 * HOUR - timedelta(minutes=1),
            12 * HOUR,
            False,
            id="an administrator, after half a day",
        ),
    ],
)
def test_how_long_a_sign_in_lasts(role: str, seen: timedelta, now: timedelta, expected: bool) -> None:
    assert sign_in_is_alive(role, began_at=BEGAN, last_seen=BEGAN + seen, now=BEGAN + now) is expected


@pytest.mark.parametrize(
    ("email", "is_open", "domains", "expected"),
    [
        pytest.param("ana@example.org", True, (), None, id="open to all"),
        pytest.param("ana@example.org", True, ("example.org", "city.example"), None, id="a domain of the list"),
        pytest.param("ana@EXAMPLE.org", True, ("Example.ORG",), None, id="however it is written"),
        pytest.param("ana@example.org", False, (), Refusal.REGISTRATION_CLOSED, id="closed"),
        pytest.param("ana@example.org", False, ("example.org",), Refusal.REGISTRATION_CLOSED, id="closed for all"),
        pytest.param("ana@else.example", True, ("example.org",), Refusal.OTHER_DOMAIN, id="another domain"),
        pytest.param("ana@sub.example.org", True, ("example.org",), Refusal.OTHER_DOMAIN, id="a name below it"),
        pytest.param("ana@evil-example.org", True, ("example.org",), Refusal.OTHER_DOMAIN, id="a name that ends so"),
        pytest.param("ana@example.org.evil", True, ("example.org",), Refusal.OTHER_DOMAIN, id="a name that begins so"),
        pytest.param('"x@example.org"@evil.example', True, ("example.org",), Refusal.OTHER_DOMAIN, id="one in front of the last sign at"),
        pytest.param("ana", True, ("example.org",), Refusal.OTHER_DOMAIN, id="no domain"),
    ],
)
def test_who_may_register(email: str, is_open: bool, domains: tuple[str, ...], expected: Refusal | None) -> None:
    assert why_not_register(email, is_open=is_open, domains=domains) == expected


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Ana.Ilieva+course@Example.org", "anailieva@example.org"),
        ("anailieva@example.org", "anailieva@example.org"),
        ("ana@sub.example.org", "ana@sub.example.org"),
    ],
)
def test_spellings_that_reach_one_mailbox_are_counted_as_one(email: str, mailbox: str) -> None:
    assert mailbox_key(email) == mailbox
