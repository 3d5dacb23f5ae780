"""What every test may ask for: the application, its clock and database, browsers without a window, and makers."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings

from lms import create_app
from lms.kernel.clock import SetClock
from lms.platform.database import db
from lms.settings import Settings
from tests.makers import Makers
from tests.support.client import PageClient, make_client
from tests.support.databases import empty, migrate
from tests.support.network import Fence
from tests.support.postgresql import Server, bring_server, given_url, sweep
from tests.support.slow_work import SlowWork
from tests.support.statements import Statements, Tidiness

NOW = datetime(2026, 11, 21, 10, 42, 7, tzinfo=UTC)
SECRET = "a secret that only the tests know, 2026"

hypothesis_settings.register_profile(
    "isegoria", database=None, deadline=None, derandomize=True, max_examples=60
)
hypothesis_settings.load_profile("isegoria")

slow_work = SlowWork()
_fence = Fence(also=slow_work.note)
RUN = pytest.StashKey[str]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let everything run on PostgreSQL where nobody has set one up, and what is spoken be written anew."""
    parser.addoption(
        "--postgresql",
        action="store_true",
        help="run on PostgreSQL, on a server of the tests' own if none is given",
    )
    parser.addoption(
        "--speak-anew", action="store_true", help="write anew what screen readers speak (tests/journeys/spoken)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Give this run its name and put the fence up."""
    if not hasattr(config, "workerinput"):
        config.stash[RUN] = secrets.token_hex(4)
    else:
        config.stash[RUN] = config.workerinput["isegoria_run"]
    _fence.build()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each process of pytest-xdist the name of the run."""
    node.workerinput["isegoria_run"] = node.config.stash[RUN]


def pytest_report_header(config: pytest.Config) -> str:
    """Say which database is used."""
    if not uses_postgresql(config):
        return "database: SQLite, one file for each process"
    shown = Server(given_url(), "").shown if given_url() else "a server of the tests' own"
    return f"database: PostgreSQL, {shown}, one database for each process"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the processes of this run have left."""
    if not hasattr(config, "workerinput"):
        sweep(config.stash[RUN])


def uses_postgresql(config: pytest.Config) -> bool:
    """Tell whether the tests run on PostgreSQL."""
    return bool(given_url() or config.getoption("--postgresql"))


@pytest.fixture(scope="session")
def worker() -> str:
    """Return the name of this process among those that share the tests."""
    return secrets.token_hex(3)


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Iterator[Server]:
    """Return the PostgreSQL server of the tests, started if the environment names none."""
    run = pytestconfig.stash[RUN]
    if given_url():
        yield Server(given_url(), run)
        return
    own, let_go = bring_server(run)
    yield own
    let_go()


@pytest.fixture(scope="session")
def database_url(
    pytestconfig: pytest.Config,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
    worker: str,
) -> str:
    """Return the address of the migrated database of this process."""
    if uses_postgresql(pytestconfig):
        postgresql: Server = request.getfixturevalue("server")
        return postgresql.copy(postgresql.name(worker), migrate)
    url = f"sqlite:///{tmp_path_factory.mktemp('database')}/isegoria.sqlite3"
    migrate(url)
    return url


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Settings:
    """Return the settings of the site under test; it has no address, so it is only meant for this machine."""
    instance = tmp_path_factory.mktemp("instance")
    return Settings(
        instance=instance,
        database_url=database_url,
        secret_key=SECRET,
        library=Path(__file__).parent / "courses",
    )


@pytest.fixture(scope="session")
def site(settings: Settings) -> Iterator[Flask]:
    """Return the one application of this process; a test asks for ``app``, which is this one with nobody in it."""
    app = create_app(settings, SetClock(NOW))
    app.testing = True
    app.test_client_class = PageClient
    statements = Statements()
    with app.app_context():
        engine = db.engine
    statements.listen_to(engine)
    PageClient.statements, PageClient.tidiness, PageClient.slow_work = (
        statements,
        Tidiness(app, statements),
        slow_work,
    )
    with pytest.MonkeyPatch.context() as patch:
        slow_work.watch(app, patch)
        yield app
    engine.dispose()


@pytest.fixture
def app(site: Flask) -> Iterator[Flask]:
    """Return the whole application with an empty database, at 10:42:07 UTC on 21 November 2026."""
    clock_of(site).at = NOW
    site.extensions["limits"].forget()
    yield site
    with site.app_context():
        empty(db.engine)
    site.extensions["limits"].forget()
    PageClient.statements.forget()
    leftovers = PageClient.tidiness.of_request(site) + slow_work.of_request()
    assert not leftovers, "\n".join(leftovers)


def clock_of(app: Flask) -> SetClock:
    """Return the clock of the application, which tests can move."""
    clock: SetClock = app.extensions["clock"]
    return clock


@pytest.fixture
def clock(app: Flask) -> SetClock:
    """Return the clock by which the application lives."""
    return clock_of(app)


@pytest.fixture
def client(app: Flask) -> PageClient:
    """Return a browser in which nobody is signed in."""
    return make_client(app)


@pytest.fixture
def make(app: Flask, clock: SetClock) -> Makers:
    """Return the makers of people, courses and enrolments."""
    return Makers(app, clock)


@pytest.fixture
def queries(app: Flask) -> Callable[[int], AbstractContextManager[None]]:
    """Return what counts statements: ``with queries(4): client.page(…)`` fails unless there are exactly four."""
    return PageClient.statements.exactly


@pytest.fixture(autouse=True)
def fence() -> Iterator[Fence]:
    """Fail a test that tried to reach another machine, even if it swallowed the error."""
    yield _fence
    tried = _fence.what_was_tried()
    assert not tried, f"tests stay on this machine: {tried}"


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.server])]
)
def empty_databases(
    request: pytest.FixtureRequest, tmp_path: Path, worker: str
) -> Iterator[Callable[[], str]]:
    """Return what makes one empty database after the other, without any table, first on SQLite and then on PostgreSQL."""
    numbers = count(1)
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{tmp_path}/empty-{next(numbers)}.sqlite3"
        return
    postgresql: Server = request.getfixturevalue("server")
    made: list[str] = []

    def make_one() -> str:
        made.append(postgresql.name(worker, f"empty{next(numbers)}"))
        return postgresql.create(made[-1])

    yield make_one
    for name in made:
        postgresql.drop(name)
