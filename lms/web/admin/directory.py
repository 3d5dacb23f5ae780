"""Who has an account: the list with its search, and new accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form, SearchField
from wtforms.validators import Length

from lms.domain.people.administering import add_account
from lms.domain.people.directory import Listed, PeopleFilters, PeoplePage, Sort, State, list_people
from lms.domain.people.permissions import Permission
from lms.domain.people.rules import LONGEST_EMAIL, Refusal
from lms.kernel.refusals import Refused
from lms.platform.database import end_reading, unit_of_work
from lms.web.admin.invitations import invite
from lms.web.admin.person_forms import NewPersonForm
from lms.web.admin.said import ROLES, STATES
from lms.web.admin.sure import sure
from lms.web.shell.guards import may
from lms.web.shell.lists import PER_PAGE, Choice, Pager, options, page_asked_for, pager
from lms.web.shell.phrases import say
from lms.web.shell.visitors import now, visitor
from lms.web.shell.words import gettext as _
from lms.web.shell.words import ngettext

blueprint = Blueprint("directory", __name__)

Page = str | tuple[str, int] | Response
NOBODY = PeoplePage((), 0, 1, 1)
SORTS: dict[str, Any] = {
    Sort.NAME: _l("Name"),
    Sort.EMAIL: _l("E-mail"),
    Sort.ROLE: _l("Role"),
    Sort.NEWEST: _l("Newest accounts first"),
    Sort.SEEN: _l("Last seen first"),
}
FIELDS_OF = {
    Refusal.NO_NAME: "name",
    Refusal.NAME_TOO_LONG: "name",
    Refusal.NO_EMAIL: "email",
    Refusal.EMAIL_TAKEN: "email",
}


class PeopleForm(Form):
    """Which accounts are wanted; the choices stand in the address."""

    text = SearchField(_l("Name or e-mail"), [Length(max=LONGEST_EMAIL, message=_l("This is too long to search for."))])
    role = Choice(_l("Role"), default="")
    state = Choice(_l("State"), default="")
    sort = Choice(_l("Sort by"), default=Sort.NAME.value, choices=options(SORTS))

    def __init__(self, asked: MultiDict[str, str]) -> None:
        """Take what stands in the address."""
        super().__init__(asked)
        self.role.choices = options({"": _("All"), **{key: _(words) for key, words in ROLES.items()}})
        self.state.choices = options({"": _("All"), **{key.value: _(words) for key, words in STATES.items()}})

    @property
    def filters(self) -> PeopleFilters:
        """What was chosen; to be asked only when the form is valid."""
        state = State(self.state.data) if self.state.data else None
        return PeopleFilters(text=self.text.data or "", role=self.role.data or None, state=state, sort=Sort(self.sort.data))


@dataclass(frozen=True)
class Line:
    """An account as the list shows it."""

    name: str
    email: str
    url: str
    role: str
    state: str
    last_seen: datetime | None


@blueprint.get("/admin/people/")
@may(Permission.ADMINISTER)
def people() -> Page:
    """Show who has an account, one page of those who were asked for."""
    form = PeopleForm(request.args)
    if not form.validate():
        return _page(form, NOBODY), 422
    return _page(form, list_people(form.filters, page=page_asked_for(), per_page=PER_PAGE))


def _page(form: PeopleForm, found: PeoplePage) -> str:
    count = ngettext("%(num)s account", "%(num)s accounts", found.total)
    lines = [_line(each) for each in found.rows]
    ways: Pager = pager(found.page, found.pages)
    return render_template("admin/people.html", form=form, lines=lines, count=count, pages=ways)


def _line(each: Listed) -> Line:
    url = url_for("person.page", person=each.uid)
    return Line(each.name, each.email, url, _(ROLES[each.role]), _(STATES[each.state]), each.last_seen)


@blueprint.get("/admin/people/new")
@may(Permission.ADMINISTER)
def new() -> Page:
    """Show the form for a new account."""
    return render_template("admin/new_person.html", form=NewPersonForm())


@blueprint.post("/admin/people/new")
@may(Permission.ADMINISTER)
@sure(when=lambda: request.form.get("role", "learner") != "learner")
def add() -> Page:
    """Make an account and have its owner written to, so that they choose a password."""
    form, who = NewPersonForm(request.form), visitor()
    if not form.validate() or who is None:
        return render_template("admin/new_person.html", form=form), 422
    end_reading()
    try:
        with unit_of_work():
            person = add_account(
                form.name.data, form.email.data, role=form.role.data, language=form.language.data, by=who.id, now=now()
            )
            invite(person.id, now=now())
    except (Refused, IntegrityError) as error:
        refused = error if isinstance(error, Refused) else Refused(Refusal.EMAIL_TAKEN, email=form.email.data.strip())
        form[FIELDS_OF.get(refused.reason, "email")].errors = [say(refused)]  # type: ignore[call-overload]
        return render_template("admin/new_person.html", form=form), 422
    flash(_("The account was made. %(name)s gets a letter that says how to choose a password.", name=person.name))
    return redirect(url_for("person.page", person=person.uid), 303)
