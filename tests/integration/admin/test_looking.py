"""Looking at the site as somebody else: seen as they see it, with a banner on every page, and nothing can be changed."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.domain.people.models import Person, SignIn
from lms.kernel.clock import SetClock
from lms.platform.database import Base, unit_of_work
from lms.web.shell.visitors import COOKIE
from tests.contracts.test_access import address, begin, make_world, rules_of
from tests.integration.admin.conftest import Acts
from tests.makers import COURSE, LESSONS, PASSWORD, PRACTICE, Makers
from tests.support.client import PageClient

BANNER = "You are looking at the site as Ana Ilieva. Nothing can be changed."
ENDED = "/admin/looking/end"


def look(admin: PageClient, person: Person, reason: str = "help") -> int:
    return admin.send(f"/admin/people/{person.uid}/look", {"reason": reason}).status_code


def everything(make: Makers) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table but the time of the last visit."""
    return {
        table.name: [tuple(row) for row in make.rows(select(*(c for c in table.columns if c.name != "last_seen")))]
        for table in Base.metadata.sorted_tables
    }


def test_an_administrator_sees_what_the_person_sees_and_both_names_are_kept(
    make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts
) -> None:
    make.enrolment(ana, make.course())
    page = admin.submit(admin.page(f"/admin/people/{ana.uid}/"), "Look at the site as this person", {"reason": "fault"})
    assert page.h1 == "My learning"
    assert "The town hall asks" in page.text
    assert acts() == [(boss.id, "looking-began", ana.id, "", {"reason": [None, "fault"]})]
    assert admin.get(f"/learn/{COURSE}/{LESSONS[0]}/").status_code == 200
    assert admin.get("/admin/people/").status_code == 403


@pytest.mark.parametrize(
    ("where", "status"),
    [("/", 200), ("/courses/", 200), ("/learn/", 200), ("/nowhere", 404), ("/admin/", 403), (f"/courses/{COURSE}/", 200)],
)
def test_the_banner_stands_on_every_page_and_nobody_signs_out_by_mistake(
    make: Makers, admin: PageClient, ana: Person, where: str, status: int
) -> None:
    make.course()
    look(admin, ana)
    page = admin.page(where, status)
    assert page.one("aside", class_="looking").text.startswith(BANNER)
    assert [button for button in page.buttons() if button in ("Stop looking", "Sign out")] == ["Stop looking"]


def test_nobody_else_sees_the_banner(make: Makers, admin: PageClient, ana: Person) -> None:
    look(admin, ana)
    page = make.client(ana).page("/learn/")
    assert page.all("aside", class_="looking") == []
    assert "Sign out" in page.buttons()


def test_no_address_that_changes_something_can_be_used(app: Flask, make: Makers, admin: PageClient) -> None:
    """Every POST address there is, as a form and as JSON, filled with something real: 403, and no row is another."""
    world = make_world(make)
    owner = make.rows(select(Person.id, Person.uid).where(Person.name == "Owner"))[0]
    assert look(admin, owner) == 303
    before, answers = everything(make), {}
    for (method, rule), each in rules_of(app).items():
        if method in ("GET", "HEAD", "OPTIONS") or rule == ENDED:
            continue
        where = address(app, world, each)
        fields = {"name": "x", "role": "admin", "reason": "help", "done": "yes", "q-short": "x", "email": "a@b.example"}
        answers[f"{method} {rule}"] = admin.send(where, fields, method=method).status_code
        headers = {"X-CSRFToken": admin.token(), "Accept": "application/json"}
        event = {"client": "0" * 16, "seq": 1, "question": "short", "fields": {"q-short": ["x"]}}
        answers[f"{method} {rule} as JSON"] = admin.open(where, method=method, json=event, headers=headers).status_code
    assert len(answers) > 40
    assert answers == dict.fromkeys(answers, 403)
    assert everything(make) == before


def test_the_same_things_change_rows_when_the_person_does_them(app: Flask, make: Makers) -> None:
    """So that the test before shows something: what it sends would have been taken from its owner."""
    world = make_world(make)
    before = everything(make)
    world.browsers["owner"].send(f"/learn/{COURSE}/{LESSONS[0]}/done", {"done": ""})
    begin(world.browsers["owner"], PRACTICE)
    assert everything(make) != before


def test_what_is_refused_says_why(admin: PageClient, ana: Person) -> None:
    look(admin, ana)
    answer = admin.send("/account/sign-out")
    assert "You are looking at the site as Ana Ilieva" in answer.text
    assert answer.status_code == 403


def test_ending_gives_the_administrator_their_own_sign_in_back(
    make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts
) -> None:
    look(admin, ana)
    seen = admin.page("/learn/")
    page = admin.submit(seen, "Stop looking")
    assert (page.h1, page.notices[0]) == ("Ana Ilieva", "You have stopped looking as Ana Ilieva.")
    assert page.all("aside", class_="looking") == []
    assert [each[:3] for each in acts()] == [(boss.id, "looking-began", ana.id), (boss.id, "looking-ended", ana.id)]
    assert make.rows(select(SignIn.seen_as_id).where(SignIn.person_id == boss.id)) == [(None,)]


def test_something_grave_asks_for_the_password_again_after_looking(make: Makers, admin: PageClient, ana: Person) -> None:
    look(admin, ana)
    admin.send(ENDED)
    assert admin.send(f"/admin/people/{ana.uid}/role", {"role": "trainer"}).status_code == 401
    assert admin.send(f"/admin/people/{ana.uid}/name", {"name": "Anna"}).status_code == 303


@pytest.mark.parametrize(("minutes", "seen"), [(29, 200), (30, 302)])
def test_it_lasts_half_an_hour_however_busy(make: Makers, admin: PageClient, clock: SetClock, ana: Person, minutes: int, seen: int) -> None:
    look(admin, ana)
    for _ in range(minutes):
        admin.get("/learn/")
        clock.move(timedelta(minutes=1))
    assert admin.get("/learn/").status_code == seen
    assert admin.get("/admin/").status_code == (403 if seen == 200 else 302)


def test_ending_what_has_run_out_asks_the_administrator_to_sign_in(admin: PageClient, clock: SetClock, ana: Person) -> None:
    look(admin, ana)
    clock.move(timedelta(minutes=31))
    answer = admin.send(ENDED)
    assert (answer.status_code, answer.location.split("?")[0]) == (302, "/account/sign-in")


def test_nobody_is_made_an_administrator_by_pressing_end(make: Makers, ana: Person, acts: Acts) -> None:
    browser = make.client(ana)
    assert browser.send(ENDED).status_code == 303
    assert (browser.get("/admin/").status_code, acts()) == (403, [])


@pytest.mark.parametrize("reason", [pytest.param("help", id="with a reason"), pytest.param("", id="without one")])
@pytest.mark.parametrize("who", ["self", "admin", "suspended"])
def test_as_whom_nobody_looks(make: Makers, admin: PageClient, boss: Person, acts: Acts, who: str, reason: str) -> None:
    person = {
        "self": lambda: boss,
        "admin": lambda: make.person(role="admin", password=PASSWORD),
        "suspended": lambda: make.person(suspended=True),
    }[who]()
    assert look(admin, person, reason) == 409
    assert acts() == []
    assert "Look at the site as this person" not in admin.page(f"/admin/people/{person.uid}/").buttons()


@pytest.mark.parametrize("reason", ["", "because I can"])
def test_it_takes_a_reason_of_the_list(make: Makers, admin: PageClient, ana: Person, acts: Acts, reason: str) -> None:
    assert look(admin, ana, reason) == 422
    assert (acts(), admin.get("/admin/").status_code) == ([], 200)


@pytest.mark.parametrize("what", ["role", "suspended_at", "demoted"])
def test_it_ends_when_either_of_them_changes(make: Makers, admin: PageClient, boss: Person, ana: Person, what: str) -> None:
    look(admin, ana)
    assert admin.get("/learn/").status_code == 200
    with make.app.app_context(), unit_of_work() as session:
        person = session.get_one(Person, boss.id if what == "demoted" else ana.id)
        if what == "suspended_at":
            person.suspended_at = make.now
        else:
            person.role = "learner" if what == "demoted" else "admin"
    assert admin.get("/learn/").status_code == 302


@pytest.mark.parametrize("who", ["the administrator", "the person"])
def test_nobody_who_is_suspended_looks_or_is_looked_at_even_with_a_sign_in(app: Flask, make: Makers, admin: PageClient, boss: Person, ana: Person, who: str) -> None:
    """A suspension ends the sign-ins; one that was begun in that very moment is worth nothing either."""
    look(admin, ana)
    suspended = boss.id if who == "the administrator" else ana.id
    with app.app_context(), unit_of_work() as session:
        session.execute(update(Person).where(Person.id == suspended).values(suspended_at=make.now))
    assert admin.get("/learn/").location == "/account/sign-in?next=/learn/"


def test_another_administrator_who_suspends_the_person_ends_it(make: Makers, admin: PageClient, ana: Person) -> None:
    look(admin, ana)
    other = make.client(make.person(role="admin", password=PASSWORD))
    other.send(f"/admin/people/{ana.uid}/suspension")
    assert make.rows(select(SignIn.uid).where(SignIn.seen_as_id == ana.id)) == []


def test_the_cookie_from_before_is_worth_nothing_any_more(make: Makers, admin: PageClient, ana: Person) -> None:
    cookie = admin.get_cookie(COOKIE)
    look(admin, ana)
    old = make.client()
    assert cookie is not None
    old.set_cookie(COOKIE, cookie.value)
    assert old.get("/admin/").status_code == 302


@pytest.mark.parametrize("where", ["/account/profile", f"/learn/{COURSE}/notebook/", "/admin/people/"])
def test_a_page_that_is_not_shown_to_lookers_says_so(make: Makers, admin: PageClient, ana: Person, where: str) -> None:
    make.enrolment(ana, make.course())
    assert make.client(make.person(name="Boris")).page("/admin/people/", 403).h1 == "You do not have access to this page"
    look(admin, ana)
    page = admin.page(where, 403)
    assert page.h1 == "You are only looking"
    assert "This page is not shown to somebody who looks at the site as another person" in page.text
