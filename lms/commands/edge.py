"""The edge of the command line: opens the site, and turns whatever stops a command into one sentence and a status."""

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum

import click
from flask import Flask, current_app
from sqlalchemy.exc import InterfaceError, OperationalError

from lms.domain.courses.format.writer import SENTENCES as UNWRITABLE
from lms.domain.phrases import SENTENCES as SAID_EVERYWHERE
from lms.domain.site.keeping import find_site
from lms.domain.site.settings import SETTINGS, Site
from lms.exchange.unreadable import SENTENCES as UNREADABLE
from lms.foundation import lay_foundation
from lms.kernel.clock import Clock
from lms.kernel.refusals import Missing, Refused
from lms.platform.database import DatabaseError, db, is_busy, let_go
from lms.platform.schema import newest_version, version_of
from lms.settings import Settings, SettingsError

SENTENCES: dict[StrEnum, str] = dict([*SAID_EVERYWHERE.items(), *UNREADABLE.items(), *UNWRITABLE.items()])
Make = Callable[[Settings | None, Clock | None], Flask]
LOCAL_ADDRESS = "http://127.0.0.1:8000"  # where the site is served where nothing else is said
STOPPED = 130  # what shells expect of a program that was stopped by Ctrl+C
DONE_WITH_PROBLEMS = 1


class Unable(click.ClickException):
    """What was asked for cannot be done; the sentence says why and what to do."""

    exit_code = 2


@contextmanager
def failures_in_words() -> Iterator[None]:
    """Let what stops a command be one sentence on standard error and exit status 2; what is a bug keeps its traceback."""
    try:
        yield
    except click.UsageError:
        raise
    except click.ClickException as error:
        raise Unable(error.message) from error
    except (SettingsError, DatabaseError) as error:
        raise Unable(str(error)) from error
    except Refused as refused:
        raise Unable(sentence(refused)) from refused
    except Missing as missing:
        raise Unable(f"There is no {missing.what}.") from missing
    except (OperationalError, InterfaceError) as error:
        raise Unable(_database_sentence(error)) from error
    except OSError as error:
        if error.errno == errno.EPIPE:  # whoever read our output has read enough
            raise
        raise Unable(f"{error.filename or 'A file'}: {error.strerror or error}.") from error
    except KeyboardInterrupt:
        raise click.exceptions.Exit(STOPPED) from None


def sentence(refused: Refused) -> str:
    """Return the sentence for a refusal, in English as everything on the command line is."""
    return SENTENCES[refused.reason] % refused.facts


def _database_sentence(error: OperationalError | InterfaceError) -> str:
    said = str(error.orig).strip().splitlines()[0]
    if "readonly" in said:
        return "The database can only be read. Check the rights of its file and of the instance folder."
    if isinstance(error, OperationalError) and is_busy(error):
        return f"The database did not answer in time, and nothing was changed: {said}. Try again in a moment."
    return f"The database could not do this: {said}. Run: lms doctor"


@contextmanager
def site(
    settings: Settings | None = None,
    clock: Clock | None = None,
    *,
    any_schema: bool = False,
    make: Make = lay_foundation,
) -> Iterator[Flask]:
    """Open the site for a command: inside, there is an application and a database whose schema is that of this program.

    ``make`` is ``create_app`` where pages, their addresses or their words are needed too.
    """
    app = make(settings, clock)
    with app.app_context():
        try:
            if not any_schema:
                check_schema()
            yield app
        finally:
            let_go()
            db.engine.dispose()


def check_schema() -> None:
    """Refuse to work on a database whose schema is not the one that this program needs."""
    version = version_of(db.engine)
    if version is None:
        raise Unable(f"{_whose()} has no database yet. Run: lms database upgrade. Or did you mean another site? Say so in LMS_INSTANCE.")
    if version != newest_version():
        raise Unable(
            f"The database has another version ({version}) than this program needs ({newest_version()}). Run: lms database upgrade"
        )


def _whose() -> str:
    return f"The site in {site_settings().instance}"


def site_settings() -> Settings:
    """Return the settings of the open site."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def this_site() -> Site:
    """Return what the open site says of itself, with what was changed in the browser."""
    settings = site_settings()
    said = {name: getattr(settings, name) for name in SETTINGS if hasattr(settings, name)}
    return find_site(said, settings.given)


def now() -> datetime:
    """Return the present instant by the clock of the open site."""
    moment: datetime = current_app.extensions["clock"].now()
    return moment


def tell(words: str) -> None:
    """Say something to the person at the keyboard, on standard error."""
    click.echo(words, err=True)
