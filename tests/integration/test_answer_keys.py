"""No byte that reaches a learner tells what is right before it may be told: pages, replies, headers, redirects.

Whatever would tell it in the course of the tests holds ``KEY`` or is one of ``KEY_NUMBERS``. Everything that a browser
hears is kept and searched; that the same search finds it all once it may be told shows that it can find it.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from lms.domain.people.models import Person
from lms.domain.questions.kinds import KINDS
from lms.domain.quizzes.models import Attempt
from lms.platform.database import unit_of_work
from tests.makers import COURSE, KEY, KEY_NUMBERS, LESSONS, PASSAGE, PRACTICE, TEST, Makers, files_of
from tests.support.addresses import every_address
from tests.support.answers import right_answers
from tests.support.client import PageClient
from tests.support.pages import Page, Typed
from tests.support.quiz_texts import NOT_IN_THE_COURSE, UNMARKED

LEARN = f"/learn/{COURSE}"
CLIENT = "0123456789abcdef"
# One question of every kind that is marked; a new kind cannot be forgotten.
QUESTIONS = {
    "single": "choose",
    "multiple": "tick",
    "truth": "truth",
    "short": "short",
    "number": "number",
    "matching": "match",
    "ordering": "order",
    "gaps": "fill",
}
WRONG: dict[str, Typed] = {
    "q-choose": "3",
    "q-tick": ["1", "2", "3", "4"],
    "q-short": "Oak Street",
    "q-number": "12",
}
# What differs between two pages of two people, beside what they are told.
OF_THE_VISIT = re.compile(r'name="csrf_token" value="[^"]+"|attempts/[0-9a-f]{32}|data-unsent(?:-key)?="[0-9a-f]+"|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}')
MARK = re.compile(rf"{KEY}[-a-z0-9]*|\b(?:{'|'.join(KEY_NUMBERS)})\b")


class Listener(PageClient):
    """A browser that keeps every byte it hears, redirects on the way among them."""

    heard: list[str]

    def _one_request(self, *arguments: Any, **named: Any) -> TestResponse:
        response = super()._one_request(*arguments, **named)
        self.heard.append(
            "\n".join([response.status, str(response.headers), response.get_data().decode("latin-1")])
        )
        return response

    def told(self) -> set[str]:
        """Return every mark of a key that was heard, plain or in the disguises in which bytes travel."""
        everything = "\n".join(self.heard)
        return set(MARK.findall(everything)) | {word for word in disguised() if word in everything}


def disguised() -> Iterator[str]:
    """Yield the hexadecimal form of ``KEY``, and that part of it which stays the same in base64 wherever it begins."""
    yield KEY.encode().hex()
    for before in range(3):
        coded = b64encode(b" " * before + KEY.encode()).decode().rstrip("=")
        yield coded[(before * 8 + 5) // 6 : -1]


def listener(make: Makers, person: Person | None = None) -> Listener:
    """Return a new browser that keeps what it hears, with this person signed in if one is given."""
    browser = Listener(make.app, make.app.response_class)
    browser.heard = []
    if person:
        make.sign_in(browser, person)
    return browser


def learner(make: Makers) -> Listener:
    person = make.person()
    make.enrolment(person, make.course())
    return listener(make, person)


def start(browser: PageClient, quiz: str = TEST) -> Page:
    return browser.submit(browser.page(f"{LEARN}/{quiz}/"), "Start ")


def save(
    browser: PageClient, attempt: Page, question: str, fields: Mapping[str, list[str]], seq: int = 1
) -> TestResponse:
    """Send one answer as the script does."""
    event = {"client": CLIENT, "seq": seq, "question": question, "fields": fields}
    headers = {"X-CSRFToken": browser.token(), "Accept": "application/json"}
    return browser.post(f"{attempt.url.partition('?')[0]}responses", json=event, headers=headers)


def in_lists(fields: Mapping[str, Typed]) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else list(value or []) for name, value in fields.items()}


def fields_of(question: str, fields: Mapping[str, Typed]) -> dict[str, list[str]]:
    """Return those fields of a form that belong to one question, as lists."""
    return {
        name: values
        for name, values in in_lists(fields).items()
        if re.split(r"[.]", name)[0] == f"q-{question}"
    }


def test_every_kind_that_is_marked_is_listened_to() -> None:
    """A new kind gets a question in ``tests/courses/quizzes`` and a line here, or stands in ``NOT_IN_THE_COURSE``."""
    assert {*QUESTIONS, *UNMARKED, *NOT_IN_THE_COURSE} == set(KINDS)


def test_a_test_tells_nothing_before_it_is_passed_and_everything_then(app: Flask, make: Makers) -> None:
    browser = learner(make)
    attempt = start(browser)
    answer_wrongly(browser, attempt)
    go_everywhere(app, browser, attempt)
    listen_as_others(make, browser, attempt)
    summary = browser.submit(attempt, "check before", WRONG)
    review = browser.submit(summary, "Send the answers")
    assert "not passed" in review.text
    go_everywhere(app, browser, attempt)
    again = start(browser)
    go_everywhere(app, browser, again)
    assert browser.told() == set()

    browser.submit(browser.submit(again, "check before", right_answers(again)), "Send the answers")
    told = browser.told()
    for question in QUESTIONS.values():
        assert f"{KEY}-test-en-{question}" in told
    assert {KEY_NUMBERS[1], f"{KEY}testshort"} <= told


def answer_wrongly(browser: Listener, attempt: Page) -> None:
    """Send wrong answers, answers that are none, and answers to questions that are not there."""
    browser.send(f"{attempt.url}responses", {"check": "choose", "then": "finish"})  # an empty form: nothing is answered
    wrong = wrongly(right_answers(attempt))
    for seq, question in enumerate((*QUESTIONS.values(), "nothing"), 1):
        none = {f"q-{question}": ["\x00", "99999"], f"q-{question}.1": ["99"]}
        save(browser, attempt, question, none, seq)
        save(browser, attempt, question, fields_of(question, wrong), seq + 100)
    browser.post(f"{attempt.url}responses", json={"client": 5}, headers={"X-CSRFToken": browser.token()})
    assert f"{len(QUESTIONS)} of 9 answered" in browser.page(attempt.url).text


def go_everywhere(app: Flask, browser: Listener, attempt: Page) -> None:
    """Ask for every page that there is, in both languages, with everything that a practice would check."""
    places = {
        "course": COURSE,
        "guide": COURSE,
        "document": TEST,
        "quiz": TEST,
        "activity": TEST,
        **dict.fromkeys(("seal", "person", "enrolment", "sign_in", "barrier", "waiting"), "0" * 32),
        "uid": attempt.url.rstrip("/").split("/")[-1],
        "passage": PASSAGE,
        "question": "plan",
        "digest": "0" * 64,
        "lang": "en",
        "pictures.card:digest": "0" * 16,
        "name": "bench.svg",
        "card": "jury",
        "certificates.certificate:uid": "0" * 32,
        "certificates.pdf:uid": "0" * 32,
        "key": "test:0",
        "assets.static_file:digest": app.extensions["assets"]["app.css"].digest,
        "assets.static_file:name": "app.css",
    }
    activities = [f"{LEARN}/{key}/" for key in (*LESSONS, PRACTICE)]
    paths = [address.path for address in every_address(app, places) if address.method == "GET"]
    checked = "&".join(f"checked={question}" for question in QUESTIONS.values())
    for path in (*paths, *activities):
        for query in ("lang=bg", f"lang=en&{checked}"):
            browser.get(f"{path}?{query}", headers={"Accept": "text/html"})
        browser.get(path, headers={"Accept": "application/json"})


def listen_as_others(make: Makers, browser: Listener, attempt: Page) -> None:
    """Let a stranger and another learner ask for the attempt; what they hear is kept with the rest."""
    for other in (listener(make), listener(make, make.person())):
        for path in ("", "summary", "review/"):
            other.get(f"{attempt.url}{path}")
        browser.heard += other.heard


def test_a_test_explains_nothing_while_it_goes_on_whatever_its_address_asks_for(make: Makers) -> None:
    browser = learner(make)
    attempt = start(browser)
    answer_wrongly(browser, attempt)
    checked = "&".join(f"checked={question}" for question in QUESTIONS.values())
    for path in ("", "summary"):
        page = browser.page(f"{attempt.url}{path}?{checked}")
        assert page.all("div", class_="question-feedback") == []
    assert browser.told() == set()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_practice_tells_only_of_the_question_that_was_checked(make: Makers, kind: str) -> None:
    browser = learner(make)
    attempt = start(browser, PRACTICE)
    for seq, question in enumerate(QUESTIONS.values(), 1):
        save(browser, attempt, question, wrongly(fields_of(question, right_answers(attempt))), seq)
    browser.page(f"{attempt.url}?lang=bg")
    attempt = browser.page(f"{attempt.url}?lang=en")
    assert browser.told() == set()

    number = list(QUESTIONS).index(kind) + 1
    browser.submit(attempt, f"Check answer {number}")
    question = QUESTIONS[kind]
    own = {f"{KEY}-practice-en-{question}", f"{KEY}practice{question}"}
    own |= {KEY_NUMBERS[0]} if kind == "number" else set()
    told = browser.told()
    assert f"{KEY}-practice-en-{question}" in told
    assert {
        mark for mark in told if mark not in own and not mark.startswith(f"{KEY}-practice-en-{question}-")
    } == set()


@pytest.mark.parametrize("kind", QUESTIONS)
def test_a_practice_tells_nothing_of_a_question_that_was_not_answered(make: Makers, kind: str) -> None:
    browser = learner(make)
    page = browser.submit(start(browser, PRACTICE), f"Check answer {list(QUESTIONS).index(kind) + 1}")
    assert page.text.count("Answer the question first, then check it.") == 1
    assert (page.all("div", class_="question-feedback"), browser.told()) == ([], set())


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_reply_to_an_answer_is_the_same_whether_it_is_right_or_wrong(make: Makers, kind: str) -> None:
    question, replies = QUESTIONS[kind], set()
    for is_right in (True, False):
        browser = learner(make)
        attempt = start(browser)
        right = fields_of(question, right_answers(attempt))
        assert right != wrongly(right)
        reply = save(browser, attempt, question, right if is_right else wrongly(right))
        told = dict(reply.json)
        # Which answer was stored is told by a sign that nobody can read without the seed of the attempt.
        assert SIGN.fullmatch(told.pop("shown"))
        replies.add((reply.status, str(reply.headers), str(told)))
    assert len(replies) == 1


def test_the_sign_of_an_answer_is_another_in_every_attempt(make: Makers) -> None:
    """Else whoever has seen a right answer reviewed would know it again by its sign."""
    signs = set()
    for _ in range(2):
        browser = learner(make)
        attempt = start(browser)
        question = QUESTIONS["single"]
        signs.add(save(browser, attempt, question, fields_of(question, right_answers(attempt))).json["shown"])
    assert len(signs) == 2


SIGN = re.compile(r"[0-9a-f]{16}")


def wrongly(fields: Mapping[str, Typed]) -> dict[str, list[str]]:
    """Return other answers than these: other places, or other words."""
    two, three = {"1": "2", "2": "1"}, {"1": "2", "2": "3", "3": "1"}
    return {
        name: [(two if name == "q-truth" else three).get(value, "9") for value in values]
        for name, values in in_lists(fields).items()
    }


# The same test in which everything else is right: another choice, another truth, other texts, other feedback.
ELSEWHERE = (
    ("- (x) The council", "- ( ) The council"),
    ("- ( ) The bench", "- (x) The bench"),
    ("- [x] Neighbours", "- [ ] Neighbours"),
    ("- [ ] Statues", "- [x] Statues"),
    ("= false", "= true"),
    ("= Linden Square", "= Oak Street"),
    ("*Linden*", "*Oak*"),
    ("= 62342", "= 7"),
    ("- (x) Yes", "- ( ) Yes"),
    ("- ( ) No", "- (x) No"),
    (f"{KEY}-test", "other"),
)


def test_the_pages_of_a_test_are_the_same_whatever_is_right(make: Makers) -> None:
    """The strongest form of silence: two tests that differ in nothing but their key cannot be told apart."""
    path, twin = f"quizzes/{COURSE}/en/{TEST}.md", f"quizzes/{COURSE}/bg/{TEST}.md"
    text = files_of()[path].decode()
    other = text
    for old, new in ELSEWHERE:
        assert old in other, old
        other = other.replace(old, new)
    shown = []
    for body in (text, other):
        course = make.course(changed={path: body, twin: None})
        person = make.person()
        make.enrolment(person, course)
        shown.append(pages_of_a_test(make, listener(make, person)))
    assert len(shown[0]) == len(shown[1]) > 4
    for one, another in zip(*shown, strict=True):
        assert one == another


def pages_of_a_test(make: Makers, browser: Listener) -> list[str]:
    """Return what somebody hears from the start of a test to its review, without what belongs to their visit alone."""
    begun = browser.send(f"{LEARN}/{TEST}/attempts").location  # not opened yet: what an attempt is bound to is kept from then on
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Attempt).where(Attempt.uid == begun.rstrip("/").split("/")[-1]).values(seed="s" * 32))
    assert make.rows(select(Attempt.seed).where(Attempt.seed == "s" * 32))
    browser.heard.clear()
    attempt = browser.page(begun)
    save(browser, attempt, "choose", {"q-choose": ["1"]})
    save(browser, attempt, "short", {"q-short": ["Oak Street"]}, 2)
    attempt = browser.page(attempt.url)
    summary = browser.submit(attempt, "check before", {"q-truth": "1"})
    browser.page(summary.url)
    return [OF_THE_VISIT.sub("", each) for each in browser.heard]
