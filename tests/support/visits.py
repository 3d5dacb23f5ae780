"""One visit to every kind of page in every state it has, so that a test can look at all of them.

Names and reasons are chosen so that no word of them could be taken for one of the interface.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select, update

from lms.domain.certificates import service as certificates
from lms.domain.certificates.models import Certificate
from lms.domain.courses.format.stamping import stamp
from lms.domain.courses.queries import Published
from lms.domain.people.confirmations import Wanted, begin, find_of_browser
from lms.domain.people.models import Person
from lms.domain.people.rules import EMAIL
from lms.platform.database import unit_of_work
from lms.platform.jobs import Job
from lms.web.account.sealing import path_of as path
from tests.makers import COURSE, LESSONS, OPTIONAL_LESSON, PASSAGE, PRACTICE, TEST, Makers, files_of
from tests.support.answers import right_answers
from tests.support.cards import CARDS, METHODS_AT, WORLD_CAFE, card
from tests.support.client import ORIGIN, PageClient
from tests.support.pages import Typed
from tests.support.postbox import letters, path_of
from tests.support.scenario import ACTIVITY as SCENARIO
from tests.support.scenario import WITH_SCENARIO
from tests.support.visit import Visit
from tests.support.visits_of_editions import of_guides, of_new_editions, of_notices, of_typed_answers

NAME = "Ана Илиева"
LEARN = f"/learn/{COURSE}"


def every_kind(make: Makers) -> list[Visit]:
    """Return a visit to every kind of page; what people must have done before is done here, in English.

    The course takes an hour and a half, its test has a time limit, one of its questions is worth half a point. Of its
    translations one is out of date as a whole and by a machine, one in a block, and one in a question. Its first module is
    open to everybody, and asks questions in its lesson.
    """
    course = make.course(changed=_with_everything())
    return [
        *_of_strangers(make),
        *_of_guests(make),
        *_of_learners(make, course),
        *_of_cards(make, course),
        *_in_notebooks(make, course),
        *_before_a_certificate(make, course),
        *_in_quizzes(make, course),
        *_of_certificates(make, course),
        *of_new_editions(make),
        *of_notices(make),
        *of_guides(make),
        *of_typed_answers(make),
        *_of_administrators(make),
        *_in_the_administration(make, course),
    ]


def _with_everything() -> dict[str, str | None]:
    outline, test = f"modules/{COURSE}/course.yaml", f"quizzes/{COURSE}/en/{TEST}.md"
    practice, lesson = f"quizzes/{COURSE}/en/{PRACTICE}.md", f"content/{COURSE}/bg/{LESSONS[1]}.md"
    asking = [f"content/{COURSE}/{lang}/{LESSONS[0]}.md" for lang in ("en", "bg")]
    texts = {path: files_of()[path].decode() for path in (outline, test, practice, lesson)}
    return {
        **CARDS,
        **WITH_SCENARIO,
        **that_drifted(*asking, f"quizzes/{COURSE}/bg/{PRACTICE}.md"),
        card("world-cafe"): WORLD_CAFE.replace("low", "high"),  # its translation is out of date
        outline: texts[outline].replace("hours: 1\n", "hours: 1.5\n").replace("\nmodules:", "\nopen: [asking]\nmodules:").replace('answers them."', 'answers them, 2026."').replace('отговаря."', 'отговаря, 2026."'),
        test: texts[test].replace("pass: 60\n", "pass: 60\nminutes: 20\n"),
        practice: texts[practice].replace("## truth\n", "## truth {points=0.5}\n"),
        lesson: texts[lesson].replace("summary:", f"machine: true\nsource_digest: {'0' * 64}\nsummary:"),
    }


def that_drifted(english: str, *bulgarian: str) -> dict[str, str | None]:
    """Return a lesson that was changed after it was translated, its translation, and other translations with stamps."""
    files = files_of()
    for asks in (english, bulgarian[0]):
        files[asks] += f"\n![[{PRACTICE}#choose]]\n\n![[{PRACTICE}#order]]\n".encode()
    stamped = {each: stamp(each, files) for each in bulgarian}
    changed = files[english].replace(b"**know things**", b"**know many things**")
    return {english: changed.decode(), **{each: body.decode() for each, body in stamped.items() if body}}


def _of_strangers(make: Makers) -> Iterator[Visit]:
    for where in ("/", "/courses/", f"/courses/{COURSE}/", "/account/sign-in"):
        yield Visit(make.client(), where)
    for where in ("/account/register", "/account/forgotten", "/account/confirm"):
        yield Visit(make.client(), where)
    yield from _of_people_who_register(make)
    for words in ("2026", "2027", "?", "2" * 200):  # found, not found, no words, too long; numbers are in no language
        yield Visit(make.client(), f"/courses/?{urlencode({'q': words})}")
    yield Visit(make.client(), "/nowhere", 404)
    yield Visit(make.client(), "/account/sign-in", 422, {})
    yield Visit(make.client(), "/account/sign-in", 422, {"email": "a@b.example", "password": "?"})
    yield Visit(make.client(), "/account/sign-out", 405)
    for where in ("/accessibility/", "/accessibility/report?page=/courses/", "/accessibility/report/thanks"):
        yield Visit(make.client(), where)
    yield Visit(make.client(), "/accessibility/report", 422, {"body": "", "page": "?" * 1001, "reply_to": "?"})
    yield Visit(make.client(make.person(name=NAME)), "/accessibility/report")
    yield Visit(make.client(), f"/courses/{COURSE}/enrolment", 400, {"csrf_token": "?"})


def _of_guests(make: Makers) -> Iterator[Visit]:
    """Visit what is open to everybody: as a stranger, and as one who has marked something as done."""
    lesson, guest = f"{LEARN}/{LESSONS[0]}/", make.client()
    guest.send(f"{lesson}done", {"done": "yes"})
    for who in (make.client(), guest):
        for where in (lesson, f"{lesson}original", f"{LEARN}/{PRACTICE}/", f"{LEARN}/{SCENARIO}/"):
            yield Visit(who, where)
        for answer in ({"q-1-choose": "1"}, {"q-1-choose": "2"}, {}):  # right, wrong, none
            yield Visit(who, f"{lesson}practice", 200, {"number": "1", "question": f"{PRACTICE}#choose", **answer})
    yield Visit(guest, f"{LEARN}/")
    yield Visit(guest, f"{LEARN}/{SCENARIO}/ending", 409, {})


def _of_cards(make: Makers, course: Published) -> Iterator[Visit]:
    """Visit sets of cards in every view, with something found, nothing, and something that cannot be understood; and cards by themselves."""
    for who in (make.client(), make.learner(course)):
        for asked in ("", "?view=table&sort=-group", "?view=compare&card=jury&card=world-cafe&group=30", "?group=0", "?group=%3F&since=%3F&hours=%3F"):
            yield Visit(who, f"{METHODS_AT}{asked}")
        for key in ("jury", "world-cafe"):
            yield Visit(who, f"{METHODS_AT}{key}/")
        for where in ("", "?q=%3F", "?q=2027", "decision/"):
            yield Visit(who, f"{LEARN}/cards/glossary/{where}")


def _of_people_who_register(make: Makers) -> Iterator[Visit]:
    """Visit what people meet on the way to an account, to a new password and to another address."""
    who, owner = make.client(), make.person(name=NAME, email="ana@example.org")
    for client, where, fields in (
        (make.client(), "register", {"name": NAME, "email": "ivo@example.org", "password": "tomato kettle seven rivers"}),
        (make.client(), "forgotten", {"email": "ana@example.org"}),
    ):
        client.send(f"/account/{where}", fields)
        yield Visit(client, "/account/confirm")
        yield Visit(client, "/account/confirm", 422, {"code": "12345"})
        link = path_of(letters(make.app)[-1])
        yield Visit(client, link)
        yield Visit(make.client(), link)
        yield Visit(make.client(), link, 422, {})
    yield Visit(make.client(), "/account/register", 422, {"name": "", "email": "?", "password": "aaaaaaaaaaaaaaaa"})
    yield Visit(make.client(), "/account/forgotten", 422, {"email": "?"})
    with make.app.app_context(), unit_of_work():
        begin(Wanted(purpose=EMAIL, email="new@example.org", browser_digest="-", person_id=owner.id), now=make.now)
        asked = find_of_browser("-")
        link = path(asked) if asked else ""
    yield Visit(make.client(), link)
    yield Visit(make.client(owner), link)
    yield Visit(make.client(), "/account/confirm/again", 422, {})
    who.send("/account/register", {"name": NAME, "email": "late@example.org", "password": "tomato kettle seven rivers"})
    link = path_of(letters(make.app, to="late@example.org")[0])
    for _ in range(6):  # so often that neither the digits nor the link count any more
        who.send("/account/confirm", {"code": "12345"})
    yield Visit(make.client(), link, 410)


def _of_learners(make: Makers, course: Published) -> Iterator[Visit]:
    """Visit what learners meet outside of quizzes: before they have begun anything, on the way, and at the end."""
    yield Visit(make.client(make.person(name=NAME)), "/learn/")
    yield Visit(make.learner(course, name=NAME), f"{LEARN}/")
    on_the_way, at_the_end = make.person(name=NAME), make.person(name=NAME)
    make.done(make.enrolment(on_the_way, course), course, LESSONS[0])
    make.complete(make.enrolment(at_the_end, course), course)
    for person in (on_the_way, at_the_end):
        who = make.client(person)
        for where in ("/", "/courses/", f"/courses/{COURSE}/", "/learn/", f"{LEARN}/"):
            yield Visit(who, where)
        for lesson in (*LESSONS, OPTIONAL_LESSON, SCENARIO):
            yield Visit(who, f"{LEARN}/{lesson}/")
    who.send(f"{LEARN}/{SCENARIO}/ending", {"ending": "invited"})
    yield Visit(who, f"{LEARN}/{SCENARIO}/")
    yield Visit(make.client(on_the_way), "/reports/progress", 403)


def _in_notebooks(make: Makers, course: Published) -> Iterator[Visit]:
    """Visit a notebook before anything is in it, on the way and at the end, and then with notes whose passages are there or gone."""
    at_the_end, writer = make.person(name=NAME), make.learner(course, name=NAME)
    make.complete(make.enrolment(at_the_end, course), course)
    for who in (make.learner(course, name=NAME), make.client(at_the_end)):
        yield Visit(who, f"{LEARN}/notebook/")
    lesson = f"{LEARN}/{LESSONS[1]}/"
    writer.submit(writer.page(lesson), "Save note", {"body": "?"})
    for where in (lesson, f"{lesson}?joined={PASSAGE}", f"{LEARN}/notebook/"):
        yield Visit(writer, where)
    yield Visit(writer, f"{lesson}notes/{PASSAGE}", 422, {"body": "?" * 20_001, "base": "1"})
    yield Visit(writer, f"{lesson}notes/{PASSAGE}", 409, {"person": "?", "body": "?"})


def _before_a_certificate(make: Makers, course: Published) -> Iterator[Visit]:
    """Visit what somebody meets who has completed a course and was never asked how their name is to stand."""
    person = make.person(name=NAME, knows_certificate_name=False)
    make.complete(make.enrolment(person, course), course)
    who = make.client(person)
    for where in ("/learn/", f"{LEARN}/", f"{LEARN}/name"):
        yield Visit(who, where)
    yield Visit(who, f"{LEARN}/name", 422, {"name": " "})
    yield Visit(who, f"{LEARN}/name", 200, {"name": f"{NAME} 漢字"})


def _in_quizzes(make: Makers, course: Published) -> Iterator[Visit]:
    """Visit both quizzes before they are begun, while they are going on, and after they were sent in."""
    for quiz in (PRACTICE, TEST):
        yield Visit(make.learner(course, name=NAME), f"{LEARN}/{quiz}/")
    yield from _in_a_practice(make.learner(course, name=NAME))
    yield from _in_a_test(make.learner(course, name=NAME))
    for attempts in ([False], [False, False], [False, True]):
        yield from _after_a_test(make.learner(course, name=NAME), attempts)


def _in_a_practice(who: PageClient) -> Iterator[Visit]:
    """Visit a practice with an answer of every worth, none checked yet and then all of them."""
    attempt = who.submit(who.page(f"{LEARN}/{PRACTICE}/"), "Start now")
    answers: dict[str, Typed] = {"q-truth": "1", "q-match.1": None, "q-order.1": None, "q-number": None}
    page = who.submit(attempt, "Save answers", right_answers(attempt, but=answers))
    where = page.url.removeprefix(ORIGIN)
    places = page.all("div", class_="question-place")
    yield Visit(who, where)
    yield Visit(who, f"{where}?{urlencode([('checked', place.get('data-question')) for place in places])}")
    yield Visit(who, f"{LEARN}/{PRACTICE}/")


def _in_a_test(who: PageClient) -> Iterator[Visit]:
    """Visit a test of which one answer is saved, and what is looked over before it is sent."""
    attempt = who.submit(who.page(f"{LEARN}/{TEST}/"), "Start now")
    where = who.submit(attempt, "Save answers", {"q-short": "?"}).url.removeprefix(ORIGIN)
    for each in (where, f"{where}summary", f"{LEARN}/{TEST}/"):
        yield Visit(who, each)


def _after_a_test(who: PageClient, attempts: list[bool]) -> Iterator[Visit]:
    """Visit the review of each attempt, with one answer wrong where it is to be passed and no answers where not."""
    for nth, passes in enumerate(attempts):
        attempt = who.submit(who.page(f"{LEARN}/{TEST}/"), "Start again" if nth else "Start now")
        answers = right_answers(attempt, but={"q-truth": "1"}) if passes else {}
        summary = who.submit(attempt, "check before", answers)
        yield Visit(who, who.submit(summary, "Send the answers").url.removeprefix(ORIGIN))
    yield Visit(who, f"{LEARN}/{TEST}/")
    if len(attempts) > 1:
        yield Visit(who, f"{LEARN}/{TEST}/attempts", 409, {})


def _of_certificates(make: Makers, course: Published) -> Iterator[Visit]:
    """Visit one certificate of each standing."""
    valid, revoked, expired, replaced = (make.certificate(course, name=NAME) for _ in range(4))
    yesterday = make.now - timedelta(days=1)
    newer = make.rows(select(Certificate.id).where(Certificate.uid == valid))[0].id
    with make.app.app_context(), unit_of_work():
        certificates.revoke(revoked, "13/2026", now=make.now)
    _change(make, expired, issued_at=yesterday, expires_at=make.now)
    _change(make, replaced, replaced_by_id=newer)
    for uid in (valid, revoked, expired, replaced):
        yield Visit(make.client(), f"/certificates/{uid}/")


def _change(make: Makers, uid: str, **values: datetime | Any) -> None:
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Certificate).where(Certificate.uid == uid).values(**values))


def _of_barriers(make: Makers, who: PageClient) -> Iterator[Visit]:
    """Visit the reports of barriers before there is any, and then with some that are open and one that is settled."""
    yield Visit(who, "/admin/barriers")
    make.barrier("?", page="/", reply_to="a@b.example", language="bg")
    settled = make.barrier("?", page="/", person_id=make.person(name=NAME).id)
    make.barrier("?", page="")
    who.send(f"/admin/barriers/{settled}/settled")
    for where in ("/admin/barriers", "/accessibility/"):
        yield Visit(who, where)


def _of_administrators(make: Makers) -> Iterator[Visit]:
    admin = make.person(name=NAME, role="admin")
    who = make.client(admin)
    yield from _of_mail(make, who, admin)
    yield Visit(who, "/admin/registrations")
    yield Visit(who, "/account/profile")
    yield Visit(who, "/account/profile", 422, {"name": ""})
    make.client(make.person())
    yield Visit(who, "/account/security")
    yield Visit(who, "/account/security/password", 422, {"password-present": "?", "password-new": "aaaaaaaaaaaaaaaa"})
    yield Visit(who, "/account/security/email", 422, {"email-email": "?", "email-password": "?"})
    yield from _of_barriers(make, who)
    for query in ("", "?state=completed", "?state=withdrawn"):
        yield Visit(who, f"/reports/progress{query}")
    yield Visit(who, f"/reports/progress?state=asleep&course=elsewhere&text={'a' * 1000}", 422)


def _of_mail(make: Makers, who: PageClient, admin: Person) -> Iterator[Visit]:
    """Visit the administration and its page about mail, while a letter waits, another has failed, and one is late."""
    make.letter(admin)
    make.letter(admin, failed=True)
    _change_letters(make, made_at=make.now - timedelta(hours=1), tries=1, lease_until=None)
    who.quoted += ["550 No such user"]
    for where in ("/admin/", "/admin/mail"):
        yield Visit(who, where)


def _change_letters(make: Makers, **values: Any) -> None:
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Job).values(**values))


def _in_the_administration(make: Makers, course: Published) -> Iterator[Visit]:
    """Visit every page of the administration, filled in wrongly too, and what an administrator sees as somebody else."""
    admin, other = make.person(name=NAME, role="admin"), make.person(name=NAME)
    enrolment, uid = make.enrolment(other, course), make.certificate(course, name=NAME)
    long_here = make.client(admin)
    make.clock.move(timedelta(minutes=11))
    who, where = make.client(admin), f"/admin/people/{other.uid}/"
    make.client(other)
    who.send(f"{where}name", {"name": f"{NAME} 2"})
    yield from (Visit(who, each) for each in ("/admin/", "/admin/people/", "/admin/people/new", where, f"{where}suspension"))
    yield Visit(who, f"{where}link", 200, {})
    yield from (Visit(who, f"{where}{each}", 422, {}) for each in ("name", "role", "look", "enrolments"))
    yield from (Visit(who, each) for each in (f"/admin/people/{admin.uid}/", f"{where}enrolments/{enrolment.uid}/withdrawal"))
    yield from (Visit(who, each) for each in ("/admin/certificates/", f"/admin/certificates/{uid}/", "/admin/settings", "/admin/audit"))
    yield from (Visit(who, f"/admin/certificates/{uid}/{each}", 422, {}) for each in ("revocation", "correction"))
    yield from (Visit(who, each, 422, {}) for each in ("/admin/people/new", "/admin/settings"))
    yield from (Visit(who, f"{each}?text={'a' * 1000}", 422) for each in ("/admin/people/", "/admin/certificates/"))
    yield Visit(who, "/admin/audit?since=13/2026", 422)
    yield Visit(long_here, f"{where}suspension", 401, {})
    yield Visit(long_here, f"{where}suspension", 422, {"password": "?"})
    yield Visit(_looking(make, admin, other), "/learn/")


def _looking(make: Makers, admin: Person, other: Person) -> PageClient:
    """Return the browser of an administrator who looks at the site as somebody else."""
    browser = make.client(admin)
    browser.send(f"/admin/people/{other.uid}/look", {"reason": "help"})
    return browser
