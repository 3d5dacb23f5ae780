"""An administrator with a password, somebody else, and the audit log as these tests read it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from lms.domain.people.models import Person
from lms.domain.records.models import Audit
from tests.makers import PASSWORD, Makers
from tests.support.client import PageClient

Acts = Callable[[], list[tuple[Any, ...]]]


@pytest.fixture
def boss(make: Makers) -> Person:
    """Return the administrator who does everything here."""
    return make.person(name="Zoe Admin", email="zoe@example.org", role="admin", password=PASSWORD)


@pytest.fixture
def admin(make: Makers, boss: Person) -> PageClient:
    """Return their browser."""
    return make.client(boss)


@pytest.fixture
def ana(make: Makers) -> Person:
    """Return somebody to whom things are done."""
    return make.person(name="Ana Ilieva", email="ana@example.org")


@pytest.fixture
def acts(make: Makers) -> Acts:
    """Return what reads the audit log: who did what to whom, about what, with which changes."""
    columns = (Audit.actor_id, Audit.action, Audit.person_id, Audit.object, Audit.changes)
    return lambda: [tuple(row) for row in make.rows(select(*columns).order_by(Audit.id))]
