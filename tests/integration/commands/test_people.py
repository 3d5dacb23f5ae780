"""Accounts and enrolments from the command line: said what was done, nothing changed when repeated."""

import pytest
from sqlalchemy import func, select

from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.people.passwords import password_matches
from lms.domain.records.models import Audit
from tests.integration.commands.conftest import Lms
from tests.makers import COURSE, PASSWORD, Makers
from tests.support import a_guide

ANA = ("people", "add", "ana@example.org", "--name", "Ana Ilieva")
SECRET = "a quiet sentence for Ana"


def people_of(make: Makers) -> list[tuple[str, str, str]]:
    return [
        tuple(row) for row in make.rows(select(Person.name, Person.email, Person.role).order_by(Person.id))
    ]


def test_an_account_is_made_as_it_was_asked_for(lms: Lms, make: Makers) -> None:
    said = lms(
        "people",
        "add",
        " Ana@Example.org",
        "--name",
        "Ана  Илиева",
        "--role",
        "trainer",
        "--password-stdin",
        typed=f"{SECRET}\n",
    )
    assert (said.status, said.out, said.err) == (0, "added Ana@Example.org trainer\n", "")
    assert people_of(make) == [("Ана Илиева", "Ana@Example.org", "trainer")]
    kept = make.rows(select(Person.password_hash))[0][0]
    assert password_matches(SECRET, kept)


def test_an_account_without_a_password_is_said_to_be_closed(lms: Lms, make: Makers) -> None:
    said = lms(*ANA)
    assert (said.status, said.out) == (0, "added ana@example.org learner\n")
    assert said.err == (
        "The account has no password, so nobody can sign in to it."
        " To give it one, run: lms people password ana@example.org\n"
    )
    assert make.rows(select(Person.password_hash))[0][0] is None


def test_adding_somebody_again_changes_nothing(lms: Lms, make: Makers) -> None:
    lms(*ANA)
    said = lms("people", "add", "ANA@example.org", "--name", "Ana Ilieva")
    assert (said.status, said.out, said.err) == (0, "unchanged ana@example.org learner\n", "")
    assert make.rows(select(Person.email, Person.password_hash)) == [("ana@example.org", None)]


def test_adding_somebody_again_with_their_own_password_is_nothing_new(lms: Lms) -> None:
    for word in ("added", "unchanged"):
        said = lms(*ANA, "--password-stdin", typed=SECRET)
        assert (said.status, said.out, said.err) == (0, f"{word} ana@example.org learner\n", "")


def test_adding_somebody_again_with_another_password_says_how_to_change_it(lms: Lms, make: Makers) -> None:
    lms(*ANA)
    said = lms(*ANA, "--password-stdin", typed=SECRET)
    assert (said.status, said.out) == (1, "unchanged ana@example.org learner\n")
    assert said.err.endswith("its password was not changed. To change it, run: lms people password ana@example.org\n")
    assert make.rows(select(Person.password_hash)) == [(None,)]


def test_a_new_password_lets_somebody_in_and_ends_what_began_with_the_old_one(lms: Lms, make: Makers) -> None:
    ana = make.person(email="ana@example.org", password=PASSWORD)
    browser, other = make.client(ana), make.client(make.person())
    said = lms("people", "password", "Ana@Example.org", "--password-stdin", typed=f"{SECRET}\n")
    assert (said.status, said.out, said.err) == (0, "changed ana@example.org\n", "")
    assert password_matches(SECRET, make.rows(select(Person.password_hash).where(Person.id == ana.id))[0][0])
    assert (browser.get("/learn/").status_code, other.get("/learn/").status_code) == (302, 200)


@pytest.mark.parametrize(
    ("email", "typed", "status", "sentence"),
    [
        pytest.param("nobody@example.org", SECRET, 2, "There is no account with the address nobody@example.org.", id="nobody"),
        pytest.param("ana@example.org", "too short", 2, "A password needs at least 15 characters. A short sentence is easy to remember.", id="short"),
        pytest.param("ana@example.org", None, 2, "No password was given. Type one at a terminal, or send it with --password-stdin.", id="none"),
    ],
)  # fmt: skip
def test_what_is_no_password_changes_nothing(lms: Lms, make: Makers, email: str, typed: str | None, status: int, sentence: str) -> None:
    make.person(email="ana@example.org", password=PASSWORD)
    kept = make.rows(select(Person.password_hash))
    said = lms("people", "password", email, *(["--password-stdin"] if typed else []), typed=typed)
    assert (said.status, said.out, said.err.removeprefix("Error: ")) == (status, "", f"{sentence}\n")
    assert make.rows(select(Person.password_hash)) == kept


def test_real_people_are_not_let_onto_a_site_of_made_up_ones(lms: Lms, make: Makers) -> None:
    make.person(is_demo=True)
    said = lms(*ANA)
    assert (said.status, said.out) == (2, "")
    assert "set LMS_INSTANCE" in said.err
    assert len(people_of(make)) == 1


def test_adding_somebody_again_as_somebody_else_changes_nothing_and_says_so(lms: Lms, make: Makers) -> None:
    lms(*ANA)
    said = lms("people", "add", "ana@example.org", "--name", "Ana Ilieva", "--role", "admin")
    assert (said.status, said.out) == (1, "unchanged ana@example.org learner\n")
    assert (
        said.err == "ana@example.org has an account already, as Ana Ilieva (learner); it was not changed.\n"
    )
    assert people_of(make) == [("Ana Ilieva", "ana@example.org", "learner")]


def test_a_short_password_makes_no_account(lms: Lms, make: Makers) -> None:
    said = lms(*ANA, "--password-stdin", typed="tiny\n")
    assert (said.status, said.out) == (2, "")
    assert (
        said.err == "Error: A password needs at least 15 characters. A short sentence is easy to remember.\n"
    )
    assert people_of(make) == []


def test_a_role_that_does_not_exist_is_a_mistake_of_usage(lms: Lms, make: Makers) -> None:
    assert lms(*ANA, "--role", "queen").status == 2
    assert people_of(make) == []


def test_everybody_named_is_enrolled_once(lms: Lms, make: Makers) -> None:
    make.course()
    for name in ("ana", "boris"):
        make.person(email=f"{name}@example.org")
    said = lms("enrol", COURSE, "ana@example.org", "ana@example.org")
    assert (said.status, said.out, said.err) == (0, "enrolled ana@example.org\n", "")
    said = lms("enrol", COURSE, "ana@example.org", "Boris@example.org")
    assert (said.status, said.out, said.err) == (
        0,
        "already enrolled ana@example.org\nenrolled Boris@example.org\n",
        "",
    )
    assert make.rows(select(func.count()).select_from(Enrolment)) == [(2,)]


def test_who_has_no_account_is_named_and_the_others_are_enrolled(lms: Lms, make: Makers) -> None:
    make.course()
    make.person(email="ana@example.org")
    said = lms("enrol", COURSE, "nobody@example.org", "ana@example.org")
    assert (said.status, said.out) == (1, "no account nobody@example.org\nenrolled ana@example.org\n")
    assert said.err.splitlines() == [
        "There is no account with the address nobody@example.org.",
        "Accounts are made with: lms people add EMAIL --name NAME",
    ]


def test_enrolling_nobody_who_exists_could_not_be_done(lms: Lms, make: Makers) -> None:
    make.course()
    said = lms("enrol", COURSE, "nobody@example.org")
    assert (said.status, said.out) == (2, "no account nobody@example.org\n")


def test_enrolling_in_a_course_that_does_not_exist_could_not_be_done(lms: Lms, make: Makers) -> None:
    make.person(email="ana@example.org")
    said = lms("enrol", "no-such-course", "ana@example.org")
    assert (said.status, said.out) == (2, "")
    assert said.err == "Error: There is no published course no-such-course. Run: lms library publish\n"


def test_a_role_is_changed_and_the_sign_ins_are_ended(lms: Lms, make: Makers) -> None:
    ana = make.person(email="ana@example.org")
    browser = make.client(ana)
    said = lms("people", "role", "Ana@example.org", "trainer")
    assert (said.status, said.out) == (0, "changed ana@example.org trainer\n")
    assert lms("people", "role", "ana@example.org", "trainer").out == "unchanged ana@example.org trainer\n"
    assert browser.get("/learn/").status_code == 302
    assert make.rows(select(Audit.actor_id, Audit.action, Audit.person_id)) == [(None, "role-changed", ana.id)]


def test_an_account_is_suspended_and_the_suspension_lifted(lms: Lms, make: Makers) -> None:
    ana = make.person(email="ana@example.org")
    assert lms("people", "suspend", "ana@example.org").out == "suspended ana@example.org\n"
    again = lms("people", "suspend", "ana@example.org")
    assert (again.status, again.err) == (2, "Error: This account is suspended already.\n")
    assert lms("people", "lift", "ana@example.org").out == "lifted ana@example.org\n"
    acts = make.rows(select(Audit.action, Audit.person_id).order_by(Audit.id))
    assert acts == [("account-suspended", ana.id), ("suspension-lifted", ana.id)]


@pytest.mark.parametrize("words", [("role", "boss@example.org", "learner"), ("suspend", "boss@example.org")], ids=["role", "suspend"])
def test_the_last_administrator_cannot_be_removed(lms: Lms, make: Makers, words: tuple[str, ...]) -> None:
    make.person(email="boss@example.org", role="admin", password=PASSWORD)
    said = lms("people", *words)
    assert (said.status, said.err) == (
        2, "Error: No other administrator could sign in. Make somebody else an administrator first.\n"
    )  # fmt: skip
    assert make.rows(select(Person.role, Person.suspended_at)) == [("admin", None)]


def test_enrolling_in_a_guide_is_refused_in_a_sentence(lms: Lms, make: Makers) -> None:
    make.person(email="ana@example.org")
    said = lms("enrol", a_guide.publish(make), "ana@example.org")
    assert (said.status, said.out, said.err) == (2, "", "Error: This is a guide: it is read without enrolling.\n")
