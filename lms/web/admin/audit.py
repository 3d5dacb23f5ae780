"""The audit log: who did what to whom, newest first, on the screen and as a file. Nobody can change it."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, stream_with_context, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Form, SearchField
from wtforms.validators import Length, Optional

from lms.domain.people.permissions import Permission
from lms.domain.people.rules import LONGEST_EMAIL
from lms.domain.phrases import ACTS
from lms.domain.records.queries import AuditFilters, AuditPage, Done, Somebody, audit_page, every_act
from lms.exchange.spreadsheets import csv_bytes
from lms.web.admin.said import act_in_words, what_was_done
from lms.web.shell.guards import may
from lms.web.shell.languages import zone
from lms.web.shell.lists import PER_PAGE, Choice, asked_for, options, page_asked_for, pager
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("audit", __name__)

NOTHING = AuditPage((), 0, 1, 1)
COLUMNS = ("number", "at", "actor", "actor_email", "action", "person", "person_email", "object", "changes")
TOO_LONG = _l("This is too long to search for.")
# A day more or less, or another time zone, must still be a day.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9998, 12, 31)


class Day(DateField):
    """A day, or none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the day; what is none, or lies where the calendar ends, is said to be wrong in the words of the page."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("This is not a day.")) from error
        if self.data and not FIRST_DAY <= self.data <= LAST_DAY:
            raise ValueError(_("This is not a day."))


class AuditForm(Form):
    """Which acts are wanted; the choices stand in the address."""

    person = SearchField(_l("Done to"), [Length(max=LONGEST_EMAIL, message=TOO_LONG)])
    actor = SearchField(_l("Done by"), [Length(max=LONGEST_EMAIL, message=TOO_LONG)])
    action = Choice(_l("What was done"), default="")
    since = Day(_l("From"), [Optional()])
    until = Day(_l("To"), [Optional()])

    def __init__(self, asked: MultiDict[str, str]) -> None:
        """Take what stands in the address."""
        super().__init__(asked)
        known = sorted(((verb, what_was_done(verb)) for verb in ACTS), key=lambda each: each[1])
        self.action.choices = options({"": _("All"), **dict(known)})

    @property
    def filters(self) -> AuditFilters:
        """What was chosen; to be asked only when the form is valid. Days are whole ones, in the reader's time zone."""
        until = self.until.data and self.until.data + timedelta(days=1)
        return AuditFilters(
            person=self.person.data or "",
            actor=self.actor.data or "",
            action=self.action.data or None,
            since=_midnight(self.since.data),
            until=_midnight(until),
        )


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), zone()) if day else None


@blueprint.get("/admin/audit")
@may(Permission.ADMINISTER)
def audit() -> str | tuple[str, int]:
    """Show what was done, newest first."""
    form = AuditForm(request.args)
    if not form.validate():
        return _page(form, NOTHING), 422
    return _page(form, audit_page(form.filters, page=page_asked_for(), per_page=PER_PAGE))


def _page(form: AuditForm, found: AuditPage) -> str:
    return render_template(
        "admin/audit.html",
        form=form,
        lines=[act_in_words(each) for each in found.rows],
        count=ngettext("%(num)s entry", "%(num)s entries", found.total),
        pages=pager(found.page, found.pages),
        file=url_for("audit.audit_csv", **asked_for()),  # type: ignore[arg-type]
    )


@blueprint.get("/admin/audit.csv")
@may(Permission.ADMINISTER)
def audit_csv() -> Response:
    """Send the entries that the page shows, all pages of them, as a file for spreadsheets."""
    form = AuditForm(request.args)
    if not form.validate():
        abort(400)
    rows = csv_bytes(COLUMNS, (_row(each) for each in every_act(form.filters)))
    answer = Response(stream_with_context(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return answer


def _row(done: Done) -> tuple[Any, ...]:
    at = done.at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    changes = json.dumps(done.changes, ensure_ascii=False) if done.changes else ""
    return (done.id, f"{at.isoformat()}Z", *_named(done.actor), done.action, *_named(done.person), done.object, changes)


def _named(found: Somebody | None) -> tuple[str, str]:
    return (found.name, found.email) if found else ("", "")
