"""Who may use which address: every rule of the program against every kind of visitor.

The table is typed by hand from what people should be able to do. It is never derived from ``permissions.py``: what is
wrong there must fail here. The order of the columns is that of ``VISITORS``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from lms.domain.people.models import Person, SignIn
from lms.domain.people.permissions import PERMISSIONS
from lms.web.shell.guards import check_every_address
from tests.makers import LESSONS, PASSAGE, PRACTICE, TEST, Makers, files_of
from tests.support import a_guide
from tests.support.access_table import (
    ADMIN,
    BESIDE_AN_OPEN_MODULE,
    ENROLLED,
    EXPECTED,
    IN_AN_OPEN_MODULE,
    LINK,
    OWNER,
    SIGNED_IN,
    VISITORS,
    WAITING,
)
from tests.support.cards import CARDS
from tests.support.client import PageClient
from tests.support.essays import WITH_ESSAY
from tests.support.postbox import newest, path_of
from tests.support.registering import EMAIL, register
from tests.support.scenario import ACTIVITY as SCENARIO
from tests.support.scenario import WITH_SCENARIO
from tests.support.surveys import SURVEY, with_survey

OUTLINE = "modules/town-hall/course.yaml"


NOT_IN_IT: dict[str, Callable[[Makers], Person | None]] = {
    "stranger": lambda make: None,
    "outsider": lambda make: make.person(),
    "trainer": lambda make: make.person(role="trainer"),
    "admin": lambda make: make.person(role="admin"),
    "suspended": lambda make: make.person(suspended=True),
}


@dataclass(frozen=True)
class World:
    """A school with one of each visitor, and something behind every kind of address."""

    browsers: dict[str, PageClient]
    parts: dict[str, str]
    submitted: str


def make_world(make: Makers, changed: Mapping[str, str | None] | None = None) -> World:
    """Return a school in which the owner holds an open attempt, a submitted one and a certificate."""
    course = make.course(changed={**CARDS, **WITH_SCENARIO, **WITH_ESSAY, **with_survey(), **(changed or {})})
    owner = make.person(name="Owner")
    enrolment = make.enrolment(owner, course)
    make.done(enrolment, course, *LESSONS)
    browsers = {
        "stranger": make.client(),
        "guest": make.guest(),
        "outsider": make.client(make.person()),
        "owner": make.client(owner),
        "classmate": make.learner(course),
        "trainer": make.client(make.person(role="trainer")),
        "admin": make.client(make.person(role="admin")),
        "suspended": make.client(make.person(suspended=True)),
    }
    submitted = begin(browsers["owner"], TEST)
    browsers["owner"].send(f"/learn/town-hall/{TEST}/attempts/{submitted}/responses", {"shown": "plan:", "q-plan": "First ask."})
    browsers["owner"].send(f"/learn/town-hall/{TEST}/attempts/{submitted}/submission")
    parts = {
        "course": "town-hall",
        "activity": LESSONS[0],
        "quiz": TEST,
        "uid": begin(browsers["owner"], PRACTICE),
        "certificate": make.certificate(course),
        "medium": make.medium("bench.svg"),
        "key": make.letter(),
        "sign-in": make.rows(select(SignIn.uid).where(SignIn.person_id == owner.id))[0].uid,
        **registration(make),
        "person": owner.uid,
        "enrolment": enrolment.uid,
        "sign_in": "0" * 32,
        "barrier": make.barrier(),
        "notice": make.notice(activity=LESSONS[1]),
        "wish": make.wish(enrolment, TEST),
        "guide": a_guide.publish(make),
        "name": "methods",
        "card": "jury",
    }
    return World(browsers, parts, submitted)


def registration(make: Makers) -> dict[str, str]:
    """Let somebody register, and return the uid and the seal of the link in their letter."""
    register(make.client())
    waiting, seal = path_of(newest(make.app, EMAIL)).rpartition("/")[2].split("-")
    return {"waiting": waiting, "seal": seal}


def begin(browser: PageClient, quiz: str) -> str:
    """Start an attempt and return its uid."""
    return browser.send(f"/learn/town-hall/{quiz}/attempts").location.rstrip("/").rpartition("/")[2]


def address(app: Flask, world: World, rule: Rule, method: str = "GET") -> str:
    """Return an address of a rule, with something real in every place of it."""
    given = dict(world.parts)
    if method == "POST" and rule.rule.endswith("<string(maxlength=63):activity>/"):
        given["activity"] = SURVEY
    if rule.rule.endswith(("attempts", "further")):
        given["activity"] = PRACTICE
    if rule.rule.endswith("/ending"):
        given["activity"] = SCENARIO
    if "/notes/" in rule.rule:
        given |= {"activity": LESSONS[1], "passage": PASSAGE}
    if "/attempts/" in rule.rule:
        given["activity"] = PRACTICE
        if rule.rule.endswith("review/"):
            given |= {"activity": TEST, "uid": world.submitted}
    if rule.rule == LINK or rule.rule.startswith(WAITING):
        given["uid"] = given["waiting"]
    if "/sign-ins/" in rule.rule:
        given["uid"] = given["sign-in"]
    if rule.rule.startswith("/admin/barriers/"):
        given["uid"] = given["barrier"]
    if rule.rule.startswith("/admin/notices/"):
        given["uid"] = given["notice"]
    if rule.rule.startswith("/teaching/requests/"):
        given["uid"] = given["wish"]
    if rule.rule.startswith(("/certificates/", "/admin/certificates/")):
        given["uid"] = given["certificate"]
    if rule.rule.startswith("/guides/"):
        given |= {"activity": a_guide.FIRST, "name": "openings", "card": "plain"}
    if rule.rule.startswith("/teaching/courses/"):
        given |= {"course": a_guide.GUIDE, "document": a_guide.HANDOUT}
    if rule.rule.startswith("/teaching/marking/"):
        given |= {"course": "town-hall", "quiz": TEST, "question": "plan", "uid": world.submitted}
    if rule.rule.startswith("/media/"):
        return given["medium"]
    if rule.rule.endswith(".png"):
        return picture_of(world.browsers["stranger"])
    if rule.rule.startswith("/static/"):
        with app.test_request_context():
            return str(app.jinja_env.globals["asset"]("app.css"))  # type: ignore[operator]
    with app.test_request_context():
        return urlsplit(rule.build({name: given[name] for name in rule.arguments})[1]).path  # type: ignore[index]


def picture_of(stranger: PageClient) -> str:
    """Return the address of the picture that the page of the course names."""
    return urlsplit(stranger.page("/courses/town-hall/").one("meta", property="og:image").get("content")).path


def ask(browser: PageClient, method: str, where: str) -> TestResponse:
    """Ask for an address with a good token where one is needed."""
    return browser.send(where) if method == "POST" else browser.get(where)


def rules_of(app: Flask) -> dict[tuple[str, str], Rule]:
    """Return every rule of the program by its method and pattern."""
    return {
        (method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


@pytest.mark.mend(
    "Add the new address to EXPECTED in tests/contracts/test_access.py, with the status that each of VISITORS "
    "should get, typed by hand; take out what is gone. If a place in it is new, give it something real in "
    "make_world()."
)
def test_every_address_is_in_the_table_and_the_table_holds_no_other(app: Flask) -> None:
    assert set(rules_of(app)) == set(EXPECTED)


def answers_to(app: Flask, world: World, method: str, rule: str) -> dict[str, int]:
    """Return what each visitor is answered at an address of a rule."""
    where = address(app, world, rules_of(app)[method, rule], method)
    return {who: ask(world.browsers[who], method, where).status_code for who in VISITORS}


@pytest.mark.mend(
    "Decide what each visitor should get. If the page is right, change its row of EXPECTED in "
    "tests/contracts/test_access.py; if the row is right, mend the @may of the view in lms/web/ or the map in "
    "lms/domain/people/permissions.py."
)
def test_each_visitor_gets_the_page_that_was_decided(app: Flask, make: Makers) -> None:
    world = make_world(make)
    pages = [each for each in EXPECTED if each[0] == "GET"]
    answers = {each: answers_to(app, world, *each) for each in pages}
    assert answers == {each: dict(zip(VISITORS, EXPECTED[each], strict=True)) for each in pages}


CHANGING = [each for each in EXPECTED if each[0] == "POST"]


@pytest.mark.parametrize(("method", "rule"), CHANGING, ids=[f"{method} {rule}" for method, rule in CHANGING])
@pytest.mark.mend(
    "Decide what each visitor may do. If the program is right, change the row of EXPECTED in "
    "tests/contracts/test_access.py; if the row is right, mend the @may of the view in lms/web/ or the map in "
    "lms/domain/people/permissions.py."
)
def test_each_visitor_may_do_what_was_decided(app: Flask, make: Makers, method: str, rule: str) -> None:
    assert answers_to(app, make_world(make), method, rule) == dict(zip(VISITORS, EXPECTED[method, rule], strict=True))


def open_world(make: Makers, activity: str) -> World:
    """Return a school in whose course the first module is open, with a guest in it, and this activity behind addresses."""
    outline = files_of()[OUTLINE].decode()
    world = make_world(make, changed={OUTLINE: outline.replace("\nmodules:", "\nopen: [asking]\nmodules:")})
    assert world.browsers["guest"].send(f"/learn/town-hall/{LESSONS[0]}/done", {"done": "yes"}).status_code == 303
    return World(world.browsers, world.parts | {"activity": activity}, world.submitted)


@pytest.mark.parametrize(
    ("table", "activity"),
    [
        pytest.param(IN_AN_OPEN_MODULE, LESSONS[0], id="in the open module"),
        pytest.param(BESIDE_AN_OPEN_MODULE, LESSONS[1], id="in a module that is not open"),
    ],
)
@pytest.mark.mend(
    "Who is let into open modules is decided by lms/web/learner/loaders.py (Place.lets_in) and by OPEN_TO_STRANGERS and "
    "OPEN_TO_GUESTS in lms/web/shell/guards.py. If the page is right, change its row in tests/support/access_table.py."
)
def test_an_open_module_is_open_to_strangers_and_guests_and_nothing_else_of_its_course_is(
    app: Flask, make: Makers, table: dict[tuple[str, str], tuple[int, ...]], activity: str
) -> None:
    answers = {each: dict.fromkeys(VISITORS, 0) for each in table}
    world = open_world(make, activity)
    for method, rule in sorted(table, key=lambda each: each[0] == "POST"):  # nothing is changed before all is read
        for who in VISITORS:
            browser = anew(make, who) if method == "POST" and who in NOT_IN_IT else world.browsers[who]
            where = address(app, world, rules_of(app)[method, rule], method)
            answers[method, rule][who] = ask(browser, method, where).status_code
    assert answers == {each: dict(zip(VISITORS, table[each], strict=True)) for each in table}


def anew(make: Makers, who: str) -> PageClient:
    """Return another browser of such a visitor, for whom there is nothing yet that they left in the course before."""
    return make.client(NOT_IN_IT[who](make))


@pytest.mark.mend(
    "An address that needs an account must lead to the page for signing in, with ?next=…: let its @may in lms/web/ refuse "
    "through lms/web/shell/guards.py, and answer nothing by itself before that."
)
def test_a_stranger_is_led_to_sign_in_and_back(app: Flask, make: Makers) -> None:
    world = make_world(make)
    led = {}
    for method, rule in EXPECTED:
        if method == "GET" and EXPECTED[method, rule] in (SIGNED_IN, ENROLLED, OWNER, ADMIN):
            where = address(app, world, rules_of(app)[method, rule], method)
            there = urlsplit(world.browsers["stranger"].get(where).location)
            led[where] = (there.path, there.query)
    assert led == {where: ("/account/sign-in", f"next={where}") for where in led}
    assert {"/learn/", "/admin/", "/reports/progress"} <= set(led)


@pytest.mark.mend(
    "Let the loader in lms/web/learner/loaders.py raise Missing for what is somebody else's, with the same "
    "words as for what is not there."
)
def test_somebody_elses_attempt_looks_like_none_at_all(make: Makers) -> None:
    world = make_world(make)
    for tail, who in product(("", "summary", "review/"), ("outsider", "classmate", "trainer", "admin")):
        theirs = f"/learn/town-hall/{PRACTICE}/attempts/{world.parts['uid']}/{tail}"
        nobodys = f"/learn/town-hall/{PRACTICE}/attempts/{'0' * 32}/{tail}"
        browser = world.browsers[who]
        assert without_token(browser.get(theirs)) == without_token(browser.get(nobodys))


def without_token(answer: TestResponse) -> tuple[int, str]:
    """Return the status and text of an answer, the token of its forms left out: that is new every second."""
    return answer.status_code, re.sub(r'name="csrf_token" value="[^"]+"', "", answer.text)


@pytest.mark.parametrize(
    "where",
    [
        pytest.param("/learn/town-hall/{other}/attempts/{uid}/", id="an attempt under another quiz"),
        pytest.param("/learn/elsewhere/{quiz}/attempts/{uid}/", id="an attempt under another course"),
        pytest.param("/learn/town-hall/{lesson}/attempts/{uid}/", id="an attempt under a lesson"),
        pytest.param("/learn/elsewhere/{lesson}/", id="a lesson under another course"),
        pytest.param("/learn/town-hall/nothing/", id="an activity that is not there"),
    ],
)
@pytest.mark.mend(
    "Let the loader in lms/web/learner/loaders.py compare every part of the address with the row that it "
    "loads, and raise Missing where one differs."
)
def test_what_does_not_belong_together_is_not_found(make: Makers, where: str) -> None:
    world = make_world(make)
    parts = {"uid": world.parts["uid"], "quiz": PRACTICE, "other": TEST, "lesson": LESSONS[0]}
    assert world.browsers["owner"].get(where.format(**parts)).status_code == 404


@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        pytest.param("public", (200, 200, 200, 200, 200, 200, 200, 200), id="public"),
        pytest.param("signed-in", (404, 404, 200, 200, 200, 200, 200, 404), id="for people who are signed in"),
        pytest.param("invited", (404, 404, 404, 200, 200, 404, 404, 404), id="for invited people"),
    ],
)
@pytest.mark.mend(
    "Ask for the visibility of the course where it is loaded: lms/web/public/views.py for its page, "
    "lms/web/public/media.py for its pictures."
)
def test_a_course_that_is_not_public_is_hidden_with_its_pictures(make: Makers, visibility: str, expected: tuple[int, ...]) -> None:
    world = make_world(make)
    make.hide("town-hall", visibility)
    for where in (world.parts["medium"], "/courses/town-hall/"):
        answers = tuple(world.browsers[who].get(where).status_code for who in VISITORS)
        assert dict(zip(VISITORS, answers, strict=True)) == dict(zip(VISITORS, expected, strict=True))


@pytest.mark.parametrize(("visibility", "who"), [("public", "public"), ("signed-in", "private"), ("invited", "private")])
@pytest.mark.mend(
    "In lms/web/public/media.py say Cache-Control: public for pictures of public courses alone, and private "
    "for all others."
)
def test_only_public_pictures_may_be_kept_by_what_stands_between(make: Makers, visibility: str, who: str) -> None:
    world = make_world(make)
    make.hide("town-hall", visibility)
    answer = world.browsers["classmate"].get(world.parts["medium"])
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, f"{who}, max-age=31536000, immutable")


@pytest.mark.parametrize("visibility", ["signed-in", "invited"])
@pytest.mark.mend(
    "In lms/web/public/views.py list courses by the visibilities that this visitor may see (list_published), "
    "and all of them nowhere."
)
def test_the_lists_of_a_stranger_hold_public_courses_only(make: Makers, visibility: str) -> None:
    world = make_world(make)
    assert "/courses/town-hall/" in world.browsers["stranger"].get("/courses/").text
    make.hide("town-hall", visibility)
    for where in ("/", "/courses/"):
        assert "town-hall" not in world.browsers["stranger"].get(where).text


@pytest.mark.mend(
    "Refuse in why_not_enrol in lms/domain/enrolment/rules.py, or hide the course where "
    "lms/web/learner/loaders.py loads it."
)
def test_nobody_enrols_in_a_course_for_invited_people(make: Makers) -> None:
    world = make_world(make)
    make.hide("town-hall", "invited")
    assert world.browsers["outsider"].send("/courses/town-hall/enrolment").status_code == 404


@pytest.mark.mend(
    "check_every_address in lms/web/shell/guards.py must raise for a view that is neither @public nor "
    "@may(…)."
)
def test_a_program_with_an_address_that_says_nothing_does_not_start() -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/open-door", view_func=lambda: "hello")
    with pytest.raises(RuntimeError, match="/open-door"):
        check_every_address(app)


@pytest.mark.mend(
    "Say in PERMISSIONS in lms/domain/people/permissions.py which relations give the new permission, and by "
    "hand in tests/unit/people/test_permissions.py; or remove it."
)
def test_every_permission_is_granted_by_some_relation() -> None:
    assert [permission for permission, relations in PERMISSIONS.items() if not relations] == []
