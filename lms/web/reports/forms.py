"""The choices above a report; they stand in the address, so a report can be kept as a bookmark."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Form, SearchField
from wtforms.validators import Length

from lms.domain.people.rules import LONGEST_EMAIL
from lms.domain.records.reports import ReportFilters, Sort, Stage
from lms.web.shell.lists import Choice, options

STAGES: dict[str, Any] = {
    Stage.ENROLLED: _l("Enrolled"),
    Stage.IN_PROGRESS: _l("In progress"),
    Stage.COMPLETED: _l("Completed"),
    Stage.WITHDRAWN: _l("Withdrawn"),
}
SORTS: dict[str, Any] = {
    Sort.NAME: _l("Name"),
    Sort.EMAIL: _l("E-mail"),
    Sort.COURSE: _l("Course"),
    Sort.STATE: _l("State"),
    Sort.LATEST: _l("Last activity, newest first"),
    Sort.OLDEST: _l("Last activity, oldest first"),
}
HELD = {"": None, "yes": True, "no": False}
ALL = {"": _l("All")}


class ProgressForm(Form):
    """Which rows of the progress report are wanted."""

    text = SearchField(
        _l("Name or e-mail"), [Length(max=LONGEST_EMAIL, message=_l("This is too long to search for."))]
    )
    course = Choice(_l("Course"), default="")
    state = Choice(_l("State"), default="", choices=options({**ALL, **STAGES}))
    certificate = Choice(
        _l("Certificate"),
        default="",
        choices=options({**ALL, "yes": _l("With a certificate"), "no": _l("Without")}),
    )
    sort = Choice(_l("Sort by"), default=Sort.NAME.value, choices=options(SORTS))

    def __init__(self, asked: MultiDict[str, str], courses: Mapping[str, str]) -> None:
        """Take what stands in the address, and the titles of the courses to choose from, by key."""
        super().__init__(asked)
        self.course.choices = options({**ALL, **courses})

    @property
    def filters(self) -> ReportFilters:
        """What was chosen; to be asked only when the form is valid."""
        return ReportFilters(
            course=self.course.data or None,
            state=Stage(self.state.data) if self.state.data else None,
            text=self.text.data or "",
            has_certificate=HELD[self.certificate.data],
            sort=Sort(self.sort.data),
        )
