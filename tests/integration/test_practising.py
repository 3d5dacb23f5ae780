"""A question in the text of a lesson is answered in its place, by anybody who reads it, and nothing of it is kept (course-format §4)."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from sqlalchemy import func, select

from lms.domain.courses.format.stamping import stamp
from lms.domain.enrolment.models import Enrolment
from lms.domain.people.models import Person
from lms.domain.quizzes.models import Attempt, Response
from lms.domain.records.models import Record
from tests.makers import COURSE, KEY, PRACTICE, Makers, files_of
from tests.support.pages import Page
from tests.support.tree import Node

LESSON = f"/learn/{COURSE}/why-ask/"
ENGLISH, BULGARIAN = (f"content/{COURSE}/{lang}/why-ask.md" for lang in ("en", "bg"))
OUTLINE = f"modules/{COURSE}/course.yaml"
KINDS = ("choose", "tick", "truth", "short", "number", "match", "order")
EMPTY = "Answer the question first, then check it."
Queries = Callable[[int], AbstractContextManager[None]]


def asking(*keys: str, is_open: bool = False, then: str = "") -> dict[str, str | None]:
    """Return files of a course whose first lesson asks these questions of its practice, in both languages."""
    changed: dict[str, str | None] = {}
    for path in (ENGLISH, BULGARIAN):
        changed[path] = "\n\n".join([files_of()[path].decode(), *(f"![[{PRACTICE}#{key}]]" for key in keys)]) + f"\n\n{then}\n"
    if is_open:
        changed[OUTLINE] = files_of()[OUTLINE].decode().replace("\nmodules:", "\nopen: [asking]\nmodules:")
    return changed


def forms(page: Page) -> list[Node]:
    return [form for form in page.all("form") if "practice" in form.get("class").split()]


def feedback(page: Page) -> list[str]:
    return [node.all("p")[0].text for node in page.all("div") if "question-feedback" in node.get("class").split()]


def said(page: Page) -> list[str]:
    return [form.one("p", class_="saved").text for form in forms(page)]


def rows(make: Makers) -> list[int]:
    return [make.rows(select(func.count()).select_from(table))[0][0] for table in (Person, Enrolment, Attempt, Response, Record)]


@pytest.mark.parametrize("reader", ["stranger", "guest", "somebody with an account"])
def test_whoever_reads_an_open_lesson_may_answer_and_no_row_is_written(make: Makers, reader: str) -> None:
    make.course(changed=asking("choose", is_open=True))
    client = {"stranger": make.client, "guest": make.guest, "somebody with an account": lambda: make.client(make.person())}[reader]()
    before = rows(make)
    page = client.submit(client.page(LESSON), "Check answer 1", {"q-1-choose": "1"})
    assert (page.url, feedback(page)) == (f"http://localhost{LESSON}practice", ["Right"])
    assert (rows(make), feedback(client.page(LESSON))) == (before, [])


def test_what_is_said_to_an_answer_stands_at_its_question(make: Makers) -> None:
    client = make.learner(make.course(changed=asking("choose", "truth")))
    page = client.page(LESSON)
    assert (KEY in page.html, [form.get("action") for form in forms(page)]) == (False, [f"{LESSON}practice#practice-{number}" for number in (1, 2)])
    page = client.submit(page, "Check answer 1", {"q-1-choose": "2"})
    assert feedback(page) == ["Not right"]
    assert [len([node for node in form.all("p") if node.text == "Not right"]) for form in forms(page)] == [1, 0]
    assert "Not so. zqkey-practice-en-choose-2" in forms(page)[0].text
    assert "zqkey-practice-en-truth" not in page.html
    assert [node.get("value") for node in forms(page)[0].all("input") if "checked" in node.attrs] == ["2"]


def test_the_same_question_twice_is_two_questions(make: Makers) -> None:
    client = make.learner(make.course(changed=asking("choose", "choose")))  # the client refuses a page with one id twice
    page = client.submit(client.page(LESSON), "Check answer 2", {"q-2-choose": "1"})
    assert [len([node for node in form.all("input") if "checked" in node.attrs]) for form in forms(page)] == [0, 1]
    assert said(page) == ["Only for practice: your answer is not kept."] * 2


def test_an_empty_answer_is_told_so_and_nothing_is_given_away(make: Makers) -> None:
    client = make.learner(make.course(changed=asking(*KINDS)))
    for number, _key in enumerate(KINDS, 1):
        page = client.submit(client.page(LESSON), f"Check answer {number}")
        assert [place for place, words in enumerate(said(page), 1) if words == EMPTY] == [number]
        assert (feedback(page), KEY in page.html) == ([], False)


ANSWERS = {
    "choose": {"q-1-choose": "1"},
    "tick": {"q-1-tick": ["1", "3"]},
    "truth": {"q-1-truth": "2"},
    "short": {"q-1-short": " linden  SQUARE"},
    "number": {"q-1-number": "48151"},
}


@pytest.mark.parametrize("key", ANSWERS)
def test_every_kind_is_marked_in_its_place(make: Makers, key: str) -> None:
    client = make.learner(make.course(changed=asking(key)))
    assert feedback(client.submit(client.page(LESSON), "Check answer 1", ANSWERS[key])) == ["Right"]


def test_pairs_and_orders_are_mixed_and_marked(make: Makers) -> None:
    client = make.learner(make.course(changed=asking("match", "order")))
    page = client.page(LESSON)
    pairs = {"The clerk": "writes the minutes", "The mayor": "signs the answer"}
    labels = {node.get("for"): node.text for node in page.all("label")}
    chosen = {
        node.get("name"): next(each.get("value") for each in node.all("option") if each.text == pairs[labels[node.get("id")]])
        for node in forms(page)[0].all("select")
    }
    assert feedback(client.submit(page, "Check answer 1", chosen)) == ["Right"]
    places = {node.get("name"): {"Ask": "1", "Decide": "2", "Answer": "3"}[labels[node.get("id")]] for node in forms(page)[1].all("select")}
    assert feedback(client.submit(page, "Check answer 2", places)) == ["Right"]


def test_a_question_is_asked_in_the_language_of_the_lesson_or_else_of_the_source(make: Makers) -> None:
    quiz = f"quizzes/{COURSE}/bg/{PRACTICE}.md"
    text = files_of()[quiz].decode()
    without = text[: text.index("## truth")] + text[text.index("## short") :]
    client = make.learner(make.course(changed={**asking("choose", "truth"), quiz: without}))
    page = client.page(LESSON, language="bg")
    texts = [form.one("div", class_="question-text") for form in forms(page)]
    assert [(node.text, node.get("lang")) for node in texts] == [("Кой решава за пейката?", ""), ("A bench can be asked.", "en")]


@pytest.mark.parametrize(
    "fields",
    [{}, {"number": "1"}, {"number": "2", "question": f"{PRACTICE}#choose"}, {"number": "1", "question": f"{PRACTICE}#truth"}, {"number": "٣", "question": "#"}],
    ids=["nothing", "no question", "another place", "another question", "nonsense"],
)
def test_an_answer_to_what_is_not_asked_there_leads_back_to_the_lesson(make: Makers, fields: dict[str, str]) -> None:
    client = make.learner(make.course(changed=asking("choose")))
    answer = client.send(f"{LESSON}practice", {"q-1-choose": "1", **fields})
    assert (answer.status_code, answer.location) == (303, LESSON)


def test_whoever_changes_the_language_after_an_answer_comes_to_the_lesson(make: Makers) -> None:
    client = make.learner(make.course(changed=asking("choose")))
    answer = client.get(f"{LESSON}practice?lang=bg")
    assert (answer.status_code, answer.location) == (303, f"{LESSON}?lang=bg")


def test_an_answer_on_the_page_of_the_original_comes_back_to_the_original(make: Makers) -> None:
    client = make.learner(make.course(changed=asking("choose")))
    page = client.page(f"{LESSON}original", language="bg")
    sent = {node.get("name"): node.get("value") for node in forms(page)[0].all("input") if node.get("type") == "hidden"}
    answer = client.send(f"{LESSON}practice", {**sent, "q-1-choose": "1"}, headers={"Accept-Language": "bg"})
    assert ("Who decides about the bench?" in answer.text, "Кой решава за пейката?" in answer.text) == (True, False)


def test_a_question_in_a_call_out_stands_before_its_note(make: Makers) -> None:
    client = make.learner(make.course(changed=asking(then=f"> [!EXERCISE] Try it\n> ![[{PRACTICE}#choose]]")))
    page = client.page(LESSON)
    (form,) = forms(page)
    aside = form.within("aside")
    assert aside is not None
    assert [node.get("class") for node in aside.all("form")] == ["practice", "note"]


def test_a_question_in_a_text_asks_the_database_nothing_more(make: Makers, queries: Queries) -> None:
    client = make.learner(make.course(changed=asking(*KINDS)))
    client.page(LESSON)
    with queries(2):
        client.page(LESSON)


def test_the_source_of_a_question_that_changed_is_one_click_away(make: Makers) -> None:
    quiz, other = (f"quizzes/{COURSE}/{lang}/{PRACTICE}.md" for lang in ("en", "bg"))
    stamped = stamp(other, files_of())
    assert stamped is not None
    changed = files_of()[quiz].decode().replace("Who decides about", "Who really decides about")
    client = make.learner(make.course(changed={**asking("choose", "truth"), quiz: changed, other: stamped.decode()}))
    page = client.page(LESSON, language="bg")
    assert [len(form.all("details")) for form in forms(page)] == [1, 0]
