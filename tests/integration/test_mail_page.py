"""The administrator's page about mail: how letters leave, what waits and what has failed, and what can be done about it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.assembly import LETTERS
from lms.domain.courses.models import Edition, Staff
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt, FurtherAttempt, Regrade, Regraded
from lms.domain.records.models import Audit
from lms.domain.site.models import SiteSetting
from lms.kernel.clock import SetClock
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from lms.web.admin import mail as page_of_mail
from lms.web.mail.letters import post
from tests.makers import PASSWORD, TEST, Makers
from tests.support.client import PageClient
from tests.support.letters import SITE, Post, send_through
from tests.support.mail_server import mail_server
from tests.support.pages import Page
from tests.support.postbox import letters
from tests.support.registering import EMAIL, NAME, OTHER, forget, register, type_code


@pytest.fixture
def mail(app: Flask, make: Makers, clock: SetClock) -> Post:
    """Return the way of letters in this school."""
    return Post(app, make, clock)


@pytest.fixture
def admin(make: Makers) -> PageClient:
    """Return the browser of an administrator."""
    return make.client(make.person(name="Root", role="admin"))


def alarms(page: Page) -> list[str]:
    return [node.text for node in page.main.all("p", class_="is-alarm")]


@pytest.mark.parametrize("where", ["/admin/", "/admin/registrations"])
@pytest.mark.parametrize(
    ("given", "says_so", "is_alarm"),
    [
        pytest.param({}, True, False, id="tried on one machine"),
        pytest.param({"base_url": SITE}, True, True, id="open to everybody"),
        pytest.param({"base_url": SITE, "mail_url": "smtp://mail.example.eu"}, False, False, id="with a mail server"),
    ],
)
def test_where_letters_reach_nobody_administrators_are_told_where_they_look(
    admin: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch, where: str, given: dict[str, str], says_so: bool, is_alarm: bool
) -> None:
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **given))
    page = admin.page(where)
    said = [node.text for node in page.main.all("p", class_="notice") if node.text.startswith("Letters reach nobody")]
    assert (bool(said), bool(alarms(page))) == (says_so, is_alarm)


def test_without_letters_the_page_says_so(admin: PageClient, app: Flask) -> None:
    page = admin.page("/admin/mail")
    assert "No letter is waiting." in page.text
    assert "No letter has failed." in page.text
    assert str(app.extensions["settings"].outbox) in page.text
    assert alarms(page) == []


def test_the_mail_server_is_shown_and_its_password_is_not(admin: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    given = replace(app.extensions["settings"], mail_url="smtp://user-name:hush-hush@mail.example.eu")
    monkeypatch.setitem(app.extensions, "settings", given)
    page = admin.page("/admin/mail")
    assert "smtp://mail.example.eu:587" in page.text
    assert [secret for secret in ("hush-hush", "user-name") if secret in page.html] == []


def test_what_waits_and_what_failed_is_listed_with_whom_it_is_for(mail: Post, admin: PageClient) -> None:
    reader = mail.make.person(name="Ana Ilieva", email="ana@example.org")
    mail.make.letter(reader)
    mail.make.letter(reader, failed=True)
    waiting, failed = admin.page("/admin/mail").all("ul", class_="entries")
    assert waiting.text.startswith("Test letter Ana Ilieva <ana@example.org> Waiting since 21 Nov 2026, 11:42 0 tries Try again")
    assert "The mail server does not take this letter. 550 No such user" in failed.text


def test_every_kind_of_letter_has_a_name() -> None:
    assert set(page_of_mail.NAMES) == set(LETTERS)


def _of_attempts(mail: Post, reader: Person) -> None:
    """Have the letters posted that are about attempts: to a trainer, and to the learner."""
    make, now = mail.make, mail.make.now
    trainer = make.person(name="Tess", email="tess@example.org")
    enrolled = make.rows(select(Enrolment.id, Enrolment.course_id).where(Enrolment.person_id == reader.id))[0]
    with mail.app.app_context(), unit_of_work() as session:
        session.add(Staff(course_id=enrolled.course_id, person_id=trainer.id, part="teacher"))
        edition = session.scalars(select(Edition.id)).first()
        sent = {"quiz_key": TEST, "enrolment_id": enrolled.id, "edition_id": edition, "seed": "0" * 32, "began_at": now, "submitted_at": now, "mark_num": 1, "mark_den": 2}
        attempt, regrade = Attempt(uid="a" * 32, nth=1, **sent), Regrade(uid="b" * 32, course_id=enrolled.course_id, edition_id=edition, at=now, reason="?", may_lower=False)
        session.add_all([attempt, regrade])
        session.flush()
        session.add(Regraded(regrade_id=regrade.id, attempt_id=attempt.id, old_num=1, old_den=4, new_num=1, new_den=2))
        for number, answer in enumerate((None, True)):
            decided = {"decided_at": now if answer else None, "is_granted": answer}
            session.add(FurtherAttempt(uid=f"{number:032x}", enrolment_id=enrolled.id, quiz_key=TEST, words="", made_at=now, reason="", **decided))
        session.flush()
        post("attempt-asked", "attempt-asked:1", {"request": f"{0:032x}", "person": trainer.id, "again": False}, now=now)
        post("attempt-decided", "attempt-decided:1", {"request": f"{1:032x}", "person": reader.id}, now=now)
        post("texts-marked", "texts-marked:1", {"attempt": "a" * 32, "person": reader.id}, now=now)
        post("regrade", "regrade:1", {"regrade": "b" * 32, "person": reader.id}, now=now)


def a_letter_of_each_kind(mail: Post) -> dict[str, str]:
    """Have a letter of each kind posted as the program does, and return to whom each goes."""
    make, ana = mail.make, mail.make.person(name="Ana Ilieva", email="ana@example.org", password=PASSWORD)
    admin = make.client(make.person(name="Zoe", role="admin"))
    admin.send("/admin/people/new", {"name": "Ines", "email": "ines@example.org", "role": "learner", "language": "en"})
    register(make.client())
    forget(make.client(), "somebody@else.example")
    hers = make.client(ana)
    hers.send("/account/security/password", {"password-present": PASSWORD, "password-new": OTHER})
    hers.send("/account/security/email", {"email-email": "ana@new.example", "email-password": OTHER})
    type_code(hers, letters(mail.app, to="ana@new.example")[-1].code)
    make.client().send("/accessibility/report", {"body": "The list jumps.", "page": "", "reply_to": ""})
    reader = make.person(name="Rita", email="rita@example.org")
    make.enrolment(reader, make.course())
    make.notice()
    mail.make.letter(ana)
    _of_attempts(mail, reader)
    return {
        "Notice of a new account": "Ines <ines@example.org>",
        "Confirmation of a new account": f"{NAME} <{EMAIL}>",
        "New password": "somebody@else.example",
        "Notice that the password was changed": "Ana Ilieva <ana@new.example>",
        "Confirmation of a new address": "ana@new.example",
        "Notice that the address was changed": "ana@example.org",
        "Report of a barrier": "help@example.org",
        "Notice to the readers of a course": "Rita <rita@example.org>",
        "Test letter": "Ana Ilieva <ana@new.example>",
        "Wish for another attempt": "Tess <tess@example.org>",
        "Answer to a wish for another attempt": "Rita <rita@example.org>",
        "A test is marked": "Rita <rita@example.org>",
        "A result has changed": "Rita <rita@example.org>",
    }


def test_a_letter_of_each_kind_shows_whom_it_is_for(mail: Post, admin: PageClient) -> None:
    with mail.app.app_context(), unit_of_work() as session:
        session.add(SiteSetting(name="contact_address", value="help@example.org", changed_at=mail.make.now))
    expected = a_letter_of_each_kind(mail)
    rows = admin.page("/admin/mail").one("ul", class_="entries").all("li")
    assert sorted(row.all("span")[0].text for row in rows) == sorted(f"{kind} {reader}" for kind, reader in expected.items())
    assert len(expected) == len(LETTERS)


def test_a_letter_to_nobody_any_more_shows_nobody(mail: Post, admin: PageClient) -> None:
    mail.make.letter(mail.make.person(role="admin", suspended=True))
    with mail.app.app_context(), unit_of_work():
        post("reset", "reset:gone", {"confirmation": 4711}, now=mail.make.now)
    rows = admin.page("/admin/mail").one("ul", class_="entries").all("li")
    assert [row.all("span")[0].text for row in rows] == ["Test letter", "New password"]


def test_a_letter_that_failed_is_tried_again(mail: Post, admin: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    key = mail.make.letter(failed=True)
    admin.submit(admin.page("/admin/mail"), "Try again")
    with mail_server().open() as server:
        send_through(app, monkeypatch, server)
        assert (mail.deliver(), len(server.arrived)) == (1, 1)
    assert mail.job(key)["failed_at"] is None


def test_a_letter_that_waits_for_its_next_try_need_not_wait(mail: Post, admin: PageClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    server = mail_server()
    send_through(app, monkeypatch, server)
    key = mail.make.letter()
    working = mail.worker()
    working.work()
    page = admin.page("/admin/mail")
    assert "next try: 21 Nov 2026" in page.text
    assert "The mail server cannot be reached. Connection refused" in page.text
    admin.submit(page, "Try again")
    with server.open():
        assert (mail.deliver(), mail.job(key)["done_at"]) == (1, mail.clock.now())


def test_a_letter_that_is_given_up_is_never_sent(mail: Post, admin: PageClient) -> None:
    mail.make.letter()
    page = admin.submit(admin.page("/admin/mail"), "Give up")
    assert page.notices[0] == "The letter will not be sent."
    assert (mail.deliver(), mail.jobs()[0].body) == (0, {})
    assert "No letter is waiting." in page.text


def test_all_that_failed_can_be_tried_again_at_once(mail: Post, admin: PageClient) -> None:
    for _ in range(3):
        mail.make.letter(failed=True)
    page = admin.submit(admin.page("/admin/mail"), "Try all of them again")
    assert page.notices[0] == "3 letters are tried again now."
    assert mail.still_waiting() == 3


@pytest.mark.parametrize("verb", ["again", "given-up"])
def test_a_letter_that_has_left_cannot_be_called_back(mail: Post, admin: PageClient, verb: str) -> None:
    key = mail.make.letter()
    mail.deliver()
    before = mail.jobs()
    assert admin.send(f"/admin/mail/letters/{key}/{verb}").status_code == 303
    assert (mail.jobs(), actions(mail)) == (before, [])


def actions(mail: Post) -> list[tuple[str, str]]:
    return [(row.action, row.object) for row in mail.make.rows(select(Audit.action, Audit.object).order_by(Audit.id))]


def test_what_an_administrator_does_stands_in_the_audit_log(mail: Post, admin: PageClient) -> None:
    first, second = mail.make.letter(), mail.make.letter(failed=True)
    ids = [str(row.id) for row in mail.make.rows(select(Job.id).order_by(Job.id))]
    admin.send(f"/admin/mail/letters/{first}/given-up")
    admin.send(f"/admin/mail/letters/{second}/again")
    admin.send("/admin/mail/test")
    mail.make.letter(failed=True)
    admin.send("/admin/mail/failed/again")
    assert actions(mail) == [("letter-given-up", ids[0]), ("letter-tried-again", ids[1]), ("test-letter-posted", ""), ("failed-letters-tried-again", "")]


def test_test_letters_are_limited(mail: Post, admin: PageClient) -> None:
    for _ in range(12):
        admin.send("/admin/mail/test")
    assert len(mail.jobs()) == 10
    assert alarms(admin.page("/admin/mail"))[0].startswith("You have sent many test letters.")


@pytest.mark.parametrize(
    ("minutes", "tries", "is_late"),
    [
        pytest.param(11, 0, True, id="nobody delivers"),
        pytest.param(11, 3, True, id="tried in vain"),
        pytest.param(9, 1, False, id="not for long yet"),
    ],
)
def test_both_pages_warn_when_letters_do_not_leave(mail: Post, admin: PageClient, minutes: int, tries: int, is_late: bool) -> None:
    mail.make.letter()
    with mail.app.app_context(), unit_of_work() as session:
        session.execute(update(Job).values(tries=tries))
    mail.wait(minutes=minutes)
    for where in ("/admin/", "/admin/mail"):
        found = alarms(admin.page(where))
        assert [words.startswith("A letter has been waiting since 21 November 2026, 11:42") for words in found] == [True] * is_late


@pytest.mark.parametrize(("failures", "warns"), [(2, False), (3, True)])
def test_both_pages_warn_when_one_letter_after_the_other_is_refused(mail: Post, admin: PageClient, failures: int, warns: bool) -> None:
    for _ in range(failures):
        mail.make.letter(failed=True)
    with mail.app.app_context(), unit_of_work() as session:
        session.execute(update(Job).values(made_at=mail.clock.now().replace(hour=9)))
    for where in ("/admin/", "/admin/mail"):
        assert len(alarms(admin.page(where))) == int(warns)


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_page_asks_as_often_for_three_letters_as_for_one(
    mail: Post, admin: PageClient, queries: Callable[[int], AbstractContextManager[None]], how_many: int
) -> None:
    for _ in range(how_many):
        mail.make.letter()
        mail.make.letter(failed=True)
    admin.page("/admin/mail")  # what was asked of the settings of the site is kept from here on
    with queries(7):  # who asks, two lists with their lengths, whom they are for, and whether anything is amiss
        admin.page("/admin/mail")


def test_long_lists_have_pages_of_their_own(mail: Post, admin: PageClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_of_mail, "PER_PAGE", 2)
    for _ in range(5):
        mail.make.letter()
    page = admin.follow(admin.page("/admin/mail"), "Next page")
    assert "Page 2 of 3" in page.text
    assert len(page.one("ul", class_="entries").all("li")) == 2
    assert admin.page("/admin/mail?waiting=99").text.count("Page 3 of 3") == 1
    assert admin.page("/admin/mail?waiting=-1&failed=x").status == 200
