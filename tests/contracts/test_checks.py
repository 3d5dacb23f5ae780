"""Who may see a page is decided from what the page has loaded anyway: the decision itself asks the database nothing."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from lms.domain.people import permissions
from lms.domain.people.permissions import Permission, Relation
from lms.platform.database import connection
from lms.web.learner.loaders import Place
from lms.web.shell import guards
from tests.contracts.test_access import CHANGING, EXPECTED, World, address, ask, make_world, rules_of
from tests.makers import Makers
from tests.support.client import PageClient


@dataclass
class Decisions:
    """For each decision the permission it was about and the statements that ran from its first step to its last."""

    made: list[tuple[Permission, tuple[str, ...]]] = field(default_factory=list)
    _began: int = 0

    def begin(self, relations: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap the first step: how the visitor stands to the site, before how they stand to the thing is asked."""

        def watched(*given: Any) -> Any:
            self._began = len(PageClient.statements.ran)
            return relations(*given)

        return watched

    def end(self, permission: Permission, relations: frozenset[Relation]) -> bool:
        """Decide, as the guard does last, and note what ran since the first step."""
        answer = permissions.may(permission, relations)
        self.made.append((permission, tuple(PageClient.statements.ran[self._began :])))
        return answer


@pytest.fixture
def decisions(monkeypatch: pytest.MonkeyPatch) -> Decisions:
    """Return what notes every decision of the guards; each still decides what it did."""
    found = Decisions()
    monkeypatch.setattr(guards, "_relations", found.begin(guards._relations))
    monkeypatch.setattr(guards, "permitted", found.end)
    return found


def ask_as_everybody(app: Flask, world: World, method: str, rule: str) -> None:
    for browser in (world.browsers[who] for who in ("owner", "classmate", "outsider", "admin", "stranger")):
        ask(browser, method, address(app, world, rules_of(app)[method, rule]))


def permission_of(app: Flask, method: str, rule: str) -> Permission | None:
    """Return the permission that an address asks for."""
    view: Any = app.view_functions[rules_of(app)[method, rule].endpoint]
    permission: Permission | None = view.guard.permission
    return permission


@pytest.mark.mend("Let the guard decide from what is loaded: lms/web/shell/guards.py and the loaders beside the views.")
def test_no_decision_about_a_page_asks_the_database(app: Flask, make: Makers, decisions: Decisions) -> None:
    world, silent = make_world(make), []
    for method, rule in [each for each in EXPECTED if each[0] == "GET" and permission_of(app, *each)]:
        decisions.made.clear()
        ask_as_everybody(app, world, method, rule)
        assert [(permission, ran) for permission, ran in decisions.made if ran] == [], rule
        silent += [] if decisions.made else [rule]
    assert silent == []  # at every guarded address something was decided


@pytest.mark.mend("Let the guard decide from what is loaded: lms/web/shell/guards.py and the loaders beside the views.")
@pytest.mark.slow
@pytest.mark.parametrize(("method", "rule"), CHANGING, ids=[f"{method} {rule}" for method, rule in CHANGING])
def test_no_decision_about_a_change_asks_the_database(app: Flask, make: Makers, decisions: Decisions, method: str, rule: str) -> None:
    world = make_world(make)
    decisions.made.clear()
    ask_as_everybody(app, world, method, rule)
    assert [(permission, ran) for permission, ran in decisions.made if ran] == []
    assert bool(decisions.made) == bool(permission_of(app, method, rule))


@pytest.mark.mend("Let the guard decide from what is loaded: lms/web/shell/guards.py and the loaders beside the views.")
def test_a_decision_that_asked_would_be_seen(make: Makers, decisions: Decisions, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the test above could be true because nobody looks."""
    relations = Place.relations.fget  # type: ignore[attr-defined]

    def asking(self: Place) -> frozenset[Relation]:
        connection().execute(text("SELECT 1"))
        found: frozenset[Relation] = relations(self)
        return found

    monkeypatch.setattr(Place, "relations", property(asking))
    world = make_world(make)
    decisions.made.clear()
    assert world.browsers["owner"].get("/learn/town-hall/").status_code == 200
    assert decisions.made == [(Permission.LEARN, ("SELECT 1",))]


@pytest.mark.mend("Let the guard decide from what is loaded: lms/web/shell/guards.py and the loaders beside the views.")
@pytest.mark.parametrize(
    ("path", "tables"),
    [
        pytest.param("/learn/town-hall/why-ask/", ["session", "enrolment"], id="a lesson"),
        pytest.param("/learn/town-hall/", ["session", "enrolment"], id="the home of a course"),
    ],
)
def test_a_page_asks_who_is_here_how_they_stand_and_what_it_shows(make: Makers, path: str, tables: list[str]) -> None:
    """Each statement is one that the page needs even if everybody might see it."""
    browser = make.learner(make.course())
    browser.page(path)
    with PageClient.statements.since() as ran:
        browser.page(path)
    assert [table_of(statement) for statement in ran] == tables


def table_of(statement: str) -> str:
    """Return the table that a select begins with, whatever it asks aside in brackets."""
    while (bare := re.sub(r"\([^()]*\)", "", statement)) != statement:
        statement = bare
    return statement.split("FROM ")[1].split()[0]
