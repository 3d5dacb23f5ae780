"""Notes are kept beside the passage that asked, for whoever wrote them and nobody else, and none is ever lost."""

import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from lms.domain.notebook.models import Note
from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.records.models import Audit, Record
from lms.kernel.clock import SetClock
from lms.platform.database import db, unit_of_work
from tests.makers import COURSE, LESSONS, PASSAGE, PASSWORD, Makers, files_of
from tests.support.client import PageClient
from tests.support.together import at_once, hurried
from tests.support.tree import Node

LESSON = f"/learn/{COURSE}/{LESSONS[1]}/"
NOTE = f"{LESSON}notes/{PASSAGE}"
NOTEBOOK = f"/learn/{COURSE}/notebook/"
CLIENT, OTHER = "a" * 32, "b" * 32
BOTH = "\n\n———\n\n"
ENGLISH, BULGARIAN = (f"content/{COURSE}/{lang}/{LESSONS[1]}.md" for lang in ("en", "bg"))


def notes(make: Makers) -> list[tuple[Any, ...]]:
    rows = make.rows(select(Note.passage, Note.body, Note.version).order_by(Note.id))
    return [tuple(row) for row in rows]


def say(client: PageClient, body: str, *, base: int = 0, seq: int = 1, by: str = CLIENT, where: str = NOTE, **more: object) -> TestResponse:
    """Send a note as the page's script does."""
    event = {"person": "", "client": by, "seq": seq, "base": base, "body": body, **more}
    headers = {"X-CSRFToken": client.token(), "Accept": "application/json"}
    return client.post(where, data=json.dumps(event), content_type="application/json", headers=headers)


def written(page: Node) -> list[str]:
    return [node.text for node in page.all("textarea")]


def lesson_with(*titles: str, lang: str = "en") -> str:
    """Return the second lesson with these passages instead of its own."""
    path = ENGLISH if lang == "en" else BULGARIAN
    before = files_of()[path].decode().partition("> [!REFLECT]")[0]
    return before + "\n\n".join(f"> [!REFLECT] {title}\n> ..." for title in titles) + "\n"


@pytest.fixture
def learner(make: Makers) -> PageClient:
    return make.learner(make.course())


def test_a_note_is_saved_by_its_button_and_stands_beside_the_passage(make: Makers, learner: PageClient) -> None:
    page = learner.submit(learner.page(LESSON), "Save note", {"body": "My neighbours,\r\nin May."})
    assert notes(make) == [(PASSAGE, "My neighbours,\nin May.", 1)]
    form = page.one("form", id=f"note-{PASSAGE}")
    assert (form.one("textarea").text, form.one("p", class_="saved").text) == ("My neighbours, in May.", "Saved 11:42")
    aside = form.within("aside")
    assert aside is not None
    assert aside.one("p", class_="callout-label").text == "Think about it Whom did you last ask?"


def test_a_script_is_told_what_was_saved_and_when(make: Makers, learner: PageClient) -> None:
    reply = say(learner, "First", seq=7)
    assert (reply.status_code, reply.json) == (200, {"seq": 7, "version": 1, "saved": "11:42", "joined": False, "body": "First"})
    again = say(learner, "First", seq=7)
    assert again.json == reply.json
    assert notes(make) == [(PASSAGE, "First", 1)]


def test_a_note_of_another_day_says_which(make: Makers, clock: SetClock) -> None:
    writer = make.person()
    make.enrolment(writer, make.course())
    say(make.client(writer), "First")
    clock.at = clock.at.replace(day=22)
    assert make.client(writer).page(LESSON).one("p", class_="saved").text == "Saved 21 Nov 2026, 11:42"


def test_what_another_window_wrote_since_is_never_replaced(make: Makers, learner: PageClient) -> None:
    say(learner, "First")
    say(learner, "Second", base=1, by=OTHER)
    reply = say(learner, "Third", base=1, seq=2)
    assert reply.json == {"seq": 2, "version": 3, "saved": "11:42", "joined": True, "body": f"Second{BOTH}Third"}
    page = learner.page(LESSON)
    learner.submit(page, "Save note", {"body": "Fourth"})
    page = learner.submit(page, "Save note", {"body": "Fifth"})  # with the browser's own "back"
    assert notes(make) == [(PASSAGE, f"Fourth{BOTH}Fifth", 5)]
    assert [node.text for node in page.all("p", class_="notice")] == [
        "This note was changed in another window as well. Both texts are kept, one below the other."
    ]


def test_an_emptied_note_leaves_the_notebook(make: Makers, learner: PageClient) -> None:
    say(learner, "First")
    say(learner, "", base=1, seq=2)
    assert notes(make) == [(PASSAGE, "", 2)]
    assert written(learner.page(NOTEBOOK)) == []


def test_a_note_that_is_too_long_is_not_saved_and_not_lost(make: Makers, learner: PageClient) -> None:
    long = "я" * 20_001
    sentence = "A note can have at most 20000 characters; this one has 20001. Nothing of it is lost: shorten it and save it again."
    page = learner.submit(learner.page(LESSON), "Save note", {"body": long}, status=422)
    assert written(page) == [long]
    assert page.one("p", class_="error").text == f"Error: {sentence}"
    reply = say(learner, long)
    assert (reply.status_code, (reply.json or {})["detail"]) == (409, sentence)
    assert notes(make) == []
    assert say(learner, long[1:]).status_code == 200


@pytest.mark.parametrize(
    "event",
    [
        pytest.param({"body": None}, id="no text"),
        pytest.param({"body": ["a"]}, id="a list"),
        pytest.param({"client": "?"}, id="no window"),
        pytest.param({"client": 7}, id="a number for a window"),
        pytest.param({"seq": True}, id="a truth for a number"),
        pytest.param({"seq": 2**31}, id="a number beyond all numbers"),
        pytest.param({"base": -1}, id="a version before the first"),
    ],
)
def test_what_is_no_note_is_refused(make: Makers, learner: PageClient, event: dict[str, object]) -> None:
    whole = {"person": "", "client": CLIENT, "seq": 1, "base": 0, "body": "First", **event}
    headers = {"X-CSRFToken": learner.token()}
    answers = [
        learner.post(NOTE, data=json.dumps(each), content_type="application/json", headers=headers).status_code
        for each in (whole, [whole], "First")
    ]
    assert answers == [409, 409, 409]
    assert notes(make) == []


def test_a_passage_that_is_not_there_takes_no_note(make: Makers, learner: PageClient) -> None:
    assert say(learner, "First", where=f"{LESSON}notes/reflect-000000000000").status_code == 404
    assert say(learner, "First", where=f"/learn/{COURSE}/{LESSONS[0]}/notes/{PASSAGE}").status_code == 404
    assert notes(make) == []


def test_a_page_that_somebody_else_has_left_open_saves_nothing_for_who_is_here_now(make: Makers) -> None:
    course, ana, boris = make.course(), make.person(), make.person()
    for person in (ana, boris):
        make.enrolment(person, course)
    browser = make.client(ana)
    page = browser.page(LESSON)
    make.sign_in(browser, boris)
    assert say(browser, "Ana’s own", person=ana.uid).status_code == 409
    browser.submit(page, "Save note", {"body": "Ana’s own"}, status=409)
    assert notes(make) == []
    assert say(browser, "Boris’s own", person=boris.uid).status_code == 200


def test_nobody_reads_the_notes_of_somebody_else(make: Makers) -> None:
    """Neither a classmate nor an administrator, nor one who looks at the site as whoever wrote them."""
    secret = "zqsecret"
    course = make.course()
    writer, admin = make.person(name="Writer"), make.person(role="admin")
    make.enrolment(writer, course)
    say(make.client(writer), secret)
    looking = make.client()
    with make.app.app_context(), unit_of_work():
        looking.set_cookie("sid", people.sign_in(admin.id, instead_of=None, seen_as=writer.id, now=make.now))
    assert [secret in make.client(writer).page(where).html for where in (LESSON, NOTEBOOK)] == [True, True]
    seen = [
        make.learner(course).page(LESSON), make.learner(course).page(NOTEBOOK), looking.page(LESSON), looking.page(NOTEBOOK, 403),
        make.client(admin).page("/reports/progress"), make.client(admin).page("/admin/"),
    ]  # fmt: skip
    assert [secret in page.html for page in seen] == [False] * len(seen)
    assert written(seen[2]) == []
    assert looking.get(f"/learn/{COURSE}/notebook.md").status_code == 403
    assert secret not in make.client(admin).get("/reports/progress.csv").text
    kept = make.rows(select(Record.object, Record.result)) + make.rows(select(Audit.object, Audit.changes))
    assert secret not in str(kept)


def test_what_people_wrote_is_in_no_message_about_the_database(make: Makers, learner: PageClient, caplog: pytest.LogCaptureFixture) -> None:
    with make.app.app_context(), pytest.raises(IntegrityError) as failed, unit_of_work():
        db.session.execute(insert(Person).values(uid="zqsecret", name=None, role="learner", created_at=make.now))
    logging.getLogger("lms").error("as a log would have it: %s", failed.value)
    assert "zqsecret" not in caplog.text.partition("[SQL")[2]
    assert "SQL parameters hidden" in caplog.text


def test_a_note_stays_beside_its_passage_in_the_other_language_and_after_a_correction(make: Makers) -> None:
    client = make.learner(make.course())
    say(client, "First")
    assert written(client.page(LESSON, language="bg")) == ["First"]
    text = files_of()[ENGLISH].decode().replace("Write down one decision", "Write down one decision of last year")
    make.course(changed={ENGLISH: text}, as_="correction")
    page = client.page(LESSON)
    assert "last year" in page.text
    assert written(page) == ["First"]


def test_a_note_whose_passage_has_changed_is_kept_with_what_was_asked(make: Makers) -> None:
    client = make.learner(make.course())
    say(client, "First")
    changed = {ENGLISH: lesson_with("Whom will you ask?"), BULGARIAN: lesson_with("Кого ще попитате?", lang="bg")}
    make.course(changed=changed, as_="correction")
    page = client.page(LESSON)
    other = page.one("section", class_="notes-left")
    assert (other.one("h2").text, other.one("p", class_="callout-label").text) == ("Your other notes on this lesson", "Whom did you last ask?")
    assert written(page) == ["", "First"]
    assert say(client, "First, and more", base=1, seq=2).status_code == 200
    assert notes(make) == [(PASSAGE, "First, and more", 2)]
    notebook = client.page(NOTEBOOK)
    assert [node.text for node in notebook.all("h3")] == ["Whom did you last ask?"]
    assert [node.text for node in notebook.all("div", class_="note-text")] == ["First, and more"]


def test_a_note_stays_beside_its_passage_when_the_lesson_is_called_otherwise(make: Makers) -> None:
    outline = f"modules/{COURSE}/answering.yaml"
    renamed = files_of()[outline].decode().replace(f"lesson: {LESSONS[1]}\n", f"lesson: {LESSONS[1]}\n    formerly: [older, oldest]\n")
    client = make.learner(make.course(changed={outline: renamed}))
    say(client, "First")
    for name in ("older", "oldest", "somewhere-else"):
        with make.app.app_context(), unit_of_work() as session:
            session.execute(text("UPDATE note SET activity_key = :name"), {"name": name})
        assert written(client.page(LESSON)) == ["" if name == "somewhere-else" else "First"]


def test_a_lesson_that_is_gone_leaves_its_notes_in_the_notebook(make: Makers) -> None:
    client = make.learner(make.course())
    say(client, "First")
    with make.app.app_context(), unit_of_work() as session:
        session.execute(text("UPDATE note SET activity_key = 'gone'"))
    page = client.page(NOTEBOOK)
    assert [node.text for node in page.all("h2")] == ["Lessons that are no longer part of this course"]
    assert ([node.text for node in page.all("div", class_="note-text")], written(page)) == (["First"], [])


def test_the_notebook_has_every_note_in_the_order_of_the_course(make: Makers) -> None:
    changed = {ENGLISH: lesson_with("One?", "Two?", "Three?"), BULGARIAN: lesson_with("Едно?", "Две?", "Три?", lang="bg")}
    client = make.learner(make.course(changed=changed))
    forms = client.page(LESSON).all("form", class_="note")
    for number in (2, 0):
        say(client, f"note {number}\n  # with *signs* & <b>", where=forms[number].get("action"))
    client.quoted += ["<b>"]
    page = client.page(NOTEBOOK)
    assert [node.text for node in page.all("h2", "h3")] == ["2.1 How to answer", "One?", "Three?"]
    assert page.link("Three?") == f"http://localhost{LESSON}"
    sent = client.get(f"/learn/{COURSE}/notebook.md")
    assert (sent.content_type, sent.headers["Content-Disposition"]) == (
        "text/markdown; charset=utf-8", f'attachment; filename="notebook-{COURSE}.md"',
    )  # fmt: skip
    assert sent.text == (
        "# The town hall asks\n\nMy notebook\n\n## 2.1 How to answer\n\n> **Think about it.** One?\n\nnote 0\n  # with *signs* & <b>\n\n"
        "> **Think about it.** Three?\n\nnote 2\n  # with *signs* & <b>\n"
    )


def test_a_note_can_be_changed_in_the_notebook(make: Makers, learner: PageClient) -> None:
    say(learner, "First")
    page = learner.submit(learner.page(NOTEBOOK), "Save note", {"body": "Second"})
    assert (page.h1, [node.text for node in page.all("div", class_="note-text")]) == ("My notebook", ["Second"])


def test_an_empty_notebook_says_so_kindly(make: Makers) -> None:
    course = make.course()
    assert make.learner(course).page(NOTEBOOK).one("p", class_="lead").text.startswith("Nothing is in it yet.")
    done = make.person()
    make.complete(make.enrolment(done, course), course)
    client = make.client(done)
    page = client.follow(client.page(f"/learn/{COURSE}/"), "Open your notebook")
    assert page.one("p", class_="lead").text.startswith("You completed the course without writing anything down here, and that is fine.")


def test_the_notes_of_a_guest_become_those_of_their_account(make: Makers) -> None:
    changed = {ENGLISH: lesson_with("One?", "Two?"), BULGARIAN: lesson_with("Едно?", "Две?", lang="bg")}
    course, person = make.course(changed=changed), make.person()
    make.enrolment(person, course)
    one, two = (form.get("action") for form in make.client(person).page(LESSON).all("form", class_="note"))
    with make.app.app_context(), unit_of_work():
        guest = people.add_guest(now=make.now)
        values = {"course_id": course.course_id, "activity_key": LESSONS[1], "kind": "reflect", "prompt": "One?", "language": "en"}
        both = {**values, "version": 2, "client": OTHER, "seq": 3, "written_at": make.now}
        for where, body in ((one, "the guest’s first"), (two, "the guest’s second")):
            db.session.execute(insert(Note).values(**both, person_id=guest, passage=where.rpartition("/")[2], body=body))
    say(make.client(person), "the account’s", where=one)
    with make.app.app_context(), unit_of_work():
        people.know_guest(guest, person.id, now=make.now)
    rows = make.rows(select(Note.person_id, Note.body, Note.version).order_by(Note.body))
    assert [tuple(row) for row in rows] == [
        (person.id, f"the account’s{BOTH}the guest’s first", 2),
        (person.id, "the guest’s second", 2),
    ]


@pytest.mark.parametrize(("lesson", "statements"), [(LESSONS[0], 2), (LESSONS[1], 3)], ids=["without passages", "with a passage"])
def test_notes_take_one_statement_where_a_lesson_asks_for_any(
    learner: PageClient, queries: Callable[[int], AbstractContextManager[None]], lesson: str, statements: int
) -> None:
    say(learner, "First")
    learner.page(f"/learn/{COURSE}/{lesson}/")
    with queries(statements):
        learner.page(f"/learn/{COURSE}/{lesson}/")


def test_many_windows_at_once_lose_no_text(make: Makers) -> None:
    """On PostgreSQL they read the same version before any of them has written."""
    person = make.person()
    make.enrolment(person, make.course())
    browsers = list(hurried(make.app, lambda browser: make.sign_in(browser, person), 6))
    texts = [f"text {number}" for number in range(len(browsers))]
    tasks = [partial(say, browser, text, by=str(number) * 32) for number, (browser, text) in enumerate(zip(browsers, texts, strict=True))]
    assert [reply.status_code for reply in at_once(tasks)] == [200] * 6
    ((_passage, body, version),) = notes(make)
    assert (sorted(body.split(BOTH)), version) == (texts, 6)


def test_texts_of_many_windows_grow_no_further_than_can_be_kept(make: Makers, learner: PageClient) -> None:
    answers = [say(learner, str(number) * 20_000, by=str(number) * 32).status_code for number in range(10)]
    assert answers == [200] * 9 + [409]  # nine of them and what stands between
    assert [version for _passage, _body, version in notes(make)] == [9]


def open_course(make: Makers) -> str:
    """Publish the course with its first module open to everybody and a passage in it; return where its note is saved."""
    outline, first = f"modules/{COURSE}/course.yaml", f"content/{COURSE}/en/{LESSONS[0]}.md"
    files = {path: body.decode() for path, body in files_of().items() if path in (outline, first)}
    text = files[outline].replace("\nmodules:", "\nopen: [asking]\nmodules:")
    make.course(changed={outline: text, first: f"{files[first]}\n> [!EXERCISE] Ask\n> ...\n"})
    form = make.client().page(f"/learn/{COURSE}/{LESSONS[0]}/").one("form", class_="note")
    return form.get("action")


def test_the_first_note_of_a_stranger_is_kept_and_becomes_that_of_their_account(make: Makers) -> None:
    where, browser = open_course(make), make.client()
    assert say(browser, " ", where=where).json == {"seq": 1, "version": 0, "saved": "11:42", "joined": False, "body": ""}
    assert make.rows(select(Person.id)) == []  # nobody becomes a guest for an empty note
    assert say(browser, "First", where=where, seq=2).status_code == 200
    assert written(browser.page(f"/learn/{COURSE}/{LESSONS[0]}/")) == ["First"]
    assert [node.text for node in browser.page(NOTEBOOK).all("div", class_="note-text")] == ["First"]
    assert written(make.client().page(f"/learn/{COURSE}/{LESSONS[0]}/")) == [""]
    person = make.person(email="ana@example.org", password=PASSWORD)
    browser.send("/account/sign-in", {"email": "ana@example.org", "password": PASSWORD})
    assert [tuple(row) for row in make.rows(select(Note.person_id, Note.body))] == [(person.id, "First")]


def test_somebody_who_reads_an_open_module_is_enrolled_by_their_first_note_and_told_so(make: Makers) -> None:
    where, reader = open_course(make), make.client(make.person())
    page = reader.page(f"/learn/{COURSE}/{LESSONS[0]}/")
    assert page.one("form", class_="note").one("p", class_="hint").text == (
        "Your notes are seen by you alone. Saving a note enrols you in the course."
    )
    assert say(reader, "First", where=where).status_code == 200
    assert written(reader.page(f"/learn/{COURSE}/{LESSONS[0]}/")) == ["First"]
    assert reader.page(f"/learn/{COURSE}/").status == 200
