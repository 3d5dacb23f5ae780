"""People are told who sees what, by the very permissions that are checked: typed here by hand, in both languages."""

import pytest
from flask import Flask

from lms.domain.people import permissions
from lms.domain.people import service as people
from lms.domain.people.permissions import PERMISSIONS, TOLD, Permission, Relation
from lms.domain.people.phrases import WHAT, WHO
from lms.platform.database import unit_of_work
from lms.web.shell.guards import Guard
from lms.web.shell.languages import speak
from lms.web.shell.who_sees import who_sees
from tests.makers import COURSE, PRACTICE, TEST, Makers

SENTENCES = {
    Permission.SEE_NAME: (
        "Your name is seen by you, those who teach your courses and the administrators of this site.",
        "Името ви е видимо за вас, за преподавателите на вашите курсове и за администраторите на сайта.",
    ),
    Permission.SEE_EMAIL: (
        "Your e-mail address is seen by you and the administrators of this site.",
        "Имейл адресът ви е видим за вас и за администраторите на сайта.",
    ),
    Permission.SEE_PROGRESS: (
        "How far you have got is seen by you and the administrators of this site.",
        "Напредъкът ви е видим за вас и за администраторите на сайта.",
    ),
    Permission.SEE_RESULT: (
        "Your results are seen by you and the administrators of this site.",
        "Резултатите ви са видими за вас и за администраторите на сайта.",
    ),
    Permission.ANSWER: ("Your answers are seen by you alone.", "Отговорите ви са видими само за вас."),
    Permission.MARK: (
        "The long answers that a person marks are read by those who teach your courses and the administrators of this site.",
        "Дългите отговори, които оценява човек, са видими за преподавателите на вашите курсове и за администраторите на сайта.",
    ),
    Permission.MEND_KEY: (
        "What you type in a quiz is read too, without your name, by those who teach your courses and the administrators of this site: so right answers that nobody had thought of are accepted.",
        "Онова, което пишете в тест, е видимо и за преподавателите на вашите курсове и за администраторите на сайта, но без името ви: така се приемат верни отговори, за които никой не се е сетил.",
    ),
    Permission.SEE_ANALYSIS: (
        "What people answer in quizzes and surveys is seen, all together and without names, by those who teach your courses and the administrators of this site.",
        "Отговорите на тестовете и анкетите, всички заедно и без имена, са видими за преподавателите на вашите курсове и за администраторите на сайта.",
    ),
    Permission.SEE_NOTES: ("Your notes are seen by you alone.", "Бележките ви са видими само за вас."),
    Permission.SEE_CERTIFICATE: (
        "Your certificate, with your name on it, is seen by everybody who knows its address.",
        "Удостоверението ви, с името ви в него, е видимо за всеки, който знае адреса му.",
    ),
}


def sentences(app: Flask, language: str, *asked: Permission) -> list[str]:
    with app.test_request_context():
        speak(language)
        return who_sees(*asked)


@pytest.mark.parametrize(("place", "language"), [(0, "en"), (1, "bg")], ids=["English", "Bulgarian"])
def test_what_people_are_told(app: Flask, place: int, language: str) -> None:
    assert sentences(app, language) == [each[place] for each in SENTENCES.values()]


def test_a_relation_that_is_added_to_a_permission_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    more = PERMISSIONS[Permission.SEE_RESULT] | {Relation.HAS_ADDRESS}
    monkeypatch.setitem(permissions.PERMISSIONS, Permission.SEE_RESULT, more)
    assert sentences(app, "en", Permission.SEE_RESULT) == [
        "Your results are seen by you, everybody who knows its address and the administrators of this site."
    ]
    monkeypatch.setitem(permissions.PERMISSIONS, Permission.SEE_RESULT, frozenset({Relation.OWNER}))
    assert sentences(app, "bg", Permission.SEE_RESULT) == ["Резултатите ви са видими само за вас."]


def test_every_permission_that_is_told_has_its_sentence_and_each_of_its_relations_a_phrase() -> None:
    assert (list(WHAT), set(TOLD)) == (list(TOLD), set(SENTENCES))
    assert {relation for permission in TOLD for relation in PERMISSIONS[permission]} <= set(WHO)


def test_what_shows_people_asks_for_the_permissions_that_they_are_told_of(app: Flask) -> None:
    """Sentence and guard cannot differ: a report checks all that it shows, and whoever administers sees no more than is told."""
    shows = (Permission.SEE_NAME, Permission.SEE_EMAIL, Permission.SEE_PROGRESS, Permission.SEE_RESULT)
    guards = {endpoint: view.guard for endpoint, view in app.view_functions.items()}  # type: ignore[attr-defined]
    report, certificate = Guard(Permission.SEE_REPORTS, shows), Guard(Permission.SEE_CERTIFICATE)
    assert {endpoint: guard for endpoint, guard in guards.items() if endpoint.startswith(("reports.", "certificates."))} == {
        "reports.progress": report,
        "reports.progress_csv": report,
        "certificates.certificate": certificate,
        "certificates.pdf": certificate,
    }
    for permission in shows:
        assert PERMISSIONS[Permission.SEE_REPORTS] | PERMISSIONS[Permission.ADMINISTER] <= PERMISSIONS[permission]


@pytest.mark.parametrize("permission", [Permission.SEE_RESULT, Permission.SEE_EMAIL], ids=["results", "addresses"])
def test_a_report_is_shown_to_nobody_who_may_not_see_all_of_it(
    make: Makers, monkeypatch: pytest.MonkeyPatch, permission: Permission
) -> None:
    admin = make.client(make.person(role="admin"))
    admin.page("/reports/progress")
    monkeypatch.setitem(permissions.PERMISSIONS, permission, frozenset({Relation.OWNER}))
    admin.page("/reports/progress", 403)
    assert admin.get("/reports/progress.csv").status_code == 403


def test_it_stands_beside_the_button_to_enrol_and_on_the_rules_of_every_quiz(make: Makers) -> None:
    make.course()
    page = make.client(make.person()).page(f"/courses/{COURSE}/")
    told = [SENTENCES[each][0] for each in (Permission.SEE_PROGRESS, Permission.SEE_RESULT, Permission.ANSWER)]
    told += [SENTENCES[each][0] for each in (Permission.MEND_KEY, Permission.SEE_NOTES, Permission.SEE_CERTIFICATE)]
    form = page.one("form", action=f"/courses/{COURSE}/enrolment")
    assert [node.text for node in form.all("p")] == [" ".join(told)]
    learner = make.learner(make.course())
    for quiz in (PRACTICE, TEST):
        rules = learner.page(f"/learn/{COURSE}/{quiz}/").one("ul", class_="rules").all("li")
        assert [node.text for node in rules][-3:] == [SENTENCES[each][0] for each in (Permission.ANSWER, Permission.MEND_KEY, Permission.SEE_RESULT)]


def test_an_administrator_who_looks_as_somebody_else_sees_no_answers(make: Makers) -> None:
    course, writer, admin = make.course(), make.person(), make.person(role="admin")
    make.enrolment(writer, course)
    own = make.client(writer)
    where = own.send(f"/learn/{COURSE}/{TEST}/attempts").location
    looking = make.client()
    with make.app.app_context(), unit_of_work():
        looking.set_cookie("sid", people.sign_in(admin.id, instead_of=None, seen_as=writer.id, now=make.now))
    assert (own.get(where).status_code, looking.get(where).status_code) == (200, 404)


def test_it_stands_in_the_profile_whole(make: Makers) -> None:
    told = make.client(make.person()).page("/account/profile").one("section", **{"aria-labelledby": "who-sees"})
    assert [each.text for each in told.all("li")] == [english for english, _ in SENTENCES.values()]
