"""Visits to what a publisher does: new editions, notices, guides and documents for trainers."""

import re
from collections.abc import Iterator

from lms.domain.courses.queries import Published, find_published
from tests.makers import COURSE, LESSONS, OPTIONAL_LESSON, TEST, Makers, copy_of
from tests.support import a_guide
from tests.support.visit import Visit

NAME = "Ана Илиева"


def of_new_editions(make: Makers) -> Iterator[Visit]:
    """Visit the offer of a new edition that differs in every way, and where there is none: of another course, so that this one stays."""
    course = make.courses(1)[0]
    key, files = copy_of(COURSE, 1)
    where = f"/learn/{key}/edition"
    on_the_way, at_the_end = make.person(name=NAME), make.person(name=NAME)
    make.done(make.enrolment(on_the_way, course), course, LESSONS[0], OPTIONAL_LESSON)
    make.complete(make.enrolment(at_the_end, course), course)
    module, outline, test = f"modules/{key}/answering.yaml", f"modules/{key}/course.yaml", f"quizzes/{key}/en/{TEST}.md"
    lesson, other = f"content/{key}/en/{LESSONS[1]}.md", f"content/{key}/en/other.md"
    changed = {
        module: files[module].replace(OPTIONAL_LESSON.encode(), b"other").replace(b"    minutes: 6\n", b"    minutes: 6\n    required: false\n"),
        outline: files[outline].replace(b"hours: 1", b"hours: 2").replace(b"score: 60", b"score: 50").replace(b"valid_months: 24", b"valid_months: 36"),
        test: files[test].replace(b"pass: 60", b"pass: 61"),
        lesson: files[lesson] + b"\n2026\n",
        other: files[f"content/{key}/en/{OPTIONAL_LESSON}.md"],
    }
    for lang, title in (("en", '"2026"'), ("bg", '"2026"')):
        first = f"content/{key}/{lang}/{LESSONS[0]}.md"
        changed[first] = re.sub(rb'title: ".*"', f"title: {title}".encode(), files[first], count=1)
    make.publish(key, {path: body for path, body in {**files, **changed}.items() if path != f"content/{key}/en/{OPTIONAL_LESSON}.md"})
    for person in (on_the_way, at_the_end):
        for address in (f"/learn/{key}/", "/learn/", where):
            yield Visit(make.client(person), address)
    yield Visit(make.client(on_the_way), where, 409, {"line": "?"})
    yield Visit(make.learner(_offered(make, key), name=NAME), where)


def _offered(make: Makers, key: str) -> Published:
    """Return a course as it is offered now."""
    with make.app.app_context():
        found = find_published(key)
    assert found is not None, f"{key} is not published"
    return found


def of_notices(make: Makers) -> Iterator[Visit]:
    """Visit the notices before there is any, the form of one, and then some of which one is taken back."""
    who, course = make.client(make.person(name=NAME, role="admin")), make.publish(*copy_of(COURSE, 2)).key
    yield Visit(who, "/admin/notices")
    yield Visit(who, f"/admin/notices/{course}/new")
    yield Visit(who, f"/admin/notices/{course}/new", 422, {"day": "?", "text_en": "?" * 1001})
    make.notice("2026", key=course, bg="2027")
    make.notice("2028", key=course, activity=LESSONS[0])
    who.send(f"/admin/notices/{make.notice(key=course)}/withdrawal")
    for where in ("/admin/notices", f"/courses/{course}/"):
        yield Visit(who, where)
    learner = make.learner(_offered(make, course), name=NAME)
    for where in (f"/learn/{course}/", f"/learn/{course}/{LESSONS[0]}/"):
        yield Visit(learner, where)


def of_guides(make: Makers) -> Iterator[Visit]:
    """Visit the guides, one of them, its pages, and what there is for those who teach it."""
    a_guide.publish(make)
    stranger, admin = make.client(), make.client(make.person(name=NAME, role="admin"))
    for where in ("", f"{a_guide.GUIDE}/", *(f"{a_guide.GUIDE}/{each}/" for each in (a_guide.FIRST, a_guide.SECOND, a_guide.THIRD, a_guide.SCENARIO))):
        yield Visit(stranger, f"/guides/{where}")
    for where in ("", "?view=table", "?view=compare&card=plain&card=warm", "?words=%3F", "plain/", "warm/"):
        yield Visit(stranger, f"{a_guide.SET}{where}")
    for where in ("", "word/"):
        yield Visit(stranger, f"{a_guide.GLOSSARY}{where}")
    for where in ("", f"{a_guide.HANDOUT}/"):
        yield Visit(admin, f"/teaching/courses/{a_guide.GUIDE}/{where}")


def of_typed_answers(make: Makers) -> Iterator[Visit]:
    """Visit what was typed into a quiz before anybody has sent it in and after, what accepting it would do, and what it did."""
    published = make.publish(*copy_of(COURSE, 3))
    course = _offered(make, published.key)
    where = f"/teaching/quizzes/{course.key}/{TEST}/answers/"
    admin, learner, person = make.client(make.person(name=NAME, role="admin")), make.person(name=NAME), make.person(name=NAME)
    yield Visit(admin, where)
    for each, typed in ((learner, "2026"), (person, "2027")):
        browser = make.client(each)
        make.enrolment(each, course)
        attempt = browser.submit(browser.page(f"/learn/{course.key}/{TEST}/"), "Start ")
        browser.submit(browser.submit(attempt, "check before", {"q-short": typed}), "Send the answers")
    yield Visit(admin, where)
    yield Visit(admin, f"{where}preview", 422, {})
    names = re.findall(r'name="answer" id="[^"]+" value="([0-9a-f]+)"', admin.page(where).html)
    yield Visit(admin, f"{where}preview", 200, {"answer": names[:1]})
    yield Visit(admin, f"{where}acceptance", 409, {"answer": names, "digest": "?"})
    page = admin.submit(admin.page(where), "See whose marks", {"answer": names})
    digest = re.findall(r'name="digest" value="([0-9a-f]+)"', page.html)[0]
    yield Visit(admin, f"{where}acceptance", 422, {"answer": names, "digest": digest, "reason": "?" * 501})
    admin.submit(page, "Accept them", {"reason": "2028"})
    yield Visit(admin, where)
    yield Visit(make.client(learner), f"/learn/{course.key}/{TEST}/")
