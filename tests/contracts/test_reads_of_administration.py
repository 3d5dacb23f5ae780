"""The pages of the administration and of one's own account ask the database as much for two thousand people as for twenty."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from lms.domain.people.models import Person
from tests.makers import Makers
from tests.support.client import PageClient
from tests.support.crowd import make_crowd

Queries = Callable[[int], AbstractContextManager[None]]

STATEMENTS = {
    "/admin/": 2,
    "/admin/people/": 3,
    "/admin/people/?text=person+00&sort=seen": 3,
    "/admin/people/new": 1,
    "/admin/people/{person}/": 8,
    "/admin/people/{person}/suspension": 2,
    "/admin/registrations": 3,
    "/admin/certificates/": 4,
    "/admin/certificates/{certificate}/": 4,
    "/admin/settings": 1,
    "/admin/audit": 3,
    "/admin/mail": 7,
    "/admin/barriers": 3,
    "/admin/notices": 3,
    "/admin/notices/town-hall/new": 2,
    "/reports/progress": 5,
    "/account/profile": 2,
    "/account/security": 3,
}


@pytest.mark.mend(
    "Ask once for all rows in place of once for each: a query in lms/domain/ that takes the whole list. If one statement more "
    "is worth it, change the number in tests/contracts/test_reads_of_administration.py."
)
@pytest.mark.parametrize("how_many", [20, 2000], ids=["twenty people", "two thousand people"])
def test_a_page_asks_the_same_however_many_people_there_are(make: Makers, how_many: int) -> None:
    certificate = make.certificate(make.course())
    person = make_crowd(make, how_many)[0].uid
    admin = make.client(make.person(role="admin"))
    assert statements(admin, person=person, certificate=certificate) == STATEMENTS


def statements(browser: PageClient, **places: str) -> dict[str, int]:
    """Return how many statements each page takes, once what never changes is in memory."""
    found = {}
    for where in STATEMENTS:
        address = where.format(**places)
        browser.page(address)
        with PageClient.statements.since() as ran:
            browser.page(address)
        found[where] = len(ran)
    return found


@pytest.mark.mend("Keep list_sign_ins in lms/domain/people/queries.py the only one that asks for them, once for all; what a line says comes from its row.")
@pytest.mark.parametrize("browsers", [1, 40], ids=["one browser", "forty browsers"])
def test_the_page_of_ones_own_keys_asks_the_same_however_many_browsers_there_are(make: Makers, queries: Queries, browsers: int) -> None:
    person: Person = make.person()
    for _ in range(browsers - 1):
        make.client(person)
    mine = make.client(person)
    mine.page("/account/security")
    with queries(STATEMENTS["/account/security"]):
        mine.page("/account/security")
