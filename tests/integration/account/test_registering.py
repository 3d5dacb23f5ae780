"""Registering: from the form to the account, by the code and by the link, and what does not get anybody one."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from lms.domain.people.confirmations import find_by_id, take_try, use
from lms.domain.people.models import Confirmation, Person, SignIn
from lms.domain.people.passwords import password_matches
from lms.domain.records.models import Audit
from lms.domain.site.models import SiteSetting
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from lms.web.shell.site import forget_site
from lms.web.shell.visitors import COOKIE
from tests.conftest import NOW
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient
from tests.support.postbox import attempted, letters, newest, path_of
from tests.support.registering import (
    CHOSEN,
    CONFIRM,
    EMAIL,
    FIELDS,
    NAME,
    OTHER,
    REGISTER,
    people,
    register,
    type_code,
    wrong,
)

DAY = timedelta(days=1)


def test_the_six_digits_make_the_account_where_it_began(app: Flask, make: Makers, client: PageClient) -> None:
    page = register(client)
    assert (page.h1, people(make)) == ("Look into your mail", [])
    assert EMAIL in page.text
    letter = newest(app, EMAIL)
    assert (letter.name, letter.language, len(letter.code)) == (NAME, "en", 6)
    page = type_code(client, letter.code)
    assert (page.url, page.notices) == ("http://localhost/learn/", ["Welcome! Your account is ready, and you are signed in."])
    assert people(make) == [(NAME, EMAIL, "learner")]
    assert password_matches(CHOSEN, make.rows(select(Person.password_hash))[0][0])


def test_everything_that_is_wrong_is_said_at_once(client: PageClient) -> None:
    page = client.submit(client.page(REGISTER), "Register", {"password": "short"}, status=422)
    assert [line.text for line in page.all("p", class_="error")] == [
        "Error: Enter your name.",
        "Error: Enter your e-mail address.",
        "Error: A password needs at least 15 characters. A short sentence is easy to remember.",
    ]


def test_digits_may_be_typed_as_they_are_read(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    code = newest(app, EMAIL).code
    type_code(client, f" {code[:3]} - {code[3:]} ")
    assert len(people(make)) == 1


def test_the_link_makes_the_account_where_it_began_at_the_press_of_a_button(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    page = client.page(path_of(newest(app, EMAIL)))
    assert (page.h1, people(make)) == ("Finish registering", [])
    client.submit(page, "Finish registering")
    assert people(make) == [(NAME, EMAIL, "learner")]
    assert client.get("/learn/").status_code == 200


def test_in_another_browser_the_link_asks_for_the_password_that_was_chosen(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    other = make.client()
    page = other.page(path_of(newest(app, EMAIL)))
    page = other.submit(page, "Finish registering", {"chosen": PASSWORD}, status=422)
    assert "This is not the password that you chose. You can try 4 more times." in page.text
    assert people(make) == []
    other.submit(page, "Finish registering", {"chosen": CHOSEN})
    assert (people(make), other.get("/learn/").status_code) == ([(NAME, EMAIL, "learner")], 200)


def test_whoever_registers_a_strangers_address_gains_nothing_when_its_owner_presses(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    owner = make.client()
    page = owner.page(path_of(newest(app, EMAIL)))
    owner.submit(page, "Finish registering", {"chosen": ""}, status=422)
    assert owner.send(path_of(newest(app, EMAIL))).status_code == 422
    assert people(make) == []


def test_the_six_digits_count_in_no_other_browser(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    other = make.client()
    assert other.page(CONFIRM).h1 == "Nothing waits in this browser"
    assert other.send(CONFIRM, {"code": newest(app, EMAIL).code}).status_code == 422
    register(other, email="another@example.org")
    type_code(other, newest(app, EMAIL).code, 422)
    assert people(make) == []


def test_the_sixth_attempt_is_none_even_with_the_right_digits(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    letter = newest(app, EMAIL)
    told = [type_code(client, wrong(letter.code), 422).one("p", class_="error").text for _ in range(5)]
    assert told[0] == "Error: These are not the digits from the newest letter. You can try 4 more times."
    assert told[3] == "Error: These are not the digits from the newest letter. You can try once more."
    page = type_code(client, letter.code, 422)
    assert "This has been tried too often and does not count any more." in page.text
    assert make.client().page(path_of(letter), 410).h1 == "This link does not count any more"
    assert people(make) == []


@pytest.mark.parametrize("way", ["code", "link"])
def test_a_letter_counts_for_a_day(app: Flask, make: Makers, client: PageClient, clock: SetClock, way: str) -> None:
    register(client)
    letter = newest(app, EMAIL)
    clock.move(DAY)
    if way == "code":
        assert "it has run out" in type_code(client, letter.code, 422).text
    else:
        client.page(path_of(letter), 410)
        assert client.send(path_of(letter)).status_code == 410
    assert people(make) == []
    clock.move(-timedelta(seconds=1))
    type_code(client, letter.code)
    assert len(people(make)) == 1


@pytest.mark.parametrize(
    ("values", "moved", "may_be_used"),
    [
        pytest.param({}, DAY - timedelta(seconds=1), True, id="as it should be"),
        pytest.param({}, DAY, False, id="it has run out in this very moment"),
        pytest.param({"tries": 5}, timedelta(), False, id="somebody has tried too often in this very moment"),
        pytest.param({"used_at": NOW}, timedelta(), False, id="somebody has used it in this very moment"),
    ],
)
def test_whether_a_letter_counts_is_decided_once_more_when_it_is_used(
    app: Flask, make: Makers, client: PageClient, clock: SetClock, values: dict[str, Any], moved: timedelta, may_be_used: bool
) -> None:
    register(client)
    with app.app_context():
        asked = find_by_id(make.rows(select(Confirmation.id))[0].id)
        assert asked is not None
        with unit_of_work() as session:
            if values:
                session.execute(update(Confirmation).values(**values))
            assert use(asked, now=clock.now() + moved) is may_be_used


def test_what_has_been_used_is_not_tried_any_more(app: Flask, make: Makers, client: PageClient, clock: SetClock) -> None:
    register(client)
    with app.app_context():
        asked = find_by_id(make.rows(select(Confirmation.id))[0].id)
        assert asked is not None
        with unit_of_work():
            assert [take_try(asked), use(asked, now=clock.now()), take_try(asked)] == [True, True, False]


def test_a_letter_counts_once(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    letter = newest(app, EMAIL)
    cookie = client.get_cookie("begun")
    assert cookie is not None
    type_code(client, letter.code)
    again = make.client()
    again.set_cookie("begun", cookie.value)
    assert again.send(CONFIRM, {"code": letter.code}).status_code == 422
    assert again.page(path_of(letter), 410).h1 == "This link does not count any more"
    assert len(people(make)) == 1


def test_of_two_letters_to_one_browser_the_newest_counts(app: Flask, make: Makers, client: PageClient) -> None:
    page = register(client)
    first = newest(app, EMAIL)
    client.submit(page, "Send another letter")
    sent = attempted(app)
    assert (len(sent), sent[0]) == (2, None)
    assert make.client().page(path_of(first), 410).h1 == "This link does not count any more"
    type_code(client, first.code, 422)
    type_code(client, newest(app, EMAIL).code)
    assert len(people(make)) == 1


def test_a_stranger_who_registers_the_same_address_does_not_undo_what_its_owner_began(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    code = newest(app, EMAIL).code
    register(make.client(), name="Somebody else", password=OTHER)
    type_code(client, code)
    assert people(make) == [(NAME, EMAIL, "learner")]


def test_a_link_that_was_altered_leads_nowhere(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    path = path_of(newest(app, EMAIL))
    for altered in (f"{path[:-1]}{'0' if path[-1] != '0' else '1'}", f"{CONFIRM}/{'0' * 32}-{path[-32:]}"):
        assert client.get(altered).status_code == 404
        assert client.send(altered).status_code == 404
    assert people(make) == []


def test_a_scanner_that_opens_the_link_changes_nothing(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    path = path_of(newest(app, EMAIL))
    before = everything(make)
    for scanner in (make.client(), client):
        for _ in range(3):
            answers = [scanner.get(path), scanner.head(path), scanner.options(path)]
            assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert everything(make) == before
    type_code(client, newest(app, EMAIL).code)
    assert len(people(make)) == 1


def everything(make: Makers) -> list[list[tuple[object, ...]]]:
    """Return all rows of what an account is made of."""
    return [[tuple(row) for row in make.rows(select(*table.__table__.columns))] for table in (Confirmation, Person, SignIn, Audit)]


def test_the_pages_behind_a_letter_are_told_to_nobody_and_kept_nowhere(app: Flask, client: PageClient) -> None:
    register(client)
    answer = client.get(path_of(newest(app, EMAIL)))
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == ("no-referrer", "no-store")


@pytest.mark.parametrize(
    ("headers", "fields", "status"),
    [
        pytest.param({}, {"csrf_token": "old"}, 400, id="a form whose token is old"),
        pytest.param({"Origin": "https://evil.example"}, {}, 403, id="a form of another site"),
        pytest.param({}, {"chosen": "\x00"}, 400, id="what is no text"),
    ],
)
def test_what_is_refused_there_is_told_to_nobody_either(
    app: Flask, client: PageClient, headers: dict[str, str], fields: dict[str, str], status: int
) -> None:
    register(client)
    answer = client.post(path_of(newest(app, EMAIL)), data={"csrf_token": client.token(), **fields}, headers=headers)
    assert (answer.status_code, answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == (status, "no-referrer", "no-store")


def test_nothing_in_a_form_makes_anybody_more_than_a_learner(app: Flask, make: Makers, client: PageClient) -> None:
    more = {"role": "admin", "is_admin": "1", "is_demo": "1", "uid": "0" * 32, "person_id": "1", "guest_id": "1", "purpose": "reset", "used_at": "1"}
    client.send(REGISTER, FIELDS | more)
    client.send(CONFIRM, {"code": newest(app, EMAIL).code, "role": "admin", "is_demo": "1"})
    assert [tuple(row) for row in make.rows(select(Person.role, Person.is_demo))] == [("learner", False)]


def test_the_new_account_begins_with_a_sign_in_of_its_own(app: Flask, make: Makers, client: PageClient) -> None:
    """Else whoever had planted a cookie in the browser beforehand would be signed in with it."""
    client.set_cookie(COOKIE, "planted by a stranger")
    register(client)
    type_code(client, newest(app, EMAIL).code)
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    assert cookie.value != "planted by a stranger"
    stranger = make.client()
    stranger.set_cookie(COOKIE, "planted by a stranger")
    assert stranger.get("/learn/").status_code == 302


def test_everybody_comes_to_where_they_wanted_to_go(app: Flask, make: Makers, client: PageClient) -> None:
    make.course()
    page = client.page("/account/sign-in?next=/courses/town-hall/")
    page = client.follow(page, "Make an account")
    client.submit(page, "Register", FIELDS)
    assert type_code(client, newest(app, EMAIL).code).url == "http://localhost/courses/town-hall/"


def test_nobody_is_led_to_another_site(app: Flask, client: PageClient) -> None:
    client.send(REGISTER, FIELDS | {"next": "https://evil.example/"})
    cookie = client.get_cookie("begun")
    assert cookie is not None
    client.set_cookie("begun", f"{cookie.value.partition(':')[0]}:https%3A//evil.example/")
    assert client.send(CONFIRM, {"code": newest(app, EMAIL).code}).location == "/"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        pytest.param("name", "  ", "Enter your name.", id="no name"),
        pytest.param("name", "A" * 201, "This is too long.", id="a long name"),
        pytest.param("email", "ivo", "This is not an e-mail address: ivo.", id="no address"),
        pytest.param("email", "ivo@example.org\u200b", "This is not an e-mail address", id="an invisible sign"),
        pytest.param("password", "a short one", "A password needs at least 15 characters.", id="a short password"),
        pytest.param("password", "x" * 129, "A password can have at most 128 characters.", id="a long password"),
        pytest.param("password", "passwordpassword1", "This password is easy to guess.", id="a common password"),
        pytest.param("password", "ivo@example.org 1", "This password is easy to guess.", id="the address as a password"),
        pytest.param("password", "an equal right to speak", "This password is easy to guess.", id="the password of the demo"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(make: Makers, client: PageClient, field: str, typed: str, said: str) -> None:
    page = client.submit(client.page(REGISTER), "Register", FIELDS | {field: typed}, status=422)
    assert said in page.one("p", id=f"{field}-error").text
    assert page.one("input", id="email").get("value") == (typed if field == "email" else EMAIL)
    assert make.rows(select(func.count()).select_from(Confirmation)) == [(0,)]
    assert typed not in [node.get("value") for node in page.all("input", type="password")]


def test_an_address_can_be_corrected(app: Flask, make: Makers, client: PageClient) -> None:
    page = register(client, email="ivo@example.ogr")
    page = client.follow(page, "Correct the address")
    assert page.one("input", id="email").get("value") == "ivo@example.ogr"
    client.submit(page, "Register", {"email": EMAIL, "password": CHOSEN})
    type_code(client, newest(app, EMAIL).code)
    assert people(make) == [(NAME, EMAIL, "learner")]


def test_the_letter_and_the_account_speak_the_language_of_the_form(app: Flask, make: Makers, client: PageClient) -> None:
    page = client.page(f"{REGISTER}?lang=bg", language="bg")
    client.send(REGISTER, FIELDS)
    assert page.lang == "bg"
    letter = newest(app, EMAIL)
    client.send(CONFIRM, {"code": letter.code})
    assert (letter.language, make.rows(select(Person.language))) == ("bg", [("bg",)])


def test_who_registered_stands_in_the_audit_log_without_a_name(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    type_code(client, newest(app, EMAIL).code)
    me = make.rows(select(Person.id))[0].id
    rows = make.rows(select(Audit.actor_id, Audit.person_id, Audit.action, Audit.object, Audit.changes))
    assert [tuple(row) for row in rows] == [(me, me, "registered", "", {})]


def test_whoever_is_signed_in_needs_no_account(make: Makers) -> None:
    assert make.client(make.person()).get(REGISTER).location == "/"


def test_nothing_of_a_letter_lies_in_the_queue(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    letter = letters(app)[0]
    queued = str([tuple(row) for row in make.rows(select(Job.key, Job.body))])
    assert [word for word in (EMAIL, NAME, letter.code, letter.link[-32:]) if word in queued] == []


def say(app: Flask, name: str, value: object) -> None:
    """Let an administrator have set something in the browser."""
    with app.app_context(), unit_of_work() as session:
        session.add(SiteSetting(name=name, value=value, changed_at=NOW))
    with app.app_context():
        forget_site()


def test_where_registration_is_closed_nobody_registers(app: Flask, make: Makers, client: PageClient) -> None:
    page = client.page(REGISTER)
    say(app, "registration_open", False)
    assert "Nobody can register on this site at the moment." in client.page(REGISTER).text
    client.submit(page, "Register", FIELDS, status=422)
    assert make.rows(select(Confirmation.id)) == []


def test_what_was_begun_while_registration_was_open_may_be_finished(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    say(app, "registration_open", False)
    client.submit(client.page(CONFIRM), "Send another letter")
    page = type_code(client, newest(app, EMAIL).code)
    assert page.notices[:1] == ["Welcome! Your account is ready, and you are signed in."]
    assert people(make) == [(NAME, EMAIL, "learner")]


def test_what_was_begun_from_another_domain_may_be_finished_by_the_link_too(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    say(app, "mail_domains", ["city.example"])
    client.submit(client.page(path_of(newest(app, EMAIL))), "Finish registering")
    assert people(make) == [(NAME, EMAIL, "learner")]


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_an_account_is_offered_only_where_people_can_make_one(app: Flask, make: Makers, is_open: bool) -> None:
    begun, stranger = make.client(), make.client()
    register(begun)
    letter = newest(app, EMAIL)
    stranger.page("/account/sign-in")  # which is kept for all strangers
    say(app, "registration_open", is_open)
    offers = {where: "Make an account" in stranger.page(where).links() for where in ("/account/sign-in", CONFIRM, path_of(letter))}
    type_code(begun, letter.code)
    offers["used"] = "Make an account" in stranger.page(path_of(letter), 410).links()
    assert offers == dict.fromkeys(offers, is_open)


def test_where_only_some_domains_may_register_others_are_told_which(app: Flask, make: Makers, client: PageClient) -> None:
    say(app, "mail_domains", ["city.example", "region.example"])
    page = client.page(REGISTER)
    assert "It must end in city.example, region.example." in page.text
    page = client.submit(page, "Register", FIELDS, status=422)
    assert page.one("p", id="email-error").text == "Error: Only addresses that end in city.example, region.example can register here."
    assert make.rows(select(Confirmation.id)) == []
    register(client, email="ivo@City.Example")
    assert len(make.rows(select(Confirmation.id))) == 1
