"""The page about mail: how letters leave the site, which of them wait, and which have failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_datetime, format_decimal
from werkzeug.wrappers import Response

from lms.domain.people.permissions import Permission
from lms.kernel.words import N_
from lms.platform.database import unit_of_work
from lms.platform.job_lists import JobPage, JobRow, list_failed, list_waiting
from lms.platform.limits import Rule
from lms.platform.mail import JOB
from lms.web.admin.readers import Readers, readers_of
from lms.web.mail import watch
from lms.web.mail.composing import settings
from lms.web.mail.trial import post_test_letter
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.limits import within
from lms.web.shell.templates import short_day
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("mail", __name__, template_folder="templates")

PER_PAGE = 25
TRIALS = Rule("test-letters", "10/hour")
# How the kinds of letters are called: every kind of assembly.LETTERS. One that an older version left is shown by its key.
NAMES = {
    "test": N_("Test letter"),
    "register": N_("Confirmation of a new account"),
    "reset": N_("New password"),
    "email": N_("Confirmation of a new address"),
    "address-changed": N_("Notice that the address was changed"),
    "password-changed": N_("Notice that the password was changed"),
    "invited": N_("Notice of a new account"),
    "barrier": N_("Report of a barrier"),
    "notice": N_("Notice to the readers of a course"),
    "attempt-asked": N_("Wish for another attempt"),
    "attempt-decided": N_("Answer to a wish for another attempt"),
    "texts-marked": N_("A test is marked"),
    "regrade": N_("A result has changed"),
}


@dataclass(frozen=True)
class Line:
    """A letter as the page shows it, in the administrator's language."""

    key: str
    kind: str
    to: str
    since: str
    next_try: str
    is_going: bool
    tries: str
    reason: str
    said: str


class Pager(NamedTuple):
    """Where the pages before and after this one are; None at either end."""

    previous_url: str | None
    next_url: str | None
    text: str


class Lines(NamedTuple):
    """One page of a list of letters."""

    lines: tuple[Line, ...]
    caption: str
    pager: Pager


@blueprint.get("/admin/mail")
@may(Permission.ADMINISTER)
def overview() -> str:
    """Show how letters leave the site, which wait and which have failed."""
    waiting, failed = (each(JOB, page=_page(name), per_page=PER_PAGE) for name, each in LISTS)
    readers = readers_of(row.body for row in (*waiting.rows, *failed.rows))
    route = settings().mail_route
    return render_template(
        "admin/mail.html",
        route=route,
        outbox=settings().outbox,
        sender=settings().sender,
        warning=watch.trouble(),
        waiting=_lines(waiting, "waiting", readers),
        failed=_lines(failed, "failed", readers),
    )


@blueprint.post("/admin/mail/test")
@may(Permission.ADMINISTER)
def send_test_letter() -> Response:
    """Have a test letter sent to the administrator who asks for it."""
    asking = visitor()
    assert asking is not None, "a guard lets nobody else in"
    if not within(TRIALS, asking.uid):
        flash(_("You have sent many test letters. Wait a while before the next one."), "error")
        return _back()
    with unit_of_work():
        post_test_letter(asking.id, ui_language(), now=now())
    flash(_("A test letter to you is on its way. Until it has left, it stands among those that wait."))
    return _back()


@blueprint.post("/admin/mail/letters/<string(maxlength=100):key>/again")
@may(Permission.ADMINISTER)
def again(key: str) -> Response:
    """Have a letter tried again at once."""
    with unit_of_work():
        found = watch.try_again(key, by=_who(), now=now())
    flash(_("The letter is tried again now.") if found else _("This letter has left already, or is just leaving."))
    return _back()


@blueprint.post("/admin/mail/letters/<string(maxlength=100):key>/given-up")
@may(Permission.ADMINISTER)
def give_up(key: str) -> Response:
    """Put aside a letter."""
    with unit_of_work():
        found = watch.give_up(key, by=_who(), now=now())
    flash(_("The letter will not be sent.") if found else _("This letter has left already."))
    return _back()


@blueprint.post("/admin/mail/failed/again")
@may(Permission.ADMINISTER)
def try_failed_again() -> Response:
    """Have every letter tried again that has failed."""
    with unit_of_work():
        number = watch.try_failed_again(by=_who(), now=now())
    flash(ngettext("%(num)s letter is tried again now.", "%(num)s letters are tried again now.", number))
    return _back()


LISTS = (("waiting", list_waiting), ("failed", list_failed))


def _who() -> int:
    found = visitor()
    assert found is not None, "a guard lets nobody else in"
    return found.id


def _back() -> Response:
    return redirect(url_for("mail.overview"), 303)


def _page(name: str) -> int:
    number = request.args.get(name, "1")
    return int(number[:6]) if number.isdecimal() else 1


def _lines(found: JobPage, name: str, readers: Readers) -> Lines:
    caption = ngettext("%(num)s letter", "%(num)s letters", found.total)
    return Lines(tuple(_line(row, readers) for row in found.rows), caption, _pager(found, name))


def _line(row: JobRow, readers: Readers) -> Line:
    kind = str(row.body.get("kind", ""))
    reason, _end, said = (row.error or "").partition("\n")
    return Line(
        key=row.key,
        kind=_(NAMES[kind]) if kind in NAMES else kind,
        to=readers.of(row.body),
        since=_written(row.failed_at or row.made_at),
        next_try=_written(row.due_at) if row.failed_at is None and row.due_at > now() else "",
        is_going=row.lease_until is not None and row.lease_until > now(),
        tries=ngettext("%(num)s try", "%(num)s tries", row.tries),
        reason=_(reason) if reason else "",
        said=said,
    )


def _written(moment: datetime) -> str:
    """Return day and time as a table has room for them, in the administrator's zone."""
    return f"{short_day(moment)}, {format_datetime(moment, 'HH:mm')}"


def _pager(found: JobPage, name: str) -> Pager:
    def place(page: int) -> str:
        asked: dict[str, Any] = {other: request.args[other] for other, _list in LISTS if other in request.args}
        return url_for("mail.overview", **asked | {name: page}, _anchor=name)

    before, after = found.page - 1, found.page + 1
    return Pager(
        place(before) if before else None,
        place(after) if after <= found.pages else None,
        _("Page %(page)s of %(pages)s", page=format_decimal(found.page), pages=format_decimal(found.pages)),
    )
