"""The progress report: on the screen by pages, and exactly the same rows as a file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, stream_with_context, url_for
from flask_babel import format_decimal

from lms.domain.courses.queries import get_outline, list_published
from lms.domain.people.permissions import Permission
from lms.domain.records.reports import COLUMNS, ProgressPage, ProgressRow, as_record, every_row, progress_rows
from lms.exchange.spreadsheets import csv_bytes
from lms.web.reports.forms import STAGES, ProgressForm
from lms.web.shell.guards import may
from lms.web.shell.languages import ui_language
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("reports", __name__, template_folder="templates")

PER_PAGE = 50
EVERY_VISIBILITY = ("public", "signed-in", "invited")
NOBODY = ProgressPage((), 0, 1, 1)
# What a report shows of people: whoever may not see all of it sees no report, and people are told so by these very permissions.
OF_LEARNERS = (Permission.SEE_NAME, Permission.SEE_EMAIL, Permission.SEE_PROGRESS, Permission.SEE_RESULT)


@dataclass(frozen=True)
class RowView:
    """An enrolment as the page shows it, in the reader's language; ``url`` is the page of the person, where it can be ended."""

    url: str
    name: str
    email: str
    course: str
    lang: str
    state_text: str
    progress: str
    score: str
    last_activity: datetime
    certificate_url: str | None


@dataclass(frozen=True)
class Pager:
    """Where the pages before and after this one are; None at either end."""

    previous_url: str | None
    next_url: str | None
    text: str


@dataclass(frozen=True)
class Report:
    """The page of the progress report."""

    filters: ProgressForm
    rows: tuple[RowView, ...]
    caption: str
    pager: Pager
    csv_url: str


@blueprint.get("/reports/progress")
@may(Permission.SEE_REPORTS, shows=OF_LEARNERS)
def progress() -> str | tuple[str, int]:
    """Show who has got how far, one page of those who were asked for; nobody where the question makes no sense."""
    form = _form()
    if not form.validate():
        return _page(form, NOBODY), 422
    number = request.args.get("page", "1")
    found = progress_rows(form.filters, page=int(number[:6]) if number.isdecimal() else 1, per_page=PER_PAGE)
    return _page(form, found)


@blueprint.get("/reports/progress.csv")
@may(Permission.SEE_REPORTS, shows=OF_LEARNERS)
def progress_csv() -> Response:
    """Send the rows that the page shows, all pages of them, as a file for spreadsheets."""
    form = _form()
    if not form.validate():
        abort(400)
    records = (as_record(row) for row in every_row(form.filters))
    rows = csv_bytes(COLUMNS, ([record[name] for name in COLUMNS] for record in records))
    answer = Response(stream_with_context(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="progress.csv"'
    return answer


def _form() -> ProgressForm:
    outlines = {each.key: get_outline(each.map_digest) for each in list_published(EVERY_VISIBILITY)}
    titles = {key: str(outline.title.in_(ui_language())) for key, outline in outlines.items() if not outline.is_guide}
    return ProgressForm(request.args, titles)


def _page(form: ProgressForm, found: ProgressPage) -> str:
    report = Report(
        form,
        tuple(_row(row) for row in found.rows),
        ngettext("%(num)s enrolment", "%(num)s enrolments", found.total),
        _pager(found),
        url_for("reports.progress_csv", **_asked()),
    )
    return render_template("reports/progress.html", report=report)


def _row(row: ProgressRow) -> RowView:
    title = row.title.in_(ui_language())
    return RowView(
        url_for("person.page", person=row.person),
        row.name,
        row.email,
        title.text,
        title.lang,
        str(STAGES[row.state]),
        _in_percent(row.progress),
        "" if row.score is None else _in_percent(row.score),
        row.last_activity,
        url_for("certificates.certificate", uid=row.certificate) if row.certificate else None,
    )


def _in_percent(number: int) -> str:
    return _("%(percent)s%%", percent=number)


def _pager(found: ProgressPage) -> Pager:
    before, after = found.page - 1, found.page + 1
    return Pager(
        url_for("reports.progress", **_asked(), page=before) if before else None,
        url_for("reports.progress", **_asked(), page=after) if after <= found.pages else None,
        _("Page %(page)s of %(pages)s", page=format_decimal(found.page), pages=format_decimal(found.pages)),
    )


def _asked() -> dict[str, Any]:
    """The choices in the address, without those that were left open."""
    return {
        name: value
        for name, value in request.args.items()
        if value and name in ("text", "course", "state", "certificate", "sort")
    }
