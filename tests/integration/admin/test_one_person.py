"""What administrators do with one account: each is done once, kept in the audit log, and leaves somebody to undo it."""

from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.domain.enrolment.models import Enrolment
from lms.domain.people.administering import change_role, suspend
from lms.domain.people.models import Person, SignIn
from lms.domain.people.rules import Refusal
from lms.domain.people.service import set_certificate_name
from lms.domain.progress.models import ActivityState
from lms.domain.records.models import Record
from lms.kernel.refusals import Refused
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from tests.integration.admin.conftest import Acts
from tests.makers import COURSE, LESSONS, PASSWORD, Makers
from tests.support.client import PageClient
from tests.support.together import at_once


def where(person: Person, what: str = "") -> str:
    return f"/admin/people/{person.uid}/{what}"


def test_the_page_tells_everything_about_an_account(make: Makers, admin: PageClient, ana: Person) -> None:
    course = make.course()
    make.done(make.enrolment(ana, course), course, LESSONS[0])
    make.client(ana)
    page = admin.page(where(ana))
    for words in ("ana@example.org", "Learner", "Active", "The town hall asks", "In progress", "25% done", "holds no certificate"):
        assert words in page.text, words
    assert "End all sign-ins" in page.buttons()


def test_a_guest_has_no_page(make: Makers, admin: PageClient, ana: Person) -> None:
    with make.app.app_context(), unit_of_work() as session:
        guest = Person(uid="a" * 32, name="", role="guest", created_at=make.now)
        session.add(guest)
    assert admin.get(f"/admin/people/{'a' * 32}/").status_code == 404
    assert admin.get(where(ana)).status_code == 200


def test_a_new_account_waits_for_its_owner_to_choose_a_password(
    make: Makers, admin: PageClient, boss: Person, acts: Acts
) -> None:
    form = admin.page("/admin/people/new")
    page = admin.submit(form, "Make the account", {"name": " Boris  Petrov", "email": "Boris@example.org", "language": "bg"})
    assert page.h1 == "Boris Petrov"
    assert "has not chosen a password yet" in page.text
    made = make.rows(select(Person.id, Person.role, Person.language, Person.password_hash).where(Person.name == "Boris Petrov"))
    assert [tuple(row)[1:] for row in made] == [("learner", "bg", None)]
    assert acts() == [(boss.id, "account-added", made[0].id, "", {"role": [None, "learner"]})]
    assert [tuple(row) for row in make.rows(select(Job.kind, Job.body))] == [
        ("letter", {"kind": "invited", "person": made[0].id})
    ]


def test_an_address_that_somebody_has_makes_no_second_account(make: Makers, admin: PageClient, ana: Person, acts: Acts) -> None:
    form = admin.page("/admin/people/new")
    again = admin.submit(form, "Make the account", {"name": "Another", "email": "ANA@example.org"}, status=422)
    assert "Somebody has an account with the address ANA@example.org already." in again.text
    assert again.one("input", id="name").get("value") == "Another"
    assert (make.rows(select(func.count()).select_from(Person))[0][0], acts()) == (2, [])


def test_a_name_is_changed_and_neither_is_kept_in_the_log(
    make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts
) -> None:
    page = admin.submit(admin.page(where(ana)), "Change the name", {"name": "Anna Ilieva"})
    assert page.h1 == "Anna Ilieva"
    assert acts() == [(boss.id, "name-changed", ana.id, "", {})]
    admin.submit(page, "Change the name")
    assert len(acts()) == 1
    assert make.rows(select(Person.certificate_name).where(Person.id == ana.id)) == [("Anna Ilieva",)]


@pytest.mark.parametrize("name", ["", "  ", "x" * 201], ids=["none", "blanks", "too long"])
def test_what_can_be_no_name_is_said_beside_its_field(make: Makers, admin: PageClient, ana: Person, acts: Acts, name: str) -> None:
    page = admin.submit(admin.page(where(ana)), "Change the name", {"name": name}, status=422)
    assert page.one("p", id="name-error").text.startswith("Error: ")
    assert (page.h1, acts()) == ("Ana Ilieva", [])


def test_a_name_that_the_person_chose_for_certificates_stays(make: Makers, admin: PageClient, ana: Person) -> None:
    with make.app.app_context(), unit_of_work():
        set_certificate_name(ana.id, "Анна Илиева", now=make.now)
    admin.submit(admin.page(where(ana)), "Change the name", {"name": "Anna Ilieva"})
    named = make.rows(select(Person.name, Person.certificate_name).where(Person.id == ana.id))
    assert named == [("Anna Ilieva", "Анна Илиева")]


def test_another_role_ends_the_sign_ins_of_the_account(
    make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts
) -> None:
    browser = make.client(ana)
    assert browser.get("/learn/").status_code == 200
    page = admin.submit(admin.page(where(ana)), "Change the role", {"role": "trainer"})
    assert "Trainer" in page.one("dl").text
    assert browser.get("/learn/").status_code == 302
    assert acts() == [(boss.id, "role-changed", ana.id, "", {"role": ["learner", "trainer"]})]


def test_a_suspended_account_is_signed_out_and_stays_out_until_it_is_lifted(
    make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts
) -> None:
    browser = make.client(ana)
    asked = admin.follow(admin.page(where(ana)), "Suspend this account")
    assert acts() == []
    page = admin.submit(asked, "Suspend the account")
    assert "This account has been suspended since 21 November 2026." in page.text
    make.sign_in(browser, ana)
    assert browser.get("/learn/").status_code == 302
    admin.submit(page, "Lift the suspension")
    assert browser.get("/learn/").status_code == 200
    assert [each[:3] for each in acts()] == [
        (boss.id, "account-suspended", ana.id), (boss.id, "suspension-lifted", ana.id)
    ]  # fmt: skip


def test_a_sign_in_from_before_a_suspension_is_worth_nothing_after_it(make: Makers, admin: PageClient, ana: Person) -> None:
    browser = make.client(ana)
    admin.send(where(ana, "suspension"))
    admin.send(where(ana, "suspension/end"))
    assert browser.get("/learn/").location == "/account/sign-in?next=/learn/"


@pytest.mark.parametrize("what", ["role", "suspension"])
def test_nobody_does_it_to_their_own_account(make: Makers, admin: PageClient, boss: Person, acts: Acts, what: str) -> None:
    make.person(role="admin", password=PASSWORD)
    assert admin.send(where(boss, what), {"role": "learner"}).status_code == 409
    assert [button for button in admin.page(where(boss)).buttons() if "role" in button or "Look" in button] == []
    assert (tuple(make.rows(select(Person.role, Person.suspended_at).where(Person.id == boss.id))[0]), acts()) == (("admin", None), [])


@pytest.mark.parametrize("do", [partial(change_role, role="learner"), suspend], ids=["another role", "suspended"])
def test_the_last_administrator_stays_one_on_the_command_line_too(app: Flask, make: Makers, boss: Person, do: partial[None]) -> None:
    make.person(role="admin")  # who has no password, so nobody could sign in any more
    make.person(role="admin", password=PASSWORD, suspended=True)
    with app.app_context(), pytest.raises(Refused) as refused, unit_of_work():
        do(boss.id, by=None, now=make.now)
    assert refused.value.reason is Refusal.LAST_ADMINISTRATOR
    make.person(role="admin", password=PASSWORD)
    with app.app_context(), unit_of_work():
        do(boss.id, by=None, now=make.now)


@pytest.mark.slow
def test_two_administrators_who_remove_each_other_leave_one(app: Flask, make: Makers, boss: Person, acts: Acts) -> None:
    other = make.person(role="admin", password=PASSWORD)

    def demote(who: Person, by: Person) -> str:
        with app.app_context():
            try:
                with unit_of_work():
                    change_role(who.id, "learner", by=by.id, now=make.now)
            except Refused as refused:
                return refused.reason.value
        return "done"

    answers = at_once([partial(demote, boss, other), partial(demote, other, boss)])
    assert sorted(answers) == ["done", "no-longer-administrator"]
    assert len(make.rows(select(Person.id).where(Person.role == "admin"))) == 1
    assert len(acts()) == 1


def test_one_sign_in_is_ended_or_all_of_them(make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts) -> None:
    browsers = [make.client(ana) for _ in range(3)]
    uid = make.rows(select(SignIn.uid).where(SignIn.person_id == ana.id))[0].uid
    assert admin.send(where(ana, f"sign-ins/{uid}/end")).status_code == 303
    assert sorted(each.get("/learn/").status_code for each in browsers) == [200, 200, 302]
    admin.submit(admin.page(where(ana)), "End all sign-ins")
    assert [each.get("/learn/").status_code for each in browsers] == [302, 302, 302]
    assert acts() == [(boss.id, "sign-in-ended", ana.id, uid, {}), (boss.id, "sign-ins-ended", ana.id, "", {})]
    assert admin.get("/admin/").status_code == 200


def test_nobody_ends_a_sign_in_under_somebody_elses_name(make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts) -> None:
    uid = make.rows(select(SignIn.uid).where(SignIn.person_id == boss.id))[0].uid
    admin.send(where(ana, f"sign-ins/{uid}/end"))
    assert (admin.get("/admin/").status_code, acts()) == (200, [])


def test_somebody_is_enrolled_even_in_a_course_for_invited_people(
    make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts
) -> None:
    make.course(visibility="invited")
    page = admin.submit(admin.page(where(ana)), "Enrol this person", {"course": COURSE})
    assert "Ana Ilieva is enrolled." in page.notices
    assert make.client(ana).get(f"/learn/{COURSE}/").status_code == 200
    assert acts() == [(boss.id, "enrolled-by-other", ana.id, COURSE, {})]
    admin.send(where(ana, "enrolments"), {"course": COURSE})
    assert (len(make.rows(select(Enrolment.id))), len(acts())) == (1, 1)


def test_an_enrolment_is_ended_and_all_that_was_done_in_it_is_kept(
    make: Makers, admin: PageClient, boss: Person, ana: Person, acts: Acts
) -> None:
    course = make.course()
    made = make.enrolment(ana, course)
    make.done(made, course, LESSONS[0])
    before = make.rows(select(Record.id, Record.verb))
    asked = admin.follow(admin.page(where(ana)), "Withdraw")
    assert (make.rows(select(Enrolment.state)), acts()) == ([("active",)], [])
    page = admin.submit(asked, "End the enrolment")
    assert "Withdrawn" in page.text
    assert make.client(ana).get(f"/learn/{COURSE}/").status_code == 403
    assert acts() == [(boss.id, "withdrawn-by-other", ana.id, COURSE, {})]
    after = make.rows(select(Record.id, Record.verb).order_by(Record.id))
    assert (after[: len(before)], [row.verb for row in after[len(before) :]]) == (before, ["withdrew"])
    assert make.rows(select(ActivityState.state)) == [("done",)]
    admin.submit(page, "Enrol this person", {"course": COURSE})
    assert make.rows(select(Enrolment.nth, Enrolment.state).order_by(Enrolment.nth)) == [(1, "withdrawn"), (2, "active")]


def test_what_was_completed_is_never_withdrawn(make: Makers, admin: PageClient, ana: Person, acts: Acts) -> None:
    course = make.course()
    made = make.enrolment(ana, course)
    make.complete(made, course)
    assert admin.send(where(ana, f"enrolments/{made.uid}/withdrawal")).status_code == 409
    assert (make.rows(select(Enrolment.state)), acts()) == ([("completed",)], [])
    assert "Withdraw" not in [name.split(":")[0] for name in admin.page(where(ana)).links()]


def test_an_enrolment_is_ended_only_under_the_name_of_its_owner(make: Makers, admin: PageClient, ana: Person) -> None:
    made = make.enrolment(make.person(), make.course())
    assert admin.send(where(ana, f"enrolments/{made.uid}/withdrawal")).status_code == 404
    assert make.rows(select(Enrolment.state)) == [("active",)]
