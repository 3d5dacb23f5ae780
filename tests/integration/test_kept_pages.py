"""The page for signing in is rendered once for all strangers; what differs between them is never mixed up."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import pytest
from flask import Flask, Response, before_render_template, flash

from lms.web.shell.kept_pages import page_for_strangers
from tests.makers import Makers
from tests.support.client import PageClient

SIGN_IN = "/account/sign-in"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
Queries = Callable[[int], AbstractContextManager[None]]


def rendered(app: Flask, browser: PageClient, *paths: str) -> list[str]:
    """Return the templates that are rendered while these addresses are asked for."""
    names: list[str] = []

    def note(_app: Flask, template: object, **_rest: object) -> None:
        names.append(str(getattr(template, "name", "")))

    with before_render_template.connected_to(note, app):
        for path in paths:
            browser.page(path)
    return names


def test_one_address_is_rendered_once_in_each_language(app: Flask, make: Makers) -> None:
    app.extensions["kept_pages"]._things.clear()
    paths = [SIGN_IN, SIGN_IN, f"{SIGN_IN}?lang=bg", f"{SIGN_IN}?lang=bg", f"{SIGN_IN}?next=/learn/", f"{SIGN_IN}?next=/courses/"]
    assert rendered(app, make.client(), *paths) == ["account/sign_in.html"] * 4
    assert rendered(app, make.client(), *paths) == []


def test_each_browser_gets_the_token_of_its_own_form(make: Makers) -> None:
    browsers = [make.client() for _ in range(3)]
    pages = [browser.get(SIGN_IN).text for browser in browsers]
    tokens = [TOKEN.findall(page) for page in pages]
    assert ([len(found) for found in tokens], len({found[0] for found in tokens})) == ([1] * 3, 3)
    assert len({TOKEN.sub("", page) for page in pages}) == 1
    for browser, token, status in zip(browsers, tokens[:1] * 3, (422, 400, 400), strict=True):
        assert browser.post(SIGN_IN, data={"csrf_token": token[0]}).status_code == status


def test_a_kept_page_says_what_holds_now(make: Makers) -> None:
    browser = make.client()
    said = "This is a demonstration on this computer."
    before = said in browser.get(SIGN_IN).text
    make.person(is_demo=True)
    assert (before, said in browser.get(SIGN_IN).text) == (False, True)


def test_nobody_can_write_the_place_of_a_token(make: Makers) -> None:
    page = make.client().get(SIGN_IN, query_string={"next": "/<!--token-->"})
    assert len(TOKEN.findall(page.text)) == 1


@contextmanager
def answering(app: Flask, view: Callable[[], str]) -> Iterator[None]:
    """Let another view answer at the address of the catalogue."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(app.view_functions, "public.catalogue", lambda: Response(view(), content_type="text/plain"))
        yield


def test_whoever_is_known_or_is_told_something_gets_a_page_of_their_own(app: Flask, make: Makers) -> None:
    made: list[str] = []

    def page() -> str:
        made.append("made")
        return "a page"

    def told() -> str:
        flash("for you alone")
        return page_for_strangers(page)

    for view in (partial(page_for_strangers, page), told):
        for person in (None, None, make.person()):
            browser = make.client(person)
            with answering(app, view):
                browser.get("/courses/", query_string={"for": "this test"})
    assert len(made) == 1 + 1 + 3  # one for two strangers, one for somebody known, and three who are told something


@pytest.mark.parametrize(("where", "statements"), [(SIGN_IN, 1), (f"{SIGN_IN}?next=/learn/", 1)])
def test_the_page_for_signing_in_asks_the_database_once(make: Makers, queries: Queries, where: str, statements: int) -> None:
    """Whether there are demo people, and on a site for this machine alone."""
    browser = make.client()
    browser.page(where)
    with queries(statements):
        browser.page(where)
