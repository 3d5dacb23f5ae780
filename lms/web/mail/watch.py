"""Watches over the letters of the site: whether they leave it, in words, and what an administrator may do about it."""

from dataclasses import dataclass
from datetime import datetime

from lms.domain.site.facts import FailedLettersTriedAgain, LetterGivenUp, LetterTriedAgain
from lms.kernel.facts import announce
from lms.platform import jobs
from lms.platform.job_lists import Standing, standing
from lms.platform.mail import JOB
from lms.web.mail.composing import settings
from lms.web.shell.templates import date_and_time
from lms.web.shell.visitors import now
from lms.web.shell.words import gettext as _


def try_again(key: str, *, by: int, now: datetime) -> bool:
    """Have a letter tried again at once; tell whether there was such a one to try."""
    found = jobs.try_again(key, now=now)
    if found is not None:
        announce(LetterTriedAgain(at=now, person_id=None, actor_id=by, object=str(found)))
    return found is not None


def give_up(key: str, *, by: int, now: datetime) -> bool:
    """Put aside a letter; tell whether there was such a one that had not been sent."""
    found = jobs.give_up(key, now=now)
    if found is not None:
        announce(LetterGivenUp(at=now, person_id=None, actor_id=by, object=str(found)))
    return found is not None


def try_failed_again(*, by: int, now: datetime) -> int:
    """Have every letter tried again that failed; return how many these are."""
    found = jobs.try_failed_again(JOB, now=now)
    if found:
        announce(FailedLettersTriedAgain(at=now, person_id=None, actor_id=by, result={"failed": [found, 0]}))
    return found


def letters_standing() -> Standing:
    """Return how the letters of the site stand."""
    return standing(JOB, now=now())


@dataclass(frozen=True)
class State:
    """How it stands with the mail of the site, as an administrator should know it.

    ``trouble`` is a warning in words, or empty. ``reaches_nobody`` says that letters only lie in a folder, which is
    grave where others than the operator use the site (``is_grave``).
    """

    trouble: str
    reaches_nobody: bool
    is_grave: bool


def state() -> State:
    """Return how it stands with the mail of the site."""
    here = settings()
    return State(trouble(), here.mail_route.is_file, not here.is_loopback)


def trouble(found: Standing | None = None) -> str:
    """Return a warning where letters do not leave the site as they should; empty where they do."""
    found = found or letters_standing()
    if found.late_since is not None:
        when = date_and_time(found.late_since)
        return _("A letter has been waiting since %(when)s. Either no worker is delivering letters, or the mail server does not take them.", when=when)
    if found.is_failing:
        return _("The last %(number)s letters were refused for good. Something is wrong with the mail server, or with the address from which letters come.", number=found.failed_in_a_row)
    return ""
