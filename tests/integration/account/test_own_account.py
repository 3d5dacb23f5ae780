"""One's own account: profile, password, address and sign-ins; each changed by its owner alone."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.domain.certificates.models import Certificate
from lms.domain.people import service
from lms.domain.people.models import Confirmation, Person, SignIn
from lms.domain.people.passwords import password_matches
from lms.domain.people.queries import find_visitor
from lms.domain.records.models import Audit
from lms.kernel.clock import SetClock
from lms.kernel.refusals import Missing
from lms.platform.database import unit_of_work
from lms.web.account.security import load_own_sign_in
from lms.web.shell.visitors import COOKIE
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient
from tests.support.postbox import letters, newest, path_of
from tests.support.registering import CHOSEN, EMAIL, OTHER, register, type_code, wrong

PROFILE, SECURITY = "/account/profile", "/account/security"
ANA, NEW = "ana@example.org", "ana.new@example.org"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ana(make: Makers) -> Person:
    """Return somebody with an account."""
    return make.person(name="Ana Ilieva", email=ANA, password=PASSWORD)


@pytest.fixture
def browser(make: Makers, ana: Person) -> PageClient:
    """Return her browser, in which she is signed in."""
    return make.client(ana)


def acts(make: Makers) -> list[tuple[object, ...]]:
    """Return what stands in the audit log."""
    return [tuple(row) for row in make.rows(select(Audit.actor_id, Audit.person_id, Audit.action, Audit.changes).order_by(Audit.id))]


def address(make: Makers, person: Person) -> str:
    """Return the address of somebody's account."""
    return str(make.rows(select(Person.email).where(Person.id == person.id))[0].email)


def test_the_name_on_top_of_every_page_leads_to_the_profile(browser: PageClient) -> None:
    assert browser.follow(browser.page("/courses/"), "Ana Ilieva").h1 == "Profile"
    assert browser.get("/account/").location == PROFILE


def test_what_somebody_says_of_themselves_is_kept(make: Makers, ana: Person, browser: PageClient) -> None:
    typed = {"name": " Ана  Илиева ", "certificate_name": "Ana Ilieva, PhD", "language": "bg", "zone": "Atlantic/Azores"}
    page = browser.submit(browser.page(PROFILE), "Save", typed)
    assert (page.lang, page.notices) == ("bg", ["Your profile has been saved."])
    row = make.rows(select(Person.name, Person.certificate_name, Person.language, Person.zone))[0]
    assert tuple(row) == ("Ана Илиева", "Ana Ilieva, PhD", "bg", "Atlantic/Azores")
    told = {"name": ["*", "*"], "language": [None, "bg"], "zone": [None, "Atlantic/Azores"]}
    assert acts(make) == [
        (ana.id, ana.id, "profile-changed", told),
        (ana.id, ana.id, "certificate-name-set", {"certificate_name": ["known", "known"]}),
    ]


def test_a_certificate_that_waited_for_a_name_is_issued_when_it_is_said_here(app: Flask, make: Makers, ana: Person, browser: PageClient) -> None:
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).where(Person.id == ana.id).values(certificate_name=None))
    course = make.course()
    make.complete(make.enrolment(ana, course), course)
    assert make.rows(select(Certificate.name)) == []
    browser.submit(browser.page(PROFILE), "Save", {"certificate_name": "Ana-Maria Ilieva"})
    assert make.rows(select(Certificate.name)) == [("Ana-Maria Ilieva",)]


def test_who_has_registered_is_asked_how_their_name_stands_on_certificates(app: Flask, make: Makers, client: PageClient) -> None:
    register(client)
    type_code(client, newest(app, EMAIL).code)
    assert make.rows(select(Person.certificate_name)) == [(None,)]


def test_saving_the_same_again_is_no_change(make: Makers, browser: PageClient) -> None:
    browser.submit(browser.page(PROFILE), "Save")
    assert acts(make) == []


def test_a_zone_that_is_not_offered_stays_until_another_is_chosen(make: Makers) -> None:
    browser = make.client(make.person(zone="America/Denver"))
    browser.submit(browser.page(PROFILE), "Save")
    assert make.rows(select(Person.zone)) == [("America/Denver",)]


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", " "), ("name", "A" * 201), ("certificate_name", "A" * 201), ("language", "tlh"), ("zone", "Europe/Nowhere")],
)
def test_what_cannot_be_changes_nothing(make: Makers, browser: PageClient, field: str, typed: str) -> None:
    before = make.rows(select(Person.name, Person.certificate_name, Person.language, Person.zone))
    sent = {"name": "Ana", "certificate_name": "", "language": "", "zone": "", field: typed}
    assert browser.send(PROFILE, sent).status_code == 422
    assert make.rows(select(Person.name, Person.certificate_name, Person.language, Person.zone)) == before


def test_nothing_else_can_be_changed_by_the_form(make: Makers, ana: Person, browser: PageClient) -> None:
    more = {"role": "admin", "email": NEW, "email_key": NEW, "password_hash": "x", "uid": "0" * 32, "is_demo": "1", "suspended_at": "", "id": "7", "person_id": "7"}
    browser.send(PROFILE, {"name": "Ana", "certificate_name": "", "language": "", "zone": "", **more})
    row = make.rows(select(Person.id, Person.uid, Person.name, Person.role, Person.email, Person.is_demo))[0]
    assert tuple(row) == (ana.id, ana.uid, "Ana", "learner", ANA, False)


def test_a_new_password_keeps_this_browser_and_ends_every_other(app: Flask, make: Makers, ana: Person, browser: PageClient) -> None:
    other, cookie = make.client(ana), browser.get_cookie(COOKIE)
    assert cookie is not None
    page = browser.submit(browser.page(SECURITY), "Change the password", {"password-present": PASSWORD, "password-new": OTHER})
    assert page.notices == ["Your password has been changed. Every other sign-in has been ended."]
    thief = make.client()
    thief.set_cookie(COOKIE, cookie.value)
    assert [each.get("/learn/").status_code for each in (browser, other, thief)] == [200, 302, 302]
    assert password_matches(OTHER, make.rows(select(Person.password_hash))[0][0])
    assert acts(make) == [(ana.id, ana.id, "password-changed", {"by": [None, "owner"]})]
    assert [letter.subject for letter in letters(app, to=ANA)] == ["Your password was changed"]


@pytest.mark.parametrize(
    ("present", "new", "said"),
    [
        pytest.param("a wrong sentence here", OTHER, "This is not your present password.", id="wrong present one"),
        pytest.param(PASSWORD, "too short", "A password needs at least 15 characters.", id="short"),
        pytest.param(PASSWORD, "ana.ilieva ana ilieva", "This password is easy to guess.", id="the name"),
    ],
)
def test_what_is_no_password_changes_nothing(make: Makers, browser: PageClient, present: str, new: str, said: str) -> None:
    before = make.rows(select(Person.password_hash))
    fields = {"password-present": present, "password-new": new}
    page = browser.submit(browser.page(SECURITY), "Change the password", fields, status=422)
    assert said in page.one("p", class_="error").text
    assert make.rows(select(Person.password_hash)) == before


def test_whoever_sits_down_at_an_open_browser_cannot_guess_the_password(browser: PageClient) -> None:
    tried = [browser.send(f"{SECURITY}/password", {"password-present": f"guess number {n} of many", "password-new": OTHER}).text for n in range(11)]
    assert ["This is not your present password." in text for text in tried] == [True] * 10 + [False]
    answer = browser.send(f"{SECURITY}/password", {"password-present": PASSWORD, "password-new": OTHER})
    assert answer.status_code == 422


@pytest.mark.parametrize("way", ["code", "link"])
def test_another_address_counts_once_it_is_confirmed(app: Flask, make: Makers, ana: Person, browser: PageClient, way: str) -> None:
    page = browser.submit(browser.page(SECURITY), "Send the letter", {"email-email": NEW, "email-password": PASSWORD})
    assert (page.h1, address(make, ana)) == ("Look into your mail", ANA)
    letter = newest(app, NEW)
    if way == "code":
        page = type_code(browser, letter.code)
    else:
        page = browser.submit(browser.page(path_of(letter)), "Use this address")
    assert page.notices == ["Your e-mail address has been changed. From now on you sign in with the new one."]
    assert address(make, ana) == NEW
    assert [each.subject for each in letters(app, to=ANA)] == ["Your address was changed"]
    assert acts(make) == [(ana.id, ana.id, "address-changed", {})]


def test_the_link_is_of_use_to_the_owner_alone(app: Flask, make: Makers, ana: Person, browser: PageClient) -> None:
    browser.send(f"{SECURITY}/email", {"email-email": NEW, "email-password": PASSWORD})
    path = path_of(newest(app, NEW))
    stranger, other = make.client(), make.client(make.person())
    for who in (stranger, other):
        assert "Only the owner of the account can do this." in who.page(path).text
        assert who.send(path).location == f"/account/sign-in?next={path}"
    assert address(make, ana) == ANA
    assert make.client(ana).send(path).status_code == 303
    assert address(make, ana) == NEW


def test_the_code_counts_where_it_began_and_five_times(app: Flask, make: Makers, ana: Person, browser: PageClient) -> None:
    browser.send(f"{SECURITY}/email", {"email-email": NEW, "email-password": PASSWORD})
    code = newest(app, NEW).code
    assert make.client(ana).send("/account/confirm", {"code": code}).status_code == 422
    for _ in range(5):
        browser.send("/account/confirm", {"code": wrong(code)})
    type_code(browser, code, 422)
    assert address(make, ana) == ANA


def test_an_address_that_has_an_account_is_taken_from_nobody_and_told_to_its_owner_alone(app: Flask, make: Makers, ana: Person, browser: PageClient) -> None:
    make.person(email=NEW, password=CHOSEN)
    free = make.client(make.person(password=PASSWORD)).send(f"{SECURITY}/email", {"email-email": "free@example.org", "email-password": PASSWORD})
    taken = browser.send(f"{SECURITY}/email", {"email-email": NEW, "email-password": PASSWORD})
    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    letter = newest(app, NEW)
    assert (letter.subject, letter.code) == ("This address has an account on Isegoria already", "")
    assert address(make, ana) == ANA


def test_an_address_that_was_taken_meanwhile_stays_with_whoever_has_it(app: Flask, make: Makers, ana: Person, browser: PageClient) -> None:
    browser.send(f"{SECURITY}/email", {"email-email": NEW, "email-password": PASSWORD})
    letter = newest(app, NEW)
    make.person(email=NEW)
    type_code(browser, letter.code, 422)
    assert browser.send(path_of(letter)).status_code == 410
    assert address(make, ana) == ANA


def test_a_new_password_makes_the_letter_to_a_new_address_worth_nothing(app: Flask, make: Makers, ana: Person, browser: PageClient) -> None:
    """Whoever had got in and begun to take the account away does not get on with it."""
    browser.send(f"{SECURITY}/email", {"email-email": NEW, "email-password": PASSWORD})
    letter = newest(app, NEW)
    make.client(ana).send(f"{SECURITY}/password", {"password-present": PASSWORD, "password-new": OTHER})
    assert browser.send("/account/confirm", {"code": letter.code}).status_code == 422
    assert make.client(ana).send(path_of(letter)).status_code == 410
    assert address(make, ana) == ANA


@pytest.mark.parametrize(
    ("email", "password", "said"),
    [
        pytest.param(NEW, "a wrong sentence here", "This is not your present password.", id="wrong password"),
        pytest.param("ANA@example.org", PASSWORD, "This is your address already.", id="the same address"),
        pytest.param("nonsense", PASSWORD, "This is not an e-mail address: nonsense.", id="no address"),
    ],
)
def test_what_is_no_change_of_address_sends_no_letter(app: Flask, make: Makers, browser: PageClient, email: str, password: str, said: str) -> None:
    page = browser.submit(browser.page(SECURITY), "Send the letter", {"email-email": email, "email-password": password}, status=422)
    assert said in page.one("p", class_="error").text
    assert (letters(app), make.rows(select(Confirmation.id))) == ([], [])


def test_sign_ins_are_listed_in_words_this_one_first(app: Flask, make: Makers, ana: Person, browser: PageClient, clock: SetClock) -> None:
    make.person(name="Somebody else")
    clock.move(timedelta(minutes=5))
    with app.app_context(), unit_of_work():
        service.sign_in(ana.id, instead_of=None, agent=FIREFOX, now=clock.now())
    page = browser.page(SECURITY)
    assert [node.text for node in page.main.all("h3")] == ["A browser that does not say what it is, This browser", "Firefox on Linux"]
    assert "Gecko" not in page.html


def test_a_sign_in_that_has_run_out_is_not_listed(make: Makers, ana: Person, clock: SetClock) -> None:
    make.client(ana)
    clock.move(timedelta(hours=5))
    assert len(make.client(ana).page(SECURITY).main.all("h3")) == 1


def test_one_sign_in_is_ended_at_a_time_or_all_others_at_once(make: Makers, ana: Person, browser: PageClient) -> None:
    others, stranger = [make.client(ana) for _ in range(3)], make.client(make.person())
    page = browser.page(SECURITY)
    uids = [form.get("action").split("/")[-2] for form in page.main.all("form") if form.get("action").endswith("/end")]
    assert browser.send(f"{SECURITY}/sign-ins/{uids[0]}/end").status_code == 303
    assert sorted(each.get("/learn/").status_code for each in others) == [200, 200, 302]
    page = browser.submit(browser.page(SECURITY), "End all others")
    assert page.notices == ["2 other sign-ins have been ended."]
    assert [each.get("/learn/").status_code for each in (*others, browser, stranger)] == [302, 302, 302, 200, 200]
    assert [act[2:] for act in acts(make)] == [("other-sign-ins-ended", {"ended": [None, 1]}), ("other-sign-ins-ended", {"ended": [None, 2]})]


@pytest.mark.parametrize("role", ["learner", "trainer", "admin"])
def test_nobody_ends_the_sign_in_of_somebody_else(make: Makers, ana: Person, browser: PageClient, role: str) -> None:
    uid = make.rows(select(SignIn.uid).where(SignIn.person_id == ana.id))[0].uid
    other = make.client(make.person(role=role))
    theirs, nobodys = (other.send(f"{SECURITY}/sign-ins/{each}/end") for each in (uid, "0" * 32))
    assert (theirs.status_code, nobodys.status_code, browser.get("/learn/").status_code) == (404, 404, 200)


def test_a_guest_has_no_account_to_look_after(app: Flask, make: Makers, clock: SetClock) -> None:
    with app.app_context(), unit_of_work():
        guest = service.add_guest(now=clock.now())
        token = service.sign_in(guest, instead_of=None, now=clock.now())
    browser = make.client()
    browser.set_cookie(COOKIE, token)
    uid = make.rows(select(SignIn.uid))[0].uid
    assert browser.get(SECURITY).location == f"/account/sign-in?next={SECURITY}"
    assert browser.send(f"{SECURITY}/sign-ins/{uid}/end").status_code == 404


def test_an_administrator_who_looks_as_somebody_sees_neither_keys_nor_sign_ins(app: Flask, make: Makers, ana: Person, clock: SetClock) -> None:
    admin = make.person(role="admin")
    with app.app_context(), unit_of_work():
        token = service.sign_in(admin.id, instead_of=None, now=clock.now(), seen_as=ana.id)
    browser = make.client()
    browser.set_cookie(COOKIE, token)
    assert [browser.get(where).status_code for where in (PROFILE, SECURITY, "/learn/")] == [403, 403, 200]
    assert browser.send(PROFILE, {"name": "Else"}).status_code == 403


def test_an_administrator_who_looks_as_somebody_is_not_the_owner_of_what_is_theirs(
    app: Flask, make: Makers, ana: Person, browser: PageClient, clock: SetClock
) -> None:
    """Each of these refuses by itself, besides the guard that lets nobody change anything who is only looking."""
    browser.send(f"{SECURITY}/email", {"email-email": NEW, "email-password": PASSWORD})
    admin = make.person(role="admin")
    with app.app_context(), unit_of_work():
        token = service.sign_in(admin.id, instead_of=None, now=clock.now(), seen_as=ana.id)
    looking = make.client()
    looking.set_cookie(COOKIE, token)
    assert "Only the owner of the account can do this." in looking.page(path_of(newest(app, NEW))).text
    uid = make.rows(select(SignIn.uid).where(SignIn.person_id == ana.id))[0].uid
    with app.app_context():
        seen = find_visitor(token)
        assert seen is not None
        with pytest.raises(Missing):
            load_own_sign_in(seen, uid)
