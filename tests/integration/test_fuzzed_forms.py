"""Every form that somebody can reach, filled in with what no page would send: a page or a plain refusal, and nothing of it runs.

The forms are read from the pages themselves, as each visitor is shown them, and so are the parameters of links. Whatever
is sent, nothing breaks, a GET writes nothing, nobody is led away, every answer bears its headers, and what was typed comes
back as text or not at all: in the answer, and on every page that is opened afterwards.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import cycle, product
from random import Random

import pytest
from flask import Flask
from hypothesis import given, settings
from sqlalchemy import update

from lms.domain.people import service as people
from lms.domain.people.models import Person
from lms.domain.people.queries import find_visitor
from lms.platform.database import unit_of_work
from lms.web.shell.visitors import COOKIE
from tests.contracts.test_access import World, address, make_world, rules_of
from tests.makers import COURSE, LESSONS, PASSWORD, PRACTICE, TEST, Makers, files_of
from tests.support.client import ORIGIN, PageClient
from tests.support.fuzz import (
    ALONE,
    CLASSES,
    ODD,
    QUOTED,
    UNASKED_FOR,
    Filling,
    Form,
    alone,
    faults_of,
    filling,
    forms_of,
    hard_values,
)

# Each visitor with the name under which the world knows their browser.
ROLES = {"nobody": "stranger", "guest": "guest", "learner": "owner", "trainer": "trainer", "administrator": "admin"}
OUTLINE = f"modules/{COURSE}/course.yaml"
# What ends the visit itself is tried with a browser of its own (test_form_tokens.py).
ENDS_THE_VISIT = ("/account/sign-out", "/sign-ins/end-others")
GOOD = {
    "email": "ivo@example.org",
    "certificate_name": "Иво Петров",
    "name": "Ivo Petrov",
    "present": PASSWORD,
    "new": "tomato kettle seven rivers",
    "password": PASSWORD,
    "chosen": PASSWORD,
    "body": "A sentence.",
    "reply_to": "ivo@example.org",
    "code": "123456",
    "q": "town",
    "text": "a",
}
QUICK, LARGE = 2, 15  # fillings for each form
CHOSEN = ("choice", "button", "hidden")
TELLING = 12  # faults are enough to see what is wrong


@dataclass
class Met:
    """What was met on the way: how often each outcome and each kind of hard value, and every fault."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, form: Form, filling: Filling, status: int, faults: list[str]) -> None:
        """Count one answer."""
        self.counts["sent"] += 1
        self.counts["accepted" if status < 400 else "refused"] += 1
        self.counts.update(filling.kinds)
        if form.method == "POST" and 300 <= status < 400:
            self.counts.update(f"accepted: {kind}" for kind in filling.kinds)
        self.faults += [f"{form.method} {form.path} {filling.pairs!r:.300}: {fault}" for fault in faults]


@pytest.fixture
def world(make: Makers) -> World:
    """Return a school with an open module, a guest in it, and passwords by which forms can be filled in rightly."""
    outline = files_of()[OUTLINE].decode()
    made = make_world(make, changed={OUTLINE: outline.replace("\nmodules:", "\nopen: [asking]\nmodules:")})
    hashed = make.person(password=PASSWORD).password_hash
    with make.app.app_context(), unit_of_work() as session:
        session.execute(update(Person).where(Person.email.is_not(None)).values(password_hash=hashed))
    assert made.browsers["guest"].send(f"/learn/{COURSE}/{LESSONS[0]}/done", {"done": "yes"}).status_code == 303
    for browser in made.browsers.values():
        browser.quoted += QUOTED
    return made


def opened(app: Flask, world: World) -> list[str]:
    """Return an address of every page, with what is behind some of them only."""
    more = [f"/learn/{COURSE}/{each}/" for each in (*LESSONS, PRACTICE, TEST)]
    return [address(app, world, rule) for (method, _), rule in sorted(rules_of(app).items()) if method == "GET"] + more


def forms_for(app: Flask, world: World, who: str) -> list[Form]:
    """Return every form that a visitor finds, once for each address and set of fields."""
    found: dict[tuple[str, str, tuple[str, ...]], Form] = {}
    browser = world.browsers[who]
    for where in dict.fromkeys(opened(app, world)):
        answer = browser.get(where)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            for form in forms_of(browser._seen):
                where_to = endpoint(app, form) if form.names != ("lang",) else "any page"  # it stands at the foot of each
                found.setdefault((form.method, where_to, form.names), form)
    return [form for form in found.values() if not form.path.endswith(ENDS_THE_VISIT)]


def endpoint(app: Flask, form: Form) -> str:
    """Return which view a form is sent to."""
    return str(app.url_map.bind("localhost").match(form.path, method=form.method)[0])


def send(app: Flask, browser: PageClient, form: Form, filling: Filling) -> tuple[int, list[str]]:
    """Send a form as it was filled in; return the status, and what is wrong with the answer."""
    app.extensions["limits"].forget()  # else most of what is sent would be refused for being too much
    headers = {"Origin": ORIGIN, "Referer": f"{ORIGIN}{form.path}"}
    try:
        if form.method == "GET":
            answer = browser.get(f"{form.path}?{filling.body('').decode()}", headers=headers)
        else:
            answer = browser.post(form.path, data=filling.body(browser.token()), headers=headers, content_type="application/x-www-form-urlencoded")
        return answer.status_code, faults_of(answer, browser)
    except Exception as error:  # noqa: BLE001 – whatever it is, it is what is looked for
        return 0, [repr(error)[:600]]


def fuzz(app: Flask, world: World, who: str, how_many: int) -> Met:
    """Fill in every form of a visitor so often. What is wrong is gathered, for the school is another after each answer."""
    met, browser = Met(), world.browsers[ROLES[who]]
    forms, begin_anew = forms_for(app, world, ROLES[who]), visits_of(app, browser)
    kinds, chance = cycle((*CLASSES, *ODD)), Random(who)
    met.counts["forms"] = len(forms)
    for (form, place), kind in product(typed_into(forms), ALONE):
        begin_anew()
        filled = alone(form, place, kind, GOOD, chance)
        met.note(form, filled, *send(app, browser, form, filled))

    @settings(max_examples=how_many)
    @given(values=hard_values)
    def fill_in_all(values: dict[str, str]) -> None:
        for form in forms:
            if len(met.faults) < TELLING:
                begin_anew()
                filled = filling(form, values, GOOD, kinds, chance)
                met.note(form, filled, *send(app, browser, form, filled))

    fill_in_all()
    begin_anew()
    return met


def typed_into(forms: list[Form]) -> list[tuple[Form, int]]:
    """Return every field into which people type, as its form and its place there."""
    return [(form, place) for form in forms if form.method == "POST" for place, each in enumerate(form.fields) if each.kind not in CHOSEN]


def visits_of(app: Flask, browser: PageClient) -> Callable[[], None]:
    """Return what lets somebody come in again, whatever became of their visit: signed in as they are now, or not at all."""
    cookie = browser.get_cookie(COOKIE)
    with app.app_context():
        found = find_visitor(cookie.value) if cookie else None

    def begin_anew() -> None:
        browser.delete_cookie(COOKIE)
        if found:
            with app.app_context(), unit_of_work() as session:
                session.execute(update(Person).where(Person.id == found.id).values(suspended_at=None, role=found.role))
                token = people.sign_in(found.id, instead_of=None, now=app.extensions["clock"].now())
            browser.set_cookie(COOKIE, token)

    return begin_anew


def look_again(app: Flask, world: World, who: str) -> list[str]:
    """Open every page once more; return what is wrong where what was typed is shown."""
    faults, browser = [], world.browsers[who]
    for where in dict.fromkeys(opened(app, world)):
        if who != "admin" or where.startswith(("/admin/", "/reports/", "/account/")):
            faults += [f"{where}: {fault}" for fault in looked_at(browser, where)]
    return faults


def looked_at(browser: PageClient, where: str) -> list[str]:
    """Open a page and return what is wrong with it."""
    try:
        answer = browser.get(where)
        return faults_of(answer, browser) if answer.mimetype == "text/html" else []
    except Exception as error:  # noqa: BLE001 – whatever it is, it is what is looked for
        return [repr(error)[:600]]


def tell(who: str, met: Met) -> None:
    """Print how often the hard cases were met; shown with -s or when something fails."""
    counted = ", ".join(f"{what} {number}" for what, number in sorted(met.counts.items()))
    print(f"{who}: {counted}")  # noqa: T201


# What each visitor finds at least: forms, and of what is sent with them what is taken and what is refused.
AT_LEAST = {
    "nobody": (8, 8, 10),
    "guest": (8, 8, 10),
    "learner": (12, 12, 12),
    "trainer": (8, 8, 10),
    "administrator": (25, 25, 30),
}


@pytest.mark.parametrize("who", ROLES)
@pytest.mark.parametrize("how_many", [pytest.param(QUICK, id="few"), pytest.param(LARGE, id="many", marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_no_form_breaks_whatever_is_typed_into_it(app: Flask, world: World, who: str, how_many: int) -> None:
    met = fuzz(app, world, who, how_many)
    met.faults += [fault for each in dict.fromkeys([ROLES[who], "admin"]) for fault in look_again(app, world, each)]
    tell(who, met)
    assert "\n".join(met.faults) == ""
    counts, least = met.counts, AT_LEAST[who]
    assert tuple(min(*each) for each in zip((counts["forms"], counts["accepted"], counts["refused"]), least, strict=True)) == least
    assert [kind for kind in (*CLASSES, *ODD, UNASKED_FOR, *ALONE) if not counts[kind]] == []
