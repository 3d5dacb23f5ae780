"""Notices: what has changed is told to everybody who reads a course, in every edition and language, and in letters."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import select

from lms.domain.courses.models import Course, Notice
from lms.domain.people.models import Person
from lms.domain.records.models import Audit
from tests.integration.test_moving import RENAMED, revised
from tests.makers import COURSE, LESSONS, PRACTICE, TEST, Makers, files_of
from tests.support import a_guide
from tests.support.client import PageClient
from tests.support.pages import Page
from tests.support.postbox import attempted, letters
from tests.support.scenario import ACTIVITY as SCENARIO
from tests.support.scenario import WITH_SCENARIO

NEW = f"/admin/notices/{COURSE}/new"
HOME, PUBLIC = f"/learn/{COURSE}/", f"/courses/{COURSE}/"
DEADLINE = "Since 1 March the deadline is 30 days."
СРОК = "От 1 март срокът е 30 дни."
SENT = {"activity": "", "day": "2027-03-01", "text_en": DEADLINE, "text_bg": СРОК}


@pytest.fixture
def admin(make: Makers) -> PageClient:
    return make.client(make.person(role="admin", name="Eleni Markou"))


def publish(admin: PageClient, **fields: str) -> None:
    """Publish a notice about the whole course, or as the fields say."""
    answer = admin.send(NEW, {**SENT, **fields})
    assert (answer.status_code, answer.location) == (303, "/admin/notices")


def told(page: Page) -> list[str]:
    """Return the notices at the top of a page."""
    return [node.text for node in page.main.all("p", class_="is-told")]


def told_at(browser: PageClient, *places: str, language: str = "en") -> list[list[str]]:
    return [told(browser.page(place, language=language)) for place in places]


def test_a_notice_about_a_course_stands_on_its_pages_and_on_those_of_its_parts(make: Makers, admin: PageClient) -> None:
    learner = make.learner(make.course())
    places = (PUBLIC, HOME, f"{HOME}{LESSONS[0]}/", f"{HOME}{TEST}/")
    before = told_at(learner, *places)
    publish(admin)
    assert (before, told_at(learner, *places)) == ([[]] * 4, [[f"1 March 2027 {DEADLINE}"]] * 4)


def test_a_notice_about_a_lesson_stands_there_alone(make: Makers, admin: PageClient) -> None:
    learner = make.learner(make.course())
    publish(admin, activity=LESSONS[1])
    assert told_at(learner, PUBLIC, HOME, f"{HOME}{LESSONS[0]}/", f"{HOME}{LESSONS[1]}/") == [[], [], [], [f"1 March 2027 {DEADLINE}"]]


def test_strangers_who_read_the_page_of_a_course_are_told_too(make: Makers, admin: PageClient) -> None:
    make.course()
    publish(admin)
    assert told_at(make.client(), PUBLIC) == [[f"1 March 2027 {DEADLINE}"]]


def test_it_is_told_in_the_language_that_is_read_and_else_in_that_of_the_course(make: Makers, admin: PageClient) -> None:
    learner = make.learner(make.course())
    publish(admin)
    publish(admin, text_bg="", text_en="A second thing.", day="2027-04-01")
    page = learner.page(HOME, language="bg")
    assert told(page) == ["1 април 2027 г. A second thing.", f"1 март 2027 г. {СРОК}"]
    assert [node.get("lang") for node in page.main.all("span") if node.text in ("A second thing.", СРОК)] == ["en", ""]


def test_who_reads_an_older_edition_is_told_as_well_under_the_key_that_it_has_there(make: Makers, admin: PageClient) -> None:
    learner = make.learner(make.course())
    make.course(changed=revised())
    newcomer = make.learner(make.course(changed=revised()))
    publish(admin, activity=RENAMED)
    assert told_at(learner, f"{HOME}{LESSONS[0]}/") + told_at(newcomer, f"{HOME}{RENAMED}/") == [[f"1 March 2027 {DEADLINE}"]] * 2


def test_who_reads_a_newer_edition_is_told_what_was_said_of_the_older_key(make: Makers, admin: PageClient) -> None:
    make.course()
    publish(admin, activity=LESSONS[0])
    newcomer = make.learner(make.course(changed=revised()))
    assert told_at(newcomer, f"{HOME}{RENAMED}/") == [[f"1 March 2027 {DEADLINE}"]]


def test_it_makes_no_edition(make: Makers, admin: PageClient) -> None:
    course = make.course()
    publish(admin)
    assert make.course().edition == course.edition == "1.1"


def test_a_notice_that_is_taken_back_is_shown_no_more(make: Makers, admin: PageClient) -> None:
    learner = make.learner(make.course())
    publish(admin)
    publish(admin, text_en="A second thing.", text_bg="")
    page = admin.page("/admin/notices")
    admin.submit(page, f"Show it no more : {DEADLINE}")
    assert told_at(learner, HOME) == [["1 March 2027 A second thing."]]
    admin.submit(admin.page("/admin/notices"), "Show it no more : A second thing.")
    assert told_at(learner, HOME) == [[]]
    assert make.rows(select(Course.notices))[0].notices == ""


def addresses(make: Makers) -> list[str]:
    return sorted(letter.to for letter in letters(make.app))


def test_people_in_the_course_are_written_to_and_holders_only_if_it_says_so(make: Makers, admin: PageClient) -> None:
    course = make.course()
    make.learner(course, email="in@example.org")
    make.certificate(course, email="holder@example.org")
    make.person(email="stranger@example.org")
    publish(admin)
    alone = addresses(make)
    publish(admin, to_holders="y")
    assert (alone, addresses(make)) == (["in@example.org"], ["holder@example.org", "in@example.org", "in@example.org"])


def test_the_letter_says_it_in_the_readers_language(make: Makers, admin: PageClient) -> None:
    make.learner(make.course(), email="ana@example.org", language="bg")
    publish(admin)
    letter = letters(make.app)[0]
    assert (letter.language, letter.subject) == ("bg", "Нещо се промени в „Общината пита“")
    assert letter.paragraphs[1] == f"1 март 2027\N{NARROW NO-BREAK SPACE}г.: {СРОК}"
    assert letter.link.endswith(PUBLIC)


def test_nobody_is_written_to_about_what_was_taken_back_in_the_meantime(make: Makers, admin: PageClient) -> None:
    make.learner(make.course(), email="ana@example.org")
    publish(admin)
    admin.submit(admin.page("/admin/notices"), "Show it no more")
    assert attempted(make.app) == [None]


def test_guests_and_those_who_withdrew_get_no_letter(make: Makers, admin: PageClient) -> None:
    course = make.course(changed={f"modules/{COURSE}/course.yaml": opened()})
    guest = make.client()
    guest.send(f"{HOME}{LESSONS[0]}/done", {"done": "yes"})
    publish(admin)
    assert (course.edition, attempted(make.app)) == ("1.1", [])


def opened() -> str:
    return files_of()[f"modules/{COURSE}/course.yaml"].decode().replace("\nmodules:", "\nopen: [asking]\nmodules:")


WRONG = [
    ("nothing said", {"text_en": "", "text_bg": ""}, "Write what people should know."),
    ("not in the language of the course", {"text_en": ""}, "Write it at least in en, the language in which the course is written: it is shown where another is missing."),
    ("no day", {"day": ""}, "Enter a day, as in 2027-03-01."),
    ("too long", {"text_en": "x" * 1001}, "This is too long: 1000 signs at most."),
    ("an activity that is none", {"activity": "nowhere"}, "Choose one from the list."),
]


@pytest.mark.parametrize(("fields", "sentence"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_what_is_wrong_is_said_and_nothing_that_was_typed_is_lost(make: Makers, admin: PageClient, fields: dict[str, str], sentence: str) -> None:
    make.course()
    sent = {**SENT, "text_bg": "Това остава.", **fields}
    answer = admin.send(NEW, sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not sent["text_bg"] or sent["text_bg"] in answer.text
    assert make.rows(select(Notice.id)) == []


def test_the_audit_log_says_who_published_and_who_took_it_back(make: Makers, admin: PageClient) -> None:
    make.course()
    publish(admin)
    admin.submit(admin.page("/admin/notices"), "Show it no more")
    admins = make.rows(select(Person.id).where(Person.role == "admin"))[0].id
    uid = make.rows(select(Notice.uid))[0].uid
    kept = [tuple(row) for row in make.rows(select(Audit.actor_id, Audit.action, Audit.object, Audit.changes))]
    assert kept == [(admins, "notice-published", COURSE, {"notice": uid, "holders": False}), (admins, "notice-withdrawn", COURSE, {"notice": uid})]


def test_a_lesson_with_notices_asks_the_database_no_more_than_one_without(
    make: Makers, admin: PageClient, queries: Callable[[int], AbstractContextManager[None]]
) -> None:
    learner = make.learner(make.course())
    where = f"{HOME}{PRACTICE}/"
    learner.get(where)
    with PageClient.statements.since() as without:
        learner.get(where)
    publish(admin)
    learner.get(where)
    with PageClient.statements.since() as told_twice:
        learner.get(where)
    assert len(told_twice) == len(without)


def test_readers_of_a_guide_and_of_a_scenario_are_told_as_well(make: Makers, admin: PageClient) -> None:
    a_guide.publish(make)
    learner = make.learner(make.course(changed=WITH_SCENARIO))
    publish(admin, activity=SCENARIO)
    make.notice("Since March.", key=a_guide.GUIDE)
    day = "21 November 2026"
    told_in_guide = told_at(make.client(), f"/guides/{a_guide.GUIDE}/", f"/guides/{a_guide.GUIDE}/{a_guide.FIRST}/")
    assert (told_in_guide, told_at(learner, f"{HOME}{SCENARIO}/")) == ([[f"{day} Since March."]] * 2, [[f"1 March 2027 {DEADLINE}"]])
