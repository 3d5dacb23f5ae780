"""What happens when two browsers, two clicks or two people are at it in the same moment: each in a thread of its own."""

from flask import Flask
from sqlalchemy import func, select

from lms.domain.people.models import Confirmation, Person, SignIn
from tests.makers import Makers
from tests.support.postbox import newest, path_of
from tests.support.registering import CHOSEN, CONFIRM, EMAIL, FIELDS, OTHER, REGISTER, wrong
from tests.support.together import Hurried, at_once


def browsers(app: Flask, how_many: int) -> list[Hurried]:
    """Return browsers that may be used at the same time."""
    return [Hurried(app, app.response_class) for _ in range(how_many)]


def count(make: Makers, table: type) -> int:
    """Return how many rows a table has."""
    return int(make.rows(select(func.count()).select_from(table))[0][0])


def test_of_two_clicks_at_once_one_makes_the_account(app: Flask, make: Makers) -> None:
    browser, second = browsers(app, 2)
    browser.send(REGISTER, FIELDS)
    letter = newest(app, EMAIL)
    for name in ("begun", "forms"):
        cookie = browser.get_cookie(name)
        assert cookie is not None
        second.set_cookie(name, cookie.value)
    token = browser.token()
    forms = [(CONFIRM, {"code": letter.code}), (path_of(letter), {})]
    tasks = [
        lambda each=each, where=where, typed=typed: each.post(where, data={"csrf_token": token, **typed}).status_code
        for each in (browser, second)
        for where, typed in forms[:1]
    ]
    assert sorted(at_once(tasks)) == [303, 422]
    assert (count(make, Person), count(make, SignIn)) == (1, 1)


def test_two_who_registered_the_same_address_get_one_account(app: Flask, make: Makers) -> None:
    both, codes = browsers(app, 2), []
    for browser, password in zip(both, (CHOSEN, OTHER), strict=True):
        browser.send(REGISTER, FIELDS | {"password": password})
        codes.append(newest(app, EMAIL).code)
    answers = at_once([lambda each=each, code=code: each.send(CONFIRM, {"code": code}) for each, code in zip(both, codes, strict=True)])
    assert sorted(answer.status_code for answer in answers) in ([303, 303], [303, 422])
    assert sorted(answer.location == "/learn/" for answer in answers) == [False, True]
    assert (count(make, Person), count(make, SignIn)) == (1, 1)


def test_of_many_codes_at_once_five_are_looked_at(app: Flask, make: Makers) -> None:
    first, *others = browsers(app, 8)
    first.send(REGISTER, FIELDS)
    code, token = newest(app, EMAIL).code, first.token()
    for other in others:
        for name in ("begun", "forms"):
            cookie = first.get_cookie(name)
            assert cookie is not None
            other.set_cookie(name, cookie.value)
    answers = at_once([lambda each=each: each.post(CONFIRM, data={"csrf_token": token, "code": wrong(code)}).text for each in (first, *others)])
    assert sum("These are not the digits" in answer for answer in answers) == 5
    assert make.rows(select(Confirmation.tries)) == [(5,)]


def test_of_two_new_passwords_at_once_one_is_taken(app: Flask, make: Makers) -> None:
    make.person(email=EMAIL, password=CHOSEN)
    one, other = browsers(app, 2)
    one.send("/account/forgotten", {"email": EMAIL})
    path = path_of(newest(app, EMAIL))
    passwords = ("nine candles under oak", "four lanterns beside rivers")
    answers = at_once([lambda each=each, new=new: each.send(path, {"new": new}).status_code for each, new in zip((one, other), passwords, strict=True)])
    assert sorted(answers) == [303, 410]
    assert count(make, SignIn) == 1


def test_a_new_password_by_letter_and_one_by_its_owner_at_once_stand_in_nobodys_way(app: Flask, make: Makers) -> None:
    """Each holds the letters before the account, so neither waits for what the other holds."""
    owner = make.person(email=EMAIL, password=CHOSEN)
    one, other = browsers(app, 2)
    make.sign_in(other, owner)
    one.send("/account/forgotten", {"email": EMAIL})
    path = path_of(newest(app, EMAIL))
    other.send("/account/security/email", {"email-email": "new@example.org", "email-password": CHOSEN})
    tasks = [
        lambda: one.send(path, {"new": "nine candles under oak"}).status_code,
        lambda: other.send("/account/security/password", {"password-present": CHOSEN, "password-new": "four lanterns beside rivers"}).status_code,
    ]
    assert set(at_once(tasks)) <= {302, 303, 410, 422}
    assert count(make, SignIn) in (1, 2)
